"""What the decision rule asks for: a number of members where it is one, and in words, row by row."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.world import World
from whitesmoke.scenario.wording import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

YES_ONLY, NOBODY_OBJECTS, FOR_AGAINST = (0, 0, 1), (0, 1, 1), (-1, 0, 1)
"""Credits of no, abstention and yes that have a name in the field."""
MOST_NAMED = 6


def needed(world: World, members: int) -> int | None:
    """Return the commitments that carry a candidate in a body of so many members; None if the rule is no headcount.

    A row of the rule is a headcount when every member weighs the same and only a yes earns credit. Of several rows it
    is the most that one of them asks for, of several alternatives the least: with fewer nobody carries.
    """
    counts = [_alternative(world, rows, members) for rows in alternatives(world)]
    return None if None in counts else min(count for count in counts if count is not None)


def headcount(world: World, members: int) -> int | None:
    """Return how many members must commit where nothing else counts but vetoes; None under any other rule."""
    only = all(_is_a_veto(world, row) or _row(world, row, members) is not None for row in range(len(world.credit)))
    return needed(world, members) if only and len(world.alternative) == 2 else None


def alternatives(world: World) -> list[range]:
    """Return the rows of the rule by alternative."""
    return [range(*pair) for pair in pairwise(world.alternative.tolist())]


def rule_in_words(case: Compiled) -> str:
    """Return the name of the rule, or how large its table is."""
    if case.names.rule != "table":
        return case.names.rule
    tables, rows = counted(alternatives(case.world), "table"), counted(case.world.credit, "row")
    return f"a table of {rows}" if len(case.world.alternative) == 2 else f"one of {tables}, {rows} in all"


def _alternative(world: World, rows: range, members: int) -> int | None:
    counts = [_row(world, row, members) for row in rows]
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

    What several alternatives ask for is one entry; rows that all of them have stand by themselves.

    Parameters
    ----------
    present : (n,) truth values, who is in the body
    committed : (n,) truth values, who is committed to a candidate: how much of the weight that is; not told without
    """
    said = [_rows_in_words(case, rows, present, committed) for rows in alternatives(case.world)]
    common = [line for line in said[0] if all(line in lines for lines in said)]
    own = [[line for line in lines if line not in common] for lines in said]
    # an alternative that asks for no more than all of them do makes the others idle
    return [_either(own), *common] if len(own) > 1 and all(own) else common


def _either(own: list[list[str]]) -> str:
    ways = list(dict.fromkeys(" and ".join(lines) for lines in own))
    return f"either {', or '.join(ways)}" if len(ways) > 1 else ways[0]


def _rows_in_words(case: Compiled, rows: range, present: NDArray[np.bool_], committed: Any) -> list[str]:
    world, lines, vetoes = case.world, [], []
    for row in rows:
        weight = np.where(present, world.row_weight[row], 0)
        if _is_a_veto(world, row):
            vetoes += [code for code, votes in zip(case.names.members, world.row_weight[row]) if votes]
        else:
            lines.append(_in_words(case, row, weight, committed, int(np.count_nonzero(present))))
    if vetoes:
        lines.append(f"no objection from {'any of ' * (len(vetoes) > 1)}{_named(vetoes)}")
    return lines


def _is_a_veto(world: World, row: int) -> bool:
    """Say whether a row asks that nobody of some members objects."""
    of_some = bool((world.row_weight[row] == 0).any()) or world.row_weight.shape[1] == 1
    return of_some and _credits(world, row) == NOBODY_OBJECTS and world.quota[row].tolist() == [1, 1, 0]


def _named(codes_: list[str]) -> str:
    more = f" and {len(codes_) - MOST_NAMED} more" * (len(codes_) > MOST_NAMED)
    return ", ".join(codes_[:MOST_NAMED]) + more


def _in_words(case: Compiled, row: int, weight: Any, committed: Any, body: int) -> str:
    world, members, total = case.world, int(np.count_nonzero(weight)), int(weight.sum())
    equal, credit = bool(np.all(weight[weight > 0] == weight.max())), _credits(world, row)
    numerator, denominator, plus = (int(x) for x in world.quota[row])
    if equal and credit == YES_ONLY:
        count = max(0, -(-(numerator * total + plus) // (denominator * max(1, int(weight.max())))))
        some = "" if members == body else f": {_named([case.names.members[i] for i in np.flatnonzero(weight)])}"
        return f"{count} of {members} members committed" + (f" of those who count{some}" if some else "")
    if equal and credit == NOBODY_OBJECTS and (numerator, denominator, plus) == (1, 1, 0):
        return "no member objects"
    if equal and members == body and credit == FOR_AGAINST and (numerator, plus) == (0, 1):
        return "more members committed than objecting"
    if credit != YES_ONLY:
        return "credits for no, abstention and yes as the scenario's table has them"
    now = "" if committed is None else f" (now {weight[committed].sum() / max(1, total):.0%})"
    if plus in (0, 1) and numerator:
        return f"members with {'more than ' * plus}{numerator / denominator:.1%} of the weight committed{now}"
    return f"members with {-(-(numerator * total + plus) // denominator)} of {total} votes committed{now}"


def _credits(world: World, row: int) -> tuple[int, ...]:
    return tuple(int(x) for x in world.credit[row])
