"""What the stylised facts are read off: columns of many runs of one case, and of worlds, each a run of every case."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.endings import held_up, lasted
from whitesmoke.evidence.analysis.ratifications import on_record
from whitesmoke.evidence.facts.dated import dated
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, decision_days
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.world import Ints, World, seated
from whitesmoke.scenario.everybody import by_everybody, decides_by_silence

LATE = 20
"""Days after the first demand from which another one is late."""


class Columns(NamedTuple):
    """Of N runs of a case, (N,), (N, demands) and (N, dates); of worlds (N, cases), and the others side by side.

    Numbers, nan for what did not happen, or truth values.
    """

    agreed: Any
    ending: Any
    """place in codes.ENDING_CLASSES"""
    day: Any
    """of the decision; nan without one"""
    lasted: Any
    """days until it was over, with a decision or without"""
    time_used: Any
    """the day of the decision as a share of the time until the horizon"""
    overtime: Any
    """days after the expiry of a decision, where the horizon lies beyond it; nan elsewhere"""
    near: Any
    """1 if it was decided near a date, else 0; nan without a decision, as the next two"""
    chance: Any
    """share of its days that are near one"""
    missed: Any
    """dates that had passed"""
    members: Any
    """with a seat at the end"""
    all_in: Any
    """whether all of them were committed to the winner"""
    last: Any
    """how many came round last, or never did"""
    blocker: Any
    """a number for who did: the first of them"""
    body: Any
    """a number for the body that decides"""
    quarrel: Any
    """whether the file has anybody ask for something"""
    unanimous: Any
    """whether the rule needs everybody"""
    silent: Any
    """whether it decides by silence"""
    holdouts: Any
    """uncommitted members with a demand on the table when four fifths were in; nan if they never were"""
    support: Any
    """share of the body that was in on the day of the first demand; nan without one"""
    gap: Any
    """days between the last two of the members who asked for something and agreed; nan if less than two did"""
    wait: Any
    """days from the last yes to the decision"""
    asked_late: Any
    """whether a demand came onto the table late"""
    asked_of_itself: Any
    """whether one of those did that members raise in the run"""
    took_back: Any
    """members that took a yes back"""
    half: Any
    """where consents are public acts and one member at most asks: share of the time until half were in; else nan"""

    met: Any
    """share of each demand met at the end; nan if not agreed, not on the table, or a red line"""
    consented: Any
    """whether its holder agreed to what was decided"""
    lag: Any
    """days from the last of it that was granted to the yes of its holder; nan if nothing was, or not before"""
    outside: Any
    """1 if a candidate, or somebody outside the body, can grant it"""

    settled_it: Any
    """1 if it was decided near this date, 0 if it went on, nan if it was over before, or the date is not reached"""
    weight: Any
    """of the date"""

    majority: Any = None
    """the same cases under two thirds"""
    pressed: Any = None
    """with dates that press twice as hard"""


def columns(case: Compiled, outcomes: Outcomes, body: str = "", public: bool = False) -> Columns:
    """Return the columns of many runs of a case, which have tallies and members.

    Parameters
    ----------
    body : what the body that decides is called
    public : consents are public acts
    """
    seen = _Seen(case, outcomes)
    w, agreed, every = case.world, seen.agreed, partial(np.full, len(outcomes.winner))
    days = _where(agreed, seen.over)
    known = dated(w, days, seen.over)
    on_table = agreed[:, None] & (seen.asked <= seen.over[:, None]) & (w.red_line == 0)
    return Columns(
        agreed=agreed,
        ending=outcomes.ending_class.astype(float),
        day=days,
        lasted=np.maximum(1.0, seen.over),
        **_of_time(w, days),
        **known._asdict(),
        members=seen.seats.sum(axis=1).astype(float),
        all_in=agreed & (seen.is_in | ~seen.seats).all(axis=1),
        last=seen.held_up.sum(axis=1).astype(float),
        blocker=seen.numbers[seen.held_up.argmax(axis=1)],
        body=every(float(zlib.crc32(body.encode()))),
        quarrel=every(bool((w.latent == 0).any())),
        unanimous=every(by_everybody(w, 0)),
        silent=every(decides_by_silence(w)),
        holdouts=_holdouts_at(seen, 0.8),
        support=_support_when_asked(seen),
        gap=_gap(seen),
        wait=_where(agreed, np.maximum(0.0, seen.over - _latest(seen.yes, 1))),
        asked_late=_asked_late(seen, w.latent >= 0),
        asked_of_itself=_asked_late(seen, w.latent != 0),
        took_back=(outcomes.took_back != codes.NEVER).sum(axis=1).astype(float),
        half=_half(seen) if public and len({*w.holder[w.latent == 0]}) <= 1 else every(np.nan),
        met=np.where(on_table, outcomes.met, np.nan),
        consented=on_table & np.isfinite(seen.yes[:, w.holder]),
        lag=np.where(on_table, _lag(seen), np.nan),
        outside=np.where(on_table, np.isin(w.grantor, (codes.CANDIDATE, codes.OUTSIDE)), np.nan),
    )


def worlds(cases: Sequence[Columns]) -> Columns:
    """Return worlds: run r of the first case with one of the second, and so on, each from elsewhere in its ensemble.

    Run r of two cases shares the luck of members that are in both; in one world it is another run of each.
    """
    turned = [_turned(case, at / len(cases)) for at, case in enumerate(cases)]
    return Columns(*(_beside([case[field] for case in turned]) for field in range(len(Columns._fields) - 2)))


def _turned(case: Columns, part: float) -> list[Any]:
    runs = len(case.agreed)
    return [np.roll(field, -round(part * runs), axis=0) for field in case[:-2]]


def _beside(fields: Sequence[Any]) -> Any:
    return np.stack(fields, axis=1) if fields[0].ndim == 1 else np.concatenate(fields, axis=1)


class _Seen:
    """What several columns are made from: who was in when, who asked when. Days."""

    def __init__(self, case: Compiled, outcomes: Outcomes) -> None:
        self.world, self.outcomes = case.world, outcomes
        w = self.world
        self.agreed = outcomes.winner != codes.NONE
        self.over = np.where(self.agreed, decision_days(w)[outcomes.round], lasted(outcomes) * w.round_days) * 1.0
        self.leader = np.where(self.agreed, outcomes.winner, outcomes.tally.max(axis=1).argmax(axis=1))
        self.seats = seated(w, self.over[:, None])
        on, tally = on_record(w, outcomes, self.leader)
        self.held_up = held_up(case, outcomes, on)
        self.is_in = (outcomes.stance == self.leader[:, None]) & (on != codes.NEVER)
        self.yes = np.where(self.is_in & self.seats, on * float(w.round_days), np.nan)
        self.tally = tally[np.arange(len(self.leader)), :, self.leader]
        self.asked = np.maximum(outcomes.raised, _entries(w)[w.concerns]).astype(float)
        self.numbers = np.array([float(zlib.crc32(code.encode())) for code in case.names.members])

    def seats_on(self, days: Any) -> Any:
        """Return how many have a seat on days."""
        return seated(self.world, np.asarray(days)[..., None]).sum(axis=-1)


def _entries(w: World) -> Ints:
    """Return the day on which each candidate enters, 0 for one that an exit brings in; last of all the first of them.

    The last is that of -1, any candidate.
    """
    day = np.zeros(len(w.home) + 1, np.int64)
    for event in np.flatnonzero((w.event_kind == codes.ENTER) & (w.event_day < codes.NEVER)):
        day[w.event_candidate[event]] = max(0, w.event_day[event])
    day[-1] = day[:-1].min()
    return day


def _where(agreed: Any, days: Any) -> Any:
    return np.where(agreed, days, np.nan)


def _first_round(reached: Any) -> Any:
    """Return the first round of each run in which something holds, nan if it never does."""
    return np.where(reached.any(axis=1), reached.argmax(axis=1), np.nan)


def _in_by_round(seen: _Seen) -> Any:
    """Return the share of the body that was in at the end of each round. Shape (N, rounds + 1)."""
    return seen.tally / np.maximum(1, seen.seats_on(np.arange(seen.tally.shape[1]) * seen.world.round_days))


def _holdouts_at(seen: _Seen, share: float) -> Any:
    """Return how many then had a demand on the table and were not in."""
    w = seen.world
    days = _first_round(_in_by_round(seen) >= share) * w.round_days
    asks = (seen.asked <= days[:, None]) & (w.dropped >= days[:, None])
    out = ~(seen.yes <= days[:, None])
    found = [(asks[:, w.holder == i].any(axis=1) & out[:, i]) for i in w.holders]
    return np.where(np.isfinite(days), np.sum(found, axis=0), np.nan) if found else days * np.nan


def _support_when_asked(seen: _Seen) -> Any:
    w = seen.world
    first = np.min(seen.asked, axis=1, initial=codes.NEVER)
    at = np.minimum(-(-first // w.round_days), w.rounds).astype(int)
    return np.where(first <= seen.over, _in_by_round(seen)[np.arange(len(at)), at], np.nan)


def _latest(days: Any, which: int) -> Any:
    """Return the latest day of each row, or the last but one; nan if there are not so many."""
    ordered = np.sort(np.where(np.isfinite(days), days, -np.inf), axis=1)
    found = ordered[:, -which] if days.shape[1] >= which else np.full(len(days), -np.inf)
    return np.where(np.isfinite(found), found, np.nan)


def _gap(seen: _Seen) -> Any:
    """Return the days between the last two who agreed after they had asked for something."""
    w = seen.world
    asked = [seen.asked[:, w.holder == i].min(axis=1) for i in w.holders]
    own = seen.yes[:, w.holders]
    own = np.where(own >= np.stack(asked, axis=1), own, np.nan) if asked else own
    return _where(seen.agreed, _latest(own, 1) - _latest(own, 2))


def _lag(seen: _Seen) -> Any:
    w = seen.world
    granted = np.where(seen.outcomes.granted_on == codes.NEVER, np.nan, seen.outcomes.granted_on * float(w.round_days))
    days = seen.yes[:, w.holder] - granted
    return np.where(days >= 0.0, days, np.nan)


def _asked_late(seen: _Seen, which: Any) -> Any:
    """Return whether one of some demands came late, while it was still undecided."""
    first = np.min(seen.asked, axis=1, initial=codes.NEVER)
    late = (seen.asked > first[:, None] + LATE) & (seen.asked <= seen.over[:, None]) & which
    return late.any(axis=1)


def _half(seen: _Seen) -> Any:
    days = _first_round(_in_by_round(seen) >= 0.5) * seen.world.round_days
    return _where(seen.agreed, days / np.maximum(1.0, seen.over))


def of_record(w: World, day: int, agreed: bool = True) -> Columns:
    """Return what a record says of a case that was over on a day: one run, with nothing but the decision."""
    over = np.array([float(day)])
    days = _where(agreed, over)
    unknown = dict.fromkeys(Columns._fields[:-2], np.full(1, np.nan))
    unknown |= dict.fromkeys(("met", "consented", "lag", "outside"), np.empty((1, 0)))
    known = dated(w, days, over)._asdict() | {"agreed": np.array([agreed]), "day": days, "lasted": over}
    known["ending"] = np.array([np.nan if agreed else codes.FAILURE])
    return Columns(**unknown | known | _of_time(w, days))


def _of_time(w: World, days: Any) -> dict[str, Any]:
    """Return how much of its time a case took, and how far it went beyond its expiry, if it could."""
    last = w.rounds * w.round_days
    return {"time_used": days / max(1, last), "overtime": np.where(w.expiry < last, days - w.expiry, np.nan)}
