"""Calibration: from what was held possible to what the records of one or more cases leave possible.

The likelihood of a parameter vector is estimated by a few runs of each case: the mean over runs of the likelihood of
the whole record under a run (`sim.inference.observe`), multiplied over cases. Where cases are pooled, a record counts
for at most `AT_MOST` entries: those of one race hang together, and no model is right to the entry. Each generation is
written before the next begins; the same command goes on where it stopped.

Source of that coarsening: Miller & Dunson (2019), *Robust Bayesian inference via coarsening*.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from sim import __version__, codes
from sim.case import Case
from sim.ensemble import Outcomes, PerRun, ensemble
from sim.errors import WhitesmokeError
from sim.inference import smc
from sim.inference.coding import Coding, coding, joined
from sim.inference.luck import log_mean
from sim.inference.observe import OWN_ERROR, Evidence, Reading, evidence, log_likelihood
from sim.inference.parameters import Parameter, per_run, values
from sim.inference.posterior import Posterior, evenly
from sim.lang import sources_hash
from sim.scenario.build import build
from sim.scenario.load import Loaded
from sim.scenario.numbers import Distribution
from sim.world import Floats, Ints

MOST_GENERATIONS = 200
LEAST_ACCEPTED = 0.01
"""When fewer moves than this are accepted, the estimates of the likelihood are too noisy for the record to be followed
further: the calibration ends with the record at less than its full weight, and says so."""


AT_MOST = 10
"""Entries that the record of one case counts for at most, where several are pooled; assumed."""


class Settings(NamedTuple):
    """How a calibration is made."""

    particles: int = 400
    runs: int = 16
    """of each case, for each estimate of a likelihood"""
    seed: int = 1
    threads: int = 1
    moves: int = 12
    off: tuple[str, ...] = ()
    """coefficients set to 0: a model without these mechanisms"""


class Target(NamedTuple):
    """One case to be calibrated on."""

    loaded: Loaded
    case: Case
    seen: Evidence
    coding: Coding
    """its own numbers that nothing is fitted to: drawn in each run"""


class Study:
    """A calibration: cases, parameters and how a vector of parameters is judged."""

    def __init__(
        self,
        cases: Sequence[Loaded],
        found: Sequence[Parameter],
        settings: Settings,
        reading: Reading | None = None,
        errors: Mapping[str, Distribution] | None = None,
    ) -> None:
        self.parameters, self.settings, self.reading = list(found), settings, reading or OWN_ERROR
        self.targets = [_target(loaded, self.reading, self._errors(loaded, errors or {})) for loaded in cases]
        if not self.targets:
            raise WhitesmokeError("there is no case to calibrate on; name one with a [record]")
        if not self.parameters:
            raise WhitesmokeError("there is nothing to calibrate: no prior names a number of these cases")

    def _errors(self, loaded: Loaded, errors: Mapping[str, Distribution]) -> Mapping[str, Distribution]:
        """Return the coder's errors of a case; none if its own numbers are among the parameters."""
        return {} if any(one.name.startswith(f"{loaded.name}:") for one in self.parameters) else errors

    @property
    def names(self) -> list[str]:
        """The parameters' names."""
        return [parameter.name for parameter in self.parameters]

    def rows(self, z: Floats) -> Floats:
        """Return parameters (N, P) from points (N, P) at which every prior is standard normal."""
        return np.column_stack([values(one.prior, ndtr(z[:, j])) for j, one in enumerate(self.parameters)])

    def log_likelihood(self, z: Floats, luck: Ints) -> Floats:
        """Return the log of the mean likelihood over runs of each case, with numbers (N, R); shape (N,)."""
        rows = np.repeat(self.rows(z), luck.shape[1], axis=0)
        return np.sum([self._one(target, rows, luck.ravel()) for target in self.targets], axis=0)

    def weight(self, target: Target) -> float:
        """Return the power to which a case's likelihood counts: 1 for a case alone."""
        return 1.0 if len(self.targets) == 1 else min(1.0, AT_MOST / target.seen.entries)

    def play(self, target: Target, rows: Floats, runs: Ints) -> Outcomes:
        """Play runs of a case, (N,), with parameters, (N, P); no two cases have luck or coder's errors in common."""
        seed = int.from_bytes(hashlib.sha256(f"{self.settings.seed} {target.loaded.name}".encode()).digest()[:8])
        given = joined(per_run(target.loaded, self.names, rows), target.coding.draw(runs, seed))
        given = _switched_off(given, self.settings.off)
        return ensemble(target.case.world, runs, seed, per_run=given, threads=self.settings.threads)

    def _one(self, target: Target, rows: Floats, runs: Ints) -> Floats:
        each = self.weight(target) * log_likelihood(target.case, target.seen, self.play(target, rows, runs))
        return log_mean(each.reshape(-1, self.settings.runs))

    def identity(self) -> str:
        """Return what names this calibration: a hash of cases, priors, settings and the rules."""
        parts = [
            f"{__version__} {smc.METHOD} {AT_MOST}",
            sources_hash(),
            json.dumps([self.settings._replace(threads=1)._asdict(), self.reading._asdict()], sort_keys=True),
            *(f"{one.name} {one.prior.model_dump_json()}" for one in self.parameters),
            *(hashlib.sha256(file.read_bytes()).hexdigest() for t in self.targets for file in t.loaded.files),
            *("\n".join(target.loaded.changes) for target in self.targets),
            *(f"{path} {error}" for t in self.targets for path, error in zip(t.coding.paths, t.coding.errors)),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _target(loaded: Loaded, reading: Reading, errors: Mapping[str, Distribution]) -> Target:
    case = build(loaded)
    seen = evidence(loaded, case, reading=reading)
    if seen.entries == 0:
        raise WhitesmokeError(f"{loaded.name} has no observation to be calibrated on; give it a [record]")
    return Target(loaded, case, seen, coding(loaded, errors))


def _switched_off(given: PerRun, off: Sequence[str]) -> PerRun:
    """Return the numbers of each run with some coefficients at 0."""
    slot = np.array([codes.COEFFICIENTS.index(name) for name in off], np.int64)
    zero = np.zeros((len(given.value), len(slot)))
    return given._replace(
        slot=np.concatenate([given.slot, slot]), value=np.ascontiguousarray(np.hstack([given.value, zero]))
    )


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
