"""The sweep itself: what is missing is played and written chunk by chunk; nothing that was written is played twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.lang import sources_hash
from whitesmoke.study import columns
from whitesmoke.study.interrupts import held_back
from whitesmoke.study.places import Places, done
from whitesmoke.study.plan import Plan
from whitesmoke.study.stopping import wider
from whitesmoke.study.store import FAILURES, Folder
from whitesmoke.study.work import Chunk, Rows, chunk_length, halves, spans
from whitesmoke.study.workers import Processes, Workers
from whitesmoke.study.worlds import Plot
from whitesmoke.writing.shell import command

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from whitesmoke.model.world import Ints

BLOCK = 1024
"""Runs of one point that go to the same shard of a job array."""
PATIENCE = 10.0
"""Seconds without any chunk after which the workers are asked whether they are still there."""
DEADLY = "its point killed the worker that played it"
Progress = Callable[[int, int], None]
"""Called with the runs that have been written by now, and with how many are still to come."""


class InterruptedSweepError(WhitesmokeError):
    """Stopped by Ctrl-C; everything that was played has been written."""

    exit_code = 130


class Shard(NamedTuple):
    """Part `number` of `parts` of a sweep, for the jobs of an array."""

    number: int
    parts: int


WHOLE = Shard(1, 1)


class Missing(NamedTuple):
    """Runs that are not in the folder: two columns of equal length."""

    point: Any
    """place of the point in the plan's list of points"""
    replicate: Any

    def part(self, rows: NDArray[np.bool_]) -> Missing:
        """Return some of them."""
        return Missing(self.point[rows], self.replicate[rows])


class Refused(NamedTuple):
    """Runs of a point that its scenario does not allow."""

    point: str
    replicates: Any
    reason: str


def missing(plan: Plan, folder: Folder, shard: Shard = WHOLE) -> Missing:
    """Return what the folder lacks, and this shard has to play."""
    places = Places(plan.targets)
    there, failed = done(folder, places, plan.experiment.spec.outputs.rounds)
    point, replicate = places.run(np.flatnonzero(~(there | failed)))
    if shard.parts > 1:
        hashed = np.array([int(name[:12], 16) for name in places.points])
        block = 0 if plan.experiment.spec.replicates.stop else replicate // BLOCK
        mine = (hashed[point] + block) % shard.parts == shard.number - 1
        point, replicate = point[mine], replicate[mine]
    return Missing(point, replicate)


def doubtful(plan: Plan, folder: Folder, todo: Missing) -> Any:
    """Return which of the missing runs a process was at when it died, or another is at now; (N,) truth values."""
    number = {name: at for at, name in enumerate(plan.targets)}
    found = np.zeros(len(todo.point), bool)
    for span in folder.marked():
        within = (todo.replicate >= span.first) & (todo.replicate <= span.last)
        found |= (todo.point == number.get(span.point, -1)) & within
    return found


class Sweep:
    """Plays a plan into a folder."""

    def __init__(
        self, plan: Plan, folder: Folder, workers: Workers, shard: Shard = WHOLE, progress: Progress | None = None
    ) -> None:
        self.plan, self.folder, self.workers, self.shard = plan, folder, workers, shard
        self.progress = progress or (lambda done, left: None)
        self.done = self.left = 0
        self.dead: set[str] = set()
        """points that killed their worker"""
        self._suspects: list[Chunk] = []

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        return self.folder.manifest()

    def run(self, todo: Missing | None = None) -> int:
        """Play all that is missing; return how many runs were played. Raises InterruptedSweepError on Ctrl-C.

        `todo` is what is missing at first, where that is known already.
        """
        while True:
            todo = missing(self.plan, self.folder, self.shard) if todo is None else todo
            self.left = len(todo.point)
            apart = doubtful(self.plan, self.folder, todo)
            if apart.any():
                self._play_apart(self.chunks(todo.part(apart)))
                todo = todo.part(~apart)
            if len(todo.point):
                self._play(self.chunks(todo))
            self.folder.clear_marks()
            if not wider(self.plan, self.folder):
                break
            todo = None
        if self.plan.experiment.spec.replicates.stop is not None:
            self.folder.write_design(self.plan.table())
        return self.done

    # --- from what is missing to chunks -----------------------------------------------------------------------------

    def chunks(self, todo: Missing) -> Iterator[Chunk | Refused]:
        """Yield what is missing in chunks, and the points that cannot be compiled."""
        names = list(self.plan.targets)
        wanted = np.unique(todo.point)
        settings = [self.plan.unique[names[at]] for at in wanted]
        for plot in self.plan.compiler.plots(settings):
            if isinstance(plot, Plot):
                yield from self._of_plot(plot, wanted, names, todo)
            else:
                for at in plot.members:
                    yield Refused(names[wanted[at]], todo.replicate[todo.point == wanted[at]], plot.reason)

    def _of_plot(self, plot: Plot, wanted: Any, names: list[str], todo: Missing) -> Iterator[Chunk]:
        members = len(plot.case.names.members)
        length = chunk_length(members, len(todo.point), self.workers.jobs)
        groups = [plot.members] if self.plan.paired else [[at] for at in plot.members]
        identities, model = np.array(names, object), sources_hash()
        row_of = {at: row for row, at in enumerate(plot.members)}
        for group in groups:
            place = np.full(len(names), -1)
            place[wanted[group]] = [row_of[at] for at in group]
            mine = np.flatnonzero(place[todo.point] >= 0)
            for start in range(0, len(mine), length):
                rows = mine[start : start + length]
                numbers = self.plan.compiler.numbers(plot, place[todo.point[rows]], todo.replicate[rows])
                yield Chunk(
                    plot.case,
                    self.plan.seed_of(names[wanted[group[0]]]),
                    numbers.slot,
                    numbers.value,
                    identities[todo.point[rows]],
                    todo.replicate[rows],
                    self.plan.columns,
                    self.plan.experiment.spec.outputs.rounds,
                    model,
                    self.plan.measures,
                )

    # --- from chunks to the folder ----------------------------------------------------------------------------------

    def _play(self, chunks: Iterator[Chunk | Refused]) -> None:
        waiting: dict[Future[Rows], Chunk] = {}
        with held_back() as stopped:
            for chunk in chunks:
                if stopped():
                    break
                if isinstance(chunk, Refused):
                    self._failed(*chunk)
                    continue
                chunk = self._without_dead(chunk)
                if not len(chunk.point):
                    continue
                self._mark([*waiting.values(), chunk])
                waiting[self.workers.submit(chunk)] = chunk
                while len(waiting) >= 2 * self.workers.jobs and not stopped():
                    self._collect(waiting)
            while waiting and not stopped():
                self._collect(waiting)
            if self._suspects and not stopped():
                self._play_suspects(stopped, self.workers)
            if stopped():
                self._finish(waiting)
                self._mark([])
                raise self._interrupted()
            self._mark([])

    def _interrupted(self) -> InterruptedSweepError:
        return InterruptedSweepError(
            f"interrupted; {self.done:,} runs were written, {self.left:,} are left. Go on with: "
            f"{command('resume', self.folder.path)}"
        )

    def _play_apart(self, chunks: Iterator[Chunk | Refused]) -> None:
        """Play runs at which a process may have died in a process of their own, before all others."""
        with held_back() as stopped:
            for chunk in chunks:
                if isinstance(chunk, Refused):
                    self._failed(*chunk)
                else:
                    self._suspects.append(chunk)
            workers = self.workers if self.workers.deaths else Processes(1)
            try:
                self._play_suspects(stopped, workers)
            finally:
                if workers is not self.workers:
                    workers.close()
            if stopped():
                raise self._interrupted()

    def _mark(self, chunks: Sequence[Chunk]) -> None:
        """Note what is about to be played, where a crash would take this process with it."""
        if not self.workers.deaths:
            self.folder.mark([span for chunk in chunks for span in spans(chunk)])

    def _collect(self, waiting: dict[Future[Rows], Chunk]) -> None:
        done = wait(waiting, PATIENCE, FIRST_COMPLETED).done
        if not done:
            self.workers.check()
        for future in done:
            self._take(future, waiting.pop(future))

    def _finish(self, waiting: dict[Future[Rows], Chunk]) -> None:
        """Write what is being played at this moment; leave the rest."""
        running = {future: chunk for future, chunk in waiting.items() if not future.cancel()}
        for future, chunk in running.items():
            wait([future])
            self._take(future, chunk)

    def _take(self, future: Future[Rows], chunk: Chunk) -> None:
        if future.cancelled():
            raise self.workers.gone()
        error = future.exception()
        if error is None:
            self._written(future.result())
        elif isinstance(error, self.workers.deaths):
            self._suspects.append(chunk)
        elif isinstance(error, WhitesmokeError) or not isinstance(error, Exception):
            raise error
        else:
            self._failed_chunk(chunk, f"{type(error).__name__}: {error}".strip(": "))

    def _written(self, rows: Rows) -> None:
        if rows.rounds is not None:  # first: a run counts as played once its own row is there
            self.folder.add("rounds", rows.rounds)
        self.folder.add("runs", columns.in_words_of(self._manifest, rows.runs))
        self._count(len(rows.runs))

    def _count(self, runs: int) -> None:
        self.done, self.left = self.done + runs, self.left - runs
        self.progress(self.done, self.left)

    # --- what goes wrong --------------------------------------------------------------------------------------------

    def _play_suspects(self, stopped: Callable[[], bool], workers: Workers) -> None:
        """Play the chunks that were with a dead worker one by one; split those that kill, down to the point."""
        suspects, self._suspects = deque(self._suspects), []
        workers.renew()
        while suspects and not stopped():
            chunk = self._without_dead(suspects.popleft())
            if not len(chunk.point):
                continue
            future = workers.submit(chunk)
            wait([future])
            if not isinstance(future.exception(), workers.deaths):
                self._take(future, chunk)
                continue
            workers.renew()
            if len(set(chunk.point)) == 1:
                self.dead.add(str(chunk.point[0]))
                self._failed_chunk(chunk, DEADLY)
            else:
                suspects.extendleft(halves(chunk))

    def _without_dead(self, chunk: Chunk) -> Chunk:
        """Return a chunk without the runs of points that killed a worker, which fail."""
        dead = np.isin(chunk.point, list(self.dead))
        if dead.any():
            self._failed_chunk(chunk.part(dead), DEADLY)
        return chunk.part(~dead) if dead.any() else chunk

    def _failed_chunk(self, chunk: Chunk, reason: str) -> None:
        for point in dict.fromkeys(chunk.point):
            self._failed(point, chunk.replicate[chunk.point == point], reason)

    def _failed(self, point: str, replicates: Ints, reason: str) -> None:
        """Write rows for runs that could not be played."""
        rows = [
            {
                "point": point,
                "replicate": int(replicate),
                "reason": reason,
                "replay": command("replay", self.folder.path, point, replicate),
            }
            for replicate in replicates
        ]
        self.folder.add("failures", pa.Table.from_pylist(rows, schema=FAILURES))
        self._count(len(rows))
