"""What the server shows: one page, of the model and the scenario it was started with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara

from whitesmoke.page.dashboard import page

_shown: dict[str, Any] = {}


def show(
    model: type | None, scenario: str, may_save: bool, posterior: Path | None = None, results: Path | None = None
) -> None:
    """Say what the page of this process shows."""
    _shown["page"] = page(model, scenario, may_save, posterior, results)


@solara.component
def Page() -> None:
    """One visitor's page."""
    _shown["page"]()


@solara.component
def Layout(children: list[object] = []) -> Any:  # noqa: B006  (Solara reads the default)
    """The frame: Mesa's own controls wait in a drawer on the left."""
    return solara.AppLayout(children=children, sidebar_open=False, navigation=False, color="#1f2d3d")
