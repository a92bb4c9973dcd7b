"""The ledger of a run: what came of each demand, in whose steps, and from whom."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from whitesmoke.model import codes
from whitesmoke.model.trace import Entry, Trace
from whitesmoke.telling import prices


class Grant(NamedTuple):
    """What came of one demand."""

    row: int
    member: str
    demand: str
    text: str
    share: float
    by: str
    date: datetime.date
    meetings: int
    scripted: bool


def ledger(trace: Trace) -> list[Grant]:
    """Return what was granted at the end of the run, in order of the last concession."""
    names, found = trace.case.names, []
    for d, share in enumerate(trace.met[-1]):
        steps = [e for e in trace.entries if e.demand == d and e.kind in ("concession", "lapse")]
        lapsed = max((at for at, e in enumerate(steps) if e.kind == "lapse"), default=-1)
        steps = steps[lapsed + 1 :]
        if share > 0.0 and steps:
            last = steps[-1]
            found.append(
                Grant(
                    row=d,
                    member=names.members[last.member],
                    demand=names.demands[d],
                    text=names.demand_texts[d],
                    share=float(share),
                    by=names.grantors[d if trace.final is None else int(trace.final.like[d])],
                    date=names.date_of_round(last.round),
                    meetings=_meetings(trace, steps),
                    scripted=any(e.detail == "scripted" for e in steps),
                )
            )
    return sorted(found, key=lambda grant: grant.date)


def _meetings(trace: Trace, steps: list[Entry]) -> int:
    """Return in how many steps a demand was granted; where actors bargain in how many meetings its price was found."""
    if trace.case.world.mode != codes.BARGAINED:
        return len(steps)
    return len(prices.talks_of(trace, steps[-1].member, steps[-1].candidate, steps[-1].round))
