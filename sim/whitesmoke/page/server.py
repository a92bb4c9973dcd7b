"""Start the server of the page: on loopback, offline, on a free port, until Ctrl-C, or beside a notebook."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import os
import signal
import socket
import sys
import threading
import warnings
import webbrowser
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page.explorer.offered import RESULTS

SETTINGS = {
    "SOLARA_APP": "whitesmoke.page.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": "3m",
    "SOLARA_KERNEL_MAX_COUNT": "40",
    "SOLARA_SESSION_HTTP_ONLY": "true",
    "SOLARA_ROOT_PATH": "",
    "SOLARA_THEME_TITLE": "whitesmoke",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
}
"""No telemetry, nothing from other sites; a page that lost its browser is forgotten after minutes.

Without a root path of its own, the server would take it from a header of the first request.
"""
LARGEST_MESSAGE = 4_000_000
"""Bytes that a page may send at once."""
TRIES = 50
"""Ports tried after the wanted one."""


def serve(
    model: type | None = None,
    scenario: str = "rutte-iohannis",
    port: int = 8765,
    browser: bool = True,
    host: str = "127.0.0.1",
    posterior: Path | None = None,
    allow_hosts: Collection[str] = (),
    results: Path | None = None,
) -> None:
    """Show the page until Ctrl-C.

    Parameters
    ----------
    model : a subclass of `whitesmoke.model.mesa.Negotiation`
    scenario : what is shown first
    port : the wanted port; the next free one if it is taken, any free one for 0
    browser : open it
    host : address to listen on
    posterior : of `whitesmoke calibrate`: run j has draw j of the parameters
    allow_hosts : names, of a tunnel or a proxy, by which others may ask for the page
    results : the folder of a sweep, or one in which there are some, that opens first

    Raises
    ------
    WhitesmokeError : no free port, no such posterior, the page's packages are not installed, or an event loop runs
    """
    if _loop_runs():
        raise WhitesmokeError(
            "an event loop runs here already, as in a notebook, and this would wait for ever: "
            "use whitesmoke.page.start(), which does not wait"
        )
    _say("whitesmoke view: starting")
    with _for_good():
        server = Server(model, scenario, port, host, posterior, allow_hosts, results=results)
    _say(f"whitesmoke view: {server.url} (Ctrl-C ends it)")
    if server.doors.key:
        _say(
            "Warning: whoever has this address, with its key, can open the page, play runs, and read every results "
            f"folder below {RESULTS}/ here; nothing is saved."
        )
    if browser:
        threading.Thread(target=server.open, daemon=True).start()
    _hang_up(server)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        _say("whitesmoke view: ended")


@contextmanager
def _for_good() -> Iterator[None]:
    """Keep what is imported here out of each collection of garbage, of which every page that is closed causes one."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.freeze()


def _hang_up(server: Server) -> None:
    """Have SIGHUP end the page as Ctrl-C and SIGTERM do, which the server listens to by itself."""
    number = getattr(signal, "SIGHUP", None)
    if number and threading.current_thread() is threading.main_thread() and callable(signal.getsignal(number)):
        signal.signal(number, lambda _number, _frame: server.stop())


def _loop_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Server:
    """The page on a port of this machine."""

    def __init__(
        self,
        model: type | None,
        scenario: str,
        port: int,
        host: str = "127.0.0.1",
        posterior: Path | None = None,
        allow_hosts: Collection[str] = (),
        framed: bool = False,
        results: Path | None = None,
    ) -> None:
        _must_be_installed()
        _settle()
        from whitesmoke.page.doors import address, doors

        self.listening = bound(host, port)
        try:
            where, port = self.listening.getsockname()[:2]
            self.doors = doors(where, port, host, allow_hosts, framed)
            self.url = address(where, port, host, self.doors.key)
            self._server = self._made(model, scenario, posterior, results)
        except BaseException:
            self.listening.close()
            raise

    def _made(self, model: type | None, scenario: str, posterior: Path | None, results: Path | None) -> Any:
        import uvicorn
        from solara.server import settings
        from solara.server.starlette import app as solara_app

        from whitesmoke.page import app, guard, warm

        warnings.filterwarnings("ignore", "Cookies with samesite=none")  # said for pages within other pages
        app.show(model, scenario, may_save=not self.doors.key, posterior=posterior, results=results)
        warm.start()
        config = uvicorn.Config(
            guard.Guard(solara_app, Path(settings.assets.proxy_cache_dir), self.doors),
            log_level="error",
            access_log=False,
            server_header=False,
            ws_max_size=LARGEST_MESSAGE,
            timeout_graceful_shutdown=1,
            lifespan="on",
        )
        return uvicorn.Server(config)

    def run(self) -> None:
        """Answer until Ctrl-C, or until `stop`."""
        self._server.run(sockets=[self.listening])

    def wait(self) -> bool:
        """Wait until it answers; say whether it does."""
        while not self._server.started and not self._server.should_exit:
            threading.Event().wait(0.05)
        return bool(self._server.started)

    def open(self) -> None:
        """Open the page in the browser as soon as it is there."""
        if self.wait():
            webbrowser.open(self.url)

    def stop(self) -> None:
        """Have `run` come to its end."""
        self._server.should_exit = True

    def close(self) -> None:
        """Close every page, and the port."""
        from whitesmoke.page.desk import close_all

        close_all()
        self.listening.close()


def _settle() -> None:
    """Set how Solara works, also where something in this process has had it read its settings already."""
    os.environ.update(SETTINGS)
    if known := sys.modules.get("solara.server.settings"):
        for name in ("main", "kernel", "session", "theme", "assets", "telemetry"):
            setattr(known, name, type(getattr(known, name))())


def bound(host: str, port: int) -> socket.socket:
    """Return a socket on the wanted port, or on the next free one.

    Raises WhitesmokeError if there is none.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in [port] if port == 0 else range(port, min(port + TRIES, 65536)):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wanted))
            return listening
        except OSError:
            listening.close()
    raise WhitesmokeError(f"no free port from {port} on at {host}: give another --port, or another --host")


def _must_be_installed() -> None:
    missing = [name for name in ("solara", "solara_assets") if importlib.util.find_spec(name) is None]
    if missing:
        raise WhitesmokeError(
            f"the browser page needs {' and '.join(missing)}, not installed here: pip install 'whitesmoke[view]'"
        )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
