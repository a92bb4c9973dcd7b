"""Counting coalitions: the table of a decision rule read as a simple game, in exact integers.

A coalition says yes, everybody else says no, and it wins if the candidate carries.
"""

from __future__ import annotations

from math import comb, gcd
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from whitesmoke.model.codes import NO, YES
from whitesmoke.model.world import Ints

MOST_STATES = 200_000
"""Distinct sums of several rows that are still counted; beyond it the weights want a coarser unit."""
MOST_SUMS = 4_000_000
"""The same where one row has weights, as one array of sums."""
MOST_IN_WORDS = 62
"""Members whose coalitions a machine word counts."""

Weights = tuple[int, ...]
"""One member's gain in every row of the rule, when it says yes instead of no"""
Sizes = dict[int, int]
"""Number of coalitions by their size"""


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


class Game(NamedTuple):
    """What each member's yes adds in every row that has weights, and what every such row needs of it."""

    gains: list[Weights]
    needs: Weights
    fewest: int
    """yes votes that the rows without weights need"""


def game(rule: HasTable, present: ArrayLike | None = None) -> Game:
    """Return the rule as a game of those present.

    Raises ValueError if a yes may count less than a no.
    """
    seated = seats(rule, present)
    weight = rule.row_weight[:, seated]
    gain = (rule.credit[:, YES] - rule.credit[:, NO])[:, None] * weight
    if (gain < 0).any():
        raise ValueError("a power index needs a rule in which a yes never counts less than a no")
    total, (numerator, denominator, plus) = weight.sum(axis=1), rule.quota.T
    needs = -((denominator * rule.credit[:, NO] * total - numerator * total - plus) // denominator)
    return _headcounts_apart(gain, np.maximum(0, needs))


def seats(rule: HasTable, present: ArrayLike | None) -> NDArray[np.bool_]:
    """Return who has a seat: everybody by default."""
    return np.ones(rule.row_weight.shape[1], bool) if present is None else np.asarray(present, bool)


def _headcounts_apart(gain: Ints, needs: Ints) -> Game:
    """Return the game with its rows of equal weights as one number of votes, and the others in their largest unit."""
    equal = (gain == gain[:, :1]).all(axis=1) & (gain[:, 0] > 0) if gain.shape[1] else np.zeros(len(gain), bool)
    fewest = max((-(-int(need) // int(row[0])) for row, need in zip(gain[equal], needs[equal])), default=0)
    units = [gcd(*map(int, row)) or 1 for row in gain[~equal]]
    gains = [tuple(int(g) // unit for g, unit in zip(column, units)) for column in gain[~equal].T]
    return Game(gains, tuple(-(-int(need) // unit) for need, unit in zip(needs[~equal], units)), fewest)


def pivots(found: Game) -> list[Sizes]:
    """Return, by member, the number of coalitions of each size of the others that it turns from losing to winning.

    Raises ValueError if the weights have too many distinct sums.
    """
    alike = _turned_in_words(found) if _in_words(found) else _turned_by_sums(found)
    return [alike[gain] for gain in found.gains]


def winning(found: Game) -> int:
    """Return the number of coalitions that win, of 2**n. Raises ValueError likewise."""
    if _in_words(found):
        n, below = len(found.gains), _below(found)
        return sum(comb(n, k) - int(below[k].sum()) for k in range(max(0, found.fewest), n + 1))
    ways = _coalitions(found.gains, found.needs)
    return sum(count for (size, sums), count in ways.items() if size >= found.fewest and sums == found.needs)


def _in_words(found: Game) -> bool:
    """Say whether one row has weights, in a body whose coalitions can be counted in machine words."""
    return len(found.needs) == 1 and found.needs[0] <= MOST_SUMS and 0 < len(found.gains) <= MOST_IN_WORDS


def _below(found: Game) -> NDArray[np.uint64]:
    """Return the number of coalitions by size and by each sum that falls short of the need. Shape (n + 1, need)."""
    n, need = len(found.gains), found.needs[0]
    ways = np.zeros((n + 1, need), np.uint64)
    ways[0, :1] = 1
    for members, (gain,) in enumerate(found.gains):
        for k in range(members, -1, -1):
            ways[k + 1, gain:] += ways[k, : max(0, need - gain)]
    return ways


def _turned_in_words(found: Game) -> dict[Weights, Sizes]:
    """Return what members of each weight turn, from all coalitions with the member taken out again."""
    below = _below(found)
    return {gain: _turned_without(found, below, gain[0]) for gain in set(found.gains)}


def _turned_without(found: Game, below: NDArray[np.uint64], gain: int) -> Sizes:
    others, need, turned = len(found.gains) - 1, found.needs[0], {}
    without = np.zeros(need, np.uint64)
    for k in range(others + 1):
        level = below[k].copy()
        level[gain:] -= without[: max(0, need - gain)]
        without = level
        win_with = comb(others, k) - int(without[: max(0, need - gain)].sum()) if k + 1 >= found.fewest else 0
        win_alone = comb(others, k) - int(without.sum()) if k >= found.fewest else 0
        turned[k] = win_with - win_alone
    return {k: count for k, count in turned.items() if count}


def _turned_by_sums(found: Game) -> dict[Weights, Sizes]:
    alike: dict[Weights, Sizes] = {}
    for i, gain in enumerate(found.gains):
        if gain not in alike:
            others = _coalitions(found.gains[:i] + found.gains[i + 1 :], found.needs)
            alike[gain] = _turned(found, gain, others)
    return alike


def _coalitions(members: list[Weights], needs: Weights) -> dict[tuple[int, Weights], int]:
    """Return the number of coalitions by size and sums; a sum beyond the need is kept as the need."""
    if not needs:
        return {(size, ()): comb(len(members), size) for size in range(len(members) + 1)}
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


def _turned(found: Game, gain: Weights, ways: dict[tuple[int, Weights], int]) -> Sizes:
    """Return the number of coalitions by size that lose without a member and win with it."""
    turned: Sizes = {}
    for (size, sums), count in ways.items():
        loses = size < found.fewest or sums != found.needs
        if loses and size + 1 >= found.fewest and _add(sums, gain, found.needs) == found.needs:
            turned[size] = turned.get(size, 0) + count
    return turned


def _add(sums: Weights, gain: Weights, needs: Weights) -> Weights:
    return tuple(min(total + more, need) for total, more, need in zip(sums, gain, needs, strict=True))
