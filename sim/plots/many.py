"""Figures of many runs: an ensemble beside the record, and variants against their base."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import codes
from sim.case import Case
from sim.plots.style import FAINT, INK, SMALL, TINY, colour, number, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario.schema import Tally


def ensemble_figure(
    case: Case,
    title: str,
    days: Any,
    bands: Mapping[str, Any],
    holdouts: Mapping[str, float],
    tallies: Sequence[Tally] = (),
    decided: datetime.date | None = None,
) -> Figure:
    """Return the figure of an ensemble.

    Parameters
    ----------
    title : one sentence
    days : (N,) day of consensus of each run, codes.NEVER for deadlock
    bands : by candidate, (3, rounds + 1): the 5, 50 and 95 % quantiles of its tally
    holdouts : share of runs in which each member was the last
    tallies, decided : the record
    """
    figure = _page(title, subtitle(case, len(days)), 8.6)
    upper = figure.add_axes((0.08, 0.50, 0.88, 0.37))
    lower = figure.add_axes((0.08, 0.09, 0.55, 0.31), sharex=upper)
    right = figure.add_axes((0.74, 0.09, 0.22, 0.31))
    _tally_bands(upper, case, bands, tallies)
    _dates(lower, case, days, decided)
    _holdouts(right, holdouts)
    return figure


def compare_figure(
    case: Case, base: Any, variants: Mapping[str, Any], later: Mapping[str, tuple[float, float]]
) -> Figure:
    """Return survival curves of a base and its variants, and how often each variant settles later or earlier.

    Parameters
    ----------
    base : (N,) day of consensus of each run; codes.NEVER for deadlock
    variants : the same by name, on the same draws
    later : by name, the shares of runs that settle later and earlier
    """
    title = f"{case.names.title}: {len(variants)} variant{'s' * (len(variants) != 1)} on the same draws"
    figure = _page(plain(title), subtitle(case, len(base)), 4.4 + 0.34 * len(variants))
    left = figure.add_axes((0.08, 0.13, 0.50, 0.68))
    right = figure.add_axes((0.74, 0.13, 0.22, 0.68))
    edges = _edges(case)
    left.step(edges, _unsettled(case, base), where="post", color=INK, lw=2.2, label=f"{case.names.scenario} (base)")
    for at, (name, days) in enumerate(variants.items()):
        left.step(edges, _unsettled(case, days), where="post", color=colour(at), lw=1.4, label=plain(name))
    left.set_ylim(0, 1.02)
    left.set_ylabel("share of runs not settled", fontsize=SMALL)
    left.legend(fontsize=TINY, frameon=False, loc="lower left")
    _date_axis(left)
    _shares(right, later)
    return figure


def subtitle(case: Case, runs: int) -> str:
    """Return the line under the title."""
    names = case.names
    return f"Scenario {names.scenario}, rule {names.rule}, {runs} runs. Endorsements, entries and dates are scripted."


def _page(title: str, below: str, height: float) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.6, height), facecolor="white")
    figure.text(0.02, 1 - 0.22 / height, title, fontsize=12.5, fontweight="bold", color=INK, va="top", wrap=True)
    figure.text(0.02, 1 - 0.55 / height, plain(below), fontsize=SMALL + 0.5, color=INK, va="top")
    return figure


def _edges(case: Case) -> Any:
    return number(case.names.start) + case.names.round_days * np.arange(case.world.rounds + 1.0)


def _unsettled(case: Case, days: Any) -> Any:
    by = case.names.round_days * np.arange(case.world.rounds + 1)
    return 1.0 - np.searchsorted(np.sort(days), by, side="right") / len(days)


def _date_axis(axes: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=4, maxticks=11)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axes.tick_params(labelsize=TINY + 0.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _tally_bands(axes: Any, case: Case, bands: Mapping[str, Any], tallies: Sequence[Tally]) -> None:
    edges, names = _edges(case), case.names
    joined = np.array([(case.world.accession <= t * names.round_days).sum() for t in range(len(edges))])
    axes.step(edges, joined, where="post", color=INK, lw=1.0, ls="--", label="members")
    for k, (name, (low, middle, high)) in enumerate(bands.items()):
        label = plain(names.candidate_names[names.candidates.index(name)])
        axes.fill_between(edges, low, high, step="post", color=colour(k), alpha=0.25, lw=0)
        axes.step(edges, middle, where="post", color=colour(k), lw=1.8, label=f"{label}: median, 5 to 95 % of runs")
        seen = [t for t in tallies if t.candidate == name]
        at = [number(t.date) for t in seen]
        middle_of = np.array([(t.low + t.high) / 2 for t in seen])
        spread = np.array([(t.high - t.low) / 2 for t in seen])
        if seen:
            style = {"fmt": "o", "ms": 5, "mfc": "white", "mec": INK, "ecolor": INK, "capsize": 2}
            axes.errorbar(at, middle_of, yerr=spread, label="record (press counts)", **style)
    _focal(axes, case)
    axes.set_ylim(0, joined.max() * 1.12)
    axes.set_ylabel("members committed, in private", fontsize=SMALL)
    axes.legend(fontsize=TINY, frameon=False, loc="upper left", bbox_to_anchor=(0.0, 0.93))
    _date_axis(axes)


def _focal(axes: Any, case: Case) -> None:
    for name, day in zip(case.names.focal, case.world.focal_day):
        at = number(case.names.date(int(day)))
        axes.axvline(at, color=FAINT, lw=0.8)
        place = {"rotation": 90, "va": "top", "ha": "right", "fontsize": TINY, "color": FAINT}
        axes.text(at, axes.get_ylim()[1], plain(name) + " ", **place)


def _dates(axes: Any, case: Case, days: Any, decided: datetime.date | None) -> None:
    edges = _edges(case)
    week = np.arange(edges[0], edges[-1] + 7.0, 7.0)
    settled = number(case.names.start) + days[days != codes.NEVER]
    axes.hist(settled, week, weights=np.full(len(settled), 1 / len(days)), color=FAINT, label="consensus, by week")
    axes.step(edges, _unsettled(case, days), where="post", color=INK, lw=1.6, label="share not settled yet")
    stuck = float((days == codes.NEVER).mean())
    axes.text(edges[-1], stuck, f" deadlock\n {stuck:.0%}", ha="left", va="center", fontsize=TINY, color=INK)
    if decided:
        axes.axvline(number(decided), color="#b00020", lw=1.2, label="record: decision")
    axes.set_ylim(0, 1.05)
    axes.set_ylabel("share of runs", fontsize=SMALL)
    axes.legend(fontsize=TINY, frameon=False, loc="center left")
    _date_axis(axes)


def _holdouts(axes: Any, holdouts: Mapping[str, float]) -> None:
    first = list(holdouts.items())[:8][::-1]
    axes.barh([code for code, _ in first], [share for _, share in first], color=colour(0))
    for at, (_, share) in enumerate(first):
        axes.text(share, at, f" {share:.0%}", va="center", fontsize=TINY)
    axes.set_xlim(0, 1.18 * max([share for _, share in first], default=1.0))
    axes.set_title("last to commit, share of runs", fontsize=SMALL, loc="left")
    _bare(axes)


def _shares(axes: Any, later: Mapping[str, tuple[float, float]]) -> None:
    names = list(later)[::-1]
    after = np.array([later[name][0] for name in names])
    before = np.array([later[name][1] for name in names])
    axes.barh(names, after, color=colour(5), label="later")
    axes.barh(names, 1 - after - before, left=after, color="#e4e4e4", label="same day")
    axes.barh(names, before, left=1 - before, color=colour(2), label="earlier")
    axes.set_yticks(range(len(names)), [plain(name) for name in names])
    axes.legend(fontsize=TINY, frameon=False, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderaxespad=0)
    axes.set_xlim(0, 1)
    _bare(axes)


def _bare(axes: Any) -> None:
    axes.tick_params(labelsize=TINY + 0.3, length=0)
    axes.set_xticks([])
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
