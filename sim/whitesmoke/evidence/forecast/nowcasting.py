"""A forecast as of a day: from runs that agree with what was known by then, each played on to its end."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.endings import last_holdouts
from whitesmoke.evidence.analysis.ensemble_summary import (
    QUANTILES,
    Interval,
    days_to_end_by,
    quantile,
    settled,
    wilson,
)
from whitesmoke.evidence.forecast.filter import Expect, Filtered, Numbering, Step, condition
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.world import Ints, seated
from whitesmoke.scenario.load import Loaded


class Nowcast(NamedTuple):
    """What can be said on a day about the end of a race."""

    as_of: datetime.date
    runs: int
    steps: list[Step]
    ancestors: int
    """of so many first particles at least one descendant is left: the forecast knows no more parameters than that"""
    outcomes: dict[str, Interval]
    """chance of each winner, and of deadlock"""
    days: dict[str, int | None]
    date: dict[str, datetime.date | None]
    """quantiles; none for a date that was not reached by the horizon"""
    settled_by: dict[str, Interval]
    """chance of consensus by each date that presses and is still to come, and by the horizon ("expiry"); also by
    the expiry ("calendar.expiry") where that is before the horizon"""
    outside: dict[str, float]
    """chance that a member has not come round to the leader yet, privately"""
    last: dict[str, float]
    """chance that a member is the last to commit, or never does"""
    by_sitting: dict[str, Interval]
    """chance of consensus by each sitting to come that was known on the day, where only a sitting decides; else none"""

    @property
    def effective(self) -> float:
        """The smallest effective sample size on the way."""
        return min(step.effective for step in self.steps)


class Played(NamedTuple):
    """Runs that agree with what was known on a day, as they stood then and at their end."""

    known: Filtered
    now: Outcomes
    end: Outcomes


def play_on(
    loaded: Loaded,
    date: datetime.date,
    runs: int,
    seed: int,
    numbers: Numbering | None = None,
    threads: int = 1,
    script: bool = False,
    expect: Expect | None = None,
    field: bool = False,
) -> Played:
    """Return runs that agree with what was known on a day, played on to their end.

    Parameters and errors are those of `whitesmoke.evidence.forecast.filter.condition`; `runs` are its particles.
    """
    known = condition(loaded, date, runs, seed, numbers, threads, script, expect, field)
    now = Outcomes._make(array.copy() for array in known.cloud.outcomes)
    return Played(known, now, known.cloud.advance(known.case.world.rounds))


def nowcast(
    loaded: Loaded,
    date: datetime.date,
    runs: int,
    seed: int,
    numbers: Numbering | None = None,
    threads: int = 1,
    field: bool = False,
) -> tuple[Nowcast, Compiled, Ints]:
    """Return the forecast as of a day, the scenario as it was known, and the day of consensus of each run.

    Parameters are as for `play_on`. Intervals are for the noise of so many runs, taken as worth the smallest effective
    sample size.
    """
    known, now, end = play_on(loaded, date, runs, seed, numbers, threads, field=field)
    day = settled(known.case, end)
    return _read(known, date, now, end, day), known.case, day


def _read(known: Filtered, date: datetime.date, now: Outcomes, end: Outcomes, day: Ints) -> Nowcast:
    case, worth = known.case, max(1, int(min(step.effective for step in known.steps)))
    shares = {name: float((end.winner == k).mean()) for k, name in enumerate(case.names.candidates)}
    shares["deadlock"] = float((end.winner == codes.NONE).mean())
    days = {name: quantile(day, q) for name, q in QUANTILES.items()}
    return Nowcast(
        as_of=date,
        runs=len(day),
        steps=known.steps,
        ancestors=len(np.unique(known.cloud.ancestor)),
        outcomes={name: wilson(share, worth) for name, share in shares.items()},
        days=days,
        date={name: None if at is None else case.names.date(at) for name, at in days.items()},
        settled_by=_settled_by(case, date, day, worth),
        outside=_outside(case, date, now),
        last=last_holdouts(case, end),
        by_sitting=_by_sitting(case, date, day, worth),
    )


def _settled_by(case: Compiled, date: datetime.date, day: Ints, worth: int) -> dict[str, Interval]:
    return {name: wilson(float((day <= at).mean()), worth) for name, at in days_to_end_by(case, date).items()}


def _by_sitting(case: Compiled, date: datetime.date, day: Ints, worth: int) -> dict[str, Interval]:
    """Return the chance of an end by each sitting known on a day and still to come, by date; `case` as known then."""
    world, names = case.world, case.names
    if world.between != codes.ONLY_SITTINGS:
        return {}
    horizon, today = world.rounds * world.round_days, (date - names.start).days
    ahead = [int(at) for at in world.sitting_day if today < at <= horizon]
    return {names.date(at).isoformat(): wilson(float((day <= at).mean()), worth) for at in ahead}


def _outside(case: Compiled, date: datetime.date, now: Outcomes) -> dict[str, float]:
    """Return how likely each member of that day has not committed to the candidate with most commitments."""
    counts = np.stack([(now.stance == k).sum(axis=1) for k in range(len(case.names.candidates))], axis=1)
    share = (now.stance != counts.argmax(axis=1)[:, None]).mean(axis=0)
    present = seated(case.world, (date - case.names.start).days)
    order = np.argsort(-share, kind="stable")
    return {case.names.members[i]: float(share[i]) for i in order if present[i] and share[i] > 0.0}
