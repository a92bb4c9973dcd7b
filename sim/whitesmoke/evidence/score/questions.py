"""What is asked on a day of a race whose end is known, what came true, and a forecast's answers.

Asked is when the decision will come, and of each member when it comes round to the winner: of those of whom the record
has more than a count, as long as it is not public.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis.endings import held_up
from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.evidence.analysis.ratifications import dated_on
from whitesmoke.evidence.analysis.scores import Seen
from whitesmoke.evidence.forecast.nowcasting import Played
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.evidence.record.entries import informative
from whitesmoke.model import codes
from whitesmoke.model.world import Floats
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.people import all_members
from whitesmoke.scenario.record_schema import Commitment

DECISION = "decision"
QUARTERS = (0.0, 0.25, 0.5, 0.75)


class Question(NamedTuple):
    """When does it happen? With the answer that came true."""

    what: str
    """"decision", or the code of a member"""
    seen: Seen
    last: bool | None
    """whether the member was the last to come round; None if the record does not say, or for the decision"""


class Forecast(NamedTuple):
    """Answers to all questions of a day; `codes.NEVER` stands for what does not happen."""

    days: Floats | None
    """(N,) sample of days of consensus; None if it only answers for members"""
    members: Mapping[str, Floats]
    """by code, (N,) sample of days on which the member comes round to the winner on record; may hold more than asked"""
    last: Mapping[str, float]
    """chance that a member is the last to come round; 1 in all"""


Forecaster = Callable[[Loaded, datetime.date], Forecast]
"""Answers all questions from a whole scenario and a day; what came later it has to leave alone."""


def winner_of(loaded: Loaded) -> str:
    """Return the winner on record.

    Raises WhitesmokeError if there is none.
    """
    record = loaded.scenario.record
    if record.decision is None or record.decision.winner is None:
        raise WhitesmokeError(f"{loaded.name} has no decision on record to be scored on; leave it out")
    return record.decision.winner


def others_than(loaded: Loaded, cases: Sequence[Loaded]) -> list[Loaded]:
    """Return the cases that may teach something about a case: not itself, nor one that begins on the same day.

    Two that begin together are one story: the accessions of Finland and Sweden have most ratifications in common.
    """
    start = loaded.scenario.calendar.start
    return [case for case in cases if case.name != loaded.name and case.scenario.calendar.start != start]


def decision_day(loaded: Loaded) -> int:
    """Return the day of the decision on record; errors are those of `winner_of`."""
    winner_of(loaded)
    decision = loaded.scenario.record.decision
    assert decision is not None
    return day_of(loaded, decision.date)


def day_of(loaded: Loaded, date: datetime.date) -> int:
    """Return a date as a day since the start of the race."""
    return (date - loaded.scenario.calendar.start).days


def horizon_of(loaded: Loaded) -> int:
    """Return the last day of the race."""
    return day_of(loaded, loaded.scenario.calendar.end)


def days_scored(loaded: Loaded) -> list[datetime.date]:
    """Return the days on which forecasts are made: quarters of the horizon, before the decision.

    Raises WhitesmokeError if there is none.
    """
    if decision_day(loaded) <= 0:
        raise WhitesmokeError(f"{loaded.name} was decided on its first day, before any forecast; leave it out")
    days = [int(quarter * horizon_of(loaded)) for quarter in QUARTERS]
    start = loaded.scenario.calendar.start
    return [start + datetime.timedelta(days=day) for day in days if day < decision_day(loaded)]


def questions(loaded: Loaded, date: datetime.date) -> list[Question]:
    """Return what is asked on a day, the decision first; of members only once the winner had been heard of."""
    decided = decision_day(loaded)
    asked = [Question(DECISION, Seen(decided, decided), None)]
    if winner_of(loaded) in known_by(loaded, date).scenario.candidates:
        last = last_on_record(loaded)
        for row in dated_members(loaded):
            if row.by is not None and row.by > date:
                asked.append(Question(row.member, seen_of(loaded, row), None if last is None else row.member == last))
    return asked


def dated_members(loaded: Loaded) -> list[Commitment]:
    """Return the entries of members that came round to the winner, those that say more than a count."""
    winner = winner_of(loaded)
    return [row for row in informative(loaded.tables) if row.candidate == winner]


def seen_of(loaded: Loaded, row: Commitment) -> Seen:
    """Return an entry (not before, by] as days; without an earlier bound it may have been so from the start."""
    first = day_of(loaded, row.not_before) + 1 if row.not_before else 0
    last = day_of(loaded, row.by) if row.by else codes.NEVER
    return Seen(max(0, min(first, last)), max(0, last))


def last_on_record(loaded: Loaded) -> str | None:
    """Return who came round last: the latest "by", of several the latest "not before"; None if that is not one."""
    start = loaded.scenario.calendar.start
    rows = [row for row in loaded.tables.commitments if row.candidate == winner_of(loaded) and row.by]
    ranks = [(row.by, row.not_before or start) for row in rows]
    latest = [row.member for row, rank in zip(rows, ranks) if rank == max(ranks)]
    return latest[0] if len(latest) == 1 else None


def of_runs(played: Played, winner: str) -> Forecast:
    """Return the answers of runs that agree with what was known; a run that another candidate wins says never."""
    case, end = played.known.case, played.end
    names = case.names
    k = names.candidates.index(winner) if winner in names.candidates else codes.NONE - 1
    on = dated_on(case.world, end, k) if k >= 0 else np.full_like(end.committed_on, codes.NEVER)
    day = np.where(on == codes.NEVER, float(codes.NEVER), on * float(case.world.round_days))
    held = held_up(case, end, end.counted_on if k >= 0 and case.world.procedure[k] else None)
    share = (held / held.sum(axis=1, keepdims=True)).mean(axis=0)
    return Forecast(
        days=settled(case, end).astype(float),
        members=dict(zip(names.members, day.T)),
        last=dict(zip(names.members, share.tolist())),
    )


def tomorrow(loaded: Loaded, date: datetime.date, runs: int) -> Forecast:
    """Return the answers of a model to which the race is long over: everything the day after, anyone asked the last."""
    day = np.full(runs, day_of(loaded, date) + 1.0)
    asked = [one.what for one in questions(loaded, date)[1:]]
    members = all_members(loaded.scenario)
    last = {code: (code in asked) / max(1, len(asked)) for code in members}
    return Forecast(day, dict.fromkeys(members, day), last)
