"""Every arm and every value of a factor tried before anything runs, and refused at its own line."""

from __future__ import annotations

from itertools import islice
from typing import Any, NamedTuple

from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.posterior import fixed
from whitesmoke.model.ensemble import PerRun
from whitesmoke.study.design import Point
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.settings import Setting, Settings, blamed, of_option
from whitesmoke.study.worlds import Compiler, Plot, world_hash

CHECKED_VALUES = 40
"""Values of one factor that are tried in the scenario before anything runs; of more, the extremes."""
TRIED_POINTS = 20
"""Points in which a value is tried that does not work by itself."""


def check_factors(
    experiment: LoadedExperiment, compiler: Compiler, settings: Settings, points: list[Point]
) -> list[str]:
    """Try every arm and every value of a factor; refuse at its own line what works in no way.

    A value is tried by itself and, if that fails, in the first point that has it: two limits may only move together.
    Returns the factors that change nothing: the World is the same at each of their values.
    """
    trial, moving = Trial(compiler, settings), set[str]()
    for arm in list(experiment.spec.arms) or [""]:
        having = [point for point in points if point.arm == arm]
        if arm and trial.of(having[0]).problem and (problem := trial.of(Point(arm, {})).problem):
            raise experiment.refused(("arms", arm), problem)
        for name, factor in experiment.spec.factors.items():
            levels = _levels(experiment, name)
            for level in levels:
                if (problem := trial.at(having[0], name, level)) and not _works_somewhere(trial, having, name, level):
                    raise experiment.refused(("factors", name, blamed(factor)), problem)
            if name not in moving and trial.moves(having[0], name, levels):
                moving.add(name)
    still = [name for name in experiment.spec.factors if name not in moving]
    return [
        name
        for name in still
        if len(_levels(experiment, name)) > 1 and not _moves_somewhere(trial, experiment, points, name)
    ]


class Tried(NamedTuple):
    """A point tried in its scenario."""

    world: str = ""
    """hash of its World, if it has one"""
    problem: str = ""


class Trial:
    """Compiles points, to see whether they can be played."""

    def __init__(self, compiler: Compiler, settings: Settings) -> None:
        self.compiler, self.settings = compiler, settings
        self.grid = compiler.experiment.spec.design.kind == "grid"
        self._seen: dict[Any, Tried] = {}

    def of(self, point: Point) -> Tried:
        """Return what becomes of a point. Raises ScenarioError where the experiment itself is at fault."""
        setting = self.settings.of(point)
        key = (setting.scenario, setting.rule, *setting.overrides)
        if key not in self._seen:
            self._seen[key] = self._tried(setting)
        return self._seen[key]

    def _tried(self, setting: Setting) -> Tried:
        (found,) = self.compiler.plots([setting])
        if isinstance(found, Plot):
            return Tried(world=world_hash(fixed(found.case, PerRun(found.slot, found.value))))
        if isinstance(found.error, ScenarioError):
            return Tried(problem="; ".join(of_option(problem) for problem in found.error.problems))
        raise found.error

    def at(self, first: Point, name: str, level: Any) -> str:
        """Return what is wrong with a value by itself; nothing, if it works beside the first values of the others."""
        problem = ""
        for point in self._places(first, name, level):
            if not (problem := self.of(point).problem):
                break
        return problem

    def moves(self, first: Point, name: str, levels: list[Any]) -> bool:
        """Say whether two values give two Worlds, beside the first values of the others or alone."""
        places = zip(*(self._places(first, name, level) for level in levels))
        return any(len({self.of(point) for point in alike}) > 1 for alike in places)

    def _places(self, first: Point, name: str, level: Any) -> list[Point]:
        """Return where a value of a factor is tried: in a point that a grid plays anyhow, and by itself."""
        beside, alone = Point(first.arm, {**first.levels, name: level}), Point(first.arm, {name: level})
        return [beside, alone] if self.grid else [alone]


def _works_somewhere(trial: Trial, points: list[Point], name: str, level: Any) -> bool:
    having = (point for point in points if point.levels[name] == level)
    return any(not trial.of(point).problem for point in islice(having, TRIED_POINTS))


def _moves_somewhere(trial: Trial, experiment: LoadedExperiment, points: list[Point], name: str) -> bool:
    """Say whether a factor that does nothing by itself does something beside the others."""
    first, *_, last = _levels(experiment, name)
    if len(experiment.spec.factors) == 1:
        return False
    return any(
        len({trial.of(Point(point.arm, {**point.levels, name: level})) for level in (first, last)}) > 1
        for point in points[:: max(1, len(points) // TRIED_POINTS)]
    )


def _levels(experiment: LoadedExperiment, name: str) -> list[Any]:
    factor = experiment.spec.factors[name]
    if experiment.rows:
        values = [row[name] for row in experiment.rows]
    else:
        values = factor.values if factor.values is not None else [factor.low, factor.high]
    distinct = list({str(value): value for value in values}.values())
    if len(distinct) <= CHECKED_VALUES:
        return distinct
    if none := [value for value in distinct if value != value]:  # nan is no extreme, and no number
        return none
    try:
        return [min(distinct), max(distinct)]
    except TypeError:
        return distinct[:CHECKED_VALUES]
