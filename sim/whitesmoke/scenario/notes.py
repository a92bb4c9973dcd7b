"""What is true of a sound scenario and may not be expected by its author: `check` prints it, and nothing is refused."""

from __future__ import annotations

import math
from collections.abc import Iterator

from whitesmoke.errors import Problem
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.rules import candidacy
from whitesmoke.model.world import World
from whitesmoke.scenario.everybody import indispensable
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.numbers import Distribution, support
from whitesmoke.scenario.schema import Parameters, Scenario
from whitesmoke.scenario.wording import listed

LONGEST_ROUND = 7
"""Days of a round up to which the law of dates hardly depends on it; measured, see docs/writing-a-scenario.md."""


def notes(loaded: Loaded, case: Compiled) -> list[Problem]:
    """Return what a sound scenario's author may not expect, each with its file and line."""
    return [*_refusals(loaded, case), *_hopelessness(loaded), *long_rounds(loaded)]


def long_rounds(loaded: Loaded) -> Iterator[Problem]:
    """Whether rounds are so long that the dates and the outcomes of a race depend on their length."""
    days = loaded.scenario.calendar.round_days
    if days > LONGEST_ROUND:
        yield loaded.problem(
            ("calendar", "round_days"),
            f"rounds of {days} days: what comes out depends on their length, for dates are felt and met a round at a "
            f"time; up to {LONGEST_ROUND} days it hardly does",
        )


def _refusals(loaded: Loaded, case: Compiled) -> Iterator[Problem]:
    """Which demands may end a candidacy: part of what makes a member who counts refuse it."""
    given, world = loaded.scenario.parameters, case.world
    fastest = support(given.exit)[1] * support(given.veto)[1]
    for d, name in enumerate(case.names.demands):
        i, against = int(world.holder[d]), refused_for(loaded.scenario, name)
        counts = candidacy.refusal(float(world.influence_weight[i]), support(given.small)[0])
        if fastest * counts > 0.0 and against and (not world.pivotal or _needed(world, i)):
            every = len(against) == len(case.names.candidates)
            whom = "any candidate" if every else listed([loaded.scenario.candidates[k].name for k in against], "or")
            who = f"{case.names.member_names[i]} may be firmly against {whom}"
            yield loaded.problem(("demands", name), f"{who}: {_ends(fastest * counts, given)}")


def refused_for(scenario: Scenario, name: str) -> list[str]:
    """Return the candidates that a demand can make its holder refuse, by itself or beside the holder's others.

    It does as a red line, or where all that nobody can grant comes to more than the tolerance.
    """
    demand, everything = scenario.demands[name], scenario.demands
    about = [demand.concerns] if demand.concerns else list(scenario.candidates)
    if demand.red_line or not _never(scenario, name):
        return about if demand.red_line else []
    mine = [other for other, row in everything.items() if row.holder == demand.holder and not row.red_line]
    sums = {k: sum(_never(scenario, other) for other in mine if everything[other].concerns in (None, k)) for k in about}
    return [k for k, never in sums.items() if never > support(scenario.parameters.tolerance)[0]]


def _never(scenario: Scenario, name: str) -> float:
    """Return how much of a demand nobody can grant, in logits, at most: events may change its worth and its ceiling."""
    demand, changes = scenario.demands[name], [event for event in scenario.events.values() if event.demand == name]
    raised = sum(max(0.0, support(event.amount)[1]) for event in changes if event.kind == "worth")
    ceilings = [support(event.amount)[0] for event in changes if event.kind == "ceiling"]
    return (support(demand.worth)[1] + raised) * (1.0 - min([support(demand.ceiling)[0], *ceilings]))


def _ends(rate: float, given: Parameters) -> str:
    why = "as the rule needs its yes" if given.pivotal else "under any rule"
    most = "up to " if any(isinstance(number, Distribution) for number in (given.exit, given.veto, given.small)) else ""
    return (
        f"its refusal ends a candidacy at {most}{rate:.2g} a week, more where dates press, {why}; for a text that "
        "stays on the table whatever is said, set parameters.veto = 0 (parameters.small and parameters.pivotal say "
        "whose refusal counts)"
    )


def _needed(world: World, i: int) -> bool:
    rows = zip(world.row_weight.tolist(), world.credit.tolist(), world.quota.tolist())
    return any(indispensable(weight, credit, tuple(quota), codes.NO)[i] for weight, credit, quota in rows)


def _hopelessness(loaded: Loaded) -> Iterator[Problem]:
    """Whether a candidate gives up although nobody stands elsewhere: a low `hopelessness` does that."""
    given, calendar = loaded.scenario.parameters, loaded.scenario.calendar
    weeks = (calendar.expiry - calendar.start).days / 7.0
    chance = 1.0 - math.exp(-support(given.exit)[1] * math.exp(-support(given.hopelessness)[0]) * weeks)
    if chance > 0.01:
        names = listed([candidate.name for candidate in loaded.scenario.candidates.values()])
        yield loaded.problem(
            ("parameters", "hopelessness"),
            f"{names} may give up even if nobody stands elsewhere (a chance of {chance:.0%} by the expiry, before "
            "dates press); raise `hopelessness`, or set parameters.exit = 0",
        )
