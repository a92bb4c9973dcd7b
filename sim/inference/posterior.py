"""A posterior on disk: one row a draw, one column a parameter, and what it was fitted to."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from sim import __version__
from sim.ensemble import PerRun
from sim.errors import WhitesmokeError
from sim.inference.parameters import central_values, own_name, per_run
from sim.scenario.load import Loaded, load
from sim.world import Floats

KEY = b"whitesmoke"


class Posterior(NamedTuple):
    """Equally likely draws of the parameters."""

    names: list[str]
    draws: Floats
    """(N, parameters)"""
    about: dict[str, Any]
    """version, cases it was fitted to, settings"""

    @property
    def cases(self) -> list[str]:
        """The cases it was fitted to: for these, whatever it says is in-sample."""
        return list(self.about.get("cases", []))


def write(posterior: Posterior, folder: Path) -> None:
    """Write posterior.parquet and posterior.csv, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = {name: posterior.draws[:, j] for j, name in enumerate(posterior.names)}
    about = json.dumps({**posterior.about, "version": __version__}, sort_keys=True).encode()
    table = pa.table(columns).replace_schema_metadata({KEY: about})
    _whole(folder / "posterior.parquet", lambda path: pa.parquet.write_table(table, path))
    _whole(folder / "posterior.csv", lambda path: pa.csv.write_csv(table, path))


def _whole(path: Path, writer: Any) -> None:
    half = path.with_name(f".{path.name}.{os.getpid()}")
    writer(half)
    half.replace(path)


def read(path: Path) -> Posterior:
    """Return a posterior.

    Raises WhitesmokeError for a file that is none, or one of another version of the model.
    """
    if not path.exists():
        raise WhitesmokeError(f"--posterior: there is no file {path}; `whitesmoke calibrate` writes one")
    try:
        table = pa.parquet.read_table(path)
        about = json.loads((table.schema.metadata or {})[KEY])
        draws = np.column_stack([table[name].to_numpy() for name in table.column_names]).astype(float)
    except (pa.ArrowInvalid, OSError, KeyError, ValueError) as error:
        raise WhitesmokeError(
            f"--posterior: {path} is no posterior; give the posterior.parquet that `whitesmoke calibrate` wrote"
        ) from error
    if about.get("version") != __version__:
        raise WhitesmokeError(
            f"--posterior: {path} was fitted with version {about.get('version')} of the model, this is {__version__}; "
            "calibrate again"
        )
    if len(draws) == 0 or not np.isfinite(draws).all():
        raise WhitesmokeError(f"--posterior: {path} has no draws, or draws that are no numbers; calibrate again")
    return Posterior(list(table.column_names), draws, about)


def rows_for(posterior: Posterior, loaded: Loaded, runs: int) -> PerRun:
    """Return numbers for each of some runs of a scenario: draw j for run j, from the first again after the last.

    Runs of several scenarios with one number take the same draw. A variant takes the draws of the case it extends; a
    number that it sets itself stays as it is.

    Raises WhitesmokeError if the posterior says nothing about the scenario.
    """
    root = next((file for file in _chain(loaded) if file.stem in posterior.cases), _chain(loaded)[-1])
    ours, theirs = central_values(loaded), central_values(load(root))
    names = [own_name(name, root.stem) or "" for name in posterior.names]
    names = [name if ours.get(name) == theirs.get(name) else "" for name in names]
    if not set(names) & ours.keys():
        raise WhitesmokeError(f"--posterior: it says nothing about any number of {loaded.name}")
    return per_run(loaded, names, posterior.draws[np.arange(runs) % len(posterior.draws)])


def _chain(loaded: Loaded) -> list[Path]:
    """Return the scenario's file and those it extends, the root last."""
    return [file for file in loaded.files if file.suffix == ".toml"]
