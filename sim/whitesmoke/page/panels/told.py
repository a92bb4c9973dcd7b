"""What happened, in words, with dates; scripted things are marked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import solara

from whitesmoke.figures.style import short_date
from whitesmoke.model.trace import Trace
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.telling.story import verdict
from whitesmoke.telling.words import tell

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 400
"""Sentences shown; very long stories begin later."""


@drawn("story.vue")
def _List(
    lines: list[dict[str, object]], round: int, verdict: list[str], event_seek: Callable[..., object] | None = None
) -> None: ...


@solara.component
def Story(desk: Desk, beat: int) -> None:
    """The panel."""
    trace = desk.trace
    lines = solara.use_memo(lambda: told(trace), [id(trace), trace.rounds])
    ended = desk.over and desk.shown == trace.rounds and not desk.current.broken
    _List(lines=lines, round=desk.shown, verdict=verdict(trace) if ended else [], event_seek=desk.seek)


def told(trace: Trace) -> list[dict[str, object]]:
    """Return the sentences so far, each with its round and date."""
    lines = []
    for t, entries in groupby(trace.entries, key=lambda entry: entry.round):
        date = short_date(trace.case.names.date_of_round(t))
        for sentence in tell(trace, list(entries)):
            scripted = sentence.startswith("scripted: ")
            text = sentence.removeprefix("scripted: ")
            lines.append({"round": t, "date": date, "text": text[0].upper() + text[1:] + ".", "scripted": scripted})
    return lines[-MOST:]
