"""Texts that move: whether any can in a world, and on which issues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.world import Ints, Numbers, World, number_views


def texts_move(world: World, slots: Ints | Sequence[int] = ()) -> bool:
    """Say whether a text may be amended in some run; `slots`: entries of `Numbers.flat` that runs have of their own."""
    c = _in_some_run(world, slots).coefficient
    when = len(world.sitting_day) > 0 or c.amendment_rate != 0.0
    return bool(c.amendment != 0.0 and when and any_text(world) and issues_that_matter(world, slots))


def any_text(world: World) -> bool:
    """Say whether there is a proposal among the candidates."""
    return bool((world.kind == codes.PROPOSAL).any())


def issues_that_matter(world: World, slots: Ints | Sequence[int] = ()) -> list[int]:
    """Return the issues to which some member gives weight in some run."""
    found: list[int] = np.flatnonzero((_in_some_run(world, slots).salience != 0.0).any(axis=0)).tolist()
    return found


def _in_some_run(world: World, slots: Ints | Sequence[int]) -> Numbers:
    """Return the numbers of a world, with 1 for each that differs from run to run."""
    flat = world.number.flat.copy()
    flat[world.draw_slot] = 1.0
    flat[np.asarray(slots, np.int64)] = 1.0
    return number_views(flat, world.number)
