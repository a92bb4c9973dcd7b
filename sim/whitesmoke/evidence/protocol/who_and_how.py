"""Forecasts of who will be among the last, and of how it will end; registers like that of `forecasters`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from whitesmoke.evidence.protocol.averaging import Scored, summed, weights
from whitesmoke.evidence.protocol.history import ENDINGS, Ending, History
from whitesmoke.evidence.protocol.proper_scores import Shares, ends, last
from whitesmoke.evidence.protocol.register import left_out

Cases = Sequence[History]
Last = Callable[[History, int], Shares]
Ends = Callable[[History], Mapping[Ending, float]]
ALIKE = 4.0
"""cases with which the shares of a kind of case are shrunk to those of all"""


def equal_members(cases: Cases) -> Last:
    """Every member alike."""
    return lambda case, day: Shares({}, 1.0 / case.members)


def open_holdouts(cases: Cases) -> Last:
    """A share learnt to those known to hold out, alike; the rest to all others; every member alike if nobody does."""
    others = outsiders(cases)

    def forecast(case: History, day: int) -> Shares:
        holdouts = {one.member for one in case.holdouts(day)}
        if not holdouts:
            return Shares({}, 1.0 / case.members)
        named = dict.fromkeys(sorted(holdouts), (1.0 - others) / len(holdouts))
        return Shares(named, others / max(case.members - len(holdouts), 1))

    return forecast


def outsiders(cases: Cases) -> float:
    """Return the share of the last who were not known to hold out, at landmarks at which somebody was."""
    missed = known = 0.0
    for case in cases:
        for (day, _), weight in zip(case.landmarks, weights(case), strict=True):
            if case.last and (holdouts := {one.member for one in case.holdouts(day)}):
                missed += weight * (1.0 - len(holdouts & case.last) / len(case.last))
                known += weight
    return (missed + 0.25) / (known + 1.0)


def equal_endings(cases: Cases) -> Ends:
    """Every ending alike."""
    return lambda case: dict.fromkeys(ENDINGS, 1.0 / len(ENDINGS))


def base_rates(cases: Cases) -> Ends:
    """Return how often other cases ended so."""
    shares = _shares(cases)
    return lambda case: shares


def endings_by_kind(cases: Cases) -> Ends:
    """How often other cases of the kind ended so: ratifications, choices of a person, texts; shrunk to all."""
    overall = _shares(cases)

    def forecast(case: History) -> Mapping[Ending, float]:
        alike = [one.ending for one in cases if one.kind == case.kind]
        return {end: (alike.count(end) + ALIKE * overall[end]) / (len(alike) + ALIKE) for end in ENDINGS}

    return forecast


def _shares(cases: Cases) -> dict[Ending, float]:
    """Return the shares of the endings, a quarter of a case more for each."""
    counts = {end: sum(case.ending == end for case in cases) + 0.25 for end in ENDINGS}
    return {end: count / sum(counts.values()) for end, count in counts.items()}


WHO_IS_LAST: dict[str, Callable[[Cases], Last]] = {
    "equal over members": equal_members,
    "equal over open holdouts": open_holdouts,
}
HOW_IT_ENDS: dict[str, Callable[[Cases], Ends]] = {
    "equal": equal_endings,
    "base rates": base_rates,
    "by kind": endings_by_kind,
}


def last_scored(cases: Cases, learn: Callable[[Cases], Last]) -> Scored:
    """Return the scores of a forecast of who is last, by case; only of cases whose record names the last."""
    found: dict[str, dict] = {case.name: {} for case in cases}
    for others, own in left_out(cases):
        forecast = learn(others)
        for case in own:
            if case.last:
                each = ({"last": last(forecast(case, at.day), case.last, case.members)} for at in case.landmarks)
                found[case.name] = summed(zip(weights(case), each, strict=True))
    return found


def endings_scored(cases: Cases, learn: Callable[[Cases], Ends]) -> Scored:
    """Return the scores of a forecast, on the first day, of how it ends, by case."""
    found: dict[str, dict] = {}
    for others, own in left_out(cases):
        forecast = learn(others)
        found |= {case.name: summed([(1.0, {"ending": ends(forecast(case), case.ending)})]) for case in own}
    return found
