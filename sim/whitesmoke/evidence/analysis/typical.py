"""Which of many runs to show first: one that goes as most of them do."""

from __future__ import annotations

from typing import Any

import numpy as np

from whitesmoke.evidence.analysis.endings import held_up
from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes

RUNS = 100
"""Of a seed, the first ones: among them it is looked for."""
MOST_MEMBERS = 300
"""Of a body up to which that many runs take no time to speak of; of a larger one it is run 0 that is shown."""


def is_sought(case: Compiled) -> bool:
    """Say whether the body is small enough to look for its typical run."""
    return len(case.names.members) <= MOST_MEMBERS


def typical(case: Compiled, outcomes: Outcomes) -> int:
    """Return the typical one of some runs, which have to have been asked for their members.

    Of those with the most frequent outcome, and of these those in which its most frequent last holdout is among the
    last, it is the one whose end is nearest the median end of that outcome. Of what ties, the earlier in order:
    candidates before deadlock, members, runs.
    """
    outcome = np.where(outcomes.winner == codes.NONE, len(case.names.candidates), outcomes.winner)
    usual = outcome == np.bincount(outcome).argmax()
    late = held_up(case, outcomes) & usual[:, None]
    alike = late[:, late.sum(axis=0).argmax()]
    ends = _ends(case, outcomes)
    off = np.abs(ends - np.median(ends[usual]))
    return int(np.where(alike, off, np.inf).argmin())


def _ends(case: Compiled, outcomes: Outcomes) -> Any:
    """Return the day on which each run ended: settled, or as long as it was played. Shape (N,)."""
    played = outcomes.round * case.world.round_days
    return np.where(outcomes.winner == codes.NONE, played, settled(case, outcomes))
