"""The page of a run: where each panel stands, what the title says, and the words for every colour and mark."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, num2date
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from whitesmoke.figures import influence_map, stance_rows, text_paths, timeline
from whitesmoke.figures.happenings import happenings, last_day
from whitesmoke.figures.quota import rule_in_words
from whitesmoke.figures.style import (
    FAINT,
    INK,
    OBJECTING,
    SILENCE,
    SMALL,
    UNCOMMITTED,
    colour,
    ever_ran,
    headline,
    number,
    plain,
)
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.trace import Trace

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from whitesmoke.scenario.record_schema import Commitment, Tally

LARGE = 60
"""Bodies of more members are drawn by bloc."""
WIDTH, LEFT, MIDDLE, RIGHT = 12.7, 1.0, 8.1, 8.4
"""Inches from the left edge: the page, the left panels from..to, the right panel from."""
MARGIN, TITLE, TALLY, GAP = 0.45, 1.05, 2.7, 0.12
LOWEST = 7.4
"""Inches: least height of a page, for the right column."""
LEGEND = 2.5


def draw(trace: Trace, tallies: Sequence[Tally], commitments: Sequence[Commitment]) -> Figure:
    """Return the page of a run."""
    names = trace.case.names
    tallies = [t for t in tallies if t.candidate in names.candidates]
    commitments = [c for c in commitments if c.candidate in names.candidates]
    start, end = _span(trace, tallies, commitments)
    lines = happenings(trace, end)
    labels = timeline.place(lines, start, end, MIDDLE - LEFT)
    strip = timeline.LANE * (1 + max(label.lane for label in labels))
    rows = _rows_height(trace)
    texts = text_paths.height(trace)
    page = Page(max(LOWEST, TITLE + strip + TALLY + GAP + rows + texts + MARGIN + 0.2))
    top = page.height - TITLE - strip
    below = page.panel(LEFT, MARGIN + texts, MIDDLE, top - TALLY - GAP)
    middle = page.panel(LEFT, top - TALLY, MIDDLE, top)
    above = page.panel(LEFT, top, MIDDLE, page.height - TITLE)
    for axes in (below, middle, above):
        axes.set_xlim(start, end)
    timeline.draw_labels(above, labels)
    timeline.draw_tally(middle, trace, tallies, lines)
    objecting = _stances(below, trace, commitments)
    ties = _network(page, trace)
    _dates(middle, below)
    _texts(page, trace, (start, end))
    if names.start.year == num2date(end).year:
        below.set_xlabel(str(names.start.year), fontsize=SMALL)
    _titles(page, trace)
    _legend(page, trace, bool(tallies), bool(commitments), objecting, ties)
    for letter, axes in (("a", middle), ("b", below)):
        axes.text(-0.105, 1.0, letter, transform=axes.transAxes, fontsize=11, fontweight="bold", va="top")
    return page.figure


class Page:
    """A figure measured in inches from its lower left corner."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.figure = Figure(figsize=(WIDTH, height), facecolor="white")

    def panel(self, left: float, bottom: float, right: float, top: float) -> Any:
        """Return axes between four places, inches."""
        h = self.height
        return self.figure.add_axes((left / WIDTH, bottom / h, (right - left) / WIDTH, (top - bottom) / h))

    def legend(self, handles: Sequence[Artist]) -> None:
        """Put the words for every colour and mark at the foot of the right column."""
        self.figure.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(RIGHT / WIDTH, MARGIN / self.height),
            fontsize=SMALL,
            frameon=False,
            borderaxespad=0,
            handlelength=2.0,
            labelspacing=0.35,
        )

    def write(self, left: float, top: float, text: str, **style: Any) -> None:
        """Write a text that hangs from a place, inches."""
        self.figure.text(left / WIDTH, top / self.height, plain(text), va="top", ha="left", **style)


def _span(trace: Trace, tallies: Sequence[Tally], commitments: Sequence[Commitment]) -> tuple[float, float]:
    start = number(trace.case.names.start)
    recorded = [number(t.date) for t in tallies] + [number(c.by) for c in commitments if c.by]
    end = last_day(trace, recorded)
    margin = max(0.015 * (end - start), 0.5 * trace.case.names.round_days)
    return start - margin, end + margin


def _rows_height(trace: Trace) -> float:
    members = len(trace.case.names.members)
    if members > LARGE:
        return max(1.2, 0.4 * len(stance_rows.blocs(trace)))
    return max(1.0, min(4.9, 0.3 * members, 0.5 + 0.137 * members))


def _stances(axes: Axes, trace: Trace, commitments: Sequence[Commitment]) -> bool:
    """Draw where members stood; return whether any is drawn as objecting."""
    if len(trace.case.names.members) > LARGE:
        stance_rows.draw_blocs(axes, trace)
        return False
    return stance_rows.draw_members(axes, trace, commitments)


def _texts(page: Page, trace: Trace, span: tuple[float, float]) -> None:
    """Draw where texts stood, an issue a panel, at the foot of the left column; nothing where they cannot move."""
    bottom = MARGIN + text_paths.height(trace)
    for place, issue in enumerate(text_paths.issues(trace)):
        bottom -= text_paths.ISSUE + text_paths.BETWEEN
        axes = page.panel(LEFT, bottom, MIDDLE, bottom + text_paths.ISSUE)
        axes.set_xlim(*span)
        text_paths.draw(axes, trace, issue)
        _dated(axes)
        axes.tick_params(axis="y", labelsize=SMALL)
        if place == 0:
            axes.text(-0.105, 1.0, "d", transform=axes.transAxes, fontsize=11, fontweight="bold", va="top")


def _network(page: Page, trace: Trace) -> bool:
    """Draw the network; return whether ties are drawn."""
    bottom, top, right = LEGEND + MARGIN + 0.15, page.height - TITLE, WIDTH - 0.15
    large = len(trace.case.names.members) > LARGE
    if large and len(stance_rows.blocs(trace)) < 2:
        return False
    axes = page.panel(RIGHT, bottom, right, top)
    page.write(RIGHT, top + 0.2, "c", fontsize=11, fontweight="bold")
    drawing = influence_map.draw_blocs if large else influence_map.draw_members
    ties = drawing(axes, trace, (right - RIGHT, top - bottom))
    page.write(RIGHT + 0.25, top + 0.18, _network_text(trace, large, ties), fontsize=SMALL)
    return ties


def _network_text(trace: Trace, large: bool, ties: bool) -> str:
    if len(trace.case.world.out_member) == 0:
        return "influence network: nobody listens to anybody"
    what = "influence between blocs" if large else "influence network"
    return what if ties else f"{what}: all ties are about as strong, none is drawn"


def _dates(middle: Axes, below: Axes) -> None:
    for axes in (middle, below):
        _dated(axes)
    middle.tick_params(labelbottom=False, labelsize=SMALL)
    below.tick_params(axis="y", length=0)


def _dated(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=4, maxticks=10)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(_date_format(locator))
    axes.yaxis.set_label_coords(-0.095, 0.5)
    axes.tick_params(length=3, color=FAINT)
    axes.tick_params(axis="x", labelsize=SMALL)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _date_format(locator: AutoDateLocator) -> ConciseDateFormatter:
    """Return a format of ticks that names the month with every day and the year with every January."""
    days = ["%d %b"] * 4
    style = {"formats": ["%Y", "%b", *days], "zero_formats": ["", "%b\n%Y", "%b", *days[:3]], "show_offset": False}
    return ConciseDateFormatter(locator, **style)


def _titles(page: Page, trace: Trace) -> None:
    names = trace.case.names
    page.write(0.25, page.height - 0.15, headline(trace), fontsize=14, fontweight="bold", color=INK)
    rule = rule_in_words(trace.case)
    about = f"{names.title}. Rule: {rule}. Scenario {names.scenario}, seed {trace.seed}, run {trace.run}."
    page.write(0.25, page.height - 0.47, textwrap.shorten(about, 170, placeholder=" ..."), fontsize=9.5, color=INK)
    page.write(0.25, page.height - 0.68, scripted(trace), fontsize=SMALL, color="#555555")


def scripted(trace: Trace) -> str:
    """Return what the scenario brought about, so that no reader takes it for a prediction."""
    kinds = {e.kind for e in trace.entries}
    parts = [
        "entries" if e == "entry" else f"{e}s"
        for e in ("entry", "accession", "departure", "endorsement", "shock")
        if e in kinds
    ]
    parts += ["dates that press"] * bool(trace.case.names.focal)
    parts += ["when the body sits"] * bool(trace.case.world.between)
    parts += ["who demands what"] * bool(trace.case.names.demands)
    return caveat(parts, trace.case)


def caveat(parts: Sequence[str], case: Compiled) -> str:
    """Return what of a figure was put in: by the script, and as numbers."""
    numbers = case.names.parameters or "Which numbers are assumed: see the scenario."
    said = f"Scripted, not predicted: {', '.join(parts) or 'nothing'}. {numbers}"
    return textwrap.shorten(said, 225, placeholder=" ...")


OFFERS = {codes.REFUSED_OFFER: "an offer for its yes, refused", codes.SETTLED: "an offer for its yes, accepted"}
"""What the marks of offers mean."""


def _legend(page: Page, trace: Trace, tallies: bool, commitments: bool, objecting: bool, ties: bool) -> None:
    names = trace.case.names
    large = len(names.members) > LARGE
    handles: list[Any] = [Patch(color=colour(k), label=plain(names.candidate_names[k])) for k in ever_ran(trace)]
    handles.append(Patch(color=UNCOMMITTED, label="uncommitted"))
    if objecting:
        handles.append(
            Patch(fc=OBJECTING, ec="white", hatch="////", lw=0, label="uncommitted, objects (unmet demands)")
        )
    if not large:
        handles += [
            _line(f"b: {words}", marker="o", ms=stance_rows.OFFER_SIZE, mfc=stance_rows.OFFERS[answer], mew=0.8, lw=0)
            for answer, words in OFFERS.items()
            if stance_rows.answers(trace, answer)
        ]
    if timeline.silences(trace):
        handles.append(Patch(color=SILENCE, label="a: silence procedure runs"))
    handles.append(_line(f"a: {timeline.quota_text(trace)}", ls=(0, (5, 2)), lw=1.1))
    if names.focal:
        handles.append(_line("a: focal date, the thicker the harder", lw=1.5))
    if trace.counted:
        handles.append(_line("a: of those committed, ratified", color=INK, lw=1.0))
    if trace.ballots:
        handles.append(_line("a: votes in a ballot", marker="s", ms=3, ls=""))
    if len(trace.case.world.sitting_day):
        handles.append(_line("a: the body sits", marker="|", ms=9, mew=1.2, lw=0))
    handles.append(_line("a: scripted event", ls=":", lw=0.9, color=FAINT))
    if tallies:
        handles.append(_line("a: record, press counts from low to high", marker="o", ms=5.5, mfc="white", lw=1.2))
    if commitments and not large:
        handles.append(_line("b: record, came round between; \u25c2 or before", marker="|", ms=6, lw=1.1))
    if not large:
        handles.append(_line(f"c: {influence_map.ring_text(trace)}", marker="o", ms=9, mfc="none", mew=1.6, lw=0))
    if text_paths.issues(trace):
        handles.append(_line("d: where the text stands; ticks: what members want", lw=1.8))
        if trace.case.world.reverts:
            handles.append(_line("d: what holds without a text", ls=":", lw=0.9, color=FAINT))
    if ties:
        size = "size: members, colour: most of them" if large else "size: influence weight"
        handles.append(_line(f"c: strongest ties; {size}", color="#b5b5b5", lw=1.5))
    page.legend(handles)


def _line(label: str, color: str = INK, **style: Any) -> Line2D:
    return Line2D([], [], color=color, label=label, **style)
