"""Numbers of a file: plain, with a source, or drawn once per run. See "Numbers, and where they come from"."""

import math
from typing import Any, NamedTuple

from tests.agreement.second.arithmetic import NUMBER, exp, log, normal_quantile
from tests.agreement.second.reading import is_number


class Given(NamedTuple):
    """A number as a file gives it, and where."""

    path: str
    said: Any


def given(table, field, default, path):
    """Return the number of a field, or its default."""
    return Given(f"{path}.{field}", table.get(field, default))


def last(default, places, name=None):
    """Return the last of some (number or table by name, path) that says anything."""
    found = Given("", default)
    for said, path in places:
        if isinstance(said, dict) and not is_number(said):
            said, path = said.get(name), f"{path}.{name}"
        if said is not None:
            found = Given(path, said)
    return found


class Numbers:
    """What the numbers of a file are in one run."""

    def __init__(self, draws):
        self.draws, self.drawn = draws, {}

    def __call__(self, number):
        if not isinstance(number.said, dict):
            return float(number.said)
        if "value" in number.said:
            return float(number.said["value"])
        if number.path not in self.drawn:
            u = self.draws.one(NUMBER, target=f"number:{number.path}")
            self.drawn[number.path] = quantile(number.said, u)
        return self.drawn[number.path]


def quantile(said, u):
    if said["dist"] == "uniform":
        return said["low"] + (said["high"] - said["low"]) * u
    if said["dist"] == "triangular":
        return triangular(said["low"], said["mode"], said["high"], u)
    low, high = probability_below(said, "low", 0.0), probability_below(said, "high", 1.0)
    x = said["mean"] + said["sd"] * normal_quantile(low + (high - low) * u)
    return exp(x) if said["dist"] == "lognormal" else x


def triangular(low, mode, high, p):
    if p < (mode - low) / (high - low):
        return low + math.sqrt(p * (high - low) * (mode - low))
    return high - math.sqrt((1 - p) * (high - low) * (high - mode))


def probability_below(said, end, missing):
    bound = said.get(end)
    if bound is None or said["sd"] == 0:
        return missing
    if said["dist"] == "lognormal":
        if bound <= 0:
            return 0.0
        bound = log(bound)
    return round(0.5 * math.erfc((said["mean"] - bound) / (said["sd"] * math.sqrt(2))), 12)
