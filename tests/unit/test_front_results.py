"""Results of the front door: the same as the commands', tables without sentinels, quiet where nobody watches."""

import datetime
import io
import json
import pickle
import threading
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import whitesmoke as ws
from rich.console import Console
from whitesmoke.commands.cli import main
from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.front import progress
from whitesmoke.front import runs as played
from whitesmoke.model import codes
from whitesmoke.writing.output import dumps

from tests.unit.test_told import whitesmoke

CASES = [("tutorial", {}), ("tutorial", {"demands.harbour.ceiling": 0}), ("council", {}), ("conclave", {})]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main([*arguments])
    assert left.value.code == 0
    return capsys.readouterr().out


def test_json_is_that_of_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    case = ws.open("tutorial", changes={"demands.harbour.ceiling": 0}, rule="two-thirds")
    one = ["--set", "demands.harbour.ceiling=0", "--rule", "two-thirds", "--json"]
    run, runs = case.run(2, 5), case.runs(60, seed=3)
    assert printed(capsys, "run", "tutorial", "--seed", "2", "--replicate", "5", *one) == dumps(run.json())
    assert printed(capsys, "run", "tutorial", "--seed", "3", "--runs", "60", *one) == dumps(runs.json())
    why = printed(capsys, "explain", "tutorial", "--member", "BET", "--date", "2030-01-14", "--seed", "2", *one)
    assert why == dumps(case.explain("betania", datetime.date(2030, 1, 14), seed=2).json())
    base, change = ws.open("tutorial"), {"demands.harbour.ceiling": 0}
    compared = printed(capsys, "compare", "tutorial", "demands.harbour.ceiling=0", "council", "--runs", "50", "--json")
    assert compared == dumps(base.compare(change, "council", runs=50).json())


def test_nothing_is_printed_where_nobody_watches(capfd: pytest.CaptureFixture[str]) -> None:
    case = ws.open("tutorial")
    case.runs(20).frame()
    case.compare({"demands.harbour.ceiling": 0}, runs=20)
    case.run().why("BET", "2030-01-21")
    assert capfd.readouterr() == ("", "")


def test_a_command_says_lines_in_a_log(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    ws.open("tutorial").runs(20)
    assert capsys.readouterr().err == ""
    with progress.logged():
        ws.open("tutorial").runs(20)
    assert "tutorial: 20 of 20 runs" in capsys.readouterr().err


def test_a_bar_is_drawn_where_somebody_watches() -> None:
    screen = Console(file=io.StringIO(), force_terminal=True, width=100)
    with progress.bar("the [race]", screen) as advance:
        advance(5, 15)
    assert "the [race]" in screen.file.getvalue()
    assert "5/20" in screen.file.getvalue()


def test_an_interrupt_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    case = ws.open("tutorial")
    expected, threads = case.runs(30).frame(), threading.active_count()

    def interrupted(advance: progress.Advance, runs: int) -> Callable[[int], None]:
        def more(batch: int) -> None:
            raise KeyboardInterrupt

        return more

    with monkeypatch.context() as patch:
        patch.setattr(played, "batches", interrupted)
        with pytest.raises(KeyboardInterrupt):
            case.runs(30)
    assert threading.active_count() == threads
    assert case.runs(30).frame().equals(expected)


def numbers(table: pd.DataFrame) -> set[float]:
    return {float(x) for name in table for x in table[name] if isinstance(x, int | float | np.number)}


@pytest.mark.parametrize(("name", "changes"), CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_table_has_a_sentinel(name: str, changes: dict, seed: int) -> None:
    case = ws.open(name, changes=changes)
    runs, run = case.runs(80, seed), case.run(seed)
    why = run.why(next(iter(case.members)), case.start + datetime.timedelta(case.compiled.world.round_days))
    compared = case.compare({}, runs=40, seed=seed).frame().drop(columns=["shift.p05", "shift.p50", "shift.p95"])
    for table in (runs.frame(), run.frame(), run.tally, run.holdouts, run.concessions, runs.summary.frame(), compared):
        assert not numbers(table) & {codes.NEVER, float(codes.NEVER * case.compiled.world.round_days), -1.0}
        assert not any((table[column] == "").any() for column in table.select_dtypes(["string", "category"]))
        latest = pd.Timestamp(case.start) + pd.Timedelta(days=case.horizon)
        for column in table.select_dtypes("datetime"):
            known = table[column].dropna()
            assert known.between(pd.Timestamp(case.start), latest).all(), column
    assert not any(np.signbit(x) and x == 0.0 for x in why.frame()["logits"])


@pytest.mark.parametrize(("name", "changes"), CASES)
def test_the_table_of_runs_says_what_the_file_of_runs_says(name: str, changes: dict) -> None:
    case = ws.open(name, changes=changes)
    runs = case.runs(80)
    table, file = runs.frame(), pd.read_csv(pd.io.common.StringIO(runs.per_run_csv()))
    assert table["run"].tolist() == file["replicate"].tolist()
    assert (table["settled"] == (file["outcome"] == "consensus")).all()
    assert table["winner"].astype(object).where(table["settled"], "").tolist() == file["winner"].fillna("").tolist()
    assert table["ending"].tolist() == file["ending"].tolist()
    for column in ("last", "refused_by"):
        assert table[column].fillna("").tolist() == file[column].fillna("").astype(str).tolist()
    dates = pd.to_datetime(file["date"])
    assert (table["date"].isna() == ~table["settled"]).all()
    assert (table["date"].dropna() == dates[table["settled"]]).all()
    assert (table["day"] == (dates - pd.Timestamp(case.start)).dt.days).all()
    assert set(table["winner"].cat.categories) == set(case.candidates)
    gone = runs.outcomes.withdrawn != codes.NONE
    assert (table["withdrawn"].notna() == gone).all()
    assert ((table["ending"] == "withdrawn") == gone).all()
    for k, candidate in enumerate(case.candidates):
        assert (table[f"exit.{candidate}"].notna() == (runs.outcomes.exit[:, k] != codes.NEVER)).all()
    assert [f"met.{demand}" in table for demand in case.demands] == [True] * len(case.demands)


@pytest.mark.parametrize(("name", "changes"), CASES)
def test_day_and_settled_are_a_survival_pair(name: str, changes: dict) -> None:
    """The product-limit estimate of the pair is the curve that the figures draw."""
    runs = ws.open(name, changes=changes).runs(120)
    table, left, curve = runs.frame(), 1.0, {}
    for day, those in table.groupby("day"):
        left *= 1.0 - those["settled"].sum() / (table["day"] >= day).sum()
        curve[day] = left
    days, share = ensemble_summary.survival(runs.case.compiled, runs.day_or_never)
    for day, expected in zip(days.tolist(), share.tolist()):
        assert curve.get(day, expected) == pytest.approx(expected)


def test_runs_say_what_they_are() -> None:
    runs = ws.open("council").runs(100)
    assert repr(runs) == runs.sentence
    assert "of 100 runs" in repr(runs)
    assert "\n" not in repr(runs)
    assert "<table" in runs._repr_html_()
    assert "100 rows" in runs._repr_html_()
    told = repr(runs.summary)
    assert told.startswith("100 runs\noutcomes    ines ")
    assert len(told) < 1000
    assert runs.summary.outcomes["deadlock"].value == runs.json()["outcomes"]["deadlock"]
    assert list(runs.summary.frame()["outcome"]) == ["ines", "jaro", "deadlock", *codes.ENDINGS[1:]]
    assert runs.run(7).winner == runs.frame()["winner"].astype(object)[7]
    with pytest.raises(ws.WhitesmokeError, match="there is no run 100: these are runs 0 to 99"):
        runs.run(100)
    assert repr(pickle.loads(pickle.dumps(runs))) == repr(runs)


def test_a_run_tells_its_story_in_tables(tmp_path) -> None:
    run = ws.open("rutte-iohannis").run()
    assert repr(run) == run.json()["verdict"]
    assert len(repr(run)) < 1000
    assert run.frame()["date"].dtype.kind == "M"
    assert (run.winner, run.date, run.ending) == ("rutte", datetime.date.fromisoformat(run.json()["date"]), "changed")
    assert run.holdouts["member"].tolist() == [one["member"] for one in run.json()["last_holdouts"]]
    assert run.concessions["share"].tolist() == [one["share"] for one in run.json()["concessions"]]
    assert run.tally["rutte"].iloc[-1] == 32
    assert repr(pickle.loads(pickle.dumps(run))) == repr(run)
    run.save(tmp_path / "a", figure=True)
    assert json.loads((tmp_path / "a" / "trace.json").read_text(encoding="utf-8")) == run.json()
    assert (tmp_path / "a" / "figure.png").exists()
    run.save(tmp_path / "a", figure=False)
    assert not (tmp_path / "a" / "figure.png").exists()


def test_a_deadlock_has_no_winner_and_no_date() -> None:
    run = ws.open("tutorial").change({"demands.harbour.ceiling": 0}).run()
    assert (run.winner, run.date) == (None, None)
    assert run.concessions.empty
    assert run.concessions["share"].dtype == float


@pytest.mark.parametrize("member", ["HUN", "hun", "Hungary", "  hungary"])
def test_a_member_is_found_by_code_and_by_name(member: str) -> None:
    why = ws.open("rutte-iohannis", changes=["bargaining.mode=meetings"]).explain(member, "2024-06-01")
    assert why.member == "HUN"
    assert repr(why).startswith("Hungary on 1 June 2024: uncommitted; it committed on 6 June 2024. On Mark Rutte: ")
    assert "\n" not in repr(why)
    table = why.frame().set_index("term")["logits"]
    assert table.drop("acceptance").sum() == pytest.approx(table["acceptance"])
    assert len(why.plot().axes) == 1
    assert why.over == ""


def test_who_is_no_member_is_told_who_is_meant() -> None:
    run = ws.open("rutte-iohannis").run()
    for given, meant in [("Hungry", "Hungary"), ("the United Kingdon", "United Kingdom")]:
        with pytest.raises(ws.WhitesmokeError, match=f'no member "{given}": did you mean {meant}'):
            run.why(given, "2024-06-01")
    with pytest.raises(ws.WhitesmokeError, match=r'^"soon" is not a date; write it as 2024-05-01$'):
        run.why("HUN", "soon")
    assert run.why("the Netherlands", pd.Timestamp("2024-05-01")).member == "NLD"


def test_a_comparison_is_after_less_before() -> None:
    case = ws.open("tutorial")
    half = case.change({"demands.harbour.ceiling": 0.5})
    found = case.compare(half, {"demands.harbour.ceiling": 0}, case.change({}, rule="majority"), runs=60)
    assert list(found.after) == ["demands.harbour.ceiling=0.5", "demands.harbour.ceiling=0", "rule.name=majority"]
    table = found.frame().set_index("variant")
    assert table.loc["demands.harbour.ceiling=0", "deadlock"] > 0.5
    assert table.loc["rule.name=majority", "mean_shift"] < 0.0
    assert (table["later"] + table["earlier"] + table["same"]).tolist() == pytest.approx([1.0] * 3)
    assert repr(found).startswith("After less before, in 60 pairs of runs. demands.harbour.ceiling=0.5: later in ")
    assert found.cautions == []
    assert found.sentences["rule.name=majority"][0].startswith("Before: Tutorial")
    assert found.plot().axes
    assert repr(pickle.loads(pickle.dumps(found))) == repr(found)


def test_a_case_is_compared_with_itself_under_another_rule_and_both_rules_are_told() -> None:
    case = ws.open("tutorial")
    found = case.compare({"demands.harbour.ceiling": 0.5}, rule="majority", runs=20)
    assert found.data()["rule"] == "unanimity"
    assert found.data()["rules"] == {"demands.harbour.ceiling=0.5": "unanimity", "rule.name=majority": "majority"}
    told = {name: sentences[0] for name, sentences in found.sentences.items()}
    assert "The rule is" not in told["demands.harbour.ceiling=0.5"]
    assert "The rule is unanimity before, majority after." in told["rule.name=majority"]
    with pytest.raises(ws.WhitesmokeError, match='no rule is called "mayority"'):
        case.compare(rule="mayority")


def test_the_command_compares_with_another_rule_and_wants_something_to_compare_with(capsys, tmp_path) -> None:
    command = ["compare", "tutorial", "--runs", 20, "--no-figure", "--out", tmp_path]
    assert whitesmoke(*command, "--rule", "majority") == 0
    assert "The rule is unanimity before, majority after." in " ".join(capsys.readouterr().out.split())
    assert whitesmoke(*command) == 2
    assert "--rule majority" in capsys.readouterr().err


def test_many_runs_say_which_other_rule_is_in_force(capsys, tmp_path) -> None:
    command = ["run", "tutorial", "--rule", "majority", "--no-figure", "--out", tmp_path]
    for more in ([], ["--long"], ["--runs", 20]):
        assert whitesmoke(*command, *more) == 0
        assert "[with rule majority]" in capsys.readouterr().out
    for more in ([], ["--runs", 20]):
        assert whitesmoke(*command, *more, "-q") == 0
        assert capsys.readouterr().out.rstrip().endswith("(rule: majority).")


def test_a_comparison_with_another_body_is_cautioned() -> None:
    found = ws.open("tutorial").compare("council", runs=20)
    assert found.cautions == [
        "council and tutorial have no file in common: what differs is not one change, but two bodies."
    ]


def test_pairs_differ_by_the_change_alone() -> None:
    plain, fitted = ws.open("rutte-iohannis"), ws.open("rutte-iohannis", posterior="rutte-iohannis")
    found = fitted.compare(plain.change({"demands.hungary-opt-out.ceiling": 0}), runs=6)
    assert next(iter(found.after.values())).case.posterior is fitted.posterior
    with pytest.raises(ws.WhitesmokeError, match="different posteriors"):
        plain.compare(fitted, runs=6)
    with pytest.raises(ws.WhitesmokeError, match="compare with what"):
        plain.compare()
