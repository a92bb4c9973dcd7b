"""Does everything in a scenario agree with everything else?"""

from __future__ import annotations

from whitesmoke.errors import Problem
from whitesmoke.scenario.checks import (
    agreement,
    asked,
    camps,
    consents,
    days,
    events,
    issues,
    layers,
    lever_fields,
    meetings,
    provenance,
    ratification,
    record,
    rule,
    who,
)
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Loaded

SUBJECTS = (
    *(who, days, meetings, rule, issues, asked, events, layers),
    *(record, consents, camps, agreement, ratification, lever_fields, provenance),
)


def problems(loaded: Loaded) -> list[Problem]:
    """Return every disagreement between the tables of a scenario, in the order of each file's lines."""
    if crowd := who.crowd(loaded):
        return crowd  # nobody makes millions of members to find out what else is wrong
    findings = Findings(loaded)
    for subject in SUBJECTS:
        subject.check(findings)
    first_seen = {problem.file: place for place, problem in reversed(list(enumerate(findings.problems)))}
    return sorted(dict.fromkeys(findings.problems), key=lambda problem: (first_seen[problem.file], problem.line or 0))
