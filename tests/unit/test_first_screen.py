"""A run on one screen: what it tells is true of every way a run can end; --long has the rest, -q the verdict alone."""

import io
import re

import pytest
import whitesmoke as ws
from rich.console import Console
from whitesmoke.commands.cli import main
from whitesmoke.model import codes
from whitesmoke.model.phases import decide
from whitesmoke.model.recorder import record
from whitesmoke.scenario.loaded import SourceRow
from whitesmoke.telling.first import parts
from whitesmoke.telling.sources import cited, where
from whitesmoke.telling.story import holdouts, look_of
from whitesmoke.telling.tipping import tipping
from whitesmoke.writing.output import is_quiet

from tests.unit.cases import case as by_hand
from tests.unit.test_endings import REFUSED

REFUSES = {"demands.harbour.ceiling": 0, "demands.harbour.worth": 9}
RUNS = [
    ("rutte-iohannis", 1, 0, {}),
    ("rutte-iohannis", 1, 17, {}),
    ("race-no-opt-out", 1, 0, {}),
    ("nato-2003", 1, 0, {}),
    ("council", 1, 0, {}),
    ("council", 1, 3, {}),
    ("tutorial", 1, 0, {}),
    ("tutorial", 1, 0, {**REFUSES, "parameters.veto": 50}),
    ("tutorial", 1, 0, {**REFUSES, "parameters.exit": 0}),
    (REFUSED, 1, 0, {}),
]


def whitesmoke(*arguments) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(map(str, arguments)))
    return int(left.value.code or 0)


def screen(run) -> str:
    text = io.StringIO()
    run.show(Console(file=text, width=80, highlight=False))
    return text.getvalue()


@pytest.mark.parametrize(("name", "seed", "replicate", "changes"), RUNS)
def test_it_fits_one_screen_in_plain_words(name, seed, replicate, changes):
    run = ws.open(name, changes=changes).run(seed, replicate)
    said = screen(run)
    lines = said.splitlines()
    assert 9 <= len(lines) <= 28
    assert max(map(len, lines)) <= 100
    assert not re.search(r"logit|[+-]\d+\.\d", said)
    assert run.headline in " ".join(said.split())
    titles = [title for title, _ in parts(run.trace)]
    assert titles[0].startswith("Who held it up, and why")
    assert ("What each got" in titles) == bool(len(run.trace.met[-1]))
    assert all(lines for _, lines in parts(run.trace))


@pytest.mark.parametrize(("name", "seed", "replicate", "changes"), RUNS)
def test_what_would_have_tipped_the_last_holdout_is_what_explain_finds(name, seed, replicate, changes):
    """On every day before the one that is named, explain finds no single change that is enough; on that day it does."""
    run = ws.open(name, changes=changes).run(seed, replicate)
    trace, told = run.trace, tipping(run.trace, holdouts(run.trace))
    winner = run.winner or run.trace.case.names.candidates[0]
    if found := re.search(r"would have made (.*) ready for .* before (\d+ \w+ \d+)(.*)", told):
        who, day, rest = found[1], found[2], found[3]
        names = trace.case.names
        i = names.member_names.index(who.removeprefix("the "))
        on = next(t for t in range(1, trace.rounds + 1) if f"{(d := names.date_of_round(t)).day} {d:%B %Y}" == day)
        for round_ in range(look_of(trace, i) + 1, on + 1, 7 if on > 60 else 1):
            view = _view(run, who, names.date_of_round(round_), winner)
            near = view is not None and (view.acceptance >= 0 or any(lever.needed is not None for lever in view.levers))
            assert near == (round_ == on), round_
        assert _view(run, who, names.date_of_round(on), winner).levers[0].words() in rest
    else:
        assert told == "" or told.startswith(("On ", "No single change would have made "))


def _view(run, who, date, winner):
    found = run.why(who, date).found
    return next((v for v in found.views if v.candidate == winner and found.free and found.stance != winner), None)


def test_who_commits_on_the_same_day_is_not_told_to_have_come_before():
    trace = record(by_hand([[9.0]] * 9, rounds=30, coefficient={"speed": 50.0}), 1)
    late = holdouts(trace)
    assert late[0].date == late[1].date
    (_, lines), *_ = parts(trace)
    assert " committed last, on " in lines[0]
    assert " committed as late, on " in lines[1]
    assert tipping(trace, late) == "", "nobody could have been sooner than the first round"


def test_of_pure_contagion_and_of_bodies_too_large_to_look_back_nothing_is_told():
    trace = ws.open("council").run(1).trace
    assert tipping(trace, holdouts(trace))
    trace.looks = []
    assert tipping(trace, holdouts(trace)) == ""
    imitators = record(by_hand([[0.0]] * 4, rounds=9, response=codes.PROPORTIONAL), 1)
    assert tipping(imitators, holdouts(imitators)) == ""


def test_a_holdout_with_a_candidate_of_its_own_could_not_be_tipped():
    events = [{"day": 35, "kind": codes.WITHDRAW, "candidate": 1}]
    trace = record(by_hand([[9.0, -9.0]] * 4, rounds=40, home=[0, 1], events=events), 1)
    (holdout, *_) = holdouts(trace)
    i = trace.case.names.members.index(holdout.member)
    assert i == 1
    assert decide.acceptance(trace.case.world, trace.looks[-1], i, 0) > 0.0
    assert "was ready for Candidate 0" in tipping(trace, [holdout])


def test_sources_are_told_by_where_they_can_be_read():
    table = {
        "A1": SourceRow(id="A1", what="the appointment", address="press account of June"),
        "B2": SourceRow(id="B2", what="a letter", address="https://example.org/letter"),
        "C3": SourceRow(id="C3"),
    }
    assert cited("A1; B2", table) == "press account of June; https://example.org/letter"
    assert cited("C3; a talk", table) == "C3; a talk"
    assert where("A1; B2", table) == "https://example.org/letter"
    assert where("A1", table) == "press account of June"
    assert where("", table) == cited("", table) == ""


def test_the_screen_cites_an_address_and_the_long_story_every_source(capsys, tmp_path):
    assert whitesmoke("run", "rutte-iohannis", "--no-figure", "--out", tmp_path) == 0
    brief = " ".join(capsys.readouterr().out.split())
    assert "26 June 2024 (https://miragenews.com/mark-rutte-selected-as-natos-next-secretary-1264848)." in brief
    assert "R52" not in brief
    assert whitesmoke("run", "rutte-iohannis", "--no-figure", "--long", "--out", tmp_path) == 0
    long = " ".join(capsys.readouterr().out.split())
    assert "(https://miragenews.com/mark-rutte-selected-as-natos-next-secretary-1264848; press account of" in long
    assert "R52" not in long
    assert "1 November 2023, day 0" in long
    assert "the Netherlands commits to its own candidate, Mark Rutte" in long
    assert "logits" in long
    assert len(long) > 4 * len(brief)


@pytest.mark.parametrize(
    "words", [("run", "tutorial", "-q"), ("-q", "run", "tutorial"), ("run", "tutorial", "--quiet")]
)
def test_quiet_is_the_verdict_alone(words, capsys, tmp_path):
    assert whitesmoke(*words, "--out", tmp_path) == 0
    said = capsys.readouterr()
    assert said.out == "Consensus on Dora Dorn on 21 January 2030, day 14.\n"
    assert said.err == ""
    assert not is_quiet()
    assert (tmp_path / "figure.png").exists()
    assert whitesmoke("run", "tutorial", "--out", tmp_path) == 0  # the next command is not quiet
    assert "Written to" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("run", "tutorial", "--runs", 20, "--no-figure"),
        ("compare", "tutorial", "demands.harbour.ceiling=0", "--runs", 20, "--no-figure"),
        ("explain", "tutorial", "--member", "gammaland"),
    ],
)
def test_quiet_is_a_sentence_of_other_commands_and_errors_are_said(words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert whitesmoke(*words, "-q") == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert len(said.out.splitlines()) <= 2
    assert whitesmoke(words[0], "nosuch", *words[2:], "-q") == 2
    assert "nosuch" in capsys.readouterr().err


def test_quiet_leaves_a_line_of_a_sweep_and_of_its_folder(capsys, tmp_path):
    experiment = tmp_path / "stubborn.toml"
    experiment.write_text(
        'title = "Stubborn"\nquestion = "What if?"\nscenario = "tutorial"\ndesign.kind = "grid"\nreplicates.runs = 4\n'
        'factors.liking = { path = "members.GAM.baseline", values = [0.0, -9.0] }\n'
    )
    out = ("--out", tmp_path / "results")
    folder = tmp_path / "results" / "stubborn"
    for words, line in [
        (("sweep", experiment, "--dry-run", *out), "8 runs to play, about "),
        (("sweep", experiment, "--no-figure", *out), f"Stubborn: 2 points, 8 runs, in {folder}/"),
        (("resume", folder, "--no-figure"), f"Stubborn: 2 points, 8 runs, in {folder}/"),
        (("status", folder), f"Stubborn: 2 points, 8 runs, in {folder}/"),
        (("verify", folder), "sound: every byte is what it was"),
        (("replay", folder, 0, 1, "--no-figure"), "Consensus on Dora Dorn on "),
        (("check", experiment), "1 file without errors"),
    ]:
        assert whitesmoke(*words, "-q") == 0
        said = capsys.readouterr()
        assert said.err == ""
        assert said.out.startswith(line)
        assert said.out.count("\n") == 1


def test_a_day_is_not_needed_to_explain_a_member(capsys):
    assert whitesmoke("explain", "tutorial", "--member", "the Gammaland") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Gammaland on 21 January 2030: uncommitted when it decided; it committed on that day." in said
    assert whitesmoke("explain", "race-no-opt-out", "--member", "hungary", "--seed", 2) == 0
    assert "Hungary on 1 October 2024: uncommitted, as it was at the end." in capsys.readouterr().out
