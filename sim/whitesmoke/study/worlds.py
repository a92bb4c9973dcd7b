"""Points compiled: those that differ in numbers only share one World, and their numbers go to the kernel run by run.

Which entries of `Numbers.flat` a path fills is found by asking: the scenario is compiled with two values of the path;
nothing but these entries may differ, by exactly these values. Any other path gets a World of its own for each value.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.posterior import Fills, fills
from whitesmoke.model.case import Case
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.world import World
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.study.design import Point
from whitesmoke.study.experiment import Study
from whitesmoke.study.settings import Setting, Settings, blamed, of_option

CHECKED_VALUES = 40
"""Values of one factor that are tried in the scenario before anything runs; of more, the extremes."""
TRIED_POINTS = 20
"""Points in which a value is tried that does not work by itself."""

Changes = dict[str, Any]
"""Values by path."""


class Plot(NamedTuple):
    """A World, and the entries of its numbers that each of some points fills in its own way."""

    case: Case
    slot: Any
    """(S,) entries of Numbers.flat"""
    value: Any
    """(points, S)"""
    members: list[int]
    """the points, by place in the list that was asked for"""
    fills: Fills | None = None
    """what the posterior fills, the same for all of these points: they set the same paths"""


class Fallow(NamedTuple):
    """Points that cannot be compiled."""

    members: list[int]
    reason: str


class Compiler:
    """Compiles settings of a study."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def case(self, setting: Setting) -> Case:
        """Return one setting compiled by itself: what `whitesmoke run` with its `--set`s would play."""
        return build(self.loaded(setting))

    def loaded(self, setting: Setting) -> Loaded:
        """Return the scenario of one setting."""
        return load(self.study.scenario_file(setting.scenario), setting.overrides, setting.rule)

    def fills(self, loaded: Loaded) -> Fills | None:
        """Return what the posterior of the study, if it has one, fills in a scenario."""
        return None if self.study.fitted is None else fills(self.study.fitted.posterior, loaded)

    def numbers(self, plot: Plot, rows: Any, replicates: Any) -> PerRun:
        """Return the numbers of some runs of a plot: draws of the posterior, and what their points say.

        Parameters
        ----------
        rows : (N,) which of the plot's points each run is of
        replicates : (N,)
        """
        own = PerRun(plot.slot, plot.value[rows])
        if plot.fills is None or self.study.fitted is None:
            return own
        drawn = plot.fills.of(self.study.fitted.posterior, replicates)
        return PerRun(np.concatenate([drawn.slot, own.slot]), np.concatenate([drawn.value, own.value], axis=1))

    def plots(self, settings: list[Setting]) -> Iterator[Plot | Fallow]:
        """Yield the settings in groups that share a World; or those that cannot be compiled, with the reason."""
        changes = [dict(setting.changes) for setting in settings]
        for family in _families(settings):
            yield from self._family(settings, changes, family)

    def _family(self, settings: list[Setting], changes: list[Changes], family: list[int]) -> Iterator[Plot | Fallow]:
        """Settings that change the same paths: split by the values of those that are not plain numbers."""
        numeric = _numeric([changes[at] for at in family])
        structures: dict[Any, list[int]] = {}
        for at in family:
            kept = tuple((path, str(value)) for path, value in changes[at].items() if path not in numeric)
            structures.setdefault(kept, []).append(at)
        for group in structures.values():
            yield from self._structure(settings, changes, group, numeric)

    def _structure(
        self, settings: list[Setting], changes: list[Changes], group: list[int], numeric: list[str]
    ) -> Iterator[Plot | Fallow]:
        first = settings[group[0]]
        values = {path: [changes[at][path] for at in group] for path in numeric}
        varied = {path: several for path, several in values.items() if len(set(several)) > 1}
        try:
            loaded = self.loaded(first)
            case = build(loaded)
            slots = {path: self._slots(case, first, path, several) for path, several in varied.items()}
        except WhitesmokeError as error:
            if len(group) == 1:
                yield Fallow(group, str(error))
                return
            slots = dict.fromkeys(varied)
        if any(found is None for found in slots.values()):
            for at in group:
                yield from self._structure(settings, changes, [at], [])
            return
        slot = np.concatenate([np.empty(0, np.int64), *slots.values()])
        columns = [several for path, several in varied.items() for _ in slots[path]]
        value = np.ascontiguousarray(np.array(columns, float).reshape(len(slot), len(group)).T)
        yield Plot(case, slot, value, group, self.fills(loaded))

    def _slots(self, case: Case, first: Setting, path: str, values: list[Any]) -> Any:
        """Return the entries that a path fills, or None if it does anything else."""
        changes = dict(first.changes)
        before = changes[path]
        for other in (min(values), max(values)):
            if other != before:
                changed = first._replace(changes=tuple((changes | {path: other}).items()))
                found = filled(case.world, self.case(changed).world, float(before), float(other))
                if found is None:
                    return None
        return found


def _numeric(changes: list[Changes]) -> list[str]:
    """Return the paths that take several plain numbers and may fill entries of one World."""
    found = []
    for path in changes[0]:
        values = [one[path] for one in changes]
        plain = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
        plain = plain and all(abs(value) < math.inf for value in values)  # what is no number stands between no two
        if plain and len(set(values)) > 1 and not _shapes(path):
            found.append(path)
    return found


def _shapes(path: str) -> bool:
    """Say whether a path shapes the World whatever its number: nobody need try, and large ones take long to compile."""
    return path.split(".")[0] in ("rule", "calendar", "network") or path.endswith(".generate")


def _families(settings: list[Setting]) -> list[list[int]]:
    found: dict[Any, list[int]] = {}
    for at, setting in enumerate(settings):
        found.setdefault((setting.scenario, setting.rule, tuple(path for path, _ in setting.changes)), []).append(at)
    return list(found.values())


def filled(before: World, after: World, old: float, new: float) -> Any:
    """Return the entries of the numbers that went from `old` to `new`; None if anything else changed."""
    for name in World._fields:
        if name != "number" and not np.array_equal(getattr(before, name), getattr(after, name)):
            return None
    if before.number.flat.shape != after.number.flat.shape:
        return None
    moved = np.flatnonzero(before.number.flat != after.number.flat)
    exact = (before.number.flat[moved] == old).all() and (after.number.flat[moved] == new).all()
    return moved if exact and len(moved) else None


def world_hash(case: Case) -> str:
    """Return the sha256 of all that a run of a case depends on, and of the names its rows are written with."""
    digest = hashlib.sha256()
    for name, field in zip(World._fields, case.world):
        array = np.ascontiguousarray(case.world.number.flat if name == "number" else field)
        digest.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
    names = case.names
    digest.update(repr((names.start, names.members, names.candidates, names.demands)).encode())
    return digest.hexdigest()


def check_factors(study: Study, settings: Settings, points: list[Point]) -> list[str]:
    """Try every arm and every value of a factor; refuse at its own line what works in no way.

    A value is tried by itself and, if that fails, in the first point that has it: two limits may only move together.
    Returns the factors that change nothing: the World is the same at each of their values.
    """
    trial, idle = Trial(Compiler(study), settings), dict.fromkeys(study.spec.factors, True)
    for arm in list(study.spec.arms) or [""]:
        if arm and (problem := trial.of(Point(arm, {})).problem):
            raise study.refused(("arms", arm), problem)
        for name, factor in study.spec.factors.items():
            levels = _levels(study, name)
            alone = [trial.of(Point(arm, {name: level})) for level in levels]
            for level, tried in zip(levels, alone):
                if tried.problem and not _works_somewhere(trial, points, arm, name, level):
                    raise study.refused(("factors", name, blamed(factor)), tried.problem)
            idle[name] = idle[name] and len(levels) > 1 and len({tried.world for tried in alone}) == 1
    return [name for name, nothing in idle.items() if nothing and not _moves_somewhere(trial, study, points, name)]


class Tried(NamedTuple):
    """A point tried in its scenario."""

    world: str = ""
    """hash of its World, if it has one"""
    problem: str = ""


class Trial:
    """Compiles points, to see whether they can be played."""

    def __init__(self, compiler: Compiler, settings: Settings) -> None:
        self.compiler, self.settings = compiler, settings

    def of(self, point: Point) -> Tried:
        """Return what becomes of a point. Raises ScenarioError where the experiment itself is at fault."""
        setting = self.settings.of(point)
        try:
            return Tried(world=world_hash(self.compiler.case(setting)))
        except ScenarioError as error:
            return Tried(problem="; ".join(of_option(problem) for problem in error.problems))


def _works_somewhere(trial: Trial, points: list[Point], arm: str, name: str, level: Any) -> bool:
    having = (point for point in points if point.arm == arm and point.levels[name] == level)
    return any(not trial.of(point).problem for point in islice(having, TRIED_POINTS))


def _moves_somewhere(trial: Trial, study: Study, points: list[Point], name: str) -> bool:
    """Say whether a factor that does nothing by itself does something beside the others."""
    first, *_, last = _levels(study, name)
    if len(study.spec.factors) == 1:
        return False
    return any(
        len({trial.of(Point(point.arm, {**point.levels, name: level})) for level in (first, last)}) > 1
        for point in points[:: max(1, len(points) // TRIED_POINTS)]
    )


def _levels(study: Study, name: str) -> list[Any]:
    factor = study.spec.factors[name]
    if study.rows:
        values = [row[name] for row in study.rows]
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
