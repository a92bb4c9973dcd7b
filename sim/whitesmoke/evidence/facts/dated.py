"""Decisions and known dates: which are near one, how many by chance, which dates are missed, which settle it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.world import Floats, World

BEFORE, AFTER = 3, 1
"""Days round a date that are near it."""


class Dated(NamedTuple):
    """Of N runs, with M dates; see the fields of the same names of `whitesmoke.evidence.facts.columns.Columns`."""

    near: Floats
    chance: Floats
    missed: Floats
    settled_it: Floats
    weight: Floats


def dated(w: World, days: Floats, over: Floats) -> Dated:
    """Return what dates have to do with decisions.

    Parameters
    ----------
    days : (N,) of the decisions; nan without one
    over : (N,) on which each was over, with a decision or without
    """
    dates, weight = known_dates(w)
    return Dated(
        near=_if_decided(days, _near(dates, days)),
        chance=_if_decided(days, _share_near(dates, days)),
        missed=_if_decided(days, (dates + AFTER < days[:, None]).sum(axis=1)),
        settled_it=np.where(dates - BEFORE <= over[:, None], _close(dates, days), np.nan) * 1.0,
        weight=np.broadcast_to(weight, (len(days), len(dates))).copy(),
    )


def known_dates(w: World) -> tuple[Any, Floats]:
    """Return the days within the time of a case that press, or on which the body is to sit, each once, by weight."""
    weight = dict.fromkeys(w.sitting_day.tolist(), float(w.number.coefficient.sitting_weight))
    weight |= dict(zip(w.focal_day.tolist(), w.number.focal_weight.tolist()))
    dates = sorted(day for day in weight if 0 < day <= min(w.rounds * w.round_days, codes.NEVER))
    return np.array(dates, int), np.array([weight[day] for day in dates], float)


def _close(dates: Any, days: Floats) -> Any:
    """Return which days are near which dates. Shape (N, M)."""
    return (dates - BEFORE <= days[:, None]) & (days[:, None] <= dates + AFTER)


def _near(dates: Any, days: Floats) -> Any:
    return _close(dates, days).any(axis=1)


def _share_near(dates: Any, days: Floats) -> Floats:
    """Return the share of the days from the first to that of the decision that are near a date."""
    last = int(np.nanmax(days, initial=0.0))
    so_far = np.cumsum(_near(dates, np.arange(last + 1.0))) / np.arange(1.0, last + 2.0)
    found: Floats = so_far[np.nan_to_num(days).astype(int)]
    return found


def _if_decided(days: Floats, values: Any) -> Floats:
    return np.where(np.isfinite(days), values, np.nan)
