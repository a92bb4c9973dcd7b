"""The bar that plays: reset, back, play, step, to the end, speed, and the slider through what has happened."""

from __future__ import annotations

from typing import Any

import solara

from sim.reading import long_date
from sim.story import headline
from sim.view.desk import SPEEDS, Desk
from sim.view.panels.drawn import drawn


@drawn("transport.vue")
def _Bar(
    now: dict[str, Any],
    event_act: Any = None,
    event_seek: Any = None,
    event_speed: Any = None,
) -> None: ...


@solara.component
def Transport(desk: Desk, beat: int) -> None:
    """The bar, at the top of the page; it stays there when the page is scrolled."""
    acts = {"play": desk.play, "pause": desk.pause, "step": desk.step, "reset": desk.reset, "end": desk.finish}
    _Bar(
        now=now(desk),
        event_act=lambda name: acts[name]() if name in acts else None,
        event_seek=lambda round_: desk.seek(round_),
        event_speed=lambda name: _set_speed(desk, name),
    )


def now(desk: Desk) -> dict[str, Any]:
    """Return where the run stands and which round is looked at."""
    trace, names = desk.trace, desk.case.names
    return {
        "title": names.title,
        "round": desk.shown,
        "last": trace.rounds,
        "horizon": desk.case.world.rounds,
        "date": long_date(names.date_of_round(desk.shown)),
        "played": long_date(names.date_of_round(trace.rounds)),
        "playing": desk.playing,
        "over": desk.over,
        "end": headline(trace) if desk.over and not desk.current.broken else "",
        "speed": desk.speed,
        "speeds": list(SPEEDS),
    }


def _set_speed(desk: Desk, name: Any) -> None:
    if name in SPEEDS:
        desk.speed = name
        desk.changed()
