"""The calibrations of a model without some of its mechanisms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration.inference import Effort, Inference
from whitesmoke.evidence.calibration.switches import MECHANISMS, MODE, acts, at_meetings, off_at
from whitesmoke.evidence.parameters import Priors, in_force, parameters
from whitesmoke.scenario.load import Loaded


def inference_of(cases: Sequence[Loaded], held: Priors, effort: Effort, without: Sequence[str]) -> Inference:
    """Return the calibration of some cases, with some mechanisms off. Raises WhitesmokeError for one that is none."""
    must_be_mechanisms(without, "--without")
    played = [at_meetings(loaded) for loaded in cases] if MODE in without else cases
    off = dict.fromkeys(path for loaded in played for path in off_at(loaded, without))
    found = in_force(parameters(played, held, [*off]), played)
    return Inference(played, found, effort._replace(off=tuple(without)), errors=held.error)


def must_be_mechanisms(names: Sequence[str], said: str) -> None:
    """Raise WhitesmokeError for the first name that is of no mechanism; `said`: the option that gave it."""
    for name in names:
        if name not in MECHANISMS:
            raise WhitesmokeError(f'{said}: "{name}" is no mechanism; choose from {", ".join(MECHANISMS)}')


def without_each(
    cases: Sequence[Loaded], held: Priors, effort: Effort, names: Sequence[str] = MECHANISMS
) -> Iterator[tuple[str, Inference]]:
    """Yield the same calibration without one mechanism more, for each that plays a part and is not off yet, by name."""
    played = [at_meetings(loaded) for loaded in cases] if MODE in effort.off else cases
    for name in names:
        if name not in effort.off and any(acts(loaded, name) for loaded in played):
            yield name, inference_of(cases, held, effort, [*effort.off, name])
