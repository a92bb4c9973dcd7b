"""What runs of the fitted race make of its record, where actors bargain and at meetings: docs/images/refit.png.

    python experiments/refit_picture.py

Takes results/record/refit, which `make refit` writes; 1000 runs of each mode, some seconds.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
import whitesmoke as ws
from matplotlib.lines import Line2D
from whitesmoke.figures import save
from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import bare_sides
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL
from whitesmoke.model.reading import long_date

ROOT = Path(__file__).parents[1]
REFIT = ROOT / "results" / "record" / "refit"
OUT = ROOT / "docs" / "images" / "refit.png"
FOLDERS = {"bargained": REFIT, "meetings": REFIT / "without-bargaining"}
COLOURS = {"bargained": PALETTE[5], "meetings": PALETTE[0]}
RUNS = 1000
DECIDED = 238
"""the day of the decision on record"""
SUPPORTERS = "supporters on "
"""how an entry begins that is a count"""
HEIGHT, TOP, FOOT = 6.0, 5.0, 0.75
"""inches: the page, the upper and the lower end of its panels"""


def days_of(mode: str) -> Any:
    """Return the day on which each run was settled, infinite for deadlock; a draw of the fit for each run."""
    case = ws.open("rutte-iohannis", posterior=FOLDERS[mode]).change({"bargaining.mode": mode})
    runs = case.runs(RUNS).frame()
    return np.sort(np.where(runs["settled"], runs["day"], np.inf))


def entries(mode: str) -> list[dict[str, Any]]:
    """Return the entries of the record beside runs of the fit."""
    kept = json.loads((FOLDERS[mode] / "calibration.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = kept["predictive"]
    return found


def draw_settled(axes: Any) -> None:
    """Draw the share of runs that are settled by each day."""
    for mode in FOLDERS:
        days = days_of(mode)
        settled = days[np.isfinite(days)]
        axes.step([0, *settled, 335], [0, *np.arange(1, len(settled) + 1) / RUNS, len(settled) / RUNS], where="post",
                  color=COLOURS[mode], lw=1.8)  # fmt: skip
    axes.axvline(DECIDED, color=INK, lw=1.1, ls=(0, (4, 2)))
    axes.annotate(f"on record: day {DECIDED}", (DECIDED, 0.98), (-5, 0), textcoords="offset points", ha="right",
                  va="top", fontsize=SMALL, color=INK)  # fmt: skip
    axes.set(xlim=(0, 340), ylim=(0, 1), yticks=[0, 0.5, 1], yticklabels=["0", "50 %", "100 %"])
    bare(axes)


def draw_rows(axes: Any, which: list[int]) -> None:
    """Draw entries of the record, and from where to where they are in nine runs of ten of either mode."""
    rows = {mode: entries(mode) for mode in FOLDERS}
    names = dict(zip(*(getattr(ws.open("rutte-iohannis").compiled.names, of) for of in ("members", "member_names"))))
    for row, at in enumerate(which):
        for mode, up in (("bargained", -0.18), ("meetings", 0.18)):
            one = rows[mode][at]
            axes.plot([one["p05"], one["p95"]], [row + up] * 2, color=COLOURS[mode], lw=2.4, solid_capstyle="butt")
            axes.plot(one["p50"], row + up, "o", ms=4, mfc="white", mec=COLOURS[mode], zorder=4)
        low, high = rows["bargained"][at]["low"], rows["bargained"][at]["high"]
        axes.plot([low, high], [row, row], color=INK, lw=2.2, marker="|", ms=13, mew=1.3, zorder=5)
    axes.set(ylim=(len(which) - 0.4, -0.6))
    axes.margins(x=0.02)
    axes.set_yticks(range(len(which)), [told(rows["bargained"][at]["what"], names) for at in which], fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    bare(axes, "left")


def told(what: str, names: dict[str, str]) -> str:
    """Return an entry in words."""
    if what.startswith(SUPPORTERS):
        return long_date(datetime.date.fromisoformat(what.removeprefix(SUPPORTERS)))
    first, _, rest = what.partition(" ")
    return {"decision": "the decision, ± 21 days"}.get(what) or names.get(first) or f"{first.capitalize()} {rest}"


def bare(axes: Any, *sides: str) -> None:
    """Take away what no number hangs on."""
    axes.tick_params(labelsize=SMALL, color=FAINT)
    bare_sides(axes, *sides)


def picture() -> Page:
    """Return the page."""
    found = entries("bargained")
    counts = [at for at, one in enumerate(found) if one["what"].startswith(SUPPORTERS)]
    days = [at for at, one in enumerate(found) if one["low"] is not None and at not in counts]
    page, middle = Page(HEIGHT), 3.1
    draw_settled(page.panel(0.75, middle, 5.0, TOP))
    draw_rows(page.panel(1.75, FOOT, 5.0, middle - 0.85), counts)
    draw_rows(page.panel(7.2, FOOT, 12.3, TOP), days)
    write(page, middle)
    return page


def write(page: Page, middle: float) -> None:
    """Write what is over the panels, and the words for lines and marks."""
    about = "In-sample: both modes were fitted to this very record. Curves: 1000 runs over the fit. Lines: nine of ten."
    words = {
        (0.25, TOP + 0.22): "a  settled by this day since 1 November 2023, share of runs",
        (0.25, middle - 0.6): "b  members committed to Rutte",
        (5.6, TOP + 0.22): "c  came round, left, was chosen: day since then (335: never)",
    }
    for place, text in words.items():
        page.write(*place, text, fontsize=SMALL, color=INK)
    page.write(0.25, HEIGHT - 0.15, "What runs of the fitted race make of its record", fontsize=13, fontweight="bold")
    page.write(0.25, HEIGHT - 0.45, about, fontsize=9, color=INK)
    labels = {"bargained": "where actors bargain: 5 to 95 %, median", "meetings": "at meetings"}
    handles = [Line2D([], [], color=COLOURS[x], lw=2.4, marker="o", mfc="white", label=labels[x]) for x in labels]
    handles.append(Line2D([], [], color=INK, lw=2.2, marker="|", ms=12, label="on record, between these"))
    corner = (0.25 / WIDTH, 0.12 / HEIGHT)
    page.figure.legend(handles=handles, loc="lower left", bbox_to_anchor=corner, ncols=3, fontsize=SMALL, frameon=False)


if __name__ == "__main__":
    save(picture().figure, OUT, dots_per_inch=110)
