"""Which kind of file is this? Scenarios, experiments and series are all TOML, and each has a command of its own."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from whitesmoke.writing.shell import command

Kind = Literal["scenario", "experiment", "series", "lecture"]
FIELDS: dict[Kind, frozenset[str]] = {
    "scenario": frozenset(
        ["extends", "calendar", "candidates", "members", "members_table", "blocs", "demands", "network", "record"]
    ),
    "experiment": frozenset(["question", "design", "replicates", "factors", "arms", "outputs"]),
    "series": frozenset(["term"]),
    "lecture": frozenset(["scenes"]),
}
"""Top-level fields that only files of one kind have."""
COMMAND: dict[Kind, str] = {"scenario": "run", "experiment": "sweep", "series": "series", "lecture": "scenes"}


def kind_of(fields: Collection[str]) -> Kind | None:
    """Return the kind of file that most of its top-level fields belong to; None if none of them tells."""
    for kind in ("series", "lecture"):
        if FIELDS[kind] & set(fields):
            return kind
    counts = {kind: len(own & set(fields)) for kind, own in FIELDS.items()}
    best: Kind = "experiment" if counts["experiment"] > counts["scenario"] else "scenario"
    return best if counts[best] else None


def is_body(fields: Collection[str]) -> bool:
    """Say whether a file, with all that it extends, says who decides and how, but neither when nor between whom."""
    return "rule" in fields and not {"calendar", "candidates"} & set(fields)


def a_body(name: str, found_by: str) -> str:
    """Return a sentence about a body that is to be played as if it were a case, and that a name or a path finds."""
    return (
        f"{name} is a body: it says who decides and how, and nothing is to be decided yet; write a case that extends "
        f"it, with `{command('new', Path('my-case'), '--like', found_by)}`"
    )


def of_another_kind(fields: Collection[str], wanted: Kind, file: str) -> str | None:
    """Return a sentence about a file that is of another kind than wanted, with its command; None if it is not."""
    kind = kind_of(fields)
    if kind is None or kind == wanted:
        return None
    found, meant = (f"{'an' if word == 'experiment' else 'a'} {word}" for word in (kind, wanted))
    return f"this is {found}, not {meant}; play it with `{command(COMMAND[kind], Path(file))}`"
