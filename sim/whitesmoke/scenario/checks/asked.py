"""What members want, and who can grant it."""

from __future__ import annotations

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.schema import Demand
from whitesmoke.scenario.wording import instead, quoted

GRANTORS = ("candidate", "chair", "patron")
GRANTS = ("worth", "ceiling", "grantor", "grantable_from", "grantable_until")
"""Fields that mean nothing for a red line."""


def check(findings: Findings) -> None:
    """Holders are members, grantors can be found, and a red line is not for sale."""
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
    known = [*GRANTORS, *findings.scenario.members]
    who = findings.scenario.patron if demand.grantor == "patron" else demand.grantor
    if who is None:
        findings.add(place, "the scenario has no patron; give `patron` at the top, or another grantor")
    elif who == demand.holder:
        findings.add(place, f"{demand.holder} cannot grant its own demand; name who can")
    elif not findings.in_time(who):
        accession, expiry = findings.scenario.members[who].accession, findings.scenario.calendar.expiry
        findings.add(place, f"{who} accedes on {accession}, after the expiry, {expiry}; it can never grant anything")
    elif demand.grantor not in GRANTORS and demand.grantor not in findings.members:
        near = instead(demand.grantor, known)
        message = f"{quoted(demand.grantor)} is neither a member nor one of {', '.join(GRANTORS)}{near}"
        findings.add(place, message)
