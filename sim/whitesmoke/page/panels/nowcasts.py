"""The forecast from what was public by the day looked at: what somebody could have said then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.front.nowcast import Nowcast
from whitesmoke.model.reading import long_date
from whitesmoke.page import what_is_known as known
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.panels.working import asked, working
from whitesmoke.page.typed import to_ask
from whitesmoke.telling.forecasts import basis, chances, thin, who_is_last
from whitesmoke.writing.estimates import percents

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("nowcast.vue")
def _Panel(
    date: str,
    own: bool,
    found: dict[str, object],
    event_ask: Callable[..., object] | None = None,
    event_cancel: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def KnownThen(desk: Desk, beat: int) -> None:
    """The panel."""
    _Panel(
        date=long_date(desk.case.names.date_of_round(desk.shown)),
        own=desk.own,
        found=state(desk),
        **asked(desk, "nowcast", known.nowcast),
    )


def state(desk: Desk) -> dict[str, Any]:
    """Return how far the forecast is, or what it says: the words and numbers of `whitesmoke nowcast`."""
    if (busy := working(desk, "nowcast")) is not None:
        return busy
    found: Nowcast = desk.jobs["nowcast"].result
    case, (last,) = found.case.compiled, found.forecasts
    rows = [] if found.over else chances(case, last)
    return {
        "busy": "",
        "sentence": f"{found.headline}.",
        "date": long_date(found.as_of),
        "rows": [[what, share.value, share.low, share.high, percents(share)] for what, share in rows],
        "last": [] if found.over else who_is_last(case, last),
        "basis": "" if found.over else basis(last),
        "thin": "" if found.over else thin([last]),
        "about": found.about,
        "command": to_ask(desk, "nowcast", "--as-of", found.as_of.isoformat()),
    }
