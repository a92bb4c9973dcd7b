"""What each outcome of a sweep hangs on: Sobol' indices, or Morris's effects, of every factor with their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from whitesmoke.figures.indices import FIRST, SHARES, TOTAL, bars
from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import shortened
from whitesmoke.figures.style import INK, SMALL, TINY
from whitesmoke.figures.sweeps.foot import HEAD, foot, write_head_and_foot
from whitesmoke.figures.sweeps.points import read
from whitesmoke.writing.capital import capital
from whitesmoke.writing.index_words import called
from whitesmoke.writing.measure_words import interval, title, value_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, OVER, UNDER = 0.4, 0.45, 0.62
"""Inches: of a factor, and for the words over and under a panel."""
NAMES, ACROSS, BETWEEN = 2.9, 3, 0.4
"""Inches for the names of factors; panels beside one another; inches between them."""
EFFECTS = {"mu_star": FIRST, "sigma": TOTAL}
EVERYTHING = (-math.inf, math.inf)
SAID = {
    "first": "first (S1): share of the variance between points that goes with the factor alone",
    "total": "total (ST): with all that it does together with others",
    "mu_star": "mean size of what a step of the factor does, scaled up to its whole range",
    "sigma": "spread of it: large where it depends on the others",
}


class Shown(NamedTuple):
    """An outcome that hangs on something, under one arm."""

    title: str
    unit: str
    rows: Mapping[str, Mapping[str, Any]]
    """by factor and kind, estimates with `value`, `low`, `high`"""


def indices_figure(found: Mapping[str, Any]) -> Figure | None:
    """Return the figure of what each outcome of a sweep hangs on; None where its design cannot say so."""
    shown, points = _shown(found), read(found)
    if not shown:
        return None
    factors = _order(shown)
    kinds = SHARES if "first" in shown[0].rows[factors[0]] else EFFECTS
    under = foot(found, points, [*_untold(found), "95 % intervals by resampling (bootstrap); arrows go on."])
    tall, bands = ROW * len(factors), -(-len(shown) // ACROSS)
    block = OVER + tall + UNDER
    page = Page(under.height + block * bands + HEAD + 0.15)
    across = min(ACROSS, len(shown))
    width = (WIDTH - NAMES - 0.25 - BETWEEN * (across - 1)) / across
    for nth, one in enumerate(shown):
        band, column = divmod(nth, ACROSS)
        left, top = NAMES + column * (width + BETWEEN), page.height - HEAD + 0.1 - OVER - band * block
        axes = page.panel(left, top - tall, left + width, top)
        words = [found["factors"][name]["label"] for name in factors]
        rows = [{kind: _estimate(one.rows[name][kind]) for kind in kinds} for name in factors]
        limits = {} if kinds is SHARES else {"farthest": EVERYTHING}
        bars(axes, words, rows, column == 0, kinds, **limits)
        axes.set_xlabel("share of the variance" if kinds is SHARES else one.unit, fontsize=TINY)
        page.write(left - 0.2, top + 0.31, "abcdefghijkl"[nth % 12], fontsize=11, fontweight="bold")
        page.write(left, top + 0.29, shortened(one.title, int(width * 14)), fontsize=SMALL, color=INK)
    _legend(page, under.height, kinds)
    write_head_and_foot(page, found, _said(found, shown[0], kinds), under)
    return page.figure


def _shown(found: Mapping[str, Any]) -> list[Shown]:
    """Return the outcomes that have estimates, arm by arm."""
    return [
        Shown(f"{_called(found, what)}{f', {found["arms"][arm]}' if arm else ''}", _unit(found, what), rows)
        for arm, outcomes in found.get("indices", {}).items()
        for what, rows in outcomes.items()
        if "none" not in rows
    ]


def _called(found: Mapping[str, Any], what: str) -> str:
    about = found.get("measures", {}).get(what)
    return called(found, what) if about is None else title(about)


def _unit(found: Mapping[str, Any], what: str) -> str:
    about = found.get("measures", {}).get(what)
    unit = {"days": "days", "deadlock": "share of runs"}.get(what, "") if about is None else about["unit"]
    return f"effect ({unit})" if unit else "effect"


def _untold(found: Mapping[str, Any]) -> list[str]:
    """Return which outcomes are not drawn, and why."""
    return [
        f"Not drawn: {_called(found, what)}, {rows['none']}."
        for outcomes in found["indices"].values()
        for what, rows in outcomes.items()
        if "none" in rows
    ]


def _order(shown: Sequence[Shown]) -> list[str]:
    """Return the factors, those first on which the first outcome hangs most."""
    rows = shown[0].rows
    kind = "total" if "total" in next(iter(rows.values())) else "mu_star"
    return sorted(rows, key=lambda name: -_estimate(rows[name][kind])["value"])


def _estimate(found: Any) -> dict[str, float]:
    """Return an estimate as bars take it: nan for what is not there."""
    one = interval(found)
    if one is None:
        return {"value": math.nan, "low": math.nan, "high": math.nan}
    return {name: math.nan if x is None else float(x) for name, x in one._asdict().items()}


def _said(found: Mapping[str, Any], one: Shown, kinds: Mapping[str, str]) -> str:
    """Return in a line on what the first outcome hangs most."""
    first = _order([one])[0]
    label, kind = found["factors"][first]["label"], "total" if kinds is SHARES else "mu_star"
    size = value_text(one.rows[first][kind])
    how = f"total index {size}" if kinds is SHARES else f"mean size of its effect {size}, {one.unit}"
    return f"{capital(one.title)} hangs most on {label}: {how}"


def _legend(page: Page, foot_height: float, kinds: Mapping[str, str]) -> None:
    handles = [
        *(Patch(color=color, label=SAID[kind]) for kind, color in kinds.items()),
        Line2D([], [], color=INK, lw=1.0, label="95 % interval"),
    ]
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.25 / WIDTH, (foot_height - 0.02) / page.height), ncols=3,
        fontsize=SMALL, frameon=False, borderaxespad=0, columnspacing=1.4,
    )  # fmt: skip
