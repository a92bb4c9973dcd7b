"""The right column of an ensemble's figure: how it ends, and who is last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from whitesmoke.figures.page import TITLE, Page
from whitesmoke.figures.sheet import Estimate, bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, OBJECTING, SMALL, TINY, UNCOMMITTED, colour, plain
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import AGREEMENTS, DEADLOCKS
from whitesmoke.writing.estimates import Interval, percent, percents

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RIGHT, BARS_FROM, EDGE = 8.4, 9.95, 11.35
"""Inches from the left edge: the column; its bars from..to."""
ROW, HEADING, LEFT_OUT = 0.27, 0.26, 0.2
"""Inches: a row, the words over and under rows."""
MOST_ROWS = 8
"""Outcomes or holdouts drawn."""


class Shares(Protocol):
    """What is drawn of a `whitesmoke.evidence.analysis.ensemble_summary.Summary`."""

    @property
    def outcomes(self) -> Mapping[str, Estimate]:
        """Return the probability by candidate, and of "deadlock"."""

    @property
    def endings(self) -> Mapping[str, Estimate]:
        """Return the probability of each ending."""

    @property
    def last_holdouts(self) -> Mapping[str, float]:
        """Return the share of runs in which each member was the last, the most frequent first."""

    @property
    def refused_by(self) -> Mapping[str, float]:
        """Return the share of runs in which each member's refusal made the candidate withdraw."""


def by_share(found: Shares) -> dict[str, float]:
    """Return the outcomes by probability, deadlock before any that did not happen."""
    order = sorted(found.outcomes, key=lambda name: (-found.outcomes[name][0], name != "deadlock"))
    return {name: found.outcomes[name][0] for name in order}


def split(found: Shares) -> dict[str, Estimate]:
    """Return the kinds of deadlock that there were with their probabilities, if candidates ever withdraw."""
    there = {words: found.endings[name] for name, words in DEADLOCKS.items() if found.endings[name][0] > 0.0}
    return there if found.endings["withdrawn"][0] > 0.0 else {}


def late(found: Shares) -> dict[str, Estimate]:
    """Return how often it was agreed after the expiry, overruled, or on another name, where that happens."""
    rare = {name: words for name, words in AGREEMENTS.items() if name not in ("agreed", "changed")}
    return {words: found.endings[name] for name, words in rare.items() if found.endings[name][0] > 0.0}


def rows_of(shares: Mapping[str, float]) -> tuple[list[str], list[float]]:
    """Return the names that get a row, the most frequent and always deadlock, and the shares of the others."""
    shown = list(shares)[:MOST_ROWS]
    if "deadlock" in shares and "deadlock" not in shown:
        shown[-1] = "deadlock"
    return shown, [share for name, share in shares.items() if name not in shown]


def height(shown: Sequence[object], rest: Sequence[float]) -> float:
    """Return the height of a panel, inches."""
    return HEADING + ROW * max(1, len(shown)) + LEFT_OUT * bool(rest)


def _rows_panel(page: Page, letter: str, top: float, rows: Sequence[str], what: str, rest: Sequence[float]) -> Axes:
    """Return a panel with a heading, one row for each name with a share from 0 to 1, and a word on those left out."""
    bottom = top - HEADING - ROW * max(1, len(rows))
    page.write(RIGHT, top, letter, fontsize=11, fontweight="bold")
    page.write(RIGHT + 0.25, top - 0.02, what, fontsize=SMALL, color=INK)
    if rest:
        each = "each in at most" if len(rest) > 1 else "in"
        text = f"and {len(rest)} more, {each} {percent(max(rest))} of runs"
        page.write(BARS_FROM, bottom - 0.05, text, fontsize=TINY, color="#555555")
    axes = page.panel(BARS_FROM, bottom, EDGE, top - HEADING)
    axes.set(xlim=(0, 1), ylim=(max(1, len(rows)) - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(len(rows)), [plain(shortened(row, 22)) for row in rows], fontsize=SMALL)
    axes.tick_params(length=0, pad=7)
    bare_sides(axes, "bottom")
    axes.spines["left"].set_color(FAINT)
    return axes


def outcomes(page: Page, case: Compiled, found: Shares) -> float:
    """Draw the probability of each outcome; return where the panel ends, inches."""
    top, rows = page.height - TITLE + 0.05, _outcome_rows(case, found)
    rest = rows_of(by_share(found))[1]
    axes = _rows_panel(page, "d", top, [row.words for row in rows], "outcome: probability [95 % interval]", rest)
    for y, row in enumerate(rows):
        value, low, high = row.share
        axes.axhline(y, color=UNCOMMITTED, lw=0.8, zorder=1)
        axes.plot([low, high], [y, y], color=INK, lw=1.2, marker="|", ms=9, mew=1.0, zorder=2, clip_on=False)
        axes.plot([value], [y], row.mark, ms=4.2, mfc=row.face, mec=INK, mew=0.9, zorder=3, clip_on=False)
        _share_text(axes, y, percents(Interval(value, low, high)))
    return top - height(rows, rest)


class _Row(NamedTuple):
    words: str
    share: Estimate
    face: str
    mark: str


def _outcome_rows(case: Compiled, found: Shares) -> list[_Row]:
    """Return a row for each outcome shown, and after deadlock one for each thing that it came from."""
    names, rows = case.names, []
    for name in rows_of(by_share(found))[0]:
        if name == "deadlock":
            rows.append(_Row("deadlock", found.outcomes[name], "white", "o"))
            rows += [_Row(f"- {words}", share, "white", "s") for words, share in split(found).items()]
        else:
            k = names.candidates.index(name)
            rows.append(_Row(names.candidate_names[k], found.outcomes[name], colour(k), "o"))
    return rows + [_Row(words, share, "white", "s") for words, share in late(found).items()]


def tall(found: Shares, between: float) -> float:
    """Return the height of the column, inches."""
    shown, rest = rows_of(by_share(found))
    last = rows_of(found.last_holdouts)
    return height([*shown, *split(found), *late(found)], rest) + height(*last) + 2 * between


def _share_text(axes: Axes, row: int, text: str) -> None:
    axes.annotate(text, (1.0, row), (7, 0), textcoords="offset points", va="center", fontsize=TINY, color=INK)


def holdouts(page: Page, case: Compiled, found: Shares, top: float) -> None:
    """Draw how often the most frequent last holdouts were the last."""
    words = dict(zip(case.names.members, case.names.member_names))
    shown, rest = rows_of(found.last_holdouts)
    heading = "last to commit, or never did: share of runs (ties count for each)"
    axes = _rows_panel(page, "e", top, [words[code] for code in shown], heading, rest)
    for row, code in enumerate(shown):
        axes.barh(row, found.last_holdouts[code], 0.66, color=OBJECTING, lw=0, zorder=2)
        axes.barh(row, found.refused_by.get(code, 0.0), 0.3, color=INK, lw=0, zorder=3)
        _share_text(axes, row, percent(found.last_holdouts[code]))
