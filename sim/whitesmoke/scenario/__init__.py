"""From a scenario file to a `World`.

`load` reads, `schema` says what may stand there, `check` what must agree, `build` compiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whitesmoke.model.compiled import Compiled


def open_case(scenario: str, changes: Sequence[str] = (), rule: str | None = None) -> Compiled:
    """Load, check and compile a scenario file, or a shipped scenario by name.

    Parameters
    ----------
    scenario : path or name
    changes : values to change, as on the command line: `["members.HUN.baseline=-3"]`
    rule : name of another decision rule

    Raises
    ------
    ScenarioError : with every problem of the file
    """
    from whitesmoke.scenario.build import build
    from whitesmoke.scenario.load import load

    return build(load(scenario, changes, rule))
