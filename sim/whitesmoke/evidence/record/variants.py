"""Whether a scenario is one of some cases: itself, a variant of one, or another case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whitesmoke.scenario.load import BodyError, Loaded, load


def case_of(loaded: Loaded, cases: Sequence[str]) -> str | None:
    """Return which of some cases a scenario is or is a variant of; None if it is another case.

    A variant extends the case and keeps its record, if only in part; without any record, it keeps candidates of the
    case. What extends a case with a record of its own shares the mechanism with it, not what happened.
    """
    for file in loaded.files:
        if file.suffix == ".toml" and file.stem in cases and (file == loaded.files[0] or _keeps(loaded, file)):
            return file.stem
    return None


def _keeps(loaded: Loaded, file: Path) -> bool:
    try:
        case = load(file)
    except BodyError:  # who decides, and nothing that happened
        return False
    for table in ("record", "candidates"):
        written = {origin.file for place, origin in loaded.origins.items() if place[:1] == (table,)}
        if files := {file for file in written if isinstance(file, Path)}:
            return not files.isdisjoint(case.files)
    return False
