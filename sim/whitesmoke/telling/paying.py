"""Who is paid where actors bargain, over many runs: as a table, as JSON and as columns of a table of runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.analysis.paid import is_known, paid, spent
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.reading import long_date
from whitesmoke.writing.estimates import percent

MOST_ROWS = 12
"""Members told of on a terminal: those that get most."""


def as_json(case: Compiled, outcomes: Outcomes) -> dict[str, Any]:
    """Return what became of the holders, and what was spent; nothing where actors do not bargain."""
    if not is_known(outcomes):
        return {}
    told = {code: one._asdict() for code, one in paid(case, outcomes).items()}
    return {"paid": told, "spent": spent(case, outcomes)}


def columns(case: Compiled, outcomes: Outcomes) -> list[str]:
    """Return the names of what is kept of each run: when each that asks settled, what it got, what each purse spent.

    Letters, digits and underscores, as all statistics packages take them.
    """
    if not is_known(outcomes):
        return []
    asking = list(paid(case, outcomes))
    names = [f"paid_{code}" for code in asking] + [f"got_{code}" for code in asking]
    return names + [f"spent_{purse.replace('-', '_')}" for purse in case.names.purses]


def rows(case: Compiled, outcomes: Outcomes) -> list[list[Any]]:
    """Return the values of these columns for each run; no date where a member did not settle."""
    if not is_known(outcomes):
        return [[]] * len(outcomes.winner)
    at = [case.names.members.index(code) for code in paid(case, outcomes)]
    return [
        [
            *("" if on == codes.NEVER else case.names.date_of_round(int(on)) for on in outcomes.paid_on[r, at]),
            *np.round(outcomes.got[r, at], 6).tolist(),
            *np.round(outcomes.spent[r], 6).tolist(),
        ]
        for r in range(len(outcomes.winner))
    ]


def show(console: Console, case: Compiled, data: dict[str, Any]) -> None:
    """Print who is paid, those first that get most, and what it costs; nothing where actors do not bargain."""
    if not data.get("paid"):
        return
    names = dict(zip(case.names.members, case.names.member_names))
    ordered = sorted(data["paid"].items(), key=lambda item: (-item[1]["got"], -item[1]["offered"]))
    head = ("holder", "is offered something", "settles for it", "gets of what it asks", "half of these by")
    table = Table(*head, title="Who is paid (share of runs; share of what is asked, mean)", title_justify="left")
    for code, one in ordered[:MOST_ROWS]:
        when = long_date(one["half_by"]) if one["half_by"] else "-"
        table.add_row(names[code], percent(one["offered"]), percent(one["settled"]), percent(one["got"]), when)
    console.print(table)
    if len(ordered) > MOST_ROWS:
        console.print(Text(f"... and {len(ordered) - MOST_ROWS} more that ask, who get less."))
    for purse, mean in data["spent"].items():
        who = case.names.purse_names[case.names.purses.index(purse)]
        console.print(Text(f"{who[0].upper()}{who[1:]} spends {mean:.1f} in the mean."))
