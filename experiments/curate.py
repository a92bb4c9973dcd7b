"""Curated results: `python -m experiments.curate` plays every experiment here and writes results/curated/<name>/.

summary.csv (a row for every point), figure.png, README.md (three sentences, from the reading NAME.md next to the
experiment) and identity.json (what was played, and the days of first runs, so that a stale result is noticed).
Runs that are in results/ already are not played again. The same experiment gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from whitesmoke.errors import WhitesmokeError
from whitesmoke.figures import save
from whitesmoke.figures.sweeps import sweep_figure
from whitesmoke.figures.sweeps.corner_panels import corners_figure
from whitesmoke.figures.sweeps.measure_panels import measures_figure
from whitesmoke.front.progress import bar
from whitesmoke.model import codes
from whitesmoke.study import answers, folders
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import Plan, lay_out
from whitesmoke.study.playing import Sweep
from whitesmoke.study.store import Folder
from whitesmoke.study.workers import Workers
from whitesmoke.writing.cells import guarded
from whitesmoke.writing.estimates import Interval
from whitesmoke.writing.measure_words import SHARES
from whitesmoke.writing.output import dumps, write_text

from experiments.reading import Row, filled

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results"
WITNESSES = 10
"""Runs of every point whose days are kept."""
OFTEN = 0.2
"""Share of runs in which a member must be last, at some point, to have a column."""
NOTHING = Interval(None, None, None)  # type: ignore[arg-type]
CAVEATS = {
    "rutte-iohannis": "Its parameters were chosen with the record of that race in view: this is what the model says of "
    "variants of a race that it was fitted to, not what would have happened.",
    "council": "A stylised council that stands for none on record.",
    "large-alliance": "A generated body that stands for none on record.",
}


def curate(experiment: Path, curated: Path, results: Path, jobs: int | None = None) -> Path:
    """Play an experiment as far as it has not been played, and write its curated result; return the folder."""
    plan = lay_out(load_experiment(experiment))
    folder = folders.folder_of(plan, results)
    folders.prepare(plan, folder)
    played(plan, folder, jobs)
    found = answers.summarise(plan, folder)
    if found["failed"]:
        raise WhitesmokeError(f"{experiment}: {found['failed']:,} runs failed; see whitesmoke status {folder.path}")
    target, rows, corners = curated / plan.experiment.name, table(found), corner_rows(found)
    sentences = filled(experiment.with_suffix(".md").read_text(encoding="utf-8"), rows + corners)
    write_text(target / "summary.csv", as_csv(rows))
    if corners:
        write_text(target / "corners.csv", as_csv(corners))
    write_text(target / "identity.json", dumps(identity(plan, folder)))
    figure = corners_figure(found) or measures_figure(found) or sweep_figure(found)
    save(figure, target / "figure.png", dots_per_inch=110)
    write_text(target / "README.md", page(found, sentences))
    return target


def played(plan: Plan, folder: Folder, jobs: int | None = None) -> None:
    """Play what a folder lacks."""
    workers = Workers(jobs)
    try:
        with bar(plan.experiment.name, Console(stderr=True)) as progress:
            Sweep(plan, folder, workers, progress=progress).run()
    finally:
        workers.close()


# --- what is kept ---------------------------------------------------------------------------------------------------


def table(found: dict[str, Any]) -> list[Row]:
    """Return a row of texts for every point of a summary; shares and means with their 95 % intervals."""
    return [_row(found, point) for point in found["points"]]


def _row(found: dict[str, Any], point: dict[str, Any]) -> Row:
    row: dict[str, Any] = {"point": point["point"]}
    if found["arms"]:
        row["arm"] = point["arm"]
    row |= {name: _level(level) for name, level in point["levels"].items()}
    row["runs"] = point["runs"]
    for name, interval in point["outcomes"].items():
        row |= _with_interval(name, interval)
    row |= {f"day_{name}": day for name, day in point["days"].items()}
    row |= _with_interval("mean_day", point["mean_days_within_horizon"])
    if difference := point["against_first"]:
        row |= _with_interval("shift", difference.mean_shift)
        row |= _with_interval("later", difference.later) | _with_interval("earlier", difference.earlier)
    row |= {f"met.{name}": share for name, share in point["demands_met"].items()}
    row |= {f"exit.{name}": share for name, share in point["exits"].items()}
    for name, one in point.get("measures", {}).items():
        column = name if found["measures"][name]["unit"] in SHARES else f"mean_{name}"
        row |= _with_interval(column, one["mean"] or NOTHING)
    row |= {f"last.{code}": point["last_holdouts"].get(code) for code in _named_last(found)}
    return {name: _cell(value) for name, value in row.items()}


def corner_rows(found: dict[str, Any]) -> list[Row]:
    """Return a row of texts for every corner that the experiment asks for: what it holds, and its limits."""
    named = [
        (f"{name} {nth + 1}", corner)
        for name, one in found.get("discovery", {}).items()
        for nth, corner in enumerate(one["corners"])
    ]
    return [{name: _cell(value) for name, value in _corner(which, held).items()} for which, held in named]


def _corner(which: str, held: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"corner": which, "points": held["points"], "counting": held["counting"]}
    for name in ("density", "base", "coverage"):
        row |= _with_interval(name, held[name])
    row |= _with_interval("held_out_density", held["held_out"]["density"])
    for factor, limit in held["limits"].items():
        row |= {f"{factor}.{end}": limit[end] for end in ("low", "high") if limit[end] is not None}
        row |= {f"{factor}.in": " or ".join(map(str, limit["in"]))} if limit["in"] else {}
        row |= {f"{factor}.quasi_p": limit["quasi_p"]}
    return row


def _with_interval(name: str, interval: Any) -> dict[str, Any]:
    return {name: interval.value, f"{name}_low": interval.low, f"{name}_high": interval.high}


def _level(level: Any) -> str:
    return " + ".join(map(_cell, level)) if isinstance(level, list) else _cell(level)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _named_last(found: dict[str, Any]) -> list[str]:
    """Return the members that are among the last in a fifth of the runs of some point."""
    shares = [item for point in found["points"] for item in point["last_holdouts"].items()]
    return sorted({code for code, share in shares if share >= OFTEN})


def as_csv(rows: list[Row]) -> str:
    """Return rows as CSV; a cell that a row does not have is empty."""
    text = io.StringIO()
    columns = dict.fromkeys(column for row in rows for column in row)
    writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: guarded(cell) for column, cell in row.items()} for row in rows)
    return text.getvalue()


def identity(plan: Plan, folder: Folder) -> dict[str, Any]:
    """Return what was played: all that names the folder of runs, and of every point the days of its first runs."""
    runs = answers.by_point(plan, folder)
    return {"identity": plan.identity, "first_days": {name: days(runs[name].day[:WITNESSES]) for name in plan.unique}}


def days(day: Any) -> str:
    """Return days of consensus in one text; - for deadlock."""
    return " ".join("-" if at == codes.NEVER else str(at) for at in day.tolist())


def page(found: dict[str, Any], sentences: str) -> str:
    """Return the page of a curated result."""
    return f"""# {found["title"]}

*{found["question"]}*

{sentences}

![{found["title"]}](figure.png)

**Mechanism.** {found["mechanism"]}

**Assumption.** {found["assumption"]}

{found["runs"]:,} runs of `experiments/{found["name"]}.toml`, seed {found["seed"]}, {found["draws"]} draws; day 0 is \
{found["start"]}, the horizon day {found["horizon_days"]}. {CAVEATS.get(found["scenario"], "")}

[summary.csv](summary.csv) has every point; [how to read it](../../README.md). Written by `make curated`.
"""


def main(names: list[str]) -> int:
    """Curate the experiments of these names, or all."""
    experiments = sorted(HERE.glob("*.toml"))
    for experiment in experiments:
        if not names or experiment.stem in names:
            print(curate(experiment, RESULTS / "curated", RESULTS))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except WhitesmokeError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
