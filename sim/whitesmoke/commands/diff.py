"""How two cases differ."""

from __future__ import annotations

from whitesmoke.commands.common import text_or
from whitesmoke.front.two_cases import diff as differing
from whitesmoke.writing.output import print_json

DIFFERENT = 1
"""Exit code where two cases do not mean the same, as of `verify`."""


def diff(one: str, other: str, as_json: bool) -> int:
    """Print how two cases differ; 0 if they mean the same, else 1."""
    found = differing(one, other)
    if as_json:
        print_json(found.json())
    else:
        text_or(found.lines[0], "\n".join(found.lines))
    return 0 if found.same else DIFFERENT
