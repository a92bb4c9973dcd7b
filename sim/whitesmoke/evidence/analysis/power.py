"""Power indices: what a member's vote is worth under a rule, before anything is known about the candidates.

The table of a decision rule (see `whitesmoke.model.rules.voting`) is read as a simple game: a coalition says yes,
everybody else says no, and it wins if the candidate carries. All counts are exact integers.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from whitesmoke.model.codes import NO, YES
from whitesmoke.model.world import Floats, Ints

MOST_STATES = 2_000_000
"""Distinct sums of weights that are still counted; beyond it the weights want a coarser unit."""

Weights = tuple[int, ...]
"""One member's gain in every row of the rule, when it says yes instead of no"""


class Table(NamedTuple):
    """The table of a decision rule on its own; a `World` has the same three fields."""

    row_weight: Ints
    """(R, n)"""
    credit: Ints
    """(R, 3) credit of a no, an abstention and a yes"""
    quota: Ints
    """(R, 3) numerator, denominator, plus"""


class HasTable(Protocol):
    """Anything with the three arrays of a rule: a `Table` or a `World`."""

    @property
    def row_weight(self) -> Ints: ...  # noqa: D102
    @property
    def credit(self) -> Ints: ...  # noqa: D102
    @property
    def quota(self) -> Ints: ...  # noqa: D102


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
    pivots, members = _pivots(rule, present)
    orders = factorial(members)
    return np.array(
        [
            float(
                sum(Fraction(count * factorial(s) * factorial(members - s - 1), orders) for s, count in sizes.items())
            )
            for sizes in pivots
        ]
    )


def swings(rule: HasTable, present: ArrayLike | None = None) -> list[int]:
    """Return in how many coalitions of the others each member turns losing into winning.

    Parameters and errors are those of `shapley_shubik`.

    Notes
    -----
    Source: Banzhaf (1965), *Weighted voting doesn't work*. Divided by 2**(n - 1) it is Penrose's (1946) chance that
    the vote matters when all others toss coins.
    """
    pivots, _ = _pivots(rule, present)
    return [sum(sizes.values()) for sizes in pivots]


def banzhaf(rule: HasTable, present: ArrayLike | None = None) -> Floats:
    """Return each member's share of all swings, the normalised index of Banzhaf (1965); see `swings`."""
    counts = swings(rule, present)
    total = sum(counts)
    return np.array([count / total if total else 0.0 for count in counts])


def _pivots(rule: HasTable, present: ArrayLike | None) -> tuple[list[dict[int, int]], int]:
    """Return, by member, the number of coalitions of each size that it turns, and the number of members."""
    seated = np.ones(rule.row_weight.shape[1], bool) if present is None else np.asarray(present, bool)
    gains, needs = _game(rule, seated)
    alike: dict[Weights, dict[int, int]] = {}
    for i in np.flatnonzero(seated):
        if gains[i] not in alike:
            others = [gains[j] for j in np.flatnonzero(seated) if j != i]
            alike[gains[i]] = _turned(gains[i], _coalitions(others, needs), needs)
    return [alike[gains[i]] if seated[i] else {} for i in range(len(seated))], int(seated.sum())


def _game(rule: HasTable, seated: NDArray[np.bool_]) -> tuple[list[Weights], Weights]:
    """Return what each member's yes adds in every row, and what every row needs of it, in exact integers."""
    weight = rule.row_weight * seated
    gain = (rule.credit[:, YES] - rule.credit[:, NO])[:, None] * weight
    if (gain < 0).any():
        raise ValueError("a power index needs a rule in which a yes never counts less than a no")
    total, (numerator, denominator, plus) = weight.sum(axis=1), rule.quota.T
    needs = -((denominator * rule.credit[:, NO] * total - numerator * total - plus) // denominator)
    return [tuple(int(g) for g in column) for column in gain.T], tuple(max(0, int(need)) for need in needs)


def _coalitions(members: list[Weights], needs: Weights) -> dict[tuple[int, Weights], int]:
    """Return the number of coalitions by size and sums; a sum beyond the need is kept as the need."""
    ways: dict[tuple[int, Weights], int] = {(0, (0,) * len(needs)): 1}
    for gain in members:
        joined = dict(ways)
        for (size, sums), count in ways.items():
            key = (size + 1, _add(sums, gain, needs))
            joined[key] = joined.get(key, 0) + count
        ways = joined
        if len(ways) > MOST_STATES:
            raise ValueError("the weights have too many distinct sums; give them in a coarser unit")
    return ways


def _turned(gain: Weights, ways: dict[tuple[int, Weights], int], needs: Weights) -> dict[int, int]:
    """Return the number of coalitions by size that lose without a member and win with it."""
    turned: dict[int, int] = {}
    for (size, sums), count in ways.items():
        if sums != needs and _add(sums, gain, needs) == needs:
            turned[size] = turned.get(size, 0) + count
    return turned


def _add(sums: Weights, gain: Weights, needs: Weights) -> Weights:
    return tuple(min(total + more, need) for total, more, need in zip(sums, gain, needs, strict=True))
