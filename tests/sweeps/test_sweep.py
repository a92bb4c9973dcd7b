"""A sweep from file to rows: each run is the run of `whitesmoke run`, by whatever way it was played."""

import json
import shutil

import numpy as np
import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case
from whitesmoke.study import answers, folders
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.playing import Shard, Sweep, missing
from whitesmoke.study.store import Folder
from whitesmoke.study.work import play_chunk
from whitesmoke.study.workers import Workers

from tests.sweeps.conftest import command


def planned(file, results):
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, results)
    folders.prepare(plan, folder)
    return plan, folder


def swept(file, results, jobs=1, shard=None, workers=None):
    plan, folder = planned(file, results)
    own = workers or Workers(jobs)
    done = Sweep(plan, folder, own, *([shard] if shard else [])).run()
    if workers is None:
        own.close()
    return plan, folder, done


def content(folder):
    """All rows of a folder, and of a design, as they can be compared."""
    return [folder.rows(kind).to_pydict() for kind in ("runs", "rounds", "failures")]


def test_every_run_is_the_run_of_that_point(experiment, tmp_path):
    plan, folder, done = swept(experiment(), tmp_path / "results")
    assert done == 240
    rows = folder.rows("runs").to_pandas().set_index(["point", "replicate"])
    assert len(rows) == 240
    assert rows.index.is_unique
    for name, setting in plan.unique.items():
        case = open_case("tutorial", setting.overrides, setting.rule)
        alone = ensemble(case.world, 40, 1)
        mine = rows.loc[name]
        names = np.array([*case.names.candidates, "deadlock"], object)
        assert mine["outcome"].tolist() == names[alone.winner].tolist()
        day = np.where(alone.winner == codes.NONE, np.nan, alone.round * case.world.round_days)
        assert np.array_equal(mine["day"].to_numpy(float), day, equal_nan=True)
        assert mine["met.harbour"].tolist() == alone.met[:, 0].tolist()
        gam = case.names.members.index("GAM")
        on = alone.committed_on[:, gam]
        assert mine["member.GAM"].fillna(-1).tolist() == np.where(on == codes.NEVER, -1, on * 7).tolist()
        t = case.names.round_of(case.names.start.replace(month=1, day=20))
        assert mine["tally.dora@2030-01-20"].tolist() == alone.tally[:, t, 0].tolist()


def test_rounds_are_the_tallies_up_to_the_end(experiment, tmp_path):
    plan, folder, _ = swept(experiment(5), tmp_path / "results")
    rounds = folder.rows("rounds").to_pandas()
    for name, setting in plan.unique.items():
        case = open_case("tutorial", setting.overrides, setting.rule)
        alone = ensemble(case.world, 5, 1)
        for run in range(5):
            mine = rounds[(rounds["point"] == name) & (rounds["replicate"] == run)]
            expected = alone.tally[run, : alone.round[run] + 1, 0].tolist()
            assert mine["round"].tolist() == list(range(len(expected)))
            assert mine["committed.dora"].tolist() == expected


def test_threads_shards_and_chunks_give_the_same_rows(experiment, tmp_path, monkeypatch):
    file = experiment(30)
    _, one, _ = swept(file, tmp_path / "one")
    _, two, _ = swept(file, tmp_path / "two", jobs=2)
    for number in (3, 1, 2):
        swept(file, tmp_path / "shards", shard=Shard(number, 3))
    _, shards = planned(file, tmp_path / "shards")
    monkeypatch.setattr("whitesmoke.study.playing.chunk_length", lambda *_: 7)
    _, small, _ = swept(file, tmp_path / "small")
    assert len(small.parts("runs")) > len(one.parts("runs"))
    assert content(one) == content(two) == content(shards) == content(small)


def test_shards_share_the_work_and_leave_nothing(experiment, tmp_path):
    plan, folder = planned(experiment(5000), tmp_path / "results")
    parts = [missing(plan, folder, Shard(number, 4)) for number in (1, 2, 3, 4)]
    assert all(len(part.point) for part in parts)
    pairs = {(p, r) for part in parts for p, r in zip(part.point.tolist(), part.replicate.tolist(), strict=True)}
    assert len(pairs) == sum(len(part.point) for part in parts) == 30_000


def test_a_second_sweep_plays_nothing_and_a_wider_one_only_what_is_new(experiment, tmp_path):
    results = tmp_path / "results"
    _, folder, _ = swept(experiment(10), results)
    before = content(folder)
    assert swept(experiment(10), results)[2] == 0
    _, wide, done = swept(experiment(10, replace={"[0.0, 1.0, 2.0]": "[0.0, 1.0, 2.0, 3.0]"}), results)
    assert wide.path == folder.path
    assert done == 20
    _, more, done = swept(experiment(15), results)
    assert done == 30
    kept = more.rows("runs").to_pylist()
    assert all(row in kept for row in folder.rows("runs").slice(0, 5).to_pylist())
    assert len(before[0]["point"]) == 60


def test_independent_draws_differ_and_are_reproducible(experiment, tmp_path):
    change = {"runs = 30": 'runs = 30\ndraws = "independent"'}
    plan, folder, _ = swept(experiment(30, replace=change), tmp_path / "a")
    _, again, _ = swept(experiment(30, replace=change), tmp_path / "b", jobs=2)
    assert content(folder) == content(again)
    assert len({plan.seed_of(name) for name in plan.unique}) == 6
    name = plan.names[0]
    case = plan.compiler.case(plan.unique[name])
    alone = ensemble(case.world, 30, plan.seed_of(name))
    found = answers.by_point(plan, folder)[name]
    assert found.day.tolist() == np.where(alone.winner < 0, codes.NEVER, alone.round * 7).tolist()


def test_stops_when_the_interval_is_narrow(experiment, tmp_path):
    change = {"runs = 8": 'runs = 8\nstop = {on = "day", width = 3.0, at_most = 100}'}
    plan, folder, _ = swept(experiment(8, replace=change), tmp_path / "results")
    runs = answers.by_point(plan, folder)
    targets = set(plan.targets.values())
    assert targets <= {8, 16, 32, 64, 100}
    assert len(targets) > 1
    for name, found in runs.items():
        assert len(found.day) == plan.targets[name]
        width = np.diff(answers.ensemble_summary.mean(np.minimum(found.day, 1000))[1:])[0]
        assert width <= 3.0 or plan.targets[name] == 100
    assert folder.design()["runs"].to_pylist() == [plan.targets[name] for name in plan.names]


def test_a_point_that_cannot_be_is_rows_with_a_reason(experiment, tmp_path):
    changes = {'[factors.rule]\npath = "rule"\nvalues = ["unanimity", "majority"]': (
        '[factors.low]\npath = "rule.silence.low"\nvalues = [1.0, 7.0]\n'
        '[factors.high]\npath = "rule.silence.high"\nvalues = [8.0, 6.0]'
    )}  # fmt: skip
    file = experiment(4, replace=changes)
    done = command("sweep", file, "--out", tmp_path / "results", "--json", "--no-figure")
    assert done.returncode == 3, done.stderr
    found = json.loads(done.stdout)
    assert found["failed"] == 12
    assert found["runs"] == 36
    (folder,) = (tmp_path / "results" / "small").iterdir()
    failed = Folder(folder).rows("failures").to_pylist()
    assert len(failed) == 12
    assert all("silence" in row["reason"] and row["replay"].startswith("whitesmoke replay ") for row in failed)
    again = command("resume", folder, "--json", "--no-figure")
    assert again.returncode == 3
    assert json.loads(again.stdout) == found


def test_an_arm_without_a_candidate_leaves_its_column_empty(tmp_path):
    file = tmp_path / "arms.toml"
    file.write_text(
        'title = "T"\nquestion = "Q?"\nscenario = "rutte-iohannis"\n[arms.usual]\n[arms.alone]\n'
        'scenario = "race-no-rival"\n[design]\nkind = "arms"\n[replicates]\nruns = 20\n'
    )
    plan, folder, done = swept(file, tmp_path / "results")
    assert done == 40
    assert not len(folder.rows("failures"))
    rows = folder.rows("runs").to_pandas().set_index("point")
    assert rows.loc[plan.names[1], "exit.iohannis"].isna().all()
    assert rows.loc[plan.names[0], "exit.iohannis"].notna().any()
    assert rows.loc[plan.names[1], "day"].mean() < rows.loc[plan.names[0], "day"].mean()


def test_means_of_rows_with_horizons_of_their_own_go_up_to_the_shortest(tmp_path):
    """Nobody commits: every mean is the shortest horizon, and no row comes later than another."""
    file = tmp_path / "expiry.toml"
    file.write_text(
        'title = "t"\nquestion = "q"\nscenario = "tutorial"\nreplicates.runs = 20\ndesign.kind = "grid"\n'
        'set = { "parameters.speed" = 0.000001 }\n'
        'factors.expiry = { path = "calendar.expiry", values = [2030-04-29, 2030-04-15] }\n'
    )
    done = command("sweep", file, "--out", tmp_path, "--no-figure", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [row["horizon_days"] for row in found["points"]] == [112, 98]
    assert found["shared_horizon_days"] == 98
    for row in found["points"]:
        assert row["outcomes"]["deadlock"]["value"] == 1.0
        assert row["mean_days_within_horizon"]["value"] == 98.0
        assert row["against_first"]["mean_shift"]["value"] == 0.0


def test_a_folder_needs_nothing_but_itself(experiment, tmp_path):
    """Resumed from its own copies, elsewhere, after the originals are gone."""
    scenario = tmp_path / "mine.toml"
    shutil.copy("scenarios/tutorial.toml", scenario)
    file = experiment(10, replace={'"tutorial"': '"mine.toml"'})
    _, folder = planned(file, tmp_path / "results")
    scenario.unlink()
    file.unlink()
    moved = tmp_path / "elsewhere"
    shutil.move(folder.path, moved)
    done = command("resume", moved, "--json", "--no-figure")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["runs"] == 60


def test_a_run_replayed_is_the_run_that_was_swept(experiment, tmp_path):
    plan, folder, _ = swept(experiment(10), tmp_path / "results")
    row = folder.rows("runs").to_pylist()[25]
    done = command("replay", folder.path, row["point"], row["replicate"], "--json", "--no-figure")
    assert done.returncode == 0, done.stderr
    trace = json.loads(done.stdout)
    assert trace["outcome"] == ("deadlock" if row["outcome"] == "deadlock" else "consensus")
    assert plan.base.names.round_of(plan.base.names.date(row["day"])) == trace["round"]
    assert "whitesmoke run tutorial" in done.stderr


def test_another_model_is_another_folder_and_the_message_says_why(experiment, tmp_path):
    results = tmp_path / "results"
    first = command("sweep", experiment(2), "--out", results, "--no-figure")
    assert first.returncode == 0, first.stderr
    (folder,) = (results / "small").iterdir()
    other = command(
        "sweep", experiment(2, replace={"scenario =": "seed = 9\nscenario ="}), "--out", results, "--no-figure"
    )
    assert other.returncode == 0
    assert "the seed (from 1 to 9)" in other.stderr
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["identity"]["model"] = "an older one"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    refused = command("resume", folder, "--no-figure")
    assert refused.returncode == 4
    assert "the version of the model" in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "x", "1", "1/0"])
def test_shards_are_written_i_of_k(experiment, text):
    done = command("sweep", experiment(2), "--shard", text)
    assert done.returncode == 2
    assert "i/k" in done.stderr


def test_workers_refuse_another_version(experiment, tmp_path):
    plan, folder = planned(experiment(2), tmp_path / "results")
    workers = Workers(1)
    chunk = next(iter(Sweep(plan, folder, workers).chunks(missing(plan, folder))))
    with pytest.raises(WhitesmokeError, match="another version"):
        play_chunk(chunk._replace(model="other"))


def test_dry_run_writes_nothing(experiment, tmp_path):
    done = command("sweep", experiment(50), "--out", tmp_path / "results", "--dry-run", "--json", "--no-figure")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["rows"], found["points"], found["runs"], found["to_play"]) == (6, 6, 300, 300)
    assert found["seconds"] > 0
    assert found["megabytes"] > 0
    told = command("sweep", experiment(50), "--out", tmp_path / "results", "--dry-run", "--no-figure").stdout
    assert told.startswith("6 points x 50 replicates = 300 runs, 0 of them there, 300 to play\n")
    assert not (tmp_path / "results").exists()
