"""What levers change: the numbers of `compare` and of `run --set`, in sentences; at the value of the file, nothing."""

import json

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.analysis.ensemble_summary import Interval
from whitesmoke.front.taken import a_date
from whitesmoke.telling import lever_words
from whitesmoke.writing.isolated import isolated

RUNS = 60
LEVERS = """
extends = "tutorial"
[levers.harbour]
label = "the harbour"
question = "What if only some of the harbour could be had?"
path = "demands.harbour.ceiling"
low = 0.25
high = 1.0
low_says = "a quarter of a harbour"
high_says = "the whole harbour"
[levers.rule]
label = "the rule"
question = "What if a majority could decide?"
path = "rule.name"
low = "majority"
high = "unanimity"
low_says = "a majority decides"
high_says = "all must agree"
[levers.worth]
label = "what the harbour is worth"
question = "What if it were worth less, or more?"
path = "demands.harbour.worth"
low = 1.0
high = 8.0
low_says = "a harbour of little worth"
high_says = "a harbour of great worth"
"""


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "levers.toml").write_text(LEVERS)
    return ws.open("levers.toml")


def test_each_lever_is_moved_to_the_ends_where_the_file_does_not_stand(case):
    found = case.levers(runs=RUNS)
    ends = [("harbour", "low"), ("rule", "low"), ("worth", "low"), ("worth", "high")]
    assert [(one.name, one.end) for one in found.moved] == ends
    assert [one.end for one in found["worth"]] == ["low", "high"]
    assert [*case.levers("rule", runs=RUNS).frame().lever] == ["rule"]


def test_the_numbers_are_those_of_compare_and_of_runs_with_the_value_set(case):
    found = case.levers(runs=RUNS, seed=3)
    compared = case.compare({"demands.harbour.ceiling": 0.25}, {"rule.name": "majority"}, runs=RUNS, seed=3)
    assert [one.difference for one in found.moved[:2]] == [*compared.differences.values()]
    alone = case.change({"demands.harbour.ceiling": 0.25}).runs(RUNS, 3)
    assert np.array_equal(found["harbour"][0].after.day_or_never, alone.day_or_never)
    row = found.frame().iloc[0]
    assert row["after.deadlock"] == alone.summary.outcomes["deadlock"].value
    assert row["after.deadlock"] - row["before.deadlock"] == pytest.approx(row["change.deadlock"])
    assert row["before.deadlock"] == case.runs(RUNS, 3).summary.outcomes["deadlock"].value


def test_a_lever_at_the_value_that_the_file_has_changes_nothing(case):
    for values in ({"demands.harbour.ceiling": 1.0}, {"rule.name": "unanimity"}):
        assert np.array_equal(case.change(values).runs(RUNS).day_or_never, case.runs(RUNS).day_or_never)


def test_the_command_prints_sentences_or_json_and_draws(case, capsys, tmp_path):
    assert whitesmoke(["levers", "levers.toml", "--runs", str(RUNS), "--out", "kept"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    found = case.levers(runs=RUNS)
    assert all(line in told for line in found.sentences)
    assert "What if a majority could decide? A majority decides: deadlock in " in told
    kept = json.loads((tmp_path / "kept" / "levers.json").read_text())
    assert whitesmoke(["levers", "levers.toml", "--runs", str(RUNS), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == kept == found.json()
    assert (tmp_path / "kept" / "figure.png").stat().st_size > 10_000
    assert kept["levers"][0]["sets"] == {"demands.harbour.ceiling": 0.25}


def test_the_figure_is_headed_by_the_most_that_is_told_apart_from_luck(case):
    found = case.levers(runs=RUNS)
    title = found.plot().texts[-3].get_text()
    assert title == max(found.moved, key=lambda one: abs(one.difference.deadlock.value)).headline.removesuffix(".")
    told = found.moved[0].told
    lucky = told[3]._replace(deadlock=Interval(0.1, -0.05, 0.25))
    assert lever_words.strongest([(*told[:3], lucky), told]) == found.moved[0].headline
    assert lever_words.strongest([(*told[:3], lucky)]) == "No lever changes the chance of deadlock by more than luck."


def test_before_is_the_case_with_its_changes_and_a_lever_that_cannot_move_there_is_said(case):
    changed = case.change({"demands.harbour.worth": 2.0})
    assert changed.levers("worth", runs=RUNS).moved[0].after.case.changes == ("demands.harbour.worth=1.0",)
    ruled = case.change({}, rule="two-thirds").levers("rule", runs=RUNS)
    assert ruled.moved == []
    assert [*ruled.left_out] == ["rule"]
    assert "Left out, for the scenario cannot be played so: " in ruled.sentences[-1]
    assert len(ruled.frame()) == 0
    assert ruled.plot()


def test_what_is_no_lever_is_told_with_those_there_are(case):
    with pytest.raises(WhitesmokeError, match=r'levers has no lever "harbor" \(did you mean "harbour"\?\)'):
        case.levers("harbor", runs=RUNS)
    assert "names no levers" in ws.open("tutorial").change({}).levers(runs=2).sentence
    assert whitesmoke(["levers", "levers.toml", "--lever", "no", "--runs", "2"]) == 2


def test_where_no_lever_can_be_moved_nothing_is_written(case, capsys, tmp_path):
    assert whitesmoke(["levers", "tutorial", "--runs", "2"]) == 2
    assert "names no levers: give [levers.NAME] in its file" in capsys.readouterr().err
    assert whitesmoke(["levers", "levers.toml", "--rule", "two-thirds", "--lever", "rule", "--runs", "2"]) == 2
    assert "no lever is moved, for it stands where they end" in capsys.readouterr().err
    assert not (tmp_path / "results").exists()


def test_an_end_at_which_tables_disagree_is_refused_at_its_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.toml").write_text(LEVERS.replace("demands.harbour.ceiling", "demands.harbour.holder"))
    with pytest.raises(ScenarioError, match=r"wrong\.toml:7: levers\.harbour\.low: "):
        ws.open("wrong.toml").levers(runs=2)


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "none of 100"), (0.001, "fewer than 1 of 100"), (0.117, "12 of 100"), (0.999, "more than 99 of 100")],
)
def test_shares_are_frequencies_and_what_is_not_quite_nothing_or_all_never_reads_so(share, said):
    assert lever_words.of_hundred(share) == said
    assert lever_words.of_hundred(1.0) == "all of 100"


def said(old, new, change, dates=("2030-03-01", "2030-03-08"), last=("GAM", "BET")):
    """What is told of two summaries that differ as given."""
    runs = ws.open("tutorial").runs(2)
    sides = [
        lever_words.Told(
            runs.case.compiled,
            runs.summary._replace(
                outcomes={"deadlock": Interval(share, share, share)},
                date={"p50": date and a_date(date)},
                last_holdouts={who: 0.5} if who else {},
            ),
            Interval(1.0, 1.0, 1.0),
        )
        for share, date, who in zip((old, new), dates, last)
    ]
    difference = runs.case.compare({"rule.name": "majority"}, runs=2).differences["rule.name=majority"]
    return lever_words.sentence("less", *sides, difference._replace(deadlock=Interval(*change)))


def test_every_sentence():
    up = (0.2, 0.1, 0.3)
    assert said(0.1, 0.3, up) == (
        "Less: deadlock in 30 of 100 futures instead of 10 (+20 points [+10, +30]); half are settled by 8 March 2030 "
        "instead of 1 March 2030; Betania is most often the last to come round, or never does (50 of 100), instead of "
        "Gammaland."
    )
    assert said(0.1, 0.3, up, last=("GAM", "GAM")).endswith(
        "; Gammaland is still most often the last to come round, or never does (50 of 100; 50 before)."
    )
    assert "deadlock in 67 of 100 futures instead of 12 (+55.8 points [+53.0, +59.0])" in said(
        0.116, 0.674, (0.558, 0.53, 0.59)
    )
    assert "which may be luck" in said(0.1, 0.12, (0.02, -0.01, 0.05))
    assert "deadlock in 10 of 100 futures, as before" in said(0.1, 0.1, (0.0, -0.01, 0.01))
    assert "deadlock in 14.0 of 100 futures instead of 13.5, which may be luck" in said(
        0.135, 0.14, (0.005, -0.01, 0.02)
    )
    assert "deadlock in 15 of 100 futures instead of 14, which may be luck" in said(0.135, 0.145, (0.01, -0.01, 0.03))
    assert "settled by 1 March 2030, as before" in said(0.1, 0.3, up, ("2030-03-01", "2030-03-01"))
    assert "fewer than half are ever settled, instead of half by 1" in said(0.1, 0.6, up, ("2030-03-01", None))
    assert "fewer than half are ever settled, as before" in said(0.6, 0.8, up, (None, None))
    assert "half are settled by 8 March 2030, when fewer than half" in said(0.6, 0.1, up, (None, "2030-03-08"))
    assert said(0.1, 0.3, up, last=("GAM", None)).endswith("instead of 1 March 2030.")


def test_past_the_expiry_it_is_said_what_is_settled_by_then(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "late.toml").write_text(LEVERS.replace("[levers.h", "calendar.horizon = 2030-07-01\n[levers.h", 1))
    assert "settled by 1 April 2030 in " in ws.open("late.toml").levers("harbour", runs=RUNS).moved[0].sentence


def test_names_that_run_from_right_to_left_are_set_apart():
    assert isolated("\u05d0\u05d1") == "\u2068\u05d0\u05d1\u2069"
    assert isolated("Hungary") == "Hungary"
