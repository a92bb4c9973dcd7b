"""From prior to posterior, generation by generation; each is written before the next begins."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from sim.errors import WhitesmokeError
from sim.inference.calibration import smc
from sim.inference.calibration.study import Study
from sim.inference.posterior import Posterior, evenly
from sim.lang import sources_hash
from sim.world import Floats

MOST_GENERATIONS = 200
LEAST_ACCEPTED = 0.01
"""When fewer moves than this are accepted, the estimates of the likelihood are too noisy for the record to be followed
further: the calibration ends with the record at less than its full weight, and says so."""


def calibrate(
    study: Study, folder: Path, watch: Callable[[smc.Generation], None] | None = None
) -> tuple[Posterior, list[smc.Generation]]:
    """Return the posterior and the generations that led to it, going on from what the folder has.

    The last generation has beta below 1 if the particles could not follow the record further.
    """
    history = load_history(study, folder)
    settings = study.settings
    for one in generations(study, history[-1] if history else None):
        history.append(one)
        save_history(study, folder, history)
        if watch:
            watch(one)
    last = history[-1]
    about = {
        "cases": [target.loaded.name for target in study.targets],
        "particles": settings.particles,
        "runs": settings.runs,
        "seed": settings.seed,
        "off": list(settings.off),
        "weight": last.beta,
        "log_evidence": last.log_evidence,
        "noise": smc.noise(last, study.log_likelihood),
        "rules": sources_hash(),
    }
    off = [f"parameters.{name}" for name in settings.off]
    draws = np.hstack([study.rows(last.z), np.zeros((len(last.z), len(off)))])
    return Posterior([*study.names, *off], draws[evenly(len(draws))], about), history


def generations(study: Study, last: smc.Generation | None = None) -> Iterator[smc.Generation]:
    """Yield the generations that follow the last one (none: from the prior on) until the record has its full weight."""
    settings = study.settings
    if last is None:
        last = smc.begin(settings.particles, len(study.parameters), settings.runs, study.log_likelihood, settings.seed)
        yield last
    while last.beta < 1.0 and last.acceptance >= LEAST_ACCEPTED:
        if last.number >= MOST_GENERATIONS:
            raise WhitesmokeError(
                f"after {MOST_GENERATIONS} generations the record is still not fully used; take more --particles or "
                "more --runs for each"
            )
        last = smc.step(last, study.log_likelihood, settings.seed, moves=settings.moves)
        yield last


def save_history(study: Study, folder: Path, history: list[smc.Generation]) -> None:
    """Write the last generation, and the numbers of those before it, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    last = history[-1]
    scalars = np.array([[one.number, *one[4:]] for one in history], float)
    half = folder / f".generation.{os.getpid()}.npz"
    np.savez(
        half, z=last.z, luck=last.luck, log_likelihood=last.log_likelihood, scalars=scalars, identity=study.identity()
    )
    half.replace(folder / "generation.npz")


def load_history(study: Study, folder: Path) -> list[smc.Generation]:
    """Return the generations of this very calibration that the folder has; of all but the last only the numbers.

    Raises WhitesmokeError if the folder holds another calibration.
    """
    file = folder / "generation.npz"
    if not file.exists():
        return []
    with np.load(file) as kept:
        if str(kept["identity"]) != study.identity():
            raise WhitesmokeError(f"{folder} holds another calibration; give another --out, or remove it")
        history = [_generation(row) for row in kept["scalars"]]
        history[-1] = history[-1]._replace(z=kept["z"], luck=kept["luck"], log_likelihood=kept["log_likelihood"])
    return history


def _generation(row: Floats) -> smc.Generation:
    """Return the numbers of a generation, without its particles."""
    number, *rest = row.tolist()
    z, luck, log_likelihood = np.empty((0, 0)), np.empty((0, 0), np.int64), np.empty(0)
    beta, log_evidence, effective, acceptance, distinct, scale, used = rest
    return smc.Generation(
        int(number), z, luck, log_likelihood, beta, log_evidence, effective, acceptance, int(distinct), scale, int(used)
    )
