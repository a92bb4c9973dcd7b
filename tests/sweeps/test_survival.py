"""A sweep survives what happens to programs: kill -9, Ctrl-C, dead workers, damaged files, full disks."""

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.study import folders, store
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.playing import InterruptedSweepError, Sweep
from whitesmoke.study.store import Folder
from whitesmoke.study.work import warm_up
from whitesmoke.study.workers import Workers

from tests.sweeps.conftest import ROOT, command

KILLS = int(os.environ.get("WHITESMOKE_KILLS", "5"))
RACE = """
title = "A sweep to be killed"
question = "Is anything lost?"
scenario = "rutte-iohannis"
[factors.influence]
path = "parameters.influence"
values = [0.0, 0.6, 1.2]
[factors.ceiling]
path = "demands.hungary-opt-out.ceiling"
values = [0.5, 0.9]
[design]
kind = "grid"
[replicates]
runs = 1000
[outputs]
rounds = true
"""


def started(*arguments, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "whitesmoke.commands.cli", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(process, timeout=300):
    out, err = process.communicate(timeout=timeout)
    return process.returncode, out, err


def content(folder):
    return [folder.rows(kind) for kind in ("runs", "rounds", "failures")]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The experiment file, and the rows of a sweep that nothing happened to."""
    place = tmp_path_factory.mktemp("undisturbed")
    file = place / "killed.toml"
    file.write_text(RACE)
    warm_up()
    done = command("sweep", file, "--out", place / "results", "--no-figure", "--jobs", 2)
    assert done.returncode == 0, done.stderr
    return file, content(only(place / "results"))


def only(results):
    (path,) = (results / "killed").iterdir()
    return Folder(path)


def test_kill_9_at_any_instant(undisturbed, tmp_path):
    """Killed again and again at instants spread over start, play and writing; then resumed once to the end."""
    file, whole = undisturbed
    results = tmp_path / "results"
    seen = []
    for kill in range(KILLS):
        share = int(hashlib.sha256(f"instant {kill}".encode()).hexdigest()[:8], 16) / 2**32
        process = started("sweep", file, "--out", results, "--no-figure", "--jobs", 2)
        time.sleep(0.3 + 3.0 * share)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if results.exists() and (results / "killed").exists() and list((results / "killed").glob("*/manifest.json")):
            seen.append(len(only(results).rows("runs")))
    assert seen == sorted(seen), "acknowledged runs were lost"
    done = command("sweep", file, "--out", results, "--no-figure")
    assert done.returncode == 0, done.stderr
    folder = only(results)
    raw = sum(len(part) for part in folder.stream("runs"))
    assert raw == 6000, "a run was written twice"
    assert all(mine.equals(theirs) for mine, theirs in zip(content(folder), whole, strict=True))


def test_a_sweep_that_was_killed_before_its_manifest_begins_again(experiment, tmp_path):
    """The manifest is what is written last of all that comes before the runs; runs without one are not gone on with."""
    file = experiment(2)
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, tmp_path)
    folder.write_design(plan.table())
    assert command("sweep", file, "--out", tmp_path, "--no-figure").returncode == 0
    assert len(folder.rows("runs")) == 12
    (folder.path / "manifest.json").unlink()
    done = command("sweep", file, "--out", tmp_path, "--no-figure")
    assert done.returncode == 2
    assert "it has no manifest.json" in done.stderr


def test_a_folder_of_somebody_else_is_not_written_into(experiment, tmp_path):
    file = experiment(2)
    folder = folders.folder_of(lay_out(load_experiment(file)), tmp_path)
    folder.path.mkdir(parents=True)
    (folder.path / "thesis.tex").write_text("mine")
    done = command("sweep", file, "--out", tmp_path, "--no-figure")
    assert done.returncode == 2
    assert "it has no manifest.json" in done.stderr
    assert [one.name for one in folder.path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("workers", [[], ["--isolate"]], ids=["threads", "processes"])
def test_ctrl_c_once_writes_what_was_being_played(undisturbed, tmp_path, workers):
    """A terminal sends Ctrl-C to the whole group of processes."""
    file, whole = undisturbed
    process = started("sweep", file, "--out", tmp_path / "results", "--no-figure", "--jobs", 2, *workers)
    wait_for(lambda: playing(process, tmp_path), process)
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = finished(process)
    assert code == 130, err
    said = [line for line in err.splitlines() if not line.startswith("killed: ")]  # a slow machine reports progress
    assert len(said) == 1, err
    assert "whitesmoke resume" in err
    folder = only(tmp_path / "results")
    assert f"{len(folder.rows('runs')):,} runs were written" in err
    done = command("resume", folder.path, "--no-figure")
    assert done.returncode == 0
    assert folder.rows("runs").equals(whole[0])


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_was_written_before_ctrl_c_is_counted(tmp_path, monkeypatch, when):
    """Whether it comes before a chunk is written or after, and before it is counted."""
    file = tmp_path / "killed.toml"
    file.write_text(RACE)
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, tmp_path)
    folders.prepare(plan, folder)
    add = Folder.add

    def disturbed(self, kind, rows):
        if kind != "runs":
            return add(self, kind, rows)
        monkeypatch.setattr(Folder, "add", add)
        if when == "before":
            signal.raise_signal(signal.SIGINT)
        file = add(self, kind, rows)
        if when == "after":
            signal.raise_signal(signal.SIGINT)
        return file

    monkeypatch.setattr(Folder, "add", disturbed)
    handler, workers = signal.getsignal(signal.SIGINT), Workers(1)
    with pytest.raises(InterruptedSweepError) as error:
        Sweep(plan, folder, workers).run()
    workers.close()
    there = len(folder.rows("runs"))
    assert 0 < there < 6000
    assert f"{there:,} runs were written, {6000 - there:,} are left" in str(error.value)
    assert signal.getsignal(signal.SIGINT) is handler


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.slow)], ids=["SIGTERM", "SIGHUP"]
)
def test_the_end_of_a_session_is_as_ctrl_c(undisturbed, tmp_path, number):
    """What a batch system or a closed window sends; the processes that play end, too."""
    file, whole = undisturbed
    process = started("sweep", file, "--out", tmp_path / "results", "--no-figure", "--jobs", 1, "--isolate")
    wait_for(lambda: playing(process, tmp_path), process)
    process.send_signal(number)
    code, _, err = finished(process)
    assert code == 130, err
    assert "whitesmoke resume" in err
    assert command("resume", only(tmp_path / "results").path, "--no-figure").returncode == 0
    assert only(tmp_path / "results").rows("runs").equals(whole[0])


def test_killed_processes_leave_nobody_behind(undisturbed, tmp_path):
    """With --isolate: the processes that play end with the one that started them, also by kill -9."""
    file, _ = undisturbed
    process = started("sweep", file, "--out", tmp_path / "results", "--no-figure", "--jobs", 1, "--isolate")
    wait_for(lambda: playing(process, tmp_path), process)
    process.kill()
    process.communicate(timeout=60)  # their ends of its pipes are closed


def test_ctrl_c_twice_stops_at_once(undisturbed, tmp_path):
    file, _ = undisturbed
    process = started("sweep", file, "--out", tmp_path / "results", "--no-figure", "--jobs", 2)
    wait_for(lambda: playing(process, tmp_path), process)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    code, _, err = finished(process)
    assert code == 130
    assert "Traceback" not in err
    assert not only(tmp_path / "results").broken()


def playing(process, folder):
    """Whether a sweep has said what it is about to play, or has started those who will: it cannot have ended yet."""
    if said := list(folder.glob("results/killed/*/.playing.*")):
        return said
    seen = subprocess.run(["ps", "-A", "-ww", "-o", "ppid=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in seen.splitlines() if line.split()[0] == str(process.pid) and "spawn_main" in line]


def wait_for(condition, process, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)


KILLER = """
import os, sys
if os.environ.get("KILL_POINT") and "spawn_main" in " ".join(sys.orig_argv) or "dask" in " ".join(sys.orig_argv):
    import whitesmoke.study.work as work
    column = work.columns.table
    def deadly(case, columns, point, *rest):
        if os.environ["KILL_POINT"] in point:
            os._exit(9)
        return column(case, columns, point, *rest)
    work.columns.table = deadly
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("runs", "influence"),
    [
        pytest.param(20, "[1.0]", id="one chunk of two points"),
        pytest.param(20, "[0.0, 1.0, 2.0]", id="few chunks", marks=pytest.mark.slow),
        pytest.param(400, "[0.0, 1.0, 2.0]", id="chunks that come after the death", marks=pytest.mark.slow),
    ],
)
def test_a_point_that_kills_its_worker_is_set_apart(experiment, tmp_path, monkeypatch, runs, influence):
    """Played in processes: the one point fails with its reason, all others are played, the sweep exits 3."""
    file = experiment(runs, replace={"[0.0, 1.0, 2.0]": influence})
    plan = lay_out(load_experiment(file))
    deadly(monkeypatch, tmp_path, KILLER, plan.names[1])
    results = tmp_path / "results"
    assert command("sweep", file, "--out", results, "--isolate", "--jobs", 2, "--no-figure").returncode == 3
    assert_set_apart(plan, folders.folder_of(plan, results), runs)


def deadly(monkeypatch, folder, program, point):
    """Have every process that starts from here on die as a program says when it plays a point."""
    (folder / "sitecustomize.py").write_text(program)
    monkeypatch.setenv("PYTHONPATH", f"{folder}:{ROOT}/sim:{ROOT}")
    monkeypatch.setenv("KILL_POINT", point)


def assert_set_apart(plan, folder, runs):
    """One point has failed with its reason, all others are played; and so is that one, once it no longer kills."""
    failed = folder.rows("failures").to_pylist()
    assert [row["point"] for row in failed] == [plan.names[1]] * runs
    assert {row["reason"] for row in failed} == {"its point killed the worker that played it"}
    assert len(folder.rows("runs")) == (len(plan.names) - 1) * runs
    assert command("resume", folder.path, "--retry-failed", "--no-figure").returncode == 0
    assert len(folder.rows("runs")) == len(plan.names) * runs


CRASH = """
import os, signal
if os.environ.get("KILL_POINT"):
    import whitesmoke.study.work as work
    column = work.columns.table
    def deadly(case, columns, point, *rest):
        if os.environ["KILL_POINT"] in point:
            os.kill(os.getpid(), signal.SIGSEGV)
        return column(case, columns, point, *rest)
    work.columns.table = deadly
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("runs", [pytest.param(20, marks=pytest.mark.slow), 400], ids=["few chunks", "many"])
def test_a_point_that_kills_the_sweep_is_played_apart_on_resume(experiment, tmp_path, monkeypatch, runs):
    """In threads a crash takes the whole sweep with it; `resume` tries that point in a process of its own.

    Played in this process, in which nothing is deadly, the point would not fail.
    """
    file = experiment(runs)
    plan = lay_out(load_experiment(file))
    deadly(monkeypatch, tmp_path, CRASH, plan.names[1])
    crashed = started("sweep", file, "--out", tmp_path / "results", "--jobs", 2, "--no-figure")
    assert finished(crashed)[0] == -signal.SIGSEGV
    folder = folders.folder_of(plan, tmp_path / "results")
    resumed = command("resume", folder.path, "--no-figure", "--jobs", 2)
    assert resumed.returncode == 3
    assert "in a process apart" in resumed.stderr
    assert not list(folder.path.glob(".playing*"))
    assert_set_apart(plan, folder, runs)


def test_processes_give_the_same_rows(experiment, tmp_path):
    for name, how in (("threads", ()), ("processes", ("--isolate",))):
        done = command("sweep", experiment(20), "--out", tmp_path / name, "--no-figure", "--jobs", 2, *how)
        assert done.returncode == 0, done.stderr
    plan = lay_out(load_experiment(experiment(20)))
    one, other = (folders.folder_of(plan, tmp_path / name) for name in ("threads", "processes"))
    assert all(mine.equals(theirs) for mine, theirs in zip(content(one), content(other), strict=True))


def test_a_damaged_part_is_set_aside_and_played_again(experiment, tmp_path):
    file = experiment(30)
    assert command("sweep", file, "--out", tmp_path, "--no-figure").returncode == 0
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, tmp_path)
    before = content(folder)
    part = folder.parts("runs")[0]
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    done = command("resume", folder.path, "--no-figure")
    assert done.returncode == 0, done.stderr
    assert "set aside" in done.stderr
    assert not folder.broken()
    assert all(mine.equals(theirs) for mine, theirs in zip(content(folder), before, strict=True))


@pytest.mark.parametrize(("code", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only")])
def test_no_place_to_write_loses_nothing(experiment, tmp_path, monkeypatch, code, words):
    """The disk fills up in the middle: one sentence, no half file under a real name, and it goes on from there."""
    monkeypatch.setattr("whitesmoke.study.playing.chunk_length", lambda *_: 20)
    plan = lay_out(load_experiment(experiment(20)))
    folder = folders.folder_of(plan, tmp_path)
    folders.prepare(plan, folder)
    sync, calls = os.fsync, []

    def full(handle):
        calls.append(handle)
        if len(calls) > 9:
            raise OSError(code, os.strerror(code))
        sync(handle)

    with monkeypatch.context() as patched:
        patched.setattr(store.os, "fsync", full)
        with pytest.raises(WhitesmokeError, match=words) as refused:
            Sweep(plan, folder, Workers(1)).run()
    assert "\n" not in str(refused.value)
    assert 0 < len(folder.rows("runs")) < 120
    assert not folder.broken()
    Sweep(plan, folder, Workers(1)).run()
    assert len(folder.rows("runs")) == 120


def test_no_folder_no_traceback(tmp_path):
    done = command("resume", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "no such folder" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_where_a_file_is(experiment, tmp_path):
    (tmp_path / "results").write_text("a file")
    done = command("sweep", experiment(2), "--out", tmp_path / "results", "--no-figure")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


def test_the_manifest_names_every_input(experiment, tmp_path):
    file = experiment(2)
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, tmp_path)
    folders.prepare(plan, folder)
    manifest = json.loads((folder.path / "manifest.json").read_text())
    for name, digest in manifest["inputs"].items():
        copy = folder.path / "inputs" / name
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == digest
    assert (folder.path / "inputs" / manifest["experiment"]).read_bytes() == Path(file).read_bytes()
