"""Whether a decision rule can be met without somebody: what consensus means, as against a vote that is won."""

from __future__ import annotations

from collections.abc import Sequence

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


def by_everybody(world: World, round_: int) -> bool:
    """Say whether nobody of the body of a round can be outvoted: a no of any one member blocks some row of the rule.

    So it is under unanimity, and under consensus, where nobody objects; any other choice is no consensus.
    """
    present = seated(world, round_ * world.round_days).nonzero()[0]
    blocked = [False] * len(present)
    for weight, credit, (numerator, denominator, plus) in zip(
        world.row_weight[:, present].tolist(), world.credit.tolist(), world.quota.tolist()
    ):
        row = indispensable(weight, credit, (numerator, denominator, plus), codes.NO)
        blocked = [one or other for one, other in zip(blocked, row)]
    return all(blocked)
