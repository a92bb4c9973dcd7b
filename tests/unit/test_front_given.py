"""What is given in Python: of the usual types taken, else one sentence that names arguments, never options."""

import datetime
import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import whitesmoke as ws
from rich.console import Console
from whitesmoke.commands.cli import main
from whitesmoke.front.in_python import worded
from whitesmoke.front.taken import a_date

DAY = datetime.date(2030, 1, 14)
LATE = ["candidates.dora.known_since=2030-01-28"]
EXPERIMENT = {
    "title": "A stubborn ally",
    "question": "What if one never likes it?",
    "scenario": "tutorial",
    "factors": {"liking": {"path": "members.GAM.baseline", "values": [0.0, -9.0]}},
    "design": {"kind": "grid"},
    "replicates": {"runs": 4},
}


@pytest.mark.parametrize(
    "given",
    [
        "2030-01-14",
        DAY,
        datetime.datetime(2030, 1, 14),
        np.datetime64("2030-01-14"),
        np.datetime64("2030-01-14", "ns"),
        pd.Timestamp("2030-01-14"),
        pd.Series(pd.to_datetime(["2030-01-14"])).to_numpy()[0],
    ],
)
def test_a_date_of_any_usual_type_is_taken(given: object) -> None:
    assert a_date(given) == DAY
    case = ws.open("tutorial")
    assert case.run().why("BET", given).date == DAY
    if not isinstance(given, str):  # a text is a text there
        assert case.change({"demands.harbour.raised": given}).changes == ("demands.harbour.raised=2030-01-14",)


@pytest.mark.parametrize("given", [datetime.datetime(2030, 1, 14, 9), pd.Timestamp("2030-01-14 09:00", tz="UTC")])
def test_the_time_of_day_does_not_count(given: datetime.datetime) -> None:
    assert a_date(given) == DAY


@pytest.mark.parametrize(
    ("given", "called"),
    [
        (pd.NaT, "NaT"),
        (np.datetime64("NaT", "D"), "NaT"),
        (3, "3"),
        (float("nan"), "nan"),
        ("soon", '"soon"'),
        ([DAY], "a list"),
        (pd.Series([1, 2]), "a Series"),
    ],
)
def test_what_is_no_date_is_a_sentence(given: object, called: str) -> None:
    case = ws.open("tutorial")
    for ask in (case.run().why, case.explain):
        with pytest.raises(ws.WhitesmokeError, match=f"^{called} is not a date; write it as 2024-05-01$"):
            ask("BET", given)
    with pytest.raises(ws.WhitesmokeError, match=f"{called} is not a date"):
        case.power(given)
    with pytest.raises(ws.WhitesmokeError, match=f"^as_of: {called} is not a date"):
        case.nowcast(given)


@pytest.mark.parametrize("given", [pd.NaT, np.datetime64("NaT", "D")])
def test_no_date_is_no_value_of_a_change(given: object) -> None:
    with pytest.raises(ws.ScenarioError, match="None is no value of a scenario"):
        ws.open("tutorial").change({"demands.harbour.raised": given})


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ws.open(3), "scenario: 3 is none; give a shipped scenario by its name, a file by its path, or"),
        (lambda: ws.open(None), "scenario: None is none; give"),
        (lambda: ws.open(""), 'scenario: "" is none; give'),
        (lambda: ws.open(["tutorial"]), "scenario: a list is none; give"),
        (lambda: ws.open("tutorial", rule=3), "rule: 3 is none; give the name of a rule"),
        (lambda: ws.open("tutorial", posterior=3), "posterior: 3 is none; give the name of a shipped posterior"),
        (lambda: ws.open("tutorial", changes=3), "changes: 3 is none; give values by their paths"),
        (lambda: ws.open({"extends": "tutorial"}, name=3), '"3" is no name for a scenario'),
        (lambda: ws.open("tutorial").change([3]), "changes: a list is none; give values by their paths"),
        (lambda: ws.open("tutorial").run().why(3), "3 is no member; give its code or its name"),
        (lambda: ws.open("tutorial").runs(2).run("1"), "replicate: give a whole number"),
        (lambda: ws.open("tutorial").attribute("3"), "runs: give a whole number"),
        (lambda: ws.open("tutorial").sensitivity(points="x"), "points: give a whole number"),
        (lambda: ws.open("tutorial").sensitivity(priors=3), "priors: 3 is none; give a file of ranges"),
        (lambda: ws.read(None), "folder: None is none; give a folder that a command wrote"),
        (lambda: ws.sweep(3), "experiment: 3 is none; give a shipped experiment by its name"),
        (lambda: ws.sweep(EXPERIMENT, out=3), "out: 3 is none; give the folder of all results"),
        (lambda: ws.sweep(EXPERIMENT, jobs=0), "jobs: give a whole number from 1 to 1024, not 0"),
    ],
)
def test_what_is_of_no_use_is_a_sentence_that_says_what_to_give(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(ws.WhitesmokeError) as refused:
        ask()
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ws.open("tutorial", changes=LATE).nowcast(DAY), "who will stand, with field_known=True"),
        (lambda: ws.sweep({**EXPERIMENT, "set": {"members.X.baseline": 1}}), "the dict: set.members.X.baseline: there"),
        (lambda: ws.sweep({**EXPERIMENT, "rule": "zzz"}), "the dict: rule: no rule is called"),
        (
            lambda: ws.sweep({**EXPERIMENT, "factors": {"x": {"path": "demands.harbour.ceiling", "values": [7]}}}),
            "the dict: factors.x.path: demands.harbour.ceiling: must lie between 0 and 1, found 7",
        ),
        (lambda: ws.sweep(EXPERIMENT, posterior="nowhere"), "posterior: there is no file nowhere"),
    ],
)
def test_no_option_is_named_to_who_asks_in_python(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(ws.WhitesmokeError) as refused:
        ask()
    assert said in str(refused.value)
    assert "--" not in str(refused.value)


def test_a_command_names_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nowcast", "tutorial", "--as-of", "2030-01-14", "--set", *LATE])
    assert "with --field-known" in " ".join(capsys.readouterr().err.split())


def test_commands_and_what_somebody_wrote_stay_as_they_are() -> None:
    given = 'see --as-of and more --runs; `whitesmoke resume --retry-failed`, "a --set b", out/--x, a--b'
    said = 'see as_of and more runs; `whitesmoke resume --retry-failed`, "a --set b", out/--x, a--b'
    assert worded(given) == said


def test_notes_name_no_option() -> None:
    (note,) = ws.open("tutorial").change({"calendar.round_days": 14}).notes
    assert note.startswith("change calendar.round_days: rounds of 14 days")


def test_every_result_shows_itself_without_a_console(tmp_path: Path) -> None:
    case = ws.open("tutorial")
    study = ws.sweep(EXPERIMENT, tmp_path, 1)
    run = case.run()
    results = [run, run.why("BET"), case.runs(4), case.compare({}, runs=4), case.power(), study]
    for result in results:
        screen, file = io.StringIO(), io.StringIO()
        with redirect_stdout(screen):
            result.show()
        result.show(Console(file=file, highlight=False, markup=False, emoji=False))
        assert screen.getvalue() == file.getvalue() != ""
    with redirect_stdout(io.StringIO()) as screen:
        run.show_long()
    assert "day 0" in screen.getvalue()


def test_a_case_has_a_face() -> None:
    case = ws.open("rutte-iohannis", rule="majority").change({"calendar.round_days": 14, "title": "A <b> race"})
    face = case._repr_html_()
    assert "A &lt;b&gt; race" in face
    for said in ("majority", "32: Albania, ", "Mark Rutte<br>Klaus Iohannis", "calendar.round_days=14", *case.notes):
        assert said in face
    assert ">changed<" not in ws.open("tutorial")._repr_html_()


def test_what_is_missing_is_empty_on_the_face_of_a_result() -> None:
    run = ws.open("tutorial").run()
    assert run.frame()["member"].isna().any()
    assert "NA" not in run._repr_html_()


def test_a_summary_says_what_the_horizon_cut_off() -> None:
    told = repr(ws.open("tutorial").change({"demands.harbour.ceiling": 0}).runs(20).summary)
    assert "settled by  the horizon in fewer than 5 % of runs, " in told
    assert "never" not in told
