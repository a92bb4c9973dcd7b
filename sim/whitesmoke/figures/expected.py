"""The figure of closed forms beside the simulation: when it settles, who would get what, who would be heard."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.figures.page import TITLE, Page
from whitesmoke.figures.sheet import Dates, bare_sides, date_axis, shortened, write_titles
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, number, plain
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from whitesmoke.model.world import Floats, Ints

HEIGHT, LOW, LEFT, MIDDLE, ASIDE, RIGHT, END = 6.3, 1.25, 0.8, 6.6, 7.7, 8.95, 12.3
"""Inches: the page; the foot of the left panel, that panel from..to; the right side, its panels from..to."""
FORM, SIMULATED, BETWEEN = PALETTE[5], PALETTE[0], "#ececec"
DASHED = (0, (4, 2))
ALIKE = 1e-9
NAMED = 16
"""Members whose codes are written."""


class Drawn(NamedTuple):
    """What the figure shows."""

    title: str
    runs: int
    seed: int
    reached: Floats | None
    """(rounds + 1,) chance by the end of each round that the quota is reached by closed form; None where it has none"""
    days: Ints
    """(N,) day on which each run settled; codes.NEVER for deadlock"""
    apart: str
    """what the form leaves out, or why it does not apply"""
    division: Sequence[tuple[str, float]]
    """who would get which share"""
    seated: int
    """members who have a seat when it begins"""
    divided: str
    """the question to which that is the answer"""
    heard: Floats | None
    """(n,) how much each member would be heard"""
    unheard: str
    """why nobody knows who would be heard"""


def expected_figure(case: Compiled, drawn: Drawn) -> Figure:
    """Return the figure."""
    page = Page(HEIGHT)
    write_titles(page, case, drawn.title, f"{drawn.runs} runs, seed {drawn.seed}")
    top, half = HEIGHT - TITLE - 0.3, 3.1
    _lettered(page, 0.3, top + 0.3, "a", "share of cases settled by when: if nobody minds the others, and simulated")
    _settling(page.panel(LEFT, LOW, MIDDLE, top), case, drawn)
    for row, line in enumerate(textwrap.wrap(_apart(drawn), 118)[:4]):
        page.write(LEFT, LOW - 0.5 - 0.16 * row, line, fontsize=TINY, color="#555555")
    _lettered(page, ASIDE, top + 0.3, "b", shortened(drawn.divided[:1].lower() + drawn.divided[1:], 72))
    _division(page.panel(RIGHT, half + 0.45, END, top), drawn)
    _lettered(page, ASIDE, half - 0.25, "c", "who would be heard if members only averaged what they hear?")
    _heard(page.panel(RIGHT, 0.95, END, half - 0.55), case, drawn)
    page.write(ASIDE, 0.35, "b, c: the simulation has no counterpart; dashed: an equal share", fontsize=TINY, color=INK)
    return page.figure


def _lettered(page: Page, left: float, top: float, letter: str, words: str) -> None:
    page.write(left, top, letter, fontsize=11, fontweight="bold")
    page.write(left + 0.25, top - 0.02, words, fontsize=SMALL, color=INK)


def _apart(drawn: Drawn) -> str:
    return drawn.apart if drawn.reached is not None else f"No closed form is drawn. {drawn.apart}"


def _settling(axes: Axes, case: Compiled, drawn: Drawn) -> None:
    start, world = number(case.names.start), case.world
    edges = world.round_days * np.arange(world.rounds + 1)
    settled = np.sort(drawn.days[drawn.days != codes.NEVER])
    simulated: Floats = np.searchsorted(settled, edges, side="right") / len(drawn.days)
    curves = {"simulation": simulated}
    if drawn.reached is not None:
        curves["closed form"] = drawn.reached
        axes.fill_between(start + edges, simulated, drawn.reached, step="post", color=BETWEEN, lw=0)
    dates = Dates(start, start + float(edges[-1]))
    places = _places([float(share[-1]) for share in curves.values()])
    for (words, share), at, colour in zip(curves.items(), places, (SIMULATED, FORM)):
        axes.step(start + edges, share, where="post", color=colour, lw=2.0, clip_on=False)
        label = f"{words}\n{percent(float(share[-1]))}"
        style: dict[str, Any] = {"fontsize": SMALL, "color": colour, "annotation_clip": False}
        axes.annotate(label, (dates.end, at), (5, 0), textcoords="offset points", va="center", **style)
    axes.set(xlim=(dates.start, dates.end), ylim=(0.0, 1.0))
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    date_axis(axes, dates, bare=False, never=None)


def _places(ends: list[float], gap: float = 0.1) -> list[float]:
    """Return where the labels of one or two curves stand: at their ends, or as far apart as they need."""
    within = [min(0.97, max(0.04, end)) for end in ends]
    if len(within) == 1 or abs(within[0] - within[1]) >= gap:
        return within
    upper = min(0.97, max(*within, gap + 0.04))
    return [upper, upper - gap] if ends[0] >= ends[1] else [upper - gap, upper]


def _division(axes: Axes, drawn: Drawn) -> None:
    if not drawn.division:
        return _without(axes, "There is no closed form for this rule.")
    names, shares = zip(*drawn.division)
    _bars(axes, names, shares)
    axes.axvline(1.0 / drawn.seated, color=INK, lw=0.8, ls=DASHED)
    return None


def _heard(axes: Axes, case: Compiled, drawn: Drawn) -> None:
    heard, names = drawn.heard, case.names.members
    if heard is None:
        return _without(axes, drawn.unheard)
    order = np.argsort(-heard, kind="stable")
    if np.ptp(heard) < ALIKE:
        return _without(axes, f"All alike: {100 / len(names):.3g} % of the common opinion each.")
    if len(names) <= NAMED:
        _bars(axes, [names[i] for i in order], heard[order])
        axes.axvline(1.0 / len(names), color=INK, lw=0.8, ls=DASHED)
        return None
    axes.bar(np.arange(1, len(names) + 1), heard[order], 0.8 if len(names) < 100 else 1.0, color=FORM, lw=0)
    axes.axhline(1.0 / len(names), color=INK, lw=0.8, ls=DASHED)
    axes.set(xlim=(0.3, len(names) + 0.7), ylim=(0.0, 1.1 * float(heard.max())))
    words = f"{len(names)} members, from {names[order[0]]} to {names[order[-1]]}"
    axes.set_xlabel(plain(words), fontsize=SMALL, color=INK)
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
    axes.tick_params(length=3, labelsize=SMALL, color=FAINT)
    bare_sides(axes)
    return None


def _bars(axes: Axes, names: Sequence[str], shares: Sequence[float] | Floats) -> None:
    rows = range(len(names))
    axes.barh(rows, shares, 0.7, color=FORM, lw=0)
    for row, share in zip(rows, shares):
        axes.annotate(
            f"{100 * share:.3g} %", (share, row), (4, 0), textcoords="offset points", va="center", fontsize=TINY
        )
    axes.set_yticks(rows, [plain(shortened(name, 18)) for name in names], fontsize=SMALL if len(names) < 9 else TINY)
    axes.set(ylim=(len(names) - 0.4, -0.6), xlim=(0.0, 1.15 * float(max(shares))))
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", length=3, labelsize=SMALL, color=FAINT)
    bare_sides(axes)


def _without(axes: Axes, why: str) -> None:
    axes.axis("off")
    axes.text(0.0, 0.9, textwrap.fill(why, 60), fontsize=SMALL, color="#555555", va="top", transform=axes.transAxes)
