"""Faces in a notebook: of a case, and of a result with the beginning of its table."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from whitesmoke.model.reading import long_date
from whitesmoke.writing.estimates import counted

if TYPE_CHECKING:
    from pandas import DataFrame

    from whitesmoke.front.case import Case

SHOWN_ROWS = 12
"""Rows of a table; `frame` has them all."""
FEW = 40
"""Members of which each is named."""


def of_result(sentence: str, table: DataFrame) -> str:
    """Return a sentence, and the beginning of a table; what is missing is empty."""
    return f"<p>{escape(sentence)}</p>{of_table(table, 'frame()')}"


def of_table(table: DataFrame, whole: str = "range_frame") -> str:
    """Return the beginning of a table, and where all of it is."""
    rest = f"<p>... {len(table):,} rows: <code>.{whole}</code></p>" if len(table) > SHOWN_ROWS else ""
    return f"{_without_na(table.head(SHOWN_ROWS)).to_html(index=False, na_rep='')}{rest}"


def _without_na(table: DataFrame) -> DataFrame:
    """Return a table with empty texts where pandas would write <NA>."""
    kinds = {name: table[name].dtype.name for name in table.columns}
    empty = [name for name, kind in kinds.items() if kind in ("string", "Int64")]
    return table.assign(**{name: table[name].astype(object).where(table[name].notna(), "") for name in empty})


def of_case(case: Case) -> str:
    """Return what a case is: its title, its rule, who decides on whom, what was changed, and what may distort it."""
    rows = {
        "rule": [case.rule],
        "calendar": [f"from {long_date(case.start)} for {counted(case.horizon, 'day')}"],
        "candidates": case.candidates.values(),
        "members": _members(case),
        "demands": case.demands.values(),
        "changed": case.changes,
        "parameters": filter(None, [case.drawn_from]),
        "notes": case.notes,
    }
    lines = "".join(_row(name, list(said)) for name, said in rows.items())
    return f"<p><b>{escape(case.loaded.scenario.title)}</b> ({escape(case.name)})</p><table>{lines}</table>"


def _members(case: Case) -> Iterable[str]:
    """Return who decides: all in a line, or how many they are, and the first of them."""
    names = list(case.members.values())
    rest = [f"and {len(names) - FEW} more"] if len(names) > FEW else []
    return [f"{len(names)}: {', '.join([*names[:FEW], *rest])}"]


def _row(name: str, said: list[str]) -> str:
    style = "text-align: left; vertical-align: top"
    cell = "<br>".join(map(escape, said))
    return f'<tr><th style="{style}">{name}</th><td style="{style}">{cell}</td></tr>' if said else ""
