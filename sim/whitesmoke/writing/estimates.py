"""Numbers in words: shares, differences, intervals, days. What is rounded never reads as nothing, or all, or exact."""

from __future__ import annotations

import math
from typing import Any, NamedTuple


class Interval(NamedTuple):
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


NARROWEST, MOST_DIGITS = 3.0, 3
"""Units of the last digit shown that an interval spans at least, and digits after the point at most."""


def percent(share: float, digits: int = 0) -> str:
    """Return a share in per cent, whole unless digits are given; what is not quite nothing or all never reads so."""
    least = 10.0**-digits
    if 0.0 < share < least / 100.0:
        return f"under {least:.{digits}f} %"
    if 1.0 - least / 100.0 < share < 1.0:
        return f"over {100.0 - least:.{digits}f} %"
    return f"{halves_up(100.0 * share, digits)} %"


def halves_up(value: float, digits: int = 0) -> str:
    """Return a number rounded as people round: 13.5 is 14, and 14.5 is 15, where `format` has 14 for both."""
    if not math.isfinite(value):
        return f"{value}"
    size = math.floor(round(abs(value) * 10**digits, 6) + 0.5) / 10**digits
    return f"{math.copysign(size, value) if size else 0.0:.{digits}f}"


def told_apart(*shares: float) -> int:
    """Return with how many digits shares in per cent that differ read so beside one another."""
    different = set(shares)
    tried = range(MOST_DIGITS)
    return next((n for n in tried if len({percent(share, n) for share in different}) == len(different)), MOST_DIGITS)


def in_hundred(share: float, digits: int = 0) -> str:
    """Return a share as how many in a hundred, as `percent` rounds it: 17, under 1, over 99."""
    return percent(share, digits).removesuffix(" %")


def percents(found: Interval) -> str:
    """Return a share with its interval: 4.0 % [2.4, 6.6]; the narrower the interval, the more digits."""
    if not _known(found):
        return "unknown" if math.isnan(found.value) else percent(found.value)
    return _with_interval(found, " %", "")


def pressing(weight: float) -> str:
    """Return how hard a date of a weight presses, from 0 to 1, beside one that is hard."""
    if weight >= 1.0:
        return "hard date"
    return f"presses at {percent(weight)} of a hard date" if weight > 0.0 else "does not press"


def points(found: Interval, least: int = 0) -> str:
    """Return a difference of shares, in points, with its interval: +4.0 points [-1.0, +9.0]; `least` digits or more."""
    if not _known(found):
        return f"{signed(100.0 * found.value, least)} points"
    return _with_interval(found, " points", "+", least)


def _with_interval(found: Interval, unit: str, sign: str, least: int = 0) -> str:
    value, low, high = (100.0 * x for x in (found.value, found.low, found.high))
    digits = max(least, digits_for(high - low))
    write = (lambda x: signed(x, digits)) if sign else (lambda x: halves_up(x, digits))
    return f"{write(value)}{unit} [{write(low)}, {write(high)}]"


def may_be_luck(difference: Interval) -> bool:
    """Say whether a difference is not told apart from none: its interval has 0 in it."""
    return bool(difference.low <= 0.0 <= difference.high)


def digits_for(width: float) -> int:
    """Return how many digits after the point keep the ends of an interval of this width apart."""
    return next((digits for digits in range(MOST_DIGITS) if width * 10**digits >= NARROWEST), MOST_DIGITS)


def _known(found: Interval) -> bool:
    return all(math.isfinite(x) for x in (found.value, found.low, found.high))


def interval_text(found: Any, scale: float = 1.0) -> str:
    """Return an estimate of a difference with its interval, signed; what rounds to zero is +0.0.

    An interval without width is none: no two runs differ, and other runs might.
    """
    if found.low == found.high:
        return f"{round(scale * found.value, 1) + 0.0:+.1f}, all alike"
    value, low, high = (round(scale * number, 1) + 0.0 for number in (found.value, found.low, found.high))
    return f"{value:+.1f} [{low:+.1f}, {high:+.1f}]"


def signed(value: float, digits: int) -> str:
    """Return a number with its sign; what rounds to zero has none."""
    text = halves_up(value, digits)
    return text if text.startswith("-") or float(text) == 0.0 else f"+{text}"


def within(half: float) -> str:
    """Return to within how many points something is known: half the width of its interval, a share, rounded up."""
    size = 100.0 * half
    digits = digits_for(2.0 * size)
    up = max(10.0**-digits, math.ceil(round(size * 10**digits, 6)) / 10**digits)
    return f"{up:.{digits}f} points"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number of things: 1 day, 2 days."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def shifted(days: int) -> str:
    """Return a shift in words: 3 days later, 1 day earlier, on the same day."""
    return "on the same day" if days == 0 else f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"
