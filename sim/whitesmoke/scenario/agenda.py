"""Everything the calendar brings, in one list: accessions, entries and the scenario's own events."""

from __future__ import annotations

from typing import Any, NamedTuple

from whitesmoke.model import codes
from whitesmoke.scenario.schema import Event, Scenario


class Happening(NamedTuple):
    """One scripted event of a World; see `World.event_day`."""

    day: int
    kind: int
    trigger: int = -1
    member: int = -1
    candidate: int = -1
    demand: int = -1
    amount: Any = 0.0
    name: str = ""
    text: str = ""


def script(scenario: Scenario, index: Any) -> list[Happening]:
    """Return all scripted events by day, then by kind (accessions before entries before endorsements)."""
    happenings = [Happening(day=0, kind=codes.ACCEDE, member=i) for i in range(len(index.members))]
    for code, member in scenario.members.items():
        i = index.members[code]
        happenings[i] = happenings[i]._replace(day=index.day(member.accession, 0))
        if member.leaves is not None:
            happenings.append(Happening(day=index.day(member.leaves, 0), kind=codes.DEPART, member=i))
    for name in scenario.candidates:
        happenings += _entries(scenario, index, name)
    for name, event in scenario.events.items():
        happenings += _event(scenario, index, name, event)
    return sorted(happenings, key=lambda h: (h.day, h.kind))


def _entries(scenario: Scenario, index: Any, name: str) -> list[Happening]:
    candidate, k = scenario.candidates[name], index.candidates[name]
    dates = [(codes.ANNOUNCE, candidate.announced), (codes.ENTER, candidate.entry), (codes.WITHDRAW, candidate.until)]
    return [Happening(day=index.day(date, 0), kind=kind, candidate=k) for kind, date in dates if date is not None]


def _event(scenario: Scenario, index: Any, name: str, event: Event) -> list[Happening]:
    base = Happening(
        day=index.day(event.date, codes.NEVER),
        kind={
            "endorse": codes.ENDORSE,
            "disavow": codes.DISAVOW,
            "shock": codes.SHOCK,
            "worth": codes.WORTH,
            "ceiling": codes.CEILING,
            "grant": codes.GRANT,
            "enter": codes.ENTER,
            "withdraw": codes.WITHDRAW,
            "note": codes.NOTE,
        }[event.kind],
        trigger=index.candidates[event.on_exit] if event.on_exit else -1,
        candidate=index.candidates[event.candidate] if event.candidate else -1,
        demand=index.demands[event.demand] if event.demand else -1,
        amount=event.amount,
        name=name,
        text=event.text,
    )
    if event.kind == "endorse":
        return [*_consultation(scenario, event, base), *_each(base, index, event.by)]
    if event.kind == "shock":
        in_blocs = [code for bloc in event.blocs for code in index.bloc_members[bloc]]
        return _each(base, index, list(dict.fromkeys([*event.members, *in_blocs])))
    if event.kind == "note" and event.members:
        return _each(base, index, event.members)
    return [base]


def _consultation(scenario: Scenario, event: Event, base: Happening) -> list[Happening]:
    """From `consulted` days before the patron's endorsement on, allies know where it stands."""
    if scenario.patron not in event.by:
        return []
    day = base.day if base.trigger >= 0 else max(0, base.day - event.consulted)
    return [base._replace(day=day, kind=codes.CONSULT, text="")]


def _each(base: Happening, index: Any, members: list[str]) -> list[Happening]:
    return [base._replace(member=index.members[code]) for code in members]
