"""The browser page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whitesmoke.page.server import serve


def view(
    scenario: str, port: int, browser: bool, host: str, posterior: Path | None = None, allow_hosts: Sequence[str] = ()
) -> None:
    """Serve the page until Ctrl-C."""
    serve(None, scenario, port, browser, host, posterior, allow_hosts)
