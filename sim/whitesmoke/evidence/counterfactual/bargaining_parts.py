"""The mechanisms by which actors bargain, as parts that attribution takes away: each switched off by itself."""

from __future__ import annotations

from typing import Any

from whitesmoke.evidence.counterfactual.parts import Part, Removal
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.scenario.in_force import OF_A_PURSE, any_date_presses, is_bargained
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.payers import table_of
from whitesmoke.scenario.schema import Scenario

KIND = "mechanisms"
SWITCHES = {
    "secret": ("prices kept private", "everybody knows what a holder insists on"),
    "temperature": ("noise in answers", "the better choice is taken for sure"),
    "at_dates": ("rounds of offers at dates", "nobody meets on a date but by chance"),
    "follow_up": ("calls after a yes", "nobody is called because another has settled"),
    "hardening": ("refusals before all", "nobody insists on more because it has refused before all"),
    "opportunism": ("late demands", "nobody asks because another is paid"),
}
"""Numbers of `[bargaining]` that switch a mechanism off: what it is called, and what its off value means."""


def mechanisms_of(scenario: Scenario) -> list[Part]:
    """Return the mechanisms that a case uses in which actors bargain, each of which can be switched off."""
    if not is_bargained(scenario):
        return []
    used = {
        "by_need": scenario.bargaining.by_need and scenario.rule.name != "unanimity",
        "patience": _is_anybody_patient(scenario),
        "purses": any(_binds(scenario, name) for name in scenario.grantors),
        "hurts": any(demand.hurts for demand in scenario.demands.values()),
        "amendment": support(scenario.amendment.step)[1] > 0.0,
    }
    switches = {name: support(getattr(scenario.bargaining, name))[1] > 0.0 for name in SWITCHES}
    switches["at_dates"] = switches["at_dates"] and any_date_presses(scenario)
    others = [_part(name, *OTHERS[name]) for name, is_used in used.items() if is_used]
    return [*others, *(_number(name) for name, is_used in switches.items() if is_used)]


def _part(name: str, label: str, words: str, cut: Removal) -> Part:
    return Part(f"mechanism {name}", KIND, words, cut, label)


def _number(name: str) -> Part:
    off = {name: float(COEFFICIENTS[name].off or 0.0)}
    return _part(name, *SWITCHES[name], lambda scenario: _bargaining(scenario, **off))


def _bargaining(scenario: Scenario, **changes: Any) -> Scenario:
    return scenario.model_copy(update={"bargaining": scenario.bargaining.model_copy(update=changes)})


def _rows(table: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a table of the file with some fields changed in all its rows."""
    return {name: row.model_copy(update=changes) for name, row in table.items()}


def _is_anybody_patient(scenario: Scenario) -> bool:
    given = [scenario.bargaining.patience, *(member.patience for member in scenario.members.values())]
    return any(support(number)[1] > 0.0 for number in given if number is not None)


def _without_patience(scenario: Scenario) -> Scenario:
    members = {"members": _rows(scenario.members, patience=None)}
    return _bargaining(scenario.model_copy(update=members), patience=0.0)


def _binds(scenario: Scenario, name: str) -> bool:
    """Say whether a purse has an end, and somebody may be paid from it at a cost."""
    row = scenario.grantors[name]
    pays = any(table_of(scenario, demand.grantor) == name for demand in scenario.demands.values())
    return pays and support(row.cost)[1] > 0.0 and not (row.budget is None and row.stake is None)


def _without_limits(scenario: Scenario) -> Scenario:
    limits = dict.fromkeys(field for field in OF_A_PURSE if field != "cost")
    return scenario.model_copy(update={"grantors": _rows(scenario.grantors, **limits)})


def _without_harm(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"demands": _rows(scenario.demands, hurts={})})


def _as_tabled(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"amendment": scenario.amendment.model_copy(update={"step": 0.0})})


OTHERS: dict[str, tuple[str, str, Removal]] = {
    "by_need": (
        "payment by need",
        "all who hold out are negotiated with, needed or not",
        lambda scenario: _bargaining(scenario, by_need=False),
    ),
    "patience": ("patience of holders", "nobody waits for a better offer", _without_patience),
    "purses": ("limits of purses", "money is no concern", _without_limits),
    "hurts": ("costs to third members", "a grant costs nobody else anything", _without_harm),
    "amendment": ("texts that move", "texts stay as they were tabled", _as_tabled),
}
"""Mechanisms with switches of other kinds: what each is called, what it means without it, and how that is."""
