"""Places that are not a developer's desk: no home folder, a disk that cannot be kept, consoles without letters."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from whitesmoke.model.lang import shelf
from whitesmoke.study import store
from whitesmoke.writing.output import dumps

ROOT = Path(__file__).resolve().parents[2]
EXPERIMENT = """
title = "x"
question = "x"
scenario = "tutorial"
factors.ceiling = { path = "demands.harbour.ceiling", values = [0.0, 1.0] }
design.kind = "grid"
replicates.runs = 3
"""
WINDOWS = """
import os, sys
real = os.open
def refuses_folders(path, flags, *rest, **more):
    if os.path.isdir(path):
        raise PermissionError(13, "Permission denied", str(path))
    return real(path, flags, *rest, **more)
os.open = refuses_folders
from whitesmoke.commands.cli import main
main()
"""


def called(*arguments, cwd, program=("-m", "whitesmoke.commands.cli"), stdout=subprocess.PIPE, **environment):
    given = {
        name: value
        for name, value in {**os.environ, "PYTHONPATH": str(ROOT / "sim"), **environment}.items()
        if value is not None
    }
    command = [sys.executable, *program, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=given, stdout=stdout, stderr=subprocess.PIPE, check=False)


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """No place for compiled code at all."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(blocked / "below"))
    monkeypatch.setattr(shelf.tempfile, "gettempdir", lambda: str(blocked / "below"))
    return blocked


def test_places_of_compiled_code_in_their_order(monkeypatch, tmp_path, nowhere):
    assert shelf.folder("x") is None
    monkeypatch.setattr(shelf.tempfile, "gettempdir", lambda: str(tmp_path))
    assert shelf.folder("x").relative_to(tmp_path).parts[0].startswith("whitesmoke-")
    for name, below in (("HOME", "a/.cache"), ("XDG_CACHE_HOME", "b"), ("NUMBA_CACHE_DIR", "c")):
        monkeypatch.setenv(name, str(tmp_path / below.split("/")[0]))
        assert shelf.folder("x") == tmp_path / below / "whitesmoke" / "compiled" / "x"


def test_nobody_says_where_home_is(monkeypatch, tmp_path, nowhere):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(shelf.Path, "home", homeless)
    assert shelf.folder("x") is None
    monkeypatch.setattr(shelf.tempfile, "gettempdir", lambda: str(tmp_path))
    assert shelf.folder("x").is_relative_to(tmp_path)


def test_no_place_is_said_in_a_line(nowhere, capsys):
    assert shelf.folder("x") is None
    assert capsys.readouterr().err.count("\n") == 1


def test_a_temporary_folder_of_somebody_else_is_not_trusted(monkeypatch, tmp_path, nowhere):
    monkeypatch.setattr(shelf.tempfile, "gettempdir", lambda: str(tmp_path))
    own = shelf.folder("x").parents[2]
    own.chmod(0o777)
    assert shelf.folder("x") is None


@pytest.mark.slow
def test_without_any_place_everything_runs(nowhere, tmp_path):
    """A read-only HOME and nothing else: `run --runs` and `sweep` work, compiling anew."""
    (tmp_path / "e.toml").write_text(EXPERIMENT)
    home = {"HOME": "/proc/nobody", "XDG_CACHE_HOME": None, "NUMBA_CACHE_DIR": None}
    program = ("-c", "import tempfile; tempfile.tempdir = '/proc'; from whitesmoke.commands.cli import main; main()")
    for arguments in (("run", "tutorial", "--runs", 20, "--no-figure"), ("sweep", "e.toml", "--no-figure")):
        done = called(*arguments, cwd=tmp_path, program=program, **home)
        assert (done.returncode, b"is not kept" in done.stderr) == (0, True), done.stderr


def test_where_folders_cannot_be_opened_a_sweep_writes(tmp_path):
    (tmp_path / "e.toml").write_text(EXPERIMENT)
    done = called("sweep", "e.toml", "--no-figure", cwd=tmp_path, program=("-c", WINDOWS))
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("results/e/*/runs/part-*.parquet"))


@pytest.mark.parametrize(("code", "kept"), [("EINVAL", True), ("ENOTSUP", True), ("ENOSPC", False), ("EIO", False)])
def test_what_a_disk_says_of_keeping(monkeypatch, tmp_path, code, kept):
    """A share that knows no fsync is written to; a full or broken disk is not passed over."""

    def refuses(handle):
        raise OSError(getattr(store.errno, code), code)

    monkeypatch.setattr(store.os, "fsync", refuses)
    if kept:
        store.write_bytes(tmp_path / "part", b"x")
        assert (tmp_path / "part").read_bytes() == b"x"
    else:
        with pytest.raises(store.WhitesmokeError):
            store.write_bytes(tmp_path / "part", b"x")


@pytest.fixture
def lettered(tmp_path):
    """A folder with a scenario that has letters beyond most encodings."""
    scenario = (ROOT / "scenarios/tutorial.toml").read_text().replace("Gammaland", "Gammál → Türkiye")
    (tmp_path / "t.toml").write_text(scenario, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [
        ("cp1252", ("run", "t.toml", "--no-figure")),
        ("ascii", ("explain", "t.toml", "--member", "GAM", "--date", "2030-02-01")),
    ],
)
def test_a_console_without_some_letters(lettered, encoding, arguments):
    done = called(*arguments, cwd=lettered, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert b"?" in done.stdout
    assert done.stderr.decode(encoding).count(f"This console ({encoding}) lacks letters") == 1


def test_json_for_a_console_without_some_letters(lettered):
    as_json = called("run", "t.toml", "--json", "--no-figure", cwd=lettered, PYTHONIOENCODING="cp1252")
    assert b"\\u2192" in as_json.stdout
    assert b"lacks letters" not in as_json.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_an_output_that_is_closed(lettered, closed):
    """What is said on it goes nowhere; the other one is as ever, also where letters had to be replaced."""
    program = [sys.executable, "-m", "whitesmoke.commands.cli"]
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *program, "run", "t.toml", "--no-figure", "--out", "o"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "sim"), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=lettered, env=environment, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr, bool(done.stdout)) == (0, False, closed == "2>&-")
    assert (lettered / "o" / "trace.json").exists()


def test_json_is_the_same_in_letters_and_escapes():
    assert dumps({"a": "é"}) == '{\n "a": "é"\n}\n'
    assert dumps({"a": "é"}, ascii_only=True) == '{\n "a": "\\u00e9"\n}\n'


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_output_that_is_full(tmp_path, more):
    with open("/dev/full", "wb") as full:
        done = called("run", "tutorial", "--no-figure", "--out", "here", *more, cwd=tmp_path, stdout=full)
    assert done.returncode == 2
    assert b"The output could not be written: no space left on device. Files written so far are whole." in done.stderr
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "here" / "trace.json").exists()
