"""Who may talk to the server: this machine's own pages, and nothing that leaves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ASSETS = "/_solara/cdn/"
"""Where the page asks for its scripts and fonts; the server would fetch what it does not have from the internet."""
CLOSED = ("/resourcez", "/static/public")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """An ASGI app that answers 403 to strangers and 404 instead of fetching anything from elsewhere.

    Parameters
    ----------
    app : the app behind it
    assets : folder of the installed scripts and fonts
    hosts : values of the `Host` header that are answered (against DNS rebinding); none: any
    """

    def __init__(self, app: App, assets: Path, hosts: frozenset[str] | None) -> None:
        self.app, self.assets, self.hosts = app, assets.resolve(), hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self.welcome(scope):
            await _refuse(scope, receive, send, 403)
        elif self.missing(scope["path"]):
            await _refuse(scope, receive, send, 404)
        else:
            await self.app(scope, receive, send)

    def welcome(self, scope: Scope) -> bool:
        """Say whether a request comes from a page of this server, or from somebody who typed its address."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if self.hosts is not None and host not in self.hosts:
            return False
        origin = headers.get(b"origin")
        return origin is None or urlsplit(origin).netloc == host

    def missing(self, path: str) -> bool:
        """Say whether a path is closed, or an asset that is not installed."""
        if path.startswith(CLOSED):
            return True
        if not path.startswith(ASSETS):
            return False
        asset = (self.assets / path.removeprefix(ASSETS)).resolve()
        return self.assets not in asset.parents or not asset.is_file()


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"refused" if status == 403 else b"not here"})


def allowed_hosts(host: str, port: int) -> frozenset[str] | None:
    """Return the `Host` headers to answer: loopback names, and the host itself; none to answer any."""
    if host in ("0.0.0.0", "::"):
        return None
    return frozenset(f"{name}:{port}" for name in (*LOOPBACK, host))
