"""Who moved whom in a run, in sentences: who was heard before others came round, who endorsed, who granted to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from whitesmoke.model.compiled import Compiled
from whitesmoke.model.trace import Trace
from whitesmoke.telling.by_name import in_case, member_name
from whitesmoke.telling.stage.cast import MOST_CONNECTED
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.story import first
from whitesmoke.telling.words import listed, listed_or_counted
from whitesmoke.writing.estimates import counted

MOST_NAMED = 4
Acts = Sequence[dict[str, Any]]


def who_moved(trace: Trace, acts: Acts) -> list[str]:
    """Return who moved whom, of all acts of a run as `steps` has them: the same that the arrows show."""
    told = [_heard(trace, acts), *_endorsed(trace.case, acts)] if _looks_back(trace) else []
    return [*told, *_granted(trace, acts)]


def _looks_back(trace: Trace) -> bool:
    return bool(trace.looks) and len(trace.case.names.members) <= MOST_CONNECTED


def _heard(trace: Trace, acts: Acts) -> str:
    """Return who was heard most by those that came round later, with by how many; or that nobody stands out."""
    by = {(j, act["member"]) for act in acts for j, _ in act.get("heard", [])}
    if not by:
        came = any(act["kind"] == "commitment" and act["detail"] != "home" for act in acts)
        return label("heard_alike" if came else "nobody_came")
    count = {j: sum(j == other for other, _ in by) for j, _ in by}
    named = _most(sorted(count, key=lambda j: -count[j]), count)
    if not named:
        most = max(count.values())
        return label("heard_one_each", members=counted([*count.values()].count(most), "member"), count=most)
    groups = {n: [member_name(trace.case, j) for j in named if count[j] == n] for n in sorted(count.values())[::-1]}
    return label("heard_most", members=", ".join(_times(who, n) for n, who in groups.items() if who))


def _most(ordered: list[int], count: dict[int, int]) -> list[int]:
    """Return the first few, and none that ties with one left out."""
    left_out = count[ordered[MOST_NAMED]] if len(ordered) > MOST_NAMED else 0
    return [j for j in ordered[:MOST_NAMED] if count[j] > left_out]


def _times(who: list[str], count: int) -> str:
    return f"{listed(sorted(who))} ({label('by_each' if len(who) > 1 else 'by_one', count=count)})"


def _endorsed(case: Compiled, acts: Acts) -> list[str]:
    moved = list(dict.fromkeys(act["member"] for act in acts if "endorsed_by" in act))
    whose = first(in_case(case, "the patron's endorsement"))
    return [label("endorsement_moved", whose=whose, members=_some(case, moved))] if moved else []


def _granted(trace: Trace, acts: Acts) -> list[str]:
    """Return who granted something to whom in the course of the run; nothing where nobody asks for anything."""
    to: dict[str, list[int]] = {}
    for act in acts:
        if "by" in act and act["member"] not in to.setdefault(act["by"], []):
            to[act["by"]].append(act["member"])
    if not to:
        return [label("nothing_granted")] if len(trace.met[-1]) else []
    which = ["granted_to", *["granted_to_as_well"] * (len(to) - 1)]
    parts = [label(how, by=by, members=_some(trace.case, who)) for how, (by, who) in zip(which, to.items())]
    return [f"{first('; '.join(parts))}."]


def _some(case: Compiled, who: Iterable[int]) -> str:
    """Return members by name, a crowd of them counted."""
    return listed_or_counted([member_name(case, i) for i in who], MOST_NAMED)
