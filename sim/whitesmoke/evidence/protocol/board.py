"""The table of forecasters: the scores of each, and its paired difference to *residual life*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from whitesmoke.evidence.protocol import mechanism, regression, rules_of_thumb  # noqa: F401  they enter the register
from whitesmoke.evidence.protocol.averaging import Estimate, Scored, estimate
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.register import FORECASTERS, REFERENCE, Forecasts, forecasts, scored
from whitesmoke.evidence.protocol.where_truth_lay import calibration, days_of
from whitesmoke.evidence.protocol.who_and_how import HOW_IT_ENDS, WHO_IS_LAST, endings_scored, last_scored

SCORES = ("crps", "brier date", "log date", "brier 30", "brier 180")
"""of *when*, in the order of the table"""


class Line(NamedTuple):
    """One forecaster."""

    forecaster: str
    scores: Mapping[str, Estimate]
    """by score"""
    difference: Estimate
    """of the CRPS to that of *residual life*, case by case; below 0 is better"""
    calibration: Mapping[str, Estimate]
    """shares of truths, see `where_truth_lay.RANGES`"""
    days: Mapping[str, list[list[int | None]]]
    """by case, at each landmark: the days that a forecast told, see `where_truth_lay.LEVELS`"""


class Board(NamedTuple):
    """All that is scored, for one kind of dates."""

    when: list[Line]
    last: Mapping[str, Estimate]
    ending: Mapping[str, Estimate]


def board(
    cases: Sequence[History],
    more: Mapping[str, Forecasts] | None = None,
    say: Callable[[str], None] = lambda name: None,
) -> Board:
    """Return the scores of every forecaster in the register, each learnt without the case that it forecasts.

    Parameters
    ----------
    cases : as forecasters may see them
    more : further forecasts of when, by forecaster
    say : called with the name of each before its turn
    """
    reference = scored(cases, forecasts(FORECASTERS[REFERENCE], cases))
    when: list[Line] = []
    for name, learn in FORECASTERS.items():
        say(name)
        when.append(_line(cases, name, forecasts(learn, cases), reference))
    when += [_line(cases, name, told, reference) for name, told in (more or {}).items()]
    return Board(
        when=when,
        last={name: _sure(estimate(cases, last_scored(cases, learn), "last")) for name, learn in WHO_IS_LAST.items()},
        ending={
            name: _sure(estimate(cases, endings_scored(cases, learn), "ending")) for name, learn in HOW_IT_ENDS.items()
        },
    )


def _line(cases: Sequence[History], name: str, told: Forecasts, reference: Scored) -> Line:
    found = scored(cases, told)
    return Line(
        forecaster=name,
        scores={score: one for score in SCORES if (one := estimate(cases, found, score))},
        difference=_sure(estimate(cases, found, "crps", reference)),
        calibration=calibration(cases, told),
        days={case.name: [days_of(told[case.name][at.day]) for at in case.landmarks] for case in cases},
    )


def _sure(found: Estimate | None) -> Estimate:
    """Return what is there wherever there is a case."""
    assert found is not None
    return found
