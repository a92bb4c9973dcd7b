"""Demands that are raised once others have been paid: those of the file, and one of each member's own."""

from __future__ import annotations

from collections.abc import Iterable

from whitesmoke.model import codes
from whitesmoke.scenario.in_force import is_bargained
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.schema import Demand, Scenario

OPPORTUNISM = "bargaining.opportunism"
PREFIX = "late:"
"""A name of the file has no colon."""


def may_be_raised(scenario: Scenario) -> bool:
    """Say whether anybody may ask late: so there is room for it in a World, and a number of how often they do."""
    return is_bargained(scenario) and support(scenario.bargaining.opportunism) != (0.0, 0.0)


def asked(scenario: Scenario, members: Iterable[str]) -> dict[str, Demand]:
    """Return the demands of the file by name, and after them room for one that each member may raise late."""
    if not may_be_raised(scenario):
        return dict(scenario.demands)
    room = {f"{PREFIX}{code}": Demand(holder=code, text="something asked late", grantor="chair") for code in members}
    return scenario.demands | room


def latency(name: str, demand: Demand) -> int:
    """Return how a demand comes on the table: by itself (0), codes.LATENT or codes.OPEN."""
    if name.startswith(PREFIX):
        return codes.OPEN
    return codes.LATENT if demand.latent else 0
