"""Bodies of a thousand to a million members on a sparse network, built directly as arrays."""

from __future__ import annotations

import numpy as np
from whitesmoke.model import codes
from whitesmoke.model.rules.influence import FIXED
from whitesmoke.model.world import World, new_numbers
from whitesmoke.scenario import open_case

NEIGHBOURS = 8


def sparse(n: int) -> World:
    """Return the shipped scenario large-alliance with n members on a ring in which one tie in ten leads far away."""
    base = open_case("large-alliance").world
    old, n_old = base.number, len(base.member_address)
    shapes = {name: getattr(old, name).shape for name in old._fields[2:]}
    resized = {name: (n, *shape[1:]) for name, shape in shapes.items() if shape[:1] == (n_old,)}
    accede = base.event_kind == codes.ACCEDE
    events = int(n + (~accede).sum())
    number = new_numbers(**{**shapes, **resized, "amount": (events,)})
    number.coefficient.array[:], number.focal_weight[:], number.patron_tie[:] = (
        old.coefficient.array,
        old.focal_weight,
        1.0,
    )
    number.affinity[:, 0] = np.repeat([-2.0, -4.0, -6.0], [int(0.3 * n), int(0.5 * n), n - int(0.3 * n) - int(0.5 * n)])

    def event(name: str, of_members: int | np.ndarray) -> np.ndarray:
        rest = getattr(base, f"event_{name}")[~accede]
        return np.concatenate([np.broadcast_to(of_members, n), rest]).astype(np.int64)

    return base._replace(
        member_address=np.arange(1, n + 1, dtype=np.uint32),
        accession=np.zeros(n, np.int64),
        departure=np.full(n, codes.NEVER),
        influence_weight=np.ones(n),
        ratified=np.full(n, codes.NEVER),
        duration_drawn=np.zeros(n, np.int8),
        by_address=np.arange(n),
        demand_start=np.zeros(n + 1, np.int64),
        event_day=event("day", 0),
        event_trigger=event("trigger", -1),
        event_kind=event("kind", codes.ACCEDE),
        event_member=event("member", np.arange(n)),
        event_candidate=event("candidate", -1),
        event_demand=event("demand", -1),
        row_weight=np.ones((1, n), np.int64),
        out_start=np.arange(n + 1) * NEIGHBOURS,
        out_member=_neighbours(n),
        out_units=np.full(n * NEIGHBOURS, round(1 / NEIGHBOURS / FIXED)),
        draw_family=base.draw_family[:0],
        draw_arguments=base.draw_arguments[:0],
        draw_address=base.draw_address[:0],
        draw_start=np.zeros(1, np.int64),
        draw_slot=base.draw_slot[:0],
        number=number,
    )


def _neighbours(n: int) -> np.ndarray:
    offsets = np.array([-4, -3, -2, -1, 1, 2, 3, 4])
    near = (np.arange(n)[:, None] + offsets) % n
    edge = np.arange(n * NEIGHBOURS).reshape(n, NEIGHBOURS)
    far = (edge * 2654435761 + 12345) % n
    return np.where(edge % 10 == 0, far, near).astype(np.uint32).ravel()
