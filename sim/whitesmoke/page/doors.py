"""Who is let in: by the name asked for, the page that asks, and a key where others than this machine can ask."""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario.wording import quoted
from whitesmoke.writing.shell import command

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HOST = re.compile(r"(?:(?P<name>[A-Za-z0-9._-]{1,253})|\[(?P<six>[0-9A-Fa-f:.]{2,45})\])(?::[0-9]{0,5})?")
KEY = "token"
NOTEBOOKS = "http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*"
"""Pages that may show this one in a frame, where it was started in a notebook."""


class Doors(NamedTuple):
    """What a request has to show. Any port will do: a tunnel has one of its own.

    None as `names` answers to every name: then it is the key that keeps others out.
    """

    names: frozenset[str] | None = LOOPBACK
    """names by which the page may be asked for (against DNS rebinding)"""
    public: frozenset[str] = frozenset()
    """those of them that `--allow-host` gave: a proxy may ask by another name than its visitors"""
    key: str = ""
    """what a visitor has to have; nothing where only this machine can ask"""
    port: int = 0
    framed: bool = False
    """whether a notebook on this machine may show the page in a frame"""

    @property
    def frames(self) -> str:
        """Who may show the page in a frame."""
        return NOTEBOOKS if self.framed else "'none'"

    @property
    def cookie(self) -> str:
        """The cookie that holds the key; servers on other ports of this machine have their own."""
        return f"whitesmoke-{self.port}"

    def why_not(self, scope: Mapping[str, Any]) -> str:
        """Return why a request is refused, in a sentence; nothing if it is welcome."""
        headers = read_headers(scope)
        host = headers.get("host", "")
        name = hostname(host)
        if self.names is not None and name not in self.names:
            return _stranger(name, self.names)
        origin = headers.get("origin")
        if origin is not None and not self._is_own(origin_host(origin), host):
            return "Refused: a page of another site asked for this. Open the address of this page itself."
        if self.key and not same(read_cookies(headers).get(self.cookie, ""), self.key):
            return (
                "Refused: this page has a key. Open it once by the whole address that `whitesmoke view` printed, "
                f"with ?{KEY}= and the key; this browser keeps the key until it is closed."
            )
        return ""

    def _is_own(self, asking: str, host: str) -> bool:
        return bool(asking) and (asking == host or hostname(asking) in self.public)

    def entered(self, scope: Mapping[str, Any]) -> list[tuple[bytes, bytes]] | None:
        """Return the headers that take a visitor who brings the key to the page without it; None for all others."""
        if not self.key or scope["type"] != "http" or self._replace(key="").why_not(scope):
            return None
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
        if not same(dict(query).get(KEY, ""), self.key):
            return None
        rest = urlencode([(name, value) for name, value in query if name != KEY])
        secure = "; Secure" if "https" in (scope.get("scheme"), read_headers(scope).get("x-forwarded-proto")) else ""
        cookie = f"{self.cookie}={self.key}; Path=/; HttpOnly; SameSite=Lax{secure}"
        return [(b"location", f"/?{rest}".rstrip("?").encode()), (b"set-cookie", cookie.encode())]


def doors(address: str, port: int, host: str, allowed: Collection[str] = (), framed: bool = False) -> Doors:
    """Return who is let in by a server.

    Parameters
    ----------
    address : on which it listens
    port : on which it listens
    host : what `--host` said
    allowed : what `--allow-host` said: names of a tunnel or a proxy
    framed : whether a notebook on this machine may show the page in a frame

    Raises WhitesmokeError for a name that is none.
    """
    public = frozenset(map(_named, allowed))
    everywhere = ipaddress.ip_address(address).is_unspecified
    names = None if everywhere else LOOPBACK | public | {address, host.lower()}
    key = "" if is_loopback(address) and not public else secrets.token_urlsafe(24)
    return Doors(names, public, key, port, framed)


def _named(name: str) -> str:
    if found := hostname(name):
        return found
    raise WhitesmokeError(
        f"--allow-host {quoted(name)}: give the name in the address of the tunnel, as in my.example.org"
    )


def is_loopback(address: str) -> bool:
    """Say whether nobody but this machine can reach an address."""
    return ipaddress.ip_address(address).is_loopback


def address(listening: str, port: int, host: str, key: str) -> str:
    """Return what is typed into a browser for a server that listens on an address, which `--host` may have named."""
    known = {"0.0.0.0": "127.0.0.1", "::": "::1", "127.0.0.1": "127.0.0.1"}.get(listening)
    name = known or (host if HOST.fullmatch(host) else listening)
    place = f"[{name}]" if ":" in name else name
    return f"http://{place}:{port}/" + (f"?{urlencode({KEY: key})}" if key else "")


def same(given: str, wanted: str) -> bool:
    """Compare with a secret, in the same time wherever they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def read_headers(scope: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers of a request by name."""
    return {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def read_cookies(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the cookies of a request by name."""
    return dict(_pairs(headers.get("cookie", "")))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        name, _, value = part.strip().partition("=")
        yield name, value


def hostname(host: str) -> str:
    """Return the name in a `Host` header, in small letters and without its port; an empty text if there is none."""
    found = HOST.fullmatch(host)
    return (found["name"] or found["six"]).lower() if found else ""


def origin_host(origin: str) -> str:
    """Return name and port of the page that asks; an empty text for one that has none."""
    scheme, sign, host = origin.partition("://")
    return host if sign and scheme in ("http", "https") else ""


def _stranger(name: str, known: Collection[str]) -> str:
    return (
        f"Refused: this page was asked for as {quoted(name)}, and answers to {', '.join(sorted(known))} only. "
        f"If that is a tunnel or a proxy of yours, start it with: {command('view', '--allow-host', name or 'NAME')}"
    )
