"""Drawn last on the page: tells the server that the browser has drawn the round, so that play does not outrun it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("pulse.vue")
def _Pulse(beat: int, event_drawn: Callable[..., object] | None = None) -> None: ...


@solara.component
def Pulse(desk: Desk, beat: int) -> None:
    """The answer from the browser."""
    _Pulse(beat=beat, event_drawn=lambda _: desk.drawn.set())
