"""What is true of a sound scenario and may not be expected by its author: `check` prints it, and nothing is refused."""

from __future__ import annotations

import math
from collections.abc import Iterator

from whitesmoke.errors import Problem
from whitesmoke.model import codes
from whitesmoke.model.case import Case
from whitesmoke.model.rules import candidacy
from whitesmoke.model.world import World
from whitesmoke.scenario.everybody import indispensable
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.schema import Demand
from whitesmoke.scenario.wording import listed

LONGEST_ROUND = 7
"""Days of a round up to which the law of dates hardly depends on it; measured, see docs/writing-a-scenario.md."""


def notes(loaded: Loaded, case: Case) -> list[Problem]:
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


def _refusals(loaded: Loaded, case: Case) -> Iterator[Problem]:
    """Which demands may end a candidacy: more than the tolerance that nobody can grant, by a member who counts."""
    given, world = loaded.scenario.parameters, case.world
    fastest = support(given.exit)[1] * support(given.veto)[1]
    for d, name in enumerate(case.names.demands):
        demand, i = loaded.scenario.demands[name], int(world.holder[d])
        counts = candidacy.refusal(float(world.influence_weight[i]), support(given.small)[0])
        if fastest * counts > 0.0 and may_refuse(loaded, demand) and (not world.pivotal or _needed(world, i)):
            against = case.names.candidate_names[world.concerns[d]] if world.concerns[d] >= 0 else "any candidate"
            who = f"{case.names.member_names[i]} may be firmly against {against}"
            yield loaded.problem(("demands", name), f"{who}: {_ends(fastest * counts, given.pivotal)}")


def may_refuse(loaded: Loaded, demand: Demand) -> bool:
    """Say whether a demand alone can make its holder firmly opposed: a red line, or too much that nobody can grant."""
    never = support(demand.worth)[1] * (1.0 - support(demand.ceiling)[0])
    return demand.red_line or never > support(loaded.scenario.parameters.tolerance)[0]


def _ends(rate: float, pivotal: bool) -> str:
    why = "as the rule needs its yes" if pivotal else "under any rule"
    return (
        f"its refusal ends a candidacy at {rate:.2g} a week, {why}; for a text that stays on the table "
        "whatever is said, set parameters.veto = 0 (parameters.small and parameters.pivotal say whose refusal counts)"
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
