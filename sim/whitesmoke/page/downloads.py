"""What can be taken home: the figure as PNG and SVG, the trace as JSON, tables as CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from whitesmoke.figures import run_figure, save
from whitesmoke.model import codes
from whitesmoke.model.reading import long_date
from whitesmoke.model.trace import Trace
from whitesmoke.page.desk import Desk
from whitesmoke.telling.run_json import as_json
from whitesmoke.writing.output import dumps

LONGEST_CHANGES = 50
"""Characters that changes may take in a file's name."""


def figure(desk: Desk, ending: str) -> bytes:
    """Return the figure of the run as far as it was played: `png` or `svg`."""
    tables = desk.loaded.tables
    drawing = run_figure(desk.trace, tables.counts, tables.consents)
    with tempfile.TemporaryDirectory() as folder:
        return save(drawing, Path(folder) / f"figure.{ending}").read_bytes()


def trace_json(desk: Desk) -> bytes:
    """Return the run as `whitesmoke run --json` prints it; of a run that is not over, what has happened so far."""
    changes = [*desk.setup.changes]
    fitted = desk.draws.posterior.said if desk.draws else {}
    own = {"model": desk.model_class.__name__} if desk.own else {}
    told = {**as_json(desk.trace), "changes": changes, **fitted, **own, "finished": desk.over}
    return dumps(told).encode()


def rounds_csv(trace: Trace) -> bytes:
    """Return one row a round: date, members, committed to each candidate, and every member's stance."""
    names = trace.case.names
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["round", "date", "members", *(f"committed.{k}" for k in names.candidates), *names.members])
    for t, stances in enumerate(trace.stances):
        where = ["" if k == codes.NONE else names.candidates[k] for k in stances.tolist()]
        counts = [int(count) for count in trace.committed[t]]
        rows.writerow([t, names.date_of_round(t), trace.members[t], *counts, *where])
    return text.getvalue().encode()


def stem(desk: Desk) -> str:
    """Return the beginning of a file's name: which run it shows, by whose rules, with which changes."""
    setup = desk.setup
    parts = [setup.scenario, setup.rule, _changed(setup.changes), f"seed-{setup.seed}-run-{setup.run}"]
    parts += [f"posterior-{desk.draws.name[:8]}" if desk.draws else "", desk.model_class.__name__ if desk.own else ""]
    return "-".join(_plainly(part) for part in parts if part)


def so_far(desk: Desk) -> str:
    """Return the same of a run that is not over: the day up to which it was played."""
    day = desk.case.names.date_of_round(desk.trace.rounds)
    return stem(desk) if desk.over else f"{stem(desk)}-to-{day.isoformat()}"


def that_day(desk: Desk) -> str:
    """Return the same of what is seen on the day looked at."""
    return f"{stem(desk)}-on-{desk.case.names.date_of_round(desk.shown).isoformat()}"


def source(desk: Desk) -> str:
    """Return where a figure comes from, in a line below it."""
    setup, names = desk.setup, desk.case.names
    rule = f", rule {setup.rule}" if setup.rule else ""
    own = f", played by {desk.model_class.__name__}" if desk.own else ""
    drawn = f", draw of a posterior fitted to {', '.join(desk.draws.posterior.cases)}" if desk.draws else ""
    changes = f", with {'; '.join(setup.changes)}" if setup.changes else ""
    day = long_date(names.date_of_round(desk.shown))
    return f"whitesmoke: {setup.scenario}{rule}, seed {setup.seed}, run {setup.run}{own}{drawn}{changes}; {day}"[:240]


def _changed(changes: Sequence[str]) -> str:
    """Return changes as a part of a file's name: the end of each path and its value, or a number where that is long."""
    said = "-".join(".".join(path.split(".")[-2:]) + f"-{value or 'taken-away'}" for path, _, value in _split(changes))
    digest = hashlib.sha256("\n".join(changes).encode()).hexdigest()[:8]
    return said if len(said) <= LONGEST_CHANGES else f"{len(changes)}-changes-{digest}"


def _split(changes: Sequence[str]) -> list[tuple[str, str, str]]:
    return [change.partition("=") for change in changes]


def _plainly(text: str) -> str:
    return re.sub(r"(?:[^A-Za-z0-9.]|\.(?![A-Za-z0-9]))+", "-", text).strip("-.")
