"""What members want, and who can grant it."""

from __future__ import annotations

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.schema import Demand
from whitesmoke.scenario.wording import instead, quoted

GRANTORS = ("candidate", "chair", "patron")
GRANTS = ("worth", "ceiling", "grantor", "grantable_from", "grantable_until")
"""Fields that mean nothing for a red line."""


def check(found: Findings) -> None:
    """Holders are members, grantors can be found, and a red line is not for sale."""
    for name, demand in found.scenario.demands.items():
        place: Place = ("demands", name)
        found.member((*place, "holder"), demand.holder)
        found.candidate((*place, "concerns"), demand.concerns)
        _grantor(found, (*place, "grantor"), demand)
        for field in GRANTS:
            if demand.red_line and field in demand.model_fields_set:
                message = f"nothing will do for a red line; take away `{field}`, or `red_line`"
                found.add((*place, field), message)


def _grantor(found: Findings, place: Place, demand: Demand) -> None:
    known = [*GRANTORS, *found.scenario.members]
    who = found.scenario.patron if demand.grantor == "patron" else demand.grantor
    if who is None:
        found.add(place, "the scenario has no patron; give `patron` at the top, or another grantor")
    elif who == demand.holder:
        found.add(place, f"{demand.holder} cannot grant its own demand; name who can")
    elif why := found.never_in(who):
        found.add(place, f"{why}; it can never grant anything")
    elif demand.grantor not in GRANTORS and demand.grantor not in found.members:
        near = instead(demand.grantor, known)
        message = f"{quoted(demand.grantor)} is neither a member nor one of {', '.join(GRANTORS)}{near}"
        found.add(place, message)
