"""The register of forecasters: each learns its constants from cases and then says when another will be decided.

A new one is a function from training cases to a `Forecast`, with `@forecaster(name)` above it; tables, figures and
tests find it here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from whitesmoke.evidence.protocol.averaging import Scored, summed, weights
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.proper_scores import when
from whitesmoke.model.world import Floats

Forecast = Callable[[History, int], Floats]
"""from a case and a day, at whose end it is made, to F of `proper_scores`; it may read only what was known by then"""
Forecaster = Callable[[Sequence[History]], Forecast]
Forecasts = dict[str, dict[int, Floats]]
"""by case, by day"""

FORECASTERS: dict[str, Forecaster] = {}
REFERENCE, TO_BEAT = "residual life", "date hazard"
"""the forecaster to which differences are taken, and the one that a model has to beat"""


def forecaster(name: str) -> Callable[[Forecaster], Forecaster]:
    """Enter a forecaster into the register under a name. Raises ValueError for one that another has."""

    def entered(learn: Forecaster) -> Forecaster:
        if name in FORECASTERS:
            raise ValueError(f"two forecasters are called {name}: tables and figures would have one of them")
        FORECASTERS[name] = learn
        return learn

    return entered


def left_out(cases: Sequence[History]) -> Iterator[tuple[list[History], list[History]]]:
    """Yield, for each cluster, the cases of all others and its own."""
    for cluster in dict.fromkeys(case.cluster for case in cases):
        yield [one for one in cases if one.cluster != cluster], [one for one in cases if one.cluster == cluster]


def forecasts(learn: Forecaster, cases: Sequence[History], only: Collection[str] | None = None) -> Forecasts:
    """Return the forecasts of every landmark of every case, or of some, each learnt without the case's cluster."""
    found: Forecasts = {}
    for others, own in left_out(cases):
        if asked := [case for case in own if only is None or case.name in only]:
            forecast = learn(others)
            found |= {case.name: {at.day: forecast(case, at.day) for at in case.landmarks} for case in asked}
    return found


def scored(cases: Sequence[History], told: Forecasts) -> Scored:
    """Return the weighted scores of forecasts, by case of those that have any."""
    return {
        case.name: summed(
            (weight, when(case, at, told[case.name][at.day]))
            for at, weight in zip(case.landmarks, weights(case), strict=True)
        )
        for case in cases
        if case.name in told
    }
