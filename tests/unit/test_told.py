"""What commands say in words: why a member cannot move, who is behind a deadlock, what was played with which draws."""

import io
import json
import os

import numpy as np
import pytest
from rich.console import Console
from whitesmoke.commands.cli import main
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.figures.happenings import happenings
from whitesmoke.figures.style import headline as drawn
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import Trace
from whitesmoke.scenario import open_case
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.telling.explain import explain
from whitesmoke.telling.run_json import as_json
from whitesmoke.telling.show import show_explanation, stood
from whitesmoke.telling.story import headline
from whitesmoke.telling.words import say, tell
from whitesmoke.writing.output import write_text

REFUSED = ["demands.harbour.ceiling=0", "demands.harbour.worth=9", "parameters.veto=50"]


def whitesmoke(*arguments) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(map(str, arguments)))
    return int(left.value.code or 0)


@pytest.fixture(scope="module")
def race() -> Trace:
    return record(open_case("rutte-iohannis", ["bargaining.mode=meetings"]), 1)


def told(race: Trace, member: str, round_: int) -> str:
    text = io.StringIO()
    show_explanation(Console(file=text, width=200), race, explain(race, member, race.case.names.date_of_round(round_)))
    return text.getvalue()


def test_why_a_member_cannot_move_is_said(race: Trace) -> None:
    accession = int(race.case.world.accession[race.case.names.members.index("SWE")])
    assert "Sweden on" in told(race, "SWE", 1)
    assert ": not yet a member." in told(race, "SWE", accession // race.case.world.round_days - 1)
    assert "committed to Mark Rutte, its own candidate, whatever it thinks of any." in told(race, "NLD", 40)
    entry = next(
        round_ for round_ in range(1, 200) if "its own candidate, Klaus Iohannis, to enter" in told(race, "ROU", round_)
    )
    assert "Klaus Iohannis, its own candidate" in told(race, "ROU", entry + 60)


def test_who_is_committed_keeps_its_word_and_is_not_called_unready(race: Trace) -> None:
    date = race.case.names.date_of_round(112)
    for member in race.case.names.members:
        found = explain(race, member, date)
        if found.free and any(view.candidate == found.stance and view.acceptance < 0 for view in found.views):
            break
    else:
        pytest.fail("nobody has thought better of it")
    said = told(race, member, 112)
    assert "would not commit anew" in said
    assert "It keeps its word." in said
    assert "not yet" not in said


def test_a_deadlock_in_which_the_candidate_left_says_who_refused(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    changes = [part for change in REFUSED for part in ("--set", change)]
    assert whitesmoke("run", "tutorial", "--runs", 20, *changes, "--out", tmp_path) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Withdrawn in 20 of 20 runs: nobody was left to agree on." in out
    found = json.loads((tmp_path / "ensemble.json").read_text())
    assert found["no_candidate_left"] == found["endings"]["withdrawn"] == 1.0
    assert found["refused_by"] == {"GAM": 1.0}
    assert found["last_holdouts"]["GAM"] == 1.0


def test_results_name_the_posterior_they_were_played_with(
    capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = []
    for name, speed in (("one", 0.7), ("other", 1.9)):
        write(Posterior(["parameters.speed"], np.array([[speed]]), {"cases": ["tutorial"]}), tmp_path / name)
        for command in (["run"], ["run", "--runs", 5], ["explain", "--member", "GAM", "--date", "2030-01-21"]):
            assert whitesmoke(command[0], "tutorial", *command[1:], "--posterior", name, "--json") == 0
            said.append(json.loads(capsys.readouterr().out)["posterior_sha256"])
        assert whitesmoke("run", "tutorial", "--runs", 5, "--no-figure", "--posterior", name) == 0
        capsys.readouterr()
    assert [len(set(said[:3])), len(set(said[3:])), len(set(said))] == [1, 1, 2]
    assert len(list((tmp_path / "results" / "runs" / "tutorial").iterdir())) == 2


def test_bodies_with_nothing_in_common_are_compared_with_a_warning(
    capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    assert whitesmoke("compare", "tutorial", "nato-2009", "--runs", 5, "--no-figure", "--out", tmp_path) == 0
    assert "nato-2009 and tutorial have no file in common" in capsys.readouterr().err
    assert whitesmoke("compare", "rutte-iohannis", "nato-2009", "--runs", 5, "--no-figure", "--out", tmp_path) == 0
    assert "no file in common" not in capsys.readouterr().err


def test_a_figure_of_an_earlier_result_does_not_stay(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    (tmp_path / "figure.png").write_bytes(b"of an earlier result")
    assert whitesmoke("run", "tutorial", "--no-figure", "--out", tmp_path) == 0
    assert not (tmp_path / "figure.png").exists()
    said = f"{tmp_path}/figure.png, of an earlier result, is removed: it would not show this one."
    assert capsys.readouterr().err.splitlines()[0] == said
    assert whitesmoke("run", "tutorial", "--no-figure", "--out", tmp_path) == 0
    assert "removed" not in capsys.readouterr().err


def test_what_a_link_leads_to_is_written_and_a_pipe_stays_one(tmp_path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_text(tmp_path / "link", "text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "text"
    read, end = os.pipe()
    write_text(type(tmp_path)(f"/dev/fd/{end}"), "text")
    assert os.read(read, 10) == b"text"
    os.close(read), os.close(end)
    write_text(type(tmp_path)("/dev/null"), "text")
    assert not type(tmp_path)("/dev/null").is_file()


def test_of_a_race_that_is_over_nothing_is_forecast(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    assert whitesmoke("nowcast", "rutte-iohannis", "--as-of", "2024-06-27", "--runs", 50, "--out", tmp_path) == 0
    said = capsys.readouterr().out
    assert "already decided, on Mark Rutte (26 June 2024)." in said
    assert "nothing is left to forecast" in said
    assert "Chances" not in said


def test_every_figure_says_that_its_parameters_are_in_sample(
    capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch
) -> None:
    drawn = []
    monkeypatch.setattr("whitesmoke.figures.save", lambda figure, path: drawn.append(figure))
    write(Posterior(["parameters.speed"], np.array([[0.7], [1.9]]), {"cases": ["tutorial"]}), tmp_path)
    for command in (
        ["run", "tutorial"],
        ["run", "tutorial", "--runs", 20],
        ["compare", "tutorial", "demands.harbour.ceiling=0", "--runs", 20],
        ["nowcast", "tutorial", "--as-of", "2030-01-21", "--runs", 20],
        ["nowcast", "tutorial", "--as-of", "2030-01-21", "--runs", 20, "--weekly"],
        ["attribute", "tutorial", "--runs", 20],
    ):
        assert whitesmoke(*command, "--posterior", tmp_path, "--out", tmp_path / "out") == 0
        words = " ".join(text.get_text() for text in drawn.pop().findobj(lambda artist: hasattr(artist, "get_text")))
        assert "Parameters are draws from a posterior fitted to tutorial: in-sample." in words, command


def test_a_scenario_given_as_a_series_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert whitesmoke("series", "scenarios/tutorial.toml") == 2
    said = capsys.readouterr().err
    assert "this is a scenario, not a series; play it with `whitesmoke run" in said
    assert len(said.splitlines()) == 1


RULES = {
    "unanimity": "Consensus on Dora Dorn on ",
    "consensus": "Consensus on Dora Dorn on ",
    "majority": "Dora Dorn is chosen on ",
    "two-thirds": "Dora Dorn is chosen on ",
    "present-and-voting": "Dora Dorn is chosen on ",
    "consensus-minus-1": "Dora Dorn is chosen on ",
}


@pytest.mark.parametrize("rule", RULES)
def test_only_what_nobody_could_be_outvoted_in_is_called_a_consensus(rule: str) -> None:
    trace = record(build(load("tutorial", rule=rule)), 1)
    assert headline(trace).startswith(RULES[rule])
    assert as_json(trace)["outcome"] == "consensus"
    chosen = rule not in ("unanimity", "consensus")
    assert headline(trace).endswith(f" (rule: {rule})" if chosen else tuple("0123456789"))
    assert say(trace, trace.entries[-1]) == ("Dora Dorn is chosen" if chosen else "consensus on Dora Dorn")
    assert drawn(trace).startswith("Dora Dorn is chosen, " if chosen else "Consensus on Dora Dorn, ")
    lines = " ".join(line.text for line in happenings(trace, 1e9))
    assert ("Dora Dorn is chosen" if chosen else "consensus on Dora Dorn") in lines


def test_a_veto_of_everybody_is_a_consensus_and_a_veto_of_some_is_none() -> None:
    base = load("tutorial", rule="majority")
    for veto, said in (([*base.scenario.members], "no consensus"), ([*base.scenario.members][:1], "nobody chosen")):
        changes = [*REFUSED, f"rule.veto={json.dumps(veto)}", "parameters.speed=0", "parameters.exit=0"]
        trace = record(build(load("tutorial", changes, "majority")), 1)
        assert headline(trace).startswith(f"Deadlock: {said} by ")
        assert "time is up " + {"no consensus": "without consensus"}.get(said, "and nobody is chosen") in say(
            trace, trace.entries[-1]
        )


def test_without_hindsight_only_the_day_itself_is_told(race: Trace) -> None:
    on = race.committed_on(race.case.names.members.index("TUR"))
    early, last = (explain(race, "TUR", race.case.names.date_of_round(t)) for t in (on - 20, on))
    assert "it committed on" in stood(race, early)
    assert stood(race, early, hindsight=False) == "uncommitted"
    assert stood(race, last, hindsight=False) == stood(race, last)
    trace = record(build(load("tutorial", REFUSED)), 1)
    first, end = (explain(trace, "BET", trace.case.names.date_of_round(t)) for t in (1, trace.rounds))
    assert stood(trace, first) == stood(trace, end, hindsight=False) == "uncommitted; it never committed"
    assert stood(trace, first, hindsight=False) == "uncommitted"


def test_a_crowd_is_counted_and_the_verb_comes_before_the_names() -> None:
    trace = record(open_case("conclave"), 1)
    names = trace.case.names
    day = [e for e in trace.entries if e.round == 6]
    for k, name in enumerate(names.candidate_names):
        crowd = [e for e in day if e.kind == "commitment" and e.candidate == k]
        said = [
            sentence for sentence in tell(trace, day) if sentence.endswith(f"to {name}") or f"to {name} (" in sentence
        ]
        if len(crowd) > 5:
            first, second = (names.member_names[e.member] for e in crowd[:2])
            assert f"{len(crowd)} members commit to {name} ({first}, {second}, ...)" in said
            assert sum("commit" in sentence and "takes" not in sentence for sentence in said) == 1
            few = tell(trace, crowd[:5])
            assert few[0].startswith(f"{first}, {second}, ")
            assert "..." not in few[0]
            break
    else:
        pytest.fail("no crowd")


def test_a_candidate_without_a_capital_begins_a_sentence_with_one() -> None:
    trace = record(build(load("tutorial", ["candidates.dora.name=the front-runner"], "majority")), 1)
    assert headline(trace).startswith("The front-runner is chosen on ")
    assert drawn(trace).startswith("The front-runner is chosen, ")


def test_people_are_told_names_and_intervals_and_only_a_consensus_is_called_one(
    capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    for command in (
        ["run", "tutorial", "--runs", 20],
        ["nowcast", "tutorial", "--as-of", "2030-01-21", "--runs", 20, "--rule", "majority"],
    ):
        assert whitesmoke(*command, "--no-figure", "--out", tmp_path) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "GAM" not in said
        assert "dora" not in said
        assert ": 100 % [" in said or "in 100 % [" in said or "Dora Dorn 100 % [" in said
    assert "consensus" not in said
    assert "a choice by the horizon" in said
