"""Where actors bargain every offer, answer and payment is kept, told once, and told truly."""

import datetime
from pathlib import Path

import pytest
from whitesmoke.model import codes, dealings
from whitesmoke.model.phases.purses import UNITS
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import ASKS, HURT, SETTLED, UNPAID, Trace
from whitesmoke.scenario import open_case
from whitesmoke.telling.by_name import payer_name
from whitesmoke.telling.explain import explain
from whitesmoke.telling.words import say, tell

from tests.worlds import RACE_BARGAINED

DAY = datetime.date(2024, 2, 1)
BARGAINED = "bargaining.mode=bargained"
TAX = str(Path(__file__).parents[1] / "agreement" / "tax.toml")
CHEAP = ["grantors.commission.cost=1", "grantors.commission.budget=9", "bargaining.reservation=-4"]
EXACT = ["bargaining.temperature=0"]


def played(scenario: str, *changes: str, seed: int = 1, rule: str | None = None) -> Trace:
    return record(open_case(scenario, [BARGAINED, *changes], rule), seed)


@pytest.fixture(scope="module")
def race() -> Trace:
    return played("rutte-iohannis", *RACE_BARGAINED, *EXACT)


@pytest.fixture(scope="module")
def tax() -> Trace:
    return played(TAX, *CHEAP, *EXACT, seed=2)


def test_an_answer_without_noise_hangs_on_the_least_that_tips(race: Trace, tax: Trace) -> None:
    offers = [talk for trace in (race, tax) for talk in trace.talks if talk.faced.offer >= 0.0]
    assert {talk.answer for talk in offers} == {codes.REFUSED_OFFER, codes.SETTLED}
    for talk in offers:
        assert (talk.answer == codes.SETTLED) == (talk.faced.offer >= talk.faced.least - 1e-9)
        assert (talk.answer == codes.SETTLED) == (talk.faced.gain >= -1e-9)


def test_every_payment_is_the_price_of_a_yes_of_that_day(race: Trace, tax: Trace) -> None:
    for trace in (race, tax):
        paid = [e for e in trace.entries if e.kind == "concession"]
        assert paid
        for e in paid:
            yes = [x for x in trace.entries if (x.kind, x.round, x.member) == ("commitment", e.round, e.member)]
            assert [x.detail for x in yes] == [SETTLED] == [e.detail]
            together = [x for x in paid if (x.round, x.member) == (e.round, e.member)]
            assert sum(x.logits for x in together) == pytest.approx(yes[0].logits)
            assert "the yes of" in say(trace, e)


def test_what_payments_cost_is_what_was_spent(tax: Trace) -> None:
    assert tax.final is not None
    spent = sum(e.cost for e in tax.entries)
    assert spent > 0.0
    assert spent == pytest.approx(tax.final.spent[0] / UNITS, abs=1e-4)


def test_offers_rise_until_one_is_taken(race: Trace) -> None:
    last: dict[tuple[int, int], float] = {}
    for talk in race.talks:
        key = talk.faced.member, talk.faced.candidate
        if talk.faced.offer >= 0.0:
            assert talk.faced.offer >= last.get(key, 0.0)
            last[key] = talk.faced.offer


def test_who_is_not_needed_is_told_so_once() -> None:
    trace = played("rutte-iohannis", *RACE_BARGAINED, rule="two-thirds")
    hungary = trace.case.names.members.index("HUN")
    talks = [talk for talk in trace.talks if talk.faced.member == hungary]
    assert talks
    assert all(talk.faced.why_nothing == dealings.NOT_NEEDED for talk in talks)
    told = [say(trace, e) for e in trace.entries if e.kind == "nothing offered" and e.member == hungary]
    assert told == [
        "Hungary meets about Mark Rutte, is offered nothing, and holds out: its yes is not needed, as things stand"
    ]


def test_two_who_settle_on_one_day_have_a_sentence_each(race: Trace) -> None:
    one = next(e for e in race.entries if e.detail == SETTLED and e.kind == "commitment")
    other = one._replace(member=(one.member + 1) % 32)
    assert len(tell(race, [one, other])) == 2
    assert say(race, one._replace(detail=UNPAID)).endswith(
        "gives in without being granted anything, and commits to Mark Rutte"
    )


def test_meetings_keep_no_talks() -> None:
    trace = record(open_case("tutorial"), 1)
    assert trace.talks == []
    assert not any(e.detail == SETTLED for e in trace.entries)


def test_late_demands_are_told_with_who_takes_its_yes_back() -> None:
    late = ["bargaining.opportunism=3", "bargaining.take_back=1"]
    trace = played("rutte-iohannis", *RACE_BARGAINED, *late, seed=2)
    raised = [e for e in trace.entries if e.kind == "late demand"]
    back = [e for e in trace.entries if e.kind == "release" and e.detail in (ASKS, HURT)]
    assert raised
    assert back
    assert {(e.round, e.member) for e in back if e.detail == ASKS} <= {(e.round, e.member) for e in raised}
    for e in raised:
        assert any(x.kind == "concession" and x.round == e.round for x in trace.entries)
        assert e.payer != e.demand
        assert f"asks {payer_name(trace, e.demand)} for something (" in say(trace, e)
    assert not any(claim.text == "something asked late" for claim in explain(trace, "FRA", DAY).demands)


def test_the_stances_follow_from_what_was_noted(race: Trace, tax: Trace) -> None:
    late = ["bargaining.opportunism=3", "bargaining.take_back=1"]
    other = played("rutte-iohannis", *RACE_BARGAINED, *late, seed=2)
    for trace in (race, tax, other):
        stance = [codes.NONE] * len(trace.case.names.members)
        for e in trace.entries:
            if e.kind in ("commitment", "release", "defection"):
                stance[e.member] = e.candidate if e.kind == "commitment" else codes.NONE
        assert stance == trace.stances[-1].tolist()
