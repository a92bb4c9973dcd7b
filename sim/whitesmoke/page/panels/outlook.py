"""The forecast: from the date looked at, when will it be settled?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from whitesmoke.page import replicates
from whitesmoke.page.axis import months
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.panels.working import asked, working

if TYPE_CHECKING:
    from collections.abc import Callable

OPENING = (
    "These runs keep what this one drew at its opening, and differ in luck from then on. In the band, in the "
    "comparison and in the story each run draws its own: their odds may differ from these, and both are right."
)
"""Why a forecast from the opening need not give the odds of the ensemble."""


@drawn("forecast.vue")
def _Panel(
    now: dict[str, object],
    months: list[dict[str, object]],
    found: dict[str, object],
    event_ask: Callable[..., object] | None = None,
    event_cancel: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Forecast(desk: Desk, beat: int) -> None:
    """The panel."""
    names = desk.case.names
    _Panel(
        now={
            "date": replicates.long_date(names.date_of_round(desk.shown)),
            "round": desk.shown,
            "days": desk.case.world.rounds * names.round_days,
            "step": names.round_days,
            "over": desk.over and desk.shown == desk.trace.rounds,
            "own": desk.own,
            "draws": " and draw" if desk.draws else "",
            "opening": OPENING,
        },
        months=[{**mark, "day": mark["round"] * names.round_days} for mark in months(desk.case)],
        found=state(desk),
        **asked(desk, "forecast", replicates.forecast),
    )


def state(desk: Desk) -> dict[str, object]:
    """Return how far the forecast is, or what it found."""
    if (busy := working(desk, "forecast")) is not None:
        return busy
    found = desk.jobs["forecast"].result
    return {
        "busy": "",
        "date": found.date,
        "day": found.round * desk.case.names.round_days,
        "bars": found.here.bars,
        "deadlock": found.here.deadlock,
        "middle": found.here.days["p50"],
        "words": found.here.words,
        "stale": found.round != desk.shown,
    }
