"""How a paper cites a case, a result, or what lies in a folder: what was done, and the reference."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from whitesmoke import __version__
from whitesmoke.front import kept
from whitesmoke.front import report_pages as reports
from whitesmoke.scenario.meaning import meaning
from whitesmoke.study import folders
from whitesmoke.study.codebook import about
from whitesmoke.study.state import state_of
from whitesmoke.study.store import Folder
from whitesmoke.telling import citing
from whitesmoke.writing.citation import bibtex, reference
from whitesmoke.writing.output import dumps

if TYPE_CHECKING:
    from whitesmoke.front.case import Case
    from whitesmoke.front.result import Result


class Citation(NamedTuple):
    """What a paper says of it."""

    methods: str
    reference: str
    bibtex: str
    id: str
    """what tells it from all others: of a folder of `sweep` its name, of other things a sha256"""

    def __str__(self) -> str:
        return f"{self.methods}\n\n{self.reference}\n\n{self.bibtex}"


def of_case(case: Case) -> Citation:
    """Return how a case is cited of which nothing was played."""
    paragraph = citing.methods(case.loaded, case.compiled, case.posterior)
    return Citation(paragraph, reference(__version__), bibtex(__version__), meaning(case.loaded))


def of_result(result: Result) -> Citation:
    """Return how a result is cited."""
    mark = hashlib.sha256(dumps(result.data()).encode()).hexdigest()
    paragraph = reports.methods(result, reports.case_of(result))
    return Citation(paragraph, reference(__version__), bibtex(__version__), mark)


def of_folder(path: Path) -> Citation:
    """Return how the result in a folder is cited. Raises WhitesmokeError for one of no command or another version."""
    if kind := kept.kind_in(path):
        words = reports.kept(path, kind)
        mark = f"It is kept in {kind}.json (sha256 {words.sha256[: citing.DIGITS]})."
        return Citation(f"{words.methods} {mark}", words.reference, words.bibtex, words.sha256)
    kept.read(path)  # refuses what is neither
    return _of_sweep(folders.find_folder(path))


def _of_sweep(folder: Folder) -> Citation:
    from whitesmoke.front.study_report import methods

    version = about(folder).version
    paragraph = methods(folders.reopen(folder), state_of(folder))
    return Citation(paragraph, reference(version), bibtex(version), folder.path.name)
