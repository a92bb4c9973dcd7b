"""Scenario files: check them, list what ships, print the schema, start a new one."""

from __future__ import annotations

import json
from pathlib import Path

from whitesmoke.commands.common import opened
from whitesmoke.errors import Problem, ScenarioError, WhitesmokeError
from whitesmoke.scenario import library
from whitesmoke.scenario.files import shown
from whitesmoke.scenario.notes import notes
from whitesmoke.scenario.wording import counted
from whitesmoke.writing.output import is_quiet, print_json, write_text


def check(files: list[str], as_json: bool) -> None:
    """Check scenario and experiment files and print every problem, or what is worth knowing of a sound scenario."""
    from whitesmoke.evidence.series.opened import is_series, load_series
    from whitesmoke.study.experiment import is_experiment

    problems: list[Problem] = []
    known: list[Problem] = []
    for file in files:
        try:
            if is_experiment(file):
                _lay_out(file)
            elif is_series(file):
                load_series(file)
            else:
                known += notes(*opened(file))
        except ScenarioError as error:
            problems += error.problems
        except WhitesmokeError as error:
            problems.append(Problem(file, None, "", str(error)))
    if as_json:
        print_json(problems)
    if problems:
        raise ScenarioError(problems)
    if not as_json:
        print(f"{counted(files, 'file')} without errors")
        for note in [] if is_quiet() else known:
            print(f"note: {note}")


def _lay_out(file: str) -> None:
    """Lay out an experiment, which finds what is wrong with it."""
    from whitesmoke.commands.sweep import planned  # brings what plays and keeps a sweep

    planned(file)


def list_scenarios(as_json: bool) -> None:
    """List what ships."""
    found = library.shipped()
    if as_json:
        print_json([{"name": s.name, "title": s.title, "extends": s.extends} for s in found])
        return
    width = max(len(s.name) for s in found)
    for s in found:
        print(f"{s.name:{width}}  {s.title}")


def list_experiments(as_json: bool) -> None:
    """List the experiments that a name finds."""
    from whitesmoke.study import shipped as experiments

    found = experiments.shipped()
    if as_json:
        print_json([{"name": e.name, "title": e.title, "question": e.question} for e in found])
        return
    width = max((len(e.name) for e in found), default=0)
    for e in found:
        print(f"{e.name:{width}}  {e.question}")


def schema(experiment: bool) -> None:
    """Print the JSON Schema of scenario or experiment files."""
    from whitesmoke.study.experiment_schema import Experiment

    print(json.dumps(Experiment.model_json_schema(), indent=2) if experiment else library.json_schema())


def new(name: str, folder: Path) -> None:
    """Write a starting file; never over an existing one, nor under a name that another scenario or series goes by."""
    from whitesmoke.evidence.series.opened import shipped as series

    path, text = folder / f"{name}.toml", library.template(name)
    if path.exists():
        raise WhitesmokeError(f"{path} exists already: choose another name")
    taken = {found.stem: found for found in (*(known.path for known in library.shipped()), *series().values())}
    same = next((stem for stem in taken if stem.casefold() == name.casefold()), None)
    if same is not None:
        message = f"{same} is the name of {shown(taken[same])} already, and one of the two could not be reached by it"
        raise WhitesmokeError(f"{message}; choose another name, such as my-{same}")
    write_text(path, text)
    print(path)
