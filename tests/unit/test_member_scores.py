"""Members asked one by one: who is asked, what is known by then, and what the baselines say."""

import csv
import datetime
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from whitesmoke.commands import score
from whitesmoke.evidence.analysis.scores import Seen
from whitesmoke.evidence.parameters import read_priors
from whitesmoke.evidence.score import member_baselines, scoreboard
from whitesmoke.evidence.score.baselines import Known
from whitesmoke.evidence.score.forecasters import as_written, left_open, prior_draws
from whitesmoke.evidence.score.known import baseline_forecasts, known_of_members
from whitesmoke.evidence.score.member_baselines import RULES, Elsewhere, KnownOfMembers, already_in, sample
from whitesmoke.evidence.score.questions import Forecaster, last_on_record, questions, tomorrow
from whitesmoke.evidence.score.ranking import means
from whitesmoke.evidence.score.reliability import events, reliabilities
from whitesmoke.evidence.score.scoreboard import Score
from whitesmoke.model import codes
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.record_schema import Commitment, Tally

from tests.unit.records import with_record

DAY = datetime.date
RACE = Known(
    day=60, horizon=300, members=12, supporters=7, counted_on=50, focal=(90, 200), others=(40, 250), misses=(-2, 3)
)
ELSEWHERE = (*(Elsewhere("a", 150, day, day) for day in (30, 70, 80)), Elsewhere("b", 600, 100, 100))
KNOWN = KnownOfMembers(RACE, named=2, elsewhere=ELSEWHERE)
OUT = KNOWN._replace(named=7)
"""Everybody counted is known by name: who is asked is out."""


@pytest.fixture(scope="module")
def race() -> Loaded:
    return load("rutte-iohannis")


def test_who_is_asked_and_what_came_true(race: Loaded) -> None:
    asked = {one.what: one for one in questions(race, DAY(2024, 4, 16))}
    assert list(asked) == ["decision", "TUR", "HUN", "SVK", "ROU"]
    assert asked["decision"].seen == Seen(238, 238)
    assert asked["TUR"].seen == Seen(178, 180)  # not before 26 April, by 29 April
    assert [one.what for one in asked.values() if one.last] == ["ROU"]
    first_day = {one.what: one for one in questions(race, DAY(2023, 11, 1))}
    assert first_day["DEU"].seen == Seen(0, 113)
    assert "ESP" not in first_day, "only dated by a count"
    assert last_on_record(load("nato-2009")) == "TUR"
    assert last_on_record(load("nato-2014")) is None


def _planted(loaded: Loaded, member: str, by: DAY, not_before: DAY | None = None) -> Loaded:
    """Return the case with one member's entry replaced."""
    winner = loaded.scenario.record.decision.winner
    kept = [row for row in loaded.tables.commitments if row.member != member]
    new = Commitment(member=member, candidate=winner, not_before=not_before, by=by, confidence="high", source="x")
    return replace(loaded, tables=replace(loaded.tables, commitments=[*kept, new]))


def _from_priors(cases: list[Loaded]) -> Forecaster:
    draws = prior_draws(read_priors(), 40, 1)
    return left_open(lambda loaded: draws, read_priors(), cases, 40, 1, 1)


def test_later_observations_change_the_truth_and_no_forecast(race: Loaded) -> None:
    on = DAY(2024, 4, 16)
    planted = _planted(race, "SVK", DAY(2024, 4, 18))
    tally = Tally(date=DAY(2024, 4, 18), candidate="rutte", low=29, high=29, members=32, confidence="high", source="x")
    planted = replace(planted, tables=replace(planted.tables, tallies=[*race.tables.tallies, tally]))
    forecasters = [
        as_written(40, 1, 1),
        lambda case, date: baseline_forecasts(case, [case], date, 1)["uniform"],
    ]
    for forecaster in forecasters:
        honest, same = forecaster(race, on), forecaster(planted, on)
        assert np.array_equal(honest.days, same.days)
        for member in ("TUR", "HUN", "SVK", "ROU"):
            assert np.array_equal(honest.members[member], same.members[member])
            assert honest.last[member] == same.last[member]
    assert questions(planted, on)[-1].seen == Seen(0, 169)
    told = forecasters[0](planted, DAY(2024, 4, 19)), forecasters[0](race, DAY(2024, 4, 19))
    assert (told[0].members["SVK"] <= 170).mean() > 3 * (told[1].members["SVK"] <= 170).mean()


def test_no_baseline_is_told_that_a_member_was_still_out_later(race: Loaded) -> None:
    on, planted = DAY(2024, 3, 1), _planted(race, "HUN", DAY(2024, 3, 20))
    honest, same = (baseline_forecasts(case, [case], on, 1)["last value"] for case in (race, planted))
    assert np.array_equal(honest.members["HUN"], same.members["HUN"])
    assert 0.0 < (honest.members["HUN"] <= 121).mean() < 1.0
    assert honest.last == same.last


def test_a_case_that_runs_at_the_same_time_lends_only_what_was_known() -> None:
    sweden, finland = load("nato-2024-sweden"), load("nato-2023-finland")
    later = _planted(finland, "HUN", DAY(2023, 2, 1), DAY(2023, 1, 30))
    on = DAY(2022, 12, 31)
    known, same = (known_of_members(sweden, [sweden, other], on) for other in (finland, later))
    assert sorted(known.elsewhere) == sorted(same.elsewhere)
    assert Elsewhere("nato-2023-finland", 742, 186, codes.NEVER) in known.elsewhere
    assert known.race.supporters == known.named == 28
    after = DAY(2023, 7, 5)
    assert known_of_members(sweden, [finland], after).elsewhere != known_of_members(sweden, [later], after).elsewhere


def test_the_chance_of_being_in_unseen() -> None:
    assert already_in(KNOWN, None) == already_in(KNOWN, 49) == 0.5  # five of the ten without a name
    assert already_in(KNOWN, 50) == already_in(OUT, None) == 0.0
    assert already_in(KNOWN._replace(race=RACE._replace(supporters=None)), None) == 0.0
    days = sample(RULES["last value"], KNOWN, 40)
    assert (days == codes.NEVER).mean() == 0.5
    early = days[days != codes.NEVER]
    assert (early.min(), early.max()) == (41, 60)
    assert early.mean() == pytest.approx(50.5, abs=0.2)


def test_baselines_of_a_member_follow_their_laws() -> None:
    middle = {name: np.median(sample(rule, OUT, None)) for name, rule in RULES.items()}
    rate = -np.log(1 - 7 / 12) / 50
    assert middle["constant hazard"] == pytest.approx(60 + np.log(2) / rate, abs=1.0)
    scale = 50 / ((5 / 12) ** -2 - 1)
    assert middle["static hazards"] == pytest.approx(60 + 3 * (scale + 60), abs=2.0)
    assert middle["uniform"] == pytest.approx(180.5, abs=1.0)
    assert set(sample(RULES["next summit"], OUT, None)) == {88, 93}
    assert set(sample(RULES["last value"], OUT, None)) == {codes.NEVER}
    days, times = np.unique(sample(RULES["other cases"], OUT, None), return_counts=True)
    assert dict(zip(days, times)) == {70: 200, 80: 200, 100: 600}  # each case once: thirds of a half, and a half
    scaled = set(sample(RULES["other cases, scaled"], OUT, None))
    assert scaled == {140, 160}  # twice 70 and 80; half of 100 is over
    empty = OUT._replace(elsewhere=())
    assert np.array_equal(sample(RULES["other cases"], empty, None), sample(RULES["uniform"], empty, None))


def test_somebody_is_the_last(race: Loaded) -> None:
    forecasts = baseline_forecasts(race, [race], DAY(2024, 4, 16), 1)
    assert forecasts["uniform"].last == dict.fromkeys(("TUR", "HUN", "SVK", "ROU"), 0.25)
    model = as_written(40, 1, 1)(race, DAY(2024, 4, 16))
    assert sum(model.last.values()) == pytest.approx(1)
    assert member_baselines.last_one({"A": 1.0, "B": 0.5}) == {"A": 2 / 3, "B": 1 / 3}


def _score(chances: tuple[float, float, float], first: int, last: int, day: int = 0) -> Score:
    blank = dict.fromkeys(Score._fields, 0.0)
    names = ("within_30", "within_90", "by_horizon")
    return Score(**{**blank, "forecaster": "x", "day": day, "horizon": 100, "first": first, "last": last,
                    "pit_low": 0.1, "pit_high": 0.1, **dict(zip(names, chances))})  # fmt: skip


def test_reliability_counts_events_whose_end_is_known() -> None:
    rows = [_score((0.1, 0.5, 0.9), 20, 40), _score((0.1, 0.5, 0.9), 95, 200), _score((0.1, 0.9, 1.0), 10, 12, day=50)]
    chance, happened = events(rows)
    # in 30 days: unknown for the first; the horizon: unknown for the second
    assert sorted(zip(chance, happened)) == [(0.1, 0), (0.1, 1), (0.5, 0), (0.5, 1), (0.9, 1), (0.9, 1), (1.0, 1)]
    (found,) = reliabilities(rows)
    assert [one.events for one in found.bins] == [2, 0, 2, 0, 3]
    assert found.bins[0].happened.value == 0.5
    assert found.bins[0].happened.low < 0.1
    assert math.isnan(found.bins[1].chance)
    (edge,) = reliabilities([_score((0.2, 0.0, 0.4), 20, 20)])
    assert [one.events for one in edge.bins] == [2, 1, 0, 0, 0]
    assert found.bins[4].chance == pytest.approx(2.8 / 3)
    assert found.pit == [1, 0, 0, 0, 0]


def test_who_thinks_the_race_is_over_says_tomorrow(race: Loaded) -> None:
    on = DAY(2024, 4, 16)
    said = tomorrow(race, on, 5)
    assert set(said.members) == set(said.last) == set(race.scenario.members)
    assert set(said.days) == set(said.members["HUN"]) == {168}
    assert {code: share for code, share in said.last.items() if share} == dict.fromkeys(
        ("TUR", "HUN", "SVK", "ROU"), 0.25
    )


def test_members_that_a_group_generates_are_members(tmp_path) -> None:
    case = load(with_record(
        tmp_path, commitments=["BET,dora,2030-01-14,2030-01-28,paper,high,paper"], extra="blocs.crowd.generate = 4",
        decision='{ winner = "dora", date = 2030-02-11, source = "paper" }',
    ))  # fmt: skip
    on, code = case.scenario.calendar.start, "M00001"
    assert known_of_members(case, [case], on).race.members == 3 + 4
    said, ours = tomorrow(case, on, 20), as_written(20, 1, 1)(case, on)
    assert set(said.members) == set(said.last) == set(ours.members) == set(ours.last)
    assert code in said.members
    assert list(baseline_forecasts(case, [case], on, 1)["uniform"].last) == [*case.scenario.members, code, *(
        f"M0000{x}" for x in (2, 3, 4)
    )]  # fmt: skip


def test_members_of_a_day_then_days_then_cases_count_once() -> None:
    def row(case: str, day: int, crps: float) -> Score:
        return _score((0, 0, 0), 1, 1)._replace(case=case, as_of=DAY(2024, 1, day), crps=crps, brier_last=math.nan)

    found = [row("a", 1, 0), row("a", 1, 0), row("a", 1, 0), row("a", 2, 8), row("b", 1, 10)]
    (mean,) = means(found)
    assert mean.crps == 7.0
    assert math.isnan(mean.brier_last)
    (mean,) = means([found[0]._replace(brier_last=0.5), *found])
    assert mean.brier_last == 0.5


def test_cases_count_once_where_the_truth_is_covered() -> None:
    day = DAY(2024, 1, 1)
    missed, hit = (_score((0, 0, 0), 9, 9)._replace(as_of=day, p05=5, p95=p95) for p95 in (6, 10))
    (mean,) = means([*[missed._replace(case="a")] * 4, hit._replace(case="b")])
    assert mean.covered == 0.5


def test_a_seer_of_members_scores_nothing_but_what_is_not_known() -> None:
    case = load("nato-2009")

    def seer(loaded: Loaded, date: datetime.date) -> scoreboard.Forecast:
        asked = {one.what: np.full(50, float(one.seen.last)) for one in questions(loaded, date)}
        return scoreboard.Forecast(
            asked["decision"], asked, {one.what: float(bool(one.last)) for one in questions(loaded, date)}
        )

    found = [one for one in scoreboard.board([case], {"seer": seer}, 1) if one.forecaster == "seer"]
    assert len(found) == 1 + 1 + 4  # on the first day nobody had been heard of, and of members nothing is asked
    assert [one.crps for one in found] == [0.0] * 6
    assert all(one.brier < 1e-12 and one.covered for one in found)
    assert all(one.brier_last == 0.0 for one in found if one.what != "decision")


def test_by_then_alone_does_not_count(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    score.by_old_rule(["nato-2014"], 20, 1, False, 50, 2, tmp_path, True, True)
    data = json.loads(capsys.readouterr().out)
    assert list(data["means"]) == list(data["verdict"]) == list(data["reliability"]) == ["decision"]
    assert {row["what"] for row in data["scores"]} == {"decision", "DEU", "FRA", "GBR", "ITA", "NOR", "USA"}


def test_what_a_miss_costs_hangs_on_no_number_of_runs() -> None:
    found = []
    for count in (5, 500):
        forecast = scoreboard.Forecast(np.full(count, 1.0), {}, {})
        rows = scoreboard.board([load("nato-2009")], {"x": lambda *_, answer=forecast: answer}, 1)
        found.append(next(row.log_score for row in rows if row.forecaster == "x"))
    assert found == pytest.approx([-np.log(0.005 / 1.01)] * 2)


def test_the_command_writes_what_it_prints(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    score.by_old_rule(["nato-2009", "nato-2014"], 20, 1, False, 50, 2, tmp_path, False, True)
    shown = capsys.readouterr().out
    data = json.loads((tmp_path / "scores.json").read_text())
    rows = list(csv.DictReader((tmp_path / "scores.csv").read_text().splitlines()))
    assert len(rows) == len(data["scores"])
    assert {row["what"] for row in rows} >= {"decision", "TUR", "USA"}
    for what, means_of in data["means"].items():
        assert data["verdict"][what] in " ".join(shown.split())
        for row in means_of:
            line = next(
                line for line in shown.splitlines() if row["forecaster"] in line and f"{row['crps']:.1f}" in line
            )
            assert f"{row['brier']:.3f}" in line
    own = [float(row["crps"]) for row in rows if (row["what"], row["forecaster"]) == ("decision", "uniform")]
    listed = next(row for row in data["means"]["decision"] if row["forecaster"] == "uniform")
    assert listed["crps"] == pytest.approx(np.mean([np.mean(own[:2]), np.mean(own[2:])]), rel=1e-4)
    assert (tmp_path / "figure.png").stat().st_size > 50_000
    bins = data["reliability"]["members"][0]["bins"]
    assert sum(one["events"] for one in bins) == data["reliability"]["members"][0]["events"]
