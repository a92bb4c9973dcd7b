"""A panel that fails says so in a sentence, and the rest of the page goes on."""

from __future__ import annotations

from collections.abc import Callable

import solara

from whitesmoke.page.desk import Desk
from whitesmoke.page.reach import without_folders


@solara.component
def Safe(desk: Desk, panel: Callable[[Desk, int], object], title: str, beat: int) -> None:
    """One panel, fenced in; it is tried again at the next beat."""
    error, forget = solara.use_exception()
    failed = solara.use_ref(-1)
    if error is not None and failed.current not in (-1, beat):
        failed.current = -1
        forget()
        error = None
    if error is None:
        panel(desk, beat)
        return
    failed.current = beat
    with solara.v.Html(tag="section", class_="ws-card w12 ws-alert", attributes={"role": "alert"}):
        why = without_folders(f"{type(error).__name__}: {error}")
        solara.v.Html(tag="p", children=[f"{title} cannot be drawn ({why})."])
        solara.Button("Try again", on_click=forget, text=True)
