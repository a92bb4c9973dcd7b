"""What can stand on the upright axis: outcomes, days, endings, measures; each with its interval and how it is printed.

Nothing is reckoned here: a value is one of the summary of the sweep, and reads as `whitesmoke sweep` prints it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from whitesmoke.model.reading import ENDINGS, long_date
from whitesmoke.writing.estimates import interval_text, percents
from whitesmoke.writing.measure_words import NONE, SHARES, drawn, interval, value_text

if TYPE_CHECKING:
    from whitesmoke.page.explorer.sweep_book import Book

Row = Mapping[str, Any]
QUANTILES = "Bars: from the day by which 5 % of the runs have settled to that by which 95 % have"
SHARE = "Bars: 95 % intervals (Wilson's, of a share)"
MEAN = "Bars: 95 % intervals (normal, of a mean)"
MEASURE = "Bars: 95 % intervals (score intervals of what has two bounds, such as shares, normal ones of all else)"
PAIRED = "Bars: 95 % intervals of the mean difference, run by run{}"
WIDER = "; runs that share a draw of the posterior count for less"


class Upright(NamedTuple):
    """Something that is told of every point."""

    key: str
    label: str
    bars: str
    """which interval the bars are"""
    kind: str
    """share, days, number or change"""
    of: Callable[[Row], Any]
    """by point: a value with its ends; None where it has none"""
    text: Callable[[Row], str]
    """by point: as `whitesmoke sweep` prints it"""
    hangs_on: str = ""
    """what the indices of a design call it"""

    def at(self, row: Row) -> tuple[float | None, float | None, float | None]:
        """Return value, low and high of a point; None for what is not known, or a day that never comes."""
        found = self.of(row) if row["runs"] else None
        return (None, None, None) if found is None else tuple(found)

    def said(self, row: Row) -> str:
        """Return the value of a point in words."""
        return self.text(row) if row["runs"] else NONE


def uprights(book: Book) -> dict[str, Upright]:
    """Return all that a folder tells of its points, by key, measures of its own first."""
    found = book.found
    wider = WIDER if found.get("fitted_to") else ""
    kinds = [*_measures(book, wider), _days(book), *_shares(book, wider), _mean(book, wider), *_shift(book)]
    return {one.key: one for one in [*kinds, *_endings(book, wider)]}


def _measures(book: Book, wider: str) -> list[Upright]:
    about = book.found.get("measures", {})
    return [one for name in drawn(book.found) for one in _measure(book, name, about[name], wider)]


def _measure(book: Book, name: str, about: Mapping[str, str], wider: str) -> list[Upright]:
    unit, share = about["unit"], about["unit"] in SHARES
    bars = MEASURE + wider
    mean = Upright(
        f"measure.{name}",
        f"{about['label']}{f' ({unit})' if unit and not share else ''}",
        bars,
        "share" if share else "number",
        lambda row: interval(row["measures"][name]["mean"]),
        lambda row: value_text(row["measures"][name]["mean"], unit),
        name,
    )
    if not any(row["runs"] and row["measures"][name]["against_first"] for row in book.rows):
        return [mean]
    return [
        mean,
        Upright(
            f"change.{name}",
            f"{about['label']}: against the first point",
            _paired(book),
            "points" if share else "change",
            lambda row: interval(row["measures"][name]["against_first"]),
            lambda row: value_text(row["measures"][name]["against_first"], unit, plus=True),
        ),
    ]


def _paired(book: Book) -> str:
    return PAIRED.format(" on common draws" if book.found["draws"] == "common" else "")


def _days(book: Book) -> Upright:
    def text(row: Row) -> str:
        days = {name: "-" if day is None else str(day) for name, day in row["days"].items()}
        return f"{days['p50']} [{days['p05']}, {days['p95']}]{_date(row)}"

    return Upright(
        "days",
        "day by which half of the runs have settled",
        QUANTILES,
        "days",
        lambda row: (row["days"]["p50"], row["days"]["p05"], row["days"]["p95"]),
        text,
        "days",
    )


def _date(row: Row) -> str:
    start, day = row.get("start"), row["days"]["p50"]
    if day is None:
        return ": fewer than half settle"
    return f", half by {long_date(start + datetime.timedelta(days=day))}" if start else ""


def _shares(book: Book, wider: str) -> list[Upright]:
    names = dict.fromkeys(name for row in book.rows for name in row.get("outcomes", {}))
    happens = [name for name in names if any(_outcome(row, name) for row in book.rows)]
    titles = book.found.get("candidates", {})
    return [_share(name, titles.get(name, name), wider) for name in dict.fromkeys(["deadlock", *happens])]


def _outcome(row: Row, name: str) -> float:
    found = row.get("outcomes", {}).get(name)
    return found.value if found else 0.0


def _share(name: str, title: str, wider: str) -> Upright:
    return Upright(
        f"outcome.{name}",
        "share of runs in deadlock" if name == "deadlock" else f"share of runs with {title}",
        SHARE + wider,
        "share",
        lambda row: row["outcomes"].get(name),
        lambda row: percents(row["outcomes"][name]) if name in row["outcomes"] else NONE,
        name if name == "deadlock" else "",
    )


def _mean(book: Book, wider: str) -> Upright:
    def text(row: Row) -> str:
        value, low, high = row["mean_days_within_horizon"]
        return f"{value:.1f} [{low:.1f}, {high:.1f}]"

    return Upright(
        "mean",
        f"mean day, what is later than day {book.found['shared_horizon_days']} or never counted as that day",
        MEAN + wider,
        "number",
        lambda row: interval(row["mean_days_within_horizon"]),
        text,
        "days",
    )


def _shift(book: Book) -> list[Upright]:
    if not any(row["runs"] and row["against_first"] for row in book.rows):
        return []

    def shift(row: Row) -> Any:
        return row["against_first"] and row["against_first"].mean_shift

    return [
        Upright(
            "shift",
            "shift of the mean day against the first point (days)",
            _paired(book),
            "change",
            lambda row: interval(shift(row)),
            lambda row: NONE if shift(row) is None else interval_text(shift(row)),
        )
    ]


def _endings(book: Book, wider: str) -> list[Upright]:
    return [
        Upright(
            f"ending.{name}",
            f"share of runs that end: {ENDINGS[name].words}",
            SHARE + wider,
            "share",
            lambda row, name=name: row["endings"].get(name),  # type: ignore[misc]
            lambda row, name=name: percents(row["endings"][name]),  # type: ignore[misc]
        )
        for name in ENDINGS
        if any(row["runs"] and row["endings"].get(name, (0.0,))[0] for row in book.rows)
    ]
