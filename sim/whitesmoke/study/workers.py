"""Who plays the chunks: threads, processes, or the workers of a cluster. All speak `concurrent.futures`."""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.ensemble import all_cores
from whitesmoke.study.work import Chunk, Rows, play_chunk, warm_up

CLUSTER_TIMEOUT = 15
"""Seconds to find a scheduler."""
LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)")


class NoClusterError(WhitesmokeError):
    """The cluster cannot be reached, or went away."""

    exit_code = 5


class Workers:
    """Threads of this process: the compiled rules let go of Python's lock, so they run side by side."""

    deaths: tuple[type[BaseException], ...] = ()
    """errors by which a worker says that it died"""

    def __init__(self, jobs: int | None = None) -> None:
        self.jobs = jobs or all_cores()
        warm_up()
        self.pool: Executor = self.opened()

    def opened(self) -> Executor:
        """Return a pool."""
        return ThreadPoolExecutor(self.jobs)

    def submit(self, chunk: Chunk) -> Future[Rows]:
        """Have a chunk played."""
        return self.pool.submit(play_chunk, chunk)

    def renew(self) -> None:
        """Take new workers for those that died."""

    def check(self) -> None:
        """Raise NoClusterError if the workers are gone for good."""

    def gone(self) -> NoClusterError:
        """Return the error for work that nobody will do any more."""
        return NoClusterError("the workers are gone; `whitesmoke resume` goes on from what was written")

    def leave(self) -> None:
        """Let go of the workers at once, whatever they are at."""
        self.pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Let go of the workers once they have finished what they are at."""
        self.pool.shutdown(wait=True, cancel_futures=True)


class Processes(Workers):
    """Processes of this machine: a chunk that kills its worker leaves the sweep alive."""

    deaths = (BrokenProcessPool,)

    def opened(self) -> Executor:
        """Return a pool of processes that share nothing with this one."""
        return ProcessPoolExecutor(self.jobs, multiprocessing.get_context("spawn"), _begin)

    def submit(self, chunk: Chunk) -> Future[Rows]:
        """Have a chunk played; the pool starts its processes here, and again if one died since the last chunk."""
        with _deaf_children():
            try:
                return super().submit(chunk)
            except BrokenProcessPool:
                self.renew()
                return super().submit(chunk)

    def renew(self) -> None:
        """A pool with one dead process is unusable as a whole."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self.opened()


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Have processes that start here not hear what a terminal sends to all: this one says when to stop.

    They do hear SIGTERM, by which a pool ends those that are left when one of them died.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Make a process ready to play, and have it end with the one that started it, however that ends."""
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    warm_up()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


class Cluster(Workers):
    """Workers of a dask.distributed scheduler."""

    def __init__(self, address: str, insecure: bool = False) -> None:
        check_address(address, insecure)
        self.address = address
        Client, self.deaths = _distributed()
        try:
            self.client = Client(address, timeout=CLUSTER_TIMEOUT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise NoClusterError(
                f"--cluster {address}: no scheduler answers there; start one with `dask scheduler` and workers with "
                f"`dask worker {address}`"
            ) from error
        self.jobs = max(1, sum(self.client.nthreads().values()))
        self.pool = self.opened()

    def opened(self) -> Executor:
        """Return dask's own executor."""
        pool: Executor = self.client.get_executor(pure=False, retries=0)
        return pool

    def check(self) -> None:
        """Raise NoClusterError if the scheduler, or the last worker, is gone."""
        if self.client.status != "running" or not self.client.scheduler_info().get("workers"):
            raise self.gone()

    def gone(self) -> NoClusterError:
        """Return the error for a cluster that went away."""
        return NoClusterError(
            f"--cluster {self.address}: the cluster is gone; what was written is kept. Start it again, then "
            "`whitesmoke resume` the folder"
        )

    def close(self) -> None:
        """Let go of the cluster; it stays up."""
        self.client.close(timeout=5)


def check_address(address: str, insecure: bool) -> None:
    """Refuse plain tcp to another machine: whoever listens there could run anything here."""
    found = re.fullmatch(r"(?:(?P<protocol>\w+)://)?(?P<host>\[[^\]]+\]|[^:/]+):(?P<port>\d+)", address)
    if not found:
        raise WhitesmokeError(f"--cluster {address}: write it like tcp://127.0.0.1:8786 or tls://HOST:8786")
    if (found["protocol"] or "tcp") != "tls" and not insecure and not LOOPBACK.fullmatch(found["host"]):
        raise WhitesmokeError(
            f"--cluster {address}: plain tcp to another machine is neither encrypted nor authenticated; use tls:// "
            "with certificates, or add --allow-insecure-cluster on a network you trust"
        )


def _distributed() -> tuple[Callable[..., Any], tuple[type[BaseException], ...]]:
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise WhitesmokeError(
            "--cluster needs dask.distributed: install whitesmoke with its extra, whitesmoke[cluster]"
        ) from error
    logging.disable(logging.CRITICAL)  # a cluster that goes away is said once, by us, without tracebacks
    return Client, (KilledWorker,)
