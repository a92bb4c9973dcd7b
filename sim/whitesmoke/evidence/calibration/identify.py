"""What a calibration learnt, and what it could not: shrinkage, correlations, evidence, in numbers and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata

from whitesmoke.evidence.calibration.inference import Inference
from whitesmoke.model.world import Floats

UNMOVED = 0.8
"""A posterior spread above this share of the prior's: the record says next to nothing on the parameter."""
TIED = 0.5
"""A rank correlation above this: the record speaks about the two together, not about each."""
SAID = 6
"""Pairs told in words."""
STRONG = 3.0
"""A difference of log evidence, nats: e^3 is 20 to 1. Kass & Raftery (1995), *Bayes factors*, call this strong."""


class Learnt(NamedTuple):
    """One parameter before and after."""

    name: str
    prior_mean: float
    prior_sd: float
    mean: float
    sd: float
    p05: float
    p95: float
    ratio: float
    """standard deviation after over before, where the prior is standard normal: 1 nothing learnt, 0 everything"""
    ratio_error: float
    """standard error of the ratio with m particles that differ: ratio / sqrt(2 (m - 1)), were they independent"""

    @property
    def told(self) -> bool:
        """Whether the record says something on it: the ratio lies below `UNMOVED`, by two standard errors."""
        return self.ratio + 2.0 * self.ratio_error <= UNMOVED


def short(name: str, case: str = "") -> str:
    """Return a parameter's name without what it shares with most others; give the case if there is only one."""
    return name.removeprefix("parameters.").removeprefix(f"{case}:")


def learnt(inference: Inference, z: Floats, prior_z: Floats) -> list[Learnt]:
    """Return what was learnt on each parameter from particles of the posterior, (N, P), and of the prior, (M, P)."""
    draws, before = inference.rows(z), inference.rows(prior_z)
    freedom = 2.0 * max(1, len(np.unique(z, axis=0)) - 1)
    return [
        Learnt(
            name=name,
            prior_mean=float(before[:, j].mean()),
            prior_sd=float(before[:, j].std()),
            mean=float(draws[:, j].mean()),
            sd=float(draws[:, j].std()),
            p05=float(np.quantile(draws[:, j], 0.05)),
            p95=float(np.quantile(draws[:, j], 0.95)),
            ratio=float(z[:, j].std()),
            ratio_error=float(z[:, j].std() / np.sqrt(freedom)),
        )
        for j, name in enumerate(inference.names)
    ]


def correlations(z: Floats) -> Floats:
    """Return Spearman's rank correlations of the columns; 0 for a column that does not vary."""
    ranks = np.apply_along_axis(rankdata, 0, z)
    spread = ranks.std(axis=0)
    scaled = (ranks - ranks.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    return np.asarray(scaled.T @ scaled / len(z))


def tied(names: Sequence[str], z: Floats) -> list[tuple[str, str, float]]:
    """Return the pairs of parameters with a rank correlation above `TIED`, and above noise, the strongest first.

    With m particles that differ, three standard errors are 3 / sqrt(m).
    """
    found, least = correlations(z), max(TIED, 3.0 / np.sqrt(len(np.unique(z, axis=0))))
    pairs = [(names[i], names[j], float(found[i, j])) for i in range(len(names)) for j in range(i)]
    return sorted([pair for pair in pairs if abs(pair[2]) > least], key=lambda pair: -abs(pair[2]))


def in_words(
    found: Sequence[Learnt],
    pairs: Sequence[tuple[str, str, float]],
    evidence: Mapping[str, float | None] | None = None,
    case: str = "",
) -> list[str]:
    """Return sentences on what the record cannot tell.

    Parameters
    ----------
    evidence : log evidence of the model without each mechanism, less that of the whole model; None if unknown
    case : the only one, if there is only one
    """

    def call(name: str) -> str:
        return short(name, case)

    unmoved = [one.name for one in found if not one.told]
    moved = sorted((one for one in found if one.told), key=lambda one: one.ratio)
    lines = []
    if moved:
        told = ", ".join(f"{call(one.name)} ({one.mean:.2f} [{one.p05:.2f}, {one.p95:.2f}])" for one in moved)
        lines.append(f"The record speaks about {told}.")
    if unmoved:
        silent = ", ".join(call(name) for name in unmoved)
        lines.append(f"It says next to nothing about {silent}: what stands there is what was assumed.")
    for how, sign in (("making up for less of the other", -1.0), ("going with more of the other", 1.0)):
        told = "; ".join(f"{call(a)} and {call(b)} ({r:+.2f})" for a, b, r in pairs[:SAID] if sign * r > 0.0)
        if told:
            lines.append(f"It speaks about these only together, more of one {how}: {told}.")
    for sentence in _mechanisms(evidence or {}):
        lines.append(sentence)
    return lines


def _mechanisms(evidence: Mapping[str, float | None]) -> list[str]:
    """Return what the evidence says on each mechanism; it also counts the freedom that a parameter gives."""
    known = {name: gain for name, gain in evidence.items() if gain is not None}
    needed = [name for name, gain in known.items() if gain <= -STRONG]
    idle = [name for name, gain in known.items() if -STRONG < gain < STRONG]
    against = [name for name, gain in known.items() if gain >= STRONG]
    unknown = [name for name in evidence if name not in known]
    lines = []
    if needed:
        lines.append(f"Refitted without it, the record is much less likely for each of: {', '.join(needed)}.")
    if idle:
        lines.append(
            f"It cannot tell whether these are at work at all, for the others can stand in: {', '.join(idle)}."
        )
    if against:
        lines.append(f"It is much more likely without: {', '.join(against)}.")
    if unknown:
        lines.append(
            f"Refitted without it, the model did not use the record in full, so that nothing is known about each of: "
            f"{', '.join(unknown)}; take more --runs."
        )
    return lines
