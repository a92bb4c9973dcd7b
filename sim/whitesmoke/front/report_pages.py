"""Results as pages: from a result, or from the words that were kept in its folder."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from whitesmoke import __version__
from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.again import again, opened
from whitesmoke.scenario.files import read_bytes
from whitesmoke.scenario.meaning import meaning
from whitesmoke.telling import citing
from whitesmoke.telling.caveats import caveats
from whitesmoke.telling.report_words import KINDS
from whitesmoke.telling.reports import Part, Report, html, limits
from whitesmoke.telling.words import rule_name
from whitesmoke.writing.citation import bibtex, reference
from whitesmoke.writing.output import dumps, write_text
from whitesmoke.writing.printed import recorded

if TYPE_CHECKING:
    from whitesmoke.front.case import Case
    from whitesmoke.front.result import Result

WORDS, PAGE = "report.json", "report.html"
"""Files of a folder: what a page says, and the page."""
POSTERIOR, MEANING = "posterior", "what the scenario means"
"""Rows of what was played."""
LARGEST = 50_000_000
"""Bytes of these words."""
LIBRARIES = ("numpy", "numba", "scipy", "pandas", "matplotlib")


def write(result: Result, path: Path) -> Path:
    """Write the page of a result, with its figure; into a folder as report.html."""
    from whitesmoke.figures import as_png

    file = place(path, path)
    write_text(file, html(report_of(result, dumps(result.data())), as_png(result.plot())))
    return file


def place(path: str | Path | None, folder: Path) -> Path:
    """Return where a page goes: the file given, into a folder as report.html, else into the folder of the result."""
    file = folder if path is None else Path(path)
    return file / PAGE if file.is_dir() else file


def keep(result: Result, folder: Path, text: str) -> None:
    """Write what a page on a result says into its folder; `text`: its JSON as it was written there."""
    write_text(folder / WORDS, dumps(report_of(result, text).model_dump()))


def report_of(result: Result, text: str) -> Report:
    """Return what a page on a result says; `text`: its JSON."""
    case = case_of(result)
    return Report(
        kind=result.kind,
        title=case.title if case else result._title,
        question=KINDS[result.kind].question,
        finding=result._finding,
        parts=[Part(title=title, told=recorded(show)) for title, show in result._told()],
        put_in=caveats(case.loaded, case.drawn_from) if case else [],
        limits=limits(result.kind),
        played=[*_played(result, case), *_made_with()],
        again=again(result),
        methods=methods(result, case),
        reference=reference(__version__),
        bibtex=bibtex(__version__),
        opened=opened(case) if case else [],
        rule=case.other_rule if case else None,
        played_as=_how_often(result),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def case_of(result: Any) -> Case | None:
    """Return the case that a result is of; None of one that is of several, or of none."""
    case: Case | None = getattr(result, "case", None) or getattr(getattr(result, "run", None), "case", None)
    return case


def methods(result: Result, case: Case | None) -> str:
    """Return the paragraph on methods; of a result that is of no one case, what it is."""
    if case is None:
        return f"Made with whitesmoke {__version__}: {result.sentence}"
    return citing.methods(case.loaded, case.compiled, case.posterior, citing.played(result.kind, result.json()))


def _played(result: Result, case: Case | None) -> list[tuple[str, str]]:
    return [*(_of_case(case) if case else ()), *_how_often(result)]


def _how_often(result: Result) -> list[tuple[str, str]]:
    data = result.json()
    names = ["seed", "replicate", "runs"]
    return [(name, f"{data[name]}") for name in names if name in data]


def _of_case(case: Case) -> list[tuple[str, str]]:
    rows = {
        "scenario": case.name,
        "changes": ", ".join(case.changes),
        "rule": rule_name(case.compiled),
        "bargaining.mode": case.loaded.scenario.bargaining.mode,
        POSTERIOR: hash_of(case),
        MEANING: f"sha256 {meaning(case.loaded)}",
    }
    return [(name, text) for name, text in rows.items() if text]


def hash_of(case: Case) -> str:
    """Return what tells the posterior of a case from others; nothing where it has none."""
    return f"sha256 {case.posterior.sha256}" if case.posterior else ""


def _made_with() -> list[tuple[str, str]]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [("versions", f"whitesmoke {__version__}, Python {platform.python_version()}, {libraries}")]


def kept(folder: Path, kind: str) -> Report:
    """Return what a page on the result of a kind in a folder says.

    Raises WhitesmokeError where there are no words in it, or they are of another result.
    """
    file = folder / WORDS
    told = "give the command that made it again"
    if not file.is_file():
        raise WhitesmokeError(f"{folder}/: there is no {WORDS} in it, which this version writes; {told}")
    try:
        report = Report.model_validate_json(read_bytes(file, LARGEST))
    except ValidationError as error:
        raise WhitesmokeError(f"{file}: is not what a command wrote; {told}") from error
    if report.kind != kind or report.sha256 != _sha256(folder / f"{kind}.json"):
        raise WhitesmokeError(f"{file}: is not of the {kind}.json beside it; {told}")
    return report


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def of_folder(folder: Path, kind: str, figure: Path | None) -> str:
    """Return the page on the result of a kind in a folder."""
    return html(kept(folder, kind), figure.read_bytes() if figure else None)
