"""The rule of coding in numbers: the same for every case, and written down before any case was run.

All are judgements, and nothing was fitted to how a case ended. The mechanism has the values that were proposed, with
the model of bargaining, for bodies other than the race.
"""

from __future__ import annotations

from typing import Any

WORTH: dict[str, float] = {
    "words": 1.4,
    "posts": 1.5,
    "procedure": 1.5,
    "unknown": 1.5,
    "goods": 3.8,
    "bilateral": 3.8,
    "rival": 4.0,
    "policy": 5.5,
}
"""Logits that the absence of what is asked for costs, by class of demand; a red line, the ninth, has none."""
RED_LINE = "red_line"
CEILING: dict[str, Any] = {"dist": "uniform", "low": 0.3, "high": 1.0}
"""Share of a demand that can be granted at all: one distribution for all, since nobody knows before."""

BASELINE = 1.0
"""Logits above the status quo, of every member, for every text and name: who is asked to agree leans towards it."""
RESIDUAL = 1.0
"""Standard deviation of what sets members apart."""
ISOLATION = 2.0
HOPELESSNESS = 2.0
"""For each other member, as in all bodies that ship."""
CONCESSION = {False: 0.02, True: 1.0}
"""Meetings a week of two who may pay one another: of files between capitals; where all sit in one place for days."""

BARGAINING: dict[str, Any] = {
    "mode": "bargained",
    "reservation": 0.0,
    "secret": 2.0,
    "patience": 8.0,
    "step": 0.5,
    "temperature": 0.5,
    "at_dates": 2.5,
    "push": 0.0,
    "opportunism": 2.0,
    "take_back": 0.1,
    "late_worth": 3.0,
}
RATIFICATION: dict[str, Any] = {"dist": "lognormal", "mean": 3.1, "sd": 0.6}
"""Weeks from consent to its ratification, of each member."""
DEADLINE = 1.0
"""Weight of a deadline that was fixed before the start. Regular sittings have the schema's."""

HORIZON = 1826
"""Days, where no procedure of the body gives others: five years."""
OVERRUN = 2
"""Days by which a conference that ends is stretched."""
COARSE = 3700
"""Days from which on rounds are weeks: ten years, and some."""
LARGE = 30
"""Members up to which each one's yes is waited for; in a larger body who says nothing has agreed."""
