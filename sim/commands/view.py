"""The browser page."""

from __future__ import annotations

from sim.view.server import serve


def view(scenario: str, port: int, browser: bool, host: str) -> None:
    """Serve the page until Ctrl-C."""
    serve(None, scenario, port, browser, host)
