"""One run: play it, or explain a member's decision in it."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from whitesmoke.commands.common import case_of, deliver, folder_of, note
from whitesmoke.front.dates import a_date
from whitesmoke.writing.output import print_json, terminal


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
) -> None:
    """Play one run, of draw R of a posterior if one is given; write its trace and figure; print it."""
    from whitesmoke.telling.display import Live

    case = case_of(scenario, changes, rule, posterior)
    note(case)
    talk = terminal(stderr=True)
    watch = Live(talk, pace=pace) if talk.is_terminal and not as_json else None
    played = case.run(seed, replicate, watch=watch)
    deliver(played, out, folder_of(case, f"seed-{seed}-run-{replicate}"), as_json, figure)


def explain(
    scenario: str,
    member: str,
    date: str,
    seed: int,
    replicate: int,
    changes: list[str],
    rule: str | None,
    as_json: bool,
    posterior: Path | None = None,
) -> None:
    """Explain one member's decision on a day, in the run of draw R of a posterior if one is given."""
    day = parse_date(date)
    found = case_of(scenario, changes, rule, posterior).explain(member, day, seed, replicate)
    if as_json:
        print_json(found.data())
        return
    found.show(terminal())
    if found.over:
        print(found.over, file=sys.stderr)


def parse_date(text: str, option: str = "--date") -> datetime.date:
    """Return a date given as 2024-05-01."""
    return a_date(text, f"{option}: ")
