"""Consent that has to be ratified: how long that takes is given, and once."""

from __future__ import annotations

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.people import all_members, is_ratified
from whitesmoke.scenario.schema import Member


def check(findings: Findings) -> None:
    """Where a candidate is to be ratified every member has its weeks; of a member one of two things is said."""
    scenario = findings.scenario
    if is_ratified(scenario) and scenario.ratification.weeks is None:
        known = [scenario.members.get(code) for code in all_members(scenario)]
        if not all(member and (member.ratification is not None or member.ratified) for member in known):
            message = "a candidate is of kind ratification, and nothing says how long a member's own procedure takes"
            example = '{ dist = "lognormal", mean = 3.1, sd = 0.6 } in weeks, of which each member draws its own'
            findings.add(("ratification", "weeks"), f"{message}; give a number, or {example}")
    for code, member in scenario.members.items():
        _member(findings, ("members", code), member)


def _member(findings: Findings, place: Place, member: Member) -> None:
    if member.ratified is not None and member.ratification is not None:
        message = "the day on which its procedure is over is scripted (`ratified`), so this plays no part; give one"
        findings.add((*place, "ratification"), f"{message} of the two")
    since, day = member.ratified_known_since, member.ratified
    if since is not None and day is None:
        findings.add((*place, "ratified_known_since"), "no day is scripted; give `ratified`, or take this away")
    elif since is not None and day is not None and since > day:
        what = f"{since} is after the day itself, {day}"
        findings.add((*place, "ratified_known_since"), f"{what}; it is known on its day at the latest")
