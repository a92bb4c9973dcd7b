"""A server that forks: all is imported and compiled once, and each child takes inputs until one of them kills it."""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.loader import Loader

STUCK = 30.0
"""seconds on the clock after which one is given up that waits for something, and took no processor time in them"""
CHILD = 400
"""inputs for one child: what leaks goes with it"""
BUG, HANG = 70, 998
FINE = (0, 1, 2, 3, 4)
"""exit codes that an input may have; 1 is what `verify` says of a folder that is not sound"""
RECORD = struct.Struct("<ii")


class Ended(NamedTuple):
    """How one input ended: an exit code, minus a signal, or HANG."""

    index: int
    code: int


def served(loader: Loader, seed: int, indices: Sequence[int], folder: Path, note: Callable[[Ended], None]) -> None:
    """Take inputs one after the other in children of this process; each that dies is followed by another."""
    at = 0
    while at < len(indices):
        batch = indices[at : at + CHILD]
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _take(loader, seed, batch, folder, writer)
        os.close(writer)
        at += _watched(child, reader, batch, note)


def _take(loader: Loader, seed: int, indices: Sequence[int], folder: Path, writer: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    signal.signal(signal.SIGPROF, _too_long)
    try:
        for index in indices:
            os.write(writer, RECORD.pack(index, _timed(loader, seed, index, folder)))
        os._exit(0)
    except BaseException:  # of the fuzzer itself
        traceback.print_exc()
    finally:
        os._exit(BUG)


def _timed(loader: Loader, seed: int, index: int, folder: Path) -> int:
    try:
        signal.setitimer(signal.ITIMER_PROF, loader.seconds)
        return taken(loader, seed, index, folder)
    except TooLong:
        return HANG
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


class TooLong(BaseException):
    """An input took more processor time than its loader may."""


def _too_long(signum: int, frame: object) -> None:
    raise TooLong


def taken(loader: Loader, seed: int, index: int, folder: Path) -> int:
    """Make one input and give it to its loader; return the exit code that the command line would."""
    from whitesmoke.commands import cli

    loader.make(seed, index, folder)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return loader.take(folder) or 0
        except SystemExit as left:
            return int(left.code or 0)
        except Exception as error:
            return cli._explain_failure(error)


def _watched(child: int, reader: int, indices: Sequence[int], note: Callable[[Ended], None]) -> int:
    """Read what a child says until it ends; return how many inputs are done with."""
    done, spent = 0, -1.0
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while spent != (spent := _processor_time(child)):
            while select.select([pipe], [], [], STUCK)[0]:
                said = pipe.read(RECORD.size * 4096)
                if not said:
                    return done + _died(child, indices[done:], note)
                for ended in RECORD.iter_unpack(said):
                    note(Ended(*ended))
                    done += 1
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    note(Ended(indices[done], HANG))
    return done + 1


def _processor_time(child: int) -> float:
    """Return what a process has taken so far, on a busy machine little; 0 where the system does not say."""
    try:
        user, system = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return float(user) + float(system)


def _died(child: int, rest: Sequence[int], note: Callable[[Ended], None]) -> int:
    """Note over which input a child died, if there is one left; return how many that were."""
    _, status = os.waitpid(child, 0)
    if not rest:
        return 0
    note(Ended(rest[0], -os.WTERMSIG(status) if os.WIFSIGNALED(status) else BUG))
    return 1


def say(text: str) -> None:
    """Print at once."""
    print(text, file=sys.stderr, flush=True)
