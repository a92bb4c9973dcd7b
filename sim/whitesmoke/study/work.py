"""A chunk of runs, and what a worker (a thread, a process, a machine of a cluster) makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import PerRun, compiled, ensemble
from whitesmoke.model.lang import sources_hash
from whitesmoke.study import columns, measured
from whitesmoke.study.store import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK_RUNS = 4096
CHUNK_MEMBERS = 4_000_000
"""Most runs, and most runs times members, of a chunk: some seconds of work, so that a crash loses little."""


class Chunk(NamedTuple):
    """Runs of one World, with numbers of their own; everything a worker needs."""

    case: Compiled
    seed: int
    slot: Any
    value: Any
    """(N, S)"""
    point: Any
    """(N,) identities"""
    replicate: Any
    """(N,) numbers of the runs in their ensemble"""
    columns: list[str]
    rounds: bool
    model: str
    """version of the rules that the results folder holds"""
    measures: measured.Formulas = {}

    def part(self, rows: slice | NDArray[np.bool_]) -> Chunk:
        """Return some of its runs."""
        return self._replace(value=self.value[rows], point=self.point[rows], replicate=self.replicate[rows])


class Rows(NamedTuple):
    """What came out of a chunk."""

    runs: pa.Table
    rounds: pa.Table | None


def play_chunk(chunk: Chunk) -> Rows:
    """Play a chunk. Raises WhitesmokeError on a worker that has other rules than the folder."""
    if chunk.model != sources_hash():
        raise WhitesmokeError(
            "a worker has another version of whitesmoke or Python than this sweep began with, or edited sources; "
            "install the same one everywhere, then give the same `sweep` again"
        )
    case = chunk.case
    outcomes = ensemble(
        case.world,
        chunk.replicate,
        chunk.seed,
        per_run=PerRun(chunk.slot, chunk.value),
        tallies=columns.wants_tallies(chunk.columns, chunk.rounds) or measured.wants_tallies(chunk.measures),
    )
    found = measured.measured(case, outcomes, chunk.measures)
    rounds = columns.round_table(case, chunk.point, chunk.replicate, outcomes) if chunk.rounds else None
    return Rows(columns.table(case, chunk.columns, chunk.point, chunk.replicate, outcomes, found), rounds)


def warm_up() -> None:
    """Have the rules compiled, or taken from the cache, before threads need them."""
    compiled()


def chunk_length(members: int, total: int, jobs: int) -> int:
    """Return how many runs go into a chunk: enough of them that all workers end together."""
    fair = -(-total // (8 * jobs))
    return max(1, min(CHUNK_RUNS, CHUNK_MEMBERS // members, max(64, fair)))


def spans(chunk: Chunk) -> Iterator[Span]:
    """Yield the runs of each point of a chunk, from the first to the last."""
    for name in dict.fromkeys(chunk.point):
        replicate = chunk.replicate[chunk.point == name]
        yield Span(str(name), int(replicate.min()), int(replicate.max()))


def halves(chunk: Chunk) -> Iterator[Chunk]:
    """Yield the runs of one half of a chunk's points, then those of the other half."""
    names = np.unique(chunk.point)
    first = np.isin(chunk.point, names[: len(names) // 2])
    yield chunk.part(first)
    yield chunk.part(~first)
