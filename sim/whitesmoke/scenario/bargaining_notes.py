"""What `check` says of bargaining: numbers that the mode in force does not use, and talks that come to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from whitesmoke.errors import Problem
from whitesmoke.scenario.in_force import OF_A_HOLDER, OF_A_PURSE, ONLY_MEETINGS, any_date_presses, is_bargained
from whitesmoke.scenario.loaded import Loaded, Place
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.payers import table_of
from whitesmoke.scenario.people import kind
from whitesmoke.scenario.schema import Grantor, Scenario
from whitesmoke.scenario.wording import listed, quoted

WORDS = frozenset({"mode", "source", "assumed"})


def notes(loaded: Loaded) -> Iterator[Problem]:
    """Yield what an author may not expect of the mode in force, each with its file and line."""
    if not is_bargained(loaded.scenario):
        yield from _of_bargaining(loaded)
        return
    yield from _of_meetings(loaded)
    yield from _of_nobody(loaded)
    yield from _late(loaded)
    yield from _before_all(loaded)
    yield from _talks(loaded)
    for name, grantor in loaded.scenario.grantors.items():
        yield from _purse(loaded, name, grantor)


def _of_bargaining(loaded: Loaded) -> Iterator[Problem]:
    """Numbers that only actors who bargain use."""
    why = 'plays no part: bargaining.mode is "meetings", where nobody bargains; give "bargained", or take this away'
    for field in loaded.data.get("bargaining", {}):
        if field not in WORDS:
            yield loaded.problem(("bargaining", field), why)
    for field in OF_A_HOLDER:
        yield from _of_members(loaded, field, _who_gives(loaded, field), why)
    for name, demand in loaded.scenario.demands.items():
        if demand.hurts:
            yield loaded.problem(("demands", name, "hurts"), why)
        if demand.latent:
            never = 'it never comes on the table: bargaining.mode is "meetings"; give "bargained", or take this away'
            yield loaded.problem(("demands", name, "latent"), never)
    for name, table in loaded.data.get("grantors", {}).items():
        if given := [f"`{field}`" for field in OF_A_PURSE if field in table]:
            yield loaded.problem(("grantors", name), f"{listed(given)} {why if len(given) == 1 else _plural(why)}")


def _of_members(loaded: Loaded, field: str, codes: list[str], why: str) -> Iterator[Problem]:
    if codes:
        place: Place = ("members", codes[0], field)
        yield loaded.problem(place, why if len(codes) == 1 else f"of {listed(codes)}: {why}")


def _plural(why: str) -> str:
    return why.replace("plays", "play").replace("this", "them")


def _who_gives(loaded: Loaded, field: str) -> list[str]:
    return [code for code, member in loaded.scenario.members.items() if getattr(member, field) is not None]


def _of_meetings(loaded: Loaded) -> Iterator[Problem]:
    """Numbers that actors who bargain do not use."""
    given, scenario = loaded.data.get("parameters", {}), loaded.scenario
    if "anticipation" in given:
        message = (
            "plays no part where actors bargain: what waiting may bring follows from bargaining.patience, "
            "parameters.concession and the dates; take this away, unless you play the file at meetings, too"
        )
        yield loaded.problem(ONLY_MEETINGS, message)
    if support(scenario.bargaining.push)[1] == 0.0 and not _anybody_gives_up(scenario):
        for field in ("pressure", "memory"):
            if field in given:
                message = (
                    "plays no part where actors bargain and nobody gives up: dates act by the offers made there; give "
                    "bargaining.push, or take this away"
                )
                yield loaded.problem(("parameters", field), message)


def _late(loaded: Loaded) -> Iterator[Problem]:
    """What is said of late demands where nobody makes any."""
    said = loaded.scenario.bargaining
    if support(said.opportunism)[1] > 0.0:
        return
    for field in ("take_back", "late_worth"):
        if field in said.model_fields_set:
            message = "plays no part: bargaining.opportunism is 0, so nobody asks late; raise it, or take this away"
            yield loaded.problem(("bargaining", field), message)
    for name, demand in loaded.scenario.demands.items():
        if demand.latent:
            message = "it never comes on the table: bargaining.opportunism is 0; raise it, or take this away"
            yield loaded.problem(("demands", name, "latent"), message)


def _before_all(loaded: Loaded) -> Iterator[Problem]:
    """What a refusal before all does where all never meet."""
    said = loaded.scenario.bargaining
    meet = support(said.at_dates)[1] > 0.0 or support(said.follow_up)[1] > 0.0
    if "hardening" in said.model_fields_set and not meet:
        message = (
            "plays no part: bargaining.at_dates and follow_up are 0, so all never meet; raise one, or take this away"
        )
        yield loaded.problem(("bargaining", "hardening"), message)


def _anybody_gives_up(scenario: Scenario) -> bool:
    persons = [one for one in scenario.candidates.values() if kind(scenario, one) == "person"]
    return bool(persons) and support(scenario.parameters.exit)[1] > 0.0


def _of_nobody(loaded: Loaded) -> Iterator[Problem]:
    """Numbers of members that ask for nothing that could be granted, and never will."""
    if support(loaded.scenario.bargaining.opportunism)[1] > 0.0:
        return
    holders = {demand.holder for demand in loaded.scenario.demands.values() if not demand.red_line}
    for field in OF_A_HOLDER:
        idle = [code for code in _who_gives(loaded, field) if code not in holders]
        why = "plays no part: who bargains has a demand that is no red line; give one, or take this away"
        yield from _of_members(loaded, field, idle, why)


def _talks(loaded: Loaded) -> Iterator[Problem]:
    """Whether there is nothing to talk about, or nobody ever meets."""
    scenario = loaded.scenario
    place: Place = ("bargaining", "mode")
    first = [name for name, demand in scenario.demands.items() if not demand.latent]
    if not any(_can_be_granted(scenario, name) for name in first):
        nothing = "no demand can be granted" if first else "there is no demand from the start"
        yield loaded.problem(
            place, f'{nothing}, so there is nothing to bargain about; give [demands], or mode = "meetings"'
        )
        return
    at_dates = support(scenario.bargaining.at_dates)[1] > 0.0 and any_date_presses(scenario)
    if support(scenario.parameters.concession)[1] == 0.0 and not at_dates:
        message = (
            "nobody ever meets: parameters.concession is 0, and no date brings everybody together; raise it, or give "
            "bargaining.at_dates and dates that press"
        )
        yield loaded.problem(place, message)


def _can_be_granted(scenario: Scenario, name: str) -> bool:
    """Say whether a demand is worth something of which something can be had, be it after an event."""
    demand = scenario.demands[name]
    changes = [event for event in scenario.events.values() if event.demand == name]
    raised = {event.kind for event in changes if support(event.amount)[1] > 0.0}
    most_of = {field: support(getattr(demand, field))[1] for field in ("worth", "ceiling")}
    return not demand.red_line and all(most > 0.0 or field in raised for field, most in most_of.items())


def _purse(loaded: Loaded, name: str, grantor: Grantor) -> Iterator[Problem]:
    """Whether a purse pays for nothing, can pay nothing, or has a limit that never binds."""
    place: Place = ("grantors", name)
    limits = [field for field in ("budget", "stake") if getattr(grantor, field) is not None]
    if not limits:
        if "cost" in grantor.model_fields_set and support(grantor.cost)[1] > 0.0:
            yield loaded.problem((*place, "cost"), "costs what nothing limits; give a `budget` or a `stake`")
        return
    given = listed([f"`{field}`" for field in limits])
    if not any(_pays(loaded.scenario, name, demand) for demand in loaded.scenario.demands):
        yield loaded.problem(
            place, f"it pays for nothing: no demand that can be granted has the grantor {quoted(name)}"
        )
    elif support(grantor.cost)[1] == 0.0:
        message = f"its {given} can never bind, for what it grants costs it nothing; give a `cost`, per logit granted"
        yield loaded.problem(place, message)
    elif support(grantor.cost)[0] > 0.0 and any(support(getattr(grantor, field))[1] == 0.0 for field in limits):
        yield loaded.problem(place, "it can never pay anything, for what it grants costs more than it has or wants")


def _pays(scenario: Scenario, grantor: str, demand: str) -> bool:
    return table_of(scenario, scenario.demands[demand].grantor) == grantor and _can_be_granted(scenario, demand)
