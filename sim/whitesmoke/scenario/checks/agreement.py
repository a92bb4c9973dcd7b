"""What a record says of a decision, of one day and of the body must be able to be true at once.

A record is what was reported: only what cannot be true together is a problem. The rule and the members are those of
whoever wrote the record, so a variant, or an option of the command line, that changes them is not judged by it.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from whitesmoke.model import codes
from whitesmoke.scenario import rules
from whitesmoke.scenario.checks.consents import counted, taken_back
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.checks.rule import weight
from whitesmoke.scenario.everybody import indispensable
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.people import seats
from whitesmoke.scenario.record_schema import Decision, Tally
from whitesmoke.scenario.rule_schema import Row


def check(findings: Findings) -> None:
    """Counts of one day overlap, count the body of that day, and nobody is missing from what needed everybody."""
    _same_day(findings)
    if _own(findings, ("record", "tallies")):
        _sizes(findings)
    decision = findings.scenario.record.decision
    if (
        decision is not None
        and decision.winner in findings.scenario.candidates
        and _own(findings, ("record", "decision"))
    ):
        everybody = _everybody(findings, decision.date)
        if everybody:
            _latecomers(findings, decision, everybody)
            _short_counts(findings, decision, everybody)


def _own(findings: Findings, place: Place) -> bool:
    """Say whether the file itself has a part of the record, and no option of the command line changed anything."""
    origins, own = findings.loaded.origins, findings.loaded.files[0]
    written = place in origins and origins[place].file == own
    return written and all(isinstance(origin.file, Path) for origin in origins.values())


def _bodies(findings: Findings, date: datetime.date) -> tuple[list[str], list[str]]:
    """Return the members that had a seat before a day, and those by its end."""
    return seats(findings.scenario, date - datetime.timedelta(days=1)), seats(findings.scenario, date)


def _everybody(findings: Findings, date: datetime.date) -> list[str]:
    """Return the body that decided on a day if the rule needed a yes of each of them; else nobody.

    Who accedes on the very day may not have been asked.
    """
    (body, _), rule = _bodies(findings, date), findings.scenario.rule
    try:
        by_alternative = [_needed(findings, rows, body) for rows in rules.alternatives(rule)]
    except ValueError:  # a rule that cannot be read is a problem of its own
        return []
    return body if all(needed.issuperset(body) for needed in by_alternative) else []


def _needed(findings: Findings, rows: list[Row], body: list[str]) -> set[str]:
    return {code for row in rows for code in _indispensable(findings, row, body)}


def _indispensable(findings: Findings, row: Row, body: list[str]) -> list[str]:
    """Return those without whose yes, all others saying yes, a row of the rule is not met."""
    weights = [weight(findings, row, code) or 0 for code in body]
    needed = indispensable(weights, row.credit, rules.parse_quota(row.quota), codes.ABSTAIN)
    return [code for code, one in zip(body, needed) if one]


def _latecomers(findings: Findings, decision: Decision, everybody: list[str]) -> None:
    for index, row in enumerate(findings.loaded.tables.commitments):
        late = row.not_before is not None and row.not_before > decision.date
        if late and row.candidate == decision.winner and row.member in everybody:
            message = (
                f"{row.member} had not come round by {row.not_before}, but {decision.winner} was chosen on "
                f"{decision.date} under a rule that needs everybody; correct one of the two dates"
            )
            findings.add(("record", "commitments", index, "not_before"), message)
    _taken_back(findings, decision, everybody)


def _taken_back(findings: Findings, decision: Decision, everybody: list[str]) -> None:
    rows = [
        row for row in findings.loaded.tables.commitments if row.candidate == decision.winner and row.kind == "support"
    ]
    for code in sorted(taken_back(rows, decision.date) & set(everybody)):
        message = (
            f"{code} took its consent back and is not dated again, but {decision.winner} was chosen on {decision.date} "
            "under a rule that needs everybody; give the second consent a row, or correct the day"
        )
        findings.add(("record", "commitments"), message)


def _short_counts(findings: Findings, decision: Decision, everybody: list[str]) -> None:
    """A count of the day of the decision may be from before it."""
    for index, tally in enumerate(findings.loaded.tables.tallies):
        late = tally.date > decision.date and tally in findings.loaded.tables.counts
        if tally.candidate == decision.winner and late and tally.high < len(everybody):
            message = (
                f"at most {tally.high} supporters of {tally.candidate} on {tally.date}, but all {len(everybody)} "
                f"members agreed on {decision.date}, as the rule needs everybody; correct the count or a date"
            )
            findings.add(("record", "tallies", index, "high"), message)


def _same_day(findings: Findings) -> None:
    """Of counts of a day on which somebody accedes, or the decision falls, one may be from before and one from after.

    Where somebody accedes they count out of different bodies.
    """
    decision = findings.scenario.record.decision
    seen: dict[tuple[object, ...], list[tuple[int, Tally]]] = {}
    for index, tally in enumerate(findings.loaded.tables.tallies):
        same = seen.setdefault((tally.date, tally.candidate, tally.members, tally.camp, tally.kind), [])
        apart = (there for there, other in same if tally.low > other.high or other.low > tally.high)
        other = next(apart, None)
        if other is not None and not (decision is not None and decision.date == tally.date):
            first = findings.loaded.tables.tallies[other]
            message = (
                f"{counted(tally)} supporters of {tally.candidate}, but {counted(first)} on the same day in line "
                f"{findings.loaded.origins['record', 'tallies', other].line}; correct one, or widen it to cover both"
            )
            findings.add(("record", "tallies", index), message)
        same.append((index, tally))


def _sizes(findings: Findings) -> None:
    """A count of a day on which somebody accedes may be out of the body of the day before."""
    for index, tally in enumerate(findings.loaded.tables.tallies):
        before, after = (len(body) for body in _bodies(findings, tally.date))
        if tally.camp is None and tally.members not in (before, after):
            dates = "an accession"
            if any(member.leaves for member in findings.scenario.members.values()):
                dates += ", or when a member leaves"
            message = f"the body has {after} members on {tally.date}, found {tally.members}; correct it or {dates}"
            findings.add(("record", "tallies", index, "members"), message)
