"""A sweep on a dask cluster gives the rows of threads, also when a worker dies; what cannot be reached is said."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.study import folders
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.work import warm_up
from whitesmoke.study.workers import check_address

from tests.sweeps.conftest import ROOT, command
from tests.sweeps.test_survival import RACE, content, started, wait_for

pytest.importorskip("distributed", reason="the cluster extra is not installed: whitesmoke[cluster]")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launched(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def stop(processes):
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler on loopback, and its two workers."""
    warm_up()
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = launched("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
    workers = [
        launched(
            "worker", address, "--nthreads", 1, "--no-nanny", "--no-dashboard", "--host", "127.0.0.1",
            "--local-directory", tmp_path / "dask",
        )
        for _ in range(2)
    ]  # fmt: skip
    wait_for(lambda: listening(port), scheduler)
    yield address, scheduler, workers
    stop([scheduler, *workers])


def listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_same_rows_with_a_worker_killed_and_exit_5_when_all_vanish(cluster, tmp_path):
    """First one of two workers, then, with another sweep, the other and the scheduler: nothing is lost either time."""
    address, scheduler, workers = cluster
    a_worker_dies(address, workers[0], tmp_path)
    all_vanish(address, [scheduler, workers[1]], tmp_path)


def a_worker_dies(address, worker, tmp_path):
    file = tmp_path / "killed.toml"
    file.write_text(RACE.replace("runs = 1000", "runs = 600"))
    threads = command("sweep", file, "--out", tmp_path / "threads", "--no-figure")
    assert threads.returncode == 0, threads.stderr
    process = started("sweep", file, "--out", tmp_path / "cluster", "--no-figure", "--cluster", address)
    runs = tmp_path / "cluster" / "killed"
    wait_for(lambda: list(runs.glob("*/runs/part-*")), process)
    stop([worker])
    _, err = process.communicate(timeout=200)
    assert process.returncode == 0, err
    plan = lay_out(load_experiment(file))
    one, other = (folders.folder_of(plan, tmp_path / name) for name in ("threads", "cluster"))
    assert all(mine.equals(theirs) for mine, theirs in zip(content(one), content(other), strict=True))
    assert sum(len(part) for part in other.stream("runs")) == 3600


def all_vanish(address, processes, tmp_path):
    file = tmp_path / "killed.toml"
    file.write_text(RACE.replace("runs = 1000", "runs = 6000"))
    process = started("sweep", file, "--out", tmp_path, "--no-figure", "--cluster", address)
    runs = tmp_path / "killed"
    wait_for(lambda: list(runs.glob("*/runs/part-*")), process)
    stop(processes)
    begun = time.monotonic()
    _, err = process.communicate(timeout=200)
    assert process.returncode == 5, err
    assert "the cluster is gone" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert time.monotonic() - begun < 120
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, tmp_path)
    assert len(folder.rows("runs"))
    assert not folder.broken()


def test_no_scheduler_is_exit_5(experiment, tmp_path, monkeypatch):
    monkeypatch.setattr("whitesmoke.study.workers.CLUSTER_TIMEOUT", 1)
    done = command("sweep", experiment(2), "--out", tmp_path, "--cluster", f"tcp://127.0.0.1:{free_port()}")
    assert done.returncode == 5
    assert "no scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "10.0.0.5:8786", "ws://example.org:1", "tcp://127.0.0.1.evil.org:1"]
)
def test_plain_tcp_to_another_machine_is_refused(address):
    with pytest.raises(WhitesmokeError, match="--allow-insecure-cluster"):
        check_address(address, insecure=False)
    check_address(address, insecure=True)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "localhost:8786", "tcp://[::1]:8786", "tls://example.org:8786"]
)
def test_loopback_and_tls_are_allowed(address):
    check_address(address, insecure=False)


def test_an_address_is_a_host_and_a_port():
    with pytest.raises(WhitesmokeError, match="write it like"):
        check_address("somewhere", insecure=False)
