"""What a decision takes: whether somebody can be outvoted, and whether a silence has to last."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitesmoke.model import codes
from whitesmoke.model.world import World, seated


def indispensable(
    weights: Sequence[int], credit: Sequence[int], quota: tuple[int, int, int], otherwise: int
) -> list[bool]:
    """Return for each member whether a row of a rule fails, all others saying yes, when it does otherwise.

    A row carries when denominator * sum_i(weight_i * credit_i) >= numerator * sum_i(weight_i) + plus.

    Parameters
    ----------
    weights : of the members of the body, in the row
    credit : of a no, an abstention and a yes
    quota : numerator, denominator, plus
    otherwise : what the member says in place of yes, codes.ABSTAIN or codes.NO
    """
    numerator, denominator, plus = quota
    total, yes = sum(weights), credit[codes.YES]
    needed, lost = numerator * total + plus, yes - credit[otherwise]
    return [denominator * (yes * total - lost * own) < needed for own in weights]


def blocking(world: World, present: NDArray[np.bool_]) -> list[bool]:
    """Return for each member present whether its no, all others saying yes, leaves no alternative of the rule met."""
    blocked = [True] * int(present.sum())
    for a in range(len(world.alternative) - 1):
        some_row = [False] * len(blocked)
        for row in range(world.alternative[a], world.alternative[a + 1]):
            weights, credit, quota = world.row_weight[row, present], world.credit[row], world.quota[row]
            short = indispensable(weights.tolist(), credit.tolist(), tuple(quota.tolist()), codes.NO)
            some_row = [one or other for one, other in zip(some_row, short)]
        blocked = [one and other for one, other in zip(blocked, some_row)]
    return blocked


def by_everybody(world: World, round_: int) -> bool:
    """Say whether nobody of the body of a round can be outvoted: a no of any one member leaves no alternative met.

    So it is under unanimity, and under consensus, where nobody objects; any other choice is no consensus.
    """
    return all(blocking(world, seated(world, round_ * world.round_days)))


def decides_by_silence(world: World) -> bool:
    """Say whether a silence may have to last before a candidate that carries has won: not where a sitting decides."""
    return bool(float(world.number.coefficient.silence_high) > 0.0 and world.between != codes.ONLY_SITTINGS)
