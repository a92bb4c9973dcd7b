"""Tables of press reports made into scenarios with records, by the rule of coding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whitesmoke.commands.common import told
from whitesmoke.errors import Problem, ScenarioError, WhitesmokeError
from whitesmoke.scenario.coded.case_rows import TABLES, CodedCase, CodedRow
from whitesmoke.scenario.coded.casebook import Casebook, read
from whitesmoke.scenario.coded.casebook_checks import problems
from whitesmoke.scenario.coded.coded_text import HEAD
from whitesmoke.scenario.coded.made import files_of, unsound
from whitesmoke.scenario.coded.unsaid import unsaid
from whitesmoke.scenario.files import shown
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.writing.output import folder_to_be, is_quiet, print_json, write_text


def code(folder: Path, case: str | None, out: Path, as_json: bool) -> None:
    """Write the scenario and the record of each case of a folder, and say what neither of them says.

    Raises, before anything is written, ScenarioError with every problem of the tables, or of the scenarios made of
    them; WhitesmokeError where a scenario of another origin would be lost.
    """
    book = read(folder)
    if found := problems(book):
        raise ScenarioError(found)
    names = list(book.cases) if case is None else [_known(book, case)]
    folder_to_be("--out", out)
    for name in names:
        _must_be_made(out / f"{name}.toml")
    made = {name: files_of(book, name) for name in names}
    if found := [one for name, files in made.items() for one in unsound(book, name, files)]:
        raise ScenarioError(found)
    for files in made.values():
        for file, text in files.items():
            write_text(out / file, text)
    if as_json:
        print_json([_said(book, name) for name in names])
        return
    for name in names:
        print(shown(out / f"{name}.toml"))
        if not is_quiet():
            _tell(book, name)
    told(_hindsight(), soft_wrap=True)


def _known(book: Casebook, case: str) -> str:
    if case not in book.cases:
        message = f"there is no case {quoted(case)}{instead(case, book.cases)}"
        raise ScenarioError([Problem(shown(book.folder / "cases.toml"), None, "", message)])
    return case


def _must_be_made(file: Path) -> None:
    """Refuse to write over a scenario that was not made of tables; one that was is made anew."""
    if file.exists() and not file.read_bytes().startswith(HEAD.encode()):
        raise WhitesmokeError(f"{shown(file)} was not made by `whitesmoke code`; name another folder with --out")


def _said(book: Casebook, name: str) -> dict[str, Any]:
    case = book.cases[name]
    return {
        "name": name,
        "body": case.body,
        "question": case.name,
        "grade": case.grade,
        "ending": case.outcome,
        "unsaid": unsaid(book, name),
    }


def _tell(book: Casebook, name: str) -> None:
    for one in unsaid(book, name):
        print(f"  unsaid: {one}")


def _hindsight() -> str:
    """Return a sentence about the columns of which no scenario knows anything."""
    models: dict[str, type[CodedRow]] = {
        "cases.toml": CodedCase,
        **{f"{name}.csv": model for name, model in TABLES.items()},
    }
    by_file = {file: model.HINDSIGHT for file, model in models.items() if model.HINDSIGHT}
    parts = [f"{', '.join(columns)} of {file}" for file, columns in by_file.items()]
    return f"Hindsight, read for records only: {'; '.join(parts)}."
