"""Stance by round for every member, in order of commitment; very large bodies by bloc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import solara

from whitesmoke.figures.stance_rows import ABSENT, ordered, stretches
from whitesmoke.page.axis import months
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.alliance import DRAWN, blocs_of
from whitesmoke.page.panels.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from whitesmoke.model.world import Ints


@drawn("stances.vue")
def _Drawing(
    still: dict[str, object],
    rows: list[dict[str, object]],
    round: int,
    last: int,
    selected: str,
    event_pick: Callable[..., object] | None = None,
    event_seek: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Stances(desk: Desk, beat: int) -> None:
    """The panel."""
    case = desk.case
    large = len(case.names.members) > DRAWN
    trace = desk.trace
    rows = solara.use_memo(lambda: by_bloc(desk) if large else by_member(desk), [id(trace), trace.rounds])
    _Drawing(
        still={
            "horizon": case.world.rounds,
            "months": months(case),
            "candidates": list(case.names.candidate_names),
            "large": large,
        },
        rows=rows,
        round=desk.shown,
        last=trace.rounds,
        selected=desk.member,
        event_pick=lambda code: desk.select(str(code)),
        event_seek=desk.seek,
    )


def by_member(desk: Desk) -> list[dict[str, Any]]:
    """Return one row a member: its stretches [first round, one after the last, standing], and what is on record."""
    trace, names = desk.trace, desk.case.names
    table = np.array(desk.standings.columns(), int).T
    known = {one.member: one for one in desk.loaded.tables.consents}
    rows = []
    for i in ordered(trace):
        one = known.get(names.members[i])
        rows.append(
            {
                "code": names.members[i],
                "name": names.member_names[i],
                "cells": [[a, b, value] for a, b, value in stretches(table[i]) if value != ABSENT],
                "after": _round(desk, one.not_before) if one else None,
                "by": _round(desk, one.by) if one else None,
            }
        )
    return rows


def _round(desk: Desk, date: Any) -> float | None:
    return None if date is None else (date - desk.case.names.start).days / desk.case.names.round_days


def by_bloc(desk: Desk) -> list[dict[str, Any]]:
    """Return one row a bloc: for each candidate the share of its members committed, as [round, share]."""
    table = np.array(desk.trace.stances)
    rows = []
    for name, members in blocs_of(desk.case):
        own = table[:, members]
        shares = [_moves((own == k).mean(axis=1)) for k in range(len(desk.case.names.candidates))]
        rows.append({"code": name, "name": f"{name} ({len(members)})", "shares": shares})
    return rows


def _moves(values: Ints) -> list[list[float]]:
    at = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist()]
    return [[int(t), round(float(values[t]), 4)] for t in at]
