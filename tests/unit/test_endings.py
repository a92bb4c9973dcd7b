"""How runs end: agreed, withdrawn (refused by whom), out of time; who held them up is told as it stood before."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.commands.cli import main
from whitesmoke.evidence.analysis import endings, ensemble_summary
from whitesmoke.figures.ensembles import ensemble_figure
from whitesmoke.figures.sweeps.foot import foot
from whitesmoke.figures.sweeps.points import read
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.mesa import Negotiation
from whitesmoke.model.reading import ENDINGS
from whitesmoke.model.recorder import record
from whitesmoke.page.replicates import distribution, level
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.study import export
from whitesmoke.study.answers import summarise
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.places import targets_of
from whitesmoke.study.plan import lay_out
from whitesmoke.study.store import Folder
from whitesmoke.telling import many_runs
from whitesmoke.telling.many_runs import _simulated, ensemble_json, per_run_csv
from whitesmoke.telling.run_json import as_json
from whitesmoke.telling.story import verdict
from whitesmoke.writing.estimates import percent

from tests.unit.cases import case as by_hand
from tests.unit.test_export_codes import played

REFUSED = Path(__file__).with_name("one-refuses.toml")
RUNS = 60


@pytest.fixture(scope="module")
def refused():
    loaded = load(str(REFUSED))
    case = build(loaded)
    return loaded, case, ensemble(case.world, RUNS, 1)


def test_the_one_that_refuses_is_named_and_nobody_else(refused):
    _, case, outcomes = refused
    rows = list(csv.DictReader(io.StringIO(per_run_csv(case, outcomes))))
    big = case.names.members.index("BIG")
    everybody_else = (np.delete(outcomes.committed_on, big, axis=1) != codes.NEVER).all(axis=1)
    assert 0.5 < everybody_else.mean() < 1.0
    for row, rest in zip(rows, everybody_else):
        assert row["outcome"] == "deadlock"
        assert row["ending"] in ("withdrawn", "time-ran-out")
        assert row["refused_by"] == ("BIG" if row["ending"] == "withdrawn" else "")
        assert (row["last"] == "BIG") == rest
        assert "BIG" in row["last"].split()
    assert {row["ending"] for row in rows} == {"withdrawn", "time-ran-out"}


def test_deadlock_is_split_and_whose_refusal_it_was_is_counted(refused):
    loaded, case, outcomes = refused
    data = ensemble_json(loaded, case, outcomes, 1)
    shares = data["endings"]
    assert list(shares) == list(codes.ENDINGS)
    assert shares["withdrawn"] + shares["time-ran-out"] == pytest.approx(data["outcomes"]["deadlock"])
    assert data["refused_by"] == {"BIG": shares["withdrawn"]}
    assert data["last_holdouts"]["BIG"] == 1.0
    assert max(share for code, share in data["last_holdouts"].items() if code != "BIG") < 0.25


def test_each_ending_counts_as_what_it_says(refused):
    """One table: the class of each run is among those that the names of the endings give."""
    assert list(ENDINGS) == list(codes.ENDINGS)
    assert {one for told in ENDINGS.values() for one in re.findall(r"[a-z]+", told.counts_as)} - {"or"} == set(
        codes.ENDING_CLASSES
    )
    _, case, outcomes = refused
    rows = list(csv.DictReader(io.StringIO(per_run_csv(case, outcomes))))
    assert {row["ending_class"] for row in rows} == {"failure"}
    for row in rows:
        assert row["ending_class"] in ENDINGS[row["ending"]].counts_as


@pytest.mark.parametrize("name", ["rutte-iohannis", "tests/agreement/tax.toml", "race-majority", "council"])
def test_classes_of_runs_and_of_ensembles(name):
    loaded = load(name)
    case = build(loaded)
    outcomes = ensemble(case.world, 40, 1)
    data = ensemble_json(loaded, case, outcomes, 1)
    assert sum(data["ending_classes"].values()) == pytest.approx(1.0)
    assert data["ending_classes"]["failure"] == pytest.approx(data["outcomes"]["deadlock"])
    for ended, counted_as in zip(endings.endings(outcomes), endings.ending_classes(outcomes), strict=True):
        assert counted_as in ENDINGS[ended].counts_as
    trace = record(case, 1, 3)
    assert as_json(trace)["ending_class"] == trace.ending_class == endings.ending_classes(outcomes)[3]


def test_a_run_says_who_refused_and_names_no_supporter(refused):
    _, case, outcomes = refused
    run = int(np.flatnonzero(outcomes.withdrawn == 0)[0])
    trace = record(case, 1, run)
    data = as_json(trace)
    assert (data["outcome"], data["ending"], data["refused_by"], data["withdrawn"]) == (
        "deadlock",
        "withdrawn",
        ["BIG"],
        "text",
    )
    assert [holdout["member"] for holdout in data["last_holdouts"]] == ["BIG"]
    assert data["last_holdouts"][0]["held_by"]["demands"] == float("-inf")
    said = verdict(trace)
    assert "with 26 of 27 members, refused by Big." in said[1]
    assert said[2] == "No candidate was left."
    assert said[3].startswith("Big had not committed by then")
    assert data["timeline"][-1]["text"].startswith("no candidate is left")


def test_time_ran_out_is_no_withdrawal(refused):
    _, case, outcomes = refused
    trace = record(case, 1, int(np.flatnonzero(outcomes.withdrawn == codes.NONE)[0]))
    data = as_json(trace)
    assert (data["ending"], data["refused_by"], data["withdrawn"]) == ("time-ran-out", [], None)
    assert verdict(trace)[1] == "The proposal had 26 of 27 members at the end."
    assert data["timeline"][-1]["text"].startswith("time is up")


def test_traces_and_ensembles_name_the_same_members():
    case = build(load("council"))
    outcomes = ensemble(case.world, 40, 1)
    ended = endings.endings(outcomes)
    last, refused_by = endings.last_texts(case, outcomes), endings.refused_texts(case, outcomes)
    gone = np.flatnonzero(ended == "withdrawn")
    assert len(gone) > 4
    for run in gone.tolist():
        trace = record(case, 1, run)
        assert trace.ending == "withdrawn"
        names = case.names.members
        assert sorted(names[i] for i in trace.refused_by) == sorted(refused_by[run].split())
        assert len(last[run].split()) < len(names)
        assert {holdout["member"] for holdout in as_json(trace)["last_holdouts"]} <= set(last[run].split())


def test_nobody_refused_where_hope_was_gone_or_the_script_said_so():
    hopeless = by_hand([[-9.0]] * 4, coefficient={"exit": 5.0, "hopelessness": 0.0}, rounds=30)
    scripted = by_hand([[-9.0]] * 4, rounds=30, events=[{"day": 70, "kind": codes.WITHDRAW, "candidate": 0}])
    for case in (hopeless, scripted):
        outcomes = ensemble(case.world, 5, 1)
        assert (endings.endings(outcomes) == "withdrawn").all()
        assert endings.refused_texts(case, outcomes) == [""] * 5
    assert "without hope." in verdict(record(hopeless, 1))[1]
    assert verdict(record(scripted, 1))[1].endswith("with 0 of 4 members, as the scenario has it.")


def withdrawals(*days, **sketch):
    """Candidates 0, 1, ... who leave on these days, with a home each that supports nobody else."""
    events = [{"day": day, "kind": codes.WITHDRAW, "candidate": k} for k, day in enumerate(days)]
    home = list(range(len(days)))
    return by_hand([[-99.0] * len(days)] * 4, rounds=20, home=home, events=events, **sketch)


@pytest.mark.parametrize(("days", "told"), [((35, 70), 1), ((70, 35), 0), ((35, 35), 1)])
def test_of_equals_the_latest_to_leave_is_told_of(days, told):
    case = withdrawals(*days)
    outcomes = ensemble(case.world, 1, 1)
    assert outcomes.withdrawn[0] == told
    assert [case.names.members.index(code) for code in endings.last_texts(case, outcomes)[0].split()] == [
        i for i in range(4) if i != told
    ]
    assert f"Candidate {told} had come furthest, with 1 of 4 members" in " ".join(verdict(record(case, 1)))


def test_who_had_most_members_is_told_of_whenever_it_left():
    events = [
        {"day": 14, "kind": codes.ENDORSE, "member": 2, "candidate": 0},
        {"day": 35, "kind": codes.WITHDRAW, "candidate": 0},
        {"day": 70, "kind": codes.WITHDRAW, "candidate": 1},
    ]
    case = by_hand([[-99.0] * 2] * 4, rounds=20, home=[0, 1], events=events)
    outcomes = ensemble(case.world, 1, 1)
    assert outcomes.withdrawn[0] == 0
    assert outcomes.committed_on[0].tolist() == [0, codes.NEVER, 2, codes.NEVER]


def test_somebody_still_in_the_race_or_to_enter_it_is_no_withdrawal():
    one_left = by_hand(
        [[-99.0] * 2] * 4, rounds=20, home=[0, 1], events=[{"day": 35, "kind": codes.WITHDRAW, "candidate": 0}]
    )
    assert endings.endings(ensemble(one_left.world, 1, 1))[0] == "time-ran-out"
    for entry, ending in ((140, "time-ran-out"), (141, "withdrawn")):  # the last round ends on day 140
        leaves = [{"day": 35, "kind": codes.WITHDRAW, "candidate": 0}]
        late = by_hand([[-99.0] * 2] * 4, rounds=20, home=[0, 1], entry=[0, entry], events=leaves)
        outcomes = ensemble(late.world, 1, 1)
        assert endings.endings(outcomes)[0] == record(late, 1).ending == ending
        assert ("M000" in endings.last_texts(late, outcomes)[0]) is (ending == "time-ran-out")
    to_come = withdrawals(35, 140, entry=[0, 105])
    assert ensemble(to_come.world, 1, 1, until=10).withdrawn[0] == codes.NONE
    assert ensemble(to_come.world, 1, 1, until=20).withdrawn[0] == 1


def test_who_joined_after_the_withdrawal_was_not_last():
    case = withdrawals(35, accession=[0, 0, 0, 70])
    outcomes = ensemble(case.world, 1, 1)
    assert endings.last_texts(case, outcomes) == ["M001 M002"]
    assert [holdout["member"] for holdout in as_json(record(case, 1))["last_holdouts"]] == ["M001"]


def test_the_mesa_model_says_how_it_ended(refused):
    _, case, outcomes = refused
    run = int(np.flatnonzero(outcomes.withdrawn == 0)[0])
    model = Negotiation(case, rng=1, run=run)
    assert (model.ending, model.refused_by) == (None, [])
    while model.running:
        model.step()
    assert (model.outcome, model.ending, model.refused_by) == ("deadlock", "withdrawn", ["BIG"])


def test_the_command_prints_both_kinds_of_deadlock(capsys, tmp_path):
    with pytest.raises(SystemExit):
        main(["run", str(REFUSED), "--runs", "60", "--no-figure", "--out", str(tmp_path)])
    out = " ".join(capsys.readouterr().out.split())
    assert "- withdrawn" in out
    assert "- time ran out" in out
    assert re.search(r"Withdrawn in \d+ of 60 runs: nobody", out)
    assert "Refused by (runs; several can refuse in one) Big: " in out
    assert json.loads((tmp_path / "ensemble.json").read_text())["endings_95"]["agreed"][0] == 0.0


def test_a_count_of_the_record_after_the_candidate_left_has_no_band_beside_it():
    band = {"p05": 2, "p50": 3, "p95": 4}
    assert _simulated(band, 1.0, "Ada A has left") == "3 [2, 4]"
    assert _simulated(band, 0.5, "Ada A has left") == "3 [2, 4], in the 50 % of runs where Ada A has not left"
    assert _simulated(dict.fromkeys(band), 0.0, "Ada A has left") == "Ada A has left in 100 % of runs"
    assert _simulated(dict.fromkeys(band), 0.03, "Ada A has left") == "Ada A has left in 97 % of runs"


# --- the band of tallies -------------------------------------------------------------------------------------------


def test_a_band_is_of_the_runs_in_which_the_candidate_has_not_left(refused):
    """By hand: 26 of 27 stay committed in every run, so no quantile falls while there is a run to tell of."""
    _, _, outcomes = refused
    found, horizon = ensemble_summary.band(outcomes, 0), outcomes.tally.shape[1]
    gone = outcomes.exit[:, 0]
    for t in (0, 30, 90, 200, horizon - 1):
        still = np.sort(outcomes.tally[gone > t, t, 0])
        assert found.racing[t] == len(still) / RUNS
        if len(still) >= 0.05 * RUNS:
            wanted = np.quantile(still, list(ensemble_summary.QUANTILES.values()), method="inverted_cdf")
            assert found.quantile[:, t].tolist() == wanted.tolist()
    assert (found.quantile[0, 60:] >= 26).sum() > 0
    assert set(found.quantile[:, 60:].ravel().tolist()) <= {-1, 26}
    assert np.quantile(outcomes.tally[:, 200, 0], 0.05) == 0.0  # what was drawn before


def test_no_band_is_told_of_too_few_runs():
    case = withdrawals(35)
    outcomes = ensemble(case.world, 3, 1)
    found = ensemble_summary.band(outcomes, 0)
    assert found.quantile[:, 4].tolist() == [1, 1, 1]
    assert found.quantile[:, 5].tolist() == [-1, -1, -1]
    assert level(found.quantile[0]) == [[0, 5, 1]]


def test_json_figure_and_table_say_of_how_many_runs_a_band_is(refused):
    loaded, case, outcomes = refused
    data = ensemble_json(loaded, case, outcomes, 1)
    last = data["tally"][-1]
    assert last["in_race"]["text"] == (outcomes.exit[:, 0] == codes.NEVER).mean()
    withdrawn = ensemble_json(load("tutorial"), gone := withdrawals(35), ensemble(gone.world, 3, 1), 1)["tally"]
    assert withdrawn[-1]["committed"]["candidate-0"] == {"p05": None, "p50": None, "p95": None}
    assert (withdrawn[4]["in_race"], withdrawn[5]["in_race"]) == ({"candidate-0": 1.0}, {"candidate-0": 0.0})
    figure = ensemble_figure(
        case,
        ensemble_summary.summarise(case, outcomes),
        outcomes.winner,
        ensemble_summary.settled(case, outcomes),
        ensemble_summary.bands(case, outcomes),
        1,
    )
    words = "\n".join(t.get_text() for t in figure.findobj(lambda artist: hasattr(artist, "get_text")))
    assert "a: median and 5 to 95 % of the runs in which it has not left" in words
    assert f"the proposal, left in {percent((outcomes.exit[:, 0] != codes.NEVER).mean())}" in words
    assert "- withdrawn" in words
    assert "e: its refusal made the candidate withdraw" in words


# --- sweeps, exports, comparisons ----------------------------------------------------------------------------------

SWEEP = """
title = "How firmly it refuses"
question = "Who is told to have held it up?"
scenario = "one-refuses.toml"
[factors.exit]
path = "parameters.exit"
values = [0.0, 1.0]
[design]
kind = "grid"
[replicates]
runs = 12
"""


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    here = tmp_path_factory.mktemp("sweep")
    (here / REFUSED.name).write_text(REFUSED.read_text())
    (here / "refusals.toml").write_text(SWEEP)
    return here / "refusals.toml", played(here / "refusals.toml", here / "results")


def test_a_sweep_splits_deadlock_and_counts_refusals(swept):
    file, folder = swept
    plan = lay_out(load_experiment(file))
    plan.targets.update(targets_of(folder))
    never, firmly = summarise(plan, folder)["points"]
    assert (never["endings"]["time-ran-out"].value, never["refused_by"]) == (1.0, {})
    assert never["last_holdouts"]["BIG"] == 1.0
    assert firmly["endings"]["withdrawn"].value == 1.0
    assert firmly["refused_by"] == {"BIG": 1.0}
    assert len([share for share in firmly["last_holdouts"].values() if share == 1.0]) == 1
    assert firmly["against_first"].deadlock.value == 0.0
    assert firmly["against_first"].withdrawn.value == 1.0


def test_the_foot_of_a_sweep_says_what_its_deadlocks_came_from(swept):
    file, folder = swept
    plan = lay_out(load_experiment(file))
    plan.targets.update(targets_of(folder))
    found = summarise(plan, folder)
    told = "no candidate was left (withdrawn) in 0 % to 100 % of all runs, by point"
    assert told in " ".join(foot(found, read(found)).others)
    time_ran_out = {**found, "points": found["points"][:1]}
    assert "withdrawn" not in " ".join(foot(time_ran_out, read(time_ran_out)).others)


def test_an_export_has_endings_and_its_codebook_says_what_they_mean(swept, tmp_path):
    _, folder = swept
    export.exported(folder, ["csv"], tmp_path)
    rows = list(csv.DictReader((tmp_path / "runs.csv").read_text().splitlines()))
    assert {(row["exit"], row["ending"], row["refused_by"]) for row in rows} == {
        ("0", "time-ran-out", ""),
        ("1", "withdrawn", "BIG"),
    }
    book = {row["name"]: row for row in csv.DictReader((tmp_path / "codebook.csv").read_text().splitlines())}
    assert "withdrawn = deadlock: no candidate was left" in book["ending"]["values"]
    assert "just before" in book["last"]["meaning"]
    assert list(book)[-5:-2] == ["ending", "refused_by", "overruled"]
    assert {row["overruled"] for row in rows} == {""}


def test_a_folder_of_an_earlier_version_opens_without_endings(swept, tmp_path):
    """Its parts lack the two columns: it is exported with what it has, and the codebook tells of no more."""
    old = Folder(Path(shutil.copytree(swept[1].path, tmp_path / "old")))
    for part in old.parts("runs"):
        rows = next(old.read([part])).drop_columns(["ending", "refused_by", "overruled"])
        part.unlink()
        old.add("runs", rows)
    export.exported(old, ["csv", "dta", "parquet"], tmp_path)
    header = (tmp_path / "runs.csv").read_text().splitlines()[0]
    assert "last" in header
    assert "ending" not in header
    assert "refused_by" not in (tmp_path / "codebook.csv").read_text()


def test_a_comparison_tells_withdrawals_apart(capsys):
    with pytest.raises(SystemExit):
        main(["compare", str(REFUSED), "parameters.exit=0", "--runs", "20", "--json"])
    (found,) = json.loads(capsys.readouterr().out)["variants"].values()
    assert found["deadlock"]["value"] == 0.0
    assert found["withdrawn"]["value"] < -0.5


def test_the_page_says_how_many_withdrew_and_who_refused(refused):
    _, case, outcomes = refused
    gone = percent((outcomes.withdrawn == 0).mean())
    assert f"deadlock in 100 % (withdrawn in {gone}, most often refused by Big)." in distribution(case, outcomes).words


@pytest.mark.parametrize(
    ("middle", "racing", "told"),
    [
        (3, 1.0, "3 [1, 5]"),
        (3, 0.9, "3 [1, 5], in the 90 % of runs where Ada A has not left"),
        (None, 0.03, "Ada A has left in 97 % of runs"),
        (None, 0.0, "Ada A has left in 100 % of runs"),
    ],
)
def test_a_count_beside_the_record_is_told_of_the_runs_it_is_of(middle, racing, told):
    assert many_runs._simulated({"p05": 1, "p50": middle, "p95": 5}, racing, "Ada A has left") == told
