"""A scenario compiled to arrays: a `World` never changes during a run.

n members, K candidates, D demands, L members hurt by one, P purses, M focal dates, E scripted events,
R rows of the rule, A of its alternatives, d issues.
A day is counted from the start of the race; round r ends on day r * round_days. Rates are per week.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.lang.named import FLOAT, Named

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bytes = NDArray[np.int8]
Rounds = NDArray[np.int32]
Words = NDArray[np.uint32]


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

    member_address: Words
    """(n,) address of a member's draws, from its code"""
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
    out_member: Words
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
