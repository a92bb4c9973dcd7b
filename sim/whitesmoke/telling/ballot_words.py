"""The sentence about a ballot: what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whitesmoke.model import codes
from whitesmoke.scenario.tabled import name_inside

if TYPE_CHECKING:
    from whitesmoke.telling.words import Telling


def counted(t: Telling) -> str:
    """Return what a ballot counted: most votes first, and who got none not at all."""
    world, votes = t.case.world, t.entry.votes
    what = f"{'a secret' if world.secret else 'an open'} {'poll' if world.ballots == codes.POLLS else 'ballot'}"
    order = sorted(range(len(votes)), key=lambda k: -votes[k])
    return f"{what}: {', '.join(f'{votes[k]} for {name_inside(t.case, k)}' for k in order if votes[k]) or 'no votes'}"
