"""The forecast: from the date looked at, when will it be settled?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from whitesmoke.page import replicates
from whitesmoke.page.axis import months
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Callable


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
        },
        months=[{**mark, "day": mark["round"] * names.round_days} for mark in months(desk.case)],
        found=state(desk),
        event_ask=lambda _: desk.begin("forecast", lambda: replicates.forecast(desk)),
        event_cancel=lambda _: desk.cancel("forecast"),
    )


def state(desk: Desk) -> dict[str, object]:
    """Return how far the forecast is, or what it found."""
    job = desk.jobs.get("forecast")
    if job is None or not job.over:
        return {"busy": job.busy if job else "", "share": job.done / job.total if job else 0.0}
    if job.result is None:
        return {"busy": "", "error": job.error}
    found = job.result
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
