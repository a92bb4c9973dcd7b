"""A scenario that a visitor brings: small, checked like any other, and blind to every folder but the scenarios'."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.page.reach import is_text, must_be_small
from whitesmoke.page.variant import NAME
from whitesmoke.scenario.document import glimpse
from whitesmoke.scenario.files import folders
from whitesmoke.scenario.load import Loaded, load

LARGEST = 500_000
"""Bytes; the race itself has 13 kB."""


class Uploaded:
    """A scenario file in a folder of its own, in which the files next to the shipped scenarios can be named too."""

    def __init__(self, name: str, text: str) -> None:
        stem = name.removesuffix(".toml")
        if not NAME.fullmatch(stem):
            raise _refused(name, "a scenario file is called NAME.toml: letters, digits, - and _")
        if not is_text(text):
            raise _refused(name, "the file is no text; save it as UTF-8")
        if len(text.encode()) > LARGEST:
            raise _refused(name, f"the file has more than {LARGEST // 1000} kB: is it the right file?")
        self.name, self.title = stem, stem
        here = Path(tempfile.mkdtemp(prefix="whitesmoke-"))
        self.close = weakref.finalize(self, shutil.rmtree, here, ignore_errors=True)
        """deletes the file; done in any case when nobody holds the upload any more"""
        for file in _neighbours():
            if file.name != f"{stem}.toml" and not (here / file.name).exists():
                (here / file.name).symlink_to(file.resolve())
        self.path = here / f"{stem}.toml"
        self.path.write_text(text, encoding="utf-8")

    def load(self, changes: Sequence[str] = (), rule: str | None = None) -> Loaded:
        """Return the scenario, checked. Raises ScenarioError with its problems, in which no folder is named."""
        must_be_small(glimpse(self.path))
        try:
            return load(self.path, changes, rule, trust="none")
        except ScenarioError as error:
            folder = f"{self.path.parent}/"
            said = [
                problem._replace(file=problem.file.replace(folder, ""), message=problem.message.replace(folder, ""))
                for problem in error.problems
            ]
            raise ScenarioError(said) from None


def _neighbours() -> Iterator[Path]:
    for folder in folders():
        yield from sorted([*folder.glob("*.toml"), *folder.glob("*.csv")])


def _refused(name: str, message: str) -> ScenarioError:
    return ScenarioError([Problem(name[:80], None, "", message)])
