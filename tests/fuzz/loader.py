"""One loader, as the fuzzer sees it, and the luck of one input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple


class Loader(NamedTuple):
    """One loader: what makes its inputs, and what takes them (an exit code, or an error that becomes one)."""

    name: str
    share: float
    """of all inputs"""
    make: Callable[[int, int, Path], None]
    """(seed, index, folder): write the input"""
    take: Callable[[Path], int | None]
    seconds: float = 2.0
    """of processor time that one input may take"""
    prepare: Callable[[], object] = lambda: None
    """done once, before there are children; it may start no thread, which a child would miss"""


def dice_of(seed: int, index: int) -> Random:
    """Return the luck of one input: the same seed and index are the same bytes."""
    return Random(seed * 1_000_003 + index)
