"""The map of the house in docs/contributing.md is the contract that lint-imports checks."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNDER_ALL = ["errors"]
"""What every room may use and the map leaves out."""


def rooms_of_the_contract() -> list[str]:
    """The rooms from the top down, as the first contract has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["name"] == "Imports point down")
    return [layer.removeprefix("whitesmoke.") for layer in layers]


def test_the_rooms_of_the_map_are_those_of_the_contract_from_the_top_down():
    text = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    table = text.partition("## Rooms and arrows")[2].partition("\n## ")[0]
    drawn = re.findall(r"^\| `(\w+)` \|", table, re.M)
    assert [*drawn, *UNDER_ALL] == rooms_of_the_contract()


def test_every_room_stands_in_the_contract():
    package = ROOT / "sim" / "whitesmoke"
    there = {file.parent.name for file in package.glob("*/__init__.py")} | {"errors"}
    assert there == set(rooms_of_the_contract())


def test_no_two_files_have_one_name():
    names = [file.name for file in (ROOT / "sim" / "whitesmoke").rglob("*.py") if file.name != "__init__.py"]
    tests = [file.name for file in (ROOT / "tests").rglob("test_*.py")]  # pytest imports them by name
    assert (sorted(names), sorted(tests)) == (sorted(set(names)), sorted(set(tests)))


def test_the_files_that_the_words_name_are_there():
    text = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    table = text.partition("## Words")[2].partition("\n## ")[0]
    named = re.findall(r"`([a-z_/]+\.py)`", table)
    assert len(named) > 5
    assert not [name for name in named if not (ROOT / "sim" / "whitesmoke" / name).exists()]
