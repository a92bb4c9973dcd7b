"""Sittings: when the body can decide, what is known of it and when, and what a file can say wrong."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.dates import num2date
from matplotlib.figure import Figure
from whitesmoke.commands.scenarios import list_calendars
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.figures.timeline import draw_tally
from whitesmoke.model import codes
from whitesmoke.model.compiled import decision_days
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.recorder import record
from whitesmoke.scenario.build import build
from whitesmoke.scenario.calendars import calendars, meetings_of
from whitesmoke.scenario.everybody import decides_by_silence
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.notes import notes
from whitesmoke.scenario.sitting_days import days_of, sitting_dates
from whitesmoke.scenario.slots import entries
from whitesmoke.telling.forecasts import sittings_known
from whitesmoke.telling.story import headline, outcome
from whitesmoke.telling.words import tell

FILE = """
title = "Four members"
assumed = true
calendar = { start = 2021-01-04, expiry = 2022-01-04, round_days = %d }
rule = { name = "unanimity", silence = { low = 2, high = 2 } }
focal = { summit = { date = 2021-06-24, weight = 0.8 } }
sittings = { %s }
blocs.all = { generate = 4, baseline = -5.5 }
parameters.residual = 1.5
candidates.one = { name = "One", entry = 2021-01-04 }
"""
FOCAL = "focal = { summit = { date = 2021-06-24, weight = 0.8 } }\n"
DATES = "dates = [2021-03-25, { date = 2021-06-24, end = 2021-06-25, known_since = 2021-04-01 }, 2021-10-21]"


@pytest.fixture
def write(tmp_path: Path):
    def written(sittings: str, round_days: int = 1, instead: tuple[str, str] = ("\n\n", "\n")) -> Path:
        file = tmp_path / "sits.toml"
        file.write_text((FILE % (round_days, sittings)).replace(*instead))
        return file

    return written


def decided(file: Path, runs: int) -> set[datetime.date]:
    case = build(load(file))
    days = ensemble_summary.settled(case, ensemble(case.world, runs, 1, tallies=False, members=False))
    return {case.names.date(day) for day in days[days != codes.NEVER]}


@pytest.mark.parametrize("round_days", [1, 7, 10])
def test_no_decision_on_another_day_in_10_000_runs(write, round_days):
    """Whatever the length of a round: on the last day of the sitting that falls in it."""
    found = decided(write(DATES, round_days), 10_000)
    one_of_two = {datetime.date(2021, 6, 24), datetime.date(2021, 6, 25)}
    assert found - one_of_two == {datetime.date(2021, 3, 25), datetime.date(2021, 10, 21)}
    assert found & one_of_two == (one_of_two if round_days == 1 else {datetime.date(2021, 6, 25)})


@pytest.mark.parametrize(
    ("sittings", "instead", "silent"),
    [
        (DATES, ("\n\n", "\n"), False),  # a silence of two days, which a sitting does not wait for
        (f'{DATES}, between = "silence"', ("\n\n", "\n"), True),
        ("", ("sittings = {  }\n", ""), True),
        ("", ("low = 2, high = 2", "low = 0, high = 0"), False),
    ],
)
def test_who_decides_by_silence(write, sittings, instead, silent):
    assert decides_by_silence(build(load(write(sittings, instead=instead))).world) == silent


@pytest.mark.parametrize("sooner", ['between = "silence"', "called = 0.5"])
def test_silence_between_and_special_sittings_decide_earlier(write, sooner):
    waits, other = (build(load(write(f"{DATES}, weight = 0.0{more}"))) for more in ("", f", {sooner}"))
    first, last = (ensemble(case.world, 400, 1) for case in (other, waits))
    assert (first.round <= last.round).all()
    assert (first.round < last.round).any()
    assert (first.round >= first.committed_on.max(axis=1))[first.winner == 0].all()


def test_silence_between_is_as_without_sittings_until_the_first_of_them(write):
    """Where sittings press nothing: no draw moves, and a sitting only ends a silence that has begun."""
    free = build(load(write('dates = [2021-12-30], between = "silence", weight = 0.0')))
    none = build(load(write("", instead=("sittings = {  }\n", ""))))
    one, other = (ensemble(case.world, 200, 3) for case in (free, none))
    before = other.round < (datetime.date(2021, 12, 30) - datetime.date(2021, 1, 4)).days
    assert before.sum() > 50
    assert (one.round == other.round)[before].all()
    assert (one.stance == other.stance)[before].all()


def test_sittings_press_as_dates_do_and_once_a_day(write):
    """Of a focal date and a sitting on one day the date's own weight stands."""
    said = ("dates = 'focal'", "dates = [2021-06-24], weight = 0.1")
    both = [record(build(load(write(one))), 1).pressure for one in said]
    assert both[0] == both[1]
    alone = write("dates = [2021-06-24], weight = 0.8", instead=(FOCAL, ""))
    assert record(build(load(alone)), 1).pressure == both[0]


def test_a_run_tells_the_day_of_the_sitting(write):
    trace = record(build(load(write(DATES, 7))), 1)
    sat = trace.case.decided_on(trace.rounds)
    assert sat in {datetime.date(2021, 3, 25), datetime.date(2021, 6, 25), datetime.date(2021, 10, 21)}
    assert sat < trace.case.names.date_of_round(trace.rounds)
    assert f"on {sat.day} {sat:%B %Y}, day {(sat - datetime.date(2021, 1, 4)).days}" in headline(trace)


@pytest.mark.parametrize(
    ("sittings", "told", "ends"),
    [
        (DATES, "next on 21 October 2021", "and was decided when the body sat."),
        ("dates = [2021-01-14]", "no day is left", "but the body did not sit again in time."),
        (
            "dates = [], called = 0.1",
            "no day is left, unless it is called",
            "and a special sitting was called to decide it.",
        ),
    ],
)
def test_who_waits_for_a_sitting_is_told(write, sittings, told, ends):
    """In the first run in which anybody does, and goes on doing so to its end."""
    case = build(load(write(sittings, 7)))
    runs = (record(case, 1, number) for number in range(60))
    trace = next(
        one for one in runs if "carried from" in " ".join(outcome(one)) and told in " ".join(tell(one, one.entries))
    )
    said = tell(trace, trace.entries)
    assert f"One carries; the body can decide only when it sits: {told}" in said
    assert outcome(trace)[-1].startswith("One carried from ")
    assert outcome(trace)[-1].endswith(ends)


def test_a_figure_has_a_tick_for_every_sitting_until_the_decision(write):
    trace = record(build(load(write("every = 30"))), 1)
    axes = Figure().subplots()
    draw_tally(axes, trace, [], [])
    ticks = [line.get_xdata() for line in axes.lines if line.get_marker() == "|"]
    sat = [num2date(place).date() for place in ticks[0]]
    assert sat[0] == datetime.date(2021, 2, 3)
    assert sat[-1] == trace.decided_on


def test_days_of_decision(write):
    case = build(load(write("dates = [2021-01-06, 2021-01-08, 2021-01-19]", 7)))
    assert decision_days(case.world)[:5].tolist() == [0, 4, 14, 15, 28]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("every = 100", [100, 200, 300]),
        ("every = 100, from = 2021-01-05", [1, 101, 201, 301]),
        ("every = 100, from = 2020-12-05", [70, 170, 270]),
        ("dates = [2021-02-03, { date = 2021-05-05, cancelled = 2021-04-01 }], every = 150", [30, 180, 330]),
        ("dates = 'focal'", [171]),
    ],
)
def test_days(write, said, days):
    assert build(load(write(said))).world.sitting_day.tolist() == days


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("between = 'silence'", "sittings: nothing says when the body sits; give `dates`, `every` or `calendar`"),
        ("dates = [2020-12-10, 2021-03-01]", "sittings.dates.0: 2020-12-10 is not after the start, 2021-01-04"),
        ("dates = [2021-03-01, 2022-03-01]", "sittings.dates.1: 2022-03-01 is after the expiry, 2022-01-04"),
        ("dates = [2021-03-01, { date = 2021-02-27, end = 2021-03-03 }]", "has the body sit on 2021-03-01; keep one"),
        ("dates = [{ date = 2021-03-01, end = 2021-02-01 }]", "2021-02-01 is before the first day, 2021-03-01"),
        ("dates = [{ date = 2021-03-01, known_since = 2021-04-01 }]", "2021-04-01 is after the day itself"),
        ("dates = [{ date = 2021-03-01, cancelled = 2021-04-01 }]", "2021-04-01 is after the day itself"),
        ("dates = [], calendar = 'nato'", "sittings.calendar: both `dates` and `calendar`; take one away"),
        (
            "calendar = 'european-counsil'",
            'no calendar is called "european-counsil" (did you mean "european-council"',
        ),
        ("calendar = 'nato', levels = ['head']", 'nobody meets at the level "head" (did you mean "heads"?)'),
        ("every = 7, levels = ['heads']", "levels are those of a calendar"),
        ("dates = [2021-03-01], from = 2021-03-01", "it begins a rhythm, and there is none; give `every`"),
        (
            "dates = [2021-03-01], from = 2021-03-01, every = 7",
            "goes on after the last of them; take this away",
        ),
        ("calendar = 'asean'", "it does not sit: nothing could ever be decided; give a sitting in time"),
        ("every = 7, from = 2023-01-01", "it does not sit: nothing could ever be decided"),
        ("every = 0", "sittings.every: must be at or above 1, found 0"),
        ("dates = 'fokal'", 'expected "focal" or a list, found "fokal"'),
        ("dates = [2021]", "sittings.dates.0: expected a table, found 2021"),
        ("dates = [2021-03-01], called = -1.0", "sittings.called: must lie between 0 and 1000"),
    ],
)
def test_what_is_wrong_is_said(write, said, message):
    with pytest.raises(ScenarioError) as refused:
        load(write(said))
    assert message in str(refused.value)


def test_what_an_author_may_not_expect_is_noted(write):
    def said(sittings):
        loaded = load(write(sittings))
        return [note.message for note in notes(loaded, build(loaded)) if note.field == "sittings"]

    assert "this plays no part" in said("called = 0.1")[0]
    assert (
        "the last sitting that is given is on 2021-06-24, 194 days before the last round" in said("dates = 'focal'")[0]
    )
    assert said("dates = 'focal', every = 60") == said("dates = 'focal', called = 0.1") == []


def test_numbers_of_sittings_are_swept_without_another_world(write):
    """But for the rhythm, which is no number of a run: each value of it is a World of its own."""
    loaded = load(write("every = 30"))
    case = build(loaded)
    assert entries(case, "sittings.called") is not None
    assert entries(case, "sittings.weight") is not None
    assert entries(case, "sittings.every") is None
    sooner = build(load(write("every = 30"), ["sittings.every=14", "sittings.called=0.2"])).world
    assert (sooner.sitting_day[0], sooner.number.coefficient.called) == (14, 0.2)


def test_a_body_that_is_only_called_may_have_no_days(write):
    assert decided(write("dates = [], called = 1.0"), 50)


# The calendars that ship


@pytest.mark.parametrize("name", list(calendars()))
def test_every_calendar_can_be_read(name, tmp_path):
    file = tmp_path / "any.toml"
    text = FILE % (1, f'calendar = "{name}", called = 1.0')
    file.write_text(text.replace("2021-06-24", "2031-06-24").replace("2021", "1981", 1).replace("2022", "2032", 1))
    tables = load(file).tables
    for row in (*tables.sittings, *tables.called):
        assert row.known_since <= (row.cancelled or row.date) <= row.date <= (row.end or row.date)
        assert "" not in (row.level, row.basis, row.source)
    assert {row.kind for row in tables.called} <= {"extraordinary"}


def test_a_row_of_a_calendar_that_is_no_meeting_is_said_with_its_line(tmp_path):
    file = tmp_path / "ours.csv"
    file.write_text("date,kind\n2021-01-04,regular\nsoon,regular\n")
    with pytest.raises(ScenarioError, match=r"ours\.csv:3: date: expected a date"):
        meetings_of(file)


def test_there_are_29_calendars_with_1638_meetings():
    lines = [one.path.read_text().count("\n") - 1 for one in calendars().values()]
    assert (len(lines), sum(lines)) == (29, 1638)


def test_calendars_are_listed_with_their_spans_and_levels(capsys):
    list_calendars(False)
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("european-council "))
    assert line.split(maxsplit=1)[1] == "212 meetings, 1993-12-10 to 2025-12-18: heads"
    list_calendars(True)
    nato = next(one for one in json.loads(capsys.readouterr().out) if one["name"] == "nato")
    assert (nato["body"], nato["levels"]) == ("NATO", ["heads", "ministers-defence", "ministers-foreign"])


def council(write, day=None):
    """The European Council in 2020 and 2021, as a file has it, or as it was known on a day; and the days it sits."""
    loaded = load(write('calendar = "european-council"', instead=("2021-01-04", "2020-01-06")))
    loaded = loaded if day is None else known_by(loaded, datetime.date(*day))
    return loaded, set(sitting_dates(loaded.scenario, loaded.tables.sittings))


def test_what_was_known_when(write):
    """Regular meetings half a year ahead at least; the five days of July 2020 from June on, when they were called."""
    regular, called = datetime.date(2021, 12, 16), datetime.date(2020, 7, 20)
    assert [regular in council(write, day)[1] for day in ((2020, 12, 30), (2020, 12, 31))] == [False, True]
    assert [called in council(write, day)[1] for day in ((2020, 6, 22), (2020, 6, 23))] == [False, True]
    for day in ((2020, 3, 1), (2021, 6, 1)):
        assert all(row.known_since <= datetime.date(*day) for row in council(write, day)[0].tables.sittings)


def test_a_run_knows_no_meeting_that_was_called_for_something(write):
    """For it `called` stands in: that there was one tells what came of the case."""
    loaded, days = council(write)
    assert datetime.date(2020, 7, 20) in {day for row in loaded.tables.called for day in days_of(row)} - days


@pytest.mark.parametrize(
    ("more", "day", "said"),
    [
        ("", (2020, 6, 1), "; the next sitting known by then is on 19 June 2020."),
        ("", (2021, 12, 20), "; no sitting to come was known by then."),
        (", called = 0.1", (2021, 12, 20), "; no sitting to come was known by then. Special ones may be called."),
    ],
)
def test_a_forecast_says_which_sitting_was_known_to_come(write, more, day, said):
    loaded = load(write(f'calendar = "european-council"{more}', instead=("2021-01-04", "2020-01-06")))
    known = build(known_by(loaded, datetime.date(*day)))
    assert sittings_known(known, datetime.date(*day)) == f"It can be decided only when the body sits{said}"


def test_a_meeting_that_is_called_off_is_expected_until_then(write):
    berlin = datetime.date(2020, 11, 16)
    assert [berlin in council(write, day)[1] for day in ((2020, 10, 15), (2020, 10, 16))] == [True, False]
    assert berlin not in council(write)[1]


def test_a_calendar_is_part_of_what_a_scenario_means(write):
    loaded, _ = council(write)
    fewer = replace(loaded, tables=replace(loaded.tables, sittings=loaded.tables.sittings[:-1]))
    assert meaning(loaded) != meaning(fewer)
    assert np.array_equal(build(loaded).world.sitting_day, build(fewer).world.sitting_day)
