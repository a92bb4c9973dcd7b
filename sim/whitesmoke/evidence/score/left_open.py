"""Versions of the model that leave open what nobody could know, on the six cases of the Alliance, at meetings.

Every run draws the shared parameters, from the priors or from what the records of the other cases left possible; the
case's own numbers are drawn with their coder's error, the patron's endorsement comes when it came in other cases.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.parameters import read_priors
from whitesmoke.evidence.posterior import Posterior, read
from whitesmoke.evidence.record.asof import heard_of
from whitesmoke.evidence.score.forecasters import opened_parts, pooled, prior_draws
from whitesmoke.evidence.score.kept_forecasts import Asked
from whitesmoke.evidence.score.questions import Forecast, day_of, others_than
from whitesmoke.evidence.score.versions import Tell
from whitesmoke.evidence.score.what_runs_say import Told, by_day, left_of, nothing, rounded
from whitesmoke.model import codes
from whitesmoke.scenario.load import Loaded

PRIORS, FITTED = "meetings, from its priors", "meetings, fitted to the others"
"""names of the versions"""


def from_priors(asked: Asked, cases: Sequence[Loaded], threads: int = 1) -> tuple[Tell, Mapping[str, Posterior]]:
    """Return the version that draws from the priors, and what it draws from, by case."""
    draws = dict.fromkeys((case.name for case in cases), prior_draws(read_priors(), asked.runs, asked.seed))
    return opened(asked, draws, cases, threads), draws


def fitted(
    asked: Asked, cases: Sequence[Loaded], folder: Path, threads: int = 1
) -> tuple[Tell, Mapping[str, Posterior]]:
    """Return the version fitted to the other cases, from the fits that `score --old-rule --leave-one-out` has kept."""
    draws = fits(cases, folder)
    return opened(asked, draws, cases, threads), draws


def fits(cases: Sequence[Loaded], folder: Path) -> dict[str, Posterior]:
    """Return what a folder has for each case. Raises WhitesmokeError if it lacks one, or has one of other cases."""
    return {case.name: _fit(folder, case, cases) for case in cases}


def _fit(folder: Path, case: Loaded, cases: Sequence[Loaded]) -> Posterior:
    """Return what the records of the others left possible."""
    others = [one.name for one in others_than(case, cases)]
    left_out = "+".join(one.name for one in cases if one.name not in others)
    place = folder / f"without-{left_out}"
    if not place.is_dir():
        raise WhitesmokeError(f"fits: there is no {place}; `whitesmoke score --old-rule --leave-one-out` writes it")
    found = read(place, "fits: ")
    if found.about["cases"] != others:
        raise WhitesmokeError(f"fits: {place} was not fitted to {', '.join(others)}; give the folder of another score")
    return found


def hash_of(draws: Posterior) -> str:
    """Return what tells draws of the shared parameters from others."""
    return hashlib.sha256("\n".join(draws.names).encode() + draws.draws.tobytes()).hexdigest()


def opened(asked: Asked, draws: Mapping[str, Posterior], cases: Sequence[Loaded], threads: int = 1) -> Tell:
    """Return the version that draws the shared parameters of each case from a posterior of its own."""
    priors = read_priors()

    def tell(loaded: Loaded, day: datetime.date) -> Told:
        if not heard_of(loaded, day):
            return nothing("nobody heard of", loaded, day)
        parts = opened_parts(draws[loaded.name], priors, cases, asked.runs, asked.seed, threads, loaded, day)
        if all(evidence == -np.inf for evidence, _ in parts):
            return nothing("no run left", loaded, day)
        return _told(pooled(loaded, day, parts, asked.seed), loaded, day)

    return tell


def _told(found: Forecast, loaded: Loaded, day: datetime.date) -> Told:
    """Return a forecast as it is kept; how it ends was not asked, and nobody left counts as undecided."""
    assert found.days is not None
    settled = by_day(found.days[found.days < codes.NEVER], day_of(loaded, day))
    return Told("played", len(found.days), settled, 0, left_of(loaded, day), rounded(found.last), {})
