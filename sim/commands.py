"""What each command does, once its arguments are parsed."""

from __future__ import annotations

import datetime
import hashlib
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.case import Case
from sim.errors import WhitesmokeError
from sim.scenario import library
from sim.scenario.build import build
from sim.scenario.load import Loaded, load


def opened(scenario: str, changes: list[str], rule: str | None) -> tuple[Loaded, Case]:
    """Load, check and compile a scenario."""
    loaded = load(scenario, changes, rule)
    return loaded, build(loaded)


def run(
    scenario: str,
    seed: int,
    replicate: int,
    changes: list[str],
    rule: str | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
    pace: float,
) -> None:
    """Play one run and print it; write its trace and figure."""
    from sim.display import Live
    from sim.show import show_run
    from sim.story import as_json as trace_json
    from sim.trace import record

    loaded, case = opened(scenario, changes, rule)
    talk = Console(stderr=True, highlight=False)
    watch = Live(talk, pace=pace) if talk.is_terminal and not as_json else None
    trace = record(case, seed, replicate, watch=watch)
    data = {**trace_json(trace), "changes": changes}
    if as_json:
        print_json(data)
    else:
        show_run(Console(highlight=False), trace, loaded)
    if out is not None or not as_json:
        folder = out or default_folder(loaded.name, seed, replicate, changes, rule)
        write_text(folder / "trace.json", dumps(data))
        if figure:
            _draw(trace, loaded, folder)
        talk.print(f"Written to {folder}/")


def _draw(trace: Any, loaded: Loaded, folder: Path) -> None:
    from sim.plots import run_figure, save

    save(run_figure(trace, loaded.tables.tallies, loaded.tables.commitments), folder / "figure.png")


def default_folder(name: str, seed: int, replicate: int, changes: list[str], rule: str | None) -> Path:
    """Return results/runs/<scenario>/seed-S-run-R, with a short hash of what was changed."""
    changed = "\n".join([*sorted(changes), rule or ""]).strip()
    mark = "-" + hashlib.sha256(changed.encode()).hexdigest()[:6] if changed else ""
    return Path("results", "runs", name, f"seed-{seed}-run-{replicate}{mark}")


def explain(
    scenario: str,
    member: str,
    date: str,
    seed: int,
    replicate: int,
    changes: list[str],
    rule: str | None,
    as_json: bool,
) -> None:
    """Explain one member's decision on a day."""
    from sim.explain import explain as explain_member
    from sim.show import over, show_explanation
    from sim.trace import record

    day = parse_date(date)
    _, case = opened(scenario, changes, rule)
    trace = record(case, seed, replicate)
    found = explain_member(trace, member, day)
    if as_json:
        print_json({"scenario": case.names.scenario, "seed": seed, "replicate": replicate, **plain(found)})
    else:
        show_explanation(Console(highlight=False), trace, found)
        print(over(day, found), file=sys.stderr, end="\n" if over(day, found) else "")


def parse_date(text: str) -> datetime.date:
    """Return a date given as 2024-05-01."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise WhitesmokeError(f'--date: "{text}" is not a date; write it as 2024-05-01') from None


def check(files: list[str], as_json: bool) -> None:
    """Check files and print every problem."""
    from sim.errors import ScenarioError

    problems = []
    for file in files:
        try:
            build(load(file))
        except ScenarioError as error:
            problems += error.problems
    if as_json:
        print_json([problem._asdict() for problem in problems])
    if problems:
        raise ScenarioError(problems)
    if not as_json:
        print(f"{len(files)} scenario{'s' if len(files) > 1 else ''} without errors")


def list_scenarios(as_json: bool) -> None:
    """List what ships."""
    found = library.shipped()
    if as_json:
        print_json([{"name": s.name, "title": s.title, "extends": s.extends} for s in found])
    else:
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


def plain(value: Any) -> Any:
    """Return a value as JSON can carry it: tuples with names as objects, dates as text, infinities as null."""
    if hasattr(value, "_asdict"):
        return {key: plain(inner) for key, inner in value._asdict().items()}
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value) if isinstance(value, datetime.date | Path) else value


def dumps(data: Any) -> str:
    """Return JSON text that is the same every time."""
    return json.dumps(plain(data), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def print_json(data: Any) -> None:
    """Print JSON on stdout."""
    sys.stdout.write(dumps(data))


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(path)
