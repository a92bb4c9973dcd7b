"""Changes of a case and its rule, as somebody gives them in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.taken import called
from whitesmoke.scenario import toml

Changes = Mapping[str, Any] | Sequence[str]
"""Values by their paths; or texts `path=value`, as the command line takes them."""
EXAMPLE = '{"demands.hungary-opt-out.ceiling": 0.5}'


def changed(before: Sequence[str], changes: Changes) -> list[str]:
    """Return changes as texts, after those made before, of which each that is made again is left out."""
    if isinstance(changes, str):
        changes = [changes]
    if not isinstance(changes, Mapping) and not _are_texts(changes):
        raise WhitesmokeError(f"changes: {called(changes)} is none; give values by their paths: {EXAMPLE}")
    new = [toml.change(path, value) for path, value in changes.items()] if isinstance(changes, Mapping) else [*changes]
    again = {_path(text) for text in new}
    return [*(text for text in before if _path(text) not in again), *new]


def _are_texts(given: object) -> bool:
    return isinstance(given, Sequence) and all(isinstance(text, str) for text in given)


def a_rule(given: object) -> str | None:
    """Return the name of a rule, or None for the scenario's own. Raises WhitesmokeError for anything else."""
    if given is None or isinstance(given, str):
        return given
    raise WhitesmokeError(f'rule: {called(given)} is none; give the name of a rule, such as "majority"')


def _path(change: str) -> str:
    return change.partition("=")[0].strip()
