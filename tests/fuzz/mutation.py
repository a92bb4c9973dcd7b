"""Damage: bytes cut, doubled and swapped; values of a table put out of order, at the ends of what can be written."""

from __future__ import annotations

import copy
import datetime
import pickle
import tomllib
from functools import cache
from random import Random
from typing import Any

NUMBERS = (
    *(0, -1, 1, 2, -0.0, 0.5, 1.0, 1e-320, 1e-9, 1e3, 1e9, 1e20, 1e300, 1.7e308, -1.7e308, 2**31 - 1, 2**31, 2**53),
    *(2**63 - 1, 2**63, -(2**63), 10**400, float("nan"), float("inf"), float("-inf"), 0.1, 99.999, 7, 31, 365, 3653060),
)
TEXTS = (
    *(
        "",
        " ",
        "all",
        "2/3",
        "65%",
        "> 1/2",
        "all - 40",
        "0/0",
        "AAA",
        "aaa",
        "M00001",
        "miller",
        "patron",
        "chair",
        "candidate",
    ),
    *(
        "../../etc/passwd",
        "/dev/zero",
        "no-such.csv",
        "input.toml",
        "a\\b",
        "\u202egnp.exe",
        "\u0000",
        "\ud7ff",
        "=1+1",
        "é" * 70,
    ),
    *(
        "x" * 5000,
        "[bold]red[/]",
        "$(id)",
        "'",
        '"',
        "\n",
        "consensus-minus-99",
        "unanimity",
        "2030-02-30",
        "nan",
        "1e5",
    ),
)
DATES = tuple(
    datetime.date(*ymd) for ymd in ((1, 1, 1), (9999, 12, 31), (2030, 1, 7), (2030, 3, 1), (2031, 1, 1), (1970, 1, 1))
)
WORDS = (
    b"nan",
    b"inf",
    b"-",
    b"=",
    b"[",
    b"]",
    b"{",
    b"}",
    b'"',
    b"'''",
    b"#",
    b"\n",
    b",",
    b";",
    b"\t",
    b"\x00",
    b"\xff",
)
WORDS += (
    b"1e999",
    b"0x1F",
    b"1_0",
    b"\\u0000",
    b"[[",
    b"]]",
    b".",
    b"''",
    b"\xef\xbb\xbf",
    b"2030-13-01",
    b"true",
    b"-1",
    b"9" * 50,
)
DISTRIBUTIONS = ("normal", "lognormal", "uniform", "triangular")


def damaged(dice: Random, text: bytes, other: bytes) -> bytes:
    """Return bytes with some of them cut out, doubled, changed, or taken from another input."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        at = dice.randrange(len(text) + 1)
        to = min(len(text), at + dice.choice((0, 1, 1, 2, 8, 40, 400)))
        new = (
            text[at:to] * 2,
            b"",
            dice.choice(WORDS),
            bytes([dice.randrange(256)]),
            other[(start := dice.randrange(len(other) + 1)) : start + dice.randrange(80)],
            bytes(sign ^ (1 << dice.randrange(8)) for sign in text[at:to]),
        )[dice.randrange(6)]
        text = text[:at] + new + text[to:]
    return text


def disordered(dice: Random, text: bytes, other: bytes) -> bytes:
    """Return TOML with some of its values, keys and tables changed; bytes damaged where it is none."""
    if (sound := _tables(text)) is None or (given := _tables(other)) is None:
        return damaged(dice, text, other)
    data, donor = pickle.loads(sound), pickle.loads(given)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        disorder(dice, data, donor)
    return written(data).encode("utf-8", "surrogatepass")


@cache
def _tables(text: bytes) -> bytes | None:
    """Return the tables of a text that is damaged again and again, pickled; None where it is no TOML."""
    try:
        return pickle.dumps(tomllib.loads(text.decode()))
    except (ValueError, RecursionError):
        return None


def value(dice: Random, old: Any = None) -> Any:
    """Return a value that may stand where another stood: more of its kind, or of another."""
    kind = dice.randrange(9)
    if kind < 3 and isinstance(old, int | float) and not isinstance(old, bool) and abs(old) < 1e300:
        return dice.choice((old * dice.choice((0.5, 2, -1, 10, 1e6)), old + dice.choice((-1, 1, 0.1))))
    if kind == 3:
        return _distribution(dice)
    if kind == 4:
        return (
            dice.choice(DATES)
            if dice.random() < 0.7
            else datetime.date(2030, 1, 1) + datetime.timedelta(dice.randrange(400))
        )
    if kind == 5:
        return dice.choice(TEXTS)
    if kind == 6:
        return dice.choice((True, False, [], {}, [[]], [1], ["AAA"], [None], {"value": 1.0}, {"a": {"b": {}}}))
    return dice.choice(NUMBERS)


def _distribution(dice: Random) -> dict[str, Any]:
    names = dice.sample(("mean", "sd", "low", "mode", "high"), dice.randrange(2, 6))
    near = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0, 30.0, 700.0)
    return {"dist": dice.choice(DISTRIBUTIONS)} | {
        name: dice.choice(near if dice.random() < 0.8 else NUMBERS) for name in names
    }


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) below a table."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    return [place for key in keys for place in ((data, key), *_places(data[key]))]


def disorder(dice: Random, data: dict[str, Any], donor: dict[str, Any]) -> None:
    """Change one value, key or table of `data` in place."""
    places = _places(data)
    if not places:
        data[dice.choice(TEXTS)] = value(dice)
        return
    where, key = dice.choice(places)
    what = dice.randrange(8)
    if what < 4:
        where[key] = value(dice, where[key])
    elif what == 4:
        del where[key]
    elif what == 5 and isinstance(where, dict):
        where[dice.choice(("", "x", "a.b", "AAA", "é", " ", str(key).upper(), f"{key}s"))] = copy.deepcopy(where[key])
    else:
        others = _places(donor) or places
        there, name = dice.choice(others)
        where[key if isinstance(where, list) else dice.choice((key, name))] = copy.deepcopy(there[name])


def written(data: dict[str, Any]) -> str:
    """Return a table as TOML: a line for each of its keys, all below it in line."""
    return "".join(f"{_text(str(key))} = {_literal(value)}\n" for key, value in data.items())


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(str(key))} = {_literal(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return _text(str(value))


def _text(text: str) -> str:
    signs = (sign if sign.isprintable() and sign not in '"\\' else f"\\u{ord(sign):04x}" for sign in text)
    return '"' + "".join(signs) + '"'
