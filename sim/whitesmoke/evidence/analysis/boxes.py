"""Scenario discovery: boxes in the space of factors in which cases are dense, by the patient rule induction method.

A box says of each factor which of its levels it takes: a stretch of ordered ones, any of the others. It is found by
peeling: whatever slice raises the share of cases most, for each point it costs, goes first; and so on, as long as any
does. Nothing is drawn, so that the same points have the same boxes.

Source: Friedman & Fisher (1999), *Bump hunting in high-dimensional data*; Bryant & Lempert (2010), *Thinking inside the
box*, for coverage, density and quasi-p values; Kwakkel & Jaxa-Rozen (2016), *Improving scenario discovery for handling
heterogeneous uncertainties*, for the gain by points given up, which is fair to factors of few levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

PEEL, SUPPORT, FEWEST = 0.05, 0.05, 10
"""Share of the points of a box that a slice of an ordered factor takes away; share of all points, and number of them,
that a box holds at least."""
LUCK = 0.05
"""Quasi-p value above which a restriction is not told from luck."""
TIE = 1e-12
"""Gains no further apart are one."""
Kept = tuple[Any, ...]
"""For each factor which of its levels a box takes: truth values, (levels,)."""


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
        """The box of all points."""
        return tuple(np.ones(count, bool) for count in self.levels)

    def inside(self, box: Kept) -> Any:
        """Return which points are in a box, (n,) truth values."""
        return np.all([kept[at] for kept, at in zip(box, self.code.T)], axis=0)


class Step(NamedTuple):
    """A box on the way, and what it holds."""

    box: Kept
    points: int
    cases: int

    @property
    def restricted(self) -> list[int]:
        """The factors that it restricts."""
        return [at for at, kept in enumerate(self.box) if not kept.all()]


def peeled(space: Space, case: Any) -> list[Step]:
    """Return the boxes of a peeling, the whole space first, each in the one before, as long as density rises.

    Of slices that gain alike, one of a factor restricted already comes first, then the thinner one, then by the order
    of the factors, the low end before the high one.

    Parameters
    ----------
    case : (n,) truth values
    """
    fewest = max(FEWEST, int(np.ceil(SUPPORT * len(case))))
    found = [_step(space, case, space.whole)]
    while (better := _better(space, case, found[-1], fewest)) is not None:
        found.append(better)
    return found


def _step(space: Space, case: Any, box: Kept) -> Step:
    inside = space.inside(box)
    return Step(box, int(inside.sum()), int(case[inside].sum()))


def _better(space: Space, case: Any, now: Step, fewest: int) -> Step | None:
    """Return the best box one slice smaller; None if none is denser, and large enough."""
    inside = space.inside(now.box)
    code, case = space.code[inside], case[inside]
    best, score = None, (0.0, 0, 0)
    for factor, cut in _slices(code, space, now.box):
        left = cut[code[:, factor]]
        points, cases = int(left.sum()), int(case[left].sum())
        if not fewest <= points < now.points:
            continue
        gone = now.points - points
        its = ((cases / points - now.cases / now.points) / gone, int(factor in now.restricted), -gone)
        if its[0] > TIE and (its[0] > score[0] + TIE or (its[0] > score[0] - TIE and its[1:] > score[1:])):
            best, score = Step(_with(now.box, factor, cut), points, cases), its
    return best


def _slices(code: Any, space: Space, box: Kept) -> Iterator[tuple[int, Any]]:
    """Yield every factor that can be cut, and which of its levels stay; `code`: of the points of the box."""
    for factor, ordered in enumerate(space.ordered):
        at, levels = np.sort(code[:, factor]), np.arange(space.levels[factor])
        cuts = _ends(at, levels) if ordered else [levels != level for level in np.unique(at)]
        yield from ((factor, box[factor] & cut) for cut in cuts)


def _ends(at: Any, levels: Any) -> list[Any]:
    """Return which levels stay if the low or the high end goes: half way to the next point, in the order of levels."""
    rank = int(PEEL * (len(at) - 1))
    low, high = at[rank], at[-1 - rank]
    cuts = [levels > (low + at[at > low][0]) / 2] if low < at[-1] else []
    return cuts + ([levels < (high + at[at < high][-1]) / 2] if high > at[0] else [])


def _with(box: Kept, factor: int, kept: Any) -> Kept:
    return (*box[:factor], kept, *box[factor + 1 :])


def chosen(steps: list[Step]) -> int:
    """Return which box of a peeling holds most cases beyond what as many of all points would; the first of such.

    cases - points x density of all. Source: Lavrac, Flach & Zupan (1999), *Rule evaluation measures: a unifying view*,
    the weighted relative accuracy of a rule, times the number of points.
    """
    every = steps[0]
    return int(np.argmax([step.cases * every.points - step.points * every.cases for step in steps]))


def quasi_p(space: Space, case: Any, step: Step, factor: int) -> float:
    """Return the chance that as many cases fall into a box if the restriction of one factor tells nothing.

    P(X >= cases), X binomial over its points, at the density of the box without that restriction. It is no p-value of
    a test, since the restriction was chosen by the same points.
    """
    free = _free(space, case, step, factor)
    from scipy.stats import binom  # takes its time, and few sweeps ask for corners

    return float(binom.sf(step.cases - 1, step.points, free.cases / free.points))


def _free(space: Space, case: Any, step: Step, factor: int) -> Step:
    """Return a box without the restriction of one factor."""
    return _step(space, case, _with(step.box, factor, space.whole[factor]))


def simplified(space: Space, case: Any, step: Step) -> Step:
    """Return a box without the restrictions that are not told from luck: the least certain is given up first."""
    while step.restricted:
        doubt = {factor: quasi_p(space, case, step, factor) for factor in step.restricted}
        worst = max(doubt, key=lambda factor: doubt[factor])
        if doubt[worst] <= LUCK:
            break
        step = _free(space, case, step, worst)
    return step


def found_in(space: Space, case: Any) -> Step:
    """Return the box that is told of some points: see `peeled`, `chosen` and `simplified`."""
    steps = peeled(space, case)
    return simplified(space, case, steps[chosen(steps)])


class Held(NamedTuple):
    """What boxes hold of points that had no part in finding them."""

    points: int
    cases: int
    again: list[int]
    """for each factor, in how many of the parts it is restricted again"""


def held_out(space: Space, case: Any, part: Any) -> Held:
    """Return what the boxes found without each part hold of that part, added up.

    `part`: (n,) which part a point belongs to, from 0.
    """
    points, cases, again = 0, 0, np.zeros(len(space.ordered), int)
    for one in range(int(part.max()) + 1):
        out = part == one
        step = found_in(space._replace(code=space.code[~out]), case[~out])
        inside = space.inside(step.box) & out
        points, cases = points + int(inside.sum()), cases + int(case[inside].sum())
        again[step.restricted] += 1
    return Held(points, cases, again.tolist())
