"""The runs as a Stata file: names from a list become numbers with labels, days that never came missing values."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from whitesmoke.study.categories import labels
from whitesmoke.study.codebook import About, Entry, categories

MOST_LABELS = 65_000
"""Texts of a column that Stata can label."""
LONGEST_LABEL = 30_000
"""Bytes of a label."""
LONGEST_TEXT = 2045
"""Bytes of a text of the short kind."""
LINE = 80
"""Signs of the label of a variable, and of the data."""


class Names:
    """A column of names from a list as their numbers in it. A name that is not in the list gets the next number."""

    def __init__(self, names: list[str]) -> None:
        self.number = {name: at for at, name in enumerate(names)}
        self.codes: list[Any] = []

    def add(self, column: pa.ChunkedArray) -> None:
        """Add a block."""
        coded = column.combine_chunks().dictionary_encode()
        here = [self.number.setdefault(name, len(self.number)) for name in coded.dictionary.to_pylist()]
        self.codes.append(np.array(here, np.int32)[coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)])

    @property
    def labelled(self) -> bool:
        """Whether Stata can show all names as labels."""
        return len(self.number) <= MOST_LABELS and all(len(t.encode()) <= LONGEST_LABEL for t in self.number)

    def series(self) -> pd.Series:
        """Return the numbers; the names themselves where they cannot be labels."""
        codes = np.concatenate(self.codes) if self.codes else np.empty(0, np.int32)
        if self.labelled:
            return pd.Series(codes)
        return pd.Series(np.array(list(self.number), object)[codes], dtype=object)


def write(file: Path, blocks: Iterator[pa.Table], schema: pa.Schema, known: About, book: list[Entry]) -> None:
    """Write the table as a Stata 14 file (118): the same table, the same bytes.

    Names from a list are coded in the order of the list; other texts, which no list can have, are texts.
    """
    called = {entry.name: entry.stata for entry in book}
    names = {name: Names(texts) for name, texts in categories(known).items() if name in schema.names}
    others: dict[str, list[Any]] = {field.name: [] for field in schema if field.name not in names}
    for block in blocks:
        for name, column in names.items():
            column.add(block[name])
        for name, kept in others.items():
            kept.append(_series(block[name]))
    data = {
        called[field.name]: names[field.name].series()
        if field.name in names
        else _together(others[field.name], field.type)
        for field in schema
    }
    pd.DataFrame(data, copy=False).to_stata(
        file,
        write_index=False,
        version=118,
        time_stamp=_created(known),
        data_label=str(known.manifest.get("title", ""))[:LINE],
        variable_labels={entry.stata: f"{entry.meaning}"[:LINE] for entry in book},
        value_labels={
            called[name]: {code: text or " " for code, text in labels(list(column.number)).items()}
            for name, column in names.items()
            if column.labelled
        },
        convert_dates={called[field.name]: "td" for field in schema if pa.types.is_date(field.type)},
        convert_strl=[called[name] for name in (*names, *others) if _is_long(data[called[name]])],
    )


def _is_long(column: pa.ChunkedArray) -> bool:
    """Say whether a column of texts has one that only the long kind of text of Stata can hold."""
    return column.dtype == object and any(len(text.encode()) > LONGEST_TEXT for text in column.unique())


def _series(column: pa.ChunkedArray) -> pd.Series:
    """Return numbers; nullable where a value can be missing."""
    if pa.types.is_date(column.type):
        return pd.Series(column.cast(pa.timestamp("s")).to_numpy())
    if pa.types.is_string(column.type):
        return pd.Series(column.dictionary_encode().to_pandas().astype(object))
    if pa.types.is_integer(column.type):
        return column.to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
    return pd.Series(column.to_numpy())


def _together(parts: list[Any], kind: pa.DataType) -> Any:
    return pd.concat(parts, ignore_index=True) if parts else _series(pa.chunked_array([[]], kind))


def _created(known: About) -> datetime.datetime:
    """Return when the folder was begun: the file's own date, so that its bytes do not depend on today."""
    try:
        return datetime.datetime.fromisoformat(str(known.manifest.get("created")))
    except ValueError:
        return datetime.datetime(1970, 1, 1)
