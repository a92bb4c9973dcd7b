"""What each rule costs, in days and in payments, in both modes of bargaining: docs/images/rule-costs.png.

    python -m experiments.rule_costs_picture

Takes results/curated/rule-costs/summary.csv, which `make curated` writes.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from matplotlib.lines import Line2D
from whitesmoke.figures import save
from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import bare_sides
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, UNCOMMITTED
from whitesmoke.study.experiment import load_experiment

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "results" / "curated" / "rule-costs" / "summary.csv"
EXPERIMENT = Path(__file__).with_name("rule-costs.toml")
OUT = ROOT / "docs" / "images" / "rule-costs.png"
MARKS = {"bargained": (PALETTE[5], "o", "where actors bargain"), "meetings": (PALETTE[0], "s", "at meetings")}
PANELS = {
    "mean_day": (1.75, 4.75, "a  mean day (deadlock: 335)"),
    "deadlock": (5.15, 6.75, "b  deadlock"),
    "met.hungary-opt-out": (7.15, 8.75, "c  Hungary: of its opt-out"),
    "met.slovakia-air-defence": (9.0, 10.6, "d  Slovakia: air defence"),
    "met.turkiye-terrorism": (10.85, 12.45, "e  Türkiye: terrorism"),
}
"""by column of the table: inches from..to, and what is written above"""
HEIGHT, FOOT, TOP = 4.4, 0.75, 3.5
"""inches"""


def rows(table: Path = TABLE) -> list[dict[str, str]]:
    """Return the points of the experiment."""
    with table.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def draw(axes: Any, column: str, table: list[dict[str, str]], arms: list[str]) -> None:
    """Draw one number of every rule in both modes, with its interval if it has one."""
    for at in range(len(arms)):
        axes.axhline(at, color=UNCOMMITTED, lw=0.8, zorder=1)
    for row in table:
        colour, mark, _ = MARKS[row["mode"]]
        at, value = arms.index(row["arm"]), float(row[column])
        if f"{column}_low" in row:
            axes.plot([float(row[f"{column}_{end}"]) for end in ("low", "high")], [at, at], color=colour, lw=1.4)
        axes.plot(value, at, mark, ms=6, mfc="white" if mark == "s" else colour, mec=colour, mew=1.4, zorder=3,
                  clip_on=False)  # fmt: skip
    if column != "mean_day":
        most = 0.3 if column == "deadlock" else 1.0
        axes.set(xlim=(0, most))
        axes.set_xticks([0, most / 2, most], ["0", f"{most / 2:.0%}", f"{most:.0%}"])
    axes.set(ylim=(len(arms) - 0.5, -0.5), yticks=[])
    axes.tick_params(labelsize=SMALL, color=FAINT)
    bare_sides(axes, "left")


def picture(table: list[dict[str, str]]) -> Page:
    """Return the page."""
    labels = {name: arm.label or name for name, arm in load_experiment(EXPERIMENT).spec.arms.items()}
    arms, page = list(labels), Page(HEIGHT)
    for column, (left, right, words) in PANELS.items():
        axes = page.panel(left, FOOT, right, TOP)
        draw(axes, column, table, arms)
        page.write(left, TOP + 0.24, words, fontsize=SMALL, color=INK)
        if column == "mean_day":
            axes.set_yticks(range(len(arms)), list(labels.values()), fontsize=SMALL)
            axes.tick_params(axis="y", length=0)
    title = "What each rule costs: days, deadlock, and what the three who hold out are granted"
    page.write(0.25, HEIGHT - 0.13, title, fontsize=13, fontweight="bold", color=INK)
    about = (
        f"The race of 2023-24, {int(table[0]['runs']):,} runs a point, the same luck at each. Lines: 95 % intervals."
    )
    page.write(0.25, HEIGHT - 0.42, about, fontsize=9, color=INK)
    handles = [
        Line2D([], [], color=colour, marker=mark, lw=0, mfc="white" if mark == "s" else colour, mew=1.4, label=label)
        for colour, mark, label in MARKS.values()
    ]
    corner = (0.25 / WIDTH, 0.1 / HEIGHT)
    page.figure.legend(handles=handles, loc="lower left", bbox_to_anchor=corner, ncols=2, fontsize=SMALL, frameon=False)
    return page


if __name__ == "__main__":
    save(picture(rows()).figure, OUT, dots_per_inch=110)
