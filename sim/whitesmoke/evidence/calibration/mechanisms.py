"""Mechanisms that can be switched off, and the calibrations of a model without some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration.inference import Effort, Inference
from whitesmoke.evidence.parameters import Priors, in_force, parameters
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.scenario.in_force import plays_no_part
from whitesmoke.scenario.load import Loaded

MECHANISMS = tuple(name for name, one in COEFFICIENTS.items() if one.fit == "or off")
"""Coefficients that can switch a mechanism off."""


def inference_of(cases: Sequence[Loaded], held: Priors, effort: Effort, without: Sequence[str]) -> Inference:
    """Return the calibration of some cases, with some mechanisms off. Raises WhitesmokeError for one that is none."""
    unknown = [name for name in without if name not in MECHANISMS]
    if unknown:
        raise WhitesmokeError(f'--without: "{unknown[0]}" is no mechanism; choose from {", ".join(MECHANISMS)}')
    found = in_force(parameters(cases, held, [f"parameters.{name}" for name in without]), cases)
    return Inference(cases, found, effort._replace(off=tuple(without)), errors=held.error)


def without_each(cases: Sequence[Loaded], held: Priors, effort: Effort) -> Iterator[tuple[str, Inference]]:
    """Yield the same calibration without one mechanism more, for each that plays a part and is not off yet, by name."""
    for name in MECHANISMS:
        acts = any(not plays_no_part(loaded.scenario, ("parameters", name)) for loaded in cases)
        if acts and name not in effort.off:
            yield name, inference_of(cases, held, effort, [*effort.off, name])
