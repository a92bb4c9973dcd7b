"""Ctrl-C, SIGTERM and SIGHUP are one thing: a wish to stop. Between two steps of long work it never tears one."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
Handler = Callable[[int, FrameType | None], object]
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What a terminal, a batch system or a closed window sends."""


@contextmanager
def heard() -> Iterator[None]:
    """Have every such signal stop a command as Ctrl-C does, and the second one end it at once.

    Only the main thread hears signals; one that a program is told to ignore, as by `nohup`, stays ignored.
    """
    before = {number: signal.getsignal(number) for number in SIGNALS if _is_main()}
    mine = {number: old for number, old in before.items() if old in (signal.SIG_DFL, signal.default_int_handler)}

    def stop(_number: int, _frame: FrameType | None) -> None:
        _handle(dict.fromkeys(mine, _leave))
        raise KeyboardInterrupt

    _handle(dict.fromkeys(mine, stop))
    try:
        yield
    finally:
        _handle(mine)


@contextmanager
def held_back() -> Iterator[Callable[[], bool]]:
    """Hold the first signal back, and give a function that says whether it came; the second one stops at once.

    Only the main thread hears signals, and a program started in the background may be told to ignore them: there,
    nothing is held back.
    """
    came = False
    before = {number: signal.getsignal(number) for number in SIGNALS if _is_main()}
    mine = {number: old for number, old in before.items() if callable(old)}

    def remember(_number: int, _frame: FrameType | None) -> None:
        nonlocal came
        came = True
        _handle(mine)

    _handle(dict.fromkeys(mine, remember))
    try:
        yield lambda: came
    finally:
        _handle(mine)


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


def _handle(handlers: Mapping[signal.Signals, Handler | int | None]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()
