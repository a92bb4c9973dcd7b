"""Who pays: a grantor that has a purse, and the name of the table that gives it."""

from __future__ import annotations

from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.schema import Grantor, Scenario

ROLES = ("candidate", "chair", "patron")
"""Who can grant without being named."""


def has_a_purse(grantor: Grantor) -> bool:
    """Say whether a grantor is more than a name: what it can spend, what that costs, or what it is worth to it."""
    return grantor.budget is not None or grantor.stake is not None or support(grantor.cost) != (0.0, 0.0)


def table_of(scenario: Scenario, grantor: str) -> str | None:
    """Return the name of the table of a demand's grantor; None if it has none.

    The patron, and a chair with a name, is a member, too, and has one purse.
    """
    roles = {"patron": scenario.patron, "chair": scenario.chair}
    member = roles.get(grantor) or grantor
    names = [grantor, member, *(role for role, code in roles.items() if code == member)]
    return next((name for name in names if name in scenario.grantors), None)
