"""What is written above the tally: dated labels for what the calendar brought and what came of the run."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from whitesmoke.figures.style import FAINT, INK, number, short_date
from whitesmoke.model import codes
from whitesmoke.model.trace import ELIMINATED, Entry, Trace
from whitesmoke.scenario.everybody import by_everybody
from whitesmoke.scenario.tabled import is_chosen, is_text
from whitesmoke.writing.estimates import pressing

LABELLED = (
    *("accession", "departure", "announcement", "consultation", "endorsement", "disavowal", "shock", "note"),
    *("entry", "exit"),
)
LONGEST = 46
"""Signs of a label."""
MANY = 4
"""More members than this are counted, not named."""


class Happening(NamedTuple):
    """One labelled vertical line."""

    at: float
    text: str
    colour: str
    width: float
    dashes: str


def happenings(trace: Trace, until: float) -> list[Happening]:
    """Return the labelled lines of a run by date: focal dates, what was scripted, exits, the outcome."""
    found = [h for h in _focal(trace) if h.at <= until]
    told = [entry for entry in trace.entries if entry.kind in LABELLED]
    for _, alike in groupby(told, key=lambda e: (e.round, e.kind, e.candidate, e.demand, e.detail)):
        found.append(_told(trace, list(alike)))
    return sorted([*found, _outcome(trace)], key=lambda h: h.at)


def last_day(trace: Trace, record: list[float]) -> float:
    """Return where the date axis ends: after the run, the record, and the focal date that pressed at the end."""
    end = number(trace.case.names.date_of_round(trace.rounds))
    ahead = [h.at for h in _focal(trace) if h.at >= end]
    return max([end, *record, *ahead[:1]])


def _focal(trace: Trace) -> list[Happening]:
    names, world = trace.case.names, trace.case.world
    lines = []
    for name, day, weight in zip(names.focal, world.focal_day, world.number.focal_weight):
        text = f"{short_date(names.date(day))}: {name} ({pressing(weight)})"
        lines.append(Happening(number(names.date(day)), text, INK, 0.5 + 1.2 * float(weight), "-"))
    if world.expiry < trace.rounds * world.round_days:
        expiry = names.date(world.expiry)
        lines.append(Happening(number(expiry), f"{short_date(expiry)}: expiry, missed", INK, 0.8, "-"))
    return lines


def _told(trace: Trace, together: list[Entry]) -> Happening:
    names, first = trace.case.names, together[0]
    patron = names.patron or "the patron"
    who = [names.members[entry.member] for entry in together if entry.member >= 0]
    members = f"{len(who)} members" if len(who) > MANY else ", ".join(who)
    candidate = names.candidate_names[first.candidate] if first.candidate >= 0 else ""
    tabled = first.candidate >= 0 and is_text(trace.case, first.candidate)
    text = {
        "accession": f"{members} {'joins' if len(who) == 1 else 'join'}",
        "departure": f"{members} {'leaves' if len(who) == 1 else 'leave'} the body",
        "announcement": f"{candidate} announced",
        "consultation": f"choice of {patron} known: {candidate}",
        "endorsement": f"{members} {'endorses' if len(who) == 1 else 'endorse'} {candidate}",
        "disavowal": f"{patron} drops {candidate}",
        "entry": f"{candidate} {'on the table' if tabled else 'enters'}",
        "exit": f"{candidate} {_goes(first, tabled)}",
    }.get(first.kind) or _shortened(first.detail or f"{first.kind} {members}".strip())
    scripted = first.kind not in ("entry", "exit") or first.detail == "scripted"
    date = names.date_of_round(first.round)
    text = f"{short_date(date)}: {text}{' (scripted)' if scripted else ''}"
    return Happening(number(date), text, FAINT if scripted else INK, 0.8, ":" if scripted else "--")


def _goes(exit_: Entry, tabled: bool) -> str:
    return "drops out" if exit_.detail == ELIMINATED else "is withdrawn" if tabled else "leaves"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3].rstrip(" ,;:") + " ..."


def _outcome(trace: Trace) -> Happening:
    names, date = trace.case.names, trace.decided_on
    who = "" if trace.winner == codes.NONE else names.candidate_names[trace.winner]
    agreed = (
        f"consensus on {who}"
        if by_everybody(trace.case.world, trace.rounds)
        else f"{who} {is_chosen(trace.case, trace.winner)}"
    )
    what = agreed if who else "deadlock"
    return Happening(number(date), f"{short_date(date)}: {what}", OUTCOME, 1.6, "-")


OUTCOME = "#a00000"
