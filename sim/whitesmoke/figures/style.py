"""Colours, marks and small texts that all panels share."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.dates import date2num

from whitesmoke.model import codes
from whitesmoke.model.reading import long_date
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.everybody import by_everybody
from whitesmoke.scenario.tabled import is_chosen, name_inside, nothing_chosen

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""Of the candidates, in the scenario's order: Okabe & Ito (2008), safe for colour-blind readers."""
UNCOMMITTED = "#e4e4e4"
OBJECTING = "#9a9a9a"
SILENCE = "#d0d0d0"
INK = "#222222"
FAINT = "#8a8a8a"
SMALL, TINY = 8.0, 6.8
"""Sizes of type, points."""


def colour(k: int) -> str:
    """Return the colour of a candidate, or of a member that has none."""
    return UNCOMMITTED if k == codes.NONE else PALETTE[k % len(PALETTE)]


def ink_on(k: int) -> str:
    """Return the colour of writing on a candidate's colour."""
    return "white" if k != codes.NONE and k % len(PALETTE) in (0, 2, 5) else INK


def plain(text: str) -> str:
    """Return a text that matplotlib does not read as mathematics."""
    return text.replace("$", r"\$")


def short_date(date: datetime.date) -> str:
    """Return a date as 26 Jun."""
    return f"{date.day} {date:%b}"


def number(date: datetime.date) -> float:
    """Return a date as a place on the date axis."""
    return float(date2num(date))


def round_edges(trace: Trace) -> Floats:
    """Return the places on the date axis of every round, and one more shortly after the last, where drawing ends."""
    days = trace.case.names.round_days
    places = number(trace.case.names.start) + days * np.arange(trace.rounds + 2.0)
    places[-1] = places[-2] + min(days, max(0.5, 0.012 * days * trace.rounds))
    return places


def ever_ran(trace: Trace) -> list[int]:
    """Return the candidates that were in the race at any time."""
    status = np.array(trace.status)
    return [int(k) for k in np.flatnonzero(((status == codes.ACTIVE) | (status == codes.CHOSEN)).any(axis=0))]


def headline(trace: Trace) -> str:
    """Return the verdict in one line."""
    names, k = trace.case.names, trace.winner
    date = long_date(trace.decided_on)
    which = f"day {(trace.decided_on - names.start).days}, seed {trace.seed}, run {trace.run}"
    all_agree = by_everybody(trace.case.world, trace.rounds)
    if k == codes.NONE:
        what = f"Deadlock, {'no consensus' if all_agree else nothing_chosen(trace.case)} by"
    else:
        who = name_inside(trace.case, k)
        what = f"Consensus on {who}," if all_agree else f"{who[0].upper()}{who[1:]} {is_chosen(trace.case, k)},"
    return f"{what} {date} ({which})"
