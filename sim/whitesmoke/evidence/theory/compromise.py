"""Where a text would stand by the simplest theories of agreement on issues: beside where a run puts it.

Each is a place on every issue, in the issue's own units. None of them moves anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model.world import Floats

LEAST_GAIN = 1e-6
"""Logits: who gains no more than this by the best text for it has nothing to gain."""


class Nash(NamedTuple):
    """The Nash solution, if there is one."""

    place: Floats | None
    """(d,) the text; None where no text is better than the reversion point for all of these"""
    members: Any
    """(n,) truth values: whose gains are multiplied, those who would gain by some text"""


def median(position: Floats, weight: Floats | None = None) -> Floats:
    """Return the median position of members on each issue, (d,).

    The least place with at least half of all weight at or below it, and, where exactly half is, midway to the next.

    Parameters
    ----------
    position : (n, d)
    weight : (n,) 1 each by default, which is the median of members; of votes or power it is the weighted one

    Raises
    ------
    ValueError
        If nobody has weight.

    Notes
    -----
    Source: Black (1948), *On the rationale of group decision-making*: on one issue the median of members cannot be
    beaten by a majority. On several the medians by issue need not have that property (McKelvey, 1976).
    """
    given = np.ones(len(position)) if weight is None else np.asarray(weight, float)
    if given.sum() <= 0.0:
        raise ValueError("nobody has weight")
    shares = given / given.sum()
    return np.array([_middle(column, shares) for column in np.asarray(position, float).T])


def _middle(places: Floats, shares: Floats) -> float:
    order = np.argsort(places, kind="stable")
    order = order[shares[order] > 0.0]
    at, after = (int(np.searchsorted(np.cumsum(shares[order]), 0.5 + slack)) for slack in (-1e-12, 1e-12))
    return float((places[order[at]] + places[order[after]]) / 2.0)


def compromise_mean(position: Floats, salience: Floats, power: Floats) -> Floats:
    """Return the mean position on each issue weighted by power and salience, (d,).

    y_d = sum_i p_i s_id x_id / sum_i p_i s_id

    Not a number on an issue to which nobody with power gives weight.

    Parameters
    ----------
    position : (n, d)
    salience : (n, d), logits per unit of distance; below 0 it counts for 0
    power : (n,) an index of power, such as Shapley and Shubik's

    Notes
    -----
    Source: Van den Bos (1991), *Dutch EC policy making*; Achen (2006), *Institutional realism and bargaining models*,
    in Thomson et al., *The European Union Decides*, for whom it is a first approximation to the Nash solution.
    """
    weight = np.asarray(power, float)[:, None] * np.maximum(salience, 0.0)
    total = weight.sum(axis=0)
    sums = (weight * position).sum(axis=0)
    return np.divide(sums, total, out=np.full(len(total), np.nan), where=total > 0.0)


def nash_solution(position: Floats, salience: Floats, reversion: Floats, distance_power: float = 1.0) -> Nash:
    """Return the text that maximises the product of members' gains over the reversion point.

    max_y  prod_i (L_i(q) - L_i(y)),  L_i(y) = sum_d s_id |x_id - y_d|^a

    over the texts by which each of these members gains: who would gain by some text. Others, who want nothing but the
    reversion point, have no part in it. All have the same patience and weight: the symmetric solution.

    Parameters
    ----------
    position, salience : (n, d)
    reversion : (d,) q, what holds without a text
    distance_power : a, 1 or more: losses are convex then, so the best text is the only one; below it is a local best

    Notes
    -----
    Source: Nash (1950), *The bargaining problem*. The logarithm of the product is concave in y. It is maximised by
    quasi-Newton steps (scipy's BFGS) on distances (|gap|^2 + e^2)^(a/2), ever less rounded, from a text by which the
    least gain is large; the place found is within some 1e-5 of the range of positions. On an issue that matters to
    nobody it is that of the reversion point.
    """
    x, s, q = (np.asarray(one, float) for one in (position, np.maximum(salience, 0.0), reversion))
    loss_of_none = (s * np.abs(x - q) ** distance_power).sum(axis=1)
    part = loss_of_none > LEAST_GAIN
    on = s[part].any(axis=0)
    if not part.any():
        return Nash(None, part)
    game = _Game(x[part][:, on], s[part][:, on], loss_of_none[part], distance_power)
    place = game.solve(median(game.x))
    return Nash(None if place is None else _with(q, on, place), part)


def _with(q: Floats, on: Any, place: Floats) -> Floats:
    whole = q.copy()
    whole[on] = place
    return whole


class _Game:
    """The members with a part in it, and the issues that matter to them."""

    def __init__(self, x: Floats, s: Floats, most: Floats, power: float) -> None:
        self.x, self.s, self.most, self.power = x, s, most, power
        self.size = float(np.ptp(x)) or 1.0

    def gains(self, y: Floats, round_off: float = 0.0) -> tuple[Floats, Floats]:
        """Return each member's gain by a text, (m,) logits, and its slope on every issue, (m, d)."""
        gap = y - self.x
        square = np.maximum(gap**2 + round_off**2, 1e-300)
        loss, slope = square ** (self.power / 2.0), self.power * gap * square ** (self.power / 2.0 - 1.0)
        return self.most - (self.s * loss).sum(axis=1), -self.s * slope

    def solve(self, start: Floats) -> Floats | None:
        """Return the text of the largest product; None if there is none by which all gain."""
        least = self._climb(start, self._least)
        lowest = float(self.gains(least)[0].min())
        if lowest <= LEAST_GAIN:
            return None
        return self._climb(least, lambda won: _log(won, 1e-3 * lowest))

    def _least(self, won: Floats) -> tuple[float, Floats]:
        """Return a smooth stand-in for the least gain, and its slope in every gain."""
        unit = 1e-3 * float(self.most.mean())
        share = np.exp((won.min() - won) / unit)
        return float(won.min() - unit * np.log(share.sum())), share / share.sum()

    def _climb(self, y: Floats, worth: Callable[[Floats], tuple[float, Floats]]) -> Floats:
        from scipy.optimize import minimize  # slow to start, and not needed where texts stay as they are

        for digits in range(1, 8):
            round_off = self.size * 10.0**-digits

            def loss(place: Floats, e: float = round_off) -> tuple[float, Floats]:
                won, slope = self.gains(place, e)
                value, by_gain = worth(won)
                return -value, -by_gain @ slope

            y = minimize(loss, y, jac=True, method="BFGS", options={"gtol": 1e-9}).x
        return y


def _log(won: Floats, floor: float) -> tuple[float, Floats]:
    """Return the sum of logarithms, gone on with in a straight line below a floor, and its slope in every gain."""
    above = np.maximum(won, floor)
    return float((np.log(above) + (won - above) / floor).sum()), 1.0 / above
