"""What `make` installs, part by part, and with what."""

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from requirements import install

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = {
    "run": [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"], "editables"],
    "view": EXTRAS["view"],
    "dev": [*EXTRAS["cluster"], *PROJECT["dependency-groups"]["dev"]],
}


def _pins(part: str) -> dict[str, str]:
    pairs = [line.split("==") for line in install.listed(part)]
    return {canonicalize_name(name): version for name, version in pairs}


def _needed(asked: list[str]) -> set[str]:
    """Return the names of some requirements and of all that these require in turn, here."""
    found: set[str] = set()
    left, seen = [Requirement(text) for text in asked], set()
    while left:
        one = left.pop()
        if str(one) not in seen:
            seen.add(str(one))
            found.add(canonicalize_name(one.name))
            left += [inner for inner in _requires(one.name) if _holds(inner, ["", *one.extras])]
    return found


def _holds(one: Requirement, extras: list[str]) -> bool:
    return one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)


def _requires(name: str) -> list[Requirement]:
    try:
        return [Requirement(text) for text in requires(name) or []]
    except PackageNotFoundError:
        return []


@pytest.mark.parametrize("part", install.PARTS)
def test_a_part_has_what_it_needs_and_no_other_part_has_it_too(part):
    parts = list(install.PARTS)
    before = {name for earlier in parts[: parts.index(part)] for name in _pins(earlier)}
    assert set(_pins(part)).isdisjoint(before)
    assert _needed(WANTED[part]) <= set(_pins(part)) | before


def test_pins_have_no_addresses():
    for part in install.PARTS:
        assert all(line.count("==") == 1 and "/" not in line and "@" not in line for line in install.listed(part))


@pytest.fixture
def steps(monkeypatch):
    """Steps noted instead of taken; those whose command begins with a word in `broken` fail."""
    taken: list[list[str]] = []
    broken: set[str] = set()

    def step(what: str, command: list[str]) -> None:
        taken.append(command)
        if broken & {command[0], command[-1]}:
            raise install.InstallError(f"{what}: no")

    monkeypatch.setattr(install, "step", step)
    monkeypatch.setattr(install, "pip_settings", list)
    monkeypatch.setattr(install, "found_uv", lambda: None)
    return taken, broken


def test_uv_is_taken_where_it_is(steps, monkeypatch, tmp_path):
    taken, _ = steps
    monkeypatch.setattr(install, "found_uv", lambda: "uv")
    install.everything("run", 3, tmp_path)
    assert [command[0] for command in taken] == [sys.executable, "uv", "uv"]


def test_pip_takes_over_where_uv_fails(steps, monkeypatch, tmp_path):
    taken, broken = steps
    broken.add("uv")
    monkeypatch.setattr(install, "found_uv", lambda: "uv")
    install.everything("view", 3, tmp_path)
    assert [command[0] for command in taken] == ["uv", install.PYTHON]


def test_pip_alone_where_no_uv_can_be_had(steps, tmp_path):
    taken, broken = steps
    broken.add("uv")
    install.everything("dev", 3, tmp_path)
    assert [command[0] for command in taken] == [install.PYTHON, install.PYTHON]
    assert taken[-1][-2:] == ["-r", str(ROOT / "requirements" / "dev.txt")]


def test_a_failure_says_what_the_tool_said_and_leaves_no_stamp(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "found_uv", lambda: "false")
    monkeypatch.setattr(install, "PYTHON", "false")
    monkeypatch.setattr(
        install, "with_pip", lambda what: [sys.executable, "-c", "print('no such index'); raise SystemExit(1)"]
    )
    assert install.main("view") == 1
    told = capsys.readouterr().err
    assert "no such index" in told
    assert ".venv is not whole" in told
    assert not (tmp_path / "view").exists()


def test_uv_looks_where_pip_looks(monkeypatch):
    monkeypatch.setattr(install, "pip_settings", lambda: ["global.index-url='there'", "global.timeout='9'"])
    monkeypatch.setattr(install.os, "environ", {})
    install.with_uv("uv")
    assert install.os.environ["UV_DEFAULT_INDEX"] == "there"
