"""The browser page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whitesmoke.page.explorer.offered import must_hold_results
from whitesmoke.page.server import serve
from whitesmoke.scenario.files import named
from whitesmoke.scenario.lectures import shipped
from whitesmoke.study.store import MANIFEST

FIRST = "rutte-iohannis"
"""The scenario that is shown where none is named."""


def view(
    shown: str, port: int, browser: bool, host: str, posterior: Path | None = None, allow_hosts: Sequence[str] = ()
) -> None:
    """Serve the page until Ctrl-C. `shown`: a scenario, a lecture, or a folder with results of sweeps.

    A name that ships is that scenario, or that lecture, though a folder without results is called so, too.
    """
    folder = Path(shown)
    if not folder.is_dir() or (not (folder / MANIFEST).exists() and (named(shown) or shown in shipped())):
        serve(None, shown, port, browser, host, posterior, allow_hosts)
        return
    must_hold_results(folder)
    serve(None, FIRST, port, browser, host, posterior, allow_hosts, folder)
