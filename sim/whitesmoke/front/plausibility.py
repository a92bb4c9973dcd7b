"""A comparison over the plausible set, where actors bargain: both sides at each of its points, on the same draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.evidence.analysis.paid import paid
from whitesmoke.evidence.counterfactual import plausible
from whitesmoke.evidence.counterfactual.plausible import PlausibleRange, Played, Point
from whitesmoke.front.runs import Runs
from whitesmoke.model import codes
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.scenario.in_force import is_bargained

PART, FEWEST = 4, 100
"""Each point has a fourth of the runs, but no fewer than these, if there are as many."""
Sides = Callable[[Runs, Runs], ensemble_summary.Difference]
OWN = Point({})


class OverPlausible:
    """Plays comparisons over the plausible set; what is common to several variants is played once."""

    def __init__(self, before: Runs, difference: Sides) -> None:
        self.before, self.difference = before, difference
        self.runs = min(before.count, max(FEWEST, before.count // PART))
        self._kept: dict[Any, Runs] = {}

    def of(self, after: Runs) -> PlausibleRange | None:
        """Return what the comparison with a variant says over the plausible set; None if nobody bargains."""
        sides = (self.before.case.loaded, after.case.loaded)
        points = plausible.design(plausible.held(*sides))
        if not points or not any(is_bargained(side.scenario) for side in sides):
            return None
        holders = _holders(self.before) & _holders(after)
        own = self._played(OWN, self.before, after, holders)
        played = [self._played(point, *self._at(point, after), holders) for point in points]
        return PlausibleRange(own, played)

    def _at(self, point: Point, after: Runs) -> tuple[Runs, Runs]:
        before = self._kept.get(key := tuple(point.level.items()))
        if before is None:
            before = self._kept[key] = self._side(point, self.before)
        return before, self._side(point, after)

    def _side(self, point: Point, runs: Runs) -> Runs:
        """Return a side at a point; where nobody bargains, the first of its own runs."""
        changes = plausible.changes(runs.case.loaded, point)
        if not changes:
            return _first(runs, self.runs)
        return Runs.played(runs.case.change(changes), self.runs, runs.seed, tallies=False, label="plausible range")

    def _played(self, point: Point, before: Runs, after: Runs, holders: set[str]) -> Played:
        stuck = (_without_agreement(before), _without_agreement(after))
        got = [_got(before), _got(after)]
        shares = {code: (got[0].get(code, 0.0), got[1].get(code, 0.0)) for code in sorted(holders)}
        return Played(point, self.difference(before, after), stuck, shares)


def _first(runs: Runs, count: int) -> Runs:
    draw = None if runs.draw is None else runs.draw[:count]
    return Runs(runs.case, runs.seed, Outcomes._make(field[:count] for field in runs.outcomes), draw)


def _without_agreement(runs: Runs) -> float:
    return float((runs.day_or_never == codes.NEVER).mean())


def _got(runs: Runs) -> dict[str, float]:
    return {code: one.got for code, one in paid(runs.case.compiled, runs.outcomes).items()}


def _holders(runs: Runs) -> set[str]:
    """Return who asks in the file for what can be given, where actors bargain; not who may ask late alone."""
    world, names = runs.case.compiled.world, runs.case.compiled.names
    if not is_bargained(runs.case.loaded.scenario):
        return set()
    may_be_paid = (world.latent != codes.OPEN) & (world.red_line == 0)
    return {names.members[int(i)] for i in world.holder[may_be_paid]}
