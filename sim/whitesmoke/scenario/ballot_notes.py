"""What `check` says of ballots: where what the file says of them moves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from whitesmoke.errors import Problem
from whitesmoke.scenario.loaded import Loaded

FEWEST = 3
"""Candidates below which nobody drops out."""


def notes(loaded: Loaded) -> Iterator[Problem]:
    """Yield, with file and line, why ballots move nothing though the file speaks of them."""
    said = loaded.scenario.ballots
    if "ballots" in loaded.data and said.kind is None:
        yield loaded.problem(("ballots",), 'no ballot is held; give kind = "poll" or "elimination", or take this away')
    if said.kind == "poll" and not said.secret:
        message = "a poll among members who know of each other who stands where moves nothing: its counts are told"
        yield loaded.problem(("ballots", "kind"), f"{message}; with secret = true they are all that is known")
    if said.kind == "elimination" and len(loaded.scenario.candidates) < FEWEST:
        yield loaded.problem(("ballots", "kind"), "nobody drops out: one does of more than two, and there are no more")
