"""What the browser draws of a choice: points with their intervals, and the words of axes, colours and panels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from whitesmoke.figures.sweeps.axes import by_log
from whitesmoke.figures.sweeps.points import Dimension
from whitesmoke.page.explorer.choice import ALL, Choice
from whitesmoke.page.explorer.cuts import BANDS, MOST_LEVELS, Cut
from whitesmoke.page.explorer.sweep_book import Book
from whitesmoke.page.explorer.upright import Upright
from whitesmoke.writing.index_words import EXPLAINED, INDICES, called
from whitesmoke.writing.measure_words import interval, value_text

MOST_DRAWN = 1500
"""Points that are sent to a browser at a time: of more every second, third, ... row of the design."""
ALONE = [Cut("", float("-inf"), float("inf"))]


class Group(NamedTuple):
    """The points of one colour in one panel."""

    panel: int
    series: int
    rows: list[dict[str, Any]]


def chart(book: Book, choice: Choice) -> dict[str, Any]:
    """Return all that is drawn of a choice."""
    upright, along = book.uprights[choice.y], _dimension(book, choice.x)
    series, panels = (book.cuts[name] if name else ALONE for name in (choice.series, choice.panels))
    rows = held(book, choice)
    step = max(1, -(-len(rows) // MOST_DRAWN))
    groups = list(_groups(book, choice, rows[::step], series, panels))
    return {
        "x": _across(along),
        "y": {"label": upright.label, "kind": upright.kind, "bars": upright.bars, "key": upright.key},
        "horizon": book.points.horizons[1],
        "series": [cut.word for cut in series],
        "panels": [cut.word for cut in panels],
        "joined": along is not None and along.ordered and all(_is_line(book, along, group) for group in groups),
        "points": [_point(book, upright, choice.x, group, row) for group in groups for row in group.rows],
        "left_out": len(rows) - len(rows[::step]),
        "held": len(rows),
    }


def _dimension(book: Book, name: str) -> Dimension | None:
    return next((one for one in book.dimensions if one.name == name), None)


def held(book: Book, choice: Choice) -> list[dict[str, Any]]:
    """Return the points that lie where the other factors are held."""
    at = [(book.places[name], book.cuts[name][int(where)]) for name, where in choice.at if where != ALL]
    return [row for row in book.rows if all(cut.has(places[row["row"]]) for places, cut in at)]


def _groups(
    book: Book, choice: Choice, rows: list[dict[str, Any]], series: list[Cut], panels: list[Cut]
) -> Iterator[Group]:
    where: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in rows:
        at = (_number(book, choice.panels, panels, row), _number(book, choice.series, series, row))
        where.setdefault(at, []).append(row)
    for (panel, colour), mine in sorted(where.items(), key=lambda one: one[0]):
        yield Group(panel, colour, sorted(mine, key=lambda row: _place(book, choice.x, row)))


def _number(book: Book, name: str, kinds: list[Cut], row: dict[str, Any]) -> int:
    return next(at for at, cut in enumerate(kinds) if cut.has(_place(book, name, row)))


def _place(book: Book, name: str, row: dict[str, Any]) -> float:
    """Return where a point stands on the axis of a dimension; 0 where there is none."""
    return book.places[name][row["row"]] if name else 0.0


def _is_line(book: Book, along: Dimension, group: Group) -> bool:
    """Say whether points lie one after the other: no two at one place, and no band of another factor in them."""
    places = [_place(book, along.name, row) for row in group.rows]
    return len(set(places)) == len(places) and not book.found.get("strewn")


def _across(along: Dimension | None) -> dict[str, Any]:
    if along is None:
        return {"label": "", "kind": "category", "places": [0.0], "words": ["the only point"], "log": False}
    few = not along.ordered or len(along.levels) <= MOST_LEVELS
    return {
        "label": along.title,
        "kind": along.kind,
        "log": by_log(along),
        "low": along.place(along.levels[0]),
        "high": along.place(along.levels[-1]),
        "places": [along.place(level) for level in along.levels] if few else [],
        "words": list(along.words) if few else [],
    }


def _point(book: Book, upright: Upright, across: str, group: Group, row: dict[str, Any]) -> dict[str, Any]:
    value, low, high = upright.at(row)
    return {
        "row": row["row"],
        "panel": group.panel,
        "series": group.series,
        "x": _place(book, across, row),
        "y": value,
        "low": low,
        "high": high,
        "empty": not row["runs"],
        "name": book.name(row),
        "text": upright.said(row) if row["runs"] else _no_runs(row),
    }


def _no_runs(row: dict[str, Any]) -> str:
    return f"no runs yet{f', {row["failed"]:,} could not be played' if row['failed'] else ''}"


def offers(book: Book, choice: Choice) -> dict[str, Any]:
    """Return what can be chosen instead."""
    names = [[one.name, one.title] for one in book.dimensions]
    held = dict(choice.at)
    return {
        **choice._asdict(),
        "at": [
            {
                "name": one.name,
                "label": one.title,
                "at": held[one.name],
                "cuts": [cut.word for cut in book.cuts[one.name]],
                "bands": one.ordered and len(one.levels) > MOST_LEVELS,
            }
            for one in book.dimensions
            if one.name in held
        ],
        "names": names,
        "uprights": [[one.key, one.label] for one in book.uprights.values()],
        "cut": f"in {BANDS} bands of equal width",
    }


def hanging(book: Book, choice: Choice) -> dict[str, Any]:
    """Return on which factors what is shown hangs, as `sweep` prints it; nothing where the design cannot say so."""
    what = book.uprights[choice.y].hangs_on
    arms = [
        {"arm": book.found["arms"].get(arm, ""), **_indices(book, outcomes[what])}
        for arm, outcomes in book.found.get("indices", {}).items()
        if what in outcomes
    ]
    return {"what": called(book.found, what), "arms": arms, "explained": EXPLAINED} if arms else {}


def _indices(book: Book, factors: dict[str, Any]) -> dict[str, Any]:
    """Return the bars of every factor, or why there are none."""
    if "none" in factors:
        return {"none": factors["none"], "columns": [], "rows": []}
    columns = [name for name in INDICES if name in next(iter(factors.values()))]
    rows = [
        {
            "name": name,
            "label": book.found["factors"][name]["label"],
            "bars": [{"text": value_text(estimates[column]), "at": interval(estimates[column])} for column in columns],
        }
        for name, estimates in factors.items()
    ]
    return {"columns": [INDICES[name] for name in columns], "rows": rows, "none": ""}
