"""D. What each body's rule says, read in the text that gives it and voted by hand: against the program, all profiles.

Nothing here is taken from the program's tables: people are read from the bodies' own files of members.
"""

import csv
import datetime
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
import whitesmoke as ws
from whitesmoke.model import codes
from whitesmoke.model.phases import moves, opening
from whitesmoke.model.phases.verdict import carries, needed
from whitesmoke.model.run_state import copy_state, new_state
from whitesmoke.scenario import rules

FOLDER = Path(__file__).parents[2] / "scenarios" / "bodies"
DAY = datetime.date(2025, 1, 13)
YES, ABSTAIN, NO = codes.YES, codes.ABSTAIN, codes.NO


def people(file):
    with (FOLDER / f"{file}.members.csv").open(encoding="utf-8") as rows:
        return {row["code"]: Fraction(row.get("population") or 0) for row in csv.DictReader(rows)}


UNION = people("european-council")


def at_least(part, whole, percent):
    return 100 * sum(UNION[code] for code in part) >= percent * sum(UNION[code] for code in whole)


def all_agree(yes, no, seats):
    """Every member comes round: who says nothing is waited for, as the bodies say of themselves."""
    return yes == seats


def nobody_objects(yes, no, seats):
    """OSCE, Rules of Procedure II(A); WTO Agreement, note to Article IX:1: no member present formally objects. So is
    unanimity where abstention does not prevent it (Treaty on the Functioning of the European Union, Article 238(4)).
    """
    return not no


def qualified_majority(yes, no, seats):
    """Treaty on European Union, Article 16(4): "at least 55 % of the members, comprising at least fifteen of them and
    representing Member States comprising at least 65 % of the population of the Union. A blocking minority must include
    at least four Council members, failing which the qualified majority shall be deemed attained."

    Of 27, 55 % are fifteen. Who abstains is not in favour.
    """
    attained = 100 * len(yes) >= 55 * len(seats) and at_least(yes, seats, 65)
    return attained or len(seats - yes) < 4


def without_the_blocking_minority(yes, no, seats):
    return 100 * len(yes) >= 55 * len(seats) and at_least(yes, seats, 65)


def reinforced_majority(yes, no, seats):
    """Treaty on the Functioning of the European Union, Article 238(2): 72 % of the members, 65 % of the population."""
    return 100 * len(yes) >= 72 * len(seats) and at_least(yes, seats, 65)


def nine_and_no_veto(yes, no, seats):
    """Charter, Article 27(3): an affirmative vote of nine members; no permanent member votes against (ICJ 1971)."""
    return len(yes) >= 9 and not no & {"CHN", "FRA", "GBR", "RUS", "USA"}


def all_but(several):
    return lambda yes, no, seats: len(yes) >= len(seats) - several


# body: (how it votes, the members that try every vote); the others all vote the same in each of the cases below
BODIES = {
    "conference-of-parties": (nobody_objects, "AOSIS EU USA CHN IND"),
    "eu-council": (qualified_majority, "DEU FRA ITA POL MLT"),
    "eu-council-foreign-policy": (all_agree, "DEU HUN SVK CYP MLT"),
    "eu-council-tax": (all_agree, "DEU HUN IRL LUX MLT"),
    "european-council": (all_agree, "DEU HUN SVK CYP MLT"),
    "nato-council": (all_agree, "USA TUR HUN ISL LUX"),
    "osce": (nobody_objects, "RUS USA AZE MLT UKR"),
    "security-council": (nine_and_no_veto, "USA RUS FRA DNK PAK"),
    "wto-general-council": (nobody_objects, "USA IND CHN AFRICA EU"),
}

# rule: how it is voted by its own words
NAMED = {
    "unanimity": all_agree,
    "consensus": nobody_objects,
    "two-thirds": lambda yes, no, seats: 3 * len(yes) >= 2 * len(seats),
    "majority": lambda yes, no, seats: 2 * len(yes) > len(seats),
    "present-and-voting": lambda yes, no, seats: len(yes) > len(no),
    "double-majority": without_the_blocking_minority,
    "council-qmv": qualified_majority,
    "council-reinforced": reinforced_majority,
    "consensus-minus-1": all_but(1),
    "consensus-minus-3": all_but(3),
}
SIX = ["DEU", "FRA", "ITA", "POL", "BEL", "MLT"]


def test_no_body_and_no_rule_is_left_out():
    assert set(BODIES) == {path.stem for path in FOLDER.glob("*.toml")}
    named = {name.rstrip("-0123456789") for name in NAMED} | {"security-council"}  # with its fifteen, above
    assert named == {*rules.RULES, rules.ALL_BUT.rstrip("-")}


@pytest.mark.parametrize("name", BODIES)
def test_each_body_votes_as_its_text_says(name):
    """All votes of five of its members, while the rest vote yes, abstain, or are split so that it is close."""
    voted, free = BODIES[name]
    case = put_to(name)
    seats = {code for code, there in zip(case.names.members, begun(case).present) if there}
    tried = free.split()
    assert seats.issuperset(tried)
    rest = sorted(seats - set(tried))
    close = dict.fromkeys(rest[:7], YES) | dict.fromkeys(rest[7:], ABSTAIN)
    most = dict.fromkeys(rest[1:], YES) | dict.fromkeys(rest[:1], ABSTAIN)
    against = dict.fromkeys(rest, YES) | dict.fromkeys(rest[-1:], NO)
    seen = set()
    for others in (dict.fromkeys(rest, YES), most, close, against):
        seen |= every_vote(case, voted, seats, tried, others)
    assert seen == {False, True}
    needed_by_vote(case, voted, seats)


@pytest.mark.parametrize("name", NAMED)
def test_each_named_rule_votes_as_its_words_say(name):
    """Six members of the Union alone at the table, three of which have most of the people."""
    case = put_to("eu-council", name, SIX)
    assert every_vote(case, NAMED[name], set(SIX), SIX, {}) == {False, True}
    needed_by_vote(case, NAMED[name], set(SIX))


def put_to(body, rule=None, only=None):
    """A body asked about two candidates, to the first of which each member has a demand of its own."""
    first = {"name": "First", "entry": DAY}
    tables = {
        "extends": body,
        "title": "a vote",
        "calendar": {"start": DAY, "expiry": datetime.date(2025, 12, 31)},
        "candidates": {"first": first, "second": first | {"name": "Second"}},
    }
    if rule:
        tables["rule"] = {"name": rule}
    who = ws.open(tables).compiled.names.members
    later = {"accession": datetime.date(2025, 12, 30)}
    tables["members"] = {code: later for code in who if only and code not in only}
    tables["demands"] = {
        f"of-{code.lower()}": {"holder": code, "concerns": "first", "worth": 5.0, "assumed": True} for code in who
    }
    return ws.open(tables).compiled


def begun(case):
    state = new_state(case.world)
    opening.begin(case.world, state, 1, 0, 0)
    return state


def every_vote(case, voted, seats, tried, others):
    """Compare the program's verdict with the vote, on all profiles of some members; return the verdicts there were."""
    seen, start = set(), begun(case)
    put(case, start, others)
    for votes in product((NO, ABSTAIN, YES), repeat=len(tried)):
        profile = others | dict(zip(tried, votes))
        yes, no = ({code for code, vote in profile.items() if vote == kind} for kind in (YES, NO))
        expected = voted(yes, no, seats)
        state = copy_state(start)
        put(case, state, dict(zip(tried, votes)))
        assert carries(case.world, state, 0) == expected, profile
        seen.add(expected)
    return seen


def needed_by_vote(case, voted, seats):
    """Nothing carries without a member if its no is enough against the yes of all others."""
    state = begun(case)
    for i, code in enumerate(case.names.members):
        if code in seats:
            assert needed(case.world, state, i) == (not voted(seats - {code}, {code}, seats)), code


def put(case, state, profile):
    """Let members be in, object (by a demand, or by standing for the other candidate), or have nothing against it."""
    for code, vote in profile.items():
        i = case.names.members.index(code)
        if vote == YES:
            moves.commit(case.world, state, i, 0)
        elif vote == NO and i % 2:
            moves.commit(case.world, state, i, 1)
        elif vote == ABSTAIN:
            state.met[case.world.demand_start[i] : case.world.demand_start[i + 1]] = 1.0
