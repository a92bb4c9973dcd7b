"""What `check` says of texts that move: where none is amended, though the file says how."""

from __future__ import annotations

from collections.abc import Iterator

from whitesmoke.errors import Problem
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.texts import issues_that_matter
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.people import kind
from whitesmoke.scenario.schema import Scenario


def notes(loaded: Loaded, case: Compiled) -> Iterator[Problem]:
    """Yield why nothing is ever amended, with file and line; and a reversion point that nobody minds."""
    scenario = loaded.scenario
    if "amendment" in loaded.data and (why := _never(scenario, case)):
        yield loaded.problem(("amendment",), why)
    if scenario.space.reversion is not None and not issues_that_matter(case.world):
        why = (
            "no issue matters to any member; give salience"
            if scenario.space.issues
            else "there are no issues; give [space.issues]"
        )
        message = f"plays no part: {why}, or take this away"
        yield loaded.problem(("space", "reversion"), message)


def _never(scenario: Scenario, case: Compiled) -> str:
    said = scenario.amendment
    if support(said.step)[1] == 0.0:
        return "nothing is ever amended: `step` is 0; raise it, or take this away"
    if all(kind(scenario, candidate) == "person" for candidate in scenario.candidates.values()):
        return 'nothing is ever amended: only texts are, and all candidates are persons; give kind = "proposal"'
    if not scenario.space.issues:
        return "nothing is ever amended: a text moves on issues, and there are none; give [space.issues] and positions"
    if not issues_that_matter(case.world):
        return "nothing is ever amended: a text moves on issues, and none matters to any member; give salience"
    if not len(case.world.sitting_day) and support(said.rate)[1] == 0.0:
        return "nothing is ever amended: there are no sittings, and `rate` is 0; give either"
    return ""
