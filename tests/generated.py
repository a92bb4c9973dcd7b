"""Hypothesis strategies for small worlds in which anything a scenario may contain can happen."""

import os
from dataclasses import fields, replace

from hypothesis import settings
from hypothesis import strategies as st
from whitesmoke.model import codes
from whitesmoke.model.coefficients import COEFFICIENTS, place
from whitesmoke.model.rules import distributions

from tests.worlds import Sketch, quota_of, unanimity_minus

EXAMPLES = int(os.environ.get("WHITESMOKE_EXAMPLES", "40"))
"""Worlds that each statement is tried on; some slow tests try them on more."""
generated = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
LAST_DAY = 60
SCRIPTED = (
    codes.ANNOUNCE,
    codes.ENTER,
    codes.CONSULT,
    codes.ENDORSE,
    codes.DISAVOW,
    codes.SHOCK,
    codes.WORTH,
    codes.CEILING,
    codes.GRANT,
    codes.NOTE,
)
RANGE = {
    "speed": (0.3, 6.0),
    "patron": (0.5, 3.0),
    "influence": (0.5, 6.0),
    "isolation": (0.5, 6.0),
    "cover": (0.1, 1.0),
    "pressure": (0.5, 5.0),
    "memory": (0.5, 8.0),
    "bargaining_from": (0.2, 0.7),
    "concession": (0.05, 2.0),
    "anticipation": (0.5, 2.0),
    "pull": (0.5, 6.0),
    "exit": (0.2, 5.0),
    "hopelessness": (0.1, 3.0),
    "veto": (0.1, 3.0),
    "small": (0.1, 0.9),
    "residual": (0.1, 1.0),
    "tolerance": (0.5, 3.0),
    "objection": (0.1, 2.0),
    "defection": (0.05, 1.0),
}
APART = ("distance_power", "silence_low", "silence_high")
RANGE |= {name: one.plausible for name, one in COEFFICIENTS.items() if name not in (*RANGE, *APART)}
"""what is added to the model is drawn from what was declared plausible"""
ALWAYS_ON = ("speed", "memory", "tolerance", "hopelessness")
SELDOM_ON = ("exit", "bargaining_from")
"""each would end most races, or most bargaining, before anything else can happen"""


def number(low, high):
    """A round number, so that a failing example is readable."""
    return st.integers(0, 64).map(lambda x: low + (high - low) * x / 64)


@st.composite
def coefficients(draw, off=()):
    """Every coefficient on or off; those in `off` are off."""
    values = {}
    for name, (low, high) in RANGE.items():
        chances = [False, False, True] if name in SELDOM_ON else [True, True, False]
        on = name in ALWAYS_ON or (name not in off and draw(st.sampled_from(chances)))
        values[name] = draw(number(low, high)) if on else 0.0
    values["distance_power"] = draw(st.sampled_from([1.0, 1.5, 2.0]))
    values["silence_low"] = draw(st.integers(0, 4))
    values["silence_high"] = values["silence_low"] + draw(st.integers(0, 8))
    return values


def rows(n):
    """Rules of one or two rows."""
    weights = st.lists(st.integers(0, 5), min_size=n, max_size=n)
    row = st.one_of(
        st.integers(0, n - 1).map(unanimity_minus),
        st.integers(1, n).map(quota_of),
        st.just(([1], [0, 1, 1], [1, 1, 0])),
        st.just(([1], [-1, 0, 1], [0, 1, 1])),
        st.tuples(weights, st.just([0, 0, 1]), st.just([13, 20, 0])),
        st.tuples(weights, st.just([0, 1, 1]), st.just([1, 1, 0])),
    )
    return st.one_of(st.just([unanimity_minus(0)]), st.lists(row, min_size=1, max_size=2))


def alternatives(rows):
    """All rows together, or each on its own."""
    return st.sampled_from([[], [], [1] * rows])


LATENCY = [0, 0, 0, codes.LATENT, codes.OPEN]
PURSE = st.tuples(
    st.sampled_from([0.5, 2.0, 6.0, codes.NO_LIMIT]),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.sampled_from([1.0, 4.0, codes.NO_LIMIT]),
)
"""budget, cost, stake"""


@st.composite
def demands(draw, n, K, P):
    days = st.tuples(st.sampled_from([0, 0, 10, 40]), st.sampled_from([codes.NEVER, codes.NEVER, 60]))
    found = []
    for address in range(draw(st.integers(0, 6))):
        (raised, dropped), (since, until) = draw(days), draw(days)
        found.append(
            {
                "holder": draw(st.integers(0, n - 1)),
                "concerns": draw(st.integers(-1, K - 1)),
                "grantor": draw(st.integers(0, 2)),
                "granting_member": draw(st.integers(0, n - 1)),
                "purse": draw(st.integers(-1, P - 1)),
                "latent": draw(st.sampled_from(LATENCY)),
                "hurts": draw(st.dictionaries(st.integers(0, n - 1), number(0, 6), max_size=2)),
                "raised": raised,
                "dropped": dropped,
                "grantable_from": since,
                "grantable_until": until,
                "red_line": int(draw(st.integers(0, 5)) == 5),
                "worth": draw(number(0, 8)),
                "ceiling": draw(st.sampled_from([0.0, 0.5, 0.9, 1.0])),
                "address": 500 + address,
            }
        )
    return found


@st.composite
def events(draw, n, K, D):
    """Scripted events, on a day or after an exit."""
    found = []
    for _ in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from([*SCRIPTED, *SCRIPTED, codes.ENDORSE, codes.WITHDRAW]))
        if D == 0 and kind in (codes.WORTH, codes.CEILING, codes.GRANT):
            continue
        event = {
            "kind": kind,
            "member": draw(st.integers(0, n - 1)),
            "candidate": draw(st.integers(0, K - 1)),
            "demand": draw(st.integers(0, D - 1)) if D else -1,
            "amount": draw(number(0, 1) if kind in (codes.CEILING, codes.GRANT) else number(-4, 4)),
        }
        if draw(st.sampled_from([True, True, False])):
            event["day"] = draw(st.integers(0, LAST_DAY))
        else:
            event["trigger"] = draw(st.integers(0, K - 1))
        found.append(event)
    return found


@st.composite
def draws(draw, n, K):
    """Some numbers that are uncertain; one draw may fill two slots."""
    choices = [
        (distributions.NORMAL, (0.0, 1.0, 0.0, 0.0, 1.0), [("affinity", draw(st.integers(0, n * K - 1)))]),
        (distributions.LOGNORMAL, (0.0, 0.3, 0.0, 0.05, 0.95), [("coefficient", place("speed"))]),
        (distributions.UNIFORM, (-1.0, 1.0, 0.0, 0.0, 1.0), [("valence", 0), ("status_quo", n - 1)]),
        (distributions.TRIANGULAR, (0.5, 1.0, 4.0, 0.0, 1.0), [("coefficient", place("memory"))]),
    ]
    return draw(st.lists(st.sampled_from(choices), max_size=3, unique_by=lambda choice: choice[0]))


@st.composite
def sketches(draw, off=(), rules=rows, most_candidates=3, modes=(codes.MEETINGS, codes.MEETINGS, codes.BARGAINED)):
    """A `Sketch` of 2 to 7 members and 1 to 3 candidates; those named in `off` are 0, `rules(n)` is a strategy."""
    n, K = draw(st.integers(2, 7)), draw(st.integers(1, most_candidates))

    def several(count, values):
        return draw(st.lists(values, min_size=count, max_size=count))

    entry = [0, *several(K - 1, st.sampled_from([0, 0, 0, 14, 30]))]
    announced = [max(0, day - draw(st.sampled_from([0, 10]))) for day in entry]
    mode = draw(st.sampled_from(modes))
    purses = draw(st.lists(PURSE, max_size=2)) if mode == codes.BARGAINED else []
    found = draw(demands(n, K, len(purses)))
    script = draw(events(n, K, len(found)))
    script += [
        {"day": announced[k], "kind": codes.ANNOUNCE, "candidate": k} for k in range(K) if announced[k] < entry[k]
    ]
    ties = st.dictionaries(
        st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1]), number(0, 1)
    )
    spatial = draw(st.booleans())
    accession = several(n, st.sampled_from([0, 0, 0, 0, 20, 400]))
    departure = several(n, st.sampled_from([*[codes.NEVER] * 6, 0, 10, 60]))
    between = draw(st.sampled_from([codes.ANY_DAY, codes.ANY_DAY, codes.SILENCE_BETWEEN, codes.ONLY_SITTINGS]))
    return Sketch(
        affinity=[several(K, number(-4, 5)) for _ in range(n)],
        rounds=draw(st.integers(1, 35)),
        expiry=draw(st.sampled_from([None, None, 5, 40])),
        round_days=draw(st.sampled_from([1, 3, 7])),
        response=codes.PROPORTIONAL if draw(st.integers(0, 5)) == 5 else codes.LOGISTIC,
        pivotal=draw(st.sampled_from([0, 0, 1])),
        mode=mode,
        by_need=draw(st.sampled_from([1, 1, 1, 0])) if mode == codes.BARGAINED else 1,
        reservation=several(n, number(-3, 2)) if mode == codes.BARGAINED else None,
        patience=several(n, number(0, 16)) if mode == codes.BARGAINED else None,
        purses=purses,
        reversion=several(2, number(-1, 1)) if spatial and draw(st.booleans()) else None,
        coefficient=draw(coefficients(off)),
        accession=accession,
        departure=[max(day, at) for day, at in zip(departure, accession)],
        weight=[1.0, *several(n - 1, st.sampled_from([0.0, 0.25, 0.5, 1.0]))],
        patron_tie=several(n, number(0, 1)),
        status_quo=several(n, number(-1, 1)),
        valence=several(K, number(-1, 1)),
        position=[several(2, number(-1, 1)) for _ in range(n)] if spatial else None,
        salience=[several(2, number(0, 2)) for _ in range(n)] if spatial else None,
        candidate_position=[several(2, number(-1, 1)) for _ in range(K)] if spatial else None,
        home=several(K, st.one_of(st.just(-1), st.integers(0, n - 1))),
        kind=several(K, st.sampled_from([codes.PERSON, codes.PERSON, codes.PROPOSAL])),
        withdraw=several(K, number(0, 0.5)),
        procedure=several(K, st.sampled_from([0, 0, 0, 1])),
        ratified=several(n, st.sampled_from([codes.NEVER, codes.NEVER, codes.NEVER, 9, 40])),
        duration=several(n, number(0, 4)),
        ballots=(voting := draw(st.sampled_from([codes.NO_BALLOTS] * 2 + [codes.POLLS, codes.ELIMINATION]))),
        secret=draw(st.sampled_from([0, 1])) if voting else 0,
        entry=entry,
        announced=announced,
        available=[day + draw(st.sampled_from([0, 0, 15])) for day in entry],
        reserve=[0, *several(K - 1, st.sampled_from([0, 0, 1]))],
        ties=draw(ties),
        demands=found,
        focal=sorted(draw(st.lists(st.tuples(st.integers(1, LAST_DAY), number(0, 1)), max_size=3))),
        between=between,
        sittings=sorted(draw(st.sets(st.integers(1, LAST_DAY), max_size=6))) if between else [],
        events=script,
        rule=(rule := draw(rules(n))),
        alternatives=draw(alternatives(len(rule))) if rules is rows else [],
        address=draw(st.permutations(range(11, 11 + n))),
        draws=draw(draws(n, K)),
    )


@st.composite
def talking(draw):
    """A `Sketch` in which there is much to bargain about: in most of `sketches` there is little, and nobody needed."""
    sketch = draw(sketches(modes=(codes.BARGAINED,), off=("exit", "bargaining_from")))
    n, K, P = len(sketch.affinity), len(sketch.affinity[0]), len(sketch.purses)
    asks = st.fixed_dictionaries(
        {
            "holder": st.integers(0, n - 1),
            "concerns": st.integers(-1, K - 1),
            "grantor": st.sampled_from([codes.CANDIDATE, codes.CHAIR]),
            "granting_member": st.just(-1),
            "purse": st.sampled_from([-1, *range(P)]),
            "worth": number(1, 4),
            "ceiling": st.sampled_from([0.5, 1.0]),
            "latent": st.sampled_from([0, 0, 0, codes.LATENT]),
            "hurts": st.dictionaries(st.integers(0, n - 1), number(0, 6), max_size=1),
        }
    )
    kinds = (codes.WITHDRAW, codes.SHOCK, codes.ENDORSE)
    events = [e | {"demand": -1} for e in sketch.events if e["kind"] in kinds]
    demands = [d | {"address": 500 + at} for at, d in enumerate(draw(st.lists(asks, min_size=2, max_size=6)))]
    about = {
        "affinity": [[abs(liking) for liking in row] for row in sketch.affinity],
        "rule": [unanimity_minus(draw(st.sampled_from([0, 0, min(2, n - 1)])))],
        "alternatives": [],
        "home": [-1] * K,
        "by_need": 1,
        "rounds": 60,
        "accession": None,
        "withdraw": None,
    }
    sketch = replace(sketch, demands=demands, events=events, **about)
    return with_coefficients(sketch, concession=draw(number(0.2, 2)))


def with_coefficients(sketch, **values):
    """The same sketch with some coefficients changed."""
    return replace(sketch, coefficient=sketch.coefficient | values)


BY_MEMBER = (
    *("reservation", "patience", "ratified", "duration"),
    *("affinity", "accession", "departure", "weight", "patron_tie", "status_quo", "position", "salience", "address"),
)


def relabelled(sketch, order):
    """The same world written down in another order of members: new member x is old member order[x]."""
    new = {old: x for x, old in enumerate(order)}
    new[-1] = -1
    K = len(sketch.affinity[0])

    def moved(entries):
        return None if entries is None else [entries[old] for old in order]

    def slot(name, index):
        if name == "affinity":
            return name, new[index // K] * K + index % K
        return (name, new[index]) if name == "status_quo" else (name, index)

    by_member = {f.name: moved(getattr(sketch, f.name)) for f in fields(sketch) if f.name in BY_MEMBER}
    # Demands are named by their place after sorting by holder
    old_sorted = sorted(sketch.demands, key=lambda d: d["holder"])
    moved_demands = [
        d
        | {"holder": new[d["holder"]], "granting_member": new[d["granting_member"]]}
        | {"hurts": {new[i]: size for i, size in d["hurts"].items()}}
        for d in old_sorted
    ]
    place = {d["address"]: x for x, d in enumerate(sorted(moved_demands, key=lambda d: d["holder"]))}

    def event(e):
        demand = e.get("demand", -1)
        return e | {
            "member": new[e.get("member", -1)],
            "demand": place[old_sorted[demand]["address"]] if demand >= 0 else -1,
        }

    return replace(
        sketch,
        **by_member,
        home=[new[i] for i in sketch.home],
        ties={(new[i], new[j]): w for (i, j), w in sketch.ties.items()},
        demands=moved_demands,
        events=[event(e) for e in sketch.events],
        rule=[(row[0] if len(row[0]) == 1 else moved(row[0]), *row[1:]) for row in sketch.rule],
        draws=[(family, arguments, [slot(*where) for where in slots]) for family, arguments, slots in sketch.draws],
    )
