"""Who is paid where actors bargain, over many runs: who is offered something, settles, gets what, and when.

Of runs in which actors do not bargain, and of members that never ask, nothing is said.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes


class Paid(NamedTuple):
    """What became of one holder."""

    offered: float
    """share of runs in which it was offered something"""
    settled: float
    """share of runs in which it settled for an offer"""
    got: float
    """share of what it asked for, in logits, that it had been granted at the end: the mean over all runs"""
    half_by: datetime.date | None
    """the median day on which it settled, over the runs in which it did; none if it never did"""


def is_known(outcomes: Outcomes) -> bool:
    """Say whether actors bargained in these runs, and what each member did was kept."""
    return len(outcomes.paid_on) > 0


def paid(case: Compiled, outcomes: Outcomes) -> dict[str, Paid]:
    """Return what became of the holders of the file and of whoever asked late, by code, in the order of members."""
    if not is_known(outcomes):
        return {}
    world, names = case.world, case.names
    asks = {int(i) for i, latent in zip(world.holder, world.latent) if latent != codes.OPEN}
    asks |= {int(i) for i in np.flatnonzero((outcomes.offered > 0).any(axis=0) | (outcomes.got > 0.0).any(axis=0))}
    return {names.members[i]: _one(case, outcomes, i) for i in sorted(asks)}


def _one(case: Compiled, outcomes: Outcomes, i: int) -> Paid:
    on = outcomes.paid_on[:, i]
    settled = on[on != codes.NEVER]
    middle = np.sort(settled)[(len(settled) - 1) // 2] if len(settled) else None
    return Paid(
        offered=float((outcomes.offered[:, i] > 0).mean()),
        settled=float((on != codes.NEVER).mean()),
        got=float(outcomes.got[:, i].mean()),
        half_by=None if middle is None else case.names.date_of_round(int(middle)),
    )


def spent(case: Compiled, outcomes: Outcomes) -> dict[str, float]:
    """Return the mean that each purse spent, by the name of its table."""
    if len(outcomes.spent) == 0:
        return {}
    return dict(zip(case.names.purses, outcomes.spent.mean(axis=0).tolist()))
