"""A case whose end is known, as of a day: what had been heard by then, what was still to come. Days are ordinals."""

from __future__ import annotations

from typing import Literal, NamedTuple

WINDOW = 3653
"""days after a forecast within which a decision counts: ten years, the same for all"""
AGES = (0, 30, 90, 180, 365, 730)
"""days after the start of a case on which it is forecast"""
AHEAD = 7
"""days before a known date on which it is forecast"""

Kind = Literal["ratification", "person", "text"]
Ending = Literal["unchanged", "changed", "other", "failure"]
ENDINGS: tuple[Ending, ...] = ("unchanged", "changed", "other", "failure")


class Holding(NamedTuple):
    """One member that held out, for a time."""

    member: str
    raised: int
    """first day on which it was reported"""
    paid: int | None
    """first day on which something was granted, or partly; None if nothing was"""
    settled: int | None
    """day by which it had consented; None if that is not known"""

    def open_on(self, day: int) -> bool:
        """Say whether it was known to hold out at the end of a day."""
        return self.raised <= day and (self.settled is None or self.settled > day)

    def paid_by(self, day: int) -> bool:
        """Say whether something had been granted by the end of a day."""
        return self.paid is not None and self.paid <= day

    def settled_by(self, day: int) -> bool:
        """Say whether it had consented by the end of a day."""
        return self.settled is not None and self.settled <= day


class Pressing(NamedTuple):
    """A date that presses: a meeting, a deadline, the end of a term."""

    first: int
    last: int
    known: int
    """day since which it was known"""
    dropped: int | None = None
    """day on which it became known that it would not be held after all"""
    called: bool = False
    """whether it is a meeting that was called for something, and that no calendar foresaw"""

    def ahead_of(self, day: int) -> bool:
        """Say whether it was known at the end of a day and had not passed."""
        return self.known <= day < self.last and not self.dropped_by(day)

    def dropped_by(self, day: int) -> bool:
        """Say whether it was known at the end of a day that it would not be held."""
        return self.dropped is not None and self.dropped <= day


class Landmark(NamedTuple):
    """A day on which a case is forecast, at its end."""

    day: int
    date: int | None
    """last day of the next date known then, by which a decision is asked for; None if none is known"""


class History(NamedTuple):
    """One case, from its start to its end."""

    name: str
    start: int
    end: int
    """day of the decision, or of the failure"""
    ending: Ending
    members: int
    kind: Kind
    cluster: str
    """cases of one cluster are one story: left out together, resampled together"""
    holdings: tuple[Holding, ...]
    pressing: tuple[Pressing, ...]
    """in order of their ends"""
    last: frozenset[str]
    """the last group of holdouts; empty if the record names none"""
    landmarks: tuple[Landmark, ...] = ()
    """they stay the same when other dates are put in the place of those that made them"""

    @property
    def agreed(self) -> bool:
        """Whether anything was decided."""
        return self.ending != "failure"

    @property
    def days(self) -> int:
        """Days from the start to the end."""
        return self.end - self.start

    def holdouts(self, day: int) -> list[Holding]:
        """Return those known to hold out at the end of a day."""
        return [one for one in self.holdings if one.open_on(day)]

    def anybody_settled(self, day: int) -> bool:
        """Say whether a holdout had consented by the end of a day."""
        return any(one.settled_by(day) for one in self.holdings)

    def ahead(self, day: int) -> list[Pressing]:
        """Return the dates known at the end of a day that had not passed."""
        return [one for one in self.pressing if one.ahead_of(day)]

    def reached(self) -> list[Pressing]:
        """Return the dates known beforehand that were reached undecided: the decision did not fall before its eve."""
        return [
            one
            for one in self.pressing
            if one.dropped is None
            and one.known < one.first <= self.end + 1
            and one.first > self.start - 6
            and one.last >= self.start
        ]

    def hit(self, date: Pressing) -> bool:
        """Say whether the decision fell from one day before a date to one day after it."""
        return self.agreed and date.first - 1 <= self.end <= date.last + 1

    def passed(self, day: int) -> int:
        """Return how many dates that were foreseen, and held, had passed by the end of a day."""
        return sum(
            self.start <= one.last <= day and one.known <= day and not (one.called or one.dropped_by(day))
            for one in self.pressing
        )

    def calls(self) -> int:
        """Return how many meetings were called from the day after the start to the end."""
        return sum(one.called and self.start < one.known <= self.end for one in self.pressing)

    def left(self, day: int) -> int | None:
        """Return the days from a day to the decision; None if none came within the window."""
        return self.end - day if self.agreed and self.end - day <= WINDOW else None


def landmarks(case: History) -> tuple[Landmark, ...]:
    """Return when a case is forecast: at fixed ages and a week before known dates, while undecided."""
    ages = {case.start + age for age in AGES}
    weeks = {
        one.first - AHEAD for one in case.pressing if one.known <= one.first - AHEAD and one.first - AHEAD >= case.start
    }
    days = sorted(day for day in ages | weeks if day < case.end)
    return tuple(Landmark(day, min((date.last for date in case.ahead(day)), default=None)) for day in days)
