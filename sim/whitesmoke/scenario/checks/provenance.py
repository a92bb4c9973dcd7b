"""Every modelling number says where it comes from: a `source`, or `assumed = true`, in its table or one around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.wording import instead, listed, quoted
from whitesmoke.scenario.workbook import workbook_and_sheet

NUMBERS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("parameters",): (),
    ("space",): ("salience", "reversion"),
    ("amendment",): (),
    ("ratification",): (),
    ("rule", "silence"): ("low", "high"),
    ("focal", "*"): ("weight",),
    ("sittings",): ("weight", "called"),
    ("bargaining",): (),
    ("grantors", "*"): ("budget", "cost", "stake"),
    ("blocs", "*"): ("baseline", "patron_tie"),
    ("members", "*"): (
        "weight",
        "population",
        "baseline",
        "patron_tie",
        "position",
        "salience",
        "status_quo",
        "reservation",
        "patience",
        "ratification",
    ),
    ("candidates", "*"): ("valence", "position", "withdraw"),
    ("demands", "*"): ("worth", "ceiling", "hurts"),
    ("events", "*"): ("amount", "consulted"),
    ("network", "layers", "*"): ("share", "neighbours", "rewire", "density"),
    ("network", "ties", "*"): ("member", "weight"),
    ("levers", "*"): ("low", "high"),
}
"""Modelling numbers by table; no names: every number of the table."""

SOURCE_ID = re.compile(r"[A-Z]+_?[0-9A-Za-z]*")
"""What looks like an id of the sources table; anything else is a text that speaks for itself."""


def check(findings: Findings) -> None:
    """Note each table that leaves a number without a word, and each source that cannot be looked up."""
    data, sourced = findings.loaded.data, _sourced_files(findings)
    for pattern, fields in NUMBERS.items():
        for place, table in tables(data, pattern):
            _table(findings, place, table, fields, sourced)
    if findings.scenario.sources is not None:
        for place, text in _sources(data, ()):
            _known(findings, place, text)
        for kind in ("tallies", "commitments"):
            for index, row in enumerate(getattr(findings.loaded.tables, kind)):
                _known(findings, ("record", kind, index, "source"), row.source)


def tables(data: Any, pattern: tuple[str, ...], place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Return the tables of a pattern of `NUMBERS`, each with its place."""
    if not pattern:
        yield place, data
        return
    first, rest = pattern[0], pattern[1:]
    keys = _keys(data) if first == "*" else [first] if isinstance(data, dict) and first in data else []
    for key in keys:
        yield from tables(data[key], rest, (*place, key))


def _keys(data: Any) -> list[Any]:
    return list(range(len(data))) if isinstance(data, list) else list(data)


def _table(
    findings: Findings, place: Place, table: dict[str, object], fields: tuple[str, ...], sourced: set[Path]
) -> None:
    if _says(table) or _around(findings.loaded.data, place):
        return
    silent = [
        name
        for name, value in table.items()
        if (name in fields or (not fields and not isinstance(value, str | bool)))
        and not _spoken_for(value)
        and not _elsewhere(findings, (*place, name), sourced)
    ]
    if silent:
        whose = listed([f"`{name}`" for name in silent])
        message = f'no source is given for {whose}; add source = "..." or assumed = true to this table or one around it'
        findings.add(place, message)


def _around(data: Any, place: Place) -> bool:
    for part in ((), *(place[:depth] for depth in range(1, len(place)))):
        table = data
        for key in part:
            table = table[key]
        if isinstance(table, dict) and _says(table):
            return True
    return False


def _says(table: dict[str, object]) -> bool:
    """Say whether a table gives a source or is marked as assumed."""
    return isinstance(table.get("source"), str) or table.get("assumed") is True


def _spoken_for(value: object) -> bool:
    """Say whether a value speaks for itself: a number with its own source, or a table of such numbers."""
    if not isinstance(value, dict):
        return False
    if "dist" in value or "value" in value:
        return _says(value)
    return all(_spoken_for(inner) for inner in value.values())


def _elsewhere(findings: Findings, place: Place, sourced: set[Path]) -> bool:
    """Say whether a number came by `--set`, or from a table for all of which a source is given."""
    origins = findings.loaded.origins
    written = origins.get(place, origins[()]).file
    return isinstance(written, str) or written in sourced or workbook_and_sheet(written)[0] in sourced


def _sourced_files(findings: Findings) -> set[Path]:
    """Return the tables next to the scenario for all of which a source is given where they are named."""
    found: set[Path] = set()
    for table in ("members_table", "tables"):
        said = getattr(findings.scenario, table)
        if said is None or not (said.source is not None or said.assumed is True):
            continue
        for field in said.model_fields_set - {"source", "assumed"}:
            folder = findings.loaded.origins[table, field].file
            if isinstance(folder, Path):
                found.add(folder.parent / getattr(said, field))
    return found


def _sources(data: Any, place: Place) -> Iterator[tuple[Place, str]]:
    for key in _keys(data):
        if key == "source" and isinstance(data[key], str):
            yield (*place, key), data[key]
        elif isinstance(data[key], dict | list):
            yield from _sources(data[key], (*place, key))


def _known(findings: Findings, place: Place, text: str) -> None:
    known = findings.loaded.tables.sources
    for part in text.split(";"):
        name = part.strip()
        if SOURCE_ID.fullmatch(name) and name not in known:
            near = instead(name, known)
            message = (
                f"the sources table has no id {quoted(name)}{near if 'did you mean' in near else ''}; add it there"
            )
            findings.add(place, message)
