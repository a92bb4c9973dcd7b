"""A comparison in words, the same for the command, the page and the figure: always after less before."""

from __future__ import annotations

import datetime
import math
from typing import NamedTuple

from whitesmoke.evidence.analysis.ensemble_summary import Difference
from whitesmoke.model.compiled import Compiled
from whitesmoke.telling.words import rule_name
from whitesmoke.writing.estimates import counted, percents, points, shifted, signed

FEW = 20
"""Pairs below which one in twenty of them is nobody: the whole range is told."""
ALIKE = 0.99
"""Share of pairs without a difference above which its variance is a matter of a few pairs, and tells nothing."""
GAINS = (1.05, 100.0)
"""Gains of common draws below and above which no number is told."""


class Side(NamedTuple):
    """What is said of a scenario that is compared."""

    label: str
    """its title, which says what was changed, and its name"""
    start: datetime.date
    horizon: int
    """days"""
    rule: str = ""
    """in words"""


def side(case: Compiled, name: str) -> Side:
    """Return what is said of a scenario."""
    names, horizon = case.names, case.world.rounds * case.world.round_days
    return Side(f"{names.title} ({name})", names.start, horizon, rule_name(case))


def sentences(found: Difference, before: Side, after: Side, alike: bool = True) -> list[str]:
    """Return what changes from one scenario to another.

    Parameters
    ----------
    found : `whitesmoke.evidence.analysis.ensemble_summary.compare(days before, days after)`
    alike : whether they are one case, so that a pair of runs on the same draws differs by the change alone
    """
    how = "run by run on the same draws" if alike else "in pairs of runs"
    pairs = counted(found.runs, "pair")
    return [
        f"Before: {before.label}. After: {after.label}.{_rules(before, after)} "
        f"What changes is after less before, {how} ({pairs}).{_calendars(before, after)}",
        f"After settles later than before in {percents(found.later)} of pairs, earlier in {percents(found.earlier)}, "
        f"neither (the same day, or deadlock both times) in {percents(found.same)}. "
        "A deadlock counts as later than any date; in brackets 95 % intervals.",
        _where_both_settle(found),
        f"Chance of deadlock, after less before: {points(found.deadlock)}.{_withdrawn(found)}",
    ]


def in_a_line(found: Difference) -> str:
    """Return what changes, in a line."""
    later, earlier = percents(found.later), percents(found.earlier)
    return f"later in {later}, earlier in {earlier}, chance of deadlock {points(found.deadlock)}."


def _withdrawn(found: Difference) -> str:
    """Return the difference in deadlocks in which nobody was left to agree on, if there is any."""
    if found.withdrawn is None or found.withdrawn.value == 0.0:
        return ""
    return f" Chance that no candidate is left, after less before: {points(found.withdrawn)}."


def _rules(before: Side, after: Side) -> str:
    """Return by which rule each decides, where they are not the same."""
    return "" if before.rule == after.rule else f" The rule is {before.rule} before, {after.rule} after."


def _calendars(before: Side, after: Side) -> str:
    starts = " Days count from the start of each." if before.start != after.start else ""
    if before.horizon == after.horizon:
        return starts
    return f"{starts} Deadlock is no decision by day {before.horizon:,} before, by day {after.horizon:,} after."


def _where_both_settle(found: Difference) -> str:
    middle, low, high = (found.shift[name] for name in ("p50", "p05", "p95"))
    if middle is None or low is None or high is None:
        return "There is no pair in which both settle, so no shift in days."
    if found.both == 1:
        return f"Both settle in 1 pair only: after settles {shifted(middle)}."
    lead = f"Where both settle ({found.both:,} of {counted(found.runs, 'pair')}): in the median pair after settles "
    if found.both < FEW:
        return f"{lead}{shifted(middle)}; they are too few for a range."
    if low == high:
        return f"{lead}{shifted(middle)}, and so in nine pairs of ten."
    span = f"{signed(low, 0)} to {signed(high, 0)} days"
    return f"{lead}{shifted(middle)}, and the shift of nine pairs of ten is from {span}."


def gain_text(found: Difference) -> str:
    """Return by what the same draws make a comparison more precise; nothing where hardly a pair differs."""
    gain = found.variance_gain
    if gain is None or not math.isfinite(gain) or found.same.value > ALIKE or gain < GAINS[0]:
        return ""
    times = f"{gain:.1f} times" if gain <= GAINS[1] else f"over {GAINS[1]:.0f} times"
    return f"Without the same draws the mean shift would take {times} as many runs to be as precise."
