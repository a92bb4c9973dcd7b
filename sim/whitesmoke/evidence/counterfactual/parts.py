"""The parts of a race that attribution takes away: each a scenario without it, and all else as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from whitesmoke.scenario.fewer import with_only
from whitesmoke.scenario.in_force import is_bargained
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.people import member_name
from whitesmoke.scenario.schema import Event, Scenario

Removal = Callable[[Scenario], Scenario]


class Part(NamedTuple):
    """Something that can be taken out of a race."""

    name: str
    kind: str
    """the group it belongs to"""
    words: str
    """what taking it away means"""
    without: Removal
    label: str
    """what it is called for people"""


def without(loaded: Loaded, parts: Iterable[Part]) -> Loaded:
    """Return a scenario without some parts."""
    scenario = loaded.scenario
    for part in parts:
        scenario = part.without(scenario)
    return replace(loaded, scenario=scenario)


def parts_of(scenario: Scenario, leader: str) -> list[Part]:
    """Return the parts of a race, whose likely winner is `leader`.

    Demands, concessions (what can be granted at all), the reluctance of each member that holds a demand, rivals, the
    patron, dates that press, ties, and the rule.
    """
    return [
        *(_demand(scenario, name) for name, row in scenario.demands.items() if row.worth != 0.0 or row.red_line),
        *(
            _concession(scenario, name)
            for name, row in scenario.demands.items()
            if row.ceiling != 0.0 and not row.red_line
        ),
        *(
            _reluctance(scenario, code, leader)
            for code in dict.fromkeys(row.holder for row in scenario.demands.values())
        ),
        *(_rival(scenario, name) for name in scenario.candidates if name != leader),
        *([_patron()] if scenario.patron and any(e.kind == "endorse" for e in scenario.events.values()) else []),
        *(_date(scenario, name) for name in scenario.focal),
        *([_ties()] if scenario.network.layers else []),
        *([_rule(scenario)] if _strict(scenario) else []),
    ]


def _strict(scenario: Scenario) -> bool:
    return scenario.rule.name in ("unanimity", "consensus")


def _replaced(table: dict[str, Any], name: str, **changes: Any) -> dict[str, Any]:
    return {**table, name: table[name].model_copy(update=changes)} if name in table else table


def _dropped(table: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: row for key, row in table.items() if key != name}


def _asked(scenario: Scenario, name: str) -> str:
    """Return a demand for people: who asks for what."""
    row = scenario.demands[name]
    return f"{member_name(scenario, row.holder)}: {row.text or name}"


def _demand(race: Scenario, name: str) -> Part:
    def cut(scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"demands": _replaced(scenario.demands, name, worth=0.0, red_line=False)})

    return Part(name, "demands", "it is not asked for", cut, f"demand, {_asked(race, name)}")


def _concession(race: Scenario, name: str) -> Part:
    def cut(scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"demands": _replaced(scenario.demands, name, ceiling=0.0)})

    label = f"grant, {_asked(race, name)}"
    return Part(f"{name} granted", "concessions", "nobody can grant it", cut, label)


def _reluctance(race: Scenario, code: str, leader: str) -> Part:
    def cut(scenario: Scenario) -> Scenario:
        entry = scenario.candidates[leader].entry or scenario.calendar.start
        entry = max(entry, scenario.calendar.start)
        event = Event(kind="endorse", date=entry, candidate=leader, by=[code], text="backs it from the first day")
        return scenario.model_copy(update={"events": {**scenario.events, f"without-{code}": event}})

    label = f"{member_name(race, code)} holding out"
    return Part(f"{code} holding out", "members", "it backs the leader from the first day", cut, label)


def _rival(race: Scenario, name: str) -> Part:
    def cut(scenario: Scenario) -> Scenario:
        return with_only(scenario, [other for other in scenario.candidates if other != name])

    return Part(name, "rivals", "it does not run", cut, f"rival, {race.candidates[name].name}")


def _patron() -> Part:
    def cut(scenario: Scenario) -> Scenario:
        off = scenario.parameters.model_copy(update={"patron": 0.0})
        return scenario.model_copy(update={"parameters": off, "patron": None})

    return Part("patron", "patron", "nobody minds what it says", cut, "the patron")


def _date(race: Scenario, name: str) -> Part:
    def cut(scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"focal": _dropped(scenario.focal, name)})

    more = ", and nobody is brought together by it" if is_bargained(race) else ""
    more += ", and the body does not sit" if race.sittings.dates == "focal" else ""
    return Part(name, "dates", f"it does not press{more}", cut, f"date, {race.focal[name].label or name}")


def _ties() -> Part:
    def cut(scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"network": scenario.network.model_copy(update={"layers": []})})

    return Part("ties", "ties", "nobody listens to anybody", cut, "all ties")


def _rule(race: Scenario) -> Part:
    def cut(scenario: Scenario) -> Scenario:
        return scenario.model_copy(
            update={"rule": scenario.rule.model_copy(update={"name": "two-thirds", "rows": None, "any": None})}
        )

    return Part("unanimity", "rule", "two thirds suffice", cut, f"the rule, {race.rule.name}")
