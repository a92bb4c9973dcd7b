"""Several cases at once: each counts once, and what belongs to one of them goes by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.case import Case, open

Named = Case | str | Path | Mapping[str, Any]
"""A case, or what `open` makes one of."""


def cases_of(given: Named | Iterable[Named], told: str) -> list[Case]:
    """Return cases, or those that names, files and dicts say.

    Parameters
    ----------
    told : what is done with them, at the beginning of what is wrong with one

    Raises WhitesmokeError for two of one name, and for one that has a posterior.
    """
    several = [given] if isinstance(given, Case | str | Path | Mapping) else list(given)
    cases = [one if isinstance(one, Case) else open(one) for one in several]
    known = [case.name for case in cases]
    twice = next((name for name in known if known.count(name) > 1), None)
    if twice is not None:
        raise WhitesmokeError(f"{twice} is named twice; leave one of them out, or give its file another name")
    if drawn := [case.name for case in cases if case.posterior]:
        raise WhitesmokeError(f"{told} has numbers of its own for every case; open {drawn[0]} without a posterior")
    return cases


def what_changed(case: Case) -> list[str]:
    """Return what was changed in a case, its rule among it."""
    return case.loaded.what_changed


def changes_of(cases: Sequence[Case]) -> dict[str, Any]:
    """Return what a result says of cases that were changed; nothing if none was."""
    changed = {case.name: what_changed(case) for case in cases if what_changed(case)}
    return {"changes": changed} if changed else {}
