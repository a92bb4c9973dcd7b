"""The runs of a sweep as a table: what is kept of them in files, said as the table of an ensemble says it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from whitesmoke.model.codes import ENDINGS
from whitesmoke.study.categories import DEADLOCK
from whitesmoke.study.codebook import Entry
from whitesmoke.study.export import Table

if TYPE_CHECKING:
    import pandas as pd

Calendars = list[tuple[datetime.date, int]]
"""Start and horizon, days, of every row of the design."""
DAYS = ("exit.", "member.")
"""Columns whose days `study_table` has as dates."""
ADDED = [
    Entry("run", "", "integer", "", "the number of the run: `replicate`, as other tables of runs call it", ""),
    Entry("settled", "", "truth value", "", "whether it settled: the event of a survival analysis, of time `day`", ""),
    Entry("winner", "", "text", "", "who was chosen; missing in a deadlock", ""),
]
DATED = Entry("date", "", "date", "", "when it settled; missing in a deadlock, of which `day` is the horizon", "")
"""Columns that `study_table` has beside those of the exported table."""


def in_frame(book: Sequence[Entry], dated: bool) -> Iterator[Entry]:
    """Yield the columns of `study_table`; `dated`: whether its calendars are known."""
    for entry in book:
        day = dated and entry.name.startswith(DAYS)
        yield entry._replace(type="date", unit="", values="a date, or missing") if day else entry
    named = {entry.name for entry in book}
    yield from (entry for entry in [*ADDED, *([DATED] if dated else [])] if entry.name not in named)


def study_table(table: Table, calendars: Calendars | None, candidates: list[str]) -> pd.DataFrame:
    """Return all runs of a sweep, see `whitesmoke.front.study.Study.frame`; days stay days without calendars."""
    import pandas as pd

    blocks = [tidy(block.to_pandas(types_mapper=_kinds)) for block in table.blocks()]
    runs = pd.concat(blocks, ignore_index=True) if blocks else tidy(table.schema.empty_table().to_pandas())
    settled = (runs["outcome"] != DEADLOCK).to_numpy(bool)
    winner = pd.Categorical(runs["outcome"].astype(object).where(settled), candidates)
    added = {"run": runs["replicate"].astype("int64"), "settled": settled, "winner": winner}
    if "ending" in runs:
        runs["ending"] = pd.Categorical(runs["ending"].astype(object), ENDINGS)
    if calendars is not None:
        added["date"] = _dated(runs, calendars, settled)
    return runs.assign(**{name: column for name, column in added.items() if name not in runs})  # a factor stays


def _dated(runs: pd.DataFrame, calendars: Calendars, settled: Any) -> pd.Series:
    """Put dates in the place of days, and into that of a deadlock its horizon; return when each run settled."""
    import numpy as np
    import pandas as pd

    start, horizon = (np.array(column)[runs["row"].to_numpy(int)] for column in zip(*calendars))
    begun, day = pd.Series(pd.to_datetime(start), runs.index), runs["day"]
    runs["day"] = np.where(settled, day.to_numpy("int64", na_value=0), horizon.astype("int64"))
    for name in runs.columns:
        if name.startswith(DAYS):
            runs[name] = _dates(begun, runs[name])
    return _dates(begun, day.where(settled))


def _dates(begun: pd.Series, days: pd.Series) -> pd.Series:
    """Return days after a beginning as dates; of those that are missing none."""
    import pandas as pd

    return begun.add(pd.to_timedelta(days.astype("Float64").astype(float), unit="D")).astype("datetime64[s]")


def _kinds(kind: Any) -> Any:
    """Return the kind of column of whole numbers of which some may be missing."""
    import pandas as pd
    import pyarrow as pa

    return pd.Int64Dtype() if pa.types.is_integer(kind) else None


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with dates as dates and texts as texts, none of them empty."""
    import pandas as pd

    for name in table.columns:
        column = table[name].dropna()
        if len(column) and isinstance(column.iloc[0], datetime.date):
            table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
        elif len(column) and all(isinstance(value, str) for value in column):
            table[name] = table[name].astype("string").replace("", pd.NA)
    return table
