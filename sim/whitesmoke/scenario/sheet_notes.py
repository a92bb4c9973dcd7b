"""What `check` says of workbooks and graphs: what is hidden or not read, and who listens to whom along an edge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from whitesmoke.errors import Problem
from whitesmoke.scenario.beside import SHEETS
from whitesmoke.scenario.files import read_bytes, shown
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.wording import listed, quoted
from whitesmoke.scenario.workbook import is_packed, sheets_of, workbook_and_sheet

ALONG = {
    True: "an edge from A to B is read as A listening to B",
    False: "its edges have no direction: each end listens to the other",
}


def notes(loaded: Loaded) -> Iterator[Problem]:
    """Say what is read of workbooks and graphs, where an author may think otherwise."""
    read = {origin.file for origin in loaded.origins.values() if isinstance(origin.file, Path)}
    for file in (file for file in loaded.files if file.suffix != ".toml"):
        if is_packed(raw := read_bytes(file)):
            yield from _of_workbook(file, raw, {path.name.partition("#")[2] for path in _sheets_of(file, read)})
    for x, layer in enumerate(loaded.scenario.network.layers):
        if layer.kind == "file" and layer.file in loaded.tables.directed:
            message = f"{quoted(layer.file)}: {ALONG[loaded.tables.directed[layer.file]]}"
            yield loaded.problem(("network", "layers", x, "file"), message)


def _sheets_of(file: Path, read: set[Path]) -> list[Path]:
    return [path for path in read if workbook_and_sheet(path)[0] == file and path != file]


def _of_workbook(file: Path, raw: bytes, read: set[str]) -> Iterator[Problem]:
    named, sheets = {name.casefold() for name in read}, sheets_of(file, raw)
    hidden = [name for name, seen in sheets.items() if not seen and name.casefold() in {*named, *SHEETS}]
    if hidden:
        yield Problem(shown(file), None, "", f"hidden in a spreadsheet, but read: {listed(map(quoted, hidden))}")
    left = [name for name in sheets if name.casefold() not in {*named, *SHEETS}]
    if left and named:
        yield Problem(shown(file), None, "", f"sheets that are not read: {listed(map(quoted, left))}")
