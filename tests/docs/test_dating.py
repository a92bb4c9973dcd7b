"""docs/what-a-forecast-knows.md lists every field of a scenario as `whitesmoke.scenario.dating` declares it.

`python -m tests.docs.test_dating` prints the tables, for the page.
"""

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whitesmoke.scenario.dating import DATING, Dated
from whitesmoke.scenario.loaded import SourceRow
from whitesmoke.scenario.numbers import Distribution, Sourced, Stated, Table
from whitesmoke.scenario.record_schema import Commitment, Tally
from whitesmoke.scenario.schema import Scenario

PAGE = Path(__file__).parents[2] / "docs" / "what-a-forecast-knows.md"
NAMES = {
    Sourced: "any table",
    Stated: "a number",
    Distribution: "a number",
    Scenario: "",
    Tally: "tallies",
    Commitment: "commitments",
    SourceRow: "sources",
}
"""Tables that are not a field of another one."""


def names(table: type[Table] = Scenario, inside: str = "") -> dict[type[Table], str]:
    """Return what each table is called in a file, as a path: `demands`, `record.exits`."""
    found: dict[type[Table], str] = {}
    for field, about in table.model_fields.items():
        for inner in _tables(about.annotation):
            if inner not in NAMES:
                path = f"{inside}{field}"
                found |= {**names(inner, f"{path}."), inner: path}
    return found


def _tables(kind: Any) -> Iterator[type[Table]]:
    if isinstance(kind, type) and issubclass(kind, Table):
        yield kind
    for part in typing.get_args(kind):
        yield from _tables(part)


def dated() -> Iterator[str]:
    called = {**names(), **NAMES}
    for table, fields in DATING.items():
        for field, how in fields.items():
            if isinstance(how, Dated):
                yield f"| `{called[table]}` | `{field}` | {how.words} |"


def timeless() -> Iterator[str]:
    called = {**names(), **NAMES}
    reasons: dict[str, dict[str, list[str]]] = {}
    for table, fields in DATING.items():
        for field, how in fields.items():
            if isinstance(how, str):
                reasons.setdefault(how, {}).setdefault(called[table], []).append(field)
    for reason, tables in reasons.items():
        told = (
            f"{name}: " * bool(name) + ", ".join(f"`{field}`" for field in fields) for name, fields in tables.items()
        )
        yield f"| {'; '.join(told)} | {reason} |"


TABLES = {"dated": dated, "timeless": timeless}


@pytest.mark.parametrize("name", TABLES)
def test_the_page_has_every_field(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()
    rows = list(TABLES[name]())
    assert rows
    assert [row for row in rows if row not in page] == []


def test_the_page_has_no_field_that_is_not_declared() -> None:
    written = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| ") and "`" in row]
    assert set(written) == {row for table in TABLES.values() for row in table()}


if __name__ == "__main__":
    for title, table in TABLES.items():
        print(f"\n{title}\n")
        print("\n".join(table()))
