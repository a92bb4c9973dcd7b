"""Where members are drawn: on a map of tiles of one size, and as a network, without overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.figures.influence_map import apart
from whitesmoke.model import network
from whitesmoke.model.compiled import Compiled

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats

WIDTH, HEIGHT = 620.0, 400.0
"""Of the drawing of a network, in its own units."""
ROOM = 5.0
"""Round every member, for its halo."""
MOST_TIES = 12
MOST_LAYOUTS = 50
_spread: dict[Any, Any] = {}

NATO = {
    "ISL": (2, 0), "NOR": (5, 0), "SWE": (6, 0), "FIN": (7, 0),
    "CAN": (0, 1), "GBR": (3, 1), "DNK": (5, 1), "EST": (7, 1),
    "USA": (0, 2), "NLD": (4, 2), "DEU": (5, 2), "POL": (6, 2), "LVA": (7, 2),
    "BEL": (3, 3), "LUX": (4, 3), "CZE": (5, 3), "SVK": (6, 3), "LTU": (7, 3),
    "FRA": (3, 4), "SVN": (5, 4), "HUN": (6, 4), "ROU": (7, 4),
    "PRT": (1, 5), "ESP": (2, 5), "ITA": (4, 5), "HRV": (5, 5), "BGR": (7, 5),
    "MNE": (5, 6), "MKD": (6, 6), "TUR": (8, 6),
    "ALB": (5, 7), "GRC": (6, 7),
}  # fmt: skip
"""Roughly as on a map of the Atlantic and Europe."""


def is_map(members: Sequence[str]) -> bool:
    """Say whether the tiles of members lie as on a map."""
    return all(code in NATO for code in members)


def tiles(members: Sequence[str], blocs: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the tile of every member: on the map if it shows them all, else in rows, bloc by bloc."""
    if is_map(members):
        return {code: NATO[code] for code in members}
    order = sorted(range(len(members)), key=lambda i: (blocs[i], i))
    across = max(1, round((1.6 * len(members)) ** 0.5))
    return {members[i]: (place % across, place // across) for place, i in enumerate(order)}


def spread(case: Compiled, radius: Floats) -> Floats:
    """Return places in the drawing, without overlaps. The same ties are laid out once."""
    world = case.world
    ties = (case.names.members, world.out_start.tobytes(), world.out_member.tobytes(), world.out_units.tobytes())
    if ties not in _spread:
        if len(_spread) >= MOST_LAYOUTS:
            _spread.clear()
        _spread[ties] = _laid_out(case, radius)
    return _spread[ties]


def _laid_out(case: Compiled, radius: Floats) -> Floats:
    if len(case.world.out_member):
        places = network.layout(network.matrix(case))
    else:
        angle = 2.0 * np.pi * np.arange(len(radius)) / len(radius)
        places = np.column_stack([np.cos(angle), np.sin(angle)])
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    unit = np.where(span > 1e-9, (places - low) / np.where(span > 1e-9, span, 1.0), 0.5)
    margin = float(radius.max()) + ROOM + 4.0
    return apart(margin + unit * (np.array([WIDTH, HEIGHT]) - 2.0 * margin), radius + ROOM, WIDTH, HEIGHT)


def strongest(row: Floats) -> list[list[float]]:
    """Return [member, share of attention] of those a member listens to at least half as much as to the first."""
    order = np.argsort(-row, kind="stable")[:MOST_TIES]
    top = row[order[0]] if len(order) else 0.0
    return [[int(j), round(float(row[j]), 4)] for j in order if row[j] > 0.0 and row[j] >= 0.5 * top]
