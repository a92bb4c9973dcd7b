"""A map in which every member is a tile of the same size: the place of each, as (column, row)."""

from __future__ import annotations

from collections.abc import Sequence

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


def tiles(members: Sequence[str], blocs: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the tile of every member: on the map if it shows them all, else in rows, bloc by bloc."""
    if all(code in NATO for code in members):
        return {code: NATO[code] for code in members}
    order = sorted(range(len(members)), key=lambda i: (blocs[i], i))
    across = max(1, round((1.6 * len(members)) ** 0.5))
    return {members[i]: (place % across, place // across) for place, i in enumerate(order)}
