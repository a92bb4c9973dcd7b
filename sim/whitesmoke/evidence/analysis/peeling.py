"""Scenario discovery: corners of the space of factors where points that count are dense, by patient rule induction.

A corner (a box, in its literature) says of each factor which of its levels it takes: a stretch of ordered ones, any of
the others. It is found by peeling: whatever slice raises the share of points that count (cases of interest) most, for
each point it costs, goes first; and so on, as long as any does. Nothing is drawn, so that the same points have the same
corners.

Source: Friedman & Fisher (1999), *Bump hunting in high-dimensional data*; Bryant & Lempert (2010), *Thinking inside the
box*, for coverage, density and quasi-p values; Kwakkel & Jaxa-Rozen (2016), *Improving scenario discovery for handling
heterogeneous uncertainties*, for the gain by points given up, which is fair to factors of few levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

PEEL, SUPPORT, FEWEST = 0.05, 0.05, 10
"""Share of the points of a corner that a slice of an ordered factor takes away; share of all points, and number of
them, that a corner holds at least."""
LUCK = 0.05
"""Quasi-p value above which a restriction is not told from luck."""
TIE = 1e-12
"""Gains no further apart are one."""
Kept = tuple[Any, ...]
"""For each factor which of its levels a corner takes: truth values, (levels,)."""


class Space(NamedTuple):
    """Points as levels of factors."""

    code: Any
    """(n, d): which level, from 0; those of ordered factors in their order"""
    levels: list[int]
    """(d,): how many there are"""
    ordered: list[bool]
    """(d,)"""

    @property
    def whole(self) -> Kept:
        """The corner of all points."""
        return tuple(np.ones(count, bool) for count in self.levels)

    def inside(self, corner: Kept) -> Any:
        """Return which points are in a corner, (n,) truth values."""
        return np.all([kept[at] for kept, at in zip(corner, self.code.T)], axis=0)


class Step(NamedTuple):
    """A corner on the way, and what it holds."""

    corner: Kept
    points: int
    counting: int
    """of the points, how many count"""

    @property
    def restricted(self) -> list[int]:
        """The factors that it restricts."""
        return [at for at, kept in enumerate(self.corner) if not kept.all()]


def peeled(space: Space, counts: Any) -> list[Step]:
    """Return the corners of a peeling, the whole space first, each in the one before, as long as density rises.

    Of slices that gain alike, one of a factor restricted already comes first, then the thinner one, then by the order
    of the factors, the low end before the high one.

    Parameters
    ----------
    counts : (n,) truth values: whether a point is one of those that are looked for
    """
    fewest = max(FEWEST, int(np.ceil(SUPPORT * len(counts))))
    found = [_step(space, counts, space.whole)]
    while (better := _better(space, counts, found[-1], fewest)) is not None:
        found.append(better)
    return found


def _step(space: Space, counts: Any, corner: Kept) -> Step:
    inside = space.inside(corner)
    return Step(corner, int(inside.sum()), int(counts[inside].sum()))


def _better(space: Space, counts: Any, now: Step, fewest: int) -> Step | None:
    """Return the best corner one slice smaller; None if none is denser, and large enough."""
    inside = space.inside(now.corner)
    code, counts = space.code[inside], counts[inside]
    best, score = None, (0.0, 0, 0)
    for factor, cut in _slices(code, space, now.corner):
        left = cut[code[:, factor]]
        points, counting = int(left.sum()), int(counts[left].sum())
        if not fewest <= points < now.points:
            continue
        gone = now.points - points
        its = ((counting / points - now.counting / now.points) / gone, int(factor in now.restricted), -gone)
        if its[0] > TIE and (its[0] > score[0] + TIE or (its[0] > score[0] - TIE and its[1:] > score[1:])):
            best, score = Step(_with(now.corner, factor, cut), points, counting), its
    return best


def _slices(code: Any, space: Space, corner: Kept) -> Iterator[tuple[int, Any]]:
    """Yield every factor that can be cut, and which of its levels stay; `code`: of the points of the corner."""
    for factor, ordered in enumerate(space.ordered):
        at, levels = np.sort(code[:, factor]), np.arange(space.levels[factor])
        cuts = _ends(at, levels) if ordered else [levels != level for level in np.unique(at)]
        yield from ((factor, corner[factor] & cut) for cut in cuts)


def _ends(at: Any, levels: Any) -> list[Any]:
    """Return which levels stay if the low or the high end goes: half way to the next point, in the order of levels."""
    rank = int(PEEL * (len(at) - 1))
    low, high = at[rank], at[-1 - rank]
    cuts = [levels > (low + at[at > low][0]) / 2] if low < at[-1] else []
    return cuts + ([levels < (high + at[at < high][-1]) / 2] if high > at[0] else [])


def _with(corner: Kept, factor: int, kept: Any) -> Kept:
    return (*corner[:factor], kept, *corner[factor + 1 :])


def chosen(steps: list[Step]) -> int:
    """Return which corner of a peeling holds most that count beyond what as many of all would; the first of such.

    counting - points x density of all. Source: Lavrac, Flach & Zupan (1999), *Rule evaluation measures: a unifying
    view*, the weighted relative accuracy of a rule, times the number of points.
    """
    every = steps[0]
    return int(np.argmax([step.counting * every.points - step.points * every.counting for step in steps]))


def quasi_p(space: Space, counts: Any, step: Step, factor: int) -> float:
    """Return the chance that as many points of a corner count if the restriction of one factor tells nothing.

    P(X >= counting), X binomial over its points, at the density of the corner without that restriction. It is no
    p-value of a test, since the restriction was chosen by the same points.
    """
    free = _free(space, counts, step, factor)
    from scipy.stats import binom  # takes its time, and few sweeps ask for corners

    return float(binom.sf(step.counting - 1, step.points, free.counting / free.points))


def _free(space: Space, counts: Any, step: Step, factor: int) -> Step:
    """Return a corner without the restriction of one factor."""
    return _step(space, counts, _with(step.corner, factor, space.whole[factor]))


def simplified(space: Space, counts: Any, step: Step) -> Step:
    """Return a corner without the restrictions that are not told from luck: the least certain is given up first."""
    while step.restricted:
        doubt = {factor: quasi_p(space, counts, step, factor) for factor in step.restricted}
        worst = max(doubt, key=lambda factor: doubt[factor])
        if doubt[worst] <= LUCK:
            break
        step = _free(space, counts, step, worst)
    return step


def found_in(space: Space, counts: Any) -> Step:
    """Return the corner that is told of some points: see `peeled`, `chosen` and `simplified`."""
    steps = peeled(space, counts)
    return simplified(space, counts, steps[chosen(steps)])


class Held(NamedTuple):
    """What corners hold of points that had no part in finding them."""

    points: int
    counting: int
    again: list[int]
    """for each factor, in how many of the parts it is restricted again"""


def held_out(space: Space, counts: Any, part: Any) -> Held:
    """Return what the corners found without each part hold of that part, added up.

    `part`: (n,) which part a point belongs to, from 0.
    """
    points, counting, again = 0, 0, np.zeros(len(space.ordered), int)
    for one in range(int(part.max()) + 1):
        out = part == one
        step = found_in(space._replace(code=space.code[~out]), counts[~out])
        inside = space.inside(step.corner) & out
        points, counting = points + int(inside.sum()), counting + int(counts[inside].sum())
        again[step.restricted] += 1
    return Held(points, counting, again.tolist())
