"""Path -> slot: when a value may go straight into the numbers of a World that is compiled already.

`numbers_table` places every number, and `Case.slots` keeps where. A number that stands alone there needs no more than
its own range; a few are judged beside others, and a value of these is read with its scenario, if not compiled.
"""

from __future__ import annotations

import numpy as np

from whitesmoke.model.compiled import Compiled
from whitesmoke.model.world import Floats, Ints, World, number_views
from whitesmoke.scenario import gate
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.numbers import Distribution, Within
from whitesmoke.scenario.schema import Scenario
from whitesmoke.scenario.shape import range_at, types_at

ANYTHING = Within(-np.inf, np.inf)
SHARE = Within(0.0, 1.0)


def range_of(path: str, scenario: Scenario | None = None) -> Within:
    """Return the range of the number at a path; what an event makes of a ceiling or of what is met is a share."""
    parts = path.split(".")
    event = scenario.events.get(parts[1]) if scenario is not None and parts[0] == "events" else None
    if event is not None and event.kind in ("ceiling", "grant") and parts[-1] == "amount":
        return SHARE
    return range_at(parts) or ANYTHING


def may_be_drawn(parts: Place) -> bool:
    """Say whether a field takes a distribution as well as a number: all these, and no others, have slots."""
    return Distribution in types_at(parts) or (parts[-1:] == ("value",) and Distribution in types_at(parts[:-1]))


def entries(case: Compiled, path: str) -> Ints | None:
    """Return the entries of `Numbers.flat` that a number set at a path fills; None if it needs a World of its own.

    What the World draws itself is no such number: set to one value it is no longer drawn.
    """
    found = case.slots.get(path)
    if found is None:  # of a number with its source
        found = case.slots.get(path.removesuffix(".value"))
    return None if found is None or np.isin(found, case.world.draw_slot).any() else found


def is_judged(path: str) -> bool:
    """Say whether a number is held against others: the two ends of the silence, and whether an issue matters at all."""
    first, second, third, *_ = [*path.split("."), "", ""]
    return (first, second) in (("rule", "silence"), ("space", "salience")) or (first, third) == ("members", "salience")


def own_range(path: str, scenario: Scenario) -> Within | None:
    """Return where a scenario may have a number whatever its other numbers are; None for one that is judged."""
    return None if is_judged(path) else range_of(path.removesuffix(".value"), scenario)


def stays_finite(world: World, slot: Ints, value: Floats) -> bool:
    """Say whether a World can be reckoned with if its entries (S,) become others, (N, S): each at its largest."""
    sizes = gate.largest(world)
    sizes[slot] = np.abs(value).max(axis=0)
    return gate.heaviest(number_views(sizes, world.number)) <= gate.MOST_LOGITS
