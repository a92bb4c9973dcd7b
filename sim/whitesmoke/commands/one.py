"""One run: play it, or explain a member's decision in it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from whitesmoke.commands.common import case_of, deliver, folder_of, note, show_or, told
from whitesmoke.front.taken import a_date
from whitesmoke.writing.output import print_json, terminal

if TYPE_CHECKING:
    from rich.console import Console

    from whitesmoke.front.case import Case
    from whitesmoke.telling.display import Live


def run(
    scenario: str,
    seed: int,
    replicate: int,
    changes: list[str],
    rule: str | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
    pace: float,
    posterior: Path | None = None,
    long: bool = False,
    typical: bool = False,
) -> None:
    """Play one run, of draw R of a posterior if one is given; write its trace and figure; print it."""
    case = case_of(scenario, changes, rule, posterior)
    note(case)
    talk = terminal(stderr=True)
    watch = _live(talk, pace) if pace and talk.is_terminal and not as_json else None
    played = case.run(seed, _typical(case, seed) if typical else replicate, watch=watch)
    folder = folder_of(case, f"seed-{seed}-run-{played.replicate}")
    deliver(played, out, folder, as_json, figure, played.show_long if long else None)
    if not (as_json or long):
        told("--long tells the whole story; --runs 1000 plays it a thousand times.")


def _live(console: Console, pace: float) -> Live:
    from whitesmoke.telling.display import Live

    return Live(console, pace=pace)


def _typical(case: Case, seed: int) -> int:
    from whitesmoke.front.runs import typical_run

    return typical_run(case, seed)


def explain(
    scenario: str,
    member: str,
    date: str | None,
    seed: int,
    replicate: int,
    changes: list[str],
    rule: str | None,
    as_json: bool,
    posterior: Path | None = None,
) -> None:
    """Explain one member's decision on a day, in the run of draw R of a posterior if one is given."""
    day = parse_date(date) if date else None
    found = case_of(scenario, changes, rule, posterior).explain(member, day, seed, replicate)
    if as_json:
        print_json(found.data())
        return
    show_or(found.headline, found.show)
    if found.over:
        told(found.over)


def parse_date(text: str, option: str = "--date") -> datetime.date:
    """Return a date given as 2024-05-01."""
    return a_date(text, f"{option}: ")
