"""Which numbers play a part under the mode of bargaining that is in force."""

from __future__ import annotations

from collections.abc import Sequence

from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.schema import Scenario

OF_A_HOLDER = ("reservation", "patience")
OF_A_PURSE = ("budget", "cost", "stake")
ONLY_BARGAINED = {"bargaining": (), "members": OF_A_HOLDER, "grantors": OF_A_PURSE, "demands": ("hurts",)}
"""Fields, by table, that only actors who bargain use; no names: every number of the table."""
ONLY_MEETINGS = ("parameters", "anticipation")
"""What they do not use: what waiting may bring follows from patience, meetings and dates."""


def is_bargained(scenario: Scenario) -> bool:
    """Say whether what is asked for is given by offers and answers, rather than at chance meetings."""
    return scenario.bargaining.mode == "bargained"


def any_date_presses(scenario: Scenario) -> bool:
    """Say whether there can be a day on which, where actors bargain, everybody meets: a focal date or a sitting."""
    sits = scenario.sittings.given and support(scenario.sittings.weight)[1] > 0.0
    return sits or any(support(date.weight)[1] > 0.0 for date in scenario.focal.values())


def plays_no_part(scenario: Scenario, path: Sequence[str]) -> bool:
    """Say whether the number at a path is one that the mode in force does not use."""
    if tuple(path[:2]) == ONLY_MEETINGS:
        return is_bargained(scenario)
    fields = ONLY_BARGAINED.get(path[0])
    if fields is None or tuple(path[:2]) == ("bargaining", "mode"):
        return False
    return not is_bargained(scenario) and (not fields or any(field in fields for field in path[2:3]))
