"""Names for what Solara and Mesa draw without any: a screen reader says them."""

from __future__ import annotations

import solara

from whitesmoke.page.panels.drawn import drawn


@drawn("named.vue")
def _Named() -> None: ...


@solara.component
def Named() -> None:
    """Nothing that is seen."""
    _Named()
