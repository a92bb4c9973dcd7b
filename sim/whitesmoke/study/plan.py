"""A study laid out: its points with their settings and identities, and how many runs each is to have."""

from __future__ import annotations

import datetime
import hashlib
import shlex
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.posterior import fills
from whitesmoke.model import PLAYS
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.lang import sources_hash
from whitesmoke.scenario.files import find, name_of, shown
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.notes import LONGEST_ROUND
from whitesmoke.study import columns, corners, measured
from whitesmoke.study.categories import DEADLOCK, level_text
from whitesmoke.study.design import Point, points
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.settings import Setting, Settings, check_names
from whitesmoke.study.trial import check_factors
from whitesmoke.study.worlds import Compiler, world_hash
from whitesmoke.writing.shell import command

SEEDS = 2**64


@dataclass
class Plan:
    """What a sweep is to play. Several rows of a design may be one point: its runs are played once."""

    experiment: LoadedExperiment
    base: Compiled
    points: list[Point]
    """row by row of the design"""
    settings: list[Setting]
    """row by row"""
    names: list[str]
    """identity of the point, row by row"""
    columns: list[str]
    compiler: Compiler
    """of the settings; it keeps what was compiled to check them"""
    targets: dict[str, int] = field(default_factory=dict)
    """runs that each point is to have"""
    notes: list[str] = field(default_factory=list)
    """what is allowed, and hardly meant"""

    @cached_property
    def unique(self) -> dict[str, Setting]:
        """The setting of every point, once each."""
        return dict(zip(self.names, self.settings))

    @cached_property
    def measures(self) -> measured.Formulas:
        """What is reckoned of every run, by measure."""
        return measured.formulas(self.experiment.spec.measures)

    @property
    def paired(self) -> bool:
        """Whether run r of every point has the same luck."""
        return self.experiment.spec.replicates.draws == "common"

    @property
    def identity(self) -> dict[str, object]:
        """What all runs of a folder have in common; another one of these is another folder."""
        spec = self.experiment.spec
        return {
            "scenario": meaning(self.experiment.base),
            "seed": spec.seed,
            "draws": spec.replicates.draws,
            "columns": self.columns,
            "rounds": spec.outputs.rounds,
            "model": PLAYS,
            **({"measures": self.measures} if self.measures else {}),
            **({} if self.experiment.fitted is None else {"posterior": self.experiment.fitted.posterior.sha256}),
        }

    @cached_property
    def made_of(self) -> str:
        """16 hex digits that stand for the rules and the Worlds to the last bit: more than `identity`.

        With the same of these, runs cannot come out otherwise; with others they should not, and it is seen to.
        """
        names = dict.fromkeys(setting.scenario for setting in self.settings)
        cases = [self.base, *(self.compiler.ground(Setting(name, None, ())).case for name in names)]
        whole = " ".join([sources_hash(), *map(world_hash, cases)])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def call_as(self, design: pa.Table) -> None:
        """Call points as an earlier design calls those that change the same: versions have named them otherwise."""
        changes = ("setting.scenario", "setting.rule", "setting.changes")
        if not {*changes, "point"} <= {*design.column_names}:
            return
        known = dict(zip(zip(*(design[name].to_pylist() for name in changes)), design["point"].to_pylist()))
        said = [(setting.scenario, setting.rule, shlex.join(setting.overrides)) for setting in self.settings]
        self.names = [known.get(key, name) for key, name in zip(said, self.names)]
        self.targets = dict.fromkeys(self.names, self.experiment.spec.replicates.runs)
        self.__dict__.pop("unique", None)

    @property
    def outcomes(self) -> list[str]:
        """What can come out: deadlock, and the candidates of the scenario, then those that only arms have."""
        names = [self.experiment.spec.scenario, *(setting.scenario for setting in self.settings)]
        every = [load(self.experiment.scenario_file(name)).scenario.candidates for name in dict.fromkeys(names)]
        return [DEADLOCK, *dict.fromkeys(candidate for candidates in every for candidate in candidates)]

    @property
    def fitted(self) -> dict[str, list[str]]:
        """What is said of the posterior, if there is one: its cases, their modes of bargaining, and those played."""
        if self.experiment.fitted is None:
            return {}
        found = self.experiment.fitted.posterior
        return {"fitted_to": found.cases, "fitted_modes": found.modes, "modes": self._modes}

    @property
    def _modes(self) -> list[str]:
        path, names = "bargaining.mode", dict.fromkeys(setting.scenario for setting in self.settings)
        own = {name: load(self.experiment.scenario_file(name)).scenario.bargaining.mode for name in names}
        return [*dict.fromkeys(dict(one.changes).get(path, own[one.scenario]) for one in self.settings)]

    def draw_of(self, replicates: Any) -> Any:
        """Return which draw of the posterior runs have, by their numbers; None without one."""
        return None if self.experiment.fitted is None else self.experiment.fitted.posterior.draw_of(replicates)

    def seed_of(self, point: str) -> int:
        """Return the seed of a point's runs: the experiment's own, or one for each point if draws are independent."""
        return seed_of(self.experiment.spec.seed, point, self.paired)

    def run_line(self, point: str, replicate: int) -> str:
        """Return the command that plays one run by itself, given in the current folder."""
        setting = self.unique[point]
        words: list[object] = [
            "run",
            Path(at_hand(setting.scenario, self.experiment.scenario_file(setting.scenario))),
            "--seed",
            self.seed_of(point),
            "--replicate",
            replicate,
        ]
        words += [word for change in setting.overrides for word in ("--set", change)]
        words += ["--posterior", self.experiment.fitted.file] if self.experiment.fitted else []
        return command(*words, *(["--rule", setting.rule] if setting.rule else []))

    def table(self) -> pa.Table:
        """Return the design: a row for every row of it, with its point, arm, levels and what they change."""
        spec = self.experiment.spec
        rows = len(self.points)
        fields: dict[str, Any] = {
            "row": pa.array(range(rows), pa.int32()),
            "point": pa.array(self.names, pa.string()),
            "runs": pa.array([self.targets[name] for name in self.names], pa.int32()),
        }
        if spec.arms:
            fields["arm"] = pa.array([point.arm for point in self.points], pa.string())
        for name in spec.factors:
            fields[name] = _level_column([point.levels[name] for point in self.points])
        changes = [shlex.join(setting.overrides) for setting in self.settings]
        fields["setting.changes"] = pa.array(changes, pa.string())
        fields["setting.rule"] = pa.array([setting.rule for setting in self.settings], pa.string())
        fields["setting.scenario"] = pa.array([setting.scenario for setting in self.settings], pa.string())
        return pa.table(fields)


def seed_of(seed: int, point: str, paired: bool) -> int:
    """Return the seed of a point's runs, by that of the experiment: the same, or one of its own, if not `paired`."""
    return seed if paired else int(hashlib.sha256(f"{seed}:{point}".encode()).hexdigest(), 16) % SEEDS


def at_hand(name: str, copy: Path) -> str:
    """Return what `whitesmoke run`, given in the current folder, takes for a scenario of an experiment.

    An experiment names it as seen from its own folder, which may be another one. So it is looked for by that path, by
    its name, and next to experiments/; what is not there any more, or says something else now, is played from the copy.

    Parameters
    ----------
    name : as the experiment calls it
    copy : the file that was played, or its copy
    """
    for here in (name, name_of(name), Path("experiments", name)):
        try:
            file = find(here)
            if file.is_file() and _contents(file) == _contents(copy):
                by_name = str(here) == name_of(name) and not name.startswith("-")
                return name_of(name) if by_name else shown(file)
        except ScenarioError:
            continue
    return shown(copy)


def _contents(file: Path) -> list[bytes]:
    """Return all that a scenario reads, its own file first."""
    return [part.read_bytes() for part in load(file).files]


def _level_column(levels: list[Any]) -> Any:
    if all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return pa.array([float(level) for level in levels], pa.float64())
    if all(isinstance(level, datetime.date) for level in levels):
        return pa.array(levels, pa.date32())
    return pa.array([level_text(level) for level in levels])


def lay_out(experiment: LoadedExperiment) -> Plan:
    """Return the plan of a study, everything checked that can be checked before a run."""
    settings, compiler = Settings(experiment), Compiler(experiment)
    check_names(experiment)
    _check_posterior(experiment)
    rows = points(experiment)
    idle = check_factors(experiment, compiler, settings, rows)
    base = compiler.base().case
    wanted = experiment.spec.outputs.columns
    kept = columns.defaults(base) if wanted is None else list(dict.fromkeys(wanted))
    _no_measures(experiment, kept)
    try:
        columns.check(kept, base)
    except WhitesmokeError as error:
        raise experiment.refused(("outputs", "columns"), str(error)) from error
    found = [settings.of(point) for point in rows]
    _check_measures(experiment, compiler, base, found)
    corners.check(experiment)
    grounds = {experiment.spec.scenario: "base"}
    for name in {setting.scenario for setting in found} - grounds.keys():
        grounds[name] = meaning(load(experiment.scenario_file(name)))
    names = [setting.identity(grounds[setting.scenario]) for setting in found]
    kept += measured.columns_of(experiment.spec.measures)
    plan = Plan(experiment, base, rows, found, names, kept, compiler)
    plan.targets = dict.fromkeys(names, experiment.spec.replicates.runs)
    plan.notes = [
        *settings.notes,
        *(_idle(experiment, name) for name in idle),
        *_long_rounds(experiment, settings, rows, found),
    ]
    return plan


def _no_measures(experiment: LoadedExperiment, kept: list[str]) -> None:
    """Refuse a measure among the columns that are asked for: it is kept anyhow."""
    if found := next((name for name in kept if name.startswith(measured.PREFIX)), None):
        message = f"{found}: every measure of [measures] is kept; leave it out here"
        raise experiment.refused(("outputs", "columns"), message)


def _check_measures(experiment: LoadedExperiment, compiler: Compiler, base: Compiled, found: list[Setting]) -> None:
    """Refuse a measure that no point can have: those of other scenarios and modes of bargaining are tried as well."""
    if not experiment.spec.measures:
        return
    kinds = {(one.scenario, one.rule, dict(one.changes).get("bargaining.mode")): one for one in reversed(found)}
    cases = [base]
    for setting in kinds.values():
        with suppress(WhitesmokeError):  # it fails at its own place
            cases.append(compiler.ground(setting).case)
    measured.check(experiment, cases)


def _idle(experiment: LoadedExperiment, name: str) -> str:
    where = experiment.line(("factors", name))
    return f"{where}: the factor {name} changes nothing: what is played is the same at each of its values"


def _long_rounds(
    experiment: LoadedExperiment, settings: Settings, rows: list[Point], found: list[Setting]
) -> list[str]:
    """Say that some points have rounds so long that what comes out depends on their length."""
    path, ground = "calendar.round_days", {arm: settings.ground(arm).scenario for arm in {row.arm for row in rows}}
    days = {dict(one.changes).get(path, ground[row.arm].calendar.round_days) for row, one in zip(rows, found)}
    long = sorted(value for value in days if isinstance(value, int) and value > LONGEST_ROUND)
    if not long:
        return []
    some = ", ".join(map(str, long))
    return [
        f"{experiment.line(())}: rounds of {some} days: what comes out depends on their length; "
        f"up to {LONGEST_ROUND} days it hardly does at meetings"
    ]


def _check_posterior(experiment: LoadedExperiment) -> None:
    """Refuse a posterior that has nothing to do with the scenario, or says what no scenario may."""
    if experiment.fitted is None:
        return
    try:
        filled = fills(experiment.fitted.posterior, experiment.base)
    except WhitesmokeError as error:
        raise experiment.refused(("posterior",), str(error)) if experiment.spec.posterior else error from error
    if len(filled.slot):
        return
    file, about = experiment.fitted.file, experiment.base.name
    message = f"{file} says nothing about any number of {about}; calibrate that, or leave it out"
    raise (
        experiment.refused(("posterior",), message)
        if experiment.spec.posterior
        else WhitesmokeError(f"--posterior: {message}")
    )


def scenario_files(experiment: LoadedExperiment) -> dict[str, list[Path]]:
    """Return every file of every scenario of a study, by the name the experiment calls it; the scenario first."""
    spec = experiment.spec
    names = dict.fromkeys([spec.scenario, *(arm.scenario for arm in spec.arms.values() if arm.scenario)])
    return {name: load(experiment.scenario_file(name)).files for name in names}
