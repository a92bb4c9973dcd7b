"""What the versions in plain Python read: a scenario as the lists and objects their users would have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
from whitesmoke.model import codes
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.world import World


@dataclass(frozen=True)
class Wish:
    """A demand."""

    holder: int
    concerns: int | None
    worth: float
    ceiling: float
    from_candidate: bool


@dataclass(frozen=True)
class Setting:
    """The numbers of a scenario without scripted events, homes or accessions."""

    members: int
    candidates: int
    weeks: float
    """in a round"""
    rounds: int
    affinity: list[list[float]]
    graph: Any
    """undirected; a member listens equally to its neighbours"""
    dates: list[tuple[float, float]]
    """(week, weight)"""
    wishes: list[Wish]
    quota: float
    """share of the members"""
    c: dict[str, float]
    """coefficients by name"""


def check_plain(w: World) -> None:
    """Raise ValueError for a world with more in it than the other versions know."""
    scripted = set(w.event_kind.tolist()) - {codes.ACCEDE, codes.ENTER} or w.event_day.any()
    one_share = len(w.quota) == 1 and w.quota[0, 2] == 0 and w.credit[0].tolist() == [0, 0, 1]
    defection = w.number.coefficient.defection
    more = (
        (w.home >= 0).any()
        or w.red_line.any()
        or w.number.position.size
        or w.draw_family.size
        or defection
        or w.response
        or w.pivotal
        or w.mode == codes.BARGAINED
    )
    if scripted or not one_share or more:
        raise ValueError(
            "the other versions know meetings, one quota that counts only yes, no homes, nothing scripted or drawn"
        )


def setting(case: Compiled) -> Setting:
    """Read a case that the plain versions can play."""
    w = case.world
    check_plain(w)
    numerator, denominator, _ = w.quota[0]
    return Setting(
        members=len(w.member_address),
        candidates=len(w.home),
        weeks=w.round_days / 7,
        rounds=w.rounds,
        affinity=w.number.affinity.tolist(),
        graph=_graph(w),
        dates=[(day / 7, weight) for day, weight in zip(w.focal_day.tolist(), w.number.focal_weight.tolist())],
        wishes=[_wish(w, d) for d in range(len(w.holder))],
        quota=numerator / denominator,
        c=dict(zip(COEFFICIENTS, w.number.coefficient.array.tolist())),
    )


def _graph(w: World) -> Any:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(w.member_address)))
    for j in range(len(w.member_address)):
        graph.add_edges_from((j, int(i)) for i in w.out_member[w.out_start[j] : w.out_start[j + 1]])
    return graph


def _wish(w: World, d: int) -> Wish:
    concerns = int(w.concerns[d])
    return Wish(
        holder=int(w.holder[d]),
        concerns=None if concerns < 0 else concerns,
        worth=float(w.number.worth[d]),
        ceiling=float(w.number.ceiling[d]),
        from_candidate=bool(w.grantor[d] == codes.CANDIDATE),
    )
