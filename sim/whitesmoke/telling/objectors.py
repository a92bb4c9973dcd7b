"""Who held it up, in sentences: those whose objection did, then the last to commit where commitments were lacking."""

from __future__ import annotations

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.objections import Objector, objections_count
from whitesmoke.model.reading import has_left, leader, long_date
from whitesmoke.model.trace import Trace
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import percent


def objector_sentence(trace: Trace, one: Objector) -> str:
    """Return until when a member's objection held it up, and what ended it; or that nothing did, and what it wanted."""
    name = member_name(trace.case, one.member)
    name, when = name[0].upper() + name[1:], until(trace, one)
    if not one.after:
        return f"{name} objected {'as long as it stood' if has_left(trace) else 'to the end'}{_for(trace, one)}."
    if one.after == "overruled":
        return f"{name} objected, and still did on {when}, when that was no longer enough to stop it."
    if one.after == "outweighed":
        return f"{name} objected, and still did on {when}, when commitments were lacking as well."
    return f"{name} objected until {when}, when {_ended(trace, one)}."


def _ended(trace: Trace, one: Objector) -> str:
    """Return what ended an objection, as a sentence about `it`."""
    names = trace.case.names
    if one.after == "left":
        return "it left the body"
    if one.after == "committed":
        return f"it committed to {names.candidate_names[leader(trace)]}"
    if one.after == "free":
        return f"it was no longer for {names.candidate_names[one.rival]}"
    met = trace.met[one.round + 1]
    parts = [f"{_text(trace, d)} was no longer on the table" for d in one.dropped]
    parts += [f"{percent(met[d])} of {_text(trace, d)} had been granted" for d in one.granted if d not in one.dropped]
    return listed(parts) or "what it lacked no longer weighed enough for it to object"


def _for(trace: Trace, one: Objector) -> str:
    """Return what a member that objected still wanted, and what of it it had got, as the end of a sentence."""
    names = trace.case.names
    if one.rival != codes.NONE:
        return f", for {names.candidate_names[one.rival]}"
    met, red = trace.met[one.round], trace.case.world.red_line
    parts = [f"over {_text(trace, d)}{' (a red line)' if red[d] else _got(float(met[d]))}" for d in one.wants]
    return f", {listed(parts)}" if parts else ""


def _got(share: float) -> str:
    return f", of which {percent(share)} had been granted" if share > 0.0 else ""


def _text(trace: Trace, d: int) -> str:
    names = trace.case.names
    return f'"{names.demand_texts[d] or names.demands[d]}"'


def until(trace: Trace, one: Objector) -> str:
    """Return the day on which a member's objection no longer held it up."""
    return long_date(trace.case.names.date_of_round(one.round + 1))


def last_is_not_all(case: Compiled) -> list[str]:
    """Return, where an objection can stop what an abstention does not, that the last to commit are not all there is."""
    told = "An objection can stop here what a missing yes does not: the last to commit need not be who held it up."
    return [told] if objections_count(case.world) else []


def objected_as_well(trace: Trace, rest: list[Objector]) -> list[str]:
    """Return the other objectors by name in one sentence, each with the day until which it did."""
    if not rest:
        return []
    told = [
        member_name(trace.case, one.member) + (f" (until {until(trace, one)})" if one.after else "") for one in rest[:6]
    ]
    more = f", and {len(rest) - 6} more" if len(rest) > 6 else ""
    return [f"Objected as well: {', '.join(told) if more else listed(told)}{more}."]
