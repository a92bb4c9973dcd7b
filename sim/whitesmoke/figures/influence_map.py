"""Who listens to whom: nodes in the colour of their last stance, the last holdouts with a ring around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from whitesmoke.figures.stance_rows import blocs
from whitesmoke.figures.style import INK, TINY, colour, ink_on, plain
from whitesmoke.model import codes, network
from whitesmoke.model.reading import last_holdouts, leader
from whitesmoke.model.rules.influence import FIXED
from whitesmoke.model.trace import Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from whitesmoke.model.world import Floats, Ints

TIES_PER_MEMBER = 5
"""At most so many ties are drawn, strongest first, a whole level of strength at a time."""


class Node(NamedTuple):
    """What is drawn of a member or a bloc."""

    label: str
    size: float
    """influence weight, 0 to 1"""
    stance: int
    ring: bool


def ring_text(trace: Trace) -> str:
    """Return what the ring around a member says."""
    if trace.winner != codes.NONE:
        return "one of the last to commit"
    return f"held out against {trace.case.names.candidate_names[leader(trace)]}, among the least willing"


def draw_members(axes: Axes, trace: Trace, inches: tuple[float, float]) -> bool:
    """Draw the network of members; say whether any ties are drawn."""
    names, late = trace.case.names, set(last_holdouts(trace))
    sizes = trace.case.world.influence_weight
    nodes = [Node(code, float(sizes[i]), int(trace.stances[-1][i]), i in late) for i, code in enumerate(names.members)]
    weights = network.matrix(trace.case)
    return _draw(axes, nodes, network.layout(weights), weights, inches)


def draw_blocs(axes: Axes, trace: Trace, inches: tuple[float, float]) -> bool:
    """Draw the network of blocs on a circle: each in the colour of most of its members."""
    groups, world = blocs(trace), trace.case.world
    of_member = np.zeros(len(trace.case.names.members), int)
    for g, (_, members) in enumerate(groups):
        of_member[members] = g
    heard = np.repeat(np.arange(len(of_member)), np.diff(world.out_start))
    weights = np.zeros((len(groups), len(groups)))
    np.add.at(weights, (of_member[world.out_member.astype(int)], of_member[heard]), world.out_units * FIXED)
    weights /= np.array([[len(members)] for _, members in groups])
    largest = max(len(members) for _, members in groups)
    nodes = [
        Node(name, len(members) / largest, _most_common(trace.stances[-1][members]), False) for name, members in groups
    ]
    angle = np.pi / 2 - 2 * np.pi * np.arange(len(groups)) / len(groups)
    return _draw(axes, nodes, np.column_stack([np.cos(angle), np.sin(angle)]), weights, inches)


def _most_common(stances: Ints) -> int:
    values, counts = np.unique(stances, return_counts=True)
    return int(values[np.argmax(counts)])


def strongest(weights: Floats, most: int) -> list[tuple[int, int, float]]:
    """Return pairs (i, j, weight), whole levels of strength from the top while there are at most `most` of them.

    Where even the strongest level is larger than that, nobody stands out and nothing is returned.
    """
    both = np.round(np.maximum(weights, weights.T), 4)
    i, j = np.nonzero(np.triu(both, 1))
    strength = both[i, j]
    levels = np.unique(strength)[::-1]
    enough = [level for level in levels if np.count_nonzero(strength >= level) <= most]
    if not enough:
        return []
    keep = strength >= enough[-1]
    return list(zip(i[keep].tolist(), j[keep].tolist(), strength[keep].tolist()))


def _draw(axes: Axes, nodes: list[Node], places: Floats, weights: Floats, inches: tuple[float, float]) -> bool:
    """Draw nodes and ties; a unit of the axes is a point of type."""
    width, height = 72.0 * inches[0], 72.0 * inches[1]
    radius = np.array([10.0 + 14.0 * np.sqrt(node.size) for node in nodes])
    at = apart(_fitted(places, radius, width, height), radius, width, height)
    ties = strongest(weights, TIES_PER_MEMBER * len(nodes))
    top = max((strength for _, _, strength in ties), default=1.0)
    widths = [0.3 + 1.5 * strength / top for _, _, strength in ties]
    style: dict[str, Any] = {"colors": "#b5b5b5", "alpha": 0.55, "zorder": 1, "capstyle": "projecting"}
    axes.add_collection(LineCollection([at[[i, j]] for i, j, _ in ties], linewidths=widths, **style))
    for node, (x, y), r in zip(nodes, at, radius):
        if node.ring:
            axes.plot([x], [y], "o", ms=2 * r + 6, mfc="none", mec=INK, mew=1.6, zorder=2)
        axes.plot([x], [y], "o", ms=2 * r, color=colour(node.stance), mec="white", mew=0.8, zorder=3)
        size = min(TINY, 3.0 * r / max(3, len(node.label)))
        style = {"color": ink_on(node.stance), "fontsize": size, "zorder": 4}
        axes.text(x, y, plain(node.label), ha="center", va="center_baseline", **style)
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return bool(ties)


def _fitted(places: Floats, radius: Floats, width: float, height: float) -> Floats:
    """Return the places stretched to fill the panel."""
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    unit = np.where(span > 1e-9, (places - low) / np.where(span > 1e-9, span, 1.0), 0.5)
    margin = radius.max() + 5.0
    return margin + unit * (np.array([width, height]) - 2 * margin)


def apart(at: Floats, radius: Floats, width: float, height: float, sweeps: int = 300) -> Floats:
    """Return the places with overlapping nodes pushed apart, all within the panel."""
    at, gap = at.copy(), radius[:, None] + radius[None, :] + 9.0
    upper = np.triu_indices(len(at), 1)
    edge = radius[:, None] + 4.0
    for _ in range(sweeps):
        step = at[upper[1]] - at[upper[0]]
        distance = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-6)
        push = 0.5 * np.maximum(0.0, gap[upper] - distance)
        if not push.any():
            break
        move = step / distance[:, None] * push[:, None]
        np.add.at(at, upper[0], -0.6 * move)
        np.add.at(at, upper[1], 0.6 * move)
        at = np.clip(at, edge, np.array([width, height]) - edge)
    return at
