"""The corners of a sweep as the browser draws them: points over the two surest factors, and the corner among them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from matplotlib.dates import num2date
from matplotlib.ticker import MaxNLocator

from whitesmoke.figures.style import short_date
from whitesmoke.figures.sweeps.axes import STEPS, by_log, log_ticks
from whitesmoke.figures.sweeps.corner_sides import Corner, corners_of, outlines, placed
from whitesmoke.figures.sweeps.points import Dimension
from whitesmoke.page.explorer.point_chart import MOST_DRAWN
from whitesmoke.page.explorer.sweep_book import Book
from whitesmoke.writing.corner_words import HEAD, notes, rows, sentences
from whitesmoke.writing.measure_words import SHARES, value_text

MOST_TICKS, MARGIN = 5, 0.04
"""Of an axis; and which share of it lies beyond what was tried, on either side."""


class Scale(NamedTuple):
    """An axis from 0 to 1."""

    label: str
    low: float
    high: float
    ticks: list[tuple[float, str]]
    log: bool = False

    def at(self, place: float) -> float:
        """Return where a place lies."""
        there = math.log if self.log else float
        low, high = there(self.low), there(self.high)
        share = (there(place) - low) / (high - low) if high > low else 0.5
        return round(MARGIN + (1 - 2 * MARGIN) * share, 4)

    def drawn(self) -> dict[str, Any]:
        """Return the axis as the browser has it."""
        return {"label": self.label, "ticks": [(self.at(place), word) for place, word in self.ticks]}


def corners(book: Book) -> list[dict[str, Any]]:
    """Return what is drawn of every outcome that has corners, in the words of the command."""
    found = book.found
    drawn = [*corners_of(found, book.points)]
    return [
        {
            "asked": sentences(found, name)[0],
            "corners": [
                _corner(book, one, said)
                for one, said in zip((one for one in drawn if one.name == name), sentences(found, name)[1:])
            ],
        }
        for name in dict.fromkeys(one.name for one in drawn)
    ]


def explained(book: Book) -> str:
    """Return how corners are read."""
    return " ".join(notes(book.found))


def _corner(book: Book, one: Corner, said: str) -> dict[str, Any]:
    played = [row for row in book.rows if row["runs"]]
    known = [(row, mark) for row, mark in zip(played, book.points.marks) if math.isfinite(one.value(mark))]
    every = len(known)
    known = known[:: max(1, -(-every // MOST_DRAWN))]
    at = placed(one, [mark for _, mark in known])
    about, (across, up) = one.about, (_axis(one.across[0]), _outcome(one, at.y) if one.up is None else _axis(one.up[0]))
    return {
        "said": said,
        "x": across.drawn(),
        "y": up.drawn(),
        "head": HEAD,
        "limits": rows(book.found, one.told),
        "corner": [_box(across, up, sides) for sides in outlines(one, up.low, up.high)],
        "points": [
            {
                "row": row["row"],
                "x": across.at(x),
                "y": up.at(y),
                "counts": bool(counts),
                "pale": not among,
                "name": book.name(row),
                "text": value_text(one.estimate(mark), about["unit"]),
            }
            for (row, mark), x, y, counts, among in zip(known, *at)
        ],
        "left_out": every - len(known),
    }


def _box(across: Scale, up: Scale, sides: tuple[float, float, float, float]) -> list[float]:
    left, bottom, right, top = sides
    return [across.at(left), up.at(bottom), across.at(right), up.at(top)]


def _axis(of: Dimension) -> Scale:
    """Return the axis of a factor."""
    places = [of.place(level) for level in of.levels]
    low, high = places[0], places[-1]
    if of.kind == "category":
        return Scale(of.title, -0.5, len(places) - 0.5, [*zip(places, of.words)])
    if len(places) <= MOST_TICKS:
        return Scale(of.title, low, high, [*zip(places, of.words)], by_log(of))
    if by_log(of):
        ticks = log_ticks(low, high, MOST_TICKS)
        return Scale(of.title, low, high, [(place, f"{place:g}") for place in ticks], log=True)
    if of.kind == "date":
        return Scale(of.title, low, high, [(place, short_date(num2date(place).date())) for place in _even(low, high)])
    return Scale(of.title, low, high, [(place, f"{place:g}") for place in _even(low, high)])


def _outcome(one: Corner, values: Iterable[float]) -> Scale:
    """Return the axis of what was looked for."""
    if one.about["unit"] in SHARES:
        return Scale(one.title, 0.0, 1.0, [(share / 4, f"{25 * share} %") for share in range(5)])
    low, high = min(values), max(values)
    return Scale(one.title, low, high, [(place, f"{place:g}") for place in _even(low, high)])


def _even(low: float, high: float) -> list[float]:
    """Return places an even step apart, none beyond the ends."""
    return [
        float(place) for place in MaxNLocator(MOST_TICKS, steps=STEPS).tick_values(low, high) if low <= place <= high
    ]
