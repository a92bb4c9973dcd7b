"""Ballots: what was counted, and when, for `run --json`."""

from __future__ import annotations

from whitesmoke.model import codes
from whitesmoke.model.trace import Trace


def as_json(trace: Trace) -> dict[str, object]:
    """Return the votes in every ballot; nothing where none is held."""
    if trace.case.world.ballots == codes.NO_BALLOTS:
        return {}
    names = trace.case.names
    return {
        "ballots": [
            {
                "date": names.date_of_round(round_).isoformat(),
                "round": round_,
                "votes": dict(zip(names.candidates, map(int, votes))),
            }
            for round_, votes in trace.ballots
        ]
    }
