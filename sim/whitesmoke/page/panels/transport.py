"""The bar that plays: reset, back, play, step, to the end, speed, and the slider through what has happened."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING

import numpy as np
import solara

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.phases import decide, sittings, verdict
from whitesmoke.model.reading import ENDINGS, long_date
from whitesmoke.model.run_state import State
from whitesmoke.model.trace import Trace
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.playback import SPEEDS
from whitesmoke.scenario.tabled import none_stands
from whitesmoke.telling.story import headline

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("transport.vue")
def _Bar(
    now: dict[str, object],
    event_act: Callable[..., object] | None = None,
    event_seek: Callable[..., object] | None = None,
    event_speed: Callable[..., object] | None = None,
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


def now(desk: Desk) -> dict[str, object]:
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
        "waits": waits(desk),
        "end": _ended(trace) if desk.over and not desk.current.broken else "",
        "speed": desk.speed,
        "speeds": list(SPEEDS),
    }


def _ended(trace: Trace) -> str:
    """Return the outcome in a line, and which of the endings that is."""
    return f"{headline(trace)} ({ENDINGS[trace.ending].words})"


def waits(desk: Desk) -> str:
    """Return what the run waits for after the last round played, in a sentence."""
    trace, case = desk.trace, desk.case
    s, names = trace.final, case.names
    if desk.current.broken or s is None:
        return "The run has stopped."
    if trace.rounds == 0:
        return "At the opening. Press Play, or Step."
    active = np.flatnonzero(s.status == codes.ACTIVE)
    if not len(active):
        return none_stands(desk.case)
    silent = [
        f"{names.candidate_names[k]} until {long_date(_silent_until(case, s, int(k)))}"
        for k in active
        if s.silent_since[k] >= 0
    ]
    if silent:
        return f"Silence on {', and on '.join(silent)}."
    if waiting := [names.candidate_names[k] for k in active if _waits_for_sitting(case, s, int(k))]:
        day = sittings.next_sitting(case.world, int(s.clock.day) + 1)
        when = (
            "but no sitting is left"
            if day == codes.NEVER
            else f"and the sitting of {long_date(names.date(day))} decides"
        )
        return f"{' and '.join(waiting)} {'carries' if len(waiting) == 1 else 'carry'}, {when}."
    open_ = int(np.count_nonzero((s.stance == codes.NONE) & (s.present != 0)))
    if open_:
        return f"{open_} of {trace.members[-1]} members {'is' if open_ == 1 else 'are'} uncommitted and still weighing."
    if pending := int(s.pending.sum()):
        return f"Every member is committed, and {pending} {'has' if pending == 1 else 'have'} not ratified yet."
    return "Every member is committed, and the rule is not met."


def _waits_for_sitting(case: Compiled, s: State, k: int) -> bool:
    """Say whether a candidate carries, and only a sitting can decide."""
    only = case.world.between == codes.ONLY_SITTINGS
    return only and decide.eligible(case.world, s, k) and verdict.carries(case.world, s, k)


def _silent_until(case: Compiled, s: State, k: int) -> datetime.date:
    """Return the date of the first round in which the silence on a candidate has lasted as long as it must."""
    days, step = int(s.silent_since[k]) + math.ceil(s.silence[k]), case.world.round_days
    return case.names.date(-(-days // step) * step)


def _set_speed(desk: Desk, name: object) -> None:
    if name in SPEEDS:
        desk.speed = name
        desk.changed()
