"""What a record says of a decision, of one day and of the body must be able to be true at once.

A record is what was reported: only what cannot be true together is a problem. The rule and the members are those of
whoever wrote the record, so a variant, or an option of the command line, that changes them is not judged by it.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from whitesmoke.model import codes
from whitesmoke.scenario import rules
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.checks.rule import weight
from whitesmoke.scenario.checks.spells import counted, taken_back
from whitesmoke.scenario.everybody import indispensable
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.people import seats
from whitesmoke.scenario.schema import Decision, Row, Tally


def check(found: Findings) -> None:
    """Counts of one day overlap, count the body of that day, and nobody is missing from what needed everybody."""
    _same_day(found)
    if _own(found, ("record", "tallies")):
        _sizes(found)
    decision = found.scenario.record.decision
    if decision is not None and decision.winner in found.scenario.candidates and _own(found, ("record", "decision")):
        everybody = _everybody(found, decision.date)
        if everybody:
            _latecomers(found, decision, everybody)
            _short_counts(found, decision, everybody)


def _own(found: Findings, place: Place) -> bool:
    """Say whether the file itself has a part of the record, and no option of the command line changed anything."""
    origins, own = found.loaded.origins, found.loaded.files[0]
    written = place in origins and origins[place].file == own
    return written and all(isinstance(origin.file, Path) for origin in origins.values())


def _bodies(found: Findings, date: datetime.date) -> tuple[list[str], list[str]]:
    """Return the members that had a seat before a day, and those by its end."""
    return seats(found.scenario, date - datetime.timedelta(days=1)), seats(found.scenario, date)


def _everybody(found: Findings, date: datetime.date) -> list[str]:
    """Return the body that decided on a day if the rule needed a yes of each of them; else nobody.

    Who accedes on the very day may not have been asked.
    """
    (body, _), rule = _bodies(found, date), found.scenario.rule
    try:
        by_alternative = [_needed(found, rows, body) for rows in rules.alternatives(rule)]
    except ValueError:  # a rule that cannot be read is a problem of its own
        return []
    return body if all(needed.issuperset(body) for needed in by_alternative) else []


def _needed(found: Findings, rows: list[Row], body: list[str]) -> set[str]:
    return {code for row in rows for code in _indispensable(found, row, body)}


def _indispensable(found: Findings, row: Row, body: list[str]) -> list[str]:
    """Return those without whose yes, all others saying yes, a row of the rule is not met."""
    weights = [weight(found, row, code) or 0 for code in body]
    needed = indispensable(weights, row.credit, rules.parse_quota(row.quota), codes.ABSTAIN)
    return [code for code, one in zip(body, needed) if one]


def _latecomers(found: Findings, decision: Decision, everybody: list[str]) -> None:
    for index, row in enumerate(found.loaded.tables.commitments):
        late = row.not_before is not None and row.not_before > decision.date
        if late and row.candidate == decision.winner and row.member in everybody:
            message = (
                f"{row.member} had not come round by {row.not_before}, but {decision.winner} was chosen on "
                f"{decision.date} under a rule that needs everybody; correct one of the two dates"
            )
            found.add(("record", "commitments", index, "not_before"), message)
    _taken_back(found, decision, everybody)


def _taken_back(found: Findings, decision: Decision, everybody: list[str]) -> None:
    rows = [
        row for row in found.loaded.tables.commitments if row.candidate == decision.winner and row.kind == "support"
    ]
    for code in sorted(taken_back(rows, decision.date) & set(everybody)):
        message = (
            f"{code} took its consent back and is not dated again, but {decision.winner} was chosen on {decision.date} "
            "under a rule that needs everybody; give the second consent a row, or correct the day"
        )
        found.add(("record", "commitments"), message)


def _short_counts(found: Findings, decision: Decision, everybody: list[str]) -> None:
    """A count of the day of the decision may be from before it."""
    for index, tally in enumerate(found.loaded.tables.tallies):
        late = tally.date > decision.date and tally in found.loaded.tables.counts
        if tally.candidate == decision.winner and late and tally.high < len(everybody):
            message = (
                f"at most {tally.high} supporters of {tally.candidate} on {tally.date}, but all {len(everybody)} "
                f"members agreed on {decision.date}, as the rule needs everybody; correct the count or a date"
            )
            found.add(("record", "tallies", index, "high"), message)


def _same_day(found: Findings) -> None:
    """Of counts of a day on which somebody accedes, or the decision falls, one may be from before and one from after.

    Where somebody accedes they count out of different bodies.
    """
    decision = found.scenario.record.decision
    seen: dict[tuple[object, ...], list[tuple[int, Tally]]] = {}
    for index, tally in enumerate(found.loaded.tables.tallies):
        same = seen.setdefault((tally.date, tally.candidate, tally.members, tally.camp, tally.kind), [])
        apart = (there for there, other in same if tally.low > other.high or other.low > tally.high)
        other = next(apart, None)
        if other is not None and not (decision is not None and decision.date == tally.date):
            first = found.loaded.tables.tallies[other]
            message = (
                f"{counted(tally)} supporters of {tally.candidate}, but {counted(first)} on the same day in line "
                f"{found.loaded.origins['record', 'tallies', other].line}; correct one, or widen it to cover both"
            )
            found.add(("record", "tallies", index), message)
        same.append((index, tally))


def _sizes(found: Findings) -> None:
    """A count of a day on which somebody accedes may be out of the body of the day before."""
    for index, tally in enumerate(found.loaded.tables.tallies):
        before, after = (len(body) for body in _bodies(found, tally.date))
        if tally.camp is None and tally.members not in (before, after):
            dates = "an accession"
            if any(member.leaves for member in found.scenario.members.values()):
                dates += ", or when a member leaves"
            message = f"the body has {after} members on {tally.date}, found {tally.members}; correct it or {dates}"
            found.add(("record", "tallies", index, "members"), message)
