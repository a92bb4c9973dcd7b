"""Loaders of what is no TOML and no CSV: workbooks, whole or part by part, graphs, and tables of actors."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path
from random import Random

from tests.fuzz.loader import Loader, dice_of
from tests.fuzz.mutation import damaged

ROOT = Path(__file__).resolve().parents[2]
BOOK, GRAPH, ACTORS = "case.xlsx", "net.graphml", "input.csv"
IN_SHEETS = """
extends = "sound.toml"
assumed = true
members_table.file = "case.xlsx#members"
tables.file = "case.xlsx"
"""
TIED = """
extends = "sound.toml"
network.layers = [{ kind = "file", file = "net.graphml" }]
"""
TABLE = b"""Actor;Description;Power;Rate Position;Rate Salience;Pos2;Sal2
FRA;France;1,5;0;70;5;99
DEU;Germany;2,5;33;20;7,5;
"""
PARTS = (
    re.compile(rb'([\w:.]+=")([^"]*)(")'),
    re.compile(rb"(>)([^<>]*)(</)"),
    re.compile(
        rb"(\0)?(<(?:c|v|f|is|node|edge|key|data|row)\b[^>]*/>|<(c|edge|data|node|row|key)\b[^>]*>.*?</\3>)", re.DOTALL
    ),
)
"""Attributes, texts, and whole elements (these have no first group)."""
VALUES = (
    *(b"s", b"e", b"str", b"inlineStr", b"b", b"d", b"99", b"-1", b"XFD1048577", b"A1", b"1e999", b"NaN", b"1,234"),
    *(
        b"false",
        b"undirected",
        b"int",
        b"boolean",
        b"weight",
        b"code",
        b"label",
        b"AAA",
        b"2030-02-30",
        b"999999999999",
    ),
    *(b"rId1", b"hidden", b"sheet1.xml", b"../../x", b"&#x41;", b"#N/A", b"47000", b" "),
)


@cache
def sound() -> dict[str, bytes]:
    """Return a sound workbook and a sound graph."""
    from whitesmoke.model.network import to_graphml
    from whitesmoke.scenario.build import build
    from whitesmoke.scenario.load import load
    from whitesmoke.scenario.taken_out import case_in_sheets

    loaded = load(ROOT / "tests" / "faults" / "sound.toml")
    return {BOOK: case_in_sheets(loaded, BOOK)[1], GRAPH: to_graphml(build(loaded)).encode(), ACTORS: TABLE}


def _changed(dice: Random, text: bytes) -> bytes:
    """Return tags with other values, more or fewer of them, or bytes damaged."""
    if dice.random() < 0.3:
        return damaged(dice, text, text)
    for _ in range(dice.choice((1, 1, 2, 5))):
        found = [*dice.choice(PARTS).finditer(text)]
        if found:
            at = dice.choice(found)
            new = dice.choice((*VALUES, b"", dice.choice(found)[2]))
            whole = dice.choice((b"", at[0] * 2)) if at[1] is None else at[1] + new + at[3]
            text = text[: at.start()] + whole + text[at.end() :]
    return text


def _repacked(dice: Random, raw: bytes) -> bytes:
    """Return a workbook of which one part was changed, lost or doubled."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name, what = dice.choice([*parts, *[one for one in parts if "sheet" in one] * 2]), dice.randrange(12)
    if what == 0:
        del parts[name]
    elif what == 1:
        parts[dice.choice([*parts])] = parts[name]
    else:
        parts[name] = _changed(dice, parts[name])
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w", dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as packed:
        for one, data in parts.items():
            packed.writestr(one, data)
    return text.getvalue()


def _make(file: str):
    def make(seed: int, index: int, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "sound.toml").exists():
            shutil.copy(ROOT / "tests" / "faults" / "sound.toml", folder)
        dice, raw = dice_of(seed, index), sound()[file]
        change = _repacked if file == BOOK and dice.random() < 0.7 else _changed
        (folder / file).write_bytes(change(dice, raw))

    return make


def _check(host: str):
    def take(folder: Path) -> None:
        from whitesmoke.commands import scenarios

        (folder / "host.toml").write_text(host)
        scenarios.check(["host.toml"], False)

    return take


def _actors(folder: Path) -> None:
    from whitesmoke.scenario.actor_case import case_text
    from whitesmoke.scenario.actors import read_actors

    text = case_text(read_actors(Path(ACTORS)), "x", "x", "x")
    (folder / "host.toml").write_text(text)
    _check(text)(folder)


PACKED = [
    Loader("workbook", 0.02, _make(BOOK), _check(IN_SHEETS), prepare=sound),
    Loader("graph", 0.01, _make(GRAPH), _check(TIED), prepare=sound),
    Loader("actors", 0.01, _make(ACTORS), _actors, prepare=sound),
]
