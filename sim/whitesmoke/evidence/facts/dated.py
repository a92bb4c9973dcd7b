"""Decisions and known dates: which are near one, how many by chance, which dates are missed, which settle it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model.world import Floats, World

BEFORE, AFTER = 3, 1
"""Days round a date that are near it."""


class Dated(NamedTuple):
    """Of N runs, with M dates; see the fields of the same names of `whitesmoke.evidence.facts.fact_columns.Columns`."""

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
    first, last, weight = known_dates(w)
    near = _close(first, last, days)
    return Dated(
        near=_if_decided(days, near.any(axis=1)),
        chance=_if_decided(days, _share_near(first, last, days)),
        missed=_if_decided(days, (last + AFTER < days[:, None]).sum(axis=1)),
        settled_it=np.where(first - BEFORE <= over[:, None], near, np.nan) * 1.0,
        weight=np.broadcast_to(weight, (len(days), len(first))).copy(),
    )


def known_dates(w: World) -> tuple[Any, Any, Floats]:
    """Return the first and the last day of each date, and its weight. Shapes (M,).

    Days within the time of a case that press, or on which the body is to sit. Days in a row are one date, of the
    largest weight: who meets on two days meets once.
    """
    weight = dict.fromkeys(w.sitting_day.tolist(), float(w.number.coefficient.sitting_weight))
    weight |= dict(zip(w.focal_day.tolist(), w.number.focal_weight.tolist()))
    days = np.array(sorted(day for day in weight if 0 < day <= w.rounds * w.round_days), int)
    rows = [row for row in np.split(days, np.flatnonzero(np.diff(days) > 1) + 1) if len(row)]
    heaviest = [max(weight[day] for day in row.tolist()) for row in rows]
    return np.array([row[0] for row in rows], int), np.array([row[-1] for row in rows], int), np.array(heaviest, float)


def _close(first: Any, last: Any, days: Floats) -> Any:
    """Return which days are near which dates. Shape (N, M)."""
    return (first - BEFORE <= days[:, None]) & (days[:, None] <= last + AFTER)


def _share_near(first: Any, last: Any, days: Floats) -> Floats:
    """Return the share of the days from the first to that of the decision that are near a date."""
    end = int(np.nanmax(days, initial=0.0))
    near = _close(first, last, np.arange(end + 1.0)).any(axis=1)
    so_far = np.cumsum(near) / np.arange(1.0, end + 2.0)
    found: Floats = so_far[np.nan_to_num(days).astype(int)]
    return found


def _if_decided(days: Floats, values: Any) -> Floats:
    return np.where(np.isfinite(days), values, np.nan)
