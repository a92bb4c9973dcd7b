"""Who may talk to the server of the page, and where it listens."""

import asyncio
import socket

import pytest

from sim.errors import WhitesmokeError
from sim.view.guard import ASSETS, Guard, allowed_hosts
from sim.view.server import bound


def asked(guard, kind="http", path="/", **headers):
    """Return the status that a request meets; 200 if it gets through."""
    said = []
    scope = {"type": kind, "path": path, "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        said.append(message)

    asyncio.run(guard(scope, receive, send))
    first = said[0]
    return first.get("status", first.get("code", first.get("kind")))


@pytest.fixture
def guard(tmp_path):
    (tmp_path / "installed@1.0.0").mkdir()
    (tmp_path / "installed@1.0.0" / "main.js").write_text("1")
    (tmp_path.parent / "secret").write_text("2")

    async def behind(scope, receive, send):
        await send({"kind": 200})

    return Guard(behind, tmp_path, allowed_hosts("127.0.0.1", 8765))


def test_own_pages_are_welcome(guard):
    assert asked(guard, host="127.0.0.1:8765") == 200
    assert asked(guard, host="localhost:8765", origin="http://localhost:8765") == 200
    assert asked(guard, "websocket", host="127.0.0.1:8765", origin="http://127.0.0.1:8765") == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {},
        {"host": "127.0.0.1:8765", "origin": "http://evil.example"},
        {"host": "127.0.0.1:8765", "origin": "null"},
        {"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8766"},
    ],
)
def test_strangers_are_refused(guard, headers):
    assert asked(guard, **headers) == 403
    assert asked(guard, "websocket", **headers) == 1008


def test_nothing_is_fetched_for_a_missing_asset(guard):
    here = {"host": "127.0.0.1:8765"}
    assert asked(guard, path=ASSETS + "installed@1.0.0/main.js", **here) == 200
    assert asked(guard, path=ASSETS + "missing@1.0.0/main.js", **here) == 404
    assert asked(guard, path=ASSETS + "../secret", **here) == 404
    assert asked(guard, path="/resourcez", **here) == 404


def test_on_all_addresses_the_page_must_still_be_its_own():
    assert allowed_hosts("0.0.0.0", 1) is None
    assert "192.168.1.2:80" in allowed_hosts("192.168.1.2", 80)


def test_a_taken_port_gives_way_to_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with bound("127.0.0.1", port) as found:
            assert found.getsockname()[0] == "127.0.0.1"
            assert port < found.getsockname()[1] <= port + 50


def test_no_port_at_all_is_a_sentence():
    with pytest.raises(WhitesmokeError, match="another --port"):
        bound("203.0.113.7", 8765)
