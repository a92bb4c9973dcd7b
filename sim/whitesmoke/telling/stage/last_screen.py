"""The last screen: the real outcome, and what each that held out wanted and got, from whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import shorten
from typing import Any

from whitesmoke.model.phases.demands import concerned
from whitesmoke.model.reading import commitment_round, lasted, leader, long_date
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.tabled import is_text
from whitesmoke.telling import prices
from whitesmoke.telling.by_name import inside, member_name, payer_name
from whitesmoke.telling.granted import Grant, ledger
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.story import first
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import counted, percent

LONGEST = 40
"""Letters of a demand that are quoted."""
MOST = 4
"""Members of whom it is told; the rest is counted."""


def ending(trace: Trace, loaded: Loaded) -> list[dict[str, Any]]:
    """Return the lines of the last screen, each with whether it is on record."""
    got = [{"kind": "run", "text": line} for line in what_they_got(trace)]
    return [*in_fact(trace, loaded), *got]


def in_fact(trace: Trace, loaded: Loaded) -> list[dict[str, Any]]:
    """Return what really came of it; nothing without a decision on record."""
    decision = loaded.scenario.record.decision
    if decision is None:
        return []
    day = long_date(decision.date)
    if decision.winner:
        k = trace.case.names.candidates.index(decision.winner)
        name = trace.case.names.candidate_names[k]
        fact = label("fact_adopted" if is_text(trace.case, k) else "fact_chosen", name=name, day=day)
    else:
        fact = label("fact_none", day=day)
    return [{"kind": "record", "text": fact}]


def what_they_got(trace: Trace, most: int = MOST) -> list[str]:
    """Return a line for each member that asked for something for its yes, the last to commit first."""
    wanted = _wanted(trace)
    order = sorted(wanted, key=lambda i: (-commitment_round(trace, i), i))
    lines = [_line(trace, i, wanted[i]) for i in order[:most]]
    left = len(order) - most
    return [*lines, label("got_more", members=counted(left, "other"))] if left > 0 else lines


def _wanted(trace: Trace) -> dict[int, list[int]]:
    """Return what each member asked for that bears on the leader, by the end: the places of its demands."""
    world, s, k = trace.case.world, trace.final, leader(trace)
    if s is None:
        return {}
    day, found = lasted(trace) * world.round_days, dict[int, list[int]]()
    for d, i in enumerate(world.holder.tolist()):
        if not world.red_line[d] and concerned(world, s, d) in (-1, k) and s.raised[d] <= day:
            found.setdefault(i, []).append(d)
    return found


def _line(trace: Trace, i: int, wanted: list[int]) -> str:
    name = first(member_name(trace.case, i))
    grants = [grant for grant in ledger(trace) if grant.row in wanted]
    if not grants:
        fate = prices.fate(trace, trace.case.names.members[i], numbers=False)
        return label("got_nothing", name=name, asked=_quoted(trace, wanted)) + fate
    lacking = [d for d in wanted if d not in {grant.row for grant in grants}]
    rest = [label("got_rest", asked=_quoted(trace, lacking))] if lacking else []
    return label("got_some", name=name, got="; ".join([*_got(trace, grants), *rest]))


def _got(trace: Trace, grants: list[Grant]) -> Iterator[str]:
    """Yield what was granted, together where as much of each was by the same and on the same day."""
    for (share, payer, when, day, scripted), of in groupby(grants, key=lambda grant: _terms(trace, grant)):
        rows = [grant.row for grant in of]
        yield label("got", share=share, asked=_quoted(trace, rows), payer=inside(payer), when=when, day=day) + scripted


def _terms(trace: Trace, grant: Grant) -> tuple[str, str, str, str, str]:
    scripted = f" ({label('scripted')})" if grant.scripted else ""
    day = long_date(grant.date).removesuffix(f" {trace.decided_on.year}")
    when = label("got_by" if _in_steps(trace, grant) else "got_on")
    return percent(grant.share), payer_name(trace, grant.row), when, day, scripted


def _in_steps(trace: Trace, grant: Grant) -> bool:
    """Say whether some of it had been granted before its last day."""
    steps = [entry for entry in trace.entries if entry.demand == grant.row and entry.kind == "concession"]
    return len({entry.round for entry in steps}) > 1


def _quoted(trace: Trace, demands: list[int]) -> str:
    names = trace.case.names
    texts = [shorten(names.demand_texts[d] or names.demands[d], LONGEST, placeholder=" …") for d in demands]
    return listed([label("in_quotes", text=text) for text in texts])
