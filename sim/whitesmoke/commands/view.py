"""The browser page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whitesmoke.page.explorer.offered import must_hold_results
from whitesmoke.page.server import serve

FIRST = "rutte-iohannis"
"""The scenario that is shown where none is named."""


def view(
    shown: str, port: int, browser: bool, host: str, posterior: Path | None = None, allow_hosts: Sequence[str] = ()
) -> None:
    """Serve the page until Ctrl-C. `shown`: a scenario, or a folder with results of sweeps."""
    folder = Path(shown)
    if not folder.is_dir():
        serve(None, shown, port, browser, host, posterior, allow_hosts)
        return
    must_hold_results(folder)
    serve(None, FIRST, port, browser, host, posterior, allow_hosts, folder)
