"""Who may talk to the server, what a page of it may do, and that nothing leaves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from whitesmoke.page.doors import Doors

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

ASSETS = "/_solara/cdn/"
"""Where the page asks for its scripts and fonts; the server would fetch what it does not have from the internet."""
CLOSED = ("/resourcez", "/static/public")
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
"""Nothing from elsewhere. Solara's page starts with scripts in its text, and Vue makes its templates by `eval`."""
SEALED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """An ASGI app that answers 403 to strangers and 404 instead of fetching anything from elsewhere.

    Parameters
    ----------
    app : the app behind it
    assets : folder of the installed scripts and fonts
    doors : who is let in
    """

    def __init__(self, app: App, assets: Path, doors: Doors) -> None:
        self.app, self.assets, self.doors = app, assets.resolve(), doors
        policy = {**POLICY, "frame-ancestors": doors.frames}
        said = {"content-security-policy": "; ".join(f"{what} {whom}" for what, whom in policy.items()), **SEALED}
        self.sealed = [(name.encode(), value.encode()) for name, value in said.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif (inside := self.doors.entered(scope)) is not None:
            await _answer(send, 303, "", [*self.sealed, *inside])
        elif reason := self.doors.why_not(scope):
            await self._refuse(scope, receive, send, 403, reason)
        elif self.missing(scope["path"]):
            await self._refuse(scope, receive, send, 404, "There is nothing at this address.")
        else:
            await self.app(scope, receive, self._sealing(send))

    def _sealing(self, send: Send) -> Send:
        async def sealed(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*map(self._kept, message.get("headers", [])), *self.sealed]}
            await send(message)

        return sealed

    def _kept(self, header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        """Return a header of an answer; a cookie goes with no request that another site begins."""
        name, value = header
        if name.lower() != b"set-cookie" or self.doors.framed:
            return header
        parts = [part for part in value.split(b"; ") if not part.lower().startswith(b"samesite=")]
        return name, b"; ".join([*parts, b"SameSite=Lax"])

    def missing(self, path: str) -> bool:
        """Say whether a path is closed, none that a disk can have, or an asset that is not installed."""
        if path.startswith(CLOSED) or "\0" in path:
            return True
        if not path.startswith(ASSETS):
            return False
        try:
            asset = (self.assets / path.removeprefix(ASSETS)).resolve()
            return self.assets not in asset.parents or not asset.is_file()
        except OSError:  # a name too long
            return True

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _answer(send, status, reason + "\n", self.sealed)


async def _answer(send: Send, status: int, text: str, headers: Headers) -> None:
    headers = [*headers, (b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
