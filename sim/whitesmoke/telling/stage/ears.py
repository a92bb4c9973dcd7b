"""Whom a member hears more than the rest: where all are heard alike, nobody is named in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats

MOST = 3
TIMES = 2.0
"""How many times an equal share of all that a member hears one has to have that stands out."""


def stand_out(heard: Floats | Sequence[float], among: Iterable[int], most: int = MOST) -> list[list[float]]:
    """Return [member, share of attention] of those of some who stand out, most first; none that ties with one left out.

    Parameters
    ----------
    heard : (n,) what a member hears of each other, 0 of those it does not listen to
    """
    ties = sum(1 for share in heard if share > 0.0)
    least = TIMES * float(sum(heard)) / max(1, ties)
    found = sorted(((j, float(heard[j])) for j in among if heard[j] > 0.0), key=lambda pair: -pair[1])
    left_out = found[most][1] if len(found) > most else 0.0
    return [[j, round(share, 4)] for j, share in found[:most] if share >= least and share > left_out]
