"""A model of the visitor's own: which ways of its members are its own, and what they thought while they decided."""

from __future__ import annotations

from functools import partial
from typing import Any

from whitesmoke.model.mesa import AlliedState, Candidate
from whitesmoke.model.recorder import KEPT_LOOKS
from whitesmoke.telling.words import listed

WAYS = {
    "acceptance": "what it thinks of a candidate",
    "decide": "when it commits",
    "bargain": "how it meets those who can pay",
    "settles": "when it settles for an offer",
}
"""What a subclass of `AlliedState` may do in a way of its own."""


def own_ways(member: AlliedState) -> list[str]:
    """Return which ways of a member are not the standard ones."""
    return [name for name in WAYS if getattr(type(member), name) is not getattr(AlliedState, name)]


def of_its_own(ways: list[str], asked: bool) -> list[str]:
    """Return what is to be said of a member of a visitor's own model.

    Parameters
    ----------
    asked : whether it is known what it thought
    """
    if not ways:
        return ["Its members weigh by the standard rules; whatever else this model does is its own."]
    said = [f"Its own class says {listed([WAYS[way] for way in ways])}; what would tip it is not known here."]
    if "acceptance" not in ways:
        return [*said, "The terms are the standard ones."]
    return said if asked else [*said, "On this day it did not ask itself what it thinks of this candidate."]


class Weighed:
    """What members thought of candidates by an `acceptance` of their own, kept as they decided.

    Asking again later might find another state, and might change the run.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._thought: dict[tuple[int, int, int], float] = {}
        if len(model.states) * model.case.world.rounds <= KEPT_LOOKS:
            for member in model.states:
                if "acceptance" in own_ways(member):
                    member.acceptance = partial(self._heard, member, member.acceptance)

    def _heard(self, member: AlliedState, ask: Any, candidate: Candidate) -> float:
        value: float = ask(candidate)
        self._thought[self._model.trace.rounds + 1, member.row, candidate.index] = float(value)
        return value

    def at(self, round_: int, member: int, candidate: int) -> float | None:
        """Return what a member thought in a round; None where it did not ask itself."""
        return self._thought.get((round_, member, candidate))
