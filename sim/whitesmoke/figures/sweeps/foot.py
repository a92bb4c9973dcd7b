"""What stands over and under a figure of a sweep: title, question, finding; what was run, assumed and lost."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from whitesmoke.figures.page import Page
from whitesmoke.figures.sheet import of_runs, shortened
from whitesmoke.figures.style import INK, TINY, long_date
from whitesmoke.figures.sweeps.points import Mark, Points
from whitesmoke.scenario.files import name_of
from whitesmoke.scenario.wording import in_another_mode
from whitesmoke.writing.estimates import percent

HEAD = 1.2
"""Inches: the title, the question and what was found."""
LINE, SIGNS = 0.145, 240
"""Of the foot: height of a line, inches, and signs in it."""
MOST_NAMED = 5
"""Points named that failed."""
BOLD: dict[str, Any] = {"fontweight": "bold", "color": INK}
PALE: dict[str, Any] = {"color": "#555555"}


class Foot(NamedTuple):
    """The lines under a figure."""

    warnings: list[str]
    others: list[str]

    @property
    def height(self) -> float:
        """Return their height, inches."""
        return 0.2 + LINE * (len(self.warnings) + len(self.others))


def foot(found: Mapping[str, Any], points: Points, notes: Sequence[str] = ()) -> Foot:
    """Return the lines under a figure: what failed; how to read it; what was run and what is assumed."""
    others = [" ".join(notes)] if notes else []
    others.append(_run(found, points))
    others += _withdrawn(points)
    if found["mechanism"]:
        others.append(f"Mechanism: {found['mechanism']}")
    others.append(f"Assumed: {found['assumption'] or 'see the scenario, which marks its assumed numbers.'}")
    lost = _lost(points)
    return Foot(_wrapped([lost] if lost else []), _wrapped(others))


def _wrapped(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, SIGNS, max_lines=3, placeholder=" ...")]


def _lost(points: Points) -> str:
    """Return what failed or has no runs, in a sentence."""
    if not points.lost:
        return ""
    named = [f"{shortened(name, 60)} ({f'{count:,} runs' if count else 'not played'})" for name, count in points.lost]
    more = f" and {len(named) - MOST_NAMED:,} more points" if len(named) > MOST_NAMED else ""
    runs = sum(count for _, count in points.lost)
    lead = f"{runs:,} failed run{'s' * (runs != 1)} not drawn" if runs else "Not drawn"
    return f"{lead}: {'; '.join(named[:MOST_NAMED])}{more}."


def _run(found: Mapping[str, Any], points: Points) -> str:
    """Return what was played, in a sentence."""
    each = {mark.runs for mark in points.marks}
    runs = f"{min(each):,} to {max(each):,}" if len(each) > 1 else f"{max(each, default=0):,}"
    count = f"{len(points.marks):,} point{'s' * (len(points.marks) != 1)} of {runs} run{'s' * (runs != '1')}"
    luck = "run r has the same luck at every point" if found["draws"] == "common" else "every point has its own luck"
    if found.get("fitted_to"):
        luck += f", and draw r of a posterior fitted to {', '.join(found['fitted_to'])}{in_another_mode(found)}"
    changes = "; ".join(f"{path} = {value}" for path, value in found.get("set", {}).items())
    changed = f" with {shortened(changes, 120)}" if changes else ""
    scenario = name_of(found["scenario"])
    fixed = "".join(f", {dimension.label} {dimension.words[0]}" for dimension in points.fixed)
    return (
        f"Scenario {scenario}{changed}{fixed}, rule {found['rule']}. Seed {found['seed']}, {count}; {luck}. "
        f"{_calendar(points)}."
    )


def _withdrawn(points: Points) -> list[str]:
    """Return what the deadlocks, drawn as one, came from, in a sentence; nothing where nobody ever withdrew."""
    gone = [mark.withdrawn for mark in points.marks]
    if not any(gone):
        return []
    low, high = percent(min(gone)), percent(max(gone))
    shares = f"{high} of all runs" if low == high else f"{low} to {high} of all runs, by point"
    return [f"Deadlock: no candidate was left (withdrawn) in {shares}; in the rest of the deadlocks time ran out."]


def _calendar(points: Points) -> str:
    shortest, longest = points.horizons
    if points.start is None or shortest != longest:
        day = f"Day 0: {long_date(points.start)}" if points.start else "Points start on different dates"
        return f"{day}; horizon: day {shortest}{f' to {longest}, by point' if shortest != longest else ''}"
    end = long_date(points.start + datetime.timedelta(days=longest))
    return f"Day 0: {long_date(points.start)}; horizon: day {longest}, {end}"


def half_text(points: Points, mark: Mark) -> str:
    """Return when half of the runs of a point settled, and how many never did."""
    stuck, day = mark.deadlock[0], mark.days[1]
    if day is None:
        return f"deadlock in {of_runs(stuck, mark.runs)}"
    date = f"{long_date(points.start + datetime.timedelta(days=day))} (day {day})" if points.start else f"day {day}"
    return f"half settle by {date}, {f'deadlock {percent(stuck)}' if stuck else 'no deadlock'}"


def write_head_and_foot(page: Page, found: Mapping[str, Any], said: str, under: Foot) -> None:
    """Write the title, the question, what was found, and the foot."""
    title = shortened(found["title"], 150)
    page.write(0.25, page.height - 0.15, title, fontsize=min(14.0, 14.0 * 92 / max(1, len(title))), **BOLD)
    question = textwrap.shorten(found["question"], 165, placeholder=" ...")
    page.write(0.25, page.height - 0.47, question, fontsize=9.5, color=INK)
    said = _whole(said, 190)
    page.write(0.25, page.height - 0.69, said, fontsize=min(9.5, 9.5 * 140 / max(1, len(said))), **BOLD)
    lines = [(line, BOLD) for line in under.warnings] + [(line, PALE) for line in under.others]
    for row, (line, style) in enumerate(lines):
        page.write(0.25, 0.08 + LINE * (len(lines) - row), line, fontsize=TINY, **style)


def _whole(said: str, most: int) -> str:
    """Return as much of what is said as there is room for, up to the end of a clause."""
    ends = [end.start() for end in re.finditer(r"[.;,] (?![\d+-])", said) if end.start() < most]
    if len(said) <= most or not ends:
        return textwrap.shorten(said, most, placeholder=" ...")
    return f"{said[: ends[-1]]}."
