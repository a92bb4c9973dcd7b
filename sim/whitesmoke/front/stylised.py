"""Stylised facts of past negotiations, held against runs of cases: at meetings, and where actors bargain."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.facts.fact_columns import Columns, columns, of_record, worlds
from whitesmoke.evidence.facts.harder import harder
from whitesmoke.evidence.facts.held_against import Given, given, recorded
from whitesmoke.evidence.facts.known_facts import Fact, Statistic, statistics
from whitesmoke.evidence.facts.known_facts import facts as known_facts
from whitesmoke.evidence.facts.measures import UNMEASURED
from whitesmoke.front.case import Case
from whitesmoke.front.cases import Named, cases_of, changes_of
from whitesmoke.front.in_python import asked
from whitesmoke.front.interval_columns import flat_cells
from whitesmoke.front.progress import bar
from whitesmoke.front.result import Result
from whitesmoke.front.study_table import tidy
from whitesmoke.front.taken import a_number, a_seed
from whitesmoke.model.ensemble import PerRun, all_cores, compiled, ensemble
from whitesmoke.scenario import document
from whitesmoke.scenario.files import folders, name_or_path_of, shown
from whitesmoke.telling import facts_told as telling
from whitesmoke.writing import cells
from whitesmoke.writing.output import write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

MODES = ("meetings", "bargained")
"""The two ways in which what is asked for is given: `bargaining.mode`."""
MAJORITY = "two-thirds"
"""The rule of those facts that speak of one."""
CORPUS = "corpus"
"""Folder, in a folder of scenarios, of further cases with a record."""


@asked()
def facts(cases: Named | Iterable[Named] | None = None, runs: int = 200, seed: int = 1) -> Facts:
    """Hold the stylised facts against runs of cases, each played at meetings and where actors bargain.

    Parameters
    ----------
    cases : cases, names, files, dicts, or folders with files of cases; if None, all that ship with a decision on record
    runs : of each case and mode; as many again under two thirds, and with dates that press harder
    """
    return Facts.played(fact_cases(cases), a_number(runs, "runs", 2), a_seed(seed))


def fact_cases(given: Named | Iterable[Named] | None = None) -> list[Case]:
    """Return the cases; a folder stands for the cases with a decision on record in it."""
    several = [given] if isinstance(given, Case | str | Path | Mapping) else given
    named = [
        one
        for name in (shipped_cases() if several is None else several)
        for one in (_inside(Path(name)) if isinstance(name, str | Path) and Path(name).is_dir() else [name])
    ]
    if not named:
        raise WhitesmokeError("there is no case to measure; name one, or a folder of them")
    return cases_of(named, "what is held against the facts")


def shipped_cases() -> list[str]:
    """Return what finds each shipped case that has a decision on record, in the order of their names."""
    found: dict[str, str] = {}
    for folder in folders():
        for path in sorted([*folder.glob("*.toml"), *(folder / CORPUS).glob("*.toml")]):
            if path.stem not in found and _has_decision(path):
                found[path.stem] = name_or_path_of(path)
    return [found[name] for name in sorted(found)]


def _inside(folder: Path) -> list[str]:
    found = [shown(path) for path in sorted(folder.glob("*.toml")) if _has_decision(path)]
    if not found:
        raise WhitesmokeError(f"{folder}/: holds no scenario with a decision on record; name another folder, or files")
    return found


def _has_decision(path: Path) -> bool:
    record = document.glimpse(path).get("record")
    return isinstance(record, dict) and "decision" in record


class Facts(Result):
    """The stylised facts, the corpus's numbers, and what the model gives in each mode."""

    kind = "facts"

    def __init__(self, cases: Sequence[Case], runs: int, seed: int, played: dict[str, Columns]) -> None:
        self.cases, self.runs, self.seed = list(cases), runs, seed
        self.given: dict[str, list[Given]] = {
            mode: [given(one, played[mode]) for one in statistics()] for mode in played
        }
        """by mode, for each statistic in their order"""
        self.recorded = _recorded(cases)
        """for each statistic, what it is in the records of these cases; nan where it asks for more than the decision"""

    @classmethod
    def played(cls, cases: Sequence[Case], runs: int, seed: int) -> Facts:
        """Play the cases in both modes, under two thirds too, and with dates that press harder."""
        total, done = 3 * len(MODES) * len(cases) * runs, 0
        with bar("Facts") as advance:
            compiled()

            def more(size: int) -> None:
                nonlocal done
                done += size
                advance(done, total - done)

            found = {mode: _worlds([_in_mode(case, mode) for case in cases], runs, seed, more) for mode in MODES}
        return cls(cases, runs, seed, found)

    @property
    def statistics(self) -> list[Statistic]:
        """The numbers of the facts that runs can be asked for."""
        return statistics()

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts by their id."""
        return known_facts()

    @property
    def unmeasured(self) -> dict[str, str]:
        """Facts that no number of a run is held against, and why."""
        return UNMEASURED

    @property
    def sentence(self) -> str:
        """How many of the numbers with a tolerance lie in it, in each mode."""
        return telling.sentence(self.given, len(self.cases))

    def data(self) -> dict[str, Any]:
        """Return what `facts --json` prints."""
        return {
            "cases": [case.name for case in self.cases],
            "runs": self.runs,
            "seed": self.seed,
            "facts": [one._asdict() for one in self.facts.values()],
            "statistics": [self._row(at) for at in range(len(self.statistics))],
            "unmeasured": self.unmeasured,
            **changes_of(self.cases),
        }

    def _row(self, at: int) -> dict[str, Any]:
        one = self.statistics[at]
        row = {name: getattr(one, name) for name in ("fact", "measure", "statistic", "unit", "counted")}
        row["corpus"] = {name: _or_none(getattr(one, name)) for name in ("value", "low", "high")}
        row["tolerance"] = one.tolerance.text if one.tolerance else None
        row["recorded"] = _or_none(self.recorded[at])
        for mode, found in self.given.items():
            row[mode] = {name: _or_none(value) for name, value in found[at]._asdict().items()}
        return row

    def frame(self) -> DataFrame:
        """Return one row for each number of a fact: the corpus, the tolerance, each mode; what is not there is missing.

        `corpus`, `meetings` and `bargained` have the ends of intervals (`.low`, `.high`), the modes `.inside` too.
        """
        return facts_table(self.json())

    def plot(self) -> Figure:
        """Return the figure: for each number its tolerance, the corpus, and both modes."""
        from whitesmoke.figures.fact_rows import Row, facts_figure

        def row(at: int) -> Row:
            one, modes = self.statistics[at], {mode: found[at] for mode, found in self.given.items()}
            within = one.tolerance and (one.tolerance.low, one.tolerance.high)
            told = [
                telling.number(found, one.unit) for found in (one.value, *(found.value for found in modes.values()))
            ]
            values = {mode: (found.value, found.low, found.high) for mode, found in modes.items()}
            corpus = (one.value, one.low, one.high)
            name, ratio = f"{one.fact}  {one.statistic}", one.unit in ("number", "days")
            inside = [False, *(found.inside is True for found in modes.values())]
            return Row(name, within, ratio, corpus, values, self.recorded[at], told, inside)

        return facts_figure([row(at) for at in range(len(self.statistics))], self.sentence, self._about)

    @property
    def _about(self) -> str:
        return telling.about(len(self.cases), self.runs, self.seed)

    def _show(self, console: Console) -> None:
        """Print the table, what is not measured, and how to read it."""
        telling.show_facts(console, self.facts, self.statistics, self.given, self.recorded)
        telling.show_unmeasured(console, self.facts, self.unmeasured)
        telling.show_limits(console, [case.name for case in self.cases], self.runs, self.seed)

    def save(self, folder: str | Path, figure: bool = True) -> Path:
        """Write its JSON, its figure and its table as CSV into a folder, and return the folder."""
        folder = super().save(folder, figure)
        rows = [_flat(row) for row in self.data()["statistics"]]
        write_text(
            folder / "facts.csv",
            cells.written([list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]),
        )
        return folder


def facts_table(data: dict[str, Any]) -> DataFrame:
    """Return the numbers of the facts, as JSON has them, as `Facts.frame` has them."""
    import pandas as pd

    table = pd.DataFrame([_flat(row) for row in data["statistics"]])
    numbers = [f"{name}{end}" for name in ("corpus", *MODES) for end in ("", ".low", ".high")]
    inside = dict.fromkeys((f"{mode}.inside" for mode in MODES), "boolean")
    return tidy(table.astype({**dict.fromkeys([*numbers, "recorded"], float), **inside}))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return flat_cells(row) | {f"{mode}.inside": row[mode]["inside"] for mode in MODES}


def _cell(value: Any) -> object:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: ""}[value]
    return f"{value:.6g}" if isinstance(value, float) else value


def _or_none(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _in_mode(case: Case, mode: str) -> Case:
    return case.change({"bargaining.mode": mode})


def _worlds(cases: Sequence[Case], runs: int, seed: int, more: Callable[[int], None]) -> Columns:
    """Play each case with runs of its own: members that several cases share have no luck in common."""
    luck = {case.name: at * runs for at, case in enumerate(cases)}

    def play(case: Case, numbers: PerRun | None = None) -> Columns:
        world, first = case.compiled.world, luck[case.name]
        outcomes = ensemble(world, runs, seed, first, per_run=numbers, threads=all_cores(), progress=more)
        return columns(case.compiled, outcomes, _body_of(case), case.loaded.scenario.record.public)

    found = worlds([play(case) for case in cases])
    majority = worlds([play(case.change({}, rule=MAJORITY)) for case in cases])
    pressed = worlds([play(case, harder(case.compiled.world, runs)) for case in cases])
    return found._replace(majority=majority, pressed=pressed)


def _body_of(case: Case) -> str:
    """Return what the body of a case is called: the file that all it extends leads to."""
    return [path.stem for path in case.loaded.files if path.suffix == ".toml"][-1]


def _recorded(cases: Sequence[Case]) -> list[float]:
    known = [of for case in cases if (of := _record_of(case)) is not None]
    together = worlds(known) if known else None
    return [math.nan if together is None else recorded(one, together) for one in statistics()]


def _record_of(case: Case) -> Columns | None:
    decision = case.loaded.scenario.record.decision
    if decision is None:
        return None
    return of_record(case.compiled.world, (decision.date - case.start).days, decision.winner is not None)
