"""What members want, and who can grant it."""

from __future__ import annotations

import re

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.schema import Demand
from whitesmoke.scenario.wording import instead, nearest, quoted

GRANTORS = ("candidate", "chair", "patron")
OUTSIDE = r"[a-z][a-z0-9_-]*"
"""What names somebody outside the body: no capitals, which are codes of members."""
GRANTS = ("worth", "ceiling", "grantor", "grantable_from", "grantable_until")
"""Fields that mean nothing for a red line."""


def check(findings: Findings) -> None:
    """Holders are members, grantors can be found, and a red line is not for sale."""
    for name in findings.scenario.grantors:
        if name in (*GRANTORS, *findings.members):
            what = "a role" if name in GRANTORS else "a member"
            findings.add(("grantors", name), f"{name} is {what}, not somebody outside the body; take this away")
    for name, demand in findings.scenario.demands.items():
        place: Place = ("demands", name)
        findings.member((*place, "holder"), demand.holder)
        findings.candidate((*place, "concerns"), demand.concerns)
        _grantor(findings, (*place, "grantor"), demand)
        for field in GRANTS:
            if demand.red_line and field in demand.model_fields_set:
                message = f"nothing will do for a red line; take away `{field}`, or `red_line`"
                findings.add((*place, field), message)


def _grantor(findings: Findings, place: Place, demand: Demand) -> None:
    known = [*GRANTORS, *findings.scenario.members, *findings.scenario.grantors]
    roles = {"patron": findings.scenario.patron, "chair": findings.scenario.chair or "chair"}
    who = roles.get(demand.grantor, demand.grantor)
    if who is None:
        findings.add(place, "the scenario has no patron; give `patron` at the top, or another grantor")
    elif who == demand.holder:
        findings.add(place, f"{demand.holder} cannot grant its own demand; name who can")
    elif why := findings.never_in(who):
        findings.add(place, f"{why}; it can never grant anything")
    elif demand.grantor not in (*GRANTORS, *findings.members, *findings.scenario.grantors):
        if re.fullmatch(OUTSIDE, demand.grantor) and nearest(demand.grantor, known) is None:
            return  # somebody outside the body, by a plain name
        outside = "" if nearest(demand.grantor, known) else "; somebody outside the body has a table, [grantors.NAME]"
        message = f"{quoted(demand.grantor)} is neither a member nor one of {', '.join(GRANTORS)}"
        findings.add(place, f"{message}{instead(demand.grantor, known)}{outside}")
