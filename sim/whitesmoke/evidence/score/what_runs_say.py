"""What runs of a case say as of a day: they agree with what was known by then, and are played on to their end.

A run that settles says when, and how. One in which nobody is left to settle on says never. One that is undecided at the
horizon says only that: the world of the simulator ends there, and what comes after is nothing it knows of.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.endings import ending_classes, held_up
from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.evidence.forecast.filter import NoRunLeftError
from whitesmoke.evidence.forecast.nowcasting import Played, play_on
from whitesmoke.evidence.protocol.history import ENDINGS, Ending
from whitesmoke.evidence.record.asof import heard_of
from whitesmoke.evidence.score.questions import day_of, horizon_of
from whitesmoke.model import codes
from whitesmoke.model.world import Floats
from whitesmoke.scenario.load import Loaded

How = Literal["played", "nobody heard of", "no run left"]
"""Whether there was anything to play: somebody who stands, and a run that was undecided on the day."""
DIGITS = 6
"""of the chances that are kept"""


class Told(NamedTuple):
    """What runs say of a case as of a day."""

    how: How
    runs: int
    settled: Mapping[int, int]
    """of them, by the days after that day on which they settle"""
    gone: int
    """of them, those in which nobody is left to settle on"""
    left: int
    """days from that day to the horizon"""
    last: Mapping[str, float]
    """chance that a member is among the last to come round, or never does; 1 in all"""
    endings: Mapping[Ending, int]
    """how the runs end that settle; empty where that was not asked"""

    @property
    def undecided(self) -> int:
        """The runs that are undecided at the horizon."""
        return self.runs - self.gone - sum(self.settled.values())


def told(loaded: Loaded, date: datetime.date, runs: int, seed: int, threads: int = 1) -> Told:
    """Return what so many runs say as of a day, with the numbers of the scenario."""
    if not heard_of(loaded, date):
        return nothing("nobody heard of", loaded, date)
    try:
        return of_runs(play_on(loaded, date, runs, seed, threads=threads), loaded, date)
    except NoRunLeftError:
        return nothing("no run left", loaded, date)


def nothing(why: How, loaded: Loaded, date: datetime.date) -> Told:
    """Return that there was nothing to play on."""
    return Told(why, 0, {}, 0, left_of(loaded, date), {}, {})


def left_of(loaded: Loaded, date: datetime.date) -> int:
    """Return the days from a day to the horizon."""
    return horizon_of(loaded) - day_of(loaded, date)


def of_runs(played: Played, loaded: Loaded, date: datetime.date) -> Told:
    """Return what runs say that agree with what was known on a day."""
    case, end = played.known.case, played.end
    days, never = settled(case, end), end.winner == codes.NONE
    held = held_up(case, end, end.counted_on if case.world.procedure.any() else None)
    share = (held / held.sum(axis=1, keepdims=True)).mean(axis=0)
    classes = Counter(ending_classes(end)[~never].tolist())
    return Told(
        how="played",
        runs=len(days),
        settled=by_day(days[~never].astype(float), day_of(loaded, date)),
        gone=int((never & (end.ending == codes.NOBODY_LEFT)).sum()),
        left=left_of(loaded, date),
        last=rounded(dict(zip(case.names.members, share.tolist(), strict=True))),
        endings={one: classes[one] for one in ENDINGS if classes[one]},
    )


def by_day(days: Floats, today: int) -> dict[int, int]:
    """Return how many settle on each day after today, in order; in weekly rounds today's week ends tomorrow at best."""
    after, count = np.unique(np.maximum(days - today, 1).astype(int), return_counts=True)
    return dict(zip(after.tolist(), count.tolist(), strict=True))


def rounded(last: Mapping[str, float]) -> dict[str, float]:
    """Return chances as they are kept, without those that are none."""
    return {code: round(chance, DIGITS) for code, chance in last.items() if round(chance, DIGITS) > 0.0}
