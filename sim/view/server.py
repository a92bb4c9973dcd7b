"""Start the server of the page: on loopback, offline, on a free port, until Ctrl-C."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
import threading
import warnings
import webbrowser
from pathlib import Path
from typing import Any

from sim.errors import WhitesmokeError

SETTINGS = {
    "SOLARA_APP": "sim.view.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": "3m",
    "SOLARA_KERNEL_MAX_COUNT": "40",
    "SOLARA_THEME_TITLE": "whitesmoke",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
}
"""No telemetry, nothing from other sites; a page that lost its browser is forgotten after minutes."""
LARGEST_MESSAGE = 4_000_000
"""Bytes that a page may send at once."""
TRIES = 50
"""Ports tried after the wanted one."""
HOME = ("127.0.0.1", "localhost", "::1")


def serve(
    model: type | None = None,
    scenario: str = "rutte-iohannis",
    port: int = 8765,
    browser: bool = True,
    host: str = "127.0.0.1",
    posterior: Path | None = None,
) -> None:
    """Show the page until Ctrl-C.

    Parameters
    ----------
    model : a subclass of `sim.model.Negotiation`
    scenario : what is shown first
    port : the wanted port; the next free one if it is taken, any free one for 0
    browser : open it
    host : address to listen on
    posterior : of `whitesmoke calibrate`: run j has draw j of the parameters

    Raises
    ------
    WhitesmokeError : no free port, no such posterior, or the page's packages are not installed
    """
    _must_be_installed()
    os.environ.update(SETTINGS)
    listening = bound(host, port)
    port = listening.getsockname()[1]
    url = f"http://{_typed(host)}:{port}/"
    _say("whitesmoke view: starting")
    server = _server(model, scenario, host, port, posterior)
    _say(f"whitesmoke view: {url} (Ctrl-C ends it)")
    if host not in HOME:
        _say("Warning: others on this network can open the page and play runs; nothing is saved from it.")
    if browser:
        threading.Thread(target=_open, args=(server, url), daemon=True).start()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        from sim.view.desk import close_all

        close_all()
        _say("whitesmoke view: ended")


def _typed(host: str) -> str:
    """Return an address as it is typed into a browser."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


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


def _server(model: type | None, scenario: str, host: str, port: int, posterior: Path | None) -> Any:
    import uvicorn
    from solara.server import settings
    from solara.server.starlette import app as solara_app

    from sim.view import app, guard, warm

    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # said for pages within other pages

    app.show(model, scenario, may_save=host in HOME, posterior=posterior)
    warm.start()
    guarded = guard.Guard(solara_app, Path(settings.assets.proxy_cache_dir), guard.allowed_hosts(host, port))
    config = uvicorn.Config(
        guarded,
        log_level="error",
        access_log=False,
        ws_max_size=LARGEST_MESSAGE,
        timeout_graceful_shutdown=1,
        lifespan="on",
    )
    return uvicorn.Server(config)


def _open(server: Any, url: str) -> None:
    while not server.started and not server.should_exit:
        threading.Event().wait(0.05)
    if server.started:
        webbrowser.open(url)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
