"""How two cases differ: scenarios, experiments, or what lies in results folders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front import kept
from whitesmoke.front import report_pages as reports
from whitesmoke.front.case import Case, open
from whitesmoke.scenario.differing import differences, side_tables
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.meaning import meaning
from whitesmoke.study import folders, shipped
from whitesmoke.study.experiment import LoadedExperiment, is_experiment, load_experiment
from whitesmoke.telling import differing_words as telling
from whitesmoke.telling.kinship import caution, distance, kin_of

NOT_ASKED = {"title", "question", "mechanism", "assumption", "label"}
"""Fields of an experiment that only tell."""


class Side(NamedTuple):
    """One of the two."""

    name: str
    loaded: Loaded
    spec: BaseModel | None
    """of an experiment"""
    played: dict[str, Any]
    """of a result: seed, runs and the like; the posterior, also of a case"""


class Difference:
    """What is in one case and not in the other, and what that means for a run."""

    def __init__(self, one: Side, other: Side) -> None:
        self.one, self.other = one, other

    @property
    def same(self) -> bool:
        """Whether they mean the same: run by run they come out alike."""
        alike = meaning(self.one.loaded) == meaning(self.other.loaded)
        return alike and not any(row.counts for row in self.asked)

    @cached_property
    def found(self) -> list[telling.Told]:
        """Each field that is not the same, of the scenario."""
        one, other = self.one.loaded, self.other.loaded
        return telling.told(differences(one.scenario, other.scenario), one, other)

    @cached_property
    def asked(self) -> list[telling.Told]:
        """Each field that is not the same, of the experiment or of what was played."""
        rows = [] if self.one.spec is None or self.other.spec is None else differences(self.one.spec, self.other.spec)
        told = [
            row._replace(counts=row.field.split(".")[-1] not in NOT_ASKED) for row in telling.told(rows, None, None)
        ]
        played = self.one.played, self.other.played
        return told + [
            telling.Told(name, str(played[0][name]), str(played[1][name]), "", "", "", True)
            for name in played[0]
            if name in played[1] and played[0][name] != played[1][name]
        ]

    @property
    def lines(self) -> list[str]:
        """How they differ, in words, a line each."""
        tables = side_tables(self.one.loaded, self.other.loaded)
        rows = [*self.found, *self.asked]
        lead, *rest = telling.lines(rows, tables, self.one.name, self.other.name, self.same)
        said = [lead, *filter(None, [self.caution]), *rest]
        if (self.one.spec is None) != (self.other.spec is None):
            said.append(telling.ONE_EXPERIMENT)
        return said

    @property
    def caution(self) -> str:
        """Why what differs is not one change, where they are two cases or two bodies; else nothing."""
        return caution(distance(kin_of(self.one.loaded), kin_of(self.other.loaded)), self.one.name, self.other.name)

    def json(self) -> dict[str, Any]:
        """Return what `diff --json` prints."""
        return {
            "one": self.one.name,
            "other": self.other.name,
            "same": self.same,
            "caution": self.caution,
            "fields": [row._asdict() for row in [*self.found, *self.asked]],
            "tables": side_tables(self.one.loaded, self.other.loaded),
        }

    def __repr__(self) -> str:
        return "\n".join(self.lines)


def diff(one: Case | str | Path | Mapping[str, Any], other: Case | str | Path | Mapping[str, Any]) -> Difference:
    """Say how two cases differ: cases, scenarios and experiments by name or file, results folders.

    Raises WhitesmokeError for what is none of them.
    """
    return Difference(side(one), side(other))


def side(given: Case | str | Path | Mapping[str, Any]) -> Side:
    """Return one of the two: a folder if there is one, else an experiment or a scenario by name or file."""
    if isinstance(given, Case | Mapping):
        case = given if isinstance(given, Case) else open(given)
        return Side(", ".join([case.name, *case.loaded.what_changed]), case.loaded, None, _drawn(reports.hash_of(case)))
    path = Path(given)
    if path.is_dir():
        return _of_folder(path)
    if _names_experiment(given):
        experiment = load_experiment(given)
        return _of_experiment(str(given), experiment)
    return Side(str(given), load(given), None, _drawn(""))


def _names_experiment(given: str | Path) -> bool:
    if Path(given).is_file():
        return is_experiment(given)
    return str(given) in {one.name for one in shipped.shipped()}


def _of_experiment(name: str, experiment: LoadedExperiment) -> Side:
    return Side(name, experiment.base, experiment.spec, {})


def _of_folder(path: Path) -> Side:
    kind = kept.kind_in(path)
    if kind is None:
        kept.read(path)  # refuses what is neither
        return _of_experiment(str(path), folders.reopen(folders.find_folder(path)).experiment)
    words = reports.kept(path, kind)
    if not words.opened:
        raise WhitesmokeError(f"{path}/: a result of the kind {kind} is not of one scenario; give the scenario itself")
    scenario, *changes = words.opened
    loaded, rows = load(scenario, changes, words.rule), dict(words.played)
    if rows.get(reports.MEANING) != f"sha256 {meaning(loaded)}":
        raise WhitesmokeError(f"{path}/: {scenario} no longer means what was played; give a copy of it as it was")
    return Side(str(path), loaded, None, {**dict(words.played_as), **_drawn(rows.get(reports.POSTERIOR, ""))})


def _drawn(posterior: str) -> dict[str, str]:
    """Return from which posterior runs draw their parameters, as of what was played."""
    return {reports.POSTERIOR: posterior or "none"}
