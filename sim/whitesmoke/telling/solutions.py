"""Where simple theories would put a text, beside where it stands: the median, the compromise mean, Nash."""

from __future__ import annotations

from typing import Any

import numpy as np
from rich.table import Table

from whitesmoke.evidence.analysis.power_indices import shapley_shubik
from whitesmoke.evidence.theory.compromise import compromise_mean, median, nash_solution
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.texts import texts_move
from whitesmoke.model.trace import Trace
from whitesmoke.model.world import Floats, Numbers, seated

TITLES = {
    "median": "median",
    "median_by_power": "median by power",
    "compromise_mean": "compromise mean",
    "nash": "Nash",
    "reversion": "reversion",
}
"""What stands in a table, by the name in JSON."""
NO_NASH = "There is no Nash solution: no text is better than the reversion point for all whom the issues matter to."


def of_run(trace: Trace) -> dict[str, Any]:
    """Return the places by theory and issue, of the numbers and members of a run that is over."""
    if not trace.places or trace.final is None:
        return {}
    return of_numbers(trace.case, trace.final.number, trace.final.present.astype(bool))


def of_case(case: Compiled) -> dict[str, Any]:
    """Return the same of the members of the first day, with every number that is drawn at its centre."""
    return of_numbers(case, case.world.number, seated(case.world, 0)) if texts_move(case.world) else {}


def of_numbers(case: Compiled, number: Numbers, present: Any) -> dict[str, Any]:
    """Return the places by theory and issue, null where there is none; power is Shapley and Shubik's under the rule."""
    x, s = number.position[present], number.salience[present]
    found: dict[str, Floats | None] = {"median": median(x)}
    try:
        power = shapley_shubik(case.world, present)[present]
    except ValueError:  # too many distinct sums of weights to be counted
        power = None
    found["median_by_power"] = None if power is None else median(x, power)
    found["compromise_mean"] = None if power is None else compromise_mean(x, s, power)
    found["nash"] = found["reversion"] = None
    if case.world.reverts:
        found["nash"] = nash_solution(x, s, number.reversion, number.coefficient.distance_power).place
        found["reversion"] = number.reversion
    return {name: _by_issue(case, place) for name, place in found.items()}


def _by_issue(case: Compiled, place: Floats | None) -> dict[str, float | None] | None:
    if place is None:
        return None
    return {issue: float(x) if np.isfinite(x) else None for issue, x in zip(case.names.issues, place)}


def table(found: dict[str, Any], stands: dict[str, dict[str, float]], title: str) -> Table:
    """Return a table with a row an issue: where each text stands, then where theories would put it.

    `stands`: by the name of a text, its place on each issue.
    """
    shown = [name for name in TITLES if found[name] is not None]
    made = Table("issue", *stands, *(TITLES[name] for name in shown), title=title, title_justify="left")
    for issue in found["median"]:
        places = [one[issue] for one in (*stands.values(), *(found[name] for name in shown))]
        made.add_row(issue, *("-" if place is None else f"{place:.2f}" for place in places))
    return made


def without_nash(found: dict[str, Any]) -> list[str]:
    """Return that there is no Nash solution, where there is a reversion point to gain over."""
    return [NO_NASH] if found["nash"] is None and found["reversion"] is not None else []
