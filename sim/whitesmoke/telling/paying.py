"""Who is paid where actors bargain, over many runs: as a table, as JSON and as columns of a table of runs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.analysis.ensemble_summary import mean
from whitesmoke.evidence.analysis.paid import Paid, is_known, paid, spent
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.reading import long_date
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import Interval, percent, told_apart

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
    for purse, amount in data["spent"].items():
        who = case.names.purse_names[case.names.purses.index(purse)]
        console.print(Text(f"{who[0].upper()}{who[1:]} spends {amount:.1f} in the mean."))


class Change(NamedTuple):
    """What becomes of one holder in a variant, after less before, in pairs of runs."""

    before: Paid
    after: Paid
    difference: Interval
    """of what it gets of what it asks"""


def changes(before: tuple[Compiled, Outcomes], after: tuple[Compiled, Outcomes], draw: Any = None) -> dict[str, Change]:
    """Return what changes for each holder that asks in both, by code; nothing unless actors bargain in both."""
    old, new = paid(*before), paid(*after)
    return {
        code: Change(one, new[code], mean(_got(*after, code) - _got(*before, code), draw))
        for code, one in old.items()
        if code in new
    }


def _got(case: Compiled, outcomes: Outcomes, code: str) -> Any:
    return outcomes.got[:, case.names.members.index(code)]


def sentences(case: Compiled, found: dict[str, Change], with_range: bool = False) -> list[str]:
    """Return who is no longer paid, paid less and paid more, where that is clear of chance (95 %).

    Parameters
    ----------
    with_range : what other values would give is told beside it
    """
    gone = {code: one for code, one in found.items() if one.before.settled > 0.0 and one.after.settled == 0.0}
    rest = {code: one for code, one in found.items() if code not in gone}
    groups = {
        "No longer paid in any run": gone,
        "Paid less": {code: one for code, one in rest.items() if one.difference.high < 0.0},
        "Paid more": {code: one for code, one in rest.items() if one.difference.low > 0.0},
    }
    told = [f"{what}: {_listed(case, group)}." for what, group in groups.items() if group]
    if told and not with_range:
        told.append(
            "These are means over all runs, at what holders are said to insist on and their patience: values that "
            "dates alone cannot tell apart, and others may give other shares."
        )
    return told


def _listed(case: Compiled, group: dict[str, Change]) -> str:
    """Return members with what they get, those first that lose most."""
    order = sorted(group.items(), key=lambda item: -abs(item[1].difference.value))
    parts = []
    for code, one in order[:MOST_ROWS]:
        was, now, member = one.before.got, one.after.got, case.names.members.index(code)
        digits = told_apart(was, now)
        instead = f"{percent(now, digits)} instead of {percent(was, digits)}"
        parts.append(f"{member_name(case, member)} ({instead} of what it asks)")
    more = f"{len(order) - MOST_ROWS} more"
    return listed([*parts, more] if len(order) > MOST_ROWS else parts)
