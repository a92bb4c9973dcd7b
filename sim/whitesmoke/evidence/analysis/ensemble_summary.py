"""What an ensemble says: how likely each outcome, when, and who held it up."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis import endings
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, decision_days
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.writing.estimates import Interval as Interval

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats, Ints

QUANTILES = {"p05": 0.05, "p50": 0.50, "p95": 0.95}


FEWEST = 0.05
"""Share of the runs under which no band is told of them."""


class Summary(NamedTuple):
    """An ensemble in numbers. A quantile that falls among the deadlocks is None: a date that was not reached."""

    runs: int
    outcomes: dict[str, Interval]
    """probability by winner, and of "deadlock" """
    days: dict[str, int | None]
    """quantiles of the day of consensus over all runs"""
    date: dict[str, datetime.date | None]
    mean_within_horizon: Interval
    """restricted mean: E[min(T, horizon)], days"""
    last_holdouts: dict[str, float]
    """share of runs in which the member was the last to commit, or one of those who never did; see `endings.held_up`"""
    endings: dict[str, Interval]
    """probability by ending: the last two share out that of deadlock"""
    ending_classes: dict[str, Interval]
    """probability by what the ending counts as where forecasts are scored"""
    refused_by: dict[str, float]
    """share of runs in which the member's refusal made the candidate withdraw"""
    overruled: dict[str, float]
    """share of runs in which the member was opposed to the winner, and not in"""
    met: dict[str, float]
    """mean share of each demand met at the end"""
    exits: dict[str, float]
    """share of runs in which each candidate left"""


def summarise(case: Compiled, outcomes: Outcomes, draw: Any = None) -> Summary:
    """Return the summary of an ensemble of one case; `draw`: see `error_of_mean`."""
    names = case.names
    day = settled(case, outcomes)
    runs, ended, counted_as = len(day), endings.endings(outcomes), endings.ending_classes(outcomes)
    won = {name: outcomes.winner == k for k, name in enumerate(names.candidates)}
    won["deadlock"] = outcomes.winner == codes.NONE
    days = {name: quantile(day, q) for name, q in QUANTILES.items()}
    return Summary(
        runs=runs,
        outcomes={name: share(them, draw) for name, them in won.items()},
        days=days,
        date={name: None if at is None else names.date(at) for name, at in days.items()},
        mean_within_horizon=mean(np.minimum(day, case.world.rounds * case.world.round_days), draw),
        last_holdouts=endings.last_holdouts(case, outcomes),
        endings={name: share(ended == name, draw) for name in codes.ENDINGS},
        ending_classes={name: share(counted_as == name, draw) for name in codes.ENDING_CLASSES},
        refused_by=endings.refusers(case, outcomes),
        overruled=endings.overruled(case, outcomes),
        met=dict(zip(names.demands, outcomes.met.mean(axis=0).tolist())),
        exits={name: float((outcomes.exit[:, k] != codes.NEVER).mean()) for k, name in enumerate(names.candidates)},
    )


def settled(case: Compiled, outcomes: Outcomes) -> Ints:
    """Return the day of consensus of each run; codes.NEVER for deadlock. Shape (N,)."""
    return np.where(outcomes.winner == codes.NONE, codes.NEVER, decision_days(case.world)[outcomes.round])


def days_to_end_by(case: Compiled, after: datetime.date) -> dict[str, int]:
    """Return the days by which it may be settled: each date that presses and is still to come, by its name, and the
    horizon ("expiry"); also the expiry ("calendar.expiry") where that is before the horizon.
    """
    horizon, names = case.world.rounds * case.world.round_days, case.names
    days = {name: int(at) for name, at in zip(names.focal, case.world.focal_day) if names.date(at) > after}
    if case.world.expiry < horizon and names.date(case.world.expiry) > after:
        days["calendar.expiry"] = int(case.world.expiry)
    return {**days, "expiry": horizon}


def settled_by(case: Compiled, day: Ints, draw: Any = None) -> dict[str, Interval]:
    """Return the share of runs settled by each of these days; `draw`: see `error_of_mean`."""
    return {name: share(day <= at, draw) for name, at in days_to_end_by(case, case.names.start).items()}


def quantile(day: Ints, q: float) -> int | None:
    """Return the smallest day by which a share q of all runs had settled; None if it never had.

    With no censoring before the horizon this inverts the Kaplan-Meier curve.
    """
    value = int(np.sort(day)[max(0, int(np.ceil(q * len(day))) - 1)])
    return None if value == codes.NEVER else value


def wilson(share: float, runs: float, z: float = 1.959963984540054) -> Interval:
    """Return a share with its score interval.

    Source: Wilson (1927), *Probable inference, the law of succession, and statistical inference*.
    """
    if runs == 0:
        return Interval(float("nan"), 0.0, 1.0)
    centre = share + z * z / (2 * runs)
    spread = z * np.sqrt(share * (1 - share) / runs + z * z / (4 * runs * runs))
    scale = 1 + z * z / runs
    low = 0.0 if share == 0.0 else float((centre - spread) / scale)
    high = 1.0 if share == 1.0 else float((centre + spread) / scale)
    return Interval(share, low, high)


def share(them: Any, draw: Any = None) -> Interval:
    """Return the share of runs, (N,) truth values, with its score interval; `draw`: see `error_of_mean`.

    Runs that share draws are worth fewer independent ones: N over the design effect, the variance of the mean over
    that of independent runs; as many as there are draws where all runs agree. Source: Kish (1965), *Survey sampling*.
    """
    runs, found = len(them), float(them.mean())
    if draw is None:
        return wilson(found, runs)
    spread, root = error_of_mean(them, draw)
    worth = float(np.var(them, ddof=1)) * (root / spread) ** 2 if 0.0 < spread < np.inf else len(np.unique(draw))
    return wilson(found, min(worth, runs))


def mean(values: Any, draw: Any = None, z: float = 1.959963984540054) -> Interval:
    """Return the mean with its normal interval; `draw`: see `error_of_mean`."""
    centre = float(np.mean(values))
    spread, root = error_of_mean(values, draw)
    half = z * spread / root
    return Interval(centre, centre - half, centre + half)


def bounded(values: Any, low: float, high: float, draw: Any = None) -> Interval:
    """Return the mean of numbers that lie between two bounds with its score interval, which lies there too.

    That of the share (mean - low) / (high - low), p, in as many runs of yes or no as would have its standard error:
    p (1 - p) / error^2; in all runs, or draws, where every one of them is at the same bound.

    Parameters
    ----------
    draw : see `error_of_mean`

    Source: Wilson (1927), as above; with the effective number Dean & Pagano (2015), *Evaluating confidence interval
    methods for binomial proportions in clustered surveys*.
    """
    spread, root = error_of_mean(values, draw)
    centre, error = (float(np.mean(values)) - low) / (high - low), float(spread / root) / (high - low)
    alike = len(values) if draw is None else len(np.unique(draw))
    p = min(1.0, max(0.0, centre))
    if error == np.inf or (error == 0.0 and 0.0 < p < 1.0):  # of one run nothing is known; of runs all alike no more
        found = Interval(p, *((0.0, 1.0) if error else (p, p)))
    else:
        found = wilson(p, alike if error == 0.0 else p * (1.0 - p) / error**2)
    return Interval(float(np.mean(values)), *(low + x * (high - low) for x in found[1:]))


def difference(values: Any, draw: Any = None, z: float = 1.959963984540054) -> Interval:
    """Return the mean, over runs, of a paired difference of yes and no (-1, 0 or 1), with its interval.

    That is the interval of `mean`, cut off at -1 and 1, unless all runs agree, on x: it would have no width then, as if
    no run could differ. The score interval for paired proportions has one,

        x - q (1 + x) to x + q (1 - x),   q = z^2 / (N + z^2)

    q being the most, by Wilson's interval, that other runs can be, each at worst at -1 or 1; so it holds for means of
    several differences, such as Shapley's. N is the number of draws, if there are any: as in `share`.

    Source: Tango (1998), *Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design*, with no discordant pairs (x = 0) or nothing else (x = 1, -1).
    """
    found = mean(values, draw, z)
    if found.low == found.high and np.ptp(values) > 0.0:
        found = mean(values, None, z)  # all draws have the same mean: runs of one do not resemble each other
    if found.low < found.high:
        return Interval(found.value, max(-1.0, found.low), min(1.0, found.high))
    x, pairs = found.value, len(values) if draw is None else len(np.unique(draw))
    q = z * z / (pairs + z * z)
    return Interval(x, x - q * (1.0 + x), x + q * (1.0 - x))


def error_of_mean(values: Any, draw: Any = None) -> tuple[float, float]:
    """Return the standard error of a mean over runs, (N,), as spread / root: s and sqrt(N) of independent runs.

    Parameters
    ----------
    draw : (N,) which posterior draw each run has. Runs of one draw resemble each other, and the error is
        sqrt(D / (D - 1) sum_d (sum_{r in d} (x_r - mean))^2) / N, as for clusters

    Source: Cochran (1977), *Sampling techniques*, ch. 6 and 9: clusters of unequal size, as a ratio.
    """
    runs = len(values)
    if draw is None:
        return float(np.std(values, ddof=1)) if runs > 1 else float("inf"), np.sqrt(runs)
    which = np.unique(draw, return_inverse=True)[1]
    off = np.bincount(which, np.asarray(values, float) - np.mean(values))
    spread = float(np.sqrt(len(off) / (len(off) - 1) * (off**2).sum())) if len(off) > 1 else float("inf")
    return spread, float(runs)


def survival(case: Compiled, day: Ints) -> tuple[Ints, Floats]:
    """Return the days of every round and the share of runs not settled by then.

    This is the Kaplan-Meier curve, since nothing is censored before the horizon.
    """
    days = np.arange(case.world.rounds + 1) * case.world.round_days
    return days, 1.0 - np.searchsorted(np.sort(day), days, side="right") / len(day)


class Band(NamedTuple):
    """A candidate's tally by round, over the runs in which it has not left by then.

    One that left has no supporters, and its zeros would tell nothing of the other runs.
    """

    quantile: Any
    """(3, rounds + 1) of 5, 50 and 95 %; -1 where fewer than `FEWEST` of all runs are left to tell of"""
    racing: Any
    """(rounds + 1,) the share of those runs"""


def band(outcomes: Outcomes, candidate: int) -> Band:
    """Return the quantiles of a candidate's tally by round, and of how many runs they are."""
    tally = outcomes.tally[:, :, candidate]
    racing = outcomes.exit[:, candidate, None] > np.arange(tally.shape[1])
    count = racing.sum(axis=0)
    ordered = np.sort(np.where(racing, tally, codes.NEVER), axis=0)
    at = np.maximum(np.ceil(np.outer(list(QUANTILES.values()), count)).astype(np.int64) - 1, 0)
    few = count < max(1.0, FEWEST * len(tally))
    return Band(np.where(few, -1, np.take_along_axis(ordered, at, axis=0)), count / len(tally))


def bands(case: Compiled, outcomes: Outcomes) -> dict[str, Band]:
    """Return the band of every candidate."""
    return {name: band(outcomes, k) for k, name in enumerate(case.names.candidates)}


class Difference(NamedTuple):
    """A variant against its base, run by run on the same draws."""

    runs: int
    later: Interval
    """share of runs that settle later, deadlock counting as later than any date"""
    earlier: Interval
    same: Interval
    """share of runs that settle on the same day, or end in deadlock both times"""
    both: int
    """runs in which both settle"""
    shift: dict[str, int | None]
    """quantiles of (day of the variant - day of the base) over the runs in which both settle"""
    mean_shift: Interval | None
    """mean difference of min(T, horizon) in days, paired"""
    deadlock: Interval
    """difference of the probability of deadlock, paired"""
    variance_gain: float | None
    """variance of the mean difference with independent draws over that with common ones; more is better"""
    withdrawn: Interval | None = None
    """difference of the probability of a deadlock in which nobody was left, paired, where that is known"""


def compare(base: Any, variant: Any, horizon: int, draw: Any = None, gone: tuple[Any, Any] | None = None) -> Difference:
    """Return the paired difference of two arrays of settling days (codes.NEVER for deadlock) of equal length.

    `draw`: see `error_of_mean`; `gone`: in which runs of the two nobody was left, truth values.
    """
    runs = len(base)
    both = (base != codes.NEVER) & (variant != codes.NEVER)
    shift = np.sort((variant - base)[both])
    a, b = np.minimum(base, horizon).astype(float), np.minimum(variant, horizon).astype(float)
    paired = float(np.var(b - a, ddof=1)) if runs > 1 else 0.0
    apart = float(np.var(a, ddof=1) + np.var(b, ddof=1)) if runs > 1 else 0.0
    stuck = (variant == codes.NEVER).astype(float) - (base == codes.NEVER)
    return Difference(
        runs=runs,
        later=share(variant > base, draw),
        earlier=share(variant < base, draw),
        same=share(variant == base, draw),
        both=int(both.sum()),
        shift={name: _at(shift, q) for name, q in QUANTILES.items()},
        mean_shift=mean(b - a, draw),
        deadlock=difference(stuck, draw),
        variance_gain=apart / paired if paired > 0.0 else None,
        withdrawn=None if gone is None else difference(gone[1].astype(float) - gone[0], draw),
    )


def _at(ordered: Ints, q: float) -> int | None:
    return int(ordered[max(0, int(np.ceil(q * len(ordered))) - 1)]) if len(ordered) else None
