"""A results folder as one page that needs nothing else: question, answer, design, failures, codebook, how to go on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whitesmoke.figures.figures_by_name import FIGURES
from whitesmoke.model.trace import WITHDRAWN
from whitesmoke.study.codebook import About, Entry
from whitesmoke.study.codebook_text import again
from whitesmoke.study.state import FolderState
from whitesmoke.writing import corner_words
from whitesmoke.writing import html_page as page
from whitesmoke.writing.index_words import EXPLAINED, tables
from whitesmoke.writing.level_words import level_cell, level_text, point_name
from whitesmoke.writing.measure_words import drawn, percent_of, reckoned, value_text
from whitesmoke.writing.measure_words import title as measure_title

INTERVALS = "95 % intervals (of shares, and whatever has two bounds, Wilson's score interval; of all else normal ones)"
MOST_ROWS = 500
"""Rows of the design that are shown."""


def html(
    known: About,
    state: FolderState,
    found: dict[str, Any] | None,
    figures: list[Path],
    book: list[Entry],
    findings: Sequence[str] = (),
    more: Sequence[str] = (),
) -> str:
    """Return the page.

    Parameters
    ----------
    found : the sweep as `summary.json` has it, or None if it cannot be had
    figures : files to show
    findings : what came out, in words, a sentence or two each
    more : parts of a page on what it does not say and how to cite it, before the codebook
    """
    title = str(known.manifest.get("title") or known.manifest.get("name"))
    return page.document(
        title,
        [
            f"<h1>{page.said(title)}</h1>",
            page.paragraph(known.manifest.get("question"), "question"),
            page.paragraphs(findings, "finding"),
            page.paragraph(_standing(state), "quiet"),
            *(page.picture(file.read_bytes(), file.suffix, _shows(title, file.stem)) for file in figures),
            *_claims(known),
            *(_measures(found) if found and found.get("measures") else []),
            *(_indices(found) if found and found.get("indices") else []),
            *(_corners(found) if found and found.get("discovery") else []),
            *(_points(found) if found else ["<p>The points cannot be summed up with this version of whitesmoke.</p>"]),
            *_design(known),
            *_failures(state),
            *more,
            *_origin(known),
            page.heading("Codebook"),
            _codebook(book),
        ],
    )


def _shows(title: str, figure: str) -> str:
    """Return what a figure shows, for who does not see it."""
    what = f": {FIGURES[figure].words}" if figure in FIGURES else ""
    return f"{title}{what}; the numbers are in the tables below"


def _standing(state: FolderState) -> str:
    points, runs = (f"{n:,} {what}{'s' * (n != 1)}" for n, what in ((state.points, "point"), (state.runs, "run")))
    text = f"{points}, {state.there:,} of {runs}"
    if state.failed:
        text += f", {state.failed:,} failed"
    return text + (f", {state.missing:,} missing: not complete" if state.missing else "")


def _points(found: dict[str, Any]) -> list[str]:
    points = found["points"]
    ever = (name for point in points for name, share in point.get("outcomes", {}).items() if share["value"])
    outcomes = [name for name in dict.fromkeys(ever) if name != "deadlock"]
    labels = [
        (factor["label"] or name) + (f" ({factor['unit']})" if factor["unit"] else "")
        for name, factor in found["factors"].items()
    ]
    arm = ["arm"] if found["arms"] else []
    gone = ["withdrawn"] if any(point.get("endings", {}).get(WITHDRAWN, {}).get("value") for point in points) else []
    titles = [found.get("candidates", {}).get(name, name) for name in outcomes]
    ends = [*titles, "deadlock", *gone]
    failed = ["failed"] if any(point["failed"] for point in points) else []
    head = ["row", *arm, *labels, "runs", *failed, *ends, "day 50 % [5, 95]", "mean day", "shift"]
    rows = [
        [
            str(point["row"]),
            *(found["arms"].get(point["arm"], point["arm"]) for _ in arm),
            *(level_cell(found["factors"][name], value) for name, value in point["levels"].items()),
            *_answers(point, outcomes, gone, failed),
        ]
        for point in points[:MOST_ROWS]
    ]
    return [page.heading("Points"), page.table(head, rows), page.paragraph(_reading(found), "quiet")]


def _measures(found: dict[str, Any]) -> list[str]:
    """Return what the measures of the experiment come to: a sentence each, a table, and what each is."""
    about, shown = found["measures"], drawn(found)
    head = ["point", *(measure_title(about[name]) for name in shown)]
    rows = [
        [
            point_name(found, point),
            *(value_text(point["measures"][name]["mean"], percent_of(about[name])) for name in shown),
        ]
        for point in found["points"][:MOST_ROWS]
        if point["runs"]
    ]
    what = " ".join(f"{about[name]['label']}: {reckoned(about[name])}." for name in about)
    table = [page.table(head, rows)] if shown else []
    return [
        page.heading("Measures"),
        *table,
        page.paragraph(f"Means over the runs that have it, in brackets {INTERVALS}. {what}", "quiet"),
    ]


def _indices(found: dict[str, Any]) -> list[str]:
    """Return what each outcome hangs on."""
    shown = [page.table(head, rows, text=True) for _, head, rows in tables(found) if rows]
    lacking = " ".join(f"What {name} hangs on: not told, {head[0]}." for name, head, rows in tables(found) if not rows)
    notes = [page.paragraph(lacking), page.paragraph(EXPLAINED, "quiet")]
    return [page.heading("What it hangs on"), *shown, *notes]


def _corners(found: dict[str, Any]) -> list[str]:
    """Return in which corners of the factors what was asked for is so, limit by limit, and how they are read."""
    head, rows = corner_words.HEAD, corner_words.rows
    tables = [
        page.table(head, rows(found, corner), text=True, title=corner_words.asked(about))
        for about in found["discovery"].values()
        for corner in about["corners"]
    ]
    notes = [page.paragraph(note, "quiet") for note in corner_words.notes(found)]
    return [page.heading("Corners"), *tables, *notes]


def _reading(found: dict[str, Any]) -> str:
    """Say how the table of points is read."""
    rows = len(found["points"])
    pairs = ", run by run on the same draws." if found["draws"] == "common" else "."
    more = f" Of {rows:,} rows the first {MOST_ROWS:,}; all of them are in summary.json." if rows > MOST_ROWS else ""
    varies = len({point["horizon_days"] for point in found["points"]}) > 1
    shortest = " (the shortest of any row)" if varies else ""
    return (
        "Withdrawn, where it happens: deadlocks in which no candidate was left, as a share of all runs. "
        "Day: half of all runs have settled by it, in brackets 5 and 95 %; a dash is no date but deadlock. Mean day: "
        f"whatever is later than the horizon, day {found['shared_horizon_days']}{shortest}, counts as that day, "
        "a deadlock too. "
        f"Shift: of the mean day against the first row{pairs} Other brackets: {INTERVALS}.{more}"
    )


def _answers(point: dict[str, Any], outcomes: list[str], gone: list[str], failed: list[str]) -> list[str]:
    if not point["runs"]:
        return ["0", *(f"{point[name]:,}" for name in failed), *["–"] * (len(outcomes) + len(gone) + 4)]
    days = {name: "–" if day is None else str(day) for name, day in point["days"].items()}
    against = (point["against_first"] or {}).get("mean_shift")
    return [
        f"{point['runs']:,}",
        *(f"{point[name]:,}" for name in failed),
        *(_share(point["outcomes"].get(name)) for name in [*outcomes, "deadlock"]),
        *(_share(point.get("endings", {}).get(name)) for name in gone),
        f"{days['p50']} [{days['p05']}, {days['p95']}]",
        _interval(point["mean_days_within_horizon"], ".1f"),
        _interval(against, "+.1f"),
    ]


def _share(interval: dict[str, float] | None) -> str:
    return _interval(interval, ".1%")


def _interval(interval: dict[str, Any] | None, how: str) -> str:
    if interval is None or interval["value"] is None:
        return "–"
    low, high = (interval[name] for name in ("low", "high"))
    span = "" if low is None or high is None else f" [{low:{how}}, {high:{how}}]"
    return f"{interval['value']:{how}}{span}"


def _claims(known: About) -> list[str]:
    said = [(name, known.experiment.get(name.lower())) for name in ("Mechanism", "Assumption")]
    return [part for name, text in said if text for part in (page.heading(name), page.paragraph(text))]


def _design(known: About) -> list[str]:
    rows = [
        [
            name,
            factor.get("label", ""),
            factor.get("path") or ", ".join(factor.get("paths", [])),
            _how(factor),
            _to(factor),
        ]
        for name, factor in known.factors.items()
    ]
    for name, arm in known.arms.items():
        changed = [arm.get("scenario"), arm.get("rule"), *arm.get("set", {})]
        rows.append([f"arm {name}", arm.get("label", ""), ", ".join(text for text in changed if text), "set", ""])
    kind = known.experiment.get("design", {}).get("kind", "")
    drawn = f"Parameters are draws from a posterior: {known.posterior}." if known.posterior else ""
    head = ["factor or arm", "label", "what changes", "how", "to"]
    return [
        page.heading("Design"),
        page.paragraph(f"{kind}, {len(known.design):,} rows"),
        page.paragraph(drawn),
        page.table(head, rows, text=True),
    ]


def _how(factor: dict[str, Any]) -> str:
    return {"add": "added", "multiply": "multiplied"}.get(factor.get("change", ""), "set")


def _to(factor: dict[str, Any]) -> str:
    """Return the values of a factor, or its range."""
    if "values" in factor:
        return ", ".join(factor.get("labels") or map(level_text, factor["values"]))
    return (
        f"{level_text(factor['low'])} to {level_text(factor['high'])}" if "low" in factor and "high" in factor else ""
    )


def _codebook(book: list[Entry]) -> str:
    rows = [[entry.name, entry.type, entry.unit, entry.meaning, entry.values] for entry in book]
    return page.table(["column", "type", "unit", "meaning", "values"], rows, text=True)


def _failures(state: FolderState) -> list[str]:
    if not state.failures:
        return []
    rows = [[f"{failed.runs:,}", failed.reason, failed.replay] for failed in state.failures]
    head = ["runs", "reason", "the first of them"]
    return [page.heading("Runs that could not be played"), page.table(head, rows, text=True)]


def _origin(known: About) -> list[str]:
    manifest = known.manifest
    sentence, commands = again(known)
    commands = commands.removeprefix("```sh\n").removesuffix("\n```")
    versions = ", ".join(f"{name} {number}" for name, number in manifest.get("versions", {}).items())
    facts = [["begun", str(manifest.get("created", ""))], ["versions", versions]]
    for name, value in manifest["identity"].items():
        facts.append([name, _plain(value)])
    facts += [[f"inputs/{name}", f"sha256 {digest}"] for name, digest in manifest["inputs"].items()]
    return [
        page.heading("Play it again"),
        page.paragraph(sentence),
        page.commands(commands),
        page.heading("Where it comes from"),
        page.table(["", ""], facts, text=True),
    ]


def _plain(value: Any) -> str:
    """Return what a folder is known by as a cell."""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {text}" for name, text in value.items())
    return " ".join(value) if isinstance(value, list) else str(value)
