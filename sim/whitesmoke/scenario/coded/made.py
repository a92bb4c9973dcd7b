"""The files of a coded case: its scenario, its record, and the sources that both name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.coded.casebook import Casebook
from whitesmoke.scenario.coded.coded_case import scenario
from whitesmoke.scenario.coded.coded_record import record, record_files
from whitesmoke.scenario.coded.coded_text import file_text
from whitesmoke.scenario.coded.unsaid import from_blind_tables
from whitesmoke.scenario.load import load
from whitesmoke.writing.cells import written
from whitesmoke.writing.output import write_text

ABOUT = (
    "{name}. {body}: {voters} members; rule: {rule}.{status_quo}\n"
    "Made by the rule of coding from tables of press reports, the same for every case; it reads no column that was "
    "written knowing the end. Scripted, hence not predicted: who asks for what and since when that was known, which "
    "names came up when, who joins, when the body sits, the deadlines that were fixed before the start. Assumed: every "
    "number; the rule has one for each class of demand, and one for everybody's leaning. The coder of the tables "
    "{knew} how the case had ended.{unsaid}"
)


def files_of(book: Casebook, name: str) -> dict[str, str]:
    """Return the texts of the files of a case by their names."""
    book = book.of(name)
    tables, kept = scenario(book, name), record(book, name)
    made = {f"{name}.toml": file_text(tables, about(book, name), kept)}
    made |= {f"{name}.{kind}.csv": text for kind, text in record_files(book, name).items()}
    return {**made, f"{name}.sources.csv": _sources(book, name)}


def unsound(book: Casebook, name: str, files: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the scenario of a case, which is not written yet, if each row is right."""
    with TemporaryDirectory() as folder:
        for file, text in files.items():
            write_text(Path(folder, file), text)
        try:
            load(Path(folder, f"{name}.toml"))
        except ScenarioError as error:
            for one in error.problems:
                field = f"{one.field}: " if one.field else ""
                yield book.problem_of_case(name, f"its scenario would be refused: {field}{one.message}")


def about(book: Casebook, name: str) -> str:
    """Return what a scenario says of itself."""
    case, left = book.cases[name], list(from_blind_tables(book.blind(), name))
    words = case.model_dump(include={"name", "body", "voters", "rule"})
    status_quo = f" Without a decision: {case.status_quo}." if case.status_quo else ""
    knew = "knew" if case.end_known else "did not know"
    unsaid = f"\nLeft unsaid: {'; '.join(left)}." if left else ""
    return ABOUT.format(**words, status_quo=status_quo, knew=knew, unsaid=unsaid)


def _sources(book: Casebook, name: str) -> str:
    """Return the sources that the rows of a case name."""
    tables = ("events", "holdouts", "positions", "tallies", "focal")
    texts = (getattr(row, "sources", None) or row.source for table in tables for row in book.rows(table, name))
    used = {part.strip() for text in texts for part in text.split(";")}
    rows = [[row.id, row.address, row.what] for row in book.rows("sources") if row.id in used]
    return written([["id", "address", "what"], *rows])
