"""Points compiled: those that differ in numbers only share one World, and their numbers go to the kernel run by run.

Which entries of `Numbers.flat` a path fills the compiled scenario says itself (`Case.slots`). A value is held to the
range of its field; where more is to be said of it the scenario is read with it. Any other change gets a World.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.posterior import Fills, fills
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.world import World
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.numbers import Within
from whitesmoke.scenario.slots import entries, may_be_drawn, own_range, stays_finite
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.paths import address, plain, written
from whitesmoke.study.settings import Setting

KEPT = 200_000_000
"""Bytes of Worlds that are kept for whoever asks again."""


class Plot(NamedTuple):
    """A World, and the entries of its numbers that each of some points fills in its own way."""

    case: Compiled
    slot: Any
    """(S,) entries of Numbers.flat"""
    value: Any
    """(points, S)"""
    members: list[int]
    """the points, by place in the list that was asked for"""
    fills: Fills | None = None
    """what the posterior fills, the same for all of these points: they set the same paths"""


class Fallow(NamedTuple):
    """A point that cannot be compiled."""

    members: list[int]
    error: WhitesmokeError

    @property
    def reason(self) -> str:
        """What is wrong with it."""
        return str(self.error)


class Ground(NamedTuple):
    """A scenario read and compiled."""

    loaded: Loaded
    case: Compiled

    @property
    def size(self) -> int:
        """Bytes of its arrays."""
        fields = (*self.case.world, self.case.world.number.flat)
        return sum(field.nbytes for field in fields if isinstance(field, np.ndarray))


class Pattern(NamedTuple):
    """What settings have in common that differ in the values of some paths only, all of them numbers."""

    ground: Setting
    """without these paths"""
    slots: dict[str, Any]
    """entries that each path fills; a path that is not here needs a World for each value"""
    ranges: dict[str, Within | None]
    """in which a value needs no further look; None where it is judged beside others"""
    fills: Fills | None

    def passes(self, setting: Setting) -> bool:
        """Say whether a scenario may have the numbers of a setting, whatever else it says."""
        changes = dict(setting.changes)
        return all(own is not None and own.has(changes[path]) for path, own in self.ranges.items())


class Compiler:
    """Compiles settings of a study."""

    def __init__(self, experiment: LoadedExperiment) -> None:
        self.experiment = experiment
        fields = [(address(path), value) for path, value in experiment.spec.set.items()]
        self.steady = [(written(field), plain(field, value)) for field, value in fields]
        """what holds at all points, and so stays in their World"""
        self._grounds: dict[Any, Ground] = {}
        self._size = 0
        self._patterns: dict[Any, Pattern] = {}

    def loaded(self, setting: Setting) -> Loaded:
        """Return the scenario of one setting."""
        return load(self.experiment.scenario_file(setting.scenario), setting.overrides, setting.rule)

    def case(self, setting: Setting) -> Compiled:
        """Return one setting compiled by itself: what `whitesmoke run` with its `--set`s would play."""
        return build(self.loaded(setting))

    def base(self) -> Ground:
        """Return the scenario of the study with what holds at all of its points."""
        return self.ground(Setting(self.experiment.spec.scenario, self.experiment.spec.rule, tuple(self.steady)))

    def ground(self, setting: Setting) -> Ground:
        """Return one setting read and compiled, once, while there is room to keep it."""
        key = (setting.scenario, setting.rule, frozenset(setting.overrides))
        if key not in self._grounds:
            loaded = self.loaded(setting)
            self._keep(key, Ground(loaded, build(loaded)))
        return self._grounds[key]

    def _keep(self, key: object, new: Ground) -> None:
        self._size += new.size
        while self._grounds and self._size > KEPT:
            self._size -= self._grounds.pop(next(iter(self._grounds))).size
        self._grounds[key] = new

    def fills(self, loaded: Loaded) -> Fills | None:
        """Return what the posterior of the study, if it has one, fills in a scenario."""
        return None if self.experiment.fitted is None else fills(self.experiment.fitted.posterior, loaded)

    def numbers(self, plot: Plot, rows: Any, replicates: Any) -> PerRun:
        """Return the numbers of some runs of a plot: draws of the posterior, and what their points say.

        Parameters
        ----------
        rows : (N,) which of the plot's points each run is of
        replicates : (N,)
        """
        own = PerRun(plot.slot, plot.value[rows])
        if plot.fills is None or self.experiment.fitted is None:
            return own
        drawn = plot.fills.of(self.experiment.fitted.posterior, replicates)
        return PerRun(np.concatenate([drawn.slot, own.slot]), np.concatenate([drawn.value, own.value], axis=1))

    def plots(self, settings: Sequence[Setting]) -> Iterator[Plot | Fallow]:
        """Yield the settings in groups that share a World; or those that cannot be compiled, with the reason."""
        groups: dict[Any, list[int]] = {}
        for at, setting in enumerate(settings):
            paths = tuple(path for path, value in setting.changes if self._varies(path, value))
            groups.setdefault((_kind(setting, paths), paths), []).append(at)
        for (_, paths), members in groups.items():
            yield from self._group(settings, members, paths)

    def _varies(self, path: str, value: object) -> bool:
        """Say whether a path takes a plain number here that may have slots, and may be another one elsewhere."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and _may_be_drawn(path) and (path, value) not in self.steady

    def _group(
        self, settings: Sequence[Setting], members: list[int], paths: tuple[str, ...]
    ) -> Iterator[Plot | Fallow]:
        """Compile settings that differ in the values of some paths only, all of them numbers."""
        pattern, sound = None, []
        for at in members:
            try:
                pattern = self._pattern(settings[at], paths)
            except WhitesmokeError as error:
                yield Fallow([at], error)
            else:
                sound.append(at)
        if pattern is None:
            return
        placed = tuple(path for path in paths if path in pattern.slots)
        if placed == paths:
            yield from self._on_one_world(settings, sound, pattern)
            return
        apart: dict[Any, list[int]] = {}
        for at in sound:
            apart.setdefault(_kind(settings[at], placed), []).append(at)
        for alike in apart.values():
            yield from self._group(settings, alike, placed)

    def _pattern(self, setting: Setting, paths: tuple[str, ...]) -> Pattern:
        """Return what a setting shares with those that differ in the values of these paths.

        Raises WhitesmokeError if its scenario does not allow it.
        """
        key = (_kind(setting, paths), paths)
        if key not in self._patterns:
            self._patterns[key] = self._found(setting, paths)
        elif not self._patterns[key].passes(setting):
            self.loaded(setting)
        return self._patterns[key]

    def _found(self, setting: Setting, paths: tuple[str, ...]) -> Pattern:
        """Find where the numbers of these paths stand: in the World without them, or else in that with them."""
        if not paths:
            return Pattern(setting, {}, {}, self.fills(self.ground(setting).loaded))
        loaded = self.loaded(setting)
        ranges = {path: own_range(path, loaded.scenario) for path in paths}
        bare = _without(setting, paths)
        try:
            known = self._slots(bare, paths)
            if len(known) < len(paths):
                bare = _without(setting, known)
                known = self._slots(bare, paths)
        except WhitesmokeError:  # two limits may only move together
            known = {}
        return Pattern(bare, known, ranges, self.fills(loaded))

    def _slots(self, setting: Setting, paths: tuple[str, ...]) -> dict[str, Any]:
        case = self.ground(setting).case
        found = {path: entries(case, path) for path in paths}
        return {path: where for path, where in found.items() if where is not None}

    def _on_one_world(
        self, settings: Sequence[Setting], members: list[int], pattern: Pattern
    ) -> Iterator[Plot | Fallow]:
        """Compile settings whose paths are slots, less those whose numbers nobody can reckon with."""
        case = self.ground(pattern.ground).case
        slot, value = _numbers([settings[at] for at in members], pattern.slots)
        light = np.ones(len(members), bool)
        if len(slot) and not stays_finite(case.world, slot, value):
            light = np.array([stays_finite(case.world, slot, row[None]) for row in value])
        if light.any():
            yield Plot(case, slot, value[light], [at for at, fine in zip(members, light) if fine], pattern.fills)
        for at in np.array(members)[~light].tolist():
            yield self._by_itself(settings[at], at)

    def _by_itself(self, setting: Setting, at: int) -> Plot | Fallow:
        try:
            loaded = self.loaded(setting)
            return Plot(build(loaded), np.empty(0, np.int64), np.empty((1, 0)), [at], self.fills(loaded))
        except WhitesmokeError as error:
            return Fallow([at], error)


@cache
def _may_be_drawn(path: str) -> bool:
    return may_be_drawn(address(path))


def _without(setting: Setting, paths: Collection[str]) -> Setting:
    return setting._replace(changes=tuple((path, value) for path, value in setting.changes if path not in paths))


def _kind(setting: Setting, paths: Collection[str]) -> Any:
    """Return what two settings have in common that differ in the values of some paths only."""
    rest = _without(setting, paths)
    return rest.scenario, rest.rule, frozenset(rest.overrides)


def _numbers(settings: list[Setting], slots: dict[str, Any]) -> tuple[Any, Any]:
    """Return the entries that some paths fill, (S,), and what they are in each of some settings, (N, S)."""
    changes = [dict(setting.changes) for setting in settings]
    value = np.array([[one[path] for path in slots] for one in changes], float).reshape(len(settings), len(slots))
    column = np.repeat(np.arange(len(slots)), [len(where) for where in slots.values()])
    return np.concatenate([np.empty(0, np.int64), *slots.values()]), np.ascontiguousarray(value[:, column])


def world_hash(case: Compiled) -> str:
    """Return the sha256 of all that a run of a case depends on, and of the names its rows are written with."""
    digest = hashlib.sha256()
    for name, field in zip(World._fields, case.world):
        array = np.ascontiguousarray(case.world.number.flat if name == "number" else field)
        digest.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
    names = case.names
    digest.update(repr((names.start, names.members, names.candidates, names.demands)).encode())
    return digest.hexdigest()
