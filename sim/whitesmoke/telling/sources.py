"""Where something can be read: the ids by which a scenario cites its sources, as titles and addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whitesmoke.scenario.loaded import SourceRow


def cited(text: str, sources: Mapping[str, SourceRow]) -> str:
    """Return what `source = ` says, each id of the sources table as where it can be read, or else as what it is.

    Words that are no id stand for themselves. What a coder wrote of a source is for coders, and left out.
    """
    return "; ".join(row.address or row.what for row in _rows(text, sources))


def where(text: str, sources: Mapping[str, SourceRow]) -> str:
    """Return where the first source can be read, or else what it is."""
    rows = list(_rows(text, sources))
    address = next((row.address for row in rows if "://" in row.address), None)
    return address or next((row.address or row.what for row in rows), "")


def _rows(text: str, sources: Mapping[str, SourceRow]) -> Iterator[SourceRow]:
    for part in filter(None, map(str.strip, text.split(";"))):
        row = sources.get(part)
        yield row if row is not None and (row.what or row.address) else SourceRow(id=part, what=part)
