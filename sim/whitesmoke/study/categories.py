"""Columns whose values are names from a list: the order of the list, the same in every folder of one scenario.

The order is that of the files, not that in which the runs happen to be: a code of Stata means the same in each folder.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

DEADLOCK = "deadlock"
TRUTH = ("False", "True")
"""How a truth value stands in a design; its codes are 0 and 1, its labels no and yes."""


def level_text(level: object) -> str:
    """Return a value of a factor as a text: how a design has it where not all of them are numbers or dates."""
    return ", ".join(map(str, level)) if isinstance(level, list) else str(level)


def outcomes(manifest: dict[str, Any]) -> list[str]:
    """Return what can come out: deadlock, then the candidates in the order of the scenario, and of those of arms."""
    said = manifest.get("said", {}).get("candidates", {})
    return list(manifest.get("outcomes") or [DEADLOCK, *(said if isinstance(said, dict) else ())])


def levels(factor: dict[str, Any], column: pa.ChunkedArray) -> list[str]:
    """Return the values of a factor of texts: in the order of the experiment, then of the rows of the design."""
    played = list(dict.fromkeys(column.to_pylist()))
    if set(played) <= set(TRUTH):
        return list(TRUTH)
    written = [level_text(level) for level in factor.get("values") or []]
    return list(dict.fromkeys([*(text for text in written if text in played), *played]))


def labels(texts: list[str]) -> dict[int, str]:
    """Return what each code is called."""
    return dict(enumerate(("no", "yes") if tuple(texts) == TRUTH else texts))
