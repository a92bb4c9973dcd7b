"""A comparison over the plausible set, where actors bargain: both sides at each of its points, on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.evidence.analysis.ensemble_summary import Difference
from whitesmoke.evidence.analysis.paid import paid
from whitesmoke.evidence.counterfactual import plausible
from whitesmoke.evidence.counterfactual.plausible import PlausibleRange, Played, Point
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.world import Ints
from whitesmoke.scenario.in_force import is_bargained
from whitesmoke.scenario.loaded import Loaded

PART, FEWEST = 4, 100
"""Each point has a fourth of the runs, but no fewer than these, if there are as many."""
OWN = Point({})


class Side(NamedTuple):
    """One of two cases that are compared, as it was played."""

    loaded: Loaded
    case: Compiled
    outcomes: Outcomes
    again: Callable[[Mapping[str, float], int], Side]
    """plays the first so many runs of it with some values changed, by path"""

    @property
    def day(self) -> Ints:
        """When each run settled, (N,) days; codes.NEVER for deadlock."""
        days: Ints = ensemble_summary.settled(self.case, self.outcomes)
        return days

    def first(self, count: int) -> Side:
        """Return its first so many runs."""
        return self._replace(outcomes=Outcomes._make(field[:count] for field in self.outcomes))


def difference(before: Side, after: Side, draw: Ints | None = None) -> Difference:
    """Return what changes from one side to the other, run by run: after less before.

    Parameters
    ----------
    draw : (N,) which draw of a posterior each run has, if there is one
    """
    horizon = min(side.case.world.rounds * side.case.world.round_days for side in (before, after))
    gone = (before.outcomes.withdrawn != codes.NONE, after.outcomes.withdrawn != codes.NONE)
    own = None if draw is None else draw[: len(before.outcomes.winner)]
    return ensemble_summary.compare(before.day, after.day, horizon, own, gone)


class OverPlausible:
    """Plays comparisons over the plausible set; what is common to several variants is played once."""

    def __init__(self, before: Side, draw: Ints | None = None) -> None:
        self.before, self.draw = before, draw
        count = len(before.outcomes.winner)
        self.runs = min(count, max(FEWEST, count // PART))
        self._kept: dict[Any, Side] = {}

    def of(self, after: Side) -> PlausibleRange | None:
        """Return what the comparison with a variant says over the plausible set; None if nobody bargains."""
        points = plausible_points(self.before.loaded, after.loaded)
        if not points:
            return None
        holders = _holders(self.before) & _holders(after)
        own = self._played(OWN, self.before, after, holders)
        played = [self._played(point, *self._at(point, after), holders) for point in points]
        return PlausibleRange(own, played)

    def more_runs(self, after: Side) -> int:
        """Return how many runs `of` has yet to play."""
        sides = (self.before.loaded, after.loaded)
        return self.runs * sum(
            bool(plausible.changes(one, point)) for point in plausible_points(*sides) for one in sides
        )

    def _at(self, point: Point, after: Side) -> tuple[Side, Side]:
        before = self._kept.get(key := tuple(point.level.items()))
        if before is None:
            before = self._kept[key] = self._moved(point, self.before)
        return before, self._moved(point, after)

    def _moved(self, point: Point, side: Side) -> Side:
        """Return a side at a point; where nobody bargains, the first of its own runs."""
        changes = plausible.changes(side.loaded, point)
        return side.again(changes, self.runs) if changes else side.first(self.runs)

    def _played(self, point: Point, before: Side, after: Side, holders: set[str]) -> Played:
        stuck = (_without_agreement(before), _without_agreement(after))
        got = [_got(before), _got(after)]
        shares = {code: (got[0].get(code, 0.0), got[1].get(code, 0.0)) for code in sorted(holders)}
        return Played(point, difference(before, after, self.draw), stuck, shares)


def plausible_points(before: Loaded, after: Loaded) -> list[Point]:
    """Return the points at which two scenarios are compared besides their own values; none if nobody bargains."""
    if not any(is_bargained(one.scenario) for one in (before, after)):
        return []
    return plausible.design(plausible.held(before, after))


def _without_agreement(side: Side) -> float:
    return float((side.day == codes.NEVER).mean())


def _got(side: Side) -> dict[str, float]:
    return {code: one.got for code, one in paid(side.case, side.outcomes).items()}


def _holders(side: Side) -> set[str]:
    """Return who asks in the file for what can be given, where actors bargain; not who may ask late alone."""
    world, names = side.case.world, side.case.names
    if not is_bargained(side.loaded.scenario):
        return set()
    may_be_paid = (world.latent != codes.OPEN) & (world.red_line == 0)
    return {names.members[int(i)] for i in world.holder[may_be_paid]}
