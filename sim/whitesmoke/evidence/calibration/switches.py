"""Mechanisms that a calibration can do without, and the numbers at which each of them is off."""

from __future__ import annotations

from collections.abc import Sequence

from whitesmoke.evidence.parameters import slots
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.scenario.in_force import is_bargained, plays_no_part
from whitesmoke.scenario.load import load
from whitesmoke.scenario.loaded import Loaded

OF_HOLDERS = {"reservation": 0.0, "patience": 0.0}
"""Nobody insists on more than it has without an agreement; nobody thinks of another meeting."""
MODE = "bargaining"
"""Off where nobody bargains, and grantors give at chance meetings."""
MECHANISMS = (*(name for name, one in COEFFICIENTS.items() if one.fit == "or off"), *OF_HOLDERS, MODE)
"""By the names of their numbers, but for the last."""


def off_at(loaded: Loaded, names: Sequence[str]) -> dict[str, float]:
    """Return the numbers of a scenario, by path, at which some mechanisms are off."""
    found: dict[str, float] = {}
    for name in names:
        if name in OF_HOLDERS:
            own = [f"members.{code}.{name}" for code in loaded.scenario.members]
            found |= dict.fromkeys([f"bargaining.{name}", *own], OF_HOLDERS[name])
        elif name != MODE:
            found[COEFFICIENTS[name].path] = float(COEFFICIENTS[name].off or 0.0)
    known = slots(loaded)
    return {path: value for path, value in found.items() if path in known}


def acts(loaded: Loaded, name: str) -> bool:
    """Say whether a scenario has a mechanism: under its mode of bargaining it may not."""
    if name == MODE:
        return is_bargained(loaded.scenario)
    return any(not plays_no_part(loaded.scenario, path.split(".")) for path in off_at(loaded, [name]))


def at_meetings(loaded: Loaded) -> Loaded:
    """Return a scenario as it is where nobody bargains."""
    path = f"{MODE}.mode="
    kept = [change for change in loaded.changes if not change.replace(" ", "").startswith(path)]
    return load(loaded.files[0], [*kept, f"{path}meetings"], loaded.other_rule)
