"""The commands as a user types them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from whitesmoke.commands.cli import main

ROOT = Path(__file__).parents[2]
FIELDS = {"scenario", "seed", "rule", "outcome", "winner", "round", "date", "timeline", "tally", "concessions"}


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def in_a_process(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "sim")}
    command = [sys.executable, "-m", "whitesmoke.commands.cli", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def whitesmoke(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """The command line called in this process, from the top of the project or another folder."""

    def called(*arguments: str, cwd: Path = ROOT) -> Done:
        monkeypatch.chdir(cwd)
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        return Done(int(left.value.code or 0), *capsys.readouterr())

    return called


def test_json_has_every_field_and_the_same_bytes(whitesmoke: Callable[..., Done]) -> None:
    arguments = ("run", "scenarios/rutte-iohannis.toml", "--seed", "1", "--json")
    first, second = whitesmoke(*arguments), in_a_process(*arguments, cwd=ROOT)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    run = json.loads(first.stdout)
    assert set(run) >= FIELDS
    assert set(run["timeline"][0]) >= {"date", "round", "kind", "member", "candidate", "demand", "detail"}
    assert set(run["tally"][0]) >= {"date", "round", "members", "committed"}
    assert set(run["concessions"][0]) >= {"member", "demand", "share", "by", "date"}
    assert run["tally"][-1]["round"] == run["round"]


def test_a_run_is_quiet_when_piped_and_writes_its_files(tmp_path: Path) -> None:
    done = in_a_process("run", "tutorial", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr.splitlines() == [
        "Written to results/runs/tutorial/seed-1-run-0/; whitesmoke open shows the figure",
        "--long tells the whole story; --runs 1000 plays it a thousand times.",
    ]
    folder = tmp_path / "results/runs/tutorial/seed-1-run-0"
    assert json.loads((folder / "trace.json").read_text())["outcome"] in ("consensus", "deadlock")
    assert (folder / "figure.png").read_bytes()[:4] == b"\x89PNG"


def test_seed_zero_is_a_seed(whitesmoke: Callable[..., Done]) -> None:
    runs = [whitesmoke("run", "tutorial", "--json", "--seed", seed).stdout for seed in ("0", "0", "1")]
    assert runs[0] == runs[1] != runs[2]


def test_rule_and_changes_are_taken(whitesmoke: Callable[..., Done]) -> None:
    done = whitesmoke("run", "rutte-iohannis", "--json", "--rule", "majority", "--set", "members.HUN.patron_tie=1")
    run = json.loads(done.stdout)
    assert run["rule"] == "majority"
    assert run["changes"] == ["members.HUN.patron_tie=1"]


def test_explain_as_json_adds_up(whitesmoke: Callable[..., Done]) -> None:
    done = whitesmoke("explain", "rutte-iohannis", "--member", "HUN", "--date", "2024-05-01", "--json")
    for view in json.loads(done.stdout)["views"]:
        assert abs(sum(view["terms"].values()) - view["acceptance"]) < 1e-9


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "nosuch"), "nosuch"),
        (("run", "tutorial", "--rule", "unanimty"), "unanimity"),
        (("run", "tutorial", "--set", "members.ZZZ.weight=1"), "--set members.ZZZ.weight"),
        (("run", "tutorial", "--seed", "-1"), "--seed"),
        (("explain", "tutorial", "--member", "XXX", "--date", "2030-01-21"), 'no member "XXX"'),
        (("explain", "tutorial", "--member", "BET", "--date", "soon"), '"soon" is not a date'),
        (("new", "tutorial", "--folder", "scenarios"), "exists already"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_code_2(
    whitesmoke: Callable[..., Done], arguments: tuple[str, ...], message: str
) -> None:
    done = whitesmoke(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_bad_input_has_that_exit_code_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = in_a_process("run", "nosuch", cwd=tmp_path)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
    assert "nosuch" in done.stderr


def test_an_unwritable_folder_gets_a_sentence(whitesmoke: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file stands where the folder should be")
    done = whitesmoke("run", "tutorial", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "results" in done.stderr


def test_ctrl_c_in_mid_run_leaves_one_sentence(tmp_path: Path) -> None:
    command = ["run", "large-alliance", "--set", "blocs.core.generate=30000"]
    program = f"import whitesmoke.commands.cli; print('ready', flush=True); whitesmoke.commands.cli.main({command})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "sim")}
    running = subprocess.Popen(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    running.stdout.readline()
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    try:
        _, said = running.communicate(timeout=30)
    finally:
        running.kill()
    assert running.returncode == 130
    assert said.decode().startswith("interrupted")
    assert len(said.splitlines()) == 1
    assert not list(tmp_path.glob("results/**/*.json"))
