"""Scenario files: check them, list what ships, print the schema, start a new one."""

from __future__ import annotations

from pathlib import Path

from sim.commands.common import opened
from sim.errors import Problem, ScenarioError, WhitesmokeError
from sim.output import print_json, write_text
from sim.scenario import library


def check(files: list[str], as_json: bool) -> None:
    """Check files and print every problem."""
    problems: list[Problem] = []
    for file in files:
        try:
            opened(file)
        except ScenarioError as error:
            problems += error.problems
        except WhitesmokeError as error:
            problems.append(Problem(file, None, "", str(error)))
    if as_json:
        print_json(problems)
    if problems:
        raise ScenarioError(problems)
    if not as_json:
        print(f"{len(files)} scenario{'s' if len(files) > 1 else ''} without errors")


def list_scenarios(as_json: bool) -> None:
    """List what ships."""
    found = library.shipped()
    if as_json:
        print_json([{"name": s.name, "title": s.title, "extends": s.extends} for s in found])
        return
    width = max(len(s.name) for s in found)
    for s in found:
        print(f"{s.name:{width}}  {s.title}")


def schema() -> None:
    """Print the JSON Schema."""
    print(library.json_schema())


def new(name: str, folder: Path) -> None:
    """Write a starting file; never over an existing one."""
    path = folder / f"{name}.toml"
    if path.exists():
        raise WhitesmokeError(f"{path} exists already: choose another name")
    write_text(path, library.template(name))
    print(path)
