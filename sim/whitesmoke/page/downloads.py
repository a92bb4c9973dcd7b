"""What can be taken home: the figure as PNG and SVG, the trace as JSON, tables as CSV."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from whitesmoke.figures import run_figure, save
from whitesmoke.model import codes
from whitesmoke.model.trace import Trace
from whitesmoke.page.desk import Desk
from whitesmoke.page.setup import Setup
from whitesmoke.telling import story
from whitesmoke.writing.output import dumps


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
    return dumps({**story.as_json(desk.trace), "changes": changes, **fitted, "finished": desk.over}).encode()


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


def stem(setup: Setup) -> str:
    """Return the beginning of a file's name."""
    return f"{setup.scenario}-seed-{setup.seed}-run-{setup.run}"
