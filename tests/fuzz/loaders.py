"""Every loader of text: what is damaged, and what takes it. `tests.fuzz.folders` has those of folders and tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.folders import FOLDERS
from tests.fuzz.loader import Loader, dice_of
from tests.fuzz.mutation import damaged, disordered, value
from tests.fuzz.packed import PACKED

ROOT = Path(__file__).resolve().parents[2]
PRIORS = "sim/whitesmoke/evidence/priors.toml"
FAULTS = ROOT / "tests" / "faults"
LARGEST = 12_000
"""Bytes of a file that is damaged; longer ones say the same more slowly"""
NEIGHBOURS = ("tests/faults/*.csv", "scenarios/*.csv", "tests/agreement/*.csv", "tests/faults/sound.toml")
SHIPPED = ("tutorial", "rutte-iohannis", "nato-2003", "council", "nato-2023-finland")
PATHS = (
    "demands.harbour.ceiling",
    "parameters.memory",
    "calendar.start",
    "rule.silence.low",
    "rule.rows",
    "rule.any",
    "focal",
)
VALUES = ("{ dist = 'lognormal', mean = 3, sd = 90 }", "[[[[", "2030-01-01")
LINK = b"?scenario=tutorial&seed=1&run=0&rule=majority&set=demands.harbour.ceiling%3D0.5"
POINTS = """
title = "x"
question = "x"
scenario = "tutorial.toml"
factors.ceiling = { path = "demands.harbour.ceiling", low = 0.0, high = 1.0 }
factors.rule = { path = "rule", values = ["unanimity", "majority", "two-thirds"] }
design = { kind = "csv", file = "input.csv" }
replicates.runs = 2
"""


def _files(patterns: tuple[str, ...]) -> list[bytes]:
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    return [path.read_bytes() for path in found if path.stat().st_size <= LARGEST]


def texts(
    name: str,
    share: float,
    file: str,
    sound: tuple[str, ...],
    faulty: tuple[str, ...],
    take: Any,
    change: Any = disordered,
) -> Loader:
    """Return a loader of one text file, from sound inputs (more often) and faulty ones."""

    @cache
    def corpus(patterns: tuple[str, ...]) -> list[bytes]:
        return _files(patterns)

    def make(seed: int, index: int, folder: Path) -> None:
        _companions(folder)
        dice = dice_of(seed, index)
        good, odd = corpus(sound), corpus(faulty)
        text = dice.choice(good if dice.random() < 0.7 or not odd else odd)
        (folder / file).write_bytes((change if dice.random() < 0.7 else damaged)(dice, text, dice.choice(good + odd)))

    return Loader(name, share, make, take)


def _companions(folder: Path) -> None:
    """Lay the files that sound inputs name beside them, once a folder."""
    if (folder / "sound.toml").exists():
        return
    (folder / "series").mkdir(parents=True, exist_ok=True)
    for pattern in NEIGHBOURS:
        for file in ROOT.glob(pattern):
            shutil.copy(file, folder)
    for name in SHIPPED:
        shutil.copy(ROOT / "scenarios" / f"{name}.toml", folder)


def _check(file: str) -> Callable[[Path], None]:
    def take(folder: Path) -> None:
        from whitesmoke.commands import scenarios

        scenarios.check([file], False)

    return take


def _cells(dice: Random, text: bytes, other: bytes) -> bytes:
    """Change a cell, a row or a column of a CSV."""
    rows = [line.split(b",") for line in text.split(b"\n")]
    row = dice.choice(rows)
    what = dice.randrange(6)
    if what < 2:
        row[dice.randrange(len(row))] = str(value(dice)).encode("utf-8", "replace")
    elif what == 2:
        rows.insert(dice.randrange(len(rows)), list(row))
    elif what == 3:
        row.append(row[0])
    elif what == 4:
        del row[dice.randrange(len(row))]
    else:
        rows[0][dice.randrange(len(rows[0]))] = dice.choice(other.split(b"\n")[0].split(b","))
    return b"\n".join(b",".join(row) for row in rows)


def tables(name: str, share: float, sound: tuple[str, ...], faulty: tuple[str, ...], host: str) -> Loader:
    """Return a loader of one CSV beside a scenario that names it."""

    def take(folder: Path) -> None:
        (folder / "host.toml").write_text(host)
        _check("host.toml")(folder)

    return texts(name, share, "input.csv", sound, faulty, take, _cells)


def _host(extends: str, text: str) -> str:
    return f'extends = "{extends}.toml"\nassumed = true\n{text}\n'


def _points(folder: Path) -> None:
    (folder / "host-experiment.toml").write_text(POINTS)
    _check("host-experiment.toml")(folder)


_series = _check("series/input.toml")


def _scenes(folder: Path) -> None:
    from whitesmoke.scenario.lectures import load_lecture

    load_lecture(folder / "input.toml")


def _priors(folder: Path) -> None:
    from whitesmoke.evidence.parameters import parameters, read_priors
    from whitesmoke.scenario.load import load

    parameters([load("tutorial.toml")], read_priors(Path("input.toml")))


def _change(seed: int, index: int, folder: Path) -> None:
    """Write one `--set` of the command line."""
    _companions(folder)
    dice = dice_of(seed, index)
    path = dice.choice(PATHS)
    text = dice.choice((str(value(dice)), repr(value(dice, 0.5)), *VALUES))
    change = f"{path}{dice.choice(('=', '=', '==', '.x=', ''))}{text}".encode("utf-8", "replace")
    (folder / "input.txt").write_bytes(damaged(dice, change, change) if dice.random() < 0.3 else change)


def _set(folder: Path) -> None:
    from whitesmoke.commands.common import opened

    opened("tutorial.toml", [(folder / "input.txt").read_bytes().decode("utf-8", "replace")])


def _upload(folder: Path) -> None:
    from whitesmoke.page.upload import Uploaded
    from whitesmoke.scenario.build import build

    upload = Uploaded("input.toml", (folder / "input.toml").read_bytes().decode("utf-8", "replace"))
    try:
        build(upload.load())
    finally:
        upload.close()


def _link(seed: int, index: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "input.bin").write_bytes(damaged(dice_of(seed, index), LINK, LINK))


def _followed(folder: Path) -> None:
    from whitesmoke.page.setup import Setup, from_query
    from whitesmoke.scenario.build import build
    from whitesmoke.scenario.load import load

    setup = from_query((folder / "input.bin").read_bytes().decode("utf-8", "replace"), ["tutorial"], Setup("tutorial"))
    build(load(setup.scenario, setup.changes, setup.rule))


RACE, TINY = "rutte-iohannis", "sound"
SOUND = (
    *(
        "scenarios/tutorial.toml",
        "scenarios/council.toml",
        "scenarios/nato-2014.toml",
        "scenarios/race-two-thirds.toml",
    ),
    *("tests/faults/sound.toml", "tests/faults/00-base.toml", "tests/agreement/*.toml"),
)
"""Small files, for the same costs less; and some that stand on a large one."""
FAULTY = ("tests/faults/*.toml", "tests/faults/*/*.toml")
QUESTIONS = ("tests/faults/experiments/*.toml", "tests/faults/*exp*.toml")
LECTURES = ("scenarios/scenes/*.toml",)
COUNTED = '[record]\ntallies = "input.csv"'
DATED = '[record]\ncommitments = "input.csv"'
SEATED = '[members_table]\nfile = "input.csv"\nsource = "x"'
TIED = '[network]\nlayers = [{ kind = "file", file = "input.csv" }]'
CITED = 'sources = "input.csv"'


def _beside(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return where the sound and the faulty tables of a kind are."""
    return (f"scenarios/rutte*.{kind}.csv", f"scenarios/nato-2*.{kind}.csv"), (f"tests/faults/{kind}*.csv",)


SEATS = ("scenarios/nato-members-*.csv",), ("tests/faults/members*.csv",)
EARS = ("tests/fuzz/edges.csv",), ("tests/faults/edges*.csv",)
LOADERS = [
    texts("scenario", 0.425, "input.toml", SOUND, FAULTY, _check("input.toml")),
    tables("members table", 0.06, *SEATS, _host(RACE, SEATED)),
    tables("tallies", 0.04, *_beside("tallies"), _host(RACE, COUNTED)),
    tables("commitments", 0.04, *_beside("commitments"), _host(RACE, DATED)),
    tables("edges", 0.03, *EARS, _host(TINY, TIED)),
    tables("sources", 0.03, *_beside("sources"), _host(TINY, CITED)),
    texts("experiment", 0.03, "input.toml", ("experiments/[!ae]*.toml",), QUESTIONS, _check("input.toml")),
    texts(
        "points", 0.03, "input.csv", ("tests/fuzz/points.csv",), ("tests/faults/experiments/*.csv",), _points, _cells
    ),
    texts("series", 0.06, "series/input.toml", ("scenarios/series/*.toml",), ("tests/faults/series.toml",), _series),
    texts(
        "priors", 0.06, "input.toml", ("sim/whitesmoke/evidence/priors.toml",), ("tests/faults/*prior*.toml",), _priors
    ),
    texts("scenes", 0.01, "input.toml", LECTURES, (), _scenes),
    Loader("--set", 0.05, _change, _set),
    texts("upload", 0.04, "input.toml", SOUND, FAULTY, _upload),
    Loader("link", 0.02, _link, _followed),
    *FOLDERS,
    *PACKED,
]
"""Their shares add up to one."""
