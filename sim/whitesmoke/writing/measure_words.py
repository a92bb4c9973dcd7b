"""The measures of an experiment in words: their values with intervals, and the sentence that answers its question."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from whitesmoke.writing.capital import capital
from whitesmoke.writing.estimates import Interval, signed
from whitesmoke.writing.level_words import point_name

NONE = "–"
MOST_DIGITS = 6
SHARES = ("share", "share of runs", "points")
"""Units that are told in per cent, and differences of them in points."""


def interval(estimate: Any) -> Interval | None:
    """Return an estimate as made, or as JSON has it; None if there is none."""
    if estimate is None:
        return None
    found = Interval(*estimate.values()) if isinstance(estimate, Mapping) else Interval(*estimate)
    return None if found.value is None or not math.isfinite(found.value) else found


def value_text(estimate: Any, unit: str = "", plus: bool = False) -> str:
    """Return a mean with its 95 % interval and its unit: 9.5 [8.2, 10.8] days; a dash where no run has it."""
    found = interval(estimate)
    if found is None:
        return NONE
    if unit in SHARES:
        plus = plus or unit == "points"
        found = Interval(*(None if x is None else 100.0 * x for x in found))
    digits = _digits(found)
    write = (lambda x: signed(x, digits)) if plus else (lambda x: f"{round(x, digits) + 0.0:,.{digits}f}")
    ends = [x for x in found[1:] if x is not None and math.isfinite(x)]
    span = f" [{write(ends[0])}, {write(ends[1])}]" if len(ends) == 2 and ends[0] < ends[1] else ""
    if unit in SHARES:
        return f"{write(found.value)} {'points' if plus else '%'}{span}"
    return f"{write(found.value)}{span}{f' {unit}' if unit else ''}"


def _digits(found: Interval) -> int:
    """Return how many digits after the point tell the ends of an interval apart, or a number without one."""
    ends = [x for x in found[1:] if x is not None and math.isfinite(x)]
    width = ends[1] - ends[0] if len(ends) == 2 else 0.0
    size = width or abs(found.value)
    return 2 if size == 0.0 else max(0, min(MOST_DIGITS, 1 - math.floor(math.log10(size))))


def measured_points(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the points that have a measure, each once."""
    having = {
        point["point"]: point
        for point in found["points"]
        if point["runs"] and interval(point["measures"][name]["mean"])
    }
    return list(having.values())


def drawn(found: Mapping[str, Any]) -> list[str]:
    """Return the measures that some run has."""
    return [name for name in found.get("measures", {}) if measured_points(found, name)]


def measure_sentence(found: Mapping[str, Any], name: str) -> str:
    """Return what a sweep says of a measure: at its first point, and at the one that is farthest from it."""
    about, points = found["measures"][name], measured_points(found, name)
    if not points:
        return f"{capital(about['label'])}: no run has it."
    first = points[0]
    said = _filled(about, first["measures"][name]["mean"])
    if len(points) == 1 and len(found["points"]) == 1:
        return f"{said}."
    base = _mean(first, name)
    far = max(points, key=lambda point: abs(_mean(point, name) - base))
    here = f"{capital(point_name(found, first))}: {said}"
    if _mean(far, name) == base:
        return f"{here}, and the same everywhere."
    there = f"{point_name(found, far)}: {value_text(far['measures'][name]['mean'], about['unit'])}"
    return f"{here}. {capital(there)}{_against(far['measures'][name]['against_first'], about['unit'])}."


def _against(difference: Any, unit: str) -> str:
    """Return the paired difference, and whether these runs can tell it from luck."""
    found = interval(difference)
    if found is None:
        return ""
    unclear = found.low is not None and found.low <= 0.0 <= found.high
    text = value_text(found, unit, plus=True)
    return f", run by run {text}{': not told from luck by these runs' if unclear else ''}"


def _mean(point: Mapping[str, Any], name: str) -> float:
    found = interval(point["measures"][name]["mean"])
    return math.nan if found is None else found.value


def _filled(about: Mapping[str, str], mean: Any) -> str:
    text = value_text(mean, about["unit"])
    words = about["words"].rstrip(".")
    return words.replace("{value}", text) if words else f"{about['label']} {text}"


def reckoned(about: Mapping[str, str]) -> str:
    """Return what a measure is: its formula, and in which runs it is asked."""
    where = f", where {about['where']}" if about["where"] else ""
    meaning = f" ({about['meaning']})" if about["meaning"] else ""
    return f"{about['formula']}{where}{meaning}"


def percent_of(about: Mapping[str, str]) -> str:
    """Return the unit that is written beside a value even where the unit stands over all: that of shares."""
    return about["unit"] if about["unit"] in SHARES else ""


def title(about: Mapping[str, str]) -> str:
    """Return the label of a measure with its unit."""
    return about["label"] + (f" ({about['unit']})" if about["unit"] and about["unit"] not in SHARES else "")
