"""Scenario files: check them, list what ships, print the schema, start a new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from whitesmoke.commands.common import opened
from whitesmoke.errors import Problem, ScenarioError, WhitesmokeError
from whitesmoke.scenario import bodies, library
from whitesmoke.scenario.calendars import Calendar, calendars
from whitesmoke.scenario.dates_schema import Sitting
from whitesmoke.scenario.files import find, shown
from whitesmoke.scenario.lectures import is_lecture, load_lecture
from whitesmoke.scenario.lever_ends import must_move
from whitesmoke.scenario.like import case_like
from whitesmoke.scenario.load import BodyError
from whitesmoke.scenario.notes import notes
from whitesmoke.scenario.tables import read_rows
from whitesmoke.scenario.wording import counted
from whitesmoke.writing.output import is_quiet, print_json, write_text
from whitesmoke.writing.shell import word


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
            elif is_lecture(file):
                load_lecture(file)
            else:
                known += _known_of(file)
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


def _known_of(file: str) -> list[Problem]:
    """Return what is worth knowing of a sound scenario or body."""
    try:
        loaded, case = opened(file)
        must_move(loaded)
        return notes(loaded, case)
    except BodyError as error:
        path = find(file)
        must_move(bodies.load_body(path), path.resolve())
        return error.problems


def _lay_out(file: str) -> None:
    """Lay out an experiment, which finds what is wrong with it."""
    from whitesmoke.commands.sweep import planned  # brings what plays and keeps a sweep

    planned(file)


def list_scenarios(as_json: bool) -> None:
    """List what ships, the coded cases last."""
    found = [*library.shipped(), *library.corpus()]
    if as_json:
        print_json([{"name": s.name, "title": s.title, "extends": s.extends} for s in found])
        return
    width = max(len(s.name) for s in found)
    for s in found:
        print(f"{s.name:{width}}  {s.title}")


def list_bodies(as_json: bool) -> None:
    """List the bodies that a case can extend by name."""
    found = bodies.shipped()
    if as_json:
        print_json([{**body._asdict(), "path": str(body.path)} for body in found])
        return
    wide = [max(len(str(body[field])) for body in found) for field in (0, 3, 4)] if found else [0, 0, 0]
    for body in found:
        members = f"{body.members:{wide[1]}} members"
        print(f"{body.name:{wide[0]}}  {members}  {body.rule:{wide[2]}}  {body.title} ({body.source})")


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


def list_calendars(as_json: bool) -> None:
    """List the calendars that ship: whose, how many meetings, from when to when, at which levels."""
    found = [{"name": one.name, "body": one.body, **_span(one)} for one in calendars().values()]
    if as_json:
        print_json(found)
        return
    width = max(len(str(one["name"])) for one in found)
    for one in found:
        levels = ", ".join(one["levels"])
        print(f"{one['name']:{width}}  {one['meetings']} meetings, {one['first']} to {one['last']}: {levels}")


def _span(calendar: Calendar) -> dict[str, Any]:
    rows = [row.values for row in read_rows(calendar.path, Sitting, key=(), needed=("date",))]
    levels = list(dict.fromkeys(row["level"] for row in rows))
    return {"meetings": len(rows), "first": rows[0]["date"], "last": rows[-1]["date"], "levels": levels}


def list_rules(as_json: bool) -> None:
    """List the decision rules that have a name: what each asks for, and the text that gives it."""
    from whitesmoke.scenario.rules import ALL_BUT, RULES

    found = [(name, one.asks, one.source) for name, one in RULES.items()]
    found.append((f"{ALL_BUT}N", "a yes from all but N", ""))
    if as_json:
        print_json([{"name": name, "asks": asks, "source": source} for name, asks, source in found])
        return
    width = max(len(name) for name, *_ in found)
    for name, asks, source in found:
        print(f"{name:{width}}  {asks}" + (f" ({source})" if source else ""))


def schema(experiment: bool) -> None:
    """Print the JSON Schema of scenario or experiment files."""
    from whitesmoke.study.experiment_schema import Experiment

    print(json.dumps(Experiment.model_json_schema(), indent=2) if experiment else library.json_schema())


def new(name: str, folder: Path, like: str | None, actors: Path | None = None) -> None:
    """Write a starting file; never over an existing one, nor under a name that another scenario or series goes by.

    Parameters
    ----------
    like : the body that it extends, by name or path
    actors : the table of actors that it is made from
    """
    from whitesmoke.evidence.series.opened import shipped as series

    path = folder / f"{name}.toml"
    text = library.template(name, folder) if like is None else case_like(name, like, folder)
    if actors is not None:
        text = _of_actors(name, path, actors)
    if path.exists():
        raise WhitesmokeError(f"{path} exists already: choose another name")
    cases = [one.path for one in (*library.shipped(), *library.corpus())]
    taken = {found.stem: found for found in (*cases, *(one.path for one in bodies.shipped()), *series().values())}
    same = next((stem for stem in taken if stem.casefold() == name.casefold()), None)
    if same is not None:
        message = f"{same} is the name of {shown(taken[same])} already, and one of the two could not be reached by it"
        raise WhitesmokeError(f"{message}; choose another name, such as my-{same}")
    write_text(path, text)
    print(path)


def _of_actors(name: str, path: Path, actors: Path) -> str:
    """Return a scenario that is made from a table of actors."""
    from whitesmoke.scenario.actor_case import case_text
    from whitesmoke.scenario.actors import read_actors

    return case_text(read_actors(actors), name, actors.name, word(path))


def tables(name: str, folder: Path, graphml: bool, actors: bool) -> None:
    """Write a scenario as a workbook and the file that reads it, and perhaps its network; print what was written."""
    from whitesmoke.model.network import to_graphml
    from whitesmoke.scenario.actor_case import actor_table
    from whitesmoke.scenario.taken_out import must_be_free, write_case

    loaded, case = opened(name)
    asked = {f"{loaded.name}.graphml": graphml, f"{loaded.name}.actors.csv": actors}
    others = [folder / file for file, wanted in asked.items() if wanted]
    must_be_free(others)
    texts = [to_graphml(case) if file.suffix == ".graphml" else actor_table(loaded, case) for file in others]
    written = write_case(loaded, folder, loaded.name)
    for file, text in zip(others, texts):
        write_text(file, text)
    print(*written, *others, sep="\n")
