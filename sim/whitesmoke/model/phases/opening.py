"""Before the first round: this run's numbers are drawn and the members take their seats."""

import math
from typing import Any

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import askers, calendar, space
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.rules import distributions, preferences
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def begin(w: World, s: State, key_low: int, key_high: int, run: int) -> None:
    """Fill a state for run number `run` of the ensemble with this seed, at the end of day 0."""
    take_seats(w, s, key_low, key_high, run)
    open_race(w, s)


@rule
def take_seats(w: World, s: State, key_low: int, key_high: int, run: int) -> None:
    """Clear the state and draw this run's numbers; a driver may then put other numbers in their place."""
    address(s, key_low, key_high, run)
    _start_clock(s)
    _empty_seats(s)
    if w.mode == codes.BARGAINED:
        _nobody_has_met(s)
    _nobody_running(w, s)
    for d in range(len(s.met)):
        s.met[d] = 0.0
        s.granted_on[d] = codes.NEVER
        s.room[d] = 0.0
        s.raised[d] = codes.NEVER if w.latent[d] else w.raised[d]
        s.like[d] = d
    askers.list_askers(w, s)
    for p in range(len(s.spent)):
        s.spent[p] = 0
    _draw_numbers(w, s)
    _draw_durations(w, s)


@rule
def address(s: State, key_low: int, key_high: int, run: int) -> None:
    """From here on the luck is that of run number `run` of the ensemble with this seed."""
    s.clock.key_low = key_low
    s.clock.key_high = key_high
    s.clock.run = run


@rule
def open_race(w: World, s: State) -> None:
    """From this run's numbers to the end of day 0: baselines, lengths of silence, what is due on that day."""
    _form_baselines(w, s)
    if w.mode == codes.BARGAINED:
        _form_reservations(w, s)
    _draw_silences(w, s)
    calendar.due(w, s)


@rule
def _start_clock(s: State) -> None:
    s.clock.round = 0
    s.clock.day = 0
    s.clock.members = 0
    s.clock.holders = 0
    s.clock.winner = codes.NONE
    s.clock.next_event = 0
    s.clock.next_ratified = codes.NEVER
    s.clock.listed = 0
    s.clock.stale = 0
    s.clock.moving = 0
    s.clock.of_two = 0
    s.clock.furthest = codes.NONE
    s.clock.reached = 0


@rule
def _empty_seats(s: State) -> None:
    _fill(s.present, 0)
    _fill(s.stance, codes.NONE)
    _fill(s.next_stance, codes.NONE)
    _fill(s.since, codes.NEVER)
    _fill(s.counts_from, codes.NEVER)
    _fill(s.counted, codes.NEVER)
    _fill(s.before_exit, codes.NEVER)
    _fill(s.took_back, codes.NEVER)
    _fill(s.bound, codes.FREE)
    _fill(s.mover, 0)
    _fill(s.luck, 0.0)
    _fill(s.appeal, 0.0)
    _fill(s.order, 0)
    _fill(s.chosen, 0)
    _fill(s.reckoned, 0.0)
    for i in range(len(s.stance)):
        for k in range(len(s.status)):
            s.influence[i, k] = 0
            s.needed[i, k] = 0
            s.price[i, k] = 0.0


@rule
def _fill(cells: Any, value: Any) -> None:
    """Give every cell of an array the same value."""
    for x in range(len(cells)):
        cells[x] = value


@rule
def _nobody_has_met(s: State) -> None:
    """Clear what is written only where actors bargain; elsewhere it stays as `new_state` makes it."""
    _fill(s.paid_on, codes.NEVER)
    _fill(s.meetings, 0)
    _fill(s.answer, codes.NO_MEETING)
    _fill(s.about, codes.NONE)
    _fill(s.offer, -1.0)
    _fill(s.asks, -1)
    _fill(s.wound, 0)
    for i in range(len(s.stance)):
        for k in range(len(s.status)):
            s.offered[i, k] = 0.0


@rule
def _nobody_running(w: World, s: State) -> None:
    for k in range(len(s.status)):
        s.status[k] = codes.PENDING
        s.entered[k] = codes.NEVER
        s.amended[k] = 0
        s.left[k] = codes.NEVER
        s.gives_up[k] = 0
        s.just_left[k] = 0
        s.endorsed[k] = 0
        s.committed[k] = 0
        s.pending[k] = 0
        s.published[k] = 0
        s.share[k] = 0.0
        s.shame[k] = 0.0
        s.silent_since[k] = -1
        s.broken_by[k] = -1
        s.acceptance[k], s.rate[k] = 0.0, 0.0
    for row in range(len(w.credit)):
        s.total[row] = 0
        s.credits[row] = 0
        for k in range(len(s.status)):
            s.yes[row, k] = 0
            s.pending_yes[row, k] = 0


@rule
def _draw_numbers(w: World, s: State) -> None:
    for at in range(len(w.number.flat)):
        s.number.flat[at] = w.number.flat[at]
    for j in range(len(w.draw_family)):
        u = draw(s, 0, w.draw_address[j], codes.PARAMETER)
        value = distributions.quantile(
            w.draw_family[j],
            w.draw_arguments[j, 0],
            w.draw_arguments[j, 1],
            w.draw_arguments[j, 2],
            w.draw_arguments[j, 3],
            w.draw_arguments[j, 4],
            u,
        )
        for at in range(w.draw_start[j], w.draw_start[j + 1]):
            s.number.flat[w.draw_slot[at]] = value


@rule
def _draw_durations(w: World, s: State) -> None:
    """Draw how long the procedure of each member takes, where its length is not its own number."""
    a = w.duration_arguments
    for i in range(len(s.stance)):
        if w.duration_drawn[i]:
            u = draw(s, w.member_address[i], 0, codes.TAKES)
            s.number.duration[i] = distributions.quantile(w.duration_family, a[0], a[1], a[2], a[3], a[4], u)


@rule
def _form_baselines(w: World, s: State) -> None:
    number = s.number
    for k in range(len(s.status)):
        _draw_residuals(w, s, k)
        for i in range(len(s.stance)):
            s.baseline[i, k] = preferences.baseline(
                number.affinity[i, k], number.valence[k], space.loss(w, s, i, k), s.reckoned[i], number.status_quo[i]
            )


@rule
def _draw_residuals(w: World, s: State, k: int) -> None:
    """Note in `s.reckoned` what each member thinks of k for reasons of its own.

    The draws first, then all quantiles as if they were central, then the few that are not: in a loop without a choice
    in it the processor computes several at once.
    """
    spread, far = s.number.coefficient.residual, 0
    if spread <= 0.0:
        _fill(s.reckoned, 0.0)
        return
    for i in range(len(s.stance)):
        s.luck[i] = draw(s, w.member_address[i], w.candidate_address[k], codes.RESIDUAL)
    for i in range(len(s.stance)):
        s.reckoned[i] = spread * distributions.central(s.luck[i])
    for i in range(len(s.stance)):
        s.order[far] = i
        if not distributions.is_central(s.luck[i]):
            far += 1
    for x in range(far):
        i = s.order[x]
        s.reckoned[i] = spread * distributions.outer(s.luck[i])


@rule
def _form_reservations(w: World, s: State) -> None:
    """R = m + s (2u - 1): what a holder insists on, which the others do not know."""
    for i in range(len(s.stance)):
        u = draw(s, w.member_address[i], 0, codes.RESERVES)
        s.reservation[i] = s.number.reservation[i] + s.number.coefficient.secret * (2.0 * u - 1.0)


@rule
def _draw_silences(w: World, s: State) -> None:
    c = s.number.coefficient
    for k in range(len(s.status)):
        u = draw(s, 0, w.candidate_address[k], codes.LENGTH)
        s.silence[k] = math.floor(c.silence_low + u * (c.silence_high - c.silence_low + 1.0))
