"""The figure of a scoreboard: who was off by how much, what was forecast when, whether chances mean what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D

from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.score_cases import Answer, case_panel
from whitesmoke.figures.score_trust import Sound, pit_panel, reliability_panel
from whitesmoke.figures.sheet import bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, plain

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKS = "osD^vP*X"
"""Of the cases."""
ROW, CASES, TRUST = 0.23, 2.15, 2.1
"""Inches: height of a forecaster's row, of a case's panel, of the lowest panels."""
NAMES, GAP, ACROSS = 1.75, 0.55, 3
"""Inches: room for names, between panels; panels of cases side by side."""
OTHER = "#8c8c8c"
MODELS, RULES, STAND_OUT = (0, 3, 5), (1, 2, 4), (2, 1)
"""Entries of the palette for models and for baselines; how many baselines stand out in each kind of question."""
FOOT = (
    "d, e: events are that it happens within 30 days, 90 days, by the horizon, where known; dots grow with their "
    "number; bars: 95 %, as if they were independent, which they are not.",
    "f, g: probability integral transform; a truth in an interval is spread over it. Grey: nine in ten sound "
    "forecasters lie there, if as many truths are independent as there are races.",
)
KINDS = ((reliability_panel, "chance given, and how often"), (pit_panel, "where in the forecast the truth lay"))


def scores_figure(
    crps: Mapping[str, Mapping[str, Mapping[str, float]]],
    answers: Sequence[Answer],
    sound: Mapping[str, Sequence[Sound]],
    models: Sequence[str],
    aside: Sequence[str],
    title: str,
    about: str,
) -> Figure:
    """Return the figure of a scoreboard.

    Parameters
    ----------
    crps : by kind of question, forecaster (best first) and case, the mean CRPS in days
    answers : forecasts of the decision
    sound : by kind of question, chances and places against what happened
    models : forecasters that are models, the others being baselines
    aside : those that are no forecasts
    title, about : sentences above
    """
    cases = list(dict.fromkeys(one.case for one in answers))
    longest = max(len(rows) for rows in crps.values())
    lines = -(-len(cases) // ACROSS)
    page = Page(1.1 + ROW * longest + 1.0 + lines * (CASES + GAP) + 0.75 + TRUST + 1.3)
    colours = standing_out([[name for name in rows if name not in aside] for rows in crps.values()], models)
    page.write(0.25, page.height - 0.15, title, fontsize=13, fontweight="bold", color=INK)
    page.write(0.25, page.height - 0.47, about, fontsize=9, color=INK)
    top = page.height - 1.1
    for column, (what, rows) in enumerate(crps.items()):
        left = NAMES + column * WIDTH / 2
        axes = page.panel(left, top - ROW * len(rows), left + WIDTH / 2 - NAMES - 0.3, top)
        _crps(axes, rows, cases, colours)
        page.write(left - NAMES + 0.25, top + 0.27, f"{'ab'[column]}  {what}: CRPS", fontsize=SMALL, color=INK)
    top -= ROW * longest + 0.42
    marks = [_mark(marker=MARKS[at % len(MARKS)], ms=4, label=case) for at, case in enumerate(cases)]
    _legend(page, top, [*marks, _mark(marker="|", mew=2, ms=9, label="mean of the cases")])
    top -= 0.75
    page.write(
        0.25, top + 0.33, "c  the decision, as it was forecast (5 to 95 %, median) and as it came", fontsize=SMALL
    )
    drawn = {name: colours[name] for name in next(iter(crps.values())) if name in colours}
    _cases(page, top, cases, answers, drawn)
    top -= lines * (CASES + GAP) + 0.4
    _trust(page, top, sound, colours, len(cases))
    lines_of = [Line2D([], [], color=colour, marker="o", mfc="white", lw=2.4, label=k) for k, colour in colours.items()]
    _legend(page, 0.72, [*lines_of, Line2D([], [], color=INK, lw=1.3, ls="-.", label="decision on record")])
    for row, words in enumerate(FOOT):
        page.write(0.25, 0.45 - 0.16 * row, words, fontsize=TINY, color="#555555")
    return page.figure


def standing_out(ranked: Sequence[Sequence[str]], models: Sequence[str]) -> dict[str, str]:
    """Return colours of the models and of the best baselines of each kind of question; all others stay grey."""
    ours = [name for name in models if name in ranked[0]]
    best = [[name for name in names if name not in models][:most] for names, most in zip(ranked, STAND_OUT)]
    rules = dict.fromkeys(name for names in best for name in names)
    return {
        **{name: PALETTE[k] for name, k in zip(ours, MODELS)},
        **{name: PALETTE[k] for name, k in zip(rules, RULES)},
    }


def _crps(
    axes: Axes, rows: Mapping[str, Mapping[str, float]], cases: Sequence[str], colours: Mapping[str, str]
) -> None:
    """Draw each forecaster's CRPS in every case and their mean, on a scale that shows small ones apart."""
    for row, (name, scores) in enumerate(rows.items()):
        colour, mean = colours.get(name, OTHER), float(np.mean(list(scores.values())))
        axes.plot([0.0, mean], [row, row], color=colour, lw=4.5, alpha=0.25, solid_capstyle="butt", zorder=1)
        axes.plot(mean, row, marker="|", ms=12, mew=2.4, color=colour, zorder=4)
        for at, case in enumerate(cases):
            if case in scores:
                mark = MARKS[at % len(MARKS)]
                axes.plot(scores[case], row, marker=mark, ms=3.8, mfc="white", mec=colour, mew=0.9, zorder=3)
        axes.annotate(f"{mean:.0f}", (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=TINY)
    most = max(max(scores.values()) for scores in rows.values())
    axes.set_xscale("function", functions=(lambda x: np.sqrt(np.maximum(x, 0.0)), np.square))
    axes.set(xlim=(0.0, 1.08 * most), ylim=(len(rows) - 0.5, -0.5))
    axes.set_xticks([at for at in (0, 5, 20, 50, 100, 200, 400, 800) if at <= most])
    axes.set_yticks(range(len(rows)), [plain(shortened(name, 28)) for name in rows], fontsize=SMALL)
    axes.set_xlabel("days (scale: square root)", fontsize=TINY, labelpad=1)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=TINY, length=3, color=FAINT)
    bare_sides(axes, "left")


def _cases(page: Page, top: float, cases: Sequence[str], answers: Sequence[Answer], colours: Mapping[str, str]) -> None:
    width = (WIDTH - 0.5) / ACROSS
    for at, case in enumerate(cases):
        left, high = 0.25 + (at % ACROSS) * width, top - (at // ACROSS) * (CASES + GAP)
        axes = page.panel(left + 0.55, high - CASES, left + width - 0.1, high - 0.12)
        case_panel(axes, [one for one in answers if one.case == case and one.forecaster in colours], colours)
        page.write(left + 0.55, high + 0.06, case, fontsize=SMALL, fontweight="bold", color=INK)


def _trust(
    page: Page, top: float, sound: Mapping[str, Sequence[Sound]], colours: Mapping[str, str], cases: int
) -> None:
    panels = 2 * len(sound)
    width = (WIDTH - 0.5) / panels
    for column, what in enumerate(sound):
        for row, (draw, words) in enumerate(KINDS):
            at = 2 * row + column
            axes = page.panel(0.75 + at * width, top - TRUST, 0.25 + (at + 1) * width - 0.12, top)
            draw(axes, sound[what], colours, cases)
            page.write(0.75 + at * width - 0.3, top + 0.27, f"{'defg'[at]}  {what}: {words}", fontsize=SMALL, color=INK)


def _mark(**style: Any) -> Line2D:
    return Line2D([], [], color=INK, lw=0, **style)


def _legend(page: Page, top: float, handles: Sequence[Artist]) -> None:
    page.figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.25 / WIDTH, top / page.height), ncols=len(handles),
        fontsize=TINY, frameon=False, borderaxespad=0, handlelength=1.6, columnspacing=1.4,
    )  # fmt: skip
