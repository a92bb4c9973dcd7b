"""What a point changes in its scenario, in full: concrete paths and values, and the identity that follows from them."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from sim.errors import Problem
from sim.experiment.design import Point
from sim.experiment.load import Study
from sim.experiment.schema import Factor
from sim.experiment.toml import override
from sim.scenario.load import Loaded, load
from sim.scenario.loaded import Place, dotted
from sim.scenario.merge import key_path
from sim.scenario.numbers import Distribution, Stated
from sim.scenario.words import instead, quoted

RULE = "rule"
"""The path of a factor that replaces the decision rule by name."""
BARE = re.compile(r"[A-Za-z0-9_*-]+")


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


class Settings:
    """Turns points into settings: arms, wildcards, and changes relative to what the scenario says."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.ground = lru_cache(maxsize=None)(self._ground)
        self.targets = lru_cache(maxsize=None)(self._targets)

    def of(self, point: Point) -> Setting:
        """Return what a point changes. Raises ScenarioError for a path that does not exist."""
        scenario, rule, changes = self._arm(point.arm)
        for name, level in point.levels.items():
            factor = self.study.spec.factors[name]
            if factor.path == RULE:
                rule = str(level)
                continue
            targets = self.targets(point.arm, name)
            for (path, base), value in zip(targets, self._values(name, level, [path for path, _ in targets])):
                changes.append((path, _changed(factor, base, value)))
        return Setting(scenario, rule, tuple(dict(changes).items()))

    def _arm(self, name: str) -> tuple[str, str | None, list[tuple[str, Any]]]:
        spec = self.study.spec
        changes = list(spec.set.items())
        if not name:
            return spec.scenario, spec.rule, changes
        arm = spec.arms[name]
        return arm.scenario or spec.scenario, arm.rule or spec.rule, [*changes, *arm.set.items()]

    def _ground(self, arm: str) -> Loaded:
        """Return the scenario of an arm, before any factor."""
        scenario, rule, changes = self._arm(arm)
        return load(self.study.scenario_file(scenario), [override(*change) for change in changes], rule)

    def _targets(self, arm: str, name: str) -> list[tuple[str, Any]]:
        """Return the concrete paths of a factor, each with what the scenario says there."""
        factor = self.study.spec.factors[name]
        scenario = self.ground(arm).scenario
        found = []
        for pattern in factor.paths or [factor.path or ""]:
            for path in self._expanded(name, pattern, scenario):
                base = self._base(name, path, scenario) if factor.change != "set" else None
                found.append((path, base))
        return found

    def _expanded(self, name: str, pattern: str, scenario: Any) -> list[str]:
        parts = _parts(pattern)
        if "*" not in parts:
            return [pattern]
        at = parts.index("*")
        around = _value(scenario, parts[:at])
        if not isinstance(around, dict) or not around:
            message = f"there is nothing for the * in {quoted(pattern)}: {dotted(parts[:at])} has no names"
            raise self.study.refused(("factors", name, "path"), message)
        before, after = parts[:at], parts[at + 1 :]
        return [path for key in around for path in self._expanded(name, _written((*before, key, *after)), scenario)]

    def _base(self, name: str, path: str, scenario: Any) -> float:
        value = _value(scenario, _parts(path))
        if isinstance(value, Stated):
            value = value.value
        if isinstance(value, Distribution):
            message = f"{path} is a distribution; it can be set, but nothing added to it or multiplied with it"
            raise self.study.refused(("factors", name, "change"), message)
        if isinstance(value, bool) or not isinstance(value, int | float):
            message = f'the scenario says no number for {path}, to which something could be added; use change = "set"'
            raise self.study.refused(("factors", name, "change"), message)
        return float(value)

    def _values(self, name: str, level: Any, paths: list[str]) -> list[Any]:
        patterns = self.study.spec.factors[name].paths
        if not isinstance(level, list) or patterns is None:
            return [level] * len(paths)
        if len(level) != len(paths):
            message = f"{len(level)} values for {len(paths)} paths; give one for all, or one for each"
            raise self.study.refused(("factors", name, "values"), message)
        return level


def _changed(factor: Factor, base: Any, value: Any) -> Any:
    if factor.change == "add":
        return base + value
    return base * value if factor.change == "multiply" else value


def _parts(pattern: str) -> Place:
    return key_path(pattern.replace("*", '"*"')) if "*" in pattern else key_path(pattern)


def _written(parts: Place) -> str:
    """Return a path as `--set` takes it."""
    texts = [str(part) for part in parts]
    return ".".join(text if BARE.fullmatch(text) else json.dumps(text) for text in texts)


def _value(scenario: Any, parts: Place) -> Any:
    """Return what a validated scenario says at a path; None where it says nothing."""
    value = scenario
    for part in parts:
        if isinstance(value, BaseModel):
            value = getattr(value, str(part), None)
        elif isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and str(part).isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def of_option(problem: Problem) -> str:
    """Return a problem with what an experiment puts into a scenario; of a rule, with its name instead of a place."""
    rule = problem.file.removeprefix("--rule ")
    return str(problem) if rule == problem.file else f"{rule}: {problem.message}"


def blamed(factor: Factor) -> str:
    """Return the field of a factor that is at fault where a value of it works in no way: rules have one path only."""
    if factor.path == RULE and factor.values is not None:
        return "values"
    return "path" if factor.path else "paths"


def check_names(study: Study) -> None:
    """Refuse arms and stops that name what is not there, before anything runs."""
    stop = study.spec.replicates.stop
    known = [*study.base.scenario.candidates, "deadlock", "day"]
    if stop is not None and stop.on not in known:
        message = f"there is no {quoted(stop.on)} to measure{instead(stop.on, known)}"
        raise study.refused(("replicates", "stop", "on"), message)
