"""What was known by a day, and how likely a run makes it, against second methods."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.forecast import filter as filter_module
from whitesmoke.evidence.forecast.filter import condition
from whitesmoke.evidence.forecast.nowcasting import nowcast
from whitesmoke.evidence.record import likelihood
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.evidence.record.evidence import Dated, ObservationError, evidence
from whitesmoke.evidence.record.likelihood import log_likelihood, reported_days
from whitesmoke.model import codes
from whitesmoke.model.ensemble import Outcomes, ensemble
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.record_schema import Commitment, Tally
from whitesmoke.scenario.schema import Scenario

from tests.unit.records import with_record

DAY = datetime.date


@pytest.fixture(scope="module")
def race() -> Loaded:
    return load("rutte-iohannis")


@pytest.fixture
def small(tmp_path: Path) -> Loaded:
    """Three members, one candidate, weekly rounds; a count, a dated member, and one that was still out."""
    return load(
        with_record(
            tmp_path,
            tallies=["2030-01-28,dora,2,2,3,high,paper"],
            commitments=["BET,dora,2030-01-14,2030-01-28,paper,high,paper", "GAM,dora,2030-02-04,,paper,med,paper"],
        )
    )


def test_nothing_later_is_known(race: Loaded) -> None:
    known = known_by(race, DAY(2024, 4, 2))
    assert max(tally.date for tally in known.tables.tallies) == DAY(2024, 4, 2)
    assert {row.member for row in known.tables.commitments}.isdisjoint({"TUR", "HUN", "SVK", "ROU"})
    assert all(day is None or day <= DAY(2024, 4, 2) for row in known.tables.commitments for day in (row.by,))
    assert known.scenario.record.exits == []
    assert known.scenario.record.decision is None
    assert "iohannis" in known.scenario.candidates


def test_of_a_member_still_out_only_the_earlier_bound_is_known(race: Loaded) -> None:
    (row,) = [row for row in known_by(race, DAY(2024, 6, 15)).tables.commitments if row.member == "HUN"]
    assert (row.not_before, row.by) == (DAY(2024, 6, 12), None)


def test_where_commitments_are_public_acts_it_is_known_who_is_still_out() -> None:
    """In October 2022 Türkiye and Hungary had not ratified; of a private commitment one could not say."""
    sweden = load("nato-2024-sweden")
    known = {row.member: row for row in known_by(sweden, DAY(2022, 10, 15)).tables.commitments}
    assert [(known[code].not_before, known[code].by) for code in ("TUR", "HUN")] == [(DAY(2022, 10, 15), None)] * 2
    private = replace(sweden, scenario=with_private_record(sweden))
    assert {"TUR", "HUN"}.isdisjoint({row.member for row in known_by(private, DAY(2022, 10, 15)).tables.commitments})
    told, blind = (nowcast(one, DAY(2022, 10, 15), 200, seed=3)[0] for one in (sweden, private))
    assert told.outside["HUN"] > 0.9
    assert blind.outside["HUN"] < 0.7


def with_private_record(loaded: Loaded) -> Scenario:
    record = loaded.scenario.record.model_copy(update={"public": False})
    return loaded.scenario.model_copy(update={"record": record})


def test_the_script_is_not_known_before_its_day(race: Loaded) -> None:
    early = known_by(race, DAY(2024, 1, 15)).scenario
    assert list(early.candidates) == ["rutte"]
    assert early.events == {}
    assert list(known_by(race, DAY(2024, 3, 1)).scenario.events) == ["endorsement"]
    assert "patriot" in known_by(race, DAY(2024, 6, 20)).scenario.events  # set off by an exit that became public then
    build(known_by(race, DAY(2024, 1, 15)))


def test_a_planted_later_observation_changes_nothing(race: Loaded) -> None:
    on = DAY(2024, 4, 2)
    early = Commitment(member="HUN", candidate="rutte", by=DAY(2024, 4, 3), source="x")
    planted = replace(
        race,
        tables=replace(
            race.tables,
            tallies=[*race.tables.tallies, _tally("2024-04-03", 32)],
            commitments=[*race.tables.commitments, early],
        ),
    )
    honest, _, days = nowcast(race, on, 100, seed=3)
    same, _, again = nowcast(planted, on, 100, seed=3)
    assert honest == same
    assert np.array_equal(days, again)
    told, _, _ = nowcast(planted, DAY(2024, 4, 3), 100, seed=3)
    assert told.steps[-1].log_evidence < honest.steps[-1].log_evidence - 3.0


def _tally(date: str, count: int) -> Tally:
    return Tally(
        date=DAY.fromisoformat(date),
        candidate="rutte",
        low=count,
        high=count,
        members=32,
        confidence="high",
        source="x",
    )


@pytest.mark.parametrize("date", [DAY(2023, 10, 31), DAY(2024, 10, 2)])
def test_a_day_outside_the_race_is_refused(race: Loaded, date: datetime.date) -> None:
    with pytest.raises(WhitesmokeError, match="give a day"):
        known_by(race, date)


def test_a_record_that_contradicts_itself_is_refused(race: Loaded) -> None:
    tables = race.tables
    few = replace(race, tables=replace(tables, tallies=[_tally("2024-04-02", 25)]))
    with pytest.raises(WhitesmokeError, match=r"counts at most 25 .* dates 28 members"):
        evidence(few, build(few))
    many = replace(race, tables=replace(tables, tallies=[_tally("2024-04-02", 31)]))
    with pytest.raises(WhitesmokeError, match=r"at least 31 .* of whom 4 had not come round"):
        evidence(many, build(many))


def test_a_member_dated_by_a_count_is_not_counted_twice(race: Loaded) -> None:
    case = build(race)
    used = {case.names.members[row.subject] for row in evidence(race, case).commitments}
    assert "ISL" not in used
    assert {"LVA", "ITA", "HUN"} <= used


@pytest.mark.parametrize("width", [1, 6])
def test_a_dated_entry_is_a_distribution_over_what_may_be_reported(race: Loaded, width: int) -> None:
    world = build(race).world
    seen = evidence(race, build(race), error=ObservationError(lag=9.0, slip=2.5))
    day = np.array([150.0])
    chance = [
        np.exp(likelihood._dated(world, seen, Dated(0, 0, by - width, float(by), 0.0), day))[0]
        for by in range(-300, 800)
    ]
    assert sum(chance) == pytest.approx(1.0, abs=1e-9)
    assert np.argmax(chance) == 450


UNPAID = {
    "paid_on": np.empty((0, 3), np.int32),
    "offered": np.empty((0, 3), np.int8),
    "got": np.empty((0, 3)),
    "spent": np.empty((0, 0)),
    "granted": np.empty(0),
}
"""of runs in which actors do not bargain"""


def test_the_likelihood_of_one_run_by_hand(small: Loaded) -> None:
    """Weekly rounds from 7 January 2030; day 21 is 28 January, the end of round 3."""
    case = build(small)
    seen = evidence(small, case, DAY(2030, 4, 1))  # day 84: to the horizon
    outcomes = Outcomes(
        winner=np.array([codes.NONE]),
        round=np.array([12]),
        withdrawn=np.array([codes.NONE]),
        ending=np.array([codes.OUT_OF_TIME]),
        ending_class=np.array([codes.FAILURE]),
        stance=np.array([[0, 0, codes.NONE]], np.int8),
        committed_on=np.array([[0, 4, codes.NEVER]], np.int32),
        overruled=np.zeros((1, 3), np.int8),
        exit=np.array([[codes.NEVER]], np.int32),
        met=np.zeros((1, 1)),
        **UNPAID,
        tally=np.array([[[1]] * 4 + [[2]] * 9], np.int32).reshape(1, 13, 1),
    )
    r = ObservationError()
    lag, slip, miscount = (1.0 / (np.exp(1.0 / scale) - 1.0) for scale in (r.lag, r.slip, r.miscount))
    # BET came round in the week to day 28, at the earliest on day 22: one day after 28 January
    bet = 0.98 * np.exp(-1.0 / r.slip) / (14 + lag + slip) + 0.02 / (84 + 14)
    gam = 0.9  # still out on 4 February, as reported
    count = 0.98 * np.exp(-1.0 / r.miscount) / (1 + 2 * miscount) + 0.02 / 4  # one of two by then
    racing = 0.98
    expected = np.log(bet) + np.log(gam) + np.log(count) + np.log(racing)
    assert log_likelihood(case, seen, outcomes)[0] == pytest.approx(expected, abs=1e-12)


def test_a_race_still_on_is_known_up_to_its_last_date(small: Loaded) -> None:
    """The record says nothing of what comes after 4 February, day 28: who leaves or settles later breaks nothing."""
    case = build(small)
    seen = evidence(small, case)
    assert (seen.known_on, seen.racing, seen.decided) == (28.0, (0,), False)

    def chance(settled: int, left: int) -> float:
        outcomes = Outcomes(
            winner=np.array([0]),
            round=np.array([settled]),
            withdrawn=np.array([codes.NONE]),
            ending=np.array([codes.OUT_OF_TIME]),
            ending_class=np.array([codes.FAILURE]),
            stance=np.array([[0, 0, 0]], np.int8),
            committed_on=np.array([[0, 4, 6]], np.int32),
            overruled=np.zeros((1, 3), np.int8),
            exit=np.array([[left]], np.int32),
            met=np.zeros((1, 1)),
            **UNPAID,
            tally=np.array([[[1]] * 4 + [[2]] * 9], np.int32).reshape(1, 13, 1),
        )
        return float(log_likelihood(case, seen, outcomes)[0])

    assert chance(settled=7, left=codes.NEVER) == chance(settled=7, left=9) == chance(settled=12, left=codes.NEVER)
    assert chance(settled=7, left=3) < chance(settled=7, left=9)
    assert chance(settled=4, left=codes.NEVER) == -np.inf


def test_the_particle_filter_agrees_with_brute_force(small: Loaded) -> None:
    """Conditioning by weighting whole runs of a large ensemble, against filtering: means within four errors."""
    on = DAY(2030, 2, 4)
    known = known_by(small, on)
    case = build(known)
    seen = evidence(known, case, on)
    until = case.names.round_of(on)
    so_far = ensemble(case.world, 20_000, 5, until=until)
    weight = np.exp(log_likelihood(case, seen, so_far))
    whole = ensemble(case.world, 20_000, 5)
    filtered = condition(small, on, 2_000, seed=6)
    assert filtered.steps[-1].log_evidence == pytest.approx(np.log(weight.mean()), abs=0.15)
    end = filtered.cloud.advance(case.world.rounds)
    worth = min(step.effective for step in filtered.steps)
    for brute, ours in [
        (whole.round <= 5, end.round <= 5),
        (whole.committed_on[:, 1] <= 2, end.committed_on[:, 1] <= 2),
    ]:
        expected = float(np.average(brute, weights=weight))
        error = np.sqrt(expected * (1 - expected) * (1 / worth + np.square(weight).sum() / weight.sum() ** 2))
        assert 0.01 < expected < 0.99, expected
        assert abs(ours.mean() - expected) < 4 * error


@pytest.mark.parametrize(("size", "threads"), [(5, 1), (64, 2), (131, 3)])
def test_particles_are_handed_out_in_ranges_and_are_the_runs_of_the_ensemble(
    small: Loaded, size: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Played in two halves, by any number of threads, each particle is the run of its number, bit by bit."""
    case, tasks = build(small), []

    class Pool(ThreadPoolExecutor):
        def submit(self, *given):
            tasks.append(given)
            return super().submit(*given)

    monkeypatch.setattr(filter_module, "ThreadPoolExecutor", Pool)
    cloud = filter_module.Cloud(case.world, size, 5, threads=threads)
    first = cloud.advance(4)
    assert all(np.array_equal(*pair) for pair in zip(first, ensemble(case.world, size, 5, until=4)))
    found = cloud.advance(case.world.rounds)
    alone = filter_module.Cloud(case.world, size, 5)
    alone.advance(4)
    assert all(np.array_equal(*pair) for pair in zip(found, alone.advance(case.world.rounds)))
    assert len(tasks) == 4 * -(-size // filter_module.BLOCK)


def test_conditioning_moves_the_forecast(small: Loaded) -> None:
    """The same case without a record: what the agreement above would miss if weights did nothing."""
    case = build(small)
    whole = ensemble(case.world, 20_000, 5)
    seen = evidence(known_by(small, DAY(2030, 2, 4)), case, DAY(2030, 2, 4))
    weight = np.exp(log_likelihood(case, seen, ensemble(case.world, 20_000, 5, until=4)))
    early = whole.committed_on[:, 1] <= 1
    assert abs(early.mean() - np.average(early, weights=weight)) > 0.1


@pytest.mark.parametrize("today", [0, 96])
def test_a_decision_is_on_record_some_days_before_or_after(today: int) -> None:
    """The chance of k days off is as exp(-|k| / settle), of the days after today."""
    error, day, count = ObservationError(settle=7.0, high=0.0), 100, 200_000
    u = np.column_stack([(np.arange(count) + 0.5) / count, np.full(count, 0.5), np.full(count, 0.5)])
    reported = reported_days(np.full(count, float(day)), error, today, 400, u)
    days = np.arange(today + 1, 401)
    chances = np.exp(-np.abs(days - day) / error.settle)
    np.testing.assert_allclose(
        np.bincount(reported.astype(int), minlength=401)[today + 1 :] / count, chances / chances.sum(), atol=1e-5
    )
