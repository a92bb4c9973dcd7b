"""Why a member stood where it stood, and the smallest change that would have tipped it.

A member is called *ready* for a candidate when its net acceptance is at or above 0: its commitment hazard is then
at least half of a fully convinced capital's.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.phases import decide, demands, moves
from whitesmoke.model.phases.tally import next_date, others
from whitesmoke.model.reading import long_date
from whitesmoke.model.rules import hazard, pressure
from whitesmoke.model.rules.influence import shame
from whitesmoke.model.terms import TERMS
from whitesmoke.model.trace import Trace
from whitesmoke.model.world import State, copy_state
from whitesmoke.scenario.tabled import leaves, name_inside
from whitesmoke.scenario.wording import nearest
from whitesmoke.telling.words import grantor_name, inside
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from whitesmoke.model.world import Bytes


class View(NamedTuple):
    """What one member thought of one candidate."""

    candidate: str
    terms: dict[str, float]
    """logits, by the names of `whitesmoke.model.terms`; their sum is `acceptance`"""
    acceptance: float
    per_week: float
    """chance to commit within a week, other candidates aside"""
    opposed: bool
    levers: list[Lever]


class Lever(NamedTuple):
    """One change, others held fixed."""

    what: str
    """in words, with {part} where a part of it is possible, and {days} where it is that a date comes nearer"""
    gain: float
    """logits of acceptance if it is pulled wholly"""
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
    free: bool
    """whether it could decide at all: in the body, and without a candidate of its own"""
    demands: list[Claim]
    views: list[View]


def terms_of(case: Compiled, look: State, member: int, candidate: int) -> dict[str, float]:
    """Return the named terms of a member's acceptance, in logits."""
    return dict(zip(TERMS, map(float, decide.terms(case.world, look, member, candidate)), strict=True))


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


def explain(trace: Trace, member: str, date: datetime.date) -> Explanation:
    """Explain a member's decision in the round that ends on or first after a date (or in the last round).

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
    i, look = names.members.index(member), trace.looks[round_ - 1]
    on = trace.committed_on(i)
    k = int(look.stance[i])
    return Explanation(
        member=member,
        date=names.date_of_round(round_),
        round=round_,
        stance=None if k == codes.NONE else names.candidates[k],
        committed_on=None if on == codes.NEVER else names.date_of_round(on),
        free=bool(moves.is_free(look, i)),
        demands=_claims(case, look, i),
        views=[_view(case, look, i, c) for c in range(len(names.candidates)) if look.status[c] == codes.ACTIVE],
    )


def _claims(case: Compiled, look: State, i: int) -> list[Claim]:
    start, names = case.world.demand_start, case.names
    return [
        Claim(
            names.demands[d],
            names.demand_texts[d],
            float(look.number.worth[d]),
            float(look.met[d]),
            float(look.number.ceiling[d]),
            grantor_name(case, d),
        )
        for d in range(start[i], start[i + 1])
    ]


def _view(case: Compiled, look: State, i: int, k: int) -> View:
    terms = terms_of(case, look, i, k)
    acceptance = float(decide.acceptance(case.world, look, i, k))
    rate = decide.commitment_rate(case.world, look, i, k, acceptance) if decide.eligible(case.world, look, k) else 0.0
    return View(
        candidate=case.names.candidates[k],
        terms=terms,
        acceptance=acceptance,
        per_week=float(hazard.probability(rate, 1.0)),
        opposed=bool(look.stance[i] != k and demands.opposed(case.world, look, i, k)),
        levers=sorted(_levers(case, look, i, k, acceptance), key=_by_need),
    )


def _by_need(lever: Lever) -> tuple[float, float]:
    return (2.0 if lever.needed is None else lever.needed, -lever.gain)


def _levers(case: Compiled, look: State, i: int, k: int, acceptance: float) -> Iterator[Lever]:
    if case.world.response == codes.PROPORTIONAL:
        return  # pure contagion: reasons do not act
    for what, pull in _changes(case, look, i, k):
        gain = _after(case, look, i, k, pull, 1.0) - acceptance
        if gain > 1e-12:
            days = round(7.0 * look.gauge.weeks_left)
            yield Lever(what, gain, _needed(case, look, i, k, pull, acceptance), days)


def is_near(case: Compiled, look: State, i: int, k: int) -> bool:
    """Say whether a member is ready for a candidate, or would be by some single change."""
    if float(decide.acceptance(case.world, look, i, k)) >= 0.0:
        return True
    return any(_after(case, look, i, k, pull, 1.0) >= 0.0 for _, pull in _changes(case, look, i, k))


def _after(case: Compiled, look: State, i: int, k: int, pull: Callable[[State, float], None], part: float) -> float:
    changed = copy_state(look)
    pull(changed, part)
    return float(decide.acceptance(case.world, changed, i, k))


def _needed(
    case: Compiled, look: State, i: int, k: int, pull: Callable[[State, float], None], acceptance: float
) -> Any:
    """Return the smallest part of a change that lifts acceptance to 0 (bisection to 2**-30), or None."""
    if acceptance >= 0.0:
        return 0.0
    if _after(case, look, i, k, pull, 1.0) < 0.0:
        return None
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2.0
        low, high = (low, middle) if _after(case, look, i, k, pull, middle) >= 0.0 else (middle, high)
    return high


def _changes(case: Compiled, look: State, i: int, k: int) -> Iterator[tuple[str, Callable[[State, float], None]]]:
    world, names = case.world, case.names
    for d in range(world.demand_start[i], world.demand_start[i + 1]):
        if demands.live(world, look, d, k) and not world.red_line[d]:
            yield from _demand_changes(names.demand_texts[d], inside(grantor_name(case, d)), look, d)
    if not look.endorsed[k] and codes.CONSULT in world.event_kind:
        yield f"the patron backs {name_inside(case, k)}", lambda s, part: _switch(s.endorsed, k, 1, part)
    for rival in range(len(look.status)):
        if rival != k and look.status[rival] == codes.ACTIVE:
            yield f"{name_inside(case, rival)} {leaves(case, rival)}", _leaving(rival)
    if look.gauge.weeks_left > 0.0:
        date, label = long_date(names.date(next_date(world, look)[0])), date_that_presses(case, look)
        yield f"the next date that presses ({label}, {date}) is {{days}}", _nearer(case, look)
    listened_to = sum(int(u) for u, j in zip(world.out_units, world.out_member) if j == i)
    if listened_to > look.influence[i, k]:
        yield "{part} of those it listens to who hold back commit", _listening(i, k, listened_to)
    if look.clock.members - look.committed[k] > 1:
        yield "{part} of the others who hold back commit", _alone(case, k)


def _demand_changes(
    text: str, grantor: str, look: State, d: int
) -> Iterator[tuple[str, Callable[[State, float], None]]]:
    met, ceiling = float(look.met[d]), float(look.number.ceiling[d])
    if ceiling > met:
        yield (
            f"{grantor} grants {{part}} of what can still be granted of: {text}",
            lambda s, part: _grant(s, d, ceiling, part),
        )
    if ceiling < 1.0:
        yield (
            f"{{part}} of what is unmet is granted, even what nobody grants now: {text}",
            lambda s, part: _grant(s, d, 1.0, part),
        )


def _grant(s: State, d: int, upto: float, part: float) -> None:
    s.met[d] += part * (upto - s.met[d])
    s.number.ceiling[d] = max(s.number.ceiling[d], s.met[d])


def _switch(array: Bytes, at: int, value: int, part: float) -> None:
    if part == 1.0:
        array[at] = value


def _leaving(rival: int) -> Callable[[State, float], None]:
    return lambda s, part: _switch(s.status, rival, codes.OUT, part)


def date_that_presses(case: Compiled, look: State) -> str:
    """Return what the next date that presses is called: a focal date, or a sitting that comes before it."""
    day, _ = next_date(case.world, look)
    named = (name for name, focal in zip(case.names.focal, case.world.focal_day) if focal == day)
    return next(named, "a sitting")


def _nearer(case: Compiled, look: State) -> Callable[[State, float], None]:
    weeks = float(look.gauge.weeks_left)
    _, weight = next_date(case.world, look)

    def pull(s: State, part: float) -> None:
        s.gauge.weeks_left = weeks * (1.0 - part)
        c = s.number.coefficient
        s.gauge.pressure_now = pressure.pressure(c.pressure, weight, weeks * (1.0 - part), c.memory)

    return pull


def _listening(i: int, k: int, units: int) -> Callable[[State, float], None]:
    def pull(s: State, part: float) -> None:
        s.influence[i, k] += round(part * (units - int(s.influence[i, k])))

    return pull


def _alone(case: Compiled, k: int) -> Callable[[State, float], None]:
    def pull(s: State, part: float) -> None:
        everybody_else = 1.0 - 1.0 / max(1, others(case.world, s, k))
        share = s.share[k] + part * (everybody_else - s.share[k])
        withholding = 1 + round((1.0 - part) * (s.clock.members - s.committed[k] - 1))
        s.shame[k] = shame(s.number.coefficient.isolation, share, withholding)

    return pull
