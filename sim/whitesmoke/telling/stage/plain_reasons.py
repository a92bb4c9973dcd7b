"""Why a member gave in, in words that need no model: as `telling.story.in_terms`, but for one of them."""

from __future__ import annotations

from whitesmoke.model.terms import TOLD
from whitesmoke.model.trace import Trace
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.story import in_terms

ALONE = TOLD["isolation"].gives_in


def gave_in(trace: Trace, grown: dict[str, float], most: int = 2) -> str:
    """Return the first of what grew as reasons to give in."""
    return in_terms(trace, grown, "gives_in", numbers=False, most=most).replace(ALONE, label("all_the_others"))


def plain(told: str) -> str:
    """Return a sentence about what moved somebody with the same words for that one."""
    for before in ("by", "and"):
        told = told.replace(f"{before} {ALONE}", f"{before} {label('all_the_others')}")
    return told
