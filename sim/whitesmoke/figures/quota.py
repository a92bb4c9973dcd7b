"""What the decision rule asks for: a number of members where it is one, and in words, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.world import World

if TYPE_CHECKING:
    from numpy.typing import NDArray

YES_ONLY, NOBODY_OBJECTS, FOR_AGAINST = (0, 0, 1), (0, 1, 1), (-1, 0, 1)
"""Credits of no, abstention and yes that have a name in the field."""
MOST_NAMED = 6


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


def in_words(case: Compiled, present: NDArray[np.bool_], committed: NDArray[np.bool_] | None = None) -> list[str]:
    """Return what each row of the rule asks for, in words; rows that ask the same of one member each are one sentence.

    Parameters
    ----------
    present : (n,) truth values, who is in the body
    committed : (n,) truth values, who is committed to a candidate: how much of the weight that is; not told without
    """
    world, lines, vetoes = case.world, [], []
    for row in range(len(world.credit)):
        weight = np.where(present, world.row_weight[row], 0)
        if np.count_nonzero(world.row_weight[row]) == 1 and _credits(world, row) == NOBODY_OBJECTS:
            vetoes.append(case.names.members[int(np.argmax(world.row_weight[row]))])
        else:
            lines.append(_in_words(world, row, weight, committed))
    if vetoes:
        named = ", ".join(vetoes[:MOST_NAMED]) + (f" and {len(vetoes) - MOST_NAMED} more" * (len(vetoes) > MOST_NAMED))
        lines.append(f"no objection from {named}" if len(vetoes) == 1 else f"no objection from any of {named}")
    return lines


def _in_words(world: World, row: int, weight: Any, committed: Any) -> str:
    members, credit = int(np.count_nonzero(weight)), _credits(world, row)
    equal = bool(np.all(weight[weight > 0] == weight.max()))
    numerator, denominator, plus = (int(x) for x in world.quota[row])
    if equal and credit == YES_ONLY and (count := _row(world, row, members)) is not None:
        return f"{count} of {members} members committed"
    if equal and credit == NOBODY_OBJECTS and (numerator, denominator, plus) == (1, 1, 0):
        return "no member objects"
    if equal and credit == FOR_AGAINST and (numerator, plus) == (0, 1):
        return "more members committed than objecting"
    if credit == YES_ONLY and plus in (0, 1):
        now = "" if committed is None else f" (now {weight[committed].sum() / max(1, weight.sum()):.0%})"
        return f"members with {'more than ' * plus}{numerator / denominator:.1%} of the weight committed{now}"
    return "credits for no, abstention and yes as the scenario's table has them"


def _credits(world: World, row: int) -> tuple[int, ...]:
    return tuple(int(x) for x in world.credit[row])
