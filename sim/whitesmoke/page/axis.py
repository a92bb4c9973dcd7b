"""The time axis that several panels share: the months of a race, at their places."""

from __future__ import annotations

import datetime
from typing import Any

from whitesmoke.model.compiled import Compiled

MOST_MARKS = 9


def months(case: Compiled) -> list[dict[str, Any]]:
    """Return the first days of months as {round, text}, at most nine of them; short races get their weeks instead."""
    names, days = case.names, case.world.rounds * case.names.round_days
    firsts = _firsts(names.start, days)
    if len(firsts) < 3:
        step = max(7, 7 * -(-days // (7 * MOST_MARKS)))
        shown = [(day, names.date(day)) for day in range(0, days + 1, step)]
        return [{"round": day / names.round_days, "text": f"{date.day} {date:%b}"} for day, date in shown]
    step = -(-len(firsts) // MOST_MARKS)
    marks = []
    for place, (day, date) in enumerate(firsts[::step]):
        year = f" {date:%Y}" if place == 0 or date.month <= step else ""
        marks.append({"round": day / names.round_days, "text": f"{date:%b}{year}"})
    return marks


def _firsts(start: datetime.date, days: int) -> list[tuple[int, datetime.date]]:
    found, at = [], start.replace(day=1)
    while (at - start).days <= days:
        if at >= start:
            found.append(((at - start).days, at))
        at = (at + datetime.timedelta(days=32)).replace(day=1)
    return found
