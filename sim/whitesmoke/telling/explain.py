"""Why a member stood where it stood, and the smallest change that would have tipped it.

A member is called *ready* for a candidate when its net acceptance is at or above 0: its commitment hazard is then
at least half of a fully convinced capital's. One that decides at meetings is ready when what it would be offered next
is better for it than holding out.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.phases import decide, demands, moves
from whitesmoke.model.run_state import State, copy_state
from whitesmoke.model.terms import RESERVATION, TERMS
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.wording import nearest
from whitesmoke.telling import levers, talking
from whitesmoke.telling.by_name import grantor_name
from whitesmoke.telling.end_of_day import end_of_day
from whitesmoke.telling.talking import Prospect
from whitesmoke.writing.estimates import percent


class View(NamedTuple):
    """What one member thought of one candidate."""

    candidate: str
    terms: dict[str, float]
    """logits, by the names of `whitesmoke.model.terms`; their sum is `acceptance`"""
    acceptance: float
    per_week: float
    """chance to commit within a week, other candidates aside; of one that decides at meetings, to meet and say yes"""
    opposed: bool
    levers: list[Lever]
    talks: Prospect | None = None
    """what its talks are like, for one that decides at meetings"""

    @property
    def lead(self) -> float:
        """How far it is above the point at which it is ready, logits; minus infinity where nobody meets it about it."""
        if self.talks is None:
            return self.acceptance
        return -math.inf if self.talks.gain is None else self.talks.gain


class Lever(NamedTuple):
    """One change, others held fixed."""

    what: str
    """in words, with {part} where a part of it is possible, and {days} where it is that a date comes nearer"""
    gain: float
    """logits if it is pulled wholly: of acceptance, or of what settling is better than holding out"""
    needed: float | None
    """the part of it (0..1) that makes the member ready; none if the whole is not enough"""
    days: int = 0
    """to the next focal date, as things stand"""

    def words(self) -> str:
        """Return the change that is needed (or the whole of it, if that is not enough) in words."""
        part = 1.0 if self.needed is None else self.needed
        near = math.floor(self.days * (1.0 - part) + 1e-6)
        away = f"{_days(near)} away instead of {self.days}" if near else f"today instead of {_days(self.days)} away"
        shown = {"{part}": "all" if part > 0.995 else percent(part), "{days}": away}
        return re.sub(r"\{(?:part|days)\}", lambda found: shown[found[0]], self.what)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


class Claim(NamedTuple):
    """A member's demand as it stood."""

    demand: str
    text: str
    worth: float
    met: float
    ceiling: float
    grantor: str


class Explanation(NamedTuple):
    """One member's decision in one round."""

    member: str
    date: datetime.date
    """of the round explained: the day asked for, or the last day of a race that was over by then"""
    round: int
    stance: str | None
    committed_on: datetime.date | None
    ratified_on: datetime.date | None
    """from when that commitment counts"""
    free: bool
    """whether it could decide at all: in the body, and without a candidate of its own"""
    demands: list[Claim]
    views: list[View]
    by_evening: dict[str, float] = {}
    """by candidate: `per_week` once the day was over, with what others had done on it; of one that still waited then"""


def terms_of(case: Compiled, look: State, member: int, candidate: int) -> dict[str, float]:
    """Return the named terms of a member's acceptance, in logits; of one that bargains also what it insists on."""
    terms = dict(zip(TERMS, map(float, decide.terms(case.world, look, member, candidate)), strict=True))
    if case.world.mode == codes.BARGAINED and demands.claims(case.world, look, member, candidate):
        terms[RESERVATION.name] = -float(look.reservation[member]) + 0.0
    return terms


def member_code(case: Compiled, given: str) -> str:
    """Return the code of a member given by its code or its name, whatever the capitals.

    Raises WhitesmokeError for one that is none, with the nearest name.
    """
    names = case.names
    known = {name.casefold(): code for code, name in zip(names.members, names.member_names)}
    known |= {code.casefold(): code for code in names.members}
    plainly = given.strip().casefold()
    found = known.get(plainly) or known.get(plainly.removeprefix("the "))
    if found is None:
        near = nearest(given, [*names.members, *names.member_names])
        instead = f"did you mean {near}?" if near else f"choose one of {', '.join(names.members[:40])}"
        raise WhitesmokeError(f'no member "{given}": {instead}')
    return found


def telling_day(trace: Trace, member: str) -> datetime.date:
    """Return the day on which most is to be explained: that on which a member committed for good, or else the last."""
    names = trace.case.names
    on = trace.committed_on(names.members.index(member_code(trace.case, member)))
    return names.date_of_round(max(1, trace.rounds if on == codes.NEVER else on))


def explain(trace: Trace, member: str, date: datetime.date, with_levers: bool = True) -> Explanation:
    """Explain a member's decision in the round that ends on or first after a date (or in the last round).

    What would tip it takes most of the time, and can be left out.

    Raises
    ------
    WhitesmokeError : the member is unknown, the date lies outside the calendar, or the body is too large to look back
    """
    case, names = trace.case, trace.case.names
    member = member_code(case, member)
    round_ = names.round_of(date)
    if not 1 <= round_ <= case.world.rounds:
        first, last = names.date_of_round(1), names.date_of_round(case.world.rounds)
        raise WhitesmokeError(f"{date} lies outside the calendar: choose a date from {first} to {last}")
    round_ = min(round_, trace.rounds)
    if not trace.looks:
        raise WhitesmokeError("this body is too large to look back round by round")
    i = names.members.index(member)
    found = explained(trace, i, round_, trace.looks[round_ - 1], with_levers)
    return found._replace(by_evening=_by_evening(trace, i, round_) if found.free else {})


def _by_evening(trace: Trace, i: int, round_: int) -> dict[str, float]:
    if trace.stances[round_][i] != codes.NONE:
        return {}
    found = explained(trace, i, round_, end_of_day(trace, round_), with_levers=False)
    return {view.candidate: view.per_week for view in found.views}


def explained(trace: Trace, i: int, round_: int, look: State, with_levers: bool) -> Explanation:
    """Explain where a member stood in a state of a round: that in which it decided, or that at the end of the day."""
    case, names, on = trace.case, trace.case.names, trace.committed_on(i)
    k = int(look.stance[i])
    return Explanation(
        member=names.members[i],
        date=names.date_of_round(round_),
        round=round_,
        stance=None if k == codes.NONE else names.candidates[k],
        committed_on=None if on == codes.NEVER else names.date_of_round(on),
        ratified_on=None if trace.counted_on(i) == codes.NEVER else names.date_of_round(trace.counted_on(i)),
        free=bool(moves.is_free(look, i)),
        demands=_claims(case, look, i),
        views=[_view(case, look, i, c, with_levers) for c in _racing(case, look)],
    )


def _racing(case: Compiled, look: State) -> list[int]:
    return [k for k in range(len(case.names.candidates)) if look.status[k] == codes.ACTIVE]


def _claims(case: Compiled, look: State, i: int) -> list[Claim]:
    start, names = case.world.demand_start, case.names
    return [
        Claim(
            names.demands[d],
            names.demand_texts[d],
            float(look.number.worth[d]),
            float(look.met[d]),
            float(look.number.ceiling[d]),
            grantor_name(case, int(look.like[d])),
        )
        for d in range(start[i], start[i + 1])
        if look.raised[d] != codes.NEVER
    ]


class Deciding(NamedTuple):
    """A member that decides about a candidate, and what it sees."""

    case: Compiled
    look: State
    i: int
    k: int
    talks: Prospect | None
    """what its talks are like, if it decides at meetings"""

    def after(self, pull: Callable[[State, float], None], part: float = 1.0) -> float:
        """Return what decides after a change: acceptance, or by how much the next offer is better than holding out."""
        changed = copy_state(self.look)
        pull(changed, part)
        if self.talks:
            return talking.margin(self.case, changed, self.i, self.k, self.talks.offer)
        return float(decide.acceptance(self.case.world, changed, self.i, self.k))

    def changes(self) -> Iterator[tuple[str, Callable[[State, float], None]]]:
        """Yield the single changes, each in words."""
        return levers.changes(self.case, self.look, self.i, self.k, self.talks is not None)

    def needed(self, pull: Callable[[State, float], None], now: float) -> float | None:
        """Return the smallest part of a change that lifts what decides to 0 (bisection to 2**-30), or None."""
        if now >= 0.0:
            return 0.0
        if self.after(pull) < 0.0:
            return None
        low, high = 0.0, 1.0
        for _ in range(30):
            middle = (low + high) / 2.0
            low, high = (low, middle) if self.after(pull, middle) >= 0.0 else (middle, high)
        return high


def _view(case: Compiled, look: State, i: int, k: int, with_levers: bool) -> View:
    one = _deciding(case, look, i, k)
    terms = terms_of(case, one.look, i, k)
    acceptance = float(decide.acceptance(case.world, one.look, i, k))
    return View(
        candidate=case.names.candidates[k],
        terms=terms,
        acceptance=acceptance,
        per_week=one.talks.chance if one.talks else talking.hazard_ahead(case, one.look, i, k, acceptance),
        opposed=bool(one.look.stance[i] != k and demands.opposed(case.world, one.look, i, k)),
        levers=sorted(_levers(one), key=_by_need) if with_levers else [],
        talks=one.talks,
    )


def _deciding(case: Compiled, look: State, i: int, k: int) -> Deciding:
    if not talking.bargains(case, look, i, k):
        return Deciding(case, look, i, k, None)
    look = talking.at_a_meeting(case, look)
    return Deciding(case, look, i, k, talking.prospect(case, look, i, k))


def _by_need(lever: Lever) -> tuple[float, float]:
    return (2.0 if lever.needed is None else lever.needed, -lever.gain)


def _levers(one: Deciding) -> Iterator[Lever]:
    if one.case.world.response == codes.PROPORTIONAL or (one.talks and not one.talks.meets):
        return  # pure contagion, where reasons do not act; or nobody meets it about k
    now = one.after(_as_it_is)
    if one.talks and one.talks.least is not None:
        yield from _better_offer(one, one.talks.least, now)
    for what, pull in one.changes():
        gain = one.after(pull) - now
        if gain > 1e-12:
            yield Lever(what, gain, one.needed(pull, now), round(7.0 * one.look.gauge.weeks_left))


def _as_it_is(_: State, __: float) -> None:
    """Change nothing."""


def _better_offer(one: Deciding, least: float, now: float) -> Iterator[Lever]:
    """Yield that more is offered for a yes, if that would make settling better."""
    gain = talking.margin(one.case, one.look, one.i, one.k, 1.0) - now
    if gain > 1e-12:
        enough = None if least > 1.0 else 0.0 if now >= 0.0 else least
        yield Lever("it is offered {part} of what can be granted to it now, for its yes", gain, enough)


def is_near(case: Compiled, look: State, i: int, k: int) -> bool:
    """Say whether a member is ready for a candidate, or would be by some single change."""
    one = _deciding(case, look, i, k)
    if one.talks and not one.talks.meets:
        return False
    could_settle = one.talks is not None and one.talks.least is not None and one.talks.least <= 1.0
    if could_settle or one.after(_as_it_is) >= 0.0:
        return True
    return any(one.after(pull) >= 0.0 for _, pull in one.changes())
