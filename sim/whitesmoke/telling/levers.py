"""The single changes that might make a member ready for a candidate, each in words and as a change of a look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.phases import demands
from whitesmoke.model.phases.tally import next_date, others, take_stock
from whitesmoke.model.reading import long_date
from whitesmoke.model.rules import pressure
from whitesmoke.model.rules.influence import shame
from whitesmoke.model.run_state import State
from whitesmoke.scenario.tabled import leaves, name_inside
from whitesmoke.telling.by_name import grantor_name, inside, patron_name

if TYPE_CHECKING:
    from whitesmoke.model.world import Bytes


def changes(
    case: Compiled, look: State, i: int, k: int, talks: bool = False
) -> Iterator[tuple[str, Callable[[State, float], None]]]:
    """Yield the single changes, each in words; a grant that is no price of a yes is none where it `talks`."""
    world, names = case.world, case.names
    for d in range(world.demand_start[i], world.demand_start[i + 1]):
        if demands.live(world, look, d, k) and not world.red_line[d]:
            yield from _demand_changes(
                names.demand_texts[d], "" if talks else inside(grantor_name(case, int(look.like[d]))), look, d
            )
    if not look.endorsed[k] and codes.CONSULT in world.event_kind:
        yield f"{patron_name(case)} backs {name_inside(case, k)}", lambda s, part: _switch(s.endorsed, k, 1, part)
    for rival in range(len(look.status)):
        if rival != k and look.status[rival] == codes.ACTIVE:
            yield f"{name_inside(case, rival)} {leaves(case, rival)}", _leaving(rival)
    if look.gauge.weeks_left > 0.0:
        date, label = long_date(names.date(next_date(world, look)[0])), date_that_presses(case, look)
        yield f"the next date that presses ({label}, {date}) is {{days}}", _nearer(case, look)
    if world.secret:
        if look.clock.members - look.published[k] > 1:
            yield "a ballot shows {part} of the others who hold back as committed", _shown(case, k)
        return
    listened_to = sum(int(u) for u, j in zip(world.out_units, world.out_member) if j == i)
    if listened_to > look.influence[i, k]:
        yield "{part} of those it listens to who hold back commit", _listening(i, k, listened_to)
    if look.clock.members - look.committed[k] > 1:
        yield "{part} of the others who hold back commit", _alone(case, k)


def _demand_changes(
    text: str, grantor: str, look: State, d: int
) -> Iterator[tuple[str, Callable[[State, float], None]]]:
    met, ceiling = float(look.met[d]), float(look.number.ceiling[d])
    if grantor and ceiling > met:
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
        s.gauge.weeks_to_date *= 1.0 - part
        c = s.number.coefficient
        s.gauge.pressure_now = pressure.pressure(c.pressure, weight, weeks * (1.0 - part), c.memory)

    return pull


def _listening(i: int, k: int, units: int) -> Callable[[State, float], None]:
    def pull(s: State, part: float) -> None:
        s.influence[i, k] += round(part * (units - int(s.influence[i, k])))

    return pull


def _shown(case: Compiled, k: int) -> Callable[[State, float], None]:
    def pull(s: State, part: float) -> None:
        s.published[k] += round(part * (s.clock.members - 1 - int(s.published[k])))
        take_stock(case.world, s)

    return pull


def _alone(case: Compiled, k: int) -> Callable[[State, float], None]:
    def pull(s: State, part: float) -> None:
        everybody_else = 1.0 - 1.0 / max(1, others(case.world, s, k))
        share = s.share[k] + part * (everybody_else - s.share[k])
        withholding = 1 + round((1.0 - part) * (s.clock.members - s.committed[k] - 1))
        s.shame[k] = shame(s.number.coefficient.isolation, share, withholding)

    return pull
