"""Broken scenarios: each is refused with exactly the sentences of cases.toml, all at once and without a traceback."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.document import DEEP, LONG
from whitesmoke.scenario.load import load

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases.toml").read_text())["case"]
BY_COMMAND = ("syntax.toml", "wrong-types.toml", "quota-too-high.toml")


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    monkeypatch.chdir(HERE)


def said(*arguments, **options):
    with pytest.raises(ScenarioError) as refused:
        load(*arguments, **options)
    assert refused.value.exit_code == 2
    return str(refused.value).split("\n")


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_says_exactly_what_is_wrong(case):
    assert said(case["file"], case.get("set", ()), case.get("rule")) == case["says"]


def test_every_broken_file_has_its_case():
    used = {case["file"] for case in CASES} | {"cases.toml", "circle-two.toml"}
    assert sorted(path.name for path in HERE.glob("*.toml") if path.name not in used) == []


def test_the_sound_scenario_is_sound():
    assert list(load("sound.toml").scenario.members) == ["AAA", "BBB", "CCC"]


@pytest.mark.parametrize("file", BY_COMMAND)
def test_the_command_prints_the_same_and_no_traceback(file):
    command = [sys.executable, "-m", "whitesmoke", "check", file]
    run = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(HERE.parents[1] / "sim")}, check=False
    )
    lines = next(case["says"] for case in CASES if case["file"] == file)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert [line for line in lines if line not in run.stderr] == []


# --- files too large or too odd to keep -----------------------------------------------------------------------------


def test_a_file_of_50_megabytes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open("huge.toml", "wb") as file:
        file.truncate(50_000_000)
    assert said("huge.toml") == ["huge.toml: the file has 50.0 MB; the most is 1 MB: is it the right file?"]


@pytest.mark.parametrize("opening", ["[", "{a="])
def test_100_000_nested_brackets(tmp_path, monkeypatch, opening):
    monkeypatch.chdir(tmp_path)
    Path("deep.toml").write_text("title = " + opening * 100_000)
    assert said("deep.toml") == [f"deep.toml:1: {DEEP}"]


def test_a_dotted_key_of_3000_parts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("long.toml").write_text(f"extends = {str(HERE / 'sound.toml')!r}\na" + ".a" * 3_000 + " = 1\n")
    assert said("long.toml") == [f"long.toml:2: {DEEP}"]


def test_broken_utf8(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("latin.toml").write_bytes('title = "first"\nabout = "Türkiye"\n'.encode("latin-1"))
    assert said("latin.toml") == ["latin.toml:2: not UTF-8 (byte 0xfc at position 26); save the file as UTF-8"]


def test_utf16(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("wide.toml").write_bytes('title = "wide"\n'.encode("utf-16"))
    byte = Path("wide.toml").read_bytes()[0]
    assert said("wide.toml") == [f"wide.toml:1: not UTF-8 (byte 0x{byte:02x} at position 0); save the file as UTF-8"]


def test_an_integer_of_5000_digits(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("digits.toml").write_text("title = " + "1" * 5000)
    assert said("digits.toml") == [f"digits.toml:1: {LONG}"]


def test_a_chain_of_twelve_variants(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in range(12):
        Path(f"v{number}.toml").write_text(f'extends = "v{number + 1}.toml"\n')
    Path("v12.toml").write_text('title = "root"\n')
    expected = "v10.toml:1: extends: more than 10 scenarios extend each other; extend one nearer to the root"
    assert said("v0.toml") == [expected]


def test_a_device_is_no_scenario():
    assert said("/dev/null") == ["/dev/null: this is a device, not a plain file; give a file that was saved"]
