"""One run: play it, or explain a member's decision in it."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from whitesmoke.commands.common import default_folder, marks, opened, warn, write_results
from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.case import Case
from whitesmoke.model.trace import record
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling.words import fitted
from whitesmoke.writing.output import plain, print_json, terminal

if TYPE_CHECKING:
    from whitesmoke.evidence.posterior import Posterior


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
    from whitesmoke.figures import run_figure
    from whitesmoke.telling.display import Live
    from whitesmoke.telling.show import show_run
    from whitesmoke.telling.story import as_json as trace_json

    loaded, case = opened(scenario, changes, rule)
    warn(loaded)
    kept = of_draw(case, loaded, posterior, replicate) if posterior else None
    case, said = (kept.case, kept.posterior.said) if kept else (case, {})
    talk = terminal(stderr=True)
    watch = Live(talk, pace=pace) if talk.is_terminal and not as_json else None
    trace = record(case, seed, replicate, watch=watch)
    data = {**trace_json(trace), "changes": changes, **said}
    if out is not None or not as_json:
        folder = out or default_folder(
            loaded.name, f"seed-{seed}-run-{replicate}", [*changes, *marks(kept and kept.posterior)], rule
        )
        tables = loaded.tables
        write_results(folder, "trace", data, run_figure(trace, tables.tallies, tables.commitments) if figure else None)
    if as_json:
        print_json(data)
    else:
        show_run(terminal(), trace, loaded, said.get("fitted_to", []))


class Drawn(NamedTuple):
    """A case with the numbers of one draw of a posterior."""

    case: Case
    posterior: Posterior


def of_draw(case: Case, loaded: Loaded, posterior: Path, replicate: int) -> Drawn:
    """Return a case as run R plays it, with draw R of a posterior."""
    import numpy as np

    from whitesmoke.evidence.posterior import fixed, read, rows_for

    found = read(posterior)
    drawn = fixed(case, rows_for(found, loaded, np.array([replicate])))
    return Drawn(drawn.said(fitted(found.cases, loaded)), found)


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
    from whitesmoke.telling.explain import explain as explain_member
    from whitesmoke.telling.show import over, show_explanation

    day = parse_date(date)
    loaded, case = opened(scenario, changes, rule)
    kept = of_draw(case, loaded, posterior, replicate) if posterior else None
    case, said = (kept.case, kept.posterior.said) if kept else (case, {})
    trace = record(case, seed, replicate)
    found = explain_member(trace, member, day)
    if as_json:
        print_json({"scenario": case.names.scenario, "seed": seed, "replicate": replicate, **said, **plain(found)})
        return
    show_explanation(terminal(), trace, found)
    if kept:
        terminal().print(fitted(kept.posterior.cases, loaded), style="dim")
    if over(day, found):
        print(over(day, found), file=sys.stderr)


def parse_date(text: str, option: str = "--date") -> datetime.date:
    """Return a date given as 2024-05-01."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise WhitesmokeError(f'{option}: "{text}" is not a date; write it as 2024-05-01') from None
