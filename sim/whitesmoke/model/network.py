"""Who listens to whom: layers of ties mixed into the influence matrix W. The only file that knows networkx.

W is row-stochastic: W_ij is the share of i's attention that goes to j. It is kept by columns ("who listens to j"),
in whole units of 2**-40, because a commitment of j is pushed to those who listen to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import networkx as nx
import numpy as np

from whitesmoke.model.case import Case
from whitesmoke.model.rules.influence import FIXED

Rows = list[dict[int, float]]
"""For each member, the weights of those it listens to."""


class Columns(NamedTuple):
    """W by columns; see `World.out_start`."""

    start: Any
    member: Any
    units: Any


def everybody(members: int) -> Rows:
    """Return a layer in which every member listens equally to every other."""
    return [{j: 1.0 for j in range(members) if j != i} for i in range(members)]


def within_blocs(blocs: Sequence[Sequence[int]], members: int) -> Rows:
    """Return a layer in which every member listens equally to those it shares a bloc with."""
    rows: Rows = [{} for _ in range(members)]
    for bloc in blocs:
        for i in bloc:
            rows[i].update({j: 1.0 for j in bloc if j != i})
    return rows


def from_ties(ties: Sequence[tuple[int, int, float]], members: int) -> Rows:
    """Return a layer from (listener, heard, weight) triples; repeated ties add up."""
    rows: Rows = [{} for _ in range(members)]
    for i, j, weight in ties:
        rows[i][j] = rows[i].get(j, 0.0) + weight
    return rows


def generated(kind: str, members: int, neighbours: int, rewire: float, density: float, seed: int) -> Rows:
    """Return a layer from a random graph.

    small-world: Watts & Strogatz (1998). scale-free: Barabási & Albert (1999). random: Gilbert (1959).
    The generator is seeded by the scenario, so the network is the same in every run.
    """
    if kind == "small-world":
        graph = nx.watts_strogatz_graph(members, min(neighbours, members - 1), rewire, seed=seed)
    elif kind == "scale-free":
        graph = nx.barabasi_albert_graph(members, min(neighbours, members - 1), seed=seed)
    else:
        graph = nx.fast_gnp_random_graph(members, density, seed=seed)
    return [dict.fromkeys(sorted(graph[i]), 1.0) for i in range(members)]


def mix(layers: Sequence[tuple[float, Rows]], members: int) -> Rows:
    """Return W_i = sum over layers of share * (row of the layer, normalised), over the layers in which i has ties."""
    mixed: Rows = []
    for i in range(members):
        present = [(share, rows[i]) for share, rows in layers if rows[i] and share > 0.0]
        total = sum(share for share, _ in present)
        row: dict[int, float] = {}
        for share, ties in present:
            weight = sum(ties.values())
            for j, tie in ties.items():
                row[j] = row.get(j, 0.0) + share / total * tie / weight
        mixed.append(row)
    return mixed


def columns(rows: Rows) -> Columns:
    """Return W by columns, in units of 2**-40."""
    heard = np.array([j for row in rows for j in row], np.int64)
    listener = np.array([i for i, row in enumerate(rows) for _ in row], np.int64)
    weight = np.array([w for row in rows for w in row.values()], float)
    order = np.lexsort((listener, heard))
    start = np.searchsorted(heard[order], np.arange(len(rows) + 1)).astype(np.int64)
    return Columns(start, listener[order].astype(np.uint32), np.rint(weight[order] / FIXED).astype(np.int64))


def of_world(case: Case) -> Any:
    """Return W as a networkx DiGraph with an arc from each member to those it listens to (attribute `weight`)."""
    world, labels = case.world, case.names.members
    result = nx.DiGraph()
    result.add_nodes_from(labels)
    for j, heard in enumerate(labels):
        for edge in range(world.out_start[j], world.out_start[j + 1]):
            weight = float(world.out_units[edge] * FIXED)
            result.add_edge(labels[world.out_member[edge]], heard, weight=weight)
    return result


def layout(ties: Any) -> dict[str, tuple[float, float]]:
    """Return positions for a drawing: stress majorisation (Kamada & Kawai 1989), the same every time."""
    undirected = ties.to_undirected()
    lengths = {
        a: {b: 1.0 / (undirected[a][b]["weight"] + 0.02) if undirected.has_edge(a, b) else 60.0 for b in undirected}
        for a in undirected
    }
    placed = nx.kamada_kawai_layout(undirected, dist=lengths)
    return {node: (float(x), float(y)) for node, (x, y) in placed.items()}
