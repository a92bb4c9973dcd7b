"""Before anything is timed: the versions play the same model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.world import World

from benchmarks import mesa_idiomatic, mesa_tuned, native
from benchmarks.setting import Setting


class Sample(NamedTuple):
    """Winners (-1 for none) and rounds of some runs."""

    winner: Any
    round: Any


def idiomatic(setting: Setting, runs: int, first: int = 0) -> Sample:
    """Play the idiomatic Mesa version."""
    ended = []
    for seed in range(first, first + runs):
        model = mesa_idiomatic.Race(setting, seed)
        model.run_model()
        ended.append((model.winner.index if model.winner else -1, model.steps))
    return Sample(*np.array(ended).T)


def tuned(setting: Setting, runs: int, first: int = 0) -> Sample:
    """Play the hand-tuned Mesa version."""
    ended = []
    for seed in range(first, first + runs):
        model = mesa_tuned.Race(setting, seed)
        model.run_model()
        ended.append((model.winner, model.steps))
    return Sample(*np.array(ended).T)


def largest_z(world: World, sample: Sample, runs: int = 20_000) -> float:
    """Return the largest |z| between a sample and the kernel: of the share of every outcome, of the mean of rounds."""
    kernel = ensemble(world, runs, 1, tallies=False, members=False)
    pairs = [(sample.winner == k, kernel.winner == k) for k in range(-1, len(world.home))]
    return max(_z(*both) for both in [*pairs, (sample.round, kernel.round)])


def _z(a: Any, b: Any) -> float:
    error = np.sqrt(a.var() / len(a) + b.var() / len(b))
    return float(abs(a.mean() - b.mean()) / error) if error > 0.0 else 0.0


def same_bits(world: World, runs: int) -> bool:
    """Say whether the kernel and the C version give the same bytes."""
    kernel, c = ensemble(world, runs, 1, tallies=False, members=False), native.play(world, runs)
    return all(getattr(kernel, name).tobytes() == getattr(c, name).tobytes() for name in c._fields)


def check(world: World, setting: Setting, say: Callable[[str], None]) -> list[str]:
    """Return what was checked, in words. Raises SystemExit if two versions differ."""
    found = []
    for name, play, runs in (("idiomatic Mesa", idiomatic, 200), ("tuned Mesa", tuned, 1000)):
        say(f"checking: {name}")
        z = largest_z(world, play(setting, runs))
        if z > 4.0:
            raise SystemExit(f"{name} plays another model: |z| = {z:.1f} over {runs} runs; nothing was timed")
        found.append(f"{name}: largest |z| of four outcomes and the mean length {z:.1f}, {runs} runs against 20 000")
    if native.compiler() is None:
        found.append("C: NOT COMPARED, no C compiler on the path")
        return found
    if not same_bits(world, 5000):
        raise SystemExit("the C version gives other outcomes; nothing was timed")
    found.append("C: winner, round, exits and concessions of 5000 runs equal to the last bit")
    return found
