"""Small worlds made by hand for laws and properties: only what a test names differs from "nothing happens"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from whitesmoke.model import codes
from whitesmoke.model.world import Numbers, World, new_numbers

DEMAND = {
    "concerns": -1,
    "grantor": codes.CHAIR,
    "granting_member": -1,
    "purse": -1,
    "raised": 0,
    "dropped": codes.NEVER,
    "grantable_from": 0,
    "grantable_until": codes.NEVER,
    "red_line": 0,
    "latent": 0,
    "hurts": {},
    "worth": 0.0,
    "ceiling": 1.0,
}
EVENT = {
    "day": codes.NEVER,
    "trigger": -1,
    "kind": codes.NOTE,
    "member": -1,
    "candidate": -1,
    "demand": -1,
    "amount": 0.0,
}
ADDRESS_OF_FIRST_DEMAND = 100
ADDRESS_OF_FIRST_DRAW = 1000
RACE_BARGAINED = [
    *("bargaining.mode=bargained", "bargaining.reservation=-1.7", "bargaining.secret=2", "bargaining.patience=8"),
    *("bargaining.at_dates=2.5", "bargaining.push=1", "bargaining.opportunism=0"),
]
"""The race with the start values of bargaining and all the pressure of its dates, whatever it ships with"""


def unanimity_minus(k: int) -> tuple[list[int], list[int], list[int]]:
    """A rule of one row: all members but k must have said yes."""
    return ([1], [0, 0, 1], [1, 1, -k])


def quota_of(q: int) -> tuple[list[int], list[int], list[int]]:
    """A rule of one row: q members must have said yes."""
    return ([1], [0, 0, 1], [0, 1, q])


UNANIMITY = unanimity_minus(0)


@dataclass
class Sketch:
    """A world in the making. `affinity` is (n, K); rates are per week; `rounds` is the horizon."""

    affinity: Any
    rounds: int = 100
    expiry: int | None = None
    """the day of the last round unless given"""
    round_days: int = 7
    response: int = codes.LOGISTIC
    pivotal: int = 0
    mode: int = codes.MEETINGS
    by_need: int = 1
    reversion: Sequence[float] | None = None
    """(d,)"""
    reservation: Sequence[float] | None = None
    patience: Sequence[float] | None = None
    purses: list[tuple[float, float, float]] = field(default_factory=list)
    """(budget, cost, stake)"""
    coefficient: dict[str, float] = field(default_factory=dict)
    accession: Sequence[int] | None = None
    departure: Sequence[int] | None = None
    weight: Sequence[float] | None = None
    patron_tie: Sequence[float] | None = None
    status_quo: Sequence[float] | None = None
    valence: Sequence[float] | None = None
    position: Any = None
    """(n, d), with `salience` (n, d) and `candidate_position` (K, d)"""
    salience: Any = None
    candidate_position: Any = None
    home: Sequence[int] | None = None
    kind: Sequence[int] | None = None
    procedure: Sequence[int] | None = None
    ratified: Sequence[int] | None = None
    duration: Sequence[float] | None = None
    durations: tuple[int, Sequence[float]] | None = None
    """(family, five arguments) of what each member draws for itself, in place of `duration`"""
    withdraw: Sequence[float] | None = None
    entry: Sequence[int] | None = None
    announced: Sequence[int] | None = None
    """(K,) the day of entry unless given; an announcement before it wants its event too"""
    available: Sequence[int] | None = None
    reserve: Sequence[int] | None = None
    ties: dict[tuple[int, int], float] = field(default_factory=dict)
    """(listener i, heard j) -> W_ij"""
    demands: list[dict[str, Any]] = field(default_factory=list)
    focal: list[tuple[int, float]] = field(default_factory=list)
    between: int = codes.ANY_DAY
    sittings: list[int] = field(default_factory=list)
    ballots: int = codes.NO_BALLOTS
    secret: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    rule: list[tuple[Sequence[int], Sequence[int], Sequence[int]]] = field(default_factory=lambda: [UNANIMITY])
    alternatives: list[int] = field(default_factory=list)
    """rows of each alternative of the rule; all rows are met together without it"""
    address: Sequence[int] | None = None
    candidate_address: Sequence[int] | None = None
    draws: list[tuple[int, Sequence[float], list[tuple[str, int]]]] = field(default_factory=list)
    """(family, five arguments, [(field of Numbers, flat index)]): numbers drawn once per run"""

    def build(self) -> World:
        return build(self)


def build(sketch: Sketch) -> World:
    affinity = np.array(sketch.affinity, float)
    if affinity.ndim == 1:
        affinity = affinity[:, None]
    n, K = affinity.shape
    position = np.zeros((n, 0)) if sketch.position is None else np.array(sketch.position, float)
    issues = position.shape[1]
    accession = np.array(sketch.accession if sketch.accession is not None else [0] * n)
    departure = np.array(sketch.departure if sketch.departure is not None else [codes.NEVER] * n)
    entry = np.array(sketch.entry if sketch.entry is not None else [0] * K)
    demands = sorted(({**DEMAND, **d} for d in sketch.demands), key=lambda d: d["holder"])
    events = [{**EVENT, "day": int(accession[i]), "kind": codes.ACCEDE, "member": i} for i in range(n)]
    events += [
        {**EVENT, "day": int(departure[i]), "kind": codes.DEPART, "member": i}
        for i in range(n)
        if departure[i] != codes.NEVER
    ]
    events += [
        {**EVENT, "day": int(entry[k]), "kind": codes.ENTER, "candidate": k}
        for k in range(K)
        if not (sketch.reserve and sketch.reserve[k])
    ]
    events += [{**EVENT, **e} for e in sketch.events]
    events.sort(key=lambda e: (e["day"], e["kind"]))
    number = new_numbers(
        status_quo=(n,),
        affinity=(n, K),
        position=(n, issues),
        salience=(n, issues),
        patron_tie=(n,),
        candidate_position=(K, issues),
        reversion=(issues,),
        valence=(K,),
        withdraw=(K,),
        worth=(len(demands),),
        ceiling=(len(demands),),
        hurt=(sum(len(d["hurts"]) for d in demands),),
        focal_weight=(len(sketch.focal),),
        amount=(len(events),),
        reservation=(n,),
        patience=(n,),
        budget=(len(sketch.purses),),
        cost=(len(sketch.purses),),
        stake=(len(sketch.purses),),
        duration=(n,),
    )
    number.affinity[:] = affinity
    number.position[:] = position
    for name in (
        "patron_tie",
        "status_quo",
        "valence",
        "salience",
        "candidate_position",
        "withdraw",
        "reversion",
        "reservation",
        "patience",
        "duration",
    ):
        if getattr(sketch, name) is not None:
            getattr(number, name)[:] = getattr(sketch, name)
    number.budget[:], number.cost[:], number.stake[:] = np.array(sketch.purses).reshape(-1, 3).T
    number.coefficient.memory = 1.0
    number.coefficient.distance_power = 1.0
    number.coefficient.tolerance = 2.0
    for name, value in sketch.coefficient.items():
        setattr(number.coefficient, name, value)
    number.worth[:] = [d["worth"] for d in demands]
    number.ceiling[:] = [d["ceiling"] for d in demands]
    number.hurt[:] = [size for d in demands for size in d["hurts"].values()]
    number.focal_weight[:] = [weight for _, weight in sketch.focal]
    number.amount[:] = [e["amount"] for e in events]
    edges = sorted((j, i, w) for (i, j), w in sketch.ties.items())
    weight = np.array(sketch.weight if sketch.weight is not None else [1.0] * n, float)

    def ints(rows: list[dict[str, Any]], key: str) -> Any:
        return np.array([row[key] for row in rows], np.int64)

    return World(
        round_days=sketch.round_days,
        rounds=sketch.rounds,
        expiry=sketch.rounds * sketch.round_days if sketch.expiry is None else sketch.expiry,
        response=sketch.response,
        pivotal=sketch.pivotal,
        reverts=int(sketch.reversion is not None),
        mode=sketch.mode,
        by_need=sketch.by_need,
        member_address=(
            address := np.array(sketch.address if sketch.address is not None else range(1, n + 1), np.uint32)
        ),
        accession=accession.astype(np.int64),
        departure=departure.astype(np.int64),
        influence_weight=weight / weight.max(),
        by_address=np.argsort(address, kind="stable"),
        ratified=np.array(sketch.ratified if sketch.ratified is not None else [codes.NEVER] * n, np.int64),
        duration_drawn=np.full(n, sketch.durations is not None, np.int8),
        duration_family=sketch.durations[0] if sketch.durations else 0,
        duration_arguments=np.array(sketch.durations[1] if sketch.durations else [0.0] * 5),
        candidate_address=np.array(
            sketch.candidate_address if sketch.candidate_address is not None else range(1, K + 1), np.int64
        ),
        home=np.array(sketch.home if sketch.home is not None else [-1] * K, np.int64),
        kind=np.array(sketch.kind if sketch.kind is not None else [codes.PERSON] * K, np.int64),
        procedure=np.array(sketch.procedure if sketch.procedure is not None else [0] * K, np.int8),
        announced=np.array(sketch.announced if sketch.announced is not None else entry, np.int64),
        available=np.array(sketch.available if sketch.available is not None else entry, np.int64),
        reserve=np.array(sketch.reserve if sketch.reserve is not None else [0] * K, np.int8),
        demand_address=np.array(
            [d.get("address", ADDRESS_OF_FIRST_DEMAND + x) for x, d in enumerate(demands)], np.int64
        ),
        holder=ints(demands, "holder"),
        concerns=ints(demands, "concerns"),
        grantor=ints(demands, "grantor"),
        granting_member=ints(demands, "granting_member"),
        purse=ints(demands, "purse"),
        raised=ints(demands, "raised"),
        dropped=ints(demands, "dropped"),
        grantable_from=ints(demands, "grantable_from"),
        grantable_until=ints(demands, "grantable_until"),
        red_line=np.array([d["red_line"] for d in demands], np.int8),
        latent=np.array([d["latent"] for d in demands], np.int8),
        hurt_start=np.cumsum([0, *(len(d["hurts"]) for d in demands)]),
        hurt_member=np.array([i for d in demands for i in d["hurts"]], np.int64),
        demand_start=np.searchsorted(ints(demands, "holder"), np.arange(n + 1)).astype(np.int64),
        holders=np.unique(ints(demands, "holder")),
        focal_day=np.array([day for day, _ in sketch.focal], np.int64),
        between=sketch.between,
        ballots=sketch.ballots,
        secret=sketch.secret,
        sitting_day=np.array(sketch.sittings, np.int64),
        event_day=ints(events, "day"),
        event_trigger=ints(events, "trigger"),
        event_kind=ints(events, "kind"),
        event_member=ints(events, "member"),
        event_candidate=ints(events, "candidate"),
        event_demand=ints(events, "demand"),
        row_weight=np.array([np.broadcast_to(row[0], n) for row in sketch.rule], np.int64),
        credit=np.array([row[1] for row in sketch.rule], np.int64),
        quota=np.array([row[2] for row in sketch.rule], np.int64),
        alternative=np.cumsum([0, *(sketch.alternatives or [len(sketch.rule)])]),
        out_start=np.searchsorted([j for j, _, _ in edges], np.arange(n + 1)).astype(np.int64),
        out_member=np.array([i for _, i, _ in edges], np.uint32),
        out_units=np.array([round(w * 2**40) for _, _, w in edges], np.int64),
        draw_family=np.array([family for family, _, _ in sketch.draws], np.int64),
        draw_arguments=np.array([arguments for _, arguments, _ in sketch.draws], float).reshape(-1, 5),
        draw_address=np.arange(len(sketch.draws)) + ADDRESS_OF_FIRST_DRAW,
        draw_start=np.cumsum([0] + [len(slots) for _, _, slots in sketch.draws]),
        draw_slot=np.array([slot(number, *where) for _, _, slots in sketch.draws for where in slots], np.int64),
        number=number,
    )


def slot(number: Numbers, name: str, index: int) -> int:
    """Where an entry of a field stands in `Numbers.flat`."""
    before = Numbers._fields[1 : Numbers._fields.index(name)]
    return sum(getattr(number, other).size for other in before) + index
