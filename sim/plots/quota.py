"""How many commitments the decision rule asks for, where that is a number of members."""

from __future__ import annotations

import numpy as np

from sim import codes
from sim.world import World


def needed(world: World, members: int) -> int | None:
    """Return the commitments that carry a candidate in a body of so many members; None if the rule is no headcount.

    A row of the rule is a headcount when every member weighs the same and only a yes earns credit.
    """
    counts = [_row(world, row, members) for row in range(len(world.credit))]
    return max((count for count in counts if count is not None), default=None)


def _row(world: World, row: int, members: int) -> int | None:
    weight, credit = world.row_weight[row], world.credit[row]
    numerator, denominator, plus = (int(x) for x in world.quota[row])
    if not np.all(weight == weight[0]) or weight[0] <= 0 or credit[codes.ABSTAIN] != 0 or credit[codes.YES] <= 0:
        return None
    if credit[codes.NO] != 0:
        return None
    share = numerator * int(weight[0]) * members + plus
    return max(0, -(-share // (denominator * int(weight[0]) * int(credit[codes.YES]))))
