"""Forecasts of the protocol from what runs say: when, who is among the last, how it ends.

Beyond the horizon of the runs nobody played: there *residual life* goes on with those that are undecided, from the
horizon on, and how they end is what other cases say. It also stands in on days on which there was nothing to play.
`alone` the model means what its runs say: undecided at the horizon is never, and where no run is left it comes the day
after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from whitesmoke.evidence.protocol.history import ENDINGS, WINDOW, Ending, History
from whitesmoke.evidence.protocol.proper_scores import DAYS, Shares
from whitesmoke.evidence.protocol.register import Forecast
from whitesmoke.evidence.protocol.rules_of_thumb import residual_life
from whitesmoke.evidence.protocol.who_and_how import base_rates
from whitesmoke.evidence.score.what_runs_say import Told
from whitesmoke.model.world import Floats

Of = Mapping[str, Mapping[int, Told]]
"""what runs say, by case and day"""


def when(told: Of, cases: Sequence[History], alone: bool) -> Forecast:
    """Return the forecast of when; residual life is learnt from the cases."""
    after = residual_life(cases)

    def forecast(case: History, day: int) -> Floats:
        one = told[case.name][day]
        if one.how == "nobody heard of" or (one.how == "no run left" and not alone):
            return after(case, day)
        return _alone(one) if alone else _continued(one, case, day, after)

    return forecast


def _alone(one: Told) -> Floats:
    """Return the share of runs that settle within d days, (WINDOW + 1,)."""
    if one.how == "no run left":
        return (DAYS >= 1).astype(float)
    counts = np.zeros(WINDOW + 1)
    for day, runs in one.settled.items():
        if day <= WINDOW:
            counts[day] += runs
    return np.cumsum(counts) / one.runs


def _continued(one: Told, case: History, day: int, after: Forecast) -> Floats:
    found = _alone(one)
    if one.left <= WINDOW:
        found[one.left :] += one.undecided / one.runs * after(case, day + one.left)[: WINDOW + 1 - one.left]
    return np.minimum(found, 1.0)


def who(told: Of, case: History, day: int) -> Shares:
    """Return the chances of being among the last; every member alike where there was nothing to play."""
    one = told[case.name][day]
    if not one.last:
        return Shares({}, 1.0 / case.members)
    rest = max(1.0 - sum(one.last.values()), 0.0)
    return Shares(one.last, rest / max(case.members - len(one.last), 1))


def how(told: Of, case: History, cases: Sequence[History], alone: bool) -> Mapping[Ending, float]:
    """Return the chances of the endings on the first day; of those undecided at the horizon, by the other cases."""
    one, others = told[case.name][case.landmarks[0].day], base_rates(cases)(case)
    if not one.runs:
        return others
    beyond: Mapping[Ending, float] = {end: float(end == "failure") for end in ENDINGS} if alone else others
    ended: dict[Ending, int] = {**one.endings, "failure": one.gone}
    return {end: (ended.get(end, 0) + one.undecided * beyond[end]) / one.runs for end in ENDINGS}
