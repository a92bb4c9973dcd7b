"""What is fitted in one mode of bargaining and played in another is told, wherever it is told what it was fitted to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.wording import listed, quoted

MEETINGS: Literal["meetings"] = "meetings"


def modes_of(cases: Iterable[Loaded]) -> list[str]:
    """Return the modes of bargaining of some scenarios, once each."""
    return [*dict.fromkeys(str(loaded.scenario.bargaining.mode) for loaded in cases)]


def other_mode(fitted: Collection[str], played: Collection[str], where: str = "") -> str:
    """Return in a sentence that draws fitted in some modes are played in another; nothing if they are not.

    Parameters
    ----------
    where : whereabouts they are, where others are played as they were fitted
    """
    others = [quoted(mode) for mode in dict.fromkeys(played) if mode not in fitted]
    if not others:
        return ""
    some = f" {where}" if where and len(others) < len(set(played)) else ""
    return (
        f"They were fitted at bargaining.mode = {listed(map(quoted, fitted))}, and are played at {listed(others)}{some}"
        ": what suits one way of dealing need not suit the other."
    )


def told_of(found: Mapping[str, Any]) -> str:
    """Return the same of a study, given what its answers or its manifest say of its posterior.

    One that does not say in which mode it was fitted is of a time when there was no other.
    """
    return other_mode(found.get("fitted_modes", [MEETINGS]), found.get("modes", []), "at some points")


def variants_in_another(fitted: Collection[str], played: Mapping[str, str]) -> str:
    """Return the same of a case and its variants, given the mode of each by name."""
    others = [name for name, mode in played.items() if mode not in fitted]
    return other_mode(fitted, [*played.values()], f"in {listed(others)}" if others else "")
