"""Does everything in a scenario agree with everything else?"""

from __future__ import annotations

from sim.errors import Problem
from sim.scenario.loaded import Loaded


def problems(loaded: Loaded) -> list[Problem]:
    """Return every disagreement between the tables of a scenario, in the order of the files."""
    return []
