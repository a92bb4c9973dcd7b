"""How to cite: the paragraph on methods and the reference, of a results folder or of a scenario."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import case_of, text_or
from whitesmoke.front.citations import Citation, of_case, of_folder
from whitesmoke.writing.output import print_json


def cite(what: str, as_json: bool) -> None:
    """Print how a results folder or a scenario is cited."""
    found = cited(what)
    if as_json:
        print_json(found)
    else:
        text_or(found.reference, str(found))


def cited(what: str) -> Citation:
    """Return how something is cited: a folder if there is one of that name, else a scenario."""
    folder = Path(what)
    return of_folder(folder) if folder.is_dir() else of_case(case_of(what))
