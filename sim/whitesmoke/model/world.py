"""A scenario compiled to arrays: `World` never changes during a run, `State` is all that does.

n members, K candidates, D demands, L members hurt by one, P purses, M focal dates, E scripted events,
R rows of the rule, A of its alternatives, d issues.
A day is counted from the start of the race; round r ends on day r * round_days. Rates are per week.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.lang.named import FLOAT, INTEGER, Named

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bytes = NDArray[np.int8]
Rounds = NDArray[np.int32]


class Coefficients(Named):
    """The model's coefficients, by the names of `coefficients.COEFFICIENTS`."""

    __slots__ = ()
    _fields_ = [(name, FLOAT) for name in COEFFICIENTS]


class Numbers(NamedTuple):
    """Every quantity of the model that may be uncertain or swept; the fields are views on `flat`."""

    flat: Floats
    """(P,) all of them in a row: a sweep, a distribution or a posterior replaces some entries"""
    coefficient: Coefficients
    """the first of them"""
    status_quo: Floats
    """(n,) u_i, logits"""
    affinity: Floats
    """(n, K) a_ik, logits"""
    position: Floats
    """(n, d) x_id"""
    salience: Floats
    """(n, d) sal_id, logits per unit of distance"""
    patron_tie: Floats
    """(n,) pi_i"""
    candidate_position: Floats
    """(K, d) y_kd"""
    reversion: Floats
    """(d,) q_d, what holds without a text"""
    valence: Floats
    """(K,) v_k, logits"""
    withdraw: Floats
    """(K,) rate per week at which the sponsor of a text withdraws it"""
    worth: Floats
    """(D,) logits"""
    ceiling: Floats
    """(D,) share that can be granted at all"""
    hurt: Floats
    """(L,) what it costs a third member that a demand is granted in full, logits"""
    focal_weight: Floats
    """(M,) w_m, 0 soft to 1 hard"""
    amount: Floats
    """(E,) size of a scripted shock, logits or share"""
    reservation: Floats
    """(n,) m_i, what others expect that a holder insists on, logits"""
    patience: Floats
    """(n,) weeks until the patience of a holder is out, on average"""
    budget: Floats
    """(P,) what a grantor can spend in all, in its own units; codes.NO_LIMIT if that is no concern"""
    cost: Floats
    """(P,) what a logit granted costs it"""
    stake: Floats
    """(P,) what agreement is worth to it: it pays no more for one demand; codes.NO_LIMIT if that is no concern"""
    duration: Floats
    """(n,) weeks from a member's yes until it counts, where consent takes a procedure"""

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle as one vector, so that the fields of the copy are views on it again."""
        return _viewed, (self.flat, tuple(field.shape for field in self[2:]))


class World(NamedTuple):
    """Everything about a race that is fixed before its first round."""

    round_days: int
    rounds: int
    """rounds until the horizon; without consensus by then the outcome is deadlock"""
    expiry: int
    """day by which a decision is due; one that comes later, by the horizon, is an extension"""
    response: int
    """codes.LOGISTIC or codes.PROPORTIONAL"""
    pivotal: int
    """1: only a refusal that the rule cannot do without ends a candidacy"""
    reverts: int
    """1: what a member thinks of a text is by how much it is nearer than the reversion point"""
    mode: int
    """codes.MEETINGS or BARGAINED: how what is asked is given"""
    by_need: int
    """1: only those whom the rule needs are negotiated with; 0: all who hold out"""

    member_address: Ints
    """(n,) 32-bit address of a member's draws, from its code"""
    accession: Ints
    """(n,) day; 0 for members from the start"""
    departure: Ints
    """(n,) day from which it has no seat, or codes.NEVER"""
    influence_weight: Floats
    """(n,) w_i / max w"""
    ratified: Ints
    """(n,) scripted day on which its own procedure is over, whenever it has said yes; or codes.NEVER"""
    duration_drawn: Bytes
    """(n,) 1: how long its procedure takes is drawn for it alone, from the next two"""
    duration_family: int
    duration_arguments: Floats
    """(5,) see `rules.distributions.quantile`"""
    by_address: Ints
    """(n,) the members in the order of their addresses: what must not hang on how they are listed goes by it"""

    candidate_address: Ints
    """(K,) 24-bit"""
    home: Ints
    """(K,) member, or -1"""
    kind: Ints
    """(K,) codes.PERSON or PROPOSAL"""
    procedure: Bytes
    """(K,) 1: a yes to it counts once the member's own procedure is over; 0: at once"""
    announced: Ints
    """(K,) day from which the home supports nobody else"""
    available: Ints
    """(K,) day from which the candidate can be committed to"""
    reserve: Bytes
    """(K,) 1: enters when no active candidate is left"""

    demand_address: Ints
    """(D,) 24-bit; demands are sorted by holder"""
    holder: Ints
    """(D,) member"""
    concerns: Ints
    """(D,) candidate, or -1 for any"""
    grantor: Ints
    """(D,) codes.CANDIDATE, CHAIR, MEMBER, which the patron is, or OUTSIDE"""
    granting_member: Ints
    """(D,) the member, where the grantor is one; else -1"""
    purse: Ints
    """(D,) whose budget pays, or -1 for one without limits"""
    raised: Ints
    """(D,) day from which the demand is on the table"""
    dropped: Ints
    """(D,) day after which it is off the table"""
    grantable_from: Ints
    """(D,) day"""
    grantable_until: Ints
    """(D,) day"""
    red_line: Bytes
    """(D,) 1: nothing will do"""
    latent: Bytes
    """(D,) codes.LATENT or OPEN: not on the table until it is raised in the run; 0 for the others"""
    hurt_start: Ints
    """(D + 1,) whom granting a demand costs something: hurt_member[hurt_start[d] : hurt_start[d + 1]]"""
    hurt_member: Ints
    """(L,)"""
    demand_start: Ints
    """(n + 1,) demands of member i are demand_start[i] .. demand_start[i + 1] - 1"""
    holders: Ints
    """(H,) the members that hold any demand"""

    focal_day: Ints
    """(M,) ascending"""
    between: int
    """codes.ANY_DAY, SILENCE_BETWEEN or ONLY_SITTINGS: what becomes of a candidate that carries between sittings"""
    sitting_day: Ints
    """(B,) ascending, each day once: the days on which the body is to sit; none under codes.ANY_DAY"""

    ballots: int
    """codes.NO_BALLOTS, POLLS or ELIMINATION"""
    secret: int
    """1: who votes for whom is not known, and influence and isolation go by the last count that was published"""

    event_day: Ints
    """(E,) ascending; codes.NEVER for events that wait for an exit"""
    event_trigger: Ints
    """(E,) candidate whose exit sets the event off, or -1"""
    event_kind: Ints
    event_member: Ints
    """(E,) or -1"""
    event_candidate: Ints
    """(E,) or -1"""
    event_demand: Ints
    """(E,) or -1"""

    row_weight: Ints
    """(R, n)"""
    credit: Ints
    """(R, 3) credit of a no, an abstention and a yes"""
    quota: Ints
    """(R, 3) numerator, denominator, plus"""
    alternative: Ints
    """(A + 1,) rows alternative[a] .. alternative[a + 1] - 1 are met together; one alternative is enough"""

    out_start: Ints
    """(n + 1,) who listens to j: out_member[out_start[j] : out_start[j + 1]]"""
    out_member: NDArray[np.uint32]
    """(edges,)"""
    out_units: Ints
    """(edges,) weight W_ij in units of 2**-40"""

    draw_family: Ints
    """(J,) numbers that are drawn once per run"""
    draw_arguments: Floats
    """(J, 5) see `rules.distributions.quantile`"""
    draw_address: Ints
    """(J,) 24-bit, from the path of the number in the scenario"""
    draw_start: Ints
    """(J + 1,) entries of draw_slot"""
    draw_slot: Ints
    """which entries of `Numbers.flat` take the value"""

    number: Numbers


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
    bound: Ints
    """(n,) own candidate, codes.FREE or codes.WITHHOLDS"""
    mover: Rounds
    """(n,) its first `clock.listed` entries: the members that may move, in order; see `phases.moves.movers`"""
    luck: Floats
    """(n,) scratch: their draws of this round, in the same order"""
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
    """(n, K) 1 for those whose yes completed the rule most cheaply when they were last asked for: `phases.needed`"""
    price: Floats
    """(n, K) what the yes of each was expected to take then, in logits"""
    order: Ints
    """(n,) scratch: members, the cheapest first"""
    chosen: Bytes
    """(n,) scratch: 1 for those who would be won"""
    credits: Ints
    """(R,) scratch: what the votes add up to if they say yes"""
    amended: Ints
    """(K,) amendments so far; where the text stands is `number.candidate_position`"""
    regard: Floats
    """(n,) scratch: A_ik of those whom an amendment is to win or keep"""
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


def seated(world: World, day: Any) -> Any:
    """Return whether each member has a seat on a day, or on days that broadcast against (n,). Truth values."""
    return (world.accession <= day) & (day < world.departure)


def _viewed(flat: Floats, shapes: tuple[tuple[int, ...], ...]) -> Numbers:
    return number_views(flat, Numbers(flat, Coefficients(), *map(np.empty, shapes)))


def number_views(flat: Floats, like: Numbers) -> Numbers:
    """Return the fields of `like` as views on another vector of the same length."""
    coefficient = Coefficients.from_buffer(flat)
    views, at = [], coefficient.size
    for field in like[2:]:
        views.append(flat[at : at + field.size].reshape(field.shape))
        at += field.size
    return Numbers(flat, coefficient, *views)


def new_numbers(**shapes: tuple[int, ...]) -> Numbers:
    """Return zeroed numbers with the shapes given by field name, but for the coefficients."""
    like = Numbers(np.empty(0), Coefficients(), *(np.empty(shapes[name]) for name in Numbers._fields[2:]))
    return number_views(np.zeros(sum(field.size for field in like[1:])), like)


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
        bound=np.zeros(members, np.int64),
        mover=np.zeros(members, np.int32),
        luck=np.zeros(members),
        appeal=np.zeros(members),
        influence=np.zeros((members, candidates), np.int64),
        met=np.zeros(demands),
        raised=np.zeros(demands, np.int64),
        asker=np.zeros(len(world.holders), np.int64),
        like=np.zeros(demands, np.int64),
        asks=np.zeros(members, np.int64),
        wound=np.zeros(members, np.int64),
        reservation=np.zeros(members),
        offered=np.zeros((members, candidates)),
        took_back=np.zeros(members, np.int32),
        granted_on=np.zeros(demands, np.int32),
        paid_on=np.zeros(members, np.int32),
        spent=np.zeros(len(world.number.budget), np.int64),
        meetings=np.zeros(members, np.int64),
        answer=np.zeros(members, np.int8),
        about=np.zeros(members, np.int8),
        offer=np.zeros(members),
        room=np.zeros(demands),
        needed=np.zeros((members, candidates), np.int8),
        price=np.zeros((members, candidates)),
        order=np.zeros(members, np.int64),
        chosen=np.zeros(members, np.int8),
        credits=np.zeros(rows, np.int64),
        amended=np.zeros(candidates, np.int64),
        regard=np.zeros(members),
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
