"""Counting coalitions: the table of a decision rule read as a simple game, in exact integers.

A coalition says yes, everybody else says no, and it wins if the candidate carries: if some alternative of the rule has
all its rows met. Members whom every alternative needs are set apart first: a coalition without one of them loses.
"""

from __future__ import annotations

from itertools import pairwise
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
"""One member's gain in every row of the rule that has weights, when it says yes instead of no"""
Sizes = dict[int, int]
"""Number of coalitions by their size"""


class Table(NamedTuple):
    """The table of a decision rule on its own; a `World` has the same four fields."""

    row_weight: Ints
    """(R, n)"""
    credit: Ints
    """(R, 3) credit of a no, an abstention and a yes"""
    quota: Ints
    """(R, 3) numerator, denominator, plus"""
    alternative: Ints
    """(A + 1,) where each alternative begins"""


class HasTable(Protocol):
    """Anything with the four arrays of a rule: a `Table` or a `World`."""

    @property
    def row_weight(self) -> Ints: ...  # noqa: D102
    @property
    def credit(self) -> Ints: ...  # noqa: D102
    @property
    def quota(self) -> Ints: ...  # noqa: D102
    @property
    def alternative(self) -> Ints: ...  # noqa: D102


class Way(NamedTuple):
    """What one alternative needs."""

    fewest: int
    """yes votes, by its rows without weights"""
    needs: Weights
    """in every row that has weights; 0 in those of other alternatives"""


class Game(NamedTuple):
    """What each member's yes adds in every row that has weights, and the ways to win."""

    gains: list[Weights]
    ways: list[Way]

    @property
    def most(self) -> Weights:
        """What a sum need not go beyond: the most that any way needs of it."""
        return tuple(max(needs) for needs in zip(*(way.needs for way in self.ways), strict=True))

    def wins(self, size: int, sums: Weights) -> bool:
        """Say whether a coalition of a size and of such sums wins."""
        return any(
            size >= way.fewest and all(total >= need for total, need in zip(sums, way.needs)) for way in self.ways
        )


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
    needs = np.maximum(0, -((denominator * rule.credit[:, NO] * total - numerator * total - plus) // denominator))
    rows = [slice(*pair) for pair in pairwise(rule.alternative.tolist()) if weight[slice(*pair)].any()]
    return _headcounts_apart([(gain[some], needs[some]) for some in rows], gain.shape[1])


def seats(rule: HasTable, present: ArrayLike | None) -> NDArray[np.bool_]:
    """Return who has a seat: everybody by default."""
    return np.ones(rule.row_weight.shape[1], bool) if present is None else np.asarray(present, bool)


def _headcounts_apart(alternatives: list[tuple[Ints, Ints]], n: int) -> Game:
    """Return the game with rows of equal weights as one number of votes, and each other row once, in its largest unit.

    Parameters
    ----------
    alternatives : by alternative the gains (rows, n) and the needs (rows,)
    """
    columns: dict[Weights, int] = {}
    found: list[tuple[int, dict[int, int]]] = []
    for gain, needs in alternatives:
        fewest, by_column = 0, dict[int, int]()
        for row, need in zip(gain.tolist(), needs.tolist(), strict=True):
            unit = gcd(*row) or 1
            need, row = -(-need // unit), tuple(one // unit for one in row)
            if n and row[0] and len(set(row)) == 1:
                fewest = max(fewest, need)
            elif need:
                at = columns.setdefault(row, len(columns))
                by_column[at] = max(need, by_column.get(at, 0))
        found.append((fewest, by_column))
    gains: list[Weights] = list(zip(*columns, strict=True)) if columns else [()] * n
    return Game(gains, [Way(fewest, tuple(by.get(at, 0) for at in range(len(columns)))) for fewest, by in found])


def pivots(found: Game) -> list[Sizes]:
    """Return, by member, the number of coalitions of each size of the others that it turns from losing to winning.

    Raises ValueError if the weights have too many distinct sums.
    """
    needed = everywhere(found)
    if needed:
        return _pivots_of_vetoes(found, needed)
    alike = _turned_in_words(found) if _in_words(found) else _turned_by_sums(found)
    return [alike[gain] for gain in found.gains]


def winning(found: Game) -> Sizes:
    """Return the number of coalitions that win, by their size. Raises ValueError likewise."""
    needed = everywhere(found)
    if needed:
        return {size + len(needed): count for size, count in winning(_without(found, needed)).items()}
    n, won = len(found.gains), dict[int, int]()
    if _in_words(found):
        below = _below(found)
        won = {size: _won(found, below[size], (n, size), size) for size in range(n + 1)}
    else:
        for (size, sums), count in _coalitions(found.gains, found.most).items():
            won[size] = won.get(size, 0) + (count if found.wins(size, sums) else 0)
    return {size: count for size, count in won.items() if count}


def everywhere(found: Game) -> list[int]:
    """Return the members without whom no way is won, though all others say yes: those with a veto."""
    size, sums = len(found.gains) - 1, [sum(column) for column in zip(*found.gains)]
    if not found.wins(size + 1, tuple(sums)):
        return []
    without = (tuple(total - own for total, own in zip(sums, gain)) for gain in found.gains)
    return [i for i, left in enumerate(without) if not found.wins(size, left)]


def _without(found: Game, needed: list[int]) -> Game:
    """Return the game of the others, once these have said yes; a row that nobody is left to add to is gone."""
    given, gone = [sum(column) for column in zip(*(found.gains[i] for i in needed))], set(needed)
    others = [gain for i, gain in enumerate(found.gains) if i not in gone]
    ways = [
        Way(max(0, way.fewest - len(needed)), tuple(max(0, need - sure) for need, sure in zip(way.needs, given)))
        for way in found.ways
    ]
    kept = [at for at in range(len(given)) if any(way.needs[at] for way in ways)]
    needs = [Way(way.fewest, tuple(way.needs[at] for at in kept)) for way in ways]
    return Game([tuple(gain[at] for at in kept) for gain in others], needs)


def _pivots_of_vetoes(found: Game, needed: list[int]) -> list[Sizes]:
    """Return the pivots where some members have a veto: such a one turns whatever the others win with its like."""
    rest, gone, alike = _without(found, needed), set(needed), dict[int, Sizes]()
    theirs = _shifted(winning(rest), len(needed) - 1)
    others = pivots(rest)
    for sizes in others:
        if id(sizes) not in alike:
            alike[id(sizes)] = _shifted(sizes, len(needed))
    left = iter(alike[id(sizes)] for sizes in others)
    return [theirs if i in gone else next(left) for i in range(len(found.gains))]


def _shifted(sizes: Sizes, more: int) -> Sizes:
    return {size + more: count for size, count in sizes.items()}


def _in_words(found: Game) -> bool:
    """Say whether one row has weights, in a body whose coalitions can be counted in machine words."""
    return len(found.most) == 1 and found.most[0] <= MOST_SUMS and 0 < len(found.gains) <= MOST_IN_WORDS


def _below(found: Game) -> NDArray[np.uint64]:
    """Return the number of coalitions by size and by each sum below the most that a way needs. Shape (n + 1, most)."""
    n, most = len(found.gains), found.most[0]
    counts = np.zeros((n + 1, most), np.uint64)
    counts[0, :1] = 1
    for members, (gain,) in enumerate(found.gains):
        for k in range(members, -1, -1):
            counts[k + 1, gain:] += counts[k, : max(0, most - gain)]
    return counts


def _won(found: Game, below: NDArray[np.uint64], among: tuple[int, int], size: int, gain: int = 0) -> int:
    """Return how many coalitions win once they have come to a size by members with a gain.

    Parameters
    ----------
    below : the number of these coalitions by each sum below the most that a way needs
    among : of how many members how many are in these coalitions
    """
    open_ways = [way.needs[0] for way in found.ways if way.fewest <= size]
    return comb(*among) - int(below[: max(0, min(open_ways) - gain)].sum()) if open_ways else 0


def _turned_in_words(found: Game) -> dict[Weights, Sizes]:
    """Return what members of each weight turn, from all coalitions with the member taken out again."""
    below = _below(found)
    return {gain: _turned_without(found, below, gain[0]) for gain in set(found.gains)}


def _turned_without(found: Game, below: NDArray[np.uint64], gain: int) -> Sizes:
    others, most, turned = len(found.gains) - 1, found.most[0], {}
    without = np.zeros(most, np.uint64)
    for k in range(others + 1):
        level = below[k].copy()
        level[gain:] -= without[: max(0, most - gain)]
        without = level
        won = (_won(found, without, (others, k), size, more) for size, more in ((k + 1, gain), (k, 0)))
        turned[k] = next(won) - next(won)
    return {k: count for k, count in turned.items() if count}


def _turned_by_sums(found: Game) -> dict[Weights, Sizes]:
    alike: dict[Weights, Sizes] = {}
    for i, gain in enumerate(found.gains):
        if gain not in alike:
            others = _coalitions(found.gains[:i] + found.gains[i + 1 :], found.most)
            alike[gain] = _turned(found, gain, others)
    return alike


def _coalitions(members: list[Weights], most: Weights) -> dict[tuple[int, Weights], int]:
    """Return the number of coalitions by size and sums; a sum beyond the most that is needed is kept as that."""
    if not most:
        return {(size, ()): comb(len(members), size) for size in range(len(members) + 1)}
    counts: dict[tuple[int, Weights], int] = {(0, (0,) * len(most)): 1}
    for gain in members:
        joined = dict(counts)
        for (size, sums), count in counts.items():
            key = (size + 1, _add(sums, gain, most))
            joined[key] = joined.get(key, 0) + count
        counts = joined
        if len(counts) > MOST_STATES:
            raise ValueError("the weights have too many distinct sums; give them in a coarser unit")
    return counts


def _turned(found: Game, gain: Weights, counts: dict[tuple[int, Weights], int]) -> Sizes:
    """Return the number of coalitions by size that lose without a member and win with it."""
    turned: Sizes = {}
    for (size, sums), count in counts.items():
        if not found.wins(size, sums) and found.wins(size + 1, _add(sums, gain, found.most)):
            turned[size] = turned.get(size, 0) + count
    return turned


def _add(sums: Weights, gain: Weights, most: Weights) -> Weights:
    return tuple(min(total + more, need) for total, more, need in zip(sums, gain, most, strict=True))
