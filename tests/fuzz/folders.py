"""Results folders, posteriors and half-done calibrations, damaged as a disk, a script or a curious user would."""

from __future__ import annotations

import functools
import io
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.fuzz.loader import Loader, dice_of
from tests.fuzz.mutation import damaged, disorder, value

ROOT = Path(__file__).resolve().parents[2]
EXPERIMENT = """
title = "What the harbour is worth"
question = "x"
scenario = "tutorial"
factors.ceiling = { path = "demands.harbour.ceiling", values = [0.0, 1.0] }
factors.rule = { path = "rule", values = ["unanimity", "majority"] }
design.kind = "grid"
replicates.runs = 5
"""
COMMANDS = (
    ("status", "results"),
    ("resume", "results", "--no-figure"),
    ("export", "results", "--csv"),
    ("export", "results", "--parquet"),
    ("export", "results", "--dta"),
    ("verify", "results"),
    ("replay", "results", "1", "2", "--no-figure"),
    ("compact", "results"),
    ("report", "results"),
)


@functools.cache
def results() -> Path:
    """Return a sound results folder, played once; it goes with the process that asked first."""
    desk = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (desk / "harbour.toml").write_text(EXPERIMENT)
    command = [
        sys.executable,
        "-m",
        "whitesmoke.commands.cli",
        "sweep",
        "harbour.toml",
        "--out",
        "results",
        "--no-figure",
    ]
    subprocess.run(
        command,
        cwd=desk,
        env={"PYTHONPATH": str(ROOT / "sim"), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )
    return next(path.parent for path in desk.glob("results/*/*/manifest.json"))


def _damaged_folder(seed: int, index: int, folder: Path) -> None:
    dice, here = dice_of(seed, index), folder / "results"
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(results(), here)
    files = sorted(path for path in here.rglob("*") if path.is_file())
    file = here / "manifest.json" if dice.random() < 0.4 else dice.choice(files)
    _spoil(dice, file)
    (folder / "command.json").write_text(json.dumps(dice.choice(COMMANDS)))


def _spoil(dice: Random, file: Path) -> None:
    data = file.read_bytes()
    what = dice.randrange(10)
    if what == 0:
        file.unlink()
        (file.mkdir, lambda: file.symlink_to("nowhere"), lambda: None)[dice.randrange(3)]()
    elif what < 5 or file.suffix not in (".json", ".parquet"):
        file.write_bytes(damaged(dice, data, data))
    elif file.suffix == ".json":
        tree = json.loads(data)
        disorder(dice, tree, tree)
        file.write_text(json.dumps(tree, default=str))
    else:
        file.write_bytes(other_table(dice, data))


def other_table(dice: Random, data: bytes) -> bytes:
    """Return a Parquet file with a column of another type, name or content, other rows, or other metadata."""
    table = pq.read_table(io.BytesIO(data), use_threads=False)
    at = dice.randrange(table.num_columns)
    column, name = table.column(at), table.column_names[at]
    what = dice.randrange(6)
    if what == 0:
        new: Any = pa.array([dice.choice((None, "x", "=1")) for _ in range(len(table))], pa.string())
        table = table.set_column(at, name, new)
    elif what == 1:
        numbers = [dice.choice((None, -1.0, 1e308, float("nan"), float("inf"), 0.0, 7.0)) for _ in range(len(table))]
        table = table.set_column(at, name, pa.array(numbers, pa.float64()))
    elif what == 2:
        table = table.rename_columns([dice.choice((old, "", "x")) for old in table.column_names])
    elif what == 3:
        table = dice.choice(
            (
                table.slice(0, len(table) // 2),
                pa.concat_tables([table, table]),
                table.slice(0, 0),
                table.remove_column(at),
            )
        )
    elif what == 4:
        table = table.append_column(dice.choice((name, "more")), column)
    else:
        table = table.replace_schema_metadata({b"whitesmoke": json.dumps(_other(dice, table), default=str).encode()})
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def _other(dice: Random, table: Any) -> Any:
    try:
        about = json.loads((table.schema.metadata or {}).get(b"whitesmoke", b"{}"))
    except ValueError:
        about = {}
    if dice.random() < 0.3 or not about:
        return value(dice)
    disorder(dice, about, about)
    return about


def _commanded(folder: Path) -> int:
    from whitesmoke.commands import cli

    try:
        cli.main(json.loads((folder / "command.json").read_text()))
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def _damaged_posterior(seed: int, index: int, folder: Path) -> None:
    dice, data = dice_of(seed, index), (ROOT / "scenarios/posteriors/rutte-iohannis.parquet").read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    spoilt = damaged(dice, data, data) if dice.random() < 0.4 else other_table(dice, data)
    (folder / "input.parquet").write_bytes(spoilt)


def _drawn(folder: Path) -> None:
    from whitesmoke.evidence.posterior import read, rows_for
    from whitesmoke.scenario.load import load

    rows_for(read(folder / "input.parquet"), load("rutte-iohannis"), 50)


@functools.cache
def _calibration() -> tuple[Any, bytes]:
    """Return a calibration and the file of its first generation."""
    from whitesmoke.evidence.calibration import calibrate, smc
    from whitesmoke.evidence.calibration.inference import Effort, Inference
    from whitesmoke.evidence.parameters import parameters, read_priors
    from whitesmoke.scenario.load import load

    case = load("nato-2003")
    inference = Inference([case], parameters([case], read_priors()), Effort(particles=50, runs=1))
    size, dimensions = 50, len(inference.parameters)
    first = smc.begin(size, dimensions, 1, lambda z, luck: np.zeros(len(z)), 1)
    desk = Path(tempfile.mkdtemp(prefix="fuzz-"))
    calibrate.save_history(inference, desk, [first])
    return inference, (desk / "generation.npz").read_bytes()


def _damaged_generation(seed: int, index: int, folder: Path) -> None:
    dice, data = dice_of(seed, index), _calibration()[1]
    folder.mkdir(parents=True, exist_ok=True)
    if dice.random() < 0.5:
        (folder / "generation.npz").write_bytes(damaged(dice, data, data))
        return
    with np.load(io.BytesIO(data)) as kept:
        arrays: dict[str, Any] = dict(kept)
    name = dice.choice(list(arrays))
    old = arrays.pop(name)
    if (what := dice.randrange(6)) > 0:
        changed = (old.ravel()[:0], old.astype(str), np.full(3, np.nan), np.float64(1), np.zeros((2, 2, 2)))
        arrays[name] = changed[what - 1]
    np.savez(folder / "generation.npz", **arrays)


def _gone_on(folder: Path) -> None:
    from whitesmoke.evidence.calibration.calibrate import load_history

    load_history(_calibration()[0], folder)


FOLDERS = [
    Loader("results folder", 0.01, _damaged_folder, _commanded, prepare=results),
    Loader("posterior", 0.02, _damaged_posterior, _drawn),
    Loader("generation", 0.005, _damaged_generation, _gone_on, prepare=_calibration),
]
