"""The page beside a notebook, or any program with an event loop: it answers in a thread, and nobody waits."""

from __future__ import annotations

import threading
from html import escape
from pathlib import Path

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page.explorer.offered import must_hold_results
from whitesmoke.page.server import Server

_running: list[Started] = []


class Started:
    """A page that answers in the background. A notebook that shows it shows the page."""

    def __init__(self, server: Server, height: int) -> None:
        self._server, self.height = server, height
        self._thread = threading.Thread(target=server.run, daemon=True)
        self._thread.start()
        if not server.wait():
            raise WhitesmokeError("the page could not be started; `whitesmoke view` in a terminal may say why")

    @property
    def url(self) -> str:
        """The address of the page."""
        return self._server.url

    def stop(self) -> None:
        """End the page, and forget what was on it."""
        if self not in _running:
            return
        _running.remove(self)
        self._server.stop()
        self._thread.join()
        self._server.close()

    def __repr__(self) -> str:
        return f"whitesmoke at {self.url}" if self in _running else "whitesmoke, stopped"

    def _repr_html_(self) -> str:
        """Return the page in a frame, as a notebook shows it."""
        if self not in _running:
            return repr(self)
        return f'<iframe src="{escape(self.url)}" width="100%" height="{self.height}" style="border:0"></iframe>'


def start(
    model: type | None = None,
    scenario: str = "rutte-iohannis",
    port: int = 8765,
    posterior: Path | None = None,
    height: int = 800,
    results: Path | None = None,
) -> Started:
    """Show the page without waiting for it, on this machine only. There is one at a time: the one before ends.

    Parameters
    ----------
    model : a subclass of `whitesmoke.model.mesa.Negotiation`
    scenario : what is shown first: a scenario, or a lecture
    port : the wanted port; the next free one if it is taken, any free one for 0
    posterior : of `whitesmoke calibrate`: run j has draw j of the parameters
    height : of the frame in a notebook, in pixels
    results : the folder of a sweep, or one in which there are some, that opens first

    Raises
    ------
    WhitesmokeError : no free port, no such scenario, posterior or results, or the page's packages are not installed
    """
    if results is not None:
        must_hold_results(Path(results))
    for earlier in [*_running]:
        earlier.stop()
    server = Server(model, scenario, port, posterior=posterior, framed=True, results=results and Path(results))
    _running.append(Started(server, height))
    return _running[-1]
