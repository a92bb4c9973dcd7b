"""What a point changes in its scenario, in full: concrete paths and values, and the identity that follows from them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from whitesmoke.errors import Problem
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.loaded import Place, dotted
from whitesmoke.scenario.numbers import Distribution, Stated
from whitesmoke.scenario.toml import override
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.study.design import Point
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.experiment_schema import Factor
from whitesmoke.study.overlaps import RULE, Reach, counted, fixed, rule_reaches
from whitesmoke.study.paths import address_in, plain, written

ORDER = ("set", "multiply", "add")
"""Which factors change a field first, whatever their order in the file."""


class Setting(NamedTuple):
    """A scenario as one point plays it."""

    scenario: str
    """as the experiment file names it"""
    rule: str | None
    changes: tuple[tuple[str, Any], ...]
    """(path, value); the last one of a path counts"""

    def identity(self, ground: str) -> str:
        """Return 16 hex digits of the sha256 of all this: the name of a point, however its design is written.

        `ground` stands for the content of the scenario.
        """
        whole = json.dumps([ground, self.rule, sorted(dict(self.changes).items())], default=str)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def overrides(self) -> list[str]:
        """The changes as `--set` takes them."""
        return [override(path, value) for path, value in self.changes]


class Target(NamedTuple):
    """A field that a factor changes."""

    field: Place
    at: int
    """its number among the fields of the factor: which of several values is its own"""


class Targets(NamedTuple):
    """What a factor changes under an arm."""

    fields: int
    """how many it reaches: a value may be a list of as many"""
    counted: list[Target]
    """where it counts: the others are set by name"""


class Settings:
    """Turns points into settings: arms, wildcards, and changes relative to what the scenario says."""

    def __init__(self, experiment: LoadedExperiment) -> None:
        self.experiment = experiment
        self.notes: dict[str, None] = {}
        """what is allowed, and hardly meant"""
        self.ground = lru_cache(maxsize=None)(self._ground)
        self.targets = lru_cache(maxsize=None)(self._targets)

    def of(self, point: Point) -> Setting:
        """Return what a point changes. Raises ScenarioError for a path that does not exist, or is changed twice."""
        scenario, rule, held = self._arm(point.arm)
        changes: dict[Place, Any] = {}
        for path, value in held:
            field = address_in(self.experiment, ("set",), path)
            changes[field] = plain(field, value)
        targets = self.targets(point.arm)
        factors = self.experiment.spec.factors
        for name in sorted(point.levels, key=lambda name: ORDER.index(factors[name].change)):
            level = point.levels[name]
            if factors[name].path == RULE:
                rule = str(level)
                continue
            values = self._values(name, level, targets[name].fields)
            for field, at in targets[name].counted:
                changes[field] = plain(field, self._changed(point.arm, name, field, changes, values[at]))
        return Setting(scenario, rule, tuple((written(field), value) for field, value in changes.items()))

    def _changed(self, arm: str, name: str, field: Place, changes: dict[Place, Any], value: Any) -> Any:
        change = self.experiment.spec.factors[name].change
        if change == "set":
            return value
        said = changes[field] if field in changes else _value(self.ground(arm).scenario, field)
        base, amount = self._base(name, written(field), said), self._amount(name, value)
        return base + amount if change == "add" else base * amount

    def _arm(self, name: str) -> tuple[str, str | None, list[tuple[str, Any]]]:
        spec = self.experiment.spec
        changes = list(spec.set.items())
        if not name:
            return spec.scenario, spec.rule, changes
        arm = spec.arms[name]
        return arm.scenario or spec.scenario, arm.rule or spec.rule, [*changes, *arm.set.items()]

    def _ground(self, arm: str) -> Loaded:
        """Return the scenario of an arm, before any factor."""
        fixed(self.experiment, arm)
        scenario, rule, changes = self._arm(arm)
        return load(self.experiment.scenario_file(scenario), [override(*change) for change in changes], rule)

    def _targets(self, arm: str) -> dict[str, Targets]:
        """Return the fields that each factor changes, all that it reaches and those in which it counts."""
        spec = self.experiment.spec
        reached = {name: self._reached(arm, name) for name in spec.factors}
        left, notes = counted(self.experiment, arm, reached)
        self.notes |= dict.fromkeys(notes)
        return {
            name: Targets(len(reached[name]), [Target(reach.address, reach.at) for reach in reaches])
            for name, reaches in left.items()
        }

    def _reached(self, arm: str, name: str) -> list[Reach]:
        factor = self.experiment.spec.factors[name]
        if factor.path == RULE:
            return list(rule_reaches(name))
        places: list[Place] = [("factors", name, "path")]
        places = [("factors", name, "paths", number) for number in range(len(factor.paths))] if factor.paths else places
        found: list[Reach] = []
        for place, text in zip(places, factor.paths or [factor.path or ""]):
            pattern = address_in(self.experiment, place, text)
            for address in self._expanded(place, text, pattern, self.ground(arm).scenario):
                found.append(Reach(place, pattern, address, factor.change, len(found)))
        return found

    def _expanded(self, place: Place, text: str, parts: Place, scenario: Any) -> list[Place]:
        if "*" not in parts:
            return [parts]
        at = parts.index("*")
        around = _value(scenario, parts[:at])
        if not isinstance(around, dict) or not around:
            message = f"there is nothing for the * in {quoted(text)}: {dotted(parts[:at])} has no names"
            raise self.experiment.refused(place, message)
        before, after = parts[:at], parts[at + 1 :]
        return [found for key in around for found in self._expanded(place, text, (*before, key, *after), scenario)]

    def _base(self, name: str, path: str, value: object) -> float:
        """Return what something is added to or multiplied with."""
        if isinstance(value, Stated):
            value = value.value
        if isinstance(value, Distribution):
            message = f"{path} is a distribution; it can be set, but nothing added to it or multiplied with it"
            raise self.experiment.refused(("factors", name, "change"), message)
        if isinstance(value, bool) or not isinstance(value, int | float):
            message = f'the scenario says no number for {path}, to which something could be added; use change = "set"'
            raise self.experiment.refused(("factors", name, "change"), message)
        return float(value)

    def _amount(self, name: str, value: object) -> float:
        """Return what is added to something, or what it is multiplied with."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            message = f'{quoted(value)} is no number that could be added or multiplied with; use change = "set"'
            raise self.experiment.refused(("factors", name, "values"), message)
        return value

    def _values(self, name: str, level: Any, fields: int) -> list[Any]:
        if not isinstance(level, list) or self.experiment.spec.factors[name].paths is None:
            return [level] * fields
        if len(level) != fields:
            message = f"{len(level)} values for {fields} paths; give one for all, or one for each"
            raise self.experiment.refused(("factors", name, "values"), message)
        return level


def _value(scenario: Any, parts: Place) -> Any:
    """Return what a validated scenario says at a path; None where it says nothing."""
    value = scenario
    for part in parts:
        if isinstance(value, BaseModel):
            value = getattr(value, str(part), None)
        elif isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def of_option(problem: Problem) -> str:
    """Return a problem with what an experiment puts into a scenario, by the path or the rule: nobody gave an option."""
    option, _, name = problem.file.partition(" ")
    return f"{name}: {problem.message}" if option in ("--rule", "--set") else str(problem)


def blamed(factor: Factor) -> str:
    """Return the field of a factor that is at fault where a value of it works in no way: rules have one path only."""
    if factor.path == RULE and factor.values is not None:
        return "values"
    return "path" if factor.path else "paths"


def check_names(experiment: LoadedExperiment) -> None:
    """Refuse arms and stops that name what is not there, before anything runs."""
    stop = experiment.spec.replicates.stop
    known = [*experiment.base.scenario.candidates, "deadlock", "day", *experiment.spec.measures]
    if stop is not None and stop.on not in known:
        message = f"there is no {quoted(stop.on)} to measure{instead(stop.on, known)}"
        raise experiment.refused(("replicates", "stop", "on"), message)
