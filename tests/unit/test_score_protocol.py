"""The model scored by the protocol: what it may know, what its forecasts are, and that what is kept is gone on with."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.protocol.dates import seen, tables
from whitesmoke.evidence.protocol.history import WINDOW
from whitesmoke.evidence.protocol.register import FORECASTERS
from whitesmoke.evidence.protocol.rules_of_thumb import residual_life
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.evidence.score import said
from whitesmoke.evidence.score.kept_forecasts import AnotherForecastError, Asked, started_from
from whitesmoke.evidence.score.versions import ALONE, MODES, SHIPPED, Played, as_written, forecast_all, played
from whitesmoke.evidence.score.what_runs_say import Told, told
from whitesmoke.front import protocol_scores
from whitesmoke.scenario import dates_schema, record_schema, schema
from whitesmoke.scenario.load import Loaded

BOOKS = tables()
CASES = seen(BOOKS, "coded")
FEW = ("eu_sanctions_18_2025", "nato_sg_2014", "opec_uae_2021")
DAY = datetime.timedelta(days=1)
ASKED = Asked("bargained", "coded", 20, 3)
TELL = as_written(ASKED)


def few(dates: str = "coded") -> list[Played]:
    return played(BOOKS, [case for case in CASES if case.name in FEW], "bargained", dates)


def planted(loaded: Loaded, date: datetime.date) -> Loaded:
    """Return a case with facts of every kind that came to light the day after, and another end."""
    later, scenario, far = date + DAY, loaded.scenario, date + 9 * DAY
    member, other = [*scenario.members][:2]
    name = next(iter(scenario.candidates))
    said = {"candidate": name, "source": "x"}
    exits = [*scenario.record.exits, record_schema.Exit(public=later, **said)]
    decided = record_schema.Decision(winner=name, date=later, source="x")
    new = {
        "focal": dates_schema.Focal(date=far, weight=1.0, known_since=later),
        "demands": schema.Demand(holder=member, concerns=name, text="x", worth=9.0, raised=later),
        "candidates": schema.Candidate(name="Late", entry=later),
        "events": schema.Event(kind="endorse", date=later, candidate=name, by=[other], consulted=0, text="x"),
    }
    rows = {where: {**getattr(scenario, where), "zzz": row} for where, row in new.items()}
    if isinstance(scenario.sittings.dates, list):
        held = [*scenario.sittings.dates, dates_schema.Sitting(date=far, known_since=later)]
        rows["sittings"] = scenario.sittings.model_copy(update={"dates": held})
    record = scenario.record.model_copy(update={"decision": decided, "exits": exits})
    count = record_schema.Tally(date=later, low=1, high=2, members=len(scenario.members), candidate=name, source="x")
    consent = record_schema.Commitment(member=member, by=later, confidence="high", **said)
    observed = replace(
        loaded.tables,
        tallies=[*loaded.tables.tallies, count],
        commitments=[*loaded.tables.commitments, consent],
    )
    return replace(loaded, scenario=scenario.model_copy(update={**rows, "record": record}), tables=observed)


@pytest.mark.parametrize("dates", ["coded", "calendar", "none"])
def test_what_comes_later_is_unknown_on_every_day_of_every_case(dates: str) -> None:
    for case in played(BOOKS, CASES, "bargained", dates):
        for day in case.days:
            other = planted(case.loaded, day)
            known, then = known_by(case.loaded, day), known_by(other, day)
            assert (known.scenario, known.tables) == (then.scenario, then.tables), (case.history.name, day)
            assert started_from(case.loaded, day) == started_from(other, day)
            assert started_from(case.loaded, day) != started_from(planted(case.loaded, day - DAY), day)


def _same_forecasts(case: Played, days: list[datetime.date]) -> None:
    for day in days:
        assert told(case.loaded, day, 20, 3) == told(planted(case.loaded, day), day, 20, 3), (case.history.name, day)


def test_what_comes_later_changes_no_forecast() -> None:
    for case in few():
        _same_forecasts(case, case.days[-1:])


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["bargained", "meetings"])
@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_what_comes_later_changes_no_forecast_of_any_case(name: str, mode: str) -> None:
    for case in played(BOOKS, [case for case in CASES if case.name == name], mode, "coded"):
        _same_forecasts(case, case.days)


def test_the_six_of_the_alliance_are_played_by_the_names_they_ship_under() -> None:
    assert {case.name for case in CASES} >= set(SHIPPED)
    for case in played(BOOKS, CASES, "meetings", "coded"):
        assert case.loaded.scenario.bargaining.mode == "meetings"
        assert case.loaded.scenario.calendar.start.toordinal() == case.history.start


def test_dates_are_those_of_the_file_of_the_calendar_or_none() -> None:
    for coded, calendar, none in zip(few(), few("calendar"), few("none"), strict=True):
        assert all(name.startswith("term-") for name in calendar.loaded.scenario.focal)
        assert calendar.loaded.scenario.sittings.given
        assert not none.loaded.scenario.focal
        assert not none.loaded.scenario.sittings.given
        if coded.history.name not in SHIPPED:
            assert coded.loaded.scenario.sittings == calendar.loaded.scenario.sittings


def test_the_same_day_twice_is_the_same_forecast_with_any_number_of_threads() -> None:
    case = few()[0]
    assert told(case.loaded, case.days[0], 30, 3) == told(case.loaded, case.days[0], 30, 3, threads=3)


def test_what_is_undecided_at_the_horizon_is_handed_to_residual_life() -> None:
    case, day = CASES[0], CASES[0].start
    after = residual_life(CASES[5:])
    one = Told("played", 10, {3: 4, 20: 1}, 1, 40, {"KHM": 1.0}, {"changed": 5})
    of = {case.name: {day: one}}
    found = said.when(of, CASES[5:], alone=False)(case, day)
    assert found[2] == 0.0
    assert (found[3], found[20], found[40]) == (0.4, 0.5, 0.5)
    np.testing.assert_allclose(found[41:], 0.5 + 0.4 * after(case, day + 40)[1 : WINDOW - 39])
    alone = said.when(of, CASES[5:], alone=True)(case, day)
    assert alone[-1] == 0.5
    chances = said.how(of, case, CASES[5:], alone=True)
    assert chances == {"unchanged": 0.0, "changed": 0.5, "other": 0.0, "failure": 0.5}
    assert sum(said.how(of, case, CASES[5:], alone=False).values()) == pytest.approx(1.0)


@pytest.mark.parametrize(("why", "alone", "tomorrow"), [("no run left", True, 1.0), ("nobody heard of", True, None)])
def test_where_there_is_nothing_to_play_residual_life_stands_in(why: str, alone: bool, tomorrow: float | None) -> None:
    case, day, after = CASES[0], CASES[0].start, residual_life(CASES[5:])
    of = {case.name: {day: Told(why, 0, {}, 0, 40, {}, {})}}  # type: ignore[arg-type]
    np.testing.assert_array_equal(said.when(of, CASES[5:], alone=False)(case, day), after(case, day))
    expected = after(case, day)[1] if tomorrow is None else tomorrow
    assert said.when(of, CASES[5:], alone)(case, day)[1] == expected
    assert said.who(of, case, day).each_other == 1.0 / case.members


def test_who_is_interrupted_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    cases = few()

    def stop(forecasts: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forecast_all(cases, ASKED, tmp_path / "stopped", TELL, stop)
    half = (tmp_path / "stopped" / ASKED.file).read_text()
    assert len(json.loads(half)["cases"]) == 1
    whole = forecast_all(cases, ASKED, tmp_path / "whole", TELL)
    forecast_all(cases, ASKED, tmp_path / "stopped", TELL)
    assert whole.path.read_bytes() == (tmp_path / "stopped" / ASKED.file).read_bytes()
    again = forecast_all(cases, ASKED, tmp_path / "whole", TELL)
    assert again.told() == whole.told()


def test_forecasts_that_were_asked_for_otherwise_or_are_damaged_are_refused(tmp_path: Path) -> None:
    forecast_all(few()[:1], ASKED, tmp_path, TELL)
    with pytest.raises(AnotherForecastError, match="20 runs with seed 3, not 20 with seed 4") as refused:
        forecast_all(few()[:1], ASKED._replace(seed=4), tmp_path, TELL)
    assert refused.value.exit_code == 4
    file = tmp_path / ASKED.file
    for text in (
        file.read_text()[:-9],
        "[]",
        "[" * 100_000,
        file.read_text().replace('"how": "played"', '"how": "somehow", "runs": 0'),
        file.read_text().replace('"last": {', '"last": [], "least": {'),
        file.read_text().replace('"runs": 20, "settled"', '"runs": 1, "settled"'),
        re.sub(r'("last": {"\w+": )[\d.]+', r"\1NaN", file.read_text()),
    ):
        file.write_text(text)
        with pytest.raises(WhitesmokeError, match="damaged"):
            forecast_all(few()[:1], ASKED, tmp_path, TELL)


SMALL = ("eu_sanctions_18_2025", "opec_uae_2021", "un_sg_1981", "nato_sg_2014", "nato_sg_2024")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five cases and three forecasters be all there are."""
    some = [book._replace(cases={name: row for name, row in book.cases.items() if name in SMALL}) for book in BOOKS]
    monkeypatch.setattr(protocol_scores, "tables", lambda: some)
    for name in set(FORECASTERS) - {"residual life", "exponential", "date hazard"}:
        monkeypatch.delitem(FORECASTERS, name)


def test_the_model_stands_beside_what_it_has_to_beat(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert whitesmoke(["score", "--dates", "none", "--runs", "20", "--no-figure"]) == 0
    printed = capsys.readouterr()
    assert "Apart: the six of the Alliance" in printed.out
    folder = Path("results", "scores", "protocol-seed-1-runs-20")
    data = json.loads((folder / "score.json").read_text())
    found = data["dates"]["none"]
    versions = {f"model, {mode}{alone}" for mode in MODES for alone in ("", ALONE)}
    assert versions < set(found["when"])
    assert {"model, meetings, from its priors"} == set(found["when, the six of the Alliance"]) - set(found["when"]) - {
        f"model, meetings, from its priors{ALONE}"
    }
    assert {"model, bargained", "model, meetings"} < set(found["last"])
    assert all("difference to date hazard" in line for line in found["when"].values())
    kept = {file.name: file.read_bytes() for file in (folder / "forecasts").iterdir()}
    assert len(kept) == 3
    again = ws.score(20, dates="none", folder=folder)
    assert again.json() == data
    assert kept == {file.name: file.read_bytes() for file in (folder / "forecasts").iterdir()}
    assert "date hazard" in again.sentence
    assert set(again.frame().forecaster) > versions
    assert ws.read(folder).sentence.startswith("The model scored on 5 cases")


def test_fits_that_are_not_there_are_told_before_anything_is_played(small: None, tmp_path: Path) -> None:
    with pytest.raises(WhitesmokeError, match=r"^fits: there is no .*without-.*score --old-rule --leave-one-out"):
        ws.score(20, dates="none", fits=tmp_path / "nowhere", folder=tmp_path / "scores")
    assert not (tmp_path / "scores").exists()


def test_what_only_the_rule_of_before_scores_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert whitesmoke(["score", "nato-2014", "--leave-one-out"]) == 2
    assert "cases and --leave-one-out: the protocol scores the 37 decisions" in capsys.readouterr().err
