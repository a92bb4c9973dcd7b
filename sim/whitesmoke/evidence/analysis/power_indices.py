"""Power indices: what a member's vote is worth under a rule, before anything is known about the candidates.

The table of a decision rule (see `whitesmoke.model.rules.voting`) is read as a simple game; see
`whitesmoke.evidence.analysis.coalitions`, which counts.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from whitesmoke.evidence.analysis import coalitions
from whitesmoke.evidence.analysis.coalitions import HasTable, Sizes, Table
from whitesmoke.model.world import Floats, Ints

__all__ = ["HasTable", "Powers", "Table", "banzhaf", "powers", "shapley_shubik", "swings"]


class Powers(NamedTuple):
    """The power of each member under a rule; 0 for a member without a seat."""

    shapley_shubik: Floats
    """(n,) chance to be pivotal when members say yes in random order; they add up to 1"""
    banzhaf: Floats
    """(n,) share of all swings; they add up to 1"""
    penrose: Floats
    """(n,) chance that its vote decides when all others toss coins"""
    prevent: Floats
    """(n,) Coleman's power to prevent: share of the winning coalitions with it that lose without it, of all winning"""
    initiate: Floats
    """(n,) Coleman's power to initiate: share of the losing coalitions that it turns into winning ones"""
    blocking: Ints
    """(n,) members in the smallest coalition that blocks only with it: 1 is a veto; 0 where it never matters"""
    act: float
    """Coleman's power of the body to act: share of all coalitions that win"""


def powers(rule: HasTable, present: ArrayLike | None = None) -> Powers:
    """Return every index at once, each counted from the same coalitions.

    Parameters and errors are those of `shapley_shubik`.

    Notes
    -----
    Source: Coleman (1971), *Control of collectivities and the power of a collectivity to act*, for the last three.
    """
    seated = coalitions.seats(rule, present)
    game = coalitions.game(rule, seated)
    pivots, n = coalitions.pivots(game), len(game.gains)
    turned, win = [sum(sizes.values()) for sizes in pivots], coalitions.winning(game)
    return Powers(
        shapley_shubik=_seat(seated, _orders(pivots)),
        banzhaf=_seat(seated, _ratios(turned, sum(turned))),
        penrose=_seat(seated, _ratios(turned, 2 ** max(0, n - 1))),
        prevent=_seat(seated, _ratios(turned, win)),
        initiate=_seat(seated, _ratios(turned, 2**n - win)),
        blocking=_seat(seated, [n - max(sizes) if sizes else 0 for sizes in pivots]).astype(np.int64),
        act=float(Fraction(win, 2**n)),
    )


def shapley_shubik(rule: HasTable, present: ArrayLike | None = None) -> Floats:
    """Return each member's chance to be pivotal when the members say yes one after another in random order.

    phi_i = sum over losing S without i, S + i winning, of |S|! (n - |S| - 1)! / n!

    Parameters
    ----------
    rule : a `World` or a `Table`
    present : (n,) which members have a seat; all of them by default. The others get 0.

    Raises
    ------
    ValueError
        If a yes may count less than a no, or the weights have too many distinct sums.

    Notes
    -----
    Source: Shapley & Shubik (1954), *A method for evaluating the distribution of power in a committee system*; counted
    by generating functions, Mann & Shapley (1962), *Values of large games, VI*.
    """
    return _seat(coalitions.seats(rule, present), _orders(coalitions.pivots(coalitions.game(rule, present))))


def swings(rule: HasTable, present: ArrayLike | None = None) -> list[int]:
    """Return in how many coalitions of the others each member turns losing into winning.

    Parameters and errors are those of `shapley_shubik`.

    Notes
    -----
    Source: Banzhaf (1965), *Weighted voting doesn't work*. Divided by 2**(n - 1) it is Penrose's (1946) chance that
    the vote matters when all others toss coins.
    """
    counts = iter(sum(sizes.values()) for sizes in coalitions.pivots(coalitions.game(rule, present)))
    return [next(counts) if seat else 0 for seat in coalitions.seats(rule, present)]


def banzhaf(rule: HasTable, present: ArrayLike | None = None) -> Floats:
    """Return each member's share of all swings, the normalised index of Banzhaf (1965); see `swings`."""
    counts = swings(rule, present)
    return np.array(_ratios(counts, sum(counts)))


def _orders(pivots: list[Sizes]) -> list[float]:
    """Return the chance to be pivotal in a random order; members that turn the same coalitions share one sum."""
    n, chance = len(pivots), {}
    for sizes in pivots:
        if id(sizes) not in chance:
            turned = sum(count * factorial(s) * factorial(n - s - 1) for s, count in sizes.items())
            chance[id(sizes)] = float(Fraction(turned, factorial(n)))
    return [chance[id(sizes)] for sizes in pivots]


def _ratios(counts: list[int], of: int) -> list[float]:
    return [float(Fraction(count, of)) if of else 0.0 for count in counts]


def _seat(seated: ArrayLike, values: list[float] | list[int]) -> Floats:
    """Return the values of those with a seat among all members, 0 for the others."""
    row = np.zeros(len(np.asarray(seated)))
    row[np.asarray(seated, bool)] = values
    return row
