"""What a comparison says over the plausible set, in words and as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from whitesmoke.evidence.counterfactual.plausible import PlausibleRange, Played, Span
from whitesmoke.model.compiled import Compiled
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import counted, percent, signed

UNITS = {"reservation": " logits", "patience": " weeks", "opportunism": " newcomers per logit paid"}
MOST_HOLDERS = 6
"""Told of on a terminal: those whose shares differ most."""
LEAST_DAYS = 1.0
"""Of a mean shift, below which no number is said to matter."""
SIDES = ("before", "after")
Value = Callable[[Played], Any]


def _later(one: Played) -> float:
    return one.difference.later.value


def _earlier(one: Played) -> float:
    return one.difference.earlier.value


def _shift(one: Played) -> int | None:
    return one.difference.shift["p50"]


def _stuck(side: int) -> Value:
    return lambda one: one.without_agreement[side]


def _paid(code: str, side: int) -> Value:
    return lambda one: one.paid[code][side]


def as_json(found: PlausibleRange) -> dict[str, Any]:
    """Return the range as JSON has it: of each value from `low` to `high`, and every point."""
    return {
        "runs": found.runs,
        "plausible": {name: Span(*ends) for name, ends in found.moved.items()},
        "later": found.span(_later),
        "earlier": found.span(_earlier),
        "shift": found.span(_shift),
        "without_agreement": {name: found.span(_stuck(side)) for side, name in enumerate(SIDES)},
        "paid": {
            code: {name: found.span(_paid(code, side)) for side, name in enumerate(SIDES)} for code in found.own.paid
        },
        "days_between": found.days_between,
        "matters_most": _matters_most(found),
        "points": [_point(one) for one in found.points],
    }


def _point(one: Played) -> dict[str, Any]:
    return {
        **one.point.level,
        "later": _later(one),
        "earlier": _earlier(one),
        "shift": _shift(one),
        "mean_shift": None if one.difference.mean_shift is None else one.difference.mean_shift.value,
        "without_agreement": dict(zip(SIDES, one.without_agreement)),
        "paid": {code: dict(zip(SIDES, shares)) for code, shares in one.paid.items()},
    }


def _matters_most(found: PlausibleRange) -> str | None:
    days = found.days_between
    most = max(days, key=lambda name: days[name], default=None)
    return most if most is not None and days[most] >= LEAST_DAYS else None


class Told(NamedTuple):
    """A share at the file's own values, and from where to where it goes over the plausible set."""

    what: str
    own: float
    low: float
    high: float


def shares(case: Compiled, found: PlausibleRange) -> list[Told]:
    """Return the shares that go into a picture or a table of the range: of pairs, of runs, of what is asked.

    Parameters
    ----------
    case : of which the holders are members
    """
    values: dict[str, Value] = {"pairs that settle later": _later, "pairs that settle earlier": _earlier}
    values |= {f"without agreement, {name}": _stuck(side) for side, name in enumerate(SIDES)}
    for code in _by_difference(found)[:MOST_HOLDERS]:
        who = member_name(case, case.names.members.index(code))
        values |= {f"{who} is given, {name}": _paid(code, side) for side, name in enumerate(SIDES)}
    spans = {what: found.span(value) for what, value in values.items()}
    return [Told(what, float(values[what](found.own)), *span) for what, span in spans.items() if span is not None]


class Drawn(NamedTuple):
    """What a figure draws of a range, and says under it."""

    later: Span
    earlier: Span
    words: str


def drawn(found: PlausibleRange) -> Drawn:
    """Return what a figure draws of a range."""
    later, earlier = (found.span(value) or Span(0.0, 0.0) for value in (_later, _earlier))
    return Drawn(later, earlier, in_a_line(found))


def in_a_line(found: PlausibleRange) -> str:
    """Return the range in a line, for the figure and where little is to be said."""
    shift = found.span(_shift)
    days = f", median shift {_days(shift)}" if shift else ""
    return (
        f"Over the plausible {listed([*found.moved])}: later in {_percents(found.span(_later))}, "
        f"earlier in {_percents(found.span(_earlier))}{days}."
    )


def sentences(case: Compiled, found: PlausibleRange) -> list[str]:
    """Return the range in sentences.

    Parameters
    ----------
    case : of which the holders are members
    """
    moved = [f"{name} ({low:g} to {high:g}{UNITS[name]})" for name, (low, high) in found.moved.items()]
    points = counted(len(found.points), "point")
    return [
        f"Dates alone do not fix the {listed(moved)}: a judgement of what is plausible. "
        f"At the values of the file and at {points} besides "
        f"({counted(found.runs, 'pair')} of runs each, so that some luck is in the ends):",
        f"later in {_beside(found, _later)} of pairs; earlier in {_beside(found, _earlier)}.{_shifts(found)}",
        f"Without agreement: before {_beside(found, _stuck(0))}, after {_beside(found, _stuck(1))}.",
        *_holders(case, found),
        _most(found),
    ]


def _shifts(found: PlausibleRange) -> str:
    own, span = _shift(found.own), found.span(_shift)
    if span is None:
        return ""
    here = "none at the file's values" if own is None else f"{signed(own, 0)} days"
    ends = _days(span)
    return f" Median shift where both settle: {here} {'at each' if here == ends else f'(from {ends})'}."


def _beside(found: PlausibleRange, value: Value) -> str:
    """Return the file's own share, and from where to where it goes."""
    span = found.span(value)
    own, ends = percent(value(found.own)), _percents(span)
    return f"{own} at each" if own == ends else f"{own} (from {ends})"


def _percents(span: Span | None) -> str:
    if span is None:
        return "unknown"
    low, high = percent(span.low), percent(span.high)
    return low if low == high else f"{low.removesuffix(' %')} to {high}"


def _days(span: Span) -> str:
    low, high = signed(span.low, 0), signed(span.high, 0)
    return f"{low} days" if low == high else f"{low} to {high} days"


def _holders(case: Compiled, found: PlausibleRange) -> list[str]:
    """Return what each holder gets of what it asks, before and after; those first whose share differs most."""
    order, parts = _by_difference(found), []
    for code in order[:MOST_HOLDERS]:
        before, after = (_percents(found.span(_paid(code, side))) for side in (0, 1))
        parts.append(f"{member_name(case, case.names.members.index(code))} {before} -> {after}")
    more = [f"{len(order) - MOST_HOLDERS} more"] if len(order) > MOST_HOLDERS else []
    return [f"Of what it asks each is given, before -> after: {'; '.join(parts + more)}."] if parts else []


def _by_difference(found: PlausibleRange) -> list[str]:
    """Return the holders, those first whose share differs most."""
    return sorted(found.own.paid, key=lambda code: (-_apart(found, code), code))


def _apart(found: PlausibleRange, code: str) -> float:
    spans = [found.span(_paid(code, side)) for side in (0, 1)]
    ends = [end for span in spans if span is not None for end in span]
    return max(ends) - min(ends)


def _most(found: PlausibleRange) -> str:
    days, most = found.days_between, _matters_most(found)
    if most is None:
        return "None of these alone moves the mean shift by a day from one of its ends to the other."
    rest = [f"{name} {value:.0f}" for name, value in days.items() if name != most]
    beside = f" ({', '.join(rest)})" if rest else ""
    return (
        f"Of these the {most} matters most for the shift: from one of its ends to the other the mean shift "
        f"differs by {counted(round(days[most]), 'day')}{beside}, a deadlock counted as the last day."
    )
