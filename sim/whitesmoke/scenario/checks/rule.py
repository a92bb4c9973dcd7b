"""The decision rule and its silence."""

from __future__ import annotations

from typing import Any

from whitesmoke.scenario import rules
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.numbers import Distribution, Stated, support
from whitesmoke.scenario.rule_schema import Row, Rule
from whitesmoke.scenario.wording import listed

LARGEST = 2**58
"""A machine counts to 2**63; a sum of votes has a handful of such terms."""


def check(findings: Findings) -> None:
    """The rule can be read, can be met, and cannot be met by doing nothing."""
    rule = findings.scenario.rule
    for index, code in enumerate(rule.veto):
        _veto(findings, ("rule", "veto", index), code)
    given = [f"`{field}`" for field in ("name", "rows", "any") if getattr(rule, field) is not None]
    if not given:
        findings.add(("rule",), f"give a `name` ({', '.join(rules.names())}), `rows` or `any`")
    elif len(given) > 1:
        findings.add(("rule",), f"{listed(given)} each give a whole rule; keep one")
    else:
        _table(findings)
    _silence(findings)


def _veto(findings: Findings, place: Place, code: str) -> None:
    findings.member(place, code)
    if why := findings.never_in(code):
        findings.add(place, f"{why}; it can never use a veto")


def _table(findings: Findings) -> None:
    rule = findings.scenario.rule
    written: list[tuple[Place, list[Row]]] = [(("rule", "rows"), rule.rows or [])]
    written += [(("rule", "any", a, "rows"), one.rows) for a, one in enumerate(rule.any or [])]
    for place, rows in written:
        for index, row in enumerate(rows):
            _row(findings, (*place, index), row)
    if rule.name is not None:
        _named(findings, rule.name)


def _named(findings: Findings, name: str) -> None:
    place: Place = ("rule", "name")
    try:
        missing = sorted(rules.members_of(name) - {*findings.members})
    except ValueError as error:
        return findings.add(place, str(error))
    if missing:
        codes = "this code" if len(missing) == 1 else "these codes"
        return findings.add(place, f"the rule {name} names {listed(missing)}; no member has {codes}")
    for rows in rules.alternatives(Rule(name=name)):
        for row in rows:
            if _weights(findings, place, row):
                _quota(findings, place, row)


def _row(findings: Findings, place: Place, row: Row) -> None:
    no, abstain, yes = row.credit
    if not no <= abstain <= yes or no == yes:
        message = "a yes must earn more than a no, and an abstention no more than a yes and no less than a no"
        findings.add((*place, "credit"), message)
    if _weights(findings, (*place, "weights"), row):
        _quota(findings, (*place, "quota"), row)


def _weights(findings: Findings, place: Place, row: Row) -> bool:
    """Return whether the weights of all members are known, so that there is a total to compare a quota with."""
    if isinstance(row.weights, dict):
        for code in row.weights:
            findings.member((*place, code), code)
    elif row.weights == "population":
        without = [code for code in findings.members if weight(findings, row, code) is None]
        if without:
            give = "gives" if len(without) == 1 else "give"
            findings.add(
                place, f"the rule counts people, and {listed(without)} {give} no population; give it in millions"
            )
            return False
    return True


def weight(findings: Findings, row: Row, code: str) -> int | None:
    """Return the weight of a member in a row; None if it counts people and the member gives no population."""
    if isinstance(row.weights, dict):
        return row.weights.get(code, 0)
    if row.weights == "equal":
        return 1
    member = findings.scenario.members.get(code)
    return None if member is None or member.population is None else rules.people(member.population)


def _quota(findings: Findings, place: Place, row: Row) -> None:
    try:
        numerator, denominator, plus = rules.parse_quota(row.quota)
    except ValueError as error:
        return findings.add(place, str(error))
    if _beyond_counting(findings, row, numerator, denominator):
        message = "the weights of all members, times the credits and the quota, are too large to be counted"
        return findings.add(place, f"{message}; take smaller ones")
    total = sum(weight(findings, row, code) or 0 for code in findings.members if findings.in_time(code))
    needed = numerator * total + plus
    if not any(findings.in_time(code) for code in findings.members):
        return  # a problem of its own
    if denominator * max(row.credit) * total < needed:
        message = f"the quota {row.quota} is above what all members together can give, {max(row.credit) * total}"
        never = "this alternative is never met" if place[1] == "any" else "nobody could ever be chosen"
        findings.add(place, f"{message}; {never}")
    elif denominator * min(row.credit) * total >= needed:
        findings.add(place, f"the quota {row.quota} is met even if every member says no; ask for more")


def _beyond_counting(findings: Findings, row: Row, numerator: int, denominator: int) -> bool:
    """Say whether what a rule adds up and multiplies (see `rules.voting`) would leave the integers of a machine."""
    total = sum(weight(findings, row, code) or 0 for code in findings.members)
    return total * max(denominator * max(map(abs, row.credit)), numerator) > LARGEST


def _silence(findings: Findings) -> None:
    silence, place = findings.scenario.rule.silence, ("rule", "silence")
    for field in ("low", "high"):
        days = getattr(silence, field)
        if not isinstance(days, Distribution) and not _number(days).is_integer():
            findings.add((*place, field), f"silence is counted in whole days, found {_number(days):g}")
    if support(silence.low)[1] > support(silence.high)[0]:
        findings.add((*place, "high"), "the longest silence must not be shorter than `low`, the shortest")


def _number(number: Any) -> float:
    return float(number.value if isinstance(number, Stated) else number)
