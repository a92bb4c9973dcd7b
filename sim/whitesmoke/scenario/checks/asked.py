"""What members want, and who can grant it."""

from __future__ import annotations

import re

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.payers import ROLES
from whitesmoke.scenario.schema import Demand, Grantor
from whitesmoke.scenario.wording import instead, nearest, quoted

OUTSIDE = r"[a-z][a-z0-9_-]*"
"""What names somebody outside the body: no capitals, which are codes of members."""
GRANTS = ("worth", "ceiling", "grantor", "latent", "hurts", "grantable_from", "grantable_until")
"""Fields that mean nothing for a red line."""


def check(findings: Findings) -> None:
    """Holders are members, grantors can be found, and a red line is not for sale."""
    for name, grantor in findings.scenario.grantors.items():
        _purse(findings, ("grantors", name), name, grantor)
    for name, demand in findings.scenario.demands.items():
        place: Place = ("demands", name)
        findings.member((*place, "holder"), demand.holder)
        findings.candidate((*place, "concerns"), demand.concerns)
        _grantor(findings, (*place, "grantor"), demand)
        if demand.latent and demand.raised is not None:
            message = "a latent demand comes on the table once others are paid; take away this, or `latent`"
            findings.add((*place, "raised"), message)
        for code in demand.hurts:
            _hurt(findings, (*place, "hurts", code), code, demand)
        for field in GRANTS:
            if demand.red_line and field in demand.model_fields_set:
                message = f"nothing will do for a red line; take away `{field}`, or `red_line`"
                findings.add((*place, field), message)


def _purse(findings: Findings, place: Place, name: str, grantor: Grantor) -> None:
    """A grantor outside the body has a name, a role somebody in it, and who has a role one purse."""
    scenario, known = findings.scenario, [*ROLES, *findings.scenario.members]
    if name == "patron" and scenario.patron is None:
        findings.add(place, "the scenario has no patron; give `patron` at the top, or take this away")
    elif (code := {"patron": scenario.patron, "chair": scenario.chair}.get(name)) in scenario.grantors:
        findings.add(place, f"{code} is the {name}, {_one_purse(code)}")
    elif name == "chair" and code and code == scenario.patron and "patron" in scenario.grantors:
        findings.add(place, f"{code} is the chair and the patron, {_one_purse('patron')}")
    elif name not in (*ROLES, *findings.members) and not grantor.name:
        near = instead(name, known) if nearest(name, known) else ""
        message = f"{quoted(name)} is neither a member nor one of {', '.join(ROLES)}{near}"
        findings.add(place, f"{message}; somebody outside the body needs a `name`, as it stands in a sentence")


def _one_purse(other: str) -> str:
    return f"and has one purse; take away this, or [grantors.{other}]"


def _hurt(findings: Findings, place: Place, code: str, demand: Demand) -> None:
    findings.member(place, code)
    if code == demand.holder:
        findings.add(place, f"{code} is who asks for it, and is not hurt by it; take this away, or take it off `worth`")
    elif code in findings.members and (why := findings.never_in(code)):
        findings.add(place, f"{why}; nothing can hurt it")


def _grantor(findings: Findings, place: Place, demand: Demand) -> None:
    known = [*ROLES, *findings.scenario.members, *findings.scenario.grantors]
    roles = {"patron": findings.scenario.patron, "chair": findings.scenario.chair or "chair"}
    who = roles.get(demand.grantor, demand.grantor)
    if who is None:
        findings.add(place, "the scenario has no patron; give `patron` at the top, or another grantor")
    elif who == demand.holder:
        findings.add(place, f"{demand.holder} cannot grant its own demand; name who can")
    elif why := findings.never_in(who):
        findings.add(place, f"{why}; it can never grant anything")
    elif demand.grantor not in (*ROLES, *findings.members, *findings.scenario.grantors):
        if re.fullmatch(OUTSIDE, demand.grantor) and nearest(demand.grantor, known) is None:
            return  # somebody outside the body, by a plain name
        outside = "" if nearest(demand.grantor, known) else "; somebody outside the body has a table, [grantors.NAME]"
        message = f"{quoted(demand.grantor)} is neither a member nor one of {', '.join(ROLES)}"
        findings.add(place, f"{message}{instead(demand.grantor, known)}{outside}")
