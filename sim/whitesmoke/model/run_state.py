"""All that changes during a run; the letters are those of `world`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.lang.named import FLOAT, INTEGER, Named
from whitesmoke.model.world import Bytes, Floats, Ints, Numbers, Rounds, World, number_views


class Clock(Named):
    """Integers of a run that are not arrays."""

    __slots__ = ()
    _fields_ = [
        ("round", INTEGER),
        ("day", INTEGER),
        ("members", INTEGER),  # in the body
        ("holders", INTEGER),  # who wait for what they want, at the last tally
        ("winner", INTEGER),  # or codes.NONE
        ("next_event", INTEGER),
        ("next_ratified", INTEGER),  # the day before which no yes that waits for its procedure counts
        ("key_low", INTEGER),  # of the seed
        ("key_high", INTEGER),
        ("run", INTEGER),
        ("listed", INTEGER),  # how many stand in `State.mover`
        ("of_two", INTEGER),  # turns of the talks in this round in which two meet; in the others all do
        ("stale", INTEGER),  # 1 if that list, and `State.appeal`, must be made anew
        ("moving", INTEGER),  # 1 if somebody has decided anew, or may be listed that may not move
        ("furthest", INTEGER),  # of the candidates that have left, who had most members then; or codes.NONE
        ("reached", INTEGER),  # how many that were; of equals it is the latest
        ("asking", INTEGER),  # how many stand in `State.asker`
    ]


class Gauge(Named):
    """Numbers of a round that are not arrays."""

    __slots__ = ()
    _fields_ = [
        ("pressure_now", FLOAT),  # logits
        ("weeks_left", FLOAT),  # to the next focal date
        ("weeks_to_date", FLOAT),  # to the next date after today, where actors bargain
        ("chance_at_date", FLOAT),  # that everybody meets there at least once
    ]


class State(NamedTuple):
    """All that changes during a run. A run can stop at any round and go on from a copy of this."""

    clock: Clock
    gauge: Gauge
    number: Numbers
    """this run's own copy: draws and shocks applied"""
    baseline: Floats
    """(n, K) b_ik, logits"""
    present: Bytes
    """(n,) 1 from its accession to its departure"""
    stance: Bytes
    """(n,) the candidate committed to, privately, or codes.NONE"""
    next_stance: Bytes
    """(n,) written by this round's decisions, counted at its end"""
    since: Rounds
    """(n,) round of the commitment that stands, or codes.NEVER"""
    counts_from: Ints
    """(n,) day from which that commitment counts as a yes, or codes.NEVER"""
    counted: Rounds
    """(n,) round in which it came to count, or codes.NEVER"""
    before_exit: Rounds
    """(n,) what `since` was of those committed to `clock.furthest` when it left; codes.REFUSED or NEVER for others"""
    bound: Bytes
    """(n,) own candidate, codes.FREE or codes.WITHHOLDS"""
    mover: Rounds
    """(n,) its first `clock.listed` entries: the members that may move, in order; see `phases.moves.movers`.
    Behind them stand members, too, whose draws nobody reads"""
    luck: Floats
    """(n,) scratch: draws of some of them, in the same order, or of all"""
    appeal: Floats
    """(n,) an upper bound of sum_k e**(what lastingly speaks to a member for k); see `phases.decide.appeal`"""
    influence: Ints
    """(n, K) units of 2**-40: sum of W_ij over the j committed to k"""
    met: Floats
    """(D,) share of each demand that has been met"""
    raised: Ints
    """(D,) day from which the demand is on the table: its own, or that of a payment to another; codes.NEVER so far"""
    asker: Ints
    """(H,) its first `clock.asking` entries: holders with a demand that is, was or will be on the table, in order"""
    like: Ints
    """(D,) itself, or, of a demand raised late, the one whose grantor and candidate it shares"""
    asks: Ints
    """(n,) scratch: the demand that a member raises now, or -1"""
    wound: Ints
    """(n,) scratch: what that which others were granted in this turn costs a member, in units of 2**-20"""
    reservation: Floats
    """(n,) R_i, logits: below this a holder does not settle; drawn once per run, and nobody else knows it"""
    offered: Floats
    """(n, K) share of what can be had that a holder was last offered about a candidate: no later offer is less"""
    took_back: Rounds
    """(n,) round in which the member last took a yes back, or codes.NEVER; a yes to one that leaves only lapses"""
    granted_on: Rounds
    """(D,) round in which more of the demand was last granted, or codes.NEVER"""
    paid_on: Rounds
    """(n,) round in which a holder last settled for an offer, or codes.NEVER"""
    spent: Ints
    """(P,) of each budget, in units of 2**-20"""
    meetings: Ints
    """(n,) meetings of a holder in this round"""
    answer: Bytes
    """(n,) what came of its last one: codes.NO_MEETING to SETTLED"""
    about: Bytes
    """(n,) the candidate that it was about, or codes.NONE"""
    offer: Floats
    """(n,) share of what could be had that was offered there"""
    room: Floats
    """(D,) scratch: W_d - g_d, how much more of each demand can be had now"""
    needed: Bytes
    """(n, K) 1 for those whose yes completed the rule most cheaply when that was last asked: `phases.needed`"""
    price: Floats
    """(n, K) what the yes of each was expected to take then, in logits"""
    order: Ints
    """(n,) scratch: members, the cheapest first; those whose stance changes; those whose residual is no central one"""
    chosen: Bytes
    """(n,) scratch: 1 for those who would be won"""
    credits: Ints
    """(R,) scratch: what each row has to spare with a yes of those who are not dropped yet, see `phases.needed`"""
    amended: Ints
    """(K,) amendments so far; where the text stands is `number.candidate_position`"""
    reckoned: Floats
    """(n,) scratch: A_ik of those whom an amendment is to win or keep; residuals; the patience of draws in `luck`"""
    entered: Rounds
    """(K,) round in which the candidate entered, or codes.NEVER"""
    left: Rounds
    """(K,) round in which the candidate left, or codes.NEVER"""
    status: Bytes
    """(K,) codes.PENDING, ACTIVE, OUT or CHOSEN"""
    gives_up: Bytes
    """(K,) scratch: why each leaves in this round, codes.WITHOUT_HOPE, REFUSAL or BY_SPONSOR; 0 if it stays"""
    just_left: Bytes
    """(K,) 1 until the events that wait for its exit have happened"""
    endorsed: Bytes
    """(K,) 1 while the patron is known to back the candidate"""
    committed: Ints
    """(K,) members committed"""
    pending: Ints
    """(K,) those of them whose procedure is not over: their yes does not count yet"""
    published: Ints
    """(K,) votes in the last ballot; 0 before the first"""
    share: Floats
    """(K,) S_k at the last tally"""
    shame: Floats
    """(K,) isolation of one member that withholds, at the last tally"""
    silent_since: Ints
    """(K,) day, or -1"""
    silence: Floats
    """(K,) days that silence must last, drawn once per run"""
    broken_by: Ints
    """(K,) member that last broke the silence, or -1"""
    yes: Ints
    """(R, K) weight of the members committed, by row of the rule"""
    pending_yes: Ints
    """(R, K) weight of those of them whose procedure is not over"""
    total: Ints
    """(R,) weight of all members"""
    acceptance: Floats
    """(K,) scratch: what the member deciding now thinks"""
    rate: Floats
    """(K,) scratch: how fast it would commit to each, per week"""


def new_state(world: World) -> State:
    """Return room for one run of a world, to be filled by `round.begin`."""
    members, candidates = len(world.member_address), len(world.home)
    demands, rows = len(world.holder), len(world.credit)
    return State(
        clock=Clock(),
        gauge=Gauge(),
        number=number_views(world.number.flat.copy(), world.number),
        baseline=np.zeros((members, candidates)),
        present=np.zeros(members, np.int8),
        stance=np.zeros(members, np.int8),
        next_stance=np.zeros(members, np.int8),
        since=np.zeros(members, np.int32),
        counts_from=np.zeros(members, np.int64),
        counted=np.zeros(members, np.int32),
        before_exit=np.zeros(members, np.int32),
        bound=np.zeros(members, np.int8),
        mover=np.zeros(members, np.int32),
        luck=np.zeros(members),
        appeal=np.zeros(members),
        influence=np.zeros((members, candidates), np.int64),
        met=np.zeros(demands),
        raised=np.zeros(demands, np.int64),
        asker=np.zeros(len(world.holders), np.int64),
        like=np.zeros(demands, np.int64),
        asks=np.full(members, -1),
        wound=np.zeros(members, np.int64),
        reservation=np.zeros(members),
        offered=np.zeros((members, candidates)),
        took_back=np.zeros(members, np.int32),
        granted_on=np.zeros(demands, np.int32),
        paid_on=np.full(members, codes.NEVER, np.int32),
        spent=np.zeros(len(world.number.budget), np.int64),
        meetings=np.zeros(members, np.int64),
        answer=np.full(members, codes.NO_MEETING, np.int8),
        about=np.full(members, codes.NONE, np.int8),
        offer=np.full(members, -1.0),
        room=np.zeros(demands),
        needed=np.zeros((members, candidates), np.int8),
        price=np.zeros((members, candidates)),
        order=np.zeros(members, np.int64),
        chosen=np.zeros(members, np.int8),
        credits=np.zeros(rows, np.int64),
        amended=np.zeros(candidates, np.int64),
        reckoned=np.zeros(members),
        entered=np.zeros(candidates, np.int32),
        left=np.zeros(candidates, np.int32),
        status=np.zeros(candidates, np.int8),
        gives_up=np.zeros(candidates, np.int8),
        just_left=np.zeros(candidates, np.int8),
        endorsed=np.zeros(candidates, np.int8),
        committed=np.zeros(candidates, np.int64),
        pending=np.zeros(candidates, np.int64),
        published=np.zeros(candidates, np.int64),
        share=np.zeros(candidates),
        shame=np.zeros(candidates),
        silent_since=np.zeros(candidates, np.int64),
        silence=np.zeros(candidates),
        broken_by=np.zeros(candidates, np.int64),
        yes=np.zeros((rows, candidates), np.int64),
        pending_yes=np.zeros((rows, candidates), np.int64),
        total=np.zeros(rows, np.int64),
        acceptance=np.zeros(candidates),
        rate=np.zeros(candidates),
    )


def copy_state(state: State) -> State:
    """Return an independent copy."""
    arrays = {name: field.copy() for name, field in state._asdict().items() if name != "number"}
    return State(number=number_views(state.number.flat.copy(), state.number), **arrays)
