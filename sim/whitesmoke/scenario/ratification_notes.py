"""What `check` says of consent that has to be ratified: where what the file says of it plays no part."""

from __future__ import annotations

from collections.abc import Iterator

from whitesmoke.errors import Problem
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.scenario.loaded import Loaded, Place
from whitesmoke.scenario.people import is_ratified
from whitesmoke.scenario.wording import listed

OF_A_MEMBER = ("ratification", "ratified")


def notes(loaded: Loaded, case: Compiled) -> Iterator[Problem]:
    """Yield, with file and line, that nothing is ratified though the file says how; or that the rule does not mind."""
    given = _given(loaded)
    if given and not is_ratified(loaded.scenario):
        message = f"{listed(['.'.join(map(str, place)) for place in given[:3]])} plays no part"
        why = 'a yes counts at once to all but a candidate of kind = "ratification"'
        yield loaded.problem(given[0], f"{message}: {why}")
    credit = case.world.credit
    if is_ratified(loaded.scenario) and (credit[:, codes.ABSTAIN] == credit[:, codes.YES]).all():
        message = "who has not ratified abstains, and by this rule an abstention is as good as a yes"
        yield loaded.problem(("rule",), f"{message}: no procedure holds anything up")


def _given(loaded: Loaded) -> list[Place]:
    """Return where the file says how long procedures take, or when they are over."""
    found: list[Place] = [("ratification", "weeks")] if loaded.scenario.ratification.weeks is not None else []
    for code, member in loaded.scenario.members.items():
        found += [("members", code, field) for field in OF_A_MEMBER if getattr(member, field) is not None]
    return found
