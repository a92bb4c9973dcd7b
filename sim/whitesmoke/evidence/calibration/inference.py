"""Calibration: from what was held possible to what the records of one or more cases leave possible.

The likelihood of a parameter vector is estimated by a few runs of each case: the mean over runs of the likelihood of
the whole record under a run (`whitesmoke.evidence.record.likelihood`), multiplied over cases. Where cases are pooled, a
record counts for at most `AT_MOST` entries: those of one race hang together, and no model is right to the entry. So

    log likelihood = sum over cases of log mean over runs of L(record | run)^w,  w = min(1, AT_MOST / entries)

Source of that coarsening: Miller & Dunson (2019), *Robust Bayesian inference via coarsening*.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration import smc
from whitesmoke.evidence.calibration.switches import off_at
from whitesmoke.evidence.coding import Coding, coding, joined
from whitesmoke.evidence.parameters import Parameter, per_run, slots, values
from whitesmoke.evidence.record.evidence import WITH_DISCREPANCY, Evidence, ObservationError, evidence
from whitesmoke.evidence.record.likelihood import log_likelihood
from whitesmoke.evidence.weights import log_mean
from whitesmoke.model import PLAYS
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes, PerRun, ensemble
from whitesmoke.model.world import Floats, Ints
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.meaning import meaning, record_of
from whitesmoke.scenario.numbers import Distribution

AT_MOST = 10
"""Entries that the record of one case counts for at most, where several are pooled; assumed."""


class Effort(NamedTuple):
    """How a calibration is made."""

    particles: int = 400
    runs: int = 16
    """of each case, for each estimate of a likelihood"""
    seed: int = 1
    threads: int = 1
    moves: int = 12
    off: tuple[str, ...] = ()
    """mechanisms that are off; see `whitesmoke.evidence.calibration.switches`"""


class Target(NamedTuple):
    """One case to be calibrated on."""

    loaded: Loaded
    case: Compiled
    seen: Evidence
    coding: Coding
    """its own numbers that nothing is fitted to: drawn in each run"""
    off: dict[str, float]
    """numbers, by path, at which the mechanisms to be done without are off"""


class Inference:
    """A calibration: cases, parameters and how a vector of parameters is judged."""

    def __init__(
        self,
        cases: Sequence[Loaded],
        found: Sequence[Parameter],
        effort: Effort,
        error: ObservationError | None = None,
        errors: Mapping[str, Distribution] | None = None,
    ) -> None:
        self.parameters, self.effort, self.error = list(found), effort, error or WITH_DISCREPANCY
        self.targets = [self._target(loaded, errors or {}) for loaded in cases]
        if not self.targets:
            raise WhitesmokeError("there is no case to calibrate on; name one with a [record]")
        if not self.parameters:
            raise WhitesmokeError("there is nothing to calibrate: no prior names a number of these cases")

    def _errors(self, loaded: Loaded, errors: Mapping[str, Distribution]) -> Mapping[str, Distribution]:
        """Return the coder's errors of a case; none if its own numbers are among the parameters."""
        return {} if any(one.name.startswith(f"{loaded.name}:") for one in self.parameters) else errors

    def _target(self, loaded: Loaded, errors: Mapping[str, Distribution]) -> Target:
        case = build(loaded)
        seen = evidence(loaded, case, error=self.error)
        if seen.entries == 0:
            raise WhitesmokeError(f"{loaded.name} has no observation to be calibrated on; give it a [record]")
        open_ = coding(loaded, self._errors(loaded, errors))
        return Target(loaded, case, seen, open_, off_at(loaded, self.effort.off))

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
        seed = int.from_bytes(hashlib.sha256(f"{self.effort.seed} {target.loaded.name}".encode()).digest()[:8])
        given = joined(per_run(target.loaded, self.names, rows), target.coding.draw(runs, seed))
        given = _switched_off(given, target)
        return ensemble(target.case.world, runs, seed, per_run=given, threads=self.effort.threads)

    def _one(self, target: Target, rows: Floats, runs: Ints) -> Floats:
        each = self.weight(target) * log_likelihood(target.case, target.seen, self.play(target, rows, runs))
        return log_mean(each.reshape(-1, self.effort.runs))

    def of_another_record(self, seen: Evidence, seed: int) -> Inference:
        """Return the same calibration of the one case on another record, with another seed."""
        (target,) = self.targets
        other = copy.copy(self)
        other.targets, other.effort = [target._replace(seen=seen)], self.effort._replace(seed=seed)
        return other

    def identity(self) -> str:
        """Return what names this calibration: a hash of what its cases, priors and settings mean, and of the model."""
        parts = [
            f"{PLAYS} {smc.METHOD} {AT_MOST}",
            json.dumps([self.effort._replace(threads=1)._asdict(), self.error._asdict()], sort_keys=True),
            *(f"{one.name} {one.prior.model_dump_json()}" for one in self.parameters),
            *(f"{t.loaded.name} {meaning(t.loaded)} {record_of(t.loaded)}" for t in self.targets),
            *(f"{path} {error}" for t in self.targets for path, error in zip(t.coding.paths, t.coding.errors)),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _switched_off(given: PerRun, target: Target) -> PerRun:
    """Return the numbers of each run of a case with some mechanisms off."""
    where = slots(target.loaded)
    numbers = [(slot, value) for path, value in target.off.items() for slot in where[path]]
    slot = np.array([slot for slot, _ in numbers], np.int64)
    switched = np.tile(np.array([value for _, value in numbers]), (len(given.value), 1))
    return given._replace(
        slot=np.concatenate([given.slot, slot]), value=np.ascontiguousarray(np.hstack([given.value, switched]))
    )
