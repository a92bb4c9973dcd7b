"""The calendars that ship: which there are, and where."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from whitesmoke.scenario.files import folders, read_text

INDEX = "calendars.index.csv"


class Calendar(NamedTuple):
    """A calendar that a scenario can name."""

    name: str
    body: str
    path: Path


def calendars() -> dict[str, Calendar]:
    """Return the calendars by name, in the order of their index; the first folder that has one counts."""
    folder = next((found for one in folders() if (found := one / "calendars") and (found / INDEX).is_file()), None)
    if folder is None:
        return {}
    rows = csv.DictReader(io.StringIO(read_text(folder / INDEX)))
    return {row["name"]: Calendar(row["name"], row["body"], folder / f"{row['name']}.csv") for row in rows}
