"""Where texts stand at the end of runs, if they can move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import QUANTILES
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats


def names(case: Compiled) -> tuple[str, ...]:
    """Return what the places of texts are called: CANDIDATE.ISSUE."""
    texts = [name for name, kind in zip(case.names.candidates, case.world.kind) if kind == codes.PROPOSAL]
    return tuple(f"{name}.{issue}" for name in texts for issue in case.names.issues)


def places(case: Compiled, outcomes: Outcomes) -> dict[str, Floats]:
    """Return where each text stands at the end, (N,) by `names`; nothing where texts cannot move."""
    texts, issues = np.flatnonzero(case.world.kind == codes.PROPOSAL), range(outcomes.text.shape[2])
    return dict(zip(names(case), (outcomes.text[:, k, d] for k in texts for d in issues)))


def spread(case: Compiled, outcomes: Outcomes) -> dict[str, dict[str, float]]:
    """Return quantiles and the mean of these over all runs, those without agreement included."""
    return {
        name: {**{at: float(np.quantile(place, q)) for at, q in QUANTILES.items()}, "mean": float(place.mean())}
        for name, place in places(case, outcomes).items()
    }
