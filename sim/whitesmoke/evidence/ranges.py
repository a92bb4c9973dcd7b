"""What is drawn elsewhere is held to what a scenario may say: draws of a posterior, priors, errors of a coder."""

from __future__ import annotations

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.world import Floats
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.scenario.schema import Scenario
from whitesmoke.scenario.slots import range_of


def must_lie_within(path: str, drawn: Floats, scenario: Scenario) -> None:
    """Raise WhitesmokeError for the first draw of a number, (N,), that the scenario itself could not say."""
    allowed = range_of(path, scenario)
    wrong = np.flatnonzero(~allowed.has(drawn))
    if len(wrong):
        raise WhitesmokeError(
            f"the posterior says {path} = {drawn[wrong[0]]:g} in row {wrong[0] + 1}, and it must lie {allowed.words}; "
            "calibrate again, or take such rows out"
        )


def prior_must_lie_within(name: str, prior: Distribution, scenario: Scenario | None = None) -> None:
    """Raise WhitesmokeError for a prior that reaches beyond what a scenario may say of its number."""
    try:
        range_of(name.rpartition(":")[2], scenario).check(prior)
    except ValueError as error:
        raise WhitesmokeError(f"the prior of {name} {error}") from error


def kept_within(path: str, drawn: Floats, scenario: Scenario) -> Floats:
    """Return draws, (N,), of which those beyond the range of their number stand at its end."""
    allowed = range_of(path, scenario)
    low = np.nextafter(allowed.low, np.inf) if allowed.above else allowed.low
    return np.clip(drawn, low, allowed.high)
