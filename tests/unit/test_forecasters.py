"""Forecasts with everything left open that nobody could know: coder's errors, the endorsement to come, the report."""

import datetime
from dataclasses import replace

import numpy as np
import pytest
from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.evidence.coding import coding, joined
from whitesmoke.evidence.forecast.endorsements import endorsed_on, endorsement_days, front_runner
from whitesmoke.evidence.forecast.nowcasting import play_on
from whitesmoke.evidence.parameters import Priors, central_values, read_priors
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.evidence.record.evidence import ObservationError
from whitesmoke.evidence.record.likelihood import reported_days, tail
from whitesmoke.evidence.score import forecasters
from whitesmoke.evidence.score.questions import Forecast, of_runs, others_than
from whitesmoke.model import codes
from whitesmoke.scenario.load import load
from whitesmoke.scenario.numbers import Distribution

START = datetime.date(2023, 11, 1)
ERRORS = {
    "*.baseline.*": Distribution(dist="normal", mean=0.0, sd=1.0),
    "demands.*.worth": Distribution(dist="lognormal", mean=0.0, sd=0.5),
}


def test_reports_have_the_law_that_reads_them() -> None:
    """P(report d | decision T) = (1 - doubt) exp(-|T - d| / settle) / Z + doubt / (2 horizon)."""
    error, decided, horizon = ObservationError(settle=4.0, high=0.1), 100.0, 200
    days = reported_days(np.full(200_000, decided), error, 0, horizon, uniform_block(1, 0, 5, 200_000, 3))
    for d in (100, 101, 97, 110, 30):
        law = 0.9 * np.exp(-abs(d - decided) / 4.0) / (1.0 + 2.0 * tail(4.0)) + 0.1 / (2 * horizon)
        assert np.mean(days == d) == pytest.approx(law, abs=4.0 * np.sqrt(law / 200_000))
    assert np.mean(days == codes.NEVER) == pytest.approx(0.05, abs=0.003)


def test_reports_come_after_today_by_the_same_law_cut_off_there() -> None:
    """Decided three days from now: the days before are as likely as the law says, given none earlier."""
    draws = 200_000
    days = reported_days(
        np.full(draws, 53.0), ObservationError(settle=4.0, high=0.0), 50, 70, uniform_block(1, 0, 5, draws, 3)
    )
    assert days.min() == 51.0
    weight = {d: np.exp(-abs(d - 53) / 4.0) for d in range(51, 400)}
    for d in (51, 52, 53, 54, 60, 70):
        law = weight[d] / sum(weight.values())
        assert np.mean(days == d) == pytest.approx(law, abs=4.0 * np.sqrt(law / draws))
    late = sum(weight[d] for d in range(71, 400)) / sum(weight.values())
    assert np.mean(days == codes.NEVER) == pytest.approx(late, abs=0.003)


def test_a_coders_error_is_drawn_by_address_and_is_what_it_says() -> None:
    race = load("rutte-iohannis")
    found, written = coding(race, ERRORS), central_values(race)
    many, one = found.draw(np.arange(4000), 1), found.draw(np.array([17]), 1)
    assert one.value.tobytes() == many.value[17:18].tobytes()
    south, worth = (found.slots[found.paths.index(path)][0] for path in (SOUTH, WORTH))
    drawn = dict(zip(many.slot.tolist(), many.value.T))
    assert drawn[south].mean() == pytest.approx(written[SOUTH], abs=0.06)
    assert drawn[south].std() == pytest.approx(1.0, abs=0.05)
    assert np.log(drawn[worth] / written[WORTH]).std() == pytest.approx(0.5, abs=0.03)
    assert not [path for path in found.paths if path.startswith("parameters.")]


SOUTH, WORTH = "blocs.south.baseline.rutte", "demands.hungary-opt-out.worth"


def test_a_group_is_off_as_one() -> None:
    found = coding(load("rutte-iohannis"), ERRORS)
    drawn = found.draw(np.arange(50), 1)
    columns = [drawn.slot.tolist().index(at) for at in found.slots[found.paths.index(SOUTH)]]
    assert len(columns) > 5
    assert (drawn.value[:, columns] == drawn.value[:, columns[:1]]).all()


def test_a_posterior_goes_before_the_coders_error() -> None:
    found = coding(load("rutte-iohannis"), ERRORS)
    drawn = found.draw(np.arange(5), 1)
    kept = joined(drawn._replace(slot=drawn.slot[:1], value=np.full((5, 1), 7.0)), drawn)
    assert kept.slot.tolist() == drawn.slot.tolist()
    assert (kept.value[:, 0] == 7.0).all()


def cases() -> list:
    return [load(name) for name in ("nato-2003", "nato-2009", "nato-2014")]


def test_an_endorsement_is_borrowed_from_other_cases_and_only_while_it_may_still_come() -> None:
    """The patron spoke 91, 14 and 98 days after the entry of its candidate; Rutte's race begins on its first day."""
    race = load("rutte-iohannis")
    days = [START + datetime.timedelta(days=delay) for delay in (91, 14, 98)]
    assert endorsement_days(race, cases(), START) == days
    assert endorsement_days(race, cases(), START + datetime.timedelta(days=14)) == [days[0], days[2]]
    assert endorsement_days(race, cases(), datetime.date(2024, 3, 1)) == []  # it had spoken on 22 February


def test_the_expected_endorsement_is_of_the_front_runner_and_does_not_look_ahead() -> None:
    race = known_by(load("rutte-iohannis"), START)
    event = endorsed_on(race, datetime.date(2024, 1, 1)).scenario.events["expected"]
    assert (event.candidate, event.by, event.assumed) == ("rutte", ["USA"], True)
    assert "expected" not in race.scenario.events


def test_the_front_runner_has_most_supporters_at_the_last_count() -> None:
    race = load("rutte-iohannis")
    assert front_runner(known_by(race, START)) == "rutte"  # no count yet: the first of the file
    one = race.tables.tallies[0]
    rows = [one.model_copy(update={"candidate": name, "low": low}) for name, low in (("rutte", 3), ("iohannis", 4))]
    earlier = one.model_copy(update={"date": one.date - datetime.timedelta(days=1), "low": 9})
    assert front_runner(replace(race, tables=replace(race.tables, tallies=[*rows, earlier]))) == "iohannis"


def test_forecasts_are_pooled_in_proportion_to_how_likely_they_make_what_is_known() -> None:
    """Log evidence 0, ln 3 and minus infinity: a quarter, three quarters, nothing."""

    def one(day: float, last: dict[str, float]) -> Forecast:
        return Forecast(np.full(1000, day), {"A": np.full(1000, day + 0.5)}, last)

    parts = [(0.0, one(1.0, {"A": 1.0})), (np.log(3.0), one(2.0, {"A": 0.2})), (-np.inf, one(3.0, {"A": 0.0}))]
    pooled = forecasters._pooled(parts, 0.5)
    assert len(pooled.days) == 3000
    assert [np.mean(pooled.days == day) for day in (1.0, 2.0, 3.0)] == pytest.approx([0.25, 0.75, 0.0], abs=1e-3)
    assert np.array_equal(pooled.members["A"], pooled.days + 0.5)
    assert pooled.last["A"] == pytest.approx(0.25 * 1.0 + 0.75 * 0.2)
    nothing = [(-np.inf, forecast) for _, forecast in parts]
    assert [np.mean(forecasters._pooled(nothing, 0.5).days == day) for day in (1.0, 2.0, 3.0)] == [1 / 3] * 3


def test_with_nothing_left_open_it_is_the_model_as_written() -> None:
    """One draw at what is written, no coder's error, no endorsement to come: the very same runs."""
    race, date = load("rutte-iohannis"), datetime.date(2024, 3, 1)
    written = {path: value for path, value in central_values(race).items() if path.startswith("parameters.")}
    point = Posterior(list(written), np.array([list(written.values())]), {})
    same = forecasters.left_open(lambda loaded: point, Priors(), cases(), 60, 1, 1)(race, date)
    ours = of_runs(play_on(race, date, 60, 1), "rutte")
    assert {code: sorted(days) for code, days in same.members.items()} == {
        code: sorted(days) for code, days in ours.members.items()
    }


def test_what_came_later_does_not_matter() -> None:
    """Taken out or changed: the endorsement, all later counts and members, the exit, the day of the decision."""
    race, date = load("rutte-iohannis"), datetime.date(2023, 12, 1)
    priors = forecasters.shared_only(read_priors())
    draws = forecasters.prior_draws(priors, 20, 1)
    ask = forecasters.left_open(lambda loaded: draws, priors, cases(), 20, 1, 1)
    events = {name: row for name, row in race.scenario.events.items() if name != "endorsement"}
    decision = race.scenario.record.decision.model_copy(update={"date": datetime.date(2024, 9, 1)})
    record = race.scenario.record.model_copy(update={"decision": decision, "exits": []})
    tables = replace(race.tables, tallies=[], commitments=[])
    cut = replace(race, tables=tables, scenario=race.scenario.model_copy(update={"events": events, "record": record}))
    one, other = ask(race, date), ask(cut, date)
    assert one.days is not None
    assert other.days is not None
    assert one.days.tobytes() == other.days.tobytes()


def test_a_case_lends_itself_nothing() -> None:
    race, date = load("rutte-iohannis"), datetime.date(2023, 12, 1)
    priors = forecasters.shared_only(read_priors())
    draws = forecasters.prior_draws(priors, 20, 1)
    alone, along = (
        forecasters.left_open(lambda loaded: draws, priors, some, 20, 1, 1)(race, date).days
        for some in (cases(), [*cases(), race])
    )
    assert alone is not None
    assert along is not None
    assert alone.tobytes() == along.tobytes()


def test_two_cases_that_begin_together_teach_each_other_nothing() -> None:
    finland, sweden, race = (load(name) for name in ("nato-2023-finland", "nato-2024-sweden", "rutte-iohannis"))
    assert [other.name for other in others_than(finland, [finland, sweden, race])] == ["rutte-iohannis"]
    assert [other.name for other in others_than(race, [finland, sweden, race])] == [finland.name, sweden.name]
