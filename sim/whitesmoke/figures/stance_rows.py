"""Where every member stood in every round, as rows of colour; very large bodies by bloc."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from whitesmoke.figures.style import (
    INK,
    OBJECTING,
    SMALL,
    TINY,
    UNCOMMITTED,
    colour,
    ever_ran,
    number,
    plain,
    round_edges,
)
from whitesmoke.model import codes, lang
from whitesmoke.model.phases import demands
from whitesmoke.model.reading import commitment_round
from whitesmoke.model.trace import Trace
from whitesmoke.model.world import seated

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from whitesmoke.model.run_state import State
    from whitesmoke.model.world import Ints, World
    from whitesmoke.scenario.record_schema import Commitment

ABSENT, OBJECTS = -3, -2
"""Not yet a member; uncommitted and objecting. Other cells hold a stance."""
MOST_BLOCS = 12
OFFERS = {codes.REFUSED_OFFER: "white", codes.SETTLED: INK}
"""How an offer is filled, by its answer."""
OFFER_SIZE = 3.4


def ordered(trace: Trace) -> list[int]:
    """Return the members by the date of their commitment to the winner (or leader); those who never did come last."""
    names = trace.case.names
    return sorted(range(len(names.members)), key=lambda i: (commitment_round(trace, i), names.members[i]))


def cells(trace: Trace) -> Ints:
    """Return what every member's cell shows in every round, as an array of members by rounds."""
    world = lang.plain(trace.case.world)
    stances = np.array(trace.stances, int).T
    days = np.arange(trace.rounds + 1) * trace.case.names.round_days
    shown = np.where(seated(trace.case.world, days[:, None]).T, stances, ABSENT)
    for t, look in enumerate(trace.looks[: trace.rounds + 1]):
        for i in trace.case.world.holders:
            if shown[i, t] == codes.NONE and _objects(world, look, int(i)):
                shown[i, t] = OBJECTS
    if trace.looks and trace.rounds > 0:
        last = shown[:, -1]
        last[(last == codes.NONE) & (shown[:, -2] == OBJECTS)] = OBJECTS
    return shown


def _objects(world: World, look: State, i: int) -> bool:
    return any(demands.opposed(world, look, i, k) for k, status in enumerate(look.status) if status == codes.ACTIVE)


def draw_members(axes: Axes, trace: Trace, commitments: Sequence[Commitment]) -> bool:
    """Draw one row for each member, and a bracket where the record says when it came round; return whether any is drawn
    as objecting."""
    names, rows = trace.case.names, ordered(trace)
    dates, shown = round_edges(trace), cells(trace)
    for row, i in enumerate(rows):
        for first, last, value in stretches(shown[i]):
            _bar(axes, row, dates[first], dates[last] - dates[first], int(value))
    _offers(axes, trace, rows)
    place = {names.members[i]: row for row, i in enumerate(rows)}
    _on_record(axes, [(place[known.member], known) for known in commitments if known.member in place])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [names.members[i] for i in rows], fontsize=min(TINY, 260.0 / len(rows)))
    axes.set_ylabel("members, by date of commitment", fontsize=SMALL)
    return bool((shown == OBJECTS).any())


def answers(trace: Trace, answer: int) -> list[tuple[int, int]]:
    """Return (round, member) of each meeting at which something was offered and this was the answer."""
    return [(talk.round, talk.faced.member) for talk in trace.talks if talk.answer == answer]


def _offers(axes: Axes, trace: Trace, rows: list[int]) -> None:
    """Mark each offer on the row of its holder, by its answer."""
    for answer, face in OFFERS.items():
        met = answers(trace, answer)
        days = [number(trace.case.names.date_of_round(round_)) for round_, _ in met]
        axes.plot(days, [rows.index(i) for _, i in met], "o", ms=OFFER_SIZE, mfc=face, mec=INK, mew=0.8, lw=0, zorder=6)


def stretches(values: Ints) -> list[tuple[int, int, int]]:
    """Return the runs of equal values as (first, one after the last, value)."""
    edges = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return [(a, b, int(values[a])) for a, b in pairwise(edges)]


def _bar(axes: Axes, row: int, left: float, width: float, value: int) -> None:
    if value == ABSENT:
        return
    face = OBJECTING if value == OBJECTS else colour(value)
    hatch = "////" if value == OBJECTS else None
    edge = "white" if hatch else face
    axes.add_patch(Rectangle((left, row - 0.43), width, 0.86, fc=face, ec=edge, lw=0, hatch=hatch, zorder=2))


def _on_record(axes: Any, known: Sequence[tuple[int, Commitment]]) -> None:
    """Draw (not before, by] as a line between ticks on each row; an end that is not on record has an arrow instead."""
    ends = [(row, _at(one.not_before), _at(one.by)) for row, one in known]
    mark = {"color": INK, "zorder": 5, "path_effects": [withStroke(linewidth=3.0, foreground="white")]}
    lines = [(at, row) for row, after, by in ends for at in (after, by, np.nan)]
    axes.plot(*_points(lines), lw=1.1, marker="|", ms=5.5, mew=1.1, **mark)
    only_by = [(by, row) for row, after, by in ends if np.isnan(after)]
    only_after = [(after, row) for row, after, by in ends if np.isnan(by)]
    for points, arrow in ((only_by, 8), (only_after, 9)):
        axes.plot(*_points(points), marker=arrow, ms=3.5, ls="", **mark)


def _at(date: datetime.date | None) -> float:
    return number(date) if date else np.nan


def _points(pairs: Sequence[tuple[float, float]]) -> Any:
    """Return the places along x and along y."""
    return np.array(pairs, float).reshape(-1, 2).T


def _short(name: str) -> str:
    return name if len(name) <= 11 else f"{name[:9]}..."


def blocs(trace: Trace) -> list[tuple[str, Ints]]:
    """Return (name, rows of its members) of each bloc, the largest first; small ones beyond the twelfth together."""
    of_member = np.array(trace.case.names.blocs)
    found = [(name or "no bloc", np.flatnonzero(of_member == name)) for name in dict.fromkeys(of_member.tolist())]
    found.sort(key=lambda bloc: -len(bloc[1]))
    rest = found[MOST_BLOCS - 1 :]
    if len(rest) > 1:
        found = [*found[: MOST_BLOCS - 1], ("others", np.concatenate([members for _, members in rest]))]
    return found


def draw_blocs(axes: Axes, trace: Trace) -> None:
    """Draw one band for each bloc: the share of its members committed to each candidate."""
    groups, dates = blocs(trace), round_edges(trace)
    stances = np.array([*trace.stances, trace.stances[-1]], int)
    for row, (_, members) in enumerate(groups):
        floor = np.full(len(dates), row + 0.43)
        axes.fill_between(dates, floor, floor - 0.86, color=UNCOMMITTED, lw=0, step="post", zorder=1)
        for k in ever_ran(trace):
            roof = floor - 0.86 * (stances[:, members] == k).mean(axis=1)
            axes.fill_between(dates, floor, roof, color=colour(k), lw=0, step="post", zorder=2)
            floor = roof
    axes.set_ylim(len(groups) - 0.5, -0.5)
    labels = [f"{plain(_short(name))}\n({len(members)})" for name, members in groups]
    axes.set_yticks(range(len(groups)), labels, fontsize=TINY)
    axes.set_ylabel("share of each bloc committed", fontsize=SMALL)
