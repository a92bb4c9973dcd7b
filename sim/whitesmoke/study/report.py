"""A results folder as one page that needs nothing else: question, answer, design, failures, codebook, how to go on."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import Any

from whitesmoke.model.trace import WITHDRAWN
from whitesmoke.study.codebook import About, Entry, citation
from whitesmoke.study.codebook_text import again
from whitesmoke.study.state import FolderState
from whitesmoke.writing.level_words import labelled, point_name
from whitesmoke.writing.measure_words import drawn, measure_sentence, reckoned, value_text

STYLE = Path(__file__).with_name("report.css")
MOST_ROWS = 500
"""Rows of the design that are shown."""
KINDS = {".png": "image/png", ".svg": "image/svg+xml"}


def html(known: About, state: FolderState, found: dict[str, Any] | None, figures: list[Path], book: list[Entry]) -> str:
    """Return the page.

    Parameters
    ----------
    found : the sweep as `summary.json` has it, or None if it cannot be had
    figures : files to show
    """
    title = str(known.manifest.get("title") or known.manifest.get("name"))
    body = [
        f"<h1>{escape(title)}</h1>",
        _paragraph(known.manifest.get("question"), "question"),
        f'<p class="quiet">{escape(_standing(state))}</p>',
        *(_figure(file, title) for file in figures),
        *(_measures(found) if found and found.get("measures") else []),
        *(_points(found) if found else ["<p>The points cannot be summed up with this version of whitesmoke.</p>"]),
        *_claims(known),
        *_design(known),
        *_failures(state),
        "<h2>Codebook</h2>",
        _codebook(book),
        *_origin(known),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _standing(state: FolderState) -> str:
    text = f"{state.points:,} points, {state.there:,} of {state.runs:,} runs"
    if state.failed:
        text += f", {state.failed:,} failed"
    return text + (f", {state.missing:,} missing: not complete" if state.missing else "")


def _figure(file: Path, title: str) -> str:
    data = base64.b64encode(file.read_bytes()).decode()
    alt = f"{escape(title)}: the numbers are in the table below"
    return f'<img src="data:{KINDS[file.suffix]};base64,{data}" alt="{alt}">'


def _points(found: dict[str, Any]) -> list[str]:
    points = found["points"]
    outcomes = list(dict.fromkeys(name for point in points for name in point.get("outcomes", {}) if name != "deadlock"))
    labels = [
        (factor["label"] or name) + (f" ({factor['unit']})" if factor["unit"] else "")
        for name, factor in found["factors"].items()
    ]
    arm = ["arm"] if found["arms"] else []
    gone = ["withdrawn"] if any(point.get("endings", {}).get(WITHDRAWN, {}).get("value") for point in points) else []
    titles = [found.get("candidates", {}).get(name, name) for name in outcomes]
    ends = [*titles, "deadlock", *gone]
    head = ["row", *arm, *labels, "runs", "failed", *ends, "day 50 % [5, 95]", "mean day", "shift"]
    rows = [
        [
            str(point["row"]),
            *(found["arms"].get(point["arm"], point["arm"]) for _ in arm),
            *(_level(found["factors"][name], value) for name, value in point["levels"].items()),
            *_answers(point, outcomes, gone),
        ]
        for point in points[:MOST_ROWS]
    ]
    return ["<h2>Points</h2>", _table(head, rows), _paragraph(_reading(found), "quiet")]


def _measures(found: dict[str, Any]) -> list[str]:
    """Return what the measures of the experiment come to: a sentence each, a table, and what each is."""
    about, shown = found["measures"], drawn(found)
    said = [_paragraph(measure_sentence(found, name), "finding") for name in about]
    head = [
        "point",
        *(about[name]["label"] + (f" ({about[name]['unit']})" if about[name]["unit"] else "") for name in shown),
    ]
    rows = [
        [point_name(found, point), *(value_text(point["measures"][name]["mean"]) for name in shown)]
        for point in found["points"][:MOST_ROWS]
        if point["runs"]
    ]
    what = " ".join(f"{about[name]['label']}: {reckoned(about[name])}." for name in about)
    table = [_table(head, rows)] if shown else []
    return ["<h2>Measures</h2>", *said, *table, _paragraph(f"Means over the runs that have it. {what}", "quiet")]


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
        f"Shift: of the mean day against the first row{pairs} Other brackets: 95 % intervals.{more}"
    )


def _answers(point: dict[str, Any], outcomes: list[str], gone: list[str]) -> list[str]:
    if not point["runs"]:
        return ["0", f"{point['failed']:,}", *["–"] * (len(outcomes) + len(gone) + 4)]
    days = {name: "–" if day is None else str(day) for name, day in point["days"].items()}
    against = (point["against_first"] or {}).get("mean_shift")
    return [
        f"{point['runs']:,}",
        f"{point['failed']:,}",
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


def _level(factor: dict[str, Any], value: object) -> str:
    label = labelled(factor, value)
    return label or (f"{value:g}" if isinstance(value, float) else str(value))


def _claims(known: About) -> list[str]:
    said = [(name, known.experiment.get(name.lower())) for name in ("Mechanism", "Assumption")]
    return [part for name, text in said if text for part in (f"<h2>{name}</h2>", _paragraph(text))]


def _design(known: About) -> list[str]:
    rows = [
        [name, factor.get("label", ""), factor.get("path") or ", ".join(factor.get("paths", [])), _how(factor)]
        for name, factor in known.factors.items()
    ]
    for name, arm in known.arms.items():
        changed = [arm.get("scenario"), arm.get("rule"), *arm.get("set", {})]
        rows.append([f"arm {name}", arm.get("label", ""), ", ".join(text for text in changed if text), "set"])
    kind = known.experiment.get("design", {}).get("kind", "")
    drawn = f"Parameters are draws from a posterior: {known.posterior}." if known.posterior else ""
    head = ["factor or arm", "label", "what changes", "how"]
    return [
        "<h2>Design</h2>",
        _paragraph(f"{kind}, {len(known.design):,} rows"),
        _paragraph(drawn),
        _table(head, rows, text=True),
    ]


def _how(factor: dict[str, Any]) -> str:
    return {"add": "added", "multiply": "multiplied"}.get(factor.get("change", ""), "set")


def _codebook(book: list[Entry]) -> str:
    rows = [[entry.name, entry.type, entry.unit, entry.meaning, entry.values] for entry in book]
    return _table(["column", "type", "unit", "meaning", "values"], rows, text=True)


def _failures(state: FolderState) -> list[str]:
    if not state.failures:
        return []
    rows = [[f"{failed.runs:,}", failed.reason, failed.replay] for failed in state.failures]
    return ["<h2>Runs that could not be played</h2>", _table(["runs", "reason", "the first of them"], rows, text=True)]


def _origin(known: About) -> list[str]:
    manifest = known.manifest
    sentence, commands = again(known)
    commands = commands.removeprefix("```sh\n").removesuffix("\n```")
    versions = ", ".join(f"{name} {number}" for name, number in manifest.get("versions", {}).items())
    facts = [["begun", str(manifest.get("created", ""))], ["versions", versions]]
    for name, value in manifest["identity"].items():
        facts.append([name, " ".join(value) if isinstance(value, list) else str(value)])
    facts += [[f"inputs/{name}", f"sha256 {digest}"] for name, digest in manifest["inputs"].items()]
    return [
        "<h2>Play it again</h2>",
        _paragraph(sentence.replace("`", "")),
        f"<pre>{escape(commands)}</pre>",
        "<h2>Where it comes from</h2>",
        _table(["", ""], facts, text=True),
        _paragraph(f"Cite: {citation(known.version)}"),
    ]


def _paragraph(text: object, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(str(text))}</p>' if text else ""


def _table(head: list[str], rows: list[list[str]], text: bool = False) -> str:
    cells = "".join(f"<th>{escape(name)}</th>" for name in head)
    first = f"<thead><tr>{cells}</tr></thead>\n" if any(head) else ""
    lines = "\n".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    kind = ' class="words"' if text else ""
    return f'<div class="wide"><table{kind}>\n{first}<tbody>\n{lines}\n</tbody></table></div>'
