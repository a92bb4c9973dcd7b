"""What is true of a sound scenario and may not be expected by its author: `check` prints it, and nothing is refused."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from whitesmoke.errors import Problem
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.rules import candidacy
from whitesmoke.model.world import World
from whitesmoke.scenario import (
    amendment_notes,
    ballot_notes,
    bargaining_notes,
    lever_ends,
    ratification_notes,
    sheet_notes,
)
from whitesmoke.scenario.everybody import blocking
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.numbers import Distribution, support
from whitesmoke.scenario.people import kind
from whitesmoke.scenario.schema import Parameters, Scenario
from whitesmoke.scenario.wording import listed

LONGEST_GAP = 62
"""Days without a sitting at the end of a race that are worth a word: two months, more than most bodies rest."""
LONGEST_ROUND = 7
"""Days of a round up to which the law of dates hardly depends on it at meetings: docs/writing-a-scenario.md."""


def notes(loaded: Loaded, case: Compiled) -> list[Problem]:
    """Return what a sound scenario's author may not expect, each with its file and line."""
    return [
        *_unread(loaded),
        *sheet_notes.notes(loaded),
        *_refusals(loaded, case),
        *_hopelessness(loaded),
        *long_rounds(loaded),
        *_sittings(loaded, case),
        *_no_kind(loaded),
        *bargaining_notes.notes(loaded),
        *amendment_notes.notes(loaded, case),
        *ratification_notes.notes(loaded, case),
        *ballot_notes.notes(loaded),
        *lever_ends.notes(loaded),
    ]


def _sittings(loaded: Loaded, case: Compiled) -> Iterator[Problem]:
    """Whether it never sits, though a table says how; or for the last time long before the race is over."""
    said, last = loaded.scenario.sittings, case.world.rounds * case.world.round_days
    if "sittings" in loaded.data and not said.given:
        message = "nothing says when the body sits, so it can decide on every day, and this plays no part"
        yield loaded.problem(("sittings",), f"{message}; give `dates`, `every` or `calendar`")
    if not said.given or said.between == "silence" or support(said.called)[1] > 0.0 or not len(case.world.sitting_day):
        return
    left = last - int(case.world.sitting_day[-1])
    if left > LONGEST_GAP:
        until = case.names.date(int(case.world.sitting_day[-1]))
        yield loaded.problem(
            ("sittings",),
            f"the last sitting that is given is on {until}, {left} days before the last round: from then on nothing "
            "can be decided; if the body goes on sitting, give `every`",
        )


def _no_kind(loaded: Loaded) -> Iterator[Problem]:
    """Whether something without a home may be a text, which would not give up as a person does."""
    scenario = loaded.scenario
    said = "kind" in scenario.model_fields_set
    for name, candidate in scenario.candidates.items():
        if not said and candidate.kind is None and candidate.home is None:
            yield loaded.problem(
                ("candidates", name),
                f"{candidate.name} has no home and no kind: it is taken for a person, who may give up; give kind = "
                '"proposal" for a text, which stays on the table until it is withdrawn, or kind = "person"',
            )


def _unread(loaded: Loaded) -> Iterator[Problem]:
    """What of a record no score and no calibration reads: a run has nothing to hold against it."""
    tables = loaded.tables
    first = sum(row.until is not None and row not in tables.consents for row in tables.commitments)
    kinds_of = [*(row.kind for row in tables.commitments), *(row.kind for row in tables.tallies)]
    kinds = {
        "consents that were taken back": first,
        "approvals": sum(kind == "approval" for kind in kinds_of),
        "counts of a camp": sum(row.camp is not None and row.kind == "support" for row in tables.tallies),
    }
    if found := [f"{kind} ({number})" for kind, number in kinds.items() if number]:
        message = f"checked, but left out by scores, calibrations, forecasts and figures: {listed(found)}"
        last = "; of a member that took its consent back the last one counts, or that it was out again"
        yield loaded.problem(("record",), f"{message}{last if first else ''}")


def long_rounds(loaded: Loaded) -> Iterator[Problem]:
    """Whether rounds are so long that the dates and the outcomes of a race depend on their length."""
    days = loaded.scenario.calendar.round_days
    if days > LONGEST_ROUND:
        yield loaded.problem(
            ("calendar", "round_days"),
            f"rounds of {days} days: what comes out depends on their length, for dates are felt and met a round at a "
            f"time; up to {LONGEST_ROUND} days it hardly does at meetings",
        )


def _refusals(loaded: Loaded, case: Compiled) -> Iterator[Problem]:
    """Which demands may end a candidacy: part of what makes a member who counts refuse it."""
    given, world = loaded.scenario.parameters, case.world
    fastest = support(given.exit)[1] * support(given.veto)[1]
    for name in loaded.scenario.demands:  # a World may have room for others: see `late`
        d = case.names.demands.index(name)
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
    about = [k for k in about if k in scenario.candidates and kind(scenario, scenario.candidates[k]) == "person"]
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
        f"its refusal ends a candidacy at {most}{rate:.2g} a week, more where dates press, {why}; a text stays on "
        'the table whatever is said: kind = "proposal" (parameters.veto, parameters.small and parameters.pivotal say '
        "whose refusal counts)"
    )


def _needed(world: World, i: int) -> bool:
    return blocking(world, np.ones(len(world.accession), bool))[i]


def _hopelessness(loaded: Loaded) -> Iterator[Problem]:
    """Whether a candidate gives up although nobody stands elsewhere: a low `hopelessness` does that."""
    given, calendar = loaded.scenario.parameters, loaded.scenario.calendar
    weeks = (calendar.end - calendar.start).days / 7.0
    chance = 1.0 - math.exp(-support(given.exit)[1] * math.exp(-support(given.hopelessness)[0]) * weeks)
    persons = [one.name for one in loaded.scenario.candidates.values() if kind(loaded.scenario, one) == "person"]
    last = "horizon" if calendar.horizon else "expiry"
    if chance > 0.01 and persons:
        names = listed(persons)
        yield loaded.problem(
            ("parameters", "hopelessness"),
            f"{names} may give up even if nobody stands elsewhere (a chance of {chance:.0%} by the {last}, before "
            "dates press); raise `hopelessness`, or set parameters.exit = 0",
        )
