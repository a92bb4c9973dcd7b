"""The corners of a sweep in words: where in its factors something is likely, what that leaves out, and how sure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from whitesmoke.writing.capital import capital
from whitesmoke.writing.estimates import counted, percent, percents
from whitesmoke.writing.level_words import level_word
from whitesmoke.writing.measure_words import SHARES, interval

EXPLAINED = (
    "Density: of the points in the corner, the share that count; coverage: of the points that count, the share in it. "
    "Their 95 % intervals (Wilson's) are too narrow and too kind, as the same points drew the corner. Held out: each "
    "fifth of the points against the corner that the others draw. Quasi-p: how likely as many would count if that "
    "limit told nothing; above 0.05 it is given up. A corner (found by peeling, PRIM) holds at least 5 % of the "
    "points, and 10. Points count alike: shares are of the space as it was sampled, not chances."
)
SHARED = "Points of this design share coordinates with one another: quasi-p values are smaller than they ought to be."
HEAD = ("limit", "takes", "quasi-p", "found again")
Found = Mapping[str, Any]


def asked(about: Found) -> str:
    """Return what counts: deadlock in at least 50 % of runs; a mean premium of at least 0.3."""
    most = about["at_most"] is not None
    limit = about["at_most"] if most else about["at_least"]
    side = "at most" if most else "at least"
    if about["unit"] == "share of runs":
        return f"{about['label']} in {side} {percent(limit)} of runs"
    unit = about["unit"] if about["unit"] not in (*SHARES, "") else ""
    text = percent(limit) if about["unit"] in SHARES else f"{limit:g}{f' {unit}' if unit else ''}"
    return f"mean {about['label']} {side} {text}"


def sentences(found: Found, name: str) -> list[str]:
    """Return what a sweep says of where something is so: how often at all, and for each corner where, and how sure."""
    about = found["discovery"][name]
    lacks = f"; {counted(about['missing'], 'point')} without it" if about["missing"] else ""
    first = f"{capital(asked(about))}: at {about['counting']:,} of {counted(about['points'], 'point')}{lacks}."
    if not about["corners"]:
        return [f"{first} No corner is told: {about['none']}."]
    told = [_corner(found, about, corner, nth) for nth, corner in enumerate(about["corners"])]
    fewer = len(about["corners"]) < about["asked"]
    return [first, *told, *(["No further corner is told from luck."] if fewer else [])]


def headline(found: Found, name: str) -> str:
    """Return in a line what the first corner of an outcome says."""
    about = found["discovery"][name]
    corner = about["corners"][0]
    return (
        f"{capital(asked(about))}: at {_plain(corner['density'])} of the points where {_where(found, corner)}, at "
        f"{_plain(corner['base'])} of all; {_plain(corner['coverage'])} of all such points lie there"
    )


def _where(found: Found, corner: Found) -> str:
    return "; ".join(f"{label(found, one)} is {takes(found, one, limit)}" for one, limit in corner["limits"].items())


def _corner(found: Found, about: Found, corner: Found, nth: int) -> str:
    lead = "The corner" if len(about["corners"]) == 1 else f"Corner {nth + 1}"
    among = "among all points" if nth == 0 else "among the points outside the corners before"
    left = about["counting"] - sum(one["counting"] for one in about["corners"][: nth + 1])
    out = f"leaving out {left:,} of {about['counting']:,}" if left else "leaving out none"
    held = corner["held_out"]
    given = f" Given up, as luck may have drawn it: {_names(found, corner)}." if corner["given_up"] else ""
    return (
        f"{lead}: {_where(found, corner)}. {corner['counting']:,} of the {counted(corner['points'], 'point')} in it "
        f"count: density {share(corner['density'])}, {share(corner['base'])} {among}; "
        f"coverage {share(corner['coverage'])}, {out}. "
        f"Held out: density {_plain(held['density'])}, coverage {_plain(held['coverage'])}.{given}"
    )


def _names(found: Found, corner: Found) -> str:
    return ", ".join(label(found, one) for one in corner["given_up"])


def share(estimate: Any) -> str:
    """Return a share with its interval; a dash where there is none."""
    known = interval(estimate)
    return "–" if known is None else percents(known)


def _plain(estimate: Any) -> str:
    known = interval(estimate)
    return "–" if known is None else percent(known.value)


def label(found: Found, factor: str) -> str:
    """Return what a factor, or the arms, are called."""
    return str(found["factors"][factor]["label"]) if factor in found["factors"] else "arm"


def takes(found: Found, factor: str, limit: Found) -> str:
    """Return which levels of a factor a corner takes."""
    if limit["in"] is not None:
        return " or ".join(_level(found, factor, level) for level in limit["in"])
    unit = found["factors"][factor]["unit"]
    low, high = (None if limit[end] is None else _level(found, factor, limit[end]) for end in ("low", "high"))
    text = f"up to {high}" if low is None else f"from {low} on" if high is None else f"{low} to {high}"
    return f"{text} {unit}" if unit else text


def _level(found: Found, factor: str, level: object) -> str:
    if factor not in found["factors"]:
        return str(found["arms"][level])
    return level_word(found["factors"][factor], _dated(level))


def _dated(level: object) -> object:
    """Return a level, a date that JSON has as a text as a date."""
    try:
        return datetime.date.fromisoformat(level) if isinstance(level, str) else level
    except ValueError:
        return level


def rows(found: Found, corner: Found) -> list[list[str]]:
    """Return a row for each limit of a corner: what it takes, its quasi-p value, and how often it was found again."""
    parts = corner["held_out"]["parts"]
    return [
        [label(found, one), takes(found, one, limit), p_text(limit["quasi_p"]), f"{limit['again']} of {parts}"]
        for one, limit in corner["limits"].items()
    ]


def p_text(p: float) -> str:
    """Return a quasi-p value."""
    return "under 0.001" if p < 0.001 else f"{p:.3f}"


def notes(found: Found) -> list[str]:
    """Return how corners are read."""
    shared = any(about["sharing"] for about in found["discovery"].values())
    return [EXPLAINED, *([SHARED] if shared else [])]
