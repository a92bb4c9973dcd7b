"""Who may talk to the server of the page, and where it listens."""

import asyncio
import socket
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.page import server
from whitesmoke.page.doors import address, doors
from whitesmoke.page.guard import ASSETS, Guard
from whitesmoke.page.server import bound, serve


def answer(guard, kind="http", path="/", query="", **headers):
    """Return all that a request is told; the app behind says `through`."""
    said = []
    scope = {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        said.append(message)

    asyncio.run(guard(scope, receive, send))
    return said


def asked(guard, *args, **headers):
    """Return the status that a request meets; 200 if it gets through."""
    first = answer(guard, *args, **headers)[0]
    return first.get("status", first.get("code"))


def told(guard, **headers):
    """Return the header fields and the text of an answer."""
    start, body = answer(guard, **headers)
    return {name.decode(): value.decode() for name, value in start["headers"]}, body["body"].decode()


async def behind(scope, receive, send):
    cookie = (b"set-cookie", b"solara-session-id=1; HttpOnly; SameSite=none; Secure")
    await send({"type": "http.response.start", "status": 200, "headers": [cookie]})
    await send({"type": "http.response.body", "body": b"through"})


@pytest.fixture
def assets(tmp_path):
    (tmp_path / "installed@1.0.0").mkdir()
    (tmp_path / "installed@1.0.0" / "main.js").write_text("1")
    (tmp_path.parent / "secret").write_text("2")
    return tmp_path


@pytest.fixture
def guard(assets):
    return Guard(behind, assets, doors("127.0.0.1", 8765, "127.0.0.1"))


@pytest.fixture
def open_to_all(assets):
    return Guard(behind, assets, doors("0.0.0.0", 8765, "0.0.0.0"))


def test_own_pages_are_welcome(guard):
    assert asked(guard, host="127.0.0.1:8765") == 200
    assert asked(guard, host="localhost:8765", origin="http://localhost:8765") == 200
    assert asked(guard, "websocket", host="127.0.0.1:8765", origin="http://127.0.0.1:8765") == 200


@pytest.mark.parametrize("host", ["localhost:9000", "127.0.0.1:80", "[::1]:4000", "localhost", "LOCALHOST:1"])
def test_a_tunnel_on_another_port_is_welcome(guard, host):
    assert asked(guard, host=host, origin=f"http://{host}") == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8765", "origin": "http://evil.example:8765"},
        {},
        {"host": ""},
        {"host": "evil@localhost"},
        {"host": "localhost.evil.example"},
        {"host": "[::1"},
        {"host": "localhost:8765:1"},
        {"host": "127.0.0.1:8765", "origin": "http://evil.example"},
        {"host": "127.0.0.1:8765", "origin": "http://evil.example@127.0.0.1:8765"},
        {"host": "127.0.0.1:8765", "origin": "null"},
        {"host": "127.0.0.1:8765", "origin": "file://"},
        {"host": "127.0.0.1:8765", "origin": "http://["},
        {"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8766"},
    ],
)
def test_strangers_are_refused(guard, headers):
    assert asked(guard, **headers) == 403
    assert asked(guard, "websocket", **headers) == 1008


def test_who_is_refused_is_told_why(guard, open_to_all):
    _, text = told(guard, host="page.example.org:80")
    assert text == (
        'Refused: this page was asked for as "page.example.org", and answers to 127.0.0.1, ::1, localhost only. If '
        "that is a tunnel or a proxy of yours, start it with: whitesmoke view --allow-host page.example.org\n"
    )
    assert "a page of another site" in told(guard, host="localhost", origin="http://evil.example")[1]
    assert "?token= and the key" in told(open_to_all, host="10.0.0.1:8765")[1]


def test_a_tunnel_or_proxy_is_let_in_by_its_name_with_the_key(assets):
    allowed = doors("127.0.0.1", 8765, "127.0.0.1", ["Page.Example.org"])
    guard, cookie = Guard(behind, assets, allowed), f"{allowed.cookie}={allowed.key}"
    assert asked(guard, host="page.example.org", cookie=cookie, origin="https://page.example.org") == 200
    assert asked(guard, host="127.0.0.1:8765", cookie=cookie, origin="https://page.example.org") == 200
    assert asked(guard, host="page.example.org") == 403
    assert asked(guard, host="evil.example", cookie=cookie) == 403
    assert asked(guard, host="page.example.org", cookie=cookie, origin="https://evil.example") == 403
    for name in ("*", "", "a b", "http://page.example.org"):
        with pytest.raises(WhitesmokeError, match="--allow-host"):
            doors("127.0.0.1", 8765, "127.0.0.1", [name])


def test_where_others_can_ask_they_need_the_key(open_to_all):
    key, cookie = open_to_all.doors.key, open_to_all.doors.cookie
    assert len(key) >= 32
    assert doors("127.0.0.1", 1, "localhost").key == doors("::1", 1, "::1").key == ""
    assert doors("192.168.1.2", 1, "myself").key != doors("192.168.1.2", 1, "myself").key
    for given in ("", f"{cookie}=", f"{cookie}={key}x", f"{cookie}={key[:-1]}", f"other={key}", f"{cookie}=\xe9"):
        assert asked(open_to_all, host="10.0.0.1:8765", cookie=given) == 403
        assert asked(open_to_all, "websocket", host="10.0.0.1:8765", cookie=given) == 1008
    assert asked(open_to_all, host="10.0.0.1:8765", cookie=f"a=b; {cookie}={key}") == 200
    assert asked(open_to_all, "websocket", host="10.0.0.1:8765", cookie=f"{cookie}={key}") == 200


def test_the_key_leaves_the_address_for_a_cookie(open_to_all):
    key, cookie = open_to_all.doors.key, open_to_all.doors.cookie
    query = f"scenario=tutorial&token={key}&set=a%3D1"
    headers, _ = told(open_to_all, path="//evil.example/", query=query, host="10.0.0.1:8765")
    assert headers["location"] == "/?scenario=tutorial&set=a%3D1"
    assert headers["set-cookie"] == f"{cookie}={key}; Path=/; HttpOnly; SameSite=Lax"
    assert asked(open_to_all, query=query, host="10.0.0.1:8765") == 303
    assert asked(open_to_all, query=query, host="10.0.0.1:8765", origin="http://evil.example") == 403
    assert asked(open_to_all, query="token=" + key[:-1], host="10.0.0.1:8765") == 403
    secure, _ = told(open_to_all, query=f"token={key}", host="10.0.0.1:8765", x_forwarded_proto="https")
    assert secure["set-cookie"].endswith("; Secure")
    assert secure["location"] == "/"


def test_no_other_page_may_show_this_one_or_be_asked_by_it(guard, assets):
    for headers, _ in (told(guard, host="localhost"), told(guard, host="evil.example")):
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
        assert policy["default-src"] == "'self'"
        assert "http" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert told(guard, host="localhost")[0]["set-cookie"] == "solara-session-id=1; HttpOnly; Secure; SameSite=Lax"
    beside = Guard(behind, assets, doors("127.0.0.1", 1, "127.0.0.1", framed=True))
    policy = told(beside, host="localhost")[0]["content-security-policy"]
    assert "frame-ancestors http://localhost:* http://127.0.0.1:*" in policy


def test_the_address_to_open_has_the_key():
    assert address("127.0.0.1", 80, "localhost", "") == "http://127.0.0.1:80/"
    assert address("0.0.0.0", 80, "0.0.0.0", "k-_") == "http://127.0.0.1:80/?token=k-_"
    assert address("::", 80, "::", "k") == "http://[::1]:80/?token=k"
    assert address("192.168.1.2", 80, "myself", "k") == "http://myself:80/?token=k"


def test_nothing_is_fetched_for_a_missing_asset(guard):
    here = {"host": "127.0.0.1:8765"}
    assert asked(guard, path=ASSETS + "installed@1.0.0/main.js", **here) == 200
    assert asked(guard, path=ASSETS + "missing@1.0.0/main.js", **here) == 404
    assert asked(guard, path=ASSETS + "../secret", **here) == 404
    assert asked(guard, path="/resourcez", **here) == 404
    for odd in ("\0", "installed@1.0.0/main.js\0", "x" * 5000, "", "installed@1.0.0"):
        assert asked(guard, path=ASSETS + odd, **here) == 404
    assert asked(guard, path="/static/\0", **here) == 404


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


def test_what_was_imported_is_looked_through_by_no_collection(monkeypatch):
    """Each page that is closed causes one, for which every other page waits."""
    garbage = Mock()
    monkeypatch.setattr(server, "gc", garbage)
    with server._for_good():
        garbage.importing()
    assert [name for name, *_ in garbage.mock_calls] == ["isenabled", "disable", "importing", "enable", "freeze"]


@pytest.mark.parametrize(("key", "warned"), [("secret", True), ("", False)])
def test_who_lets_others_in_is_told_what_they_can_read(monkeypatch, capsys, key, warned):
    still = SimpleNamespace(
        url="http://10.0.0.1/", doors=SimpleNamespace(key=key), run=lambda: None, close=lambda: None
    )
    monkeypatch.setattr("whitesmoke.page.server.Server", lambda *_, **__: still)
    serve(browser=False)
    assert ("read every results folder below results/ here" in capsys.readouterr().err) == warned
