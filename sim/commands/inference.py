"""Forecasts as of a day: what was known by then, and what follows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.case import Case
from sim.commands.common import default_folder, marks, opened, write_results
from sim.commands.one import parse_date
from sim.ensemble import all_cores
from sim.errors import WhitesmokeError
from sim.estimates import percent, percents
from sim.inference.forecast import nowcast as forecasts
from sim.inference.forecast.nowcast import Nowcast
from sim.inference.posterior import read, rows_for
from sim.inference.record.asof import heard_of, refuse_nobody
from sim.output import plain, print_json, terminal
from sim.reading import long_date
from sim.scenario.everybody import by_everybody
from sim.scenario.load import Loaded
from sim.scenario.schema import Decision
from sim.words import fitted

ENOUGH = 100
"""Independent runs, and first runs with descendants, below which a forecast is told to be thin."""

FIELD_TOLD = "Who will stand, and from which day, is told in advance."


def nowcast(
    scenario: str,
    as_of: str,
    runs: int,
    seed: int,
    changes: list[str],
    posterior: Path | None,
    weekly: bool,
    field: bool,
    out: Path | None,
    as_json: bool,
    figure: bool,
    rule: str | None = None,
) -> None:
    """Forecast as of a day; with `weekly`, every week up to it; write numbers and figure; print them.

    `field`: who will stand, and from when, is told in advance.
    """
    date = parse_date(as_of, "--as-of")
    loaded, case = opened(scenario, changes, rule)
    found: list[Nowcast] = []
    drawing, title = None, ""
    kept = read(posterior) if posterior else None
    numbers = (lambda known: rows_for(kept, known, runs)) if kept else None
    days, unheard = _days(loaded, date, weekly, field)
    for day in days:
        one, known, ends = forecasts.nowcast(loaded, day, runs, seed, numbers, all_cores(), field)
        found.append(one)
    title = sentence(case, found[-1], loaded.scenario.record.decision)
    if figure:
        numbers_of = f"{FIELD_TOLD} " * field + _numbers(loaded, kept.cases if kept else [])
        drawing = _figure(loaded, known.said(numbers_of), found, ends, seed, title)
    data = {
        "scenario": case.names.scenario,
        "seed": seed,
        "changes": changes,
        "rule": case.names.rule,
        **(kept.said if kept else {"fitted_to": []}),
        "field_known": field,
        "forecasts": [_json(one) for one in found],
    }
    if out is not None or not as_json:
        name = f"nowcast-{date}-seed-{seed}-runs-{runs}" + "-weekly" * weekly + "-field-known" * field
        changed = [*changes, *marks(kept)]
        write_results(out or default_folder(loaded.name, name, changed, rule), "nowcast", data, drawing)
    if as_json:
        print_json(data)
    else:
        whose, decision = _whose(loaded, kept.cases if kept else []), loaded.scenario.record.decision
        whose = " ".join([_told(field), *unheard, whose])
        show_nowcast(terminal(), case, found, title, whose, bool(decision and decision.date <= date))


def _days(loaded: Loaded, date: datetime.date, weekly: bool, field: bool) -> tuple[list[datetime.date], list[str]]:
    """Return the days to forecast from, and, if weeks are left out for want of a candidate, that they are."""
    weeks = list(_weeks(loaded, date)) if weekly else [date]
    if field:
        return weeks, []
    refuse_nobody(loaded, date)
    days = [day for day in weeks if heard_of(loaded, day)]
    left = len(weeks) - len(days)
    words = f"Weeks in which nobody who stands had been heard of are left out, {left} of {len(weeks)}."
    return days, [words] * bool(left)


def _weeks(loaded: Loaded, date: datetime.date) -> Iterator[datetime.date]:
    """Return every seventh day back from a date to the start of the race, in order."""
    start = loaded.scenario.calendar.start
    if date < start:
        raise WhitesmokeError(f"{date} is before the race begins; give a day from {start} on")
    count = (date - start).days // 7
    yield from (date - datetime.timedelta(days=7 * back) for back in range(count, -1, -1))


def _told(field: bool) -> str:
    """Return what the runs were told, and what not."""
    known = "Dates that press and accessions count as announced ahead where no `known_since` says otherwise."
    if field:
        return f"{FIELD_TOLD} What else the scenario dates later is left out. {known}"
    return f"What the scenario dates later is left out. {known}"


def _figure(loaded: Loaded, known: Case, found: list[Nowcast], ends: Any, seed: int, title: str) -> Any:
    from sim.plots.forecast import nowcast_figure, weekly_figure

    decision = loaded.scenario.record.decision
    if len(found) == 1:
        return nowcast_figure(known, found[0], ends, seed, title, decision)
    counts = [tally.date for tally in loaded.tables.tallies]
    return weekly_figure(known, found, seed, title, decision, counts)


def _json(found: Nowcast) -> dict[str, Any]:
    return {
        **plain(found._asdict()),
        "effective": found.effective,
        "steps": [plain(step._asdict()) for step in found.steps],
    }


def sentence(case: Case, found: Nowcast, decision: Decision | None = None) -> str:
    """Return a forecast in a sentence; as of a day by which the race was over, that it was."""
    if decision and decision.date <= found.as_of:
        how = (
            f"on {case.names.candidate_names[case.names.candidates.index(decision.winner)]}" if decision.winner else ""
        )
        ended = f"already decided, {how}" if how else "already over, without a decision"
        return f"As of {long_date(found.as_of)}: {ended} ({long_date(decision.date)})"
    likely = max(found.outcomes, key=lambda name: found.outcomes[name].value)
    titles = {**dict(zip(case.names.candidates, case.names.candidate_names)), "deadlock": "deadlock"}
    middle = found.date["p50"]
    when = f"an even chance by {long_date(middle)}" if middle else "less than an even chance before the horizon"
    return (
        f"As of {long_date(found.as_of)}: {titles[likely]} {percents(found.outcomes[likely])}; {settled(case)}: {when}"
    )


def settled(case: Case) -> str:
    """Return what the end is called: a consensus only where nobody can be outvoted."""
    return "consensus" if by_everybody(case.world, case.world.rounds) else "a choice"


def show_nowcast(
    console: Console, case: Case, found: list[Nowcast], title: str, whose: str, over: bool = False
) -> None:
    """Print a forecast, or the last of several after a table of all.

    `whose`: what it was told, and whose its parameters are; `over`: the race was decided by that day.
    """
    last, end = found[-1], settled(case)
    members = dict(zip(case.names.members, case.names.member_names))
    outcomes = {**dict(zip(case.names.candidates, case.names.candidate_names)), "deadlock": "deadlock"}
    console.print(Text(title + ".", style="bold"))
    if len(found) > 1:
        table = Table("as of", "5 %", "50 %", "95 %", "deadlock", "last", "ESS")
        for one in found:
            dates = [_short(one.date[name]) for name in ("p05", "p50", "p95")]
            who = ", ".join(members[code] for code in list(one.last)[:2])
            stuck = percent(one.outcomes["deadlock"].value)
            table.add_row(_short(one.as_of), *dates, stuck, who, f"{one.effective:.0f}")
        console.print(table)
    if over:
        console.print("It was over by then, and nothing is left to forecast: take an earlier --as-of.")
        return
    table = Table("what", "chance [95 % interval]", title="Chances", title_justify="left")
    for name, share in last.settled_by.items():
        table.add_row(f"{end} by {'the horizon' if name == 'expiry' else name}", percents(share))
    for name, share in last.outcomes.items():
        table.add_row(outcomes[name], percents(share))
    console.print(table)
    console.print(Text(f"Not round yet, privately: {_shares(last.outside, members)}"))
    console.print(Text(f"Last to commit, or never: {_shares(last.last, members)}"))
    steps = len(last.steps)
    days = "one day" if steps == 1 else f"{steps} days"
    console.print(
        Text(
            f"{last.runs} runs, conditioned on what was known on {days}; never worth fewer than "
            f"{last.effective:.0f}; {last.ancestors} of the first ones have descendants.",
            style="dim",
        )
    )
    if warning := _thin(found):
        console.print(Text(warning, style="bold"))
    console.print(Text(f"{whose} Dates of the record come with the errors of docs/inference.md.", style="dim"))


def _thin(found: list[Nowcast]) -> str:
    """Return a warning if a forecast rests on fewer than `ENOUGH` runs or first runs; else nothing."""
    worth, ancestors = min(one.effective for one in found), min(one.ancestors for one in found)
    if min(worth, ancestors) >= ENOUGH:
        return ""
    which = "this forecast" if len(found) == 1 else "some of these forecasts"
    return f"Few independent runs stand behind {which} (ESS {worth:.0f}, first runs {ancestors}): take more --runs."


def _whose(loaded: Loaded, fitted_to: list[str]) -> str:
    """Return where the parameters of a forecast come from, and whether that makes it one."""
    if fitted_to:
        return fitted(fitted_to, loaded)
    scenario, tables = loaded.scenario, loaded.tables
    record = scenario.record
    if record.decision or record.exits or tables.tallies or tables.commitments:
        return (
            "Parameters are the scenario's. Where they were chosen with the whole record in view, as in all cases that "
            "ship, this is no honest forecast but a conditioning."
        )
    assumed = ", assumed" if scenario.assumed or scenario.parameters.assumed else ""
    return f"Parameters are the scenario's own{assumed}."


def _numbers(loaded: Loaded, fitted_to: list[str]) -> str:
    """Return the same for a figure, in few words."""
    if fitted_to:
        return fitted(fitted_to, loaded)
    return "Parameters are the scenario's: where chosen with the record in view, this is no forecast."


def _short(date: datetime.date | None) -> str:
    return f"{date:%d %b %y}" if date else "never"


def _shares(chance: dict[str, float], names: dict[str, str]) -> str:
    shown = [f"{names[code]}: {percent(share)}" for code, share in list(chance.items())[:6] if share > 0.0]
    return ", ".join(shown) or "nobody"
