"""The table of forecasters: the scores of each, and its paired difference to *residual life*."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from whitesmoke.evidence.protocol import mechanism, regression, rules_of_thumb  # noqa: F401  they enter the register
from whitesmoke.evidence.protocol.averaging import Estimate, Scored, estimate
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.register import (
    FORECASTERS,
    REFERENCE,
    TO_BEAT,
    Forecaster,
    Forecasts,
    forecasts,
    scored,
)
from whitesmoke.evidence.protocol.where_truth_lay import calibration, days_of
from whitesmoke.evidence.protocol.who_and_how import (
    HOW_IT_ENDS,
    WHO_IS_LAST,
    Cases,
    Ends,
    Last,
    endings_scored,
    last_scored,
)

SCORES = ("crps", "brier date", "log date", "brier 30", "brier 180")
"""of *when*, in the order of the table"""


class Further(NamedTuple):
    """A forecaster that is not in the register: learnt from cases like those that are."""

    when: Forecaster
    last: Callable[[Cases], Last] | None = None
    ending: Callable[[Cases], Ends] | None = None
    only: Collection[str] | None = None
    """the cases that it forecasts, by name; all if None"""


class Line(NamedTuple):
    """One forecaster."""

    forecaster: str
    scores: Mapping[str, Estimate]
    """by score"""
    difference: Estimate
    """of the CRPS to that of *residual life*, case by case; below 0 is better"""
    ahead: Estimate
    """the same to *date hazard*, the one to beat"""
    calibration: Mapping[str, Estimate]
    """shares of truths, see `where_truth_lay.RANGES`"""
    days: Mapping[str, list[list[int | None]]]
    """by case, at each landmark: the days that a forecast told, see `where_truth_lay.LEVELS`"""


class Apart(NamedTuple):
    """One forecaster on a group of cases: its CRPS, and the differences of a line."""

    crps: Estimate
    difference: Estimate
    ahead: Estimate


class Board(NamedTuple):
    """All that is scored, for one kind of dates."""

    when: list[Line]
    last: Mapping[str, Estimate]
    ending: Mapping[str, Estimate]
    apart: Mapping[str, Mapping[str, Apart]]
    """of when, by group of cases and forecaster; also of those who forecast that group alone"""


def board(
    cases: Sequence[History],
    more: Mapping[str, Further] | None = None,
    say: Callable[[str], None] = lambda name: None,
    groups: Mapping[str, Collection[str]] | None = None,
) -> Board:
    """Return the scores of every forecaster in the register, each learnt without the case that it forecasts.

    Parameters
    ----------
    cases : as forecasters may see them
    more : further forecasters, by name
    say : called with the name of each of the register before its turn
    groups : cases, by name, that are also scored apart
    """
    further = more or {}
    known = {name: forecasts(FORECASTERS[name], cases) for name in (REFERENCE, TO_BEAT)}
    beside = [scored(cases, one) for one in known.values()]
    when: list[Line] = []
    found: dict[str, Scored] = {}
    for name, one in {**{name: Further(learn) for name, learn in FORECASTERS.items()}, **further}.items():
        if name in FORECASTERS:
            say(name)
        told = known[name] if name in known else forecasts(one.when, cases, one.only)
        found[name] = scored(cases, told)
        if one.only is None:
            when.append(_line(cases, name, told, found[name], beside))
    each = {name: [case for case in cases if case.name in group] for name, group in (groups or {}).items()}
    return Board(
        when=when,
        last=_last(cases, further),
        ending=_ending(cases, further),
        apart={name: dict(_apart(group, found, beside)) for name, group in each.items()},
    )


def _line(cases: Sequence[History], name: str, told: Forecasts, found: Scored, beside: Sequence[Scored]) -> Line:
    difference, ahead = (_sure(estimate(cases, found, "crps", other)) for other in beside)
    return Line(
        forecaster=name,
        scores={score: one for score in SCORES if (one := estimate(cases, found, score))},
        difference=difference,
        ahead=ahead,
        calibration=calibration(cases, told),
        days={case.name: [days_of(told[case.name][at.day]) for at in case.landmarks] for case in cases},
    )


def _apart(
    cases: Sequence[History], found: Mapping[str, Scored], beside: Sequence[Scored]
) -> Iterator[tuple[str, Apart]]:
    """Yield each forecaster that forecast all of these cases."""
    for name, one in found.items():
        if all(case.name in one for case in cases):
            crps, *differences = (_sure(estimate(cases, one, "crps", other)) for other in (None, *beside))
            yield name, Apart(crps, *differences)


def _last(cases: Sequence[History], further: Mapping[str, Further]) -> dict[str, Estimate]:
    """Return the scores of who is last; of forecasts of some cases none are told."""
    learners = WHO_IS_LAST | {name: one.last for name, one in further.items() if one.last and one.only is None}
    return {name: _sure(estimate(cases, last_scored(cases, learn), "last")) for name, learn in learners.items()}


def _ending(cases: Sequence[History], further: Mapping[str, Further]) -> dict[str, Estimate]:
    learners = HOW_IT_ENDS | {name: one.ending for name, one in further.items() if one.ending and one.only is None}
    return {name: _sure(estimate(cases, endings_scored(cases, learn), "ending")) for name, learn in learners.items()}


def _sure(found: Estimate | None) -> Estimate:
    """Return what is there wherever there is a case."""
    assert found is not None
    return found
