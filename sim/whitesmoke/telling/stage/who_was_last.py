"""Who came round last in a run, joined with who is most often among the last in all futures."""

from __future__ import annotations

from typing import Any

from whitesmoke.model import codes
from whitesmoke.model.reading import commitment_round, has_left, last_holdouts, leader
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.tabled import name_inside
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.lever_words import futures as of_futures
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.story import as_holdout, first, in_terms
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import counted

MOST_NAMES = 3


def last_beside(found: dict[str, Any], trace: Trace) -> str:
    """Return both in a sentence, and what holds the latter back in this run; empty without futures, or of nobody."""
    if not found.get("last"):
        return ""
    late = last_holdouts(trace, most=3 * len(trace.case.names.members))
    on = commitment_round(trace, late[0])
    last, often = [i for i in late if commitment_round(trace, i) == on], found["last"][0]
    ended = ("gone" if has_left(trace) else "never") if on == codes.NEVER else "last"
    here = label(f"here_{ended}", who=_named(trace, last), to=_to(trace))
    name = member_name(trace.case, often["member"])
    why, odds = _why(trace, often["member"]), of_futures(often["share"])
    which = "everywhere_too" if often["member"] in last else "everywhere"
    return first(label(which, here=here, name=name, odds=odds, why=why))


def _to(trace: Trace) -> str:
    """Return whom it is about that somebody had not come round to, where there are several."""
    several = len(trace.case.names.candidates) > 1
    return label("last_to", name=name_inside(trace.case, leader(trace))) if several else ""


def _named(trace: Trace, who: list[int]) -> str:
    names = [member_name(trace.case, i) for i in who[:MOST_NAMES]]
    left = len(who) - len(names)
    return listed([*names, counted(left, "other")] if left else names)


def _why(trace: Trace, i: int) -> str:
    """Return what held a member back in this run, when half had come round."""
    held = as_holdout(trace, i, leader(trace), commitment_round(trace, i)).held_by
    name = member_name(trace.case, i)
    return label("last_why", name=name, reasons=in_terms(trace, held, "waits", numbers=False)) if held else ""
