"""A sweep whose runs take draws from a posterior: the same draw at every point, by whatever way it is played."""

import json
import shutil

import numpy as np
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.evidence.analysis.ensemble_summary import compare, mean, share
from whitesmoke.evidence.parameters import central_values, slots
from whitesmoke.evidence.posterior import Posterior, evenly, fixed, read, rows_for, write
from whitesmoke.model.ensemble import PerRun, ensemble
from whitesmoke.model.recorder import record
from whitesmoke.scenario import open_case
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.wording import in_another_mode
from whitesmoke.study import answers, folders
from whitesmoke.study.codebook import about
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.playing import Shard, Sweep
from whitesmoke.study.state import state_of
from whitesmoke.study.verify import verify
from whitesmoke.study.workers import Processes, Workers

NAMES = ["parameters.speed", "parameters.influence", "tutorial:demands.harbour.worth", "other:demands.harbour.worth"]
DRAWS = np.array([[0.6, 0.1, 1.0, 9.0], [1.4, 2.0, 5.0, 9.0], [3.0, 0.5, 2.5, 9.0]])
"""As they lie in the file."""
RUNS = 30


def kept(folder, draws=DRAWS, cases=("tutorial",)):
    write(Posterior(NAMES, draws, {"cases": list(cases)}), folder)
    return folder / "posterior.parquet"


@pytest.fixture
def file(experiment, tmp_path):
    """An experiment with a posterior; its factor also says what the scenario says anyway."""
    kept(tmp_path)
    said = central_values(load("tutorial"))["parameters.influence"]
    named = {'scenario = "tutorial"': 'scenario = "tutorial"\nposterior = "posterior.parquet"'}
    return experiment(RUNS, replace={"[0.0, 1.0, 2.0]": f"[0.0, {said}, 2.0]", **named})


def planned(file, results, posterior=None):
    plan = lay_out(load_experiment(file, posterior=posterior))
    folder = folders.folder_of(plan, results)
    folders.prepare(plan, folder)
    return plan, folder


def swept(file, results, workers=None, shard=None, posterior=None):
    plan, folder = planned(file, results, posterior)
    own = workers or Workers(1)
    Sweep(plan, folder, own, *([shard] if shard else [])).run()
    own.close()
    return plan, folder


def content(folder):
    return [folder.rows(kind).to_pydict() for kind in ("runs", "rounds", "failures")]


def test_run_j_of_every_point_takes_draw_j_but_for_what_the_point_sets(file, tmp_path):
    plan, folder = swept(file, tmp_path / "results")
    rows = folder.rows("runs").to_pandas().set_index(["point", "replicate"])
    draw = DRAWS[np.arange(RUNS) % len(DRAWS)]
    for name, setting in plan.unique.items():
        case = open_case("tutorial", setting.overrides, setting.rule)
        known = slots(load("tutorial"))
        (speed,), (worth,) = known["parameters.speed"], known["demands.harbour.worth"]
        numbers = PerRun(np.array([speed, worth]), np.ascontiguousarray(draw[:, [0, 2]]))
        alone = ensemble(case.world, RUNS, 1, per_run=numbers)
        outcome = np.array([*case.names.candidates, "deadlock"], object)[alone.winner]
        assert rows.loc[name]["outcome"].tolist() == outcome.tolist()
        assert rows.loc[name]["met.harbour"].tolist() == alone.met[:, 0].tolist()
        days = rows.loc[name]["day"].fillna(alone.round.max() * 7).tolist()
        assert days == (alone.round * 7).tolist()


def test_points_in_another_mode_than_it_was_fitted_in_are_told(file, tmp_path, capsys):
    text = file.read_text()
    for levels, played, told in (
        ('["bargained"]', ["bargained"], 'played at "bargained": what'),
        ('["meetings", "bargained"]', ["meetings", "bargained"], 'played at "bargained" at some points: what'),
    ):
        file.write_text(text + f'\n[factors.mode]\npath = "bargaining.mode"\nvalues = {levels}\n')
        plan, folder = planned(file, tmp_path / levels)
        said = {"fitted_to": ["tutorial"], "fitted_modes": ["meetings"], "modes": played}
        assert plan.fitted == said
        assert folder.manifest()["posterior"] == {**said, "draws": 3}
        assert told in state_of(folder).text()
        assert told.removesuffix(": what") in about(folder).posterior
        assert in_another_mode(said).startswith(" in mode meetings, played in mode ")
    assert in_another_mode({**said, "modes": ["meetings"]}) == ""


def test_intervals_of_a_point_know_which_runs_share_a_draw(file, tmp_path):
    plan, folder = swept(file, tmp_path / "results")
    first, point, *_ = answers.summarise(plan, folder)["points"]
    runs = answers.by_point(plan, folder)
    mine, base, draw = runs[point["point"]], runs[first["point"]], np.arange(RUNS) % 3
    assert point["outcomes"]["deadlock"] == share(mine.outcome.are("deadlock"), draw)
    assert point["mean_days_within_horizon"] == mean(np.minimum(mine.day, 84), draw)
    gone = (base.ending.are("withdrawn"), mine.ending.are("withdrawn"))
    assert point["against_first"] == compare(base.day, mine.day, 84, draw, gone)


def test_threads_shards_chunks_and_processes_give_the_same_rows(file, tmp_path, monkeypatch):
    _, one = swept(file, tmp_path / "one")
    _, two = swept(file, tmp_path / "two", Workers(2))
    _, apart = swept(file, tmp_path / "apart", Processes(2))
    for number in (2, 1):
        swept(file, tmp_path / "shards", shard=Shard(number, 2))
    _, shards = planned(file, tmp_path / "shards")
    monkeypatch.setattr("whitesmoke.study.playing.chunk_length", lambda *_: 7)
    _, small = swept(file, tmp_path / "small")
    assert content(one) == content(two) == content(apart) == content(shards) == content(small)


def test_the_folder_alone_is_enough(file, tmp_path, capsys):
    plan, folder = swept(file, tmp_path / "results")
    (tmp_path / "posterior.parquet").unlink()
    file.unlink()
    modes = {"fitted_modes": ["meetings"], "modes": ["meetings"]}
    assert folder.manifest()["posterior"] == {"fitted_to": ["tutorial"], **modes, "draws": 3}
    again = folders.reopen(folder)
    assert again.identity == plan.identity == folder.manifest()["identity"]
    assert verify(again, folder, 10**6).sound
    before = content(folder)
    for part in folder.parts("runs")[::2]:
        part.unlink()
    assert whitesmoke(["resume", str(folder.path), "--json", "--no-figure"]) == 0
    assert json.loads(capsys.readouterr().out)["fitted_to"] == ["tutorial"]
    assert content(folder) == before
    for what in ("status", "report", "export"):
        assert whitesmoke([what, str(folder.path)]) == 0
    assert "fitted to tutorial" in capsys.readouterr().out
    for name in ("report.html", "export/codebook.md"):
        assert "replicate r has draw r" in (folder.path / name).read_text()
    assert whitesmoke(["replay", str(folder.path), "4", "7", "--json", "--no-figure"]) == 0
    said = capsys.readouterr()
    keys = zip(before[0]["point"], before[0]["replicate"])
    at = [i for i, key in enumerate(keys) if key == (plan.names[4], 7)]
    played = json.loads(said.out)
    assert [before[0]["outcome"][i] for i in at] == [played["winner"] or "deadlock"]
    assert [before[0]["day"][i] for i in at] == [played["round"] * 7 if played["winner"] else None]
    line = said.err.split("The same by itself: whitesmoke ")[1].splitlines()[0].split()
    assert whitesmoke([*line, "--json", "--no-figure"]) == 0
    assert json.loads(capsys.readouterr().out)["timeline"] == played["timeline"]


def test_another_posterior_is_another_folder_and_a_swapped_one_is_refused(file, tmp_path, capsys):
    plan, folder = planned(file, tmp_path / "results")
    other = kept(tmp_path / "other", DRAWS + 0.1)
    changed, _ = planned(file, tmp_path / "results", other)
    assert changed.identity["posterior"] != plan.identity["posterior"]
    assert {k: v for k, v in changed.identity.items() if k != "posterior"} | {"posterior": ""} == plan.identity | {
        "posterior": ""
    }
    with pytest.raises(folders.AnotherSpecError, match="the posterior") as refused:
        folders.prepare(changed, folder)
    assert refused.value.exit_code == 4
    shutil.copy(other, folder.path / "inputs" / "posterior.parquet")
    assert whitesmoke(["resume", str(folder.path)]) == 4
    assert "is not the posterior that these runs were drawn from" in capsys.readouterr().err
    assert whitesmoke(["verify", str(folder.path)]) == 1
    folders.prepare(plan, folder)
    folders.reopen(folder)


def test_without_a_posterior_nothing_of_it_is_written(experiment, tmp_path):
    plan, folder = planned(experiment(2), tmp_path / "results")
    assert set(plan.identity) == {"scenario", "seed", "draws", "columns", "rounds", "model"}
    assert "posterior" not in folder.manifest()
    assert not (folder.path / "inputs" / "posterior.parquet").exists()


@pytest.mark.parametrize(
    ("names", "cases", "says"),
    [
        (["parameters.speed"], None, "there is no file"),
        (["nowhere.at.all"], ["tutorial"], "says nothing about any number of tutorial"),
    ],
)
def test_a_wrong_posterior_is_refused_at_its_line(file, tmp_path, capsys, names, cases, says):
    (tmp_path / "posterior.parquet").unlink()
    if cases:
        write(Posterior(names, DRAWS[:, :1], {"cases": cases}), tmp_path)
    assert whitesmoke(["sweep", str(file), "--out", str(tmp_path / "results")]) == 2
    said = capsys.readouterr().err
    assert "small.toml:5: posterior" in said
    assert says in said


def test_draws_lie_so_that_the_first_of_them_stand_for_all():
    """Neighbours resemble each other: here they grow one by one."""
    for count in (1, 2, 3, 100, 300, 401):
        kept_ = evenly(count)
        assert sorted(kept_) == list(range(count))
        for first in (10, 37, 62) if count >= 100 else ():
            assert abs(kept_[:first].mean() - (count - 1) / 2) < 0.06 * count
            assert np.diff(np.sort(kept_[:first])).max() < 3 * count / first


# --- one run --------------------------------------------------------------------------------------------------------


def test_a_number_that_is_set_stays_also_if_it_is_what_the_case_says_anyway(tmp_path):
    found = read(kept(tmp_path))
    said = central_values(load("tutorial"))["parameters.speed"]
    base, same = load("tutorial"), load("tutorial", [f"parameters.speed={said}"])
    assert rows_for(found, base, 2).value.tolist() == DRAWS[:2, :3].tolist()
    assert rows_for(found, same, 2).value.tolist() == DRAWS[:2, 1:3].tolist()


@pytest.mark.parametrize("scenario", ["tutorial", "rutte-iohannis"])
def test_a_watched_run_of_a_draw_is_the_run_of_the_ensemble(scenario, tmp_path):
    """Also where the scenario draws the number itself: the posterior's takes its place, and no other draw changes."""
    file = tmp_path / "uncertain.toml"
    file.write_text(
        f'extends = "{load(scenario).files[0].resolve()}"\n[parameters]\n'
        'speed = { dist = "uniform", low = 0.5, high = 2.0 }\n'
        'residual = { dist = "uniform", low = 0.1, high = 0.9 }\n'
    )
    found = Posterior(["parameters.speed"], np.array([[0.7], [1.9]]), {"cases": ["uncertain"]})
    loaded = load(file)
    case, runs = build(loaded), 6
    many = ensemble(case.world, runs, 3, per_run=rows_for(found, loaded, runs))
    drawn = ensemble(case.world, runs, 3)
    assert (many.round != drawn.round).any()
    for run in range(runs):
        own = fixed(case, rows_for(found, loaded, np.array([run])))
        alone = record(own, 3, run)
        assert (alone.winner, alone.rounds) == (many.winner[run], many.round[run])
        assert np.array_equal(alone.committed, many.tally[run, : alone.rounds + 1])
        residual = slots(loaded)["parameters.residual"]
        assert np.array_equal(alone.final.number.flat[residual], record(case, 3, run).final.number.flat[residual])
