"""Who listens to whom: layers of ties mixed into the influence matrix W. The only file that knows networkx.

W is row-stochastic: W_ij is the share of i's attention that goes to j. It is kept by columns ("who listens to j"),
in whole units of 2**-40, because a commitment of j is pushed to those who listen to it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model.compiled import Compiled
from whitesmoke.model.rules.influence import FIXED

Rows = list[dict[int, float]]
"""For each member, the weights of those it listens to."""
APART = 60.0
"""How far apart a drawing wants two members without a tie, where a tie of all attention wants 1."""
STEPS = 100
"""Of the majorisation; further ones would move nothing that can be seen."""


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
    import networkx as nx  # takes its time, and few scenarios ask for it

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


def of_world(case: Compiled) -> Any:
    """Return W as a networkx DiGraph with an arc from each member to those it listens to (attribute `weight`)."""
    import networkx as nx

    world, labels = case.world, case.names.members
    result = nx.DiGraph()
    result.add_nodes_from(labels)
    for j, heard in enumerate(labels):
        for edge in range(world.out_start[j], world.out_start[j + 1]):
            weight = float(world.out_units[edge] * FIXED)
            result.add_edge(labels[world.out_member[edge]], heard, weight=weight)
    return result


class Graph(NamedTuple):
    """A graph as a file has it."""

    directed: bool
    nodes: dict[str, tuple[str, ...]]
    """what each node may be called: its id, its attributes `code` and `label`"""
    edges: list[tuple[str, str, Any]]
    """from, to, and the weight, or None"""


def from_graphml(text: bytes) -> Graph:
    """Return the graph of a GraphML file. Raises all sorts of errors for what is none."""
    import networkx as nx

    graph = nx.read_graphml(io.BytesIO(text))
    names = {
        str(node): (str(node), *(str(said[field]) for field in ("code", "label") if field in said))
        for node, said in graph.nodes(data=True)
    }
    edges = [(str(u), str(v), said.get("weight")) for u, v, said in graph.edges(data=True)]
    return Graph(graph.is_directed(), names, edges)


def to_graphml(case: Compiled) -> str:
    """Return W as a GraphML file: an arc from each member to those it listens to, with its weight and their names."""
    import networkx as nx

    graph = of_world(case)
    for code, name in zip(case.names.members, case.names.member_names):
        graph.nodes[code]["name"] = name
    return "\n".join(nx.generate_graphml(graph)) + "\n"


def matrix(case: Compiled) -> Any:
    """Return W as a full (n, n) array; only for bodies small enough to be drawn."""
    world, n = case.world, len(case.names.members)
    weights = np.zeros((n, n))
    weights[world.out_member.astype(int), np.repeat(np.arange(n), np.diff(world.out_start))] = world.out_units * FIXED
    return weights


def layout(weights: Any) -> Any:
    """Return (n, 2) places for a drawing of W, the same every time, the farthest at 1 from the middle.

    Stress majorisation (Gansner, Koren & North 2004) from a circle: the stronger a tie, the closer its ends.
    """
    n, stronger = len(weights), np.maximum(weights, weights.T)
    wanted = np.where(stronger > 0.0, 1.0 / (stronger + 0.02), APART)
    np.fill_diagonal(wanted, 0.0)
    pull = 1.0 / np.where(wanted > 0.0, wanted, np.inf) ** 2
    solve = np.linalg.pinv(np.diag(pull.sum(axis=1)) - pull)
    angle = 2.0 * np.pi * np.arange(n) / n
    places = 0.5 * wanted.mean() * np.column_stack([np.cos(angle), np.sin(angle)])
    for _ in range(STEPS):
        distance = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
        held = pull * wanted / np.where(distance > 0.0, distance, np.inf)
        places = solve @ (held.sum(axis=1)[:, None] * places - held @ places)
    places -= places.mean(axis=0)
    return places / max(float(np.abs(places).max()), 1e-12)
