"""A posterior on disk: one row a draw, one column a parameter, and what it was fitted to."""

from __future__ import annotations

import hashlib
import json
import os
from math import gcd, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from whitesmoke import __version__
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.modes import MEETINGS
from whitesmoke.evidence.parameters import central_values, own_name, slots
from whitesmoke.evidence.ranges import must_lie_within
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.world import Floats, Ints, number_views
from whitesmoke.scenario.files import folders, read_bytes
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.loaded import dotted
from whitesmoke.scenario.wording import visible

if TYPE_CHECKING:
    import pyarrow as pa

KEY = b"whitesmoke"
FILE = "posterior.parquet"
CALIBRATIONS = Path("results", "calibrations")
"""Where `whitesmoke calibrate` writes by default."""
GOLDEN = (1.0 + sqrt(5.0)) / 2.0


LARGEST, MOST_DRAWS = 200_000_000, 1_000_000
"""Bytes and rows of a file; a calibration has some hundred."""


class About(BaseModel):
    """What a file says of its draws; whatever else a calibration noted is kept."""

    model_config = ConfigDict(strict=True, extra="allow")
    version: str
    cases: list[str] = []
    modes: list[Literal["meetings", "bargained"]] = Field([MEETINGS], min_length=1)
    """one that does not say is of a time when there was no other"""


class Posterior(NamedTuple):
    """Equally likely draws of the parameters."""

    names: list[str]
    draws: Floats
    """(N, parameters)"""
    about: dict[str, Any]
    """version, cases it was fitted to, settings"""
    sha256: str = ""
    """of the bytes of the file it was read from"""

    @property
    def cases(self) -> list[str]:
        """The cases it was fitted to: for these, whatever it says is in-sample."""
        return list(self.about.get("cases", []))

    @property
    def modes(self) -> list[str]:
        """The modes of bargaining that these cases had: what `bargaining.mode` was."""
        return list(self.about.get("modes", [MEETINGS]))

    @property
    def said(self) -> dict[str, object]:
        """What a result says of the posterior that it was played with."""
        return {"fitted_to": self.cases, "fitted_modes": self.modes, "posterior_sha256": self.sha256}

    def draw_of(self, runs: Ints) -> Ints:
        """Return which draw runs have, by their numbers: draw j for run j, from the first again after the last."""
        return np.asarray(runs, np.int64) % len(self.draws)


def write(posterior: Posterior, folder: Path) -> Posterior:
    """Write posterior.parquet and posterior.csv, each whole or not at all; return it as `read` would."""
    import pyarrow.csv
    import pyarrow.parquet

    folder.mkdir(parents=True, exist_ok=True)
    columns = {name: posterior.draws[:, j] for j, name in enumerate(posterior.names)}
    about = {**posterior.about, "version": __version__}
    table = pyarrow.table(columns).replace_schema_metadata({KEY: json.dumps(about, sort_keys=True).encode()})
    _whole(folder / FILE, lambda path: pyarrow.parquet.write_table(table, path))
    _whole(folder / "posterior.csv", lambda path: pyarrow.csv.write_csv(table, path))
    return posterior._replace(about=about, sha256=hashlib.sha256((folder / FILE).read_bytes()).hexdigest())


def evenly(count: int) -> Ints:
    """Return an order of 0 .. count - 1 in which the first k, for any k, lie evenly over all.

    Neighbours of a sequential Monte Carlo often descend from one particle: without this, few runs would take their
    draws from few ancestors. Steps are as near to count / golden ratio as has no divisor in common with count.
    """
    step = next(
        at for at in sorted(range(1, count + 1), key=lambda at: abs(at - count / GOLDEN)) if gcd(at, count) == 1
    )
    return np.arange(count) * step % count


def _whole(path: Path, writer: Any) -> None:
    half = path.with_name(f".{path.name}.{os.getpid()}")
    writer(half)
    half.replace(path)


def shipped_or(given: Path) -> Path:
    """Return the file of a posterior given by path, by its folder, or by the name of a case that one ships for."""
    if (given / FILE).is_file():
        return given / FILE
    if given.is_file() or given.name != str(given):
        return given
    shipped = (folder / "posteriors" / f"{given.name}.parquet" for folder in folders())
    return next((file for file in shipped if file.is_file()), given)


def read(path: Path, said: str = "--posterior: ") -> Posterior:
    """Return a posterior, given by path or by name.

    Parameters
    ----------
    said : who named the file, at the beginning of what is wrong with it

    Raises
    ------
    WhitesmokeError
        for a file that is none, or one of another version of the model
    """
    import pyarrow as pa

    path = shipped_or(path)
    if path.is_dir() or not os.path.lexists(path):
        raise WhitesmokeError(said + _missing(path))
    try:
        data = read_bytes(path, LARGEST)
        table, about = _typed(pa.BufferReader(data))
    except (pa.ArrowException, OSError, MemoryError, ValueError, WhitesmokeError) as error:
        why = f" ({error})" if isinstance(error, _NotTypedError) else ""
        raise WhitesmokeError(
            f"{said}{path} is no posterior{why}; give the posterior.parquet that `whitesmoke calibrate` wrote"
        ) from error
    if about["version"] != __version__:
        raise WhitesmokeError(
            f"{said}{path} was fitted with version {about['version']} of the model, this is {__version__}; "
            "calibrate again"
        )
    draws = np.column_stack([table[name].to_numpy() for name in table.column_names]).astype(float)
    if len(draws) == 0 or not np.isfinite(draws).all():
        raise WhitesmokeError(f"{said}{path} has no draws, or draws that are no numbers; calibrate again")
    return Posterior(list(table.column_names), draws, about, hashlib.sha256(data).hexdigest())


class _NotTypedError(ValueError):
    """A table that is no posterior, and why."""


def _typed(source: Any) -> tuple[pa.Table, dict[str, Any]]:
    """Return the table of a posterior, and what it says of itself. Raises ValueError for another table."""
    import pyarrow as pa
    import pyarrow.parquet

    file = pa.parquet.ParquetFile(source, pre_buffer=False)
    if file.metadata.num_rows > MOST_DRAWS:
        raise _NotTypedError(f"it has more than {MOST_DRAWS:,} rows")
    table = file.read(use_threads=False)
    text = (table.schema.metadata or {}).get(KEY)
    if text is None or not table.column_names:
        raise _NotTypedError("it does not say what it was fitted to")
    try:
        about = About.model_validate_json(text).model_dump()
    except ValidationError as error:
        raise _NotTypedError("it does not say what it was fitted to as a posterior does") from error
    for field in table.schema:
        if not (pa.types.is_floating(field.type) or pa.types.is_integer(field.type)):
            raise _NotTypedError(f"its column {visible(field.name[:80])} holds no numbers")
        if table.column_names.count(field.name) > 1:
            raise _NotTypedError(f"it has two columns {visible(field.name[:80])}")
    return table, about


def _missing(path: Path) -> str:
    """Return what is wrong with a path at which there is no posterior, and what to give instead."""
    below = path if path.is_dir() else CALIBRATIONS / path.name
    if there := sorted(below.glob(f"**/{FILE}")):
        return f"{path} is no posterior; give {' or '.join(map(str, there[:3]))}"
    if path.is_dir():
        return f"there is no {FILE} in {path}; `whitesmoke calibrate` writes one"
    return f"there is no file {path}, and none ships by that name; `whitesmoke calibrate` writes one"


class Fills(NamedTuple):
    """Which numbers of a scenario a posterior fills, and from which of its columns."""

    slot: Ints
    """(S,) entries of `Numbers.flat`"""
    column: Ints
    """(S,)"""

    def of(self, posterior: Posterior, runs: Ints) -> PerRun:
        """Return the numbers of some runs, (N,) by their numbers: run j takes draw j, from the first again at the end.

        The same run of any scenario has the same draw.
        """
        chosen = np.ix_(posterior.draw_of(runs), self.column)
        return PerRun(self.slot, np.ascontiguousarray(posterior.draws[chosen]))


def fills(posterior: Posterior, loaded: Loaded) -> Fills:
    """Return what a posterior fills in a scenario: what it speaks about and the scenario leaves as its case has it.

    A variant takes the draws of the case it extends. A number that the variant sets itself stays as it is, also if it
    sets what the case says anyway: so do `--set` and the factors of an experiment.

    Raises WhitesmokeError for a draw that the scenario itself could not say.
    """
    known, names = slots(loaded), _names(posterior, loaded)
    for name, drawn in zip(names, posterior.draws.T):
        if name in known:
            must_lie_within(name, drawn, loaded.scenario)
    pairs = [(at, column) for column, name in enumerate(names) for at in known.get(name, ())]
    slot, column = np.array(pairs, np.int64).reshape(-1, 2).T
    return Fills(np.ascontiguousarray(slot), np.ascontiguousarray(column))


def _names(posterior: Posterior, loaded: Loaded) -> list[str]:
    """Return the path of every column in a scenario; an empty text where it fills nothing."""
    chain = [file for file in loaded.files if file.suffix == ".toml"]  # the root last
    root = load(next((file for file in chain if file.stem in posterior.cases), chain[-1]))
    ours, theirs, said = central_values(loaded), central_values(root), said_by_itself(loaded, root)
    names = [own_name(name, root.name) or "" for name in posterior.names]
    return [name if ours.get(name) == theirs.get(name) and name not in said else "" for name in names]


def said_by_itself(loaded: Loaded, root: Loaded) -> set[str]:
    """Return the paths that a variant writes, and those of the tables around them: not its case, nor its tables."""
    case = {file.resolve() for file in root.files}
    ours = {file for file in loaded.files if file.resolve() in case}
    own = [place for place, origin in loaded.origins.items() if origin.file not in ours]
    return {dotted(place[:depth]) for place in own for depth in range(1, len(place) + 1)}


def rows_for(posterior: Posterior, loaded: Loaded, runs: int | Ints) -> PerRun:
    """Return numbers for each of some runs of a scenario, given by their count or their numbers; see `fills`.

    Raises WhitesmokeError if the posterior says nothing about the scenario.
    """
    found = fills(posterior, loaded)
    if not len(found.slot):
        raise WhitesmokeError(f"--posterior: it says nothing about any number of {loaded.name}")
    return found.of(posterior, np.arange(runs) if isinstance(runs, int) else runs)


def fixed(case: Compiled, numbers: PerRun) -> Compiled:
    """Return a case as the run plays it whose numbers are given, (1, S): what is given is no longer drawn."""
    world = case.world
    number = number_views(world.number.flat.copy(), world.number)
    number.flat[numbers.slot] = numbers.value[0]
    kept = ~np.isin(world.draw_slot, numbers.slot)
    draw = np.repeat(np.arange(len(world.draw_family)), np.diff(world.draw_start))
    count = np.bincount(draw[kept], minlength=len(world.draw_family))
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return case._replace(world=world._replace(number=number, draw_slot=world.draw_slot[kept], draw_start=start))
