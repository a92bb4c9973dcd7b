"""What is looked at: which factor lies along the axis, which are told apart by colour or by panel, which are held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from whitesmoke.figures.sweeps.points import Dimension
from whitesmoke.page.explorer.cuts import MOST_LEVELS
from whitesmoke.page.explorer.sweep_book import Book
from whitesmoke.page.links import fields_of

ALL = "all"


class Choice(NamedTuple):
    """What is drawn of a folder."""

    x: str
    y: str
    series: str = ""
    panels: str = ""
    at: tuple[tuple[str, str], ...] = ()
    """of every other dimension: the number of its cut, or `all`"""

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as the fields of a link."""
        panels = [("panels", self.panels)] if self.panels else []
        fields = [("x", self.x), ("y", self.y), ("series", self.series), *panels]
        return fields + [("at", f"{where}:{name}") for name, where in self.at]


def of_link(book: Book, query: str = "") -> Choice:
    """Return what a link asks for; whatever in it the folder does not have is chosen as it is best seen."""
    given = fields_of(query)
    at = [text.partition(":") for text in given.get("at", [])]
    fields = {name: values[-1] for name, values in given.items() if name in ("x", "y", "series", "panels")}
    return settled(book, {**fields, "at": {name: where for where, _, name in at}})


def settled(book: Book, wanted: Mapping[str, Any]) -> Choice:
    """Return a choice that can be drawn, as near to what is wanted as may be.

    Parameters
    ----------
    wanted : x, y, series, panels and at; missing or None for what is best seen, empty for none
    """
    names = [dimension.name for dimension in book.dimensions]
    x = _one_of(wanted.get("x"), names, _across(book))
    series = _one_of(wanted.get("series"), [name for name in ["", *names] if name != x], _told_apart(book, x))
    panels = _one_of(wanted.get("panels"), [name for name in ["", *names] if not name or name not in (x, series)], "")
    at = wanted.get("at") or {}
    held = [one for one in book.dimensions if one.name not in (x, series, panels)]
    y = _one_of(wanted.get("y"), list(book.uprights), next(iter(book.uprights)))
    return Choice(x, y, series, panels, tuple((one.name, _held(book, one, at.get(one.name))) for one in held))


def _one_of(wanted: Any, known: list[str], otherwise: str) -> str:
    return wanted if isinstance(wanted, str) and wanted in known else otherwise


def _across(book: Book) -> str:
    """Return what lies along the axis unless somebody says otherwise: the first number or date, or the first of all."""
    ordered = [one.name for one in book.dimensions if one.ordered]
    return next(iter([*ordered, *(one.name for one in book.dimensions)]), "")


def _told_apart(book: Book, x: str) -> str:
    """Return what colours tell apart unless somebody says otherwise: nothing where points are strewn."""
    others = [one for one in book.dimensions if one.name != x and len(book.cuts[one.name]) <= MOST_LEVELS]
    return "" if book.found.get("strewn") or not others else others[-1].name


def _held(book: Book, dimension: Dimension, wanted: Any) -> str:
    """Return at which cut a dimension is held: the first of a grid, all where points are strewn."""
    known = [ALL, *map(str, range(len(book.cuts[dimension.name])))]
    return _one_of(wanted, known, ALL if book.found.get("strewn") else "0")
