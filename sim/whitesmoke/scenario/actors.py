"""Tables of actors as spatial models keep them: power, and position and salience by issue.

A row an actor, with two columns for each issue, as KTAB has them; or a row for each actor and issue, as exchange models
and reshaped DEU data have them.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.as_written import Cell, decimal_sign, typed
from whitesmoke.scenario.files import read_bytes, shown, why_unusable
from whitesmoke.scenario.grid import TITLES, Row, rows_of
from whitesmoke.scenario.wording import listed, one_line, quoted
from whitesmoke.scenario.workbook import workbook_and_sheet

ACTOR = ("actor", "name", "code", "player", "stakeholder", "country", "member", "stakeholders", "actors")
POWER = ("power", "influence", "capability", "capabilities", "weight", "resources")
TEXTS = ("description", "notes", "note")
OF_ISSUE = re.compile(r"(.*?)[ ._-]*\b(?:(position|pstn|pos)|(salience|sal))[ ._-]*(\d*|[ ._-].*)", re.IGNORECASE)


class Actor(NamedTuple):
    """One actor."""

    name: str
    description: str
    power: float | None
    position: dict[str, float]
    salience: dict[str, float]
    """by issue"""


class Columns(NamedTuple):
    """What each column is."""

    actor: int
    power: int | None
    text: int | None
    issue: int | None
    position: dict[int, str]
    salience: dict[int, str]
    """the issue by column"""


def read_actors(path: Path) -> list[Actor]:
    """Return the actors of a table. Raises ScenarioError with every problem of it."""
    if message := why_unusable(workbook_and_sheet(path)[0]):
        raise _refused(path, message)
    rows = rows_of(path, read_bytes(workbook_and_sheet(path)[0]), _points)
    at = next((at for at, row in enumerate(rows[:TITLES]) if _points([str(cell) for cell in row.cells]) > 1), None)
    if at is None:
        raise _refused(path, "no row names the columns: an actor, and a position (and perhaps power, salience, issue)")
    columns = _columns(path, rows[at])
    return _actors(path, rows[at + 1 :], columns)


def _points(names: list[str]) -> int:
    plain = [name.strip().lower() for name in names]
    first = sum(name in ACTOR for name in plain)
    return first and first + sum(bool(OF_ISSUE.fullmatch(name)) or name in POWER for name in plain)


def _columns(path: Path, head: Row) -> Columns:
    names = [str(cell).strip() for cell in head.cells]
    plain = [name.lower() for name in names]
    actor, power, text, issue = (
        next((at for at, name in enumerate(plain) if name in some), None) for some in (ACTOR, POWER, TEXTS, ("issue",))
    )
    assert actor is not None
    taken = {actor, power, text, issue}
    matches = {at: OF_ISSUE.fullmatch(name) for at, name in enumerate(names) if at not in taken and name}
    odd = [names[at] for at, found in matches.items() if found is None and plain[at] not in (*ACTOR, *TEXTS)]
    if odd:
        raise _refused(path, f"what is {listed(map(quoted, odd))}? {HOW}; take the others away", head.line)
    position = {at: _issue(found) for at, found in matches.items() if found and found[2]}
    salience = {at: _issue(found) for at, found in matches.items() if found and found[3]}
    if strangers := [name for name in salience.values() if name not in position.values()]:
        raise _refused(path, f"a salience without a position: {listed(strangers)}", head.line)
    for kind in (position, salience):
        if len({*kind.values()}) < len(kind):
            raise _refused(path, "two columns give the same of one issue; keep one", head.line)
    if issue is not None and len(position) != 1:
        raise _refused(path, "with a column for the issue, one column gives the position on it", head.line)
    return Columns(actor, power, text, issue, position, salience)


HOW = "a column is an actor, its power, a description, an issue, or position or salience with the name of an issue"


def _issue(found: re.Match[str]) -> str:
    """Return the name of an issue as a scenario has it: Policy Position is policy, Pstn1 is issue-1."""
    label = f"{found[1]} {found[4]}".strip(" ._-")
    return name_of(label) or "issue"


def name_of(label: str) -> str:
    """Return a label as a name: plain letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
    return f"issue-{name}" if name.isdigit() else name


def _actors(path: Path, rows: list[Row], columns: Columns) -> list[Actor]:
    numbers = [at for at in (columns.power, *columns.position, *columns.salience) if at is not None]
    texts = (row.cells[at] for row in rows for at in numbers if at < len(row.cells))
    decimal = decimal_sign(cell for cell in texts if isinstance(cell, str))
    found: dict[str, Actor] = {}
    problems: list[Problem] = []
    for row in rows:
        try:
            _add(found, row, columns, decimal)
        except ValueError as error:
            problems.append(Problem(shown(path), row.line, "", str(error)))
    if problems:
        raise ScenarioError(problems)
    if not found:
        raise _refused(path, "no actors; the rows below the names of the columns are empty")
    return list(found.values())


def _add(found: dict[str, Actor], row: Row, columns: Columns, decimal: str) -> None:
    """Add what a row says. Raises ValueError."""

    def text(at: int | None) -> str:
        return "" if at is None or at >= len(row.cells) else one_line(str(row.cells[at])).strip()

    def number(at: int | None) -> float | None:
        cell: Cell = "" if at is None or at >= len(row.cells) else row.cells[at]
        return None if cell == "" else _number(cell, decimal)

    name = text(columns.actor)
    if not name:
        raise ValueError("this row names no actor")
    only = name_of(text(columns.issue)) if columns.issue is not None else None
    if only == "":
        raise ValueError("this row names no issue")
    position = {only or issue: value for at, issue in columns.position.items() if (value := number(at)) is not None}
    salience = {only or issue: value for at, issue in columns.salience.items() if (value := number(at)) is not None}
    if low := [value for value in [*salience.values(), number(columns.power) or 0.0] if value < 0.0]:
        raise ValueError(f"power and salience are not negative; found {low[0]:g}")
    old = found.get(name)
    if old and (only is None or only in old.position or only in old.salience):
        raise ValueError(
            f"{quoted(name)} stands in a row above already{f', on {only}' if only else ''}; keep one of them"
        )
    power = number(columns.power)
    if old and None not in (power, old.power) and power != old.power:
        raise ValueError(f"{quoted(name)} has a power of {old.power:g} above, and {power:g} here; correct one")
    before = old or Actor(name, text(columns.text), power, {}, {})
    found[name] = before._replace(position=before.position | position, salience=before.salience | salience)


def _number(cell: Cell, decimal: str) -> float:
    value = typed(cell, [float], decimal)  # AmbiguousError is a ValueError, too
    if isinstance(value, bool) or not isinstance(value, float | int) or not abs(value) < 1e12:
        raise ValueError(f"expected a number, found {quoted(value)}")
    return float(value)


def _refused(path: Path, message: str, line: int | None = None) -> ScenarioError:
    return ScenarioError([Problem(shown(path), line, "", message)])
