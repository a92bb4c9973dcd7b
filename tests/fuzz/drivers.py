"""What was accepted is played: by the compiled driver and by plain Python, bit for bit the same, and finite."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from tests.fuzz.loader import Loader

MOST = 40_000
"""Members times rounds times candidates that plain Python plays here"""
DIFFERENT, TOO_LARGE = 99, 97


def _played(folder: Path) -> int:
    from whitesmoke.model.ensemble import ensemble
    from whitesmoke.model.recorder import record
    from whitesmoke.scenario.build import build
    from whitesmoke.scenario.load import load

    case = build(load("input.toml"))
    world = case.world
    if world.rounds * len(world.member_address) * len(world.home) > MOST:
        return TOO_LARGE
    compiled, trace = ensemble(world, 2, seed=3), record(case, seed=3, run=1)
    return 0 if same(compiled, trace) and finite(trace) else DIFFERENT


def same(compiled: Any, trace: Any) -> bool:
    """Say whether run 1 of the compiled driver is the run in plain Python, in every byte that both note."""
    from whitesmoke.model.ensemble import close, new_outcomes

    noted = new_outcomes(trace.case.world, 1, tallies=False)
    close(trace.case.world, trace.final, noted, 0)
    by_round = {"tally": np.array([committed.copy() for committed in trace.committed], np.int32)}
    if compiled.counted.size:
        by_round["counted"] = np.array(trace.counted, np.int32)
    rounds = all(getattr(compiled, name)[1, : len(one)].tobytes() == one.tobytes() for name, one in by_round.items())
    return rounds and all(
        getattr(compiled, name)[1:2].tobytes() == getattr(noted, name).tobytes()
        for name in noted._fields
        if name not in ("tally", "counted")
    )


def finite(trace: Any) -> bool:
    """Say whether every number that a run has and prints is one."""
    from whitesmoke.telling.explain import terms_of

    numbers = [trace.final.number.flat, trace.final.baseline, trace.final.met, np.array(trace.pressure)]
    if trace.looks:
        terms = terms_of(trace.case, trace.looks[-1], 0, 0)
        numbers.append(np.array([value for value in terms.values() if value != -math.inf]))
    return all(np.isfinite(some).all() for some in numbers)


def playing(scenario: Loader) -> Loader:
    """Return the loader that plays the inputs of another one."""
    return Loader("both drivers", 0.0, scenario.make, _played, seconds=20.0)
