"""The issue space: who stands where, and who must."""

from __future__ import annotations

from typing import Any

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.wording import listed


def check(findings: Findings) -> None:
    """Positions are on issues that exist, and nobody lacks one on an issue that matters."""
    scenario = findings.scenario
    for field in ("salience", "reversion"):
        findings.names(("space", field), getattr(scenario.space, field), "issue")
    for code, member in scenario.members.items():
        findings.names(("members", code, "position"), member.position, "issue")
        findings.names(("members", code, "salience"), member.salience, "issue")
    for name, candidate in scenario.candidates.items():
        findings.names(("candidates", name, "position"), candidate.position, "issue")
    for issue in scenario.space.issues:
        _positions(findings, issue)


def _positions(findings: Findings, issue: str) -> None:
    """Members to whom the issue matters need a position on it, and then every candidate does."""
    place = ("space", "issues", issue)
    concerned = [code for code in findings.members if _matters(findings, code, issue)]
    lost = [
        code for code in concerned if not _has(getattr(findings.scenario.members.get(code), "position", None), issue)
    ]
    if lost:
        message = f"{listed(lost)} {_gives(lost)} it weight but no position on it; give position.{issue}, or salience 0"
        findings.add(place, message)
    scenario, candidates = findings.scenario, findings.scenario.candidates
    vague = [name for name, candidate in candidates.items() if not _has(candidate.position, issue)]
    if concerned and vague:
        message = (
            f"members give it weight, but {listed(vague)} {_has_none(vague)} position on it; give position.{issue}"
        )
        findings.add(place, message)
    if concerned and scenario.space.reversion is not None and not _has(scenario.space.reversion, issue):
        message = f"members give weight to {issue}, and it says nothing of what holds there without a text"
        findings.add(("space", "reversion"), f"{message}; give reversion.{issue}")


def _gives(names: list[str]) -> str:
    return "gives" if len(names) == 1 else "give"


def _has_none(names: list[str]) -> str:
    return "has no" if len(names) == 1 else "have no"


def _matters(findings: Findings, code: str, issue: str) -> bool:
    member = findings.scenario.members.get(code)
    own = None if member is None else _of(member.salience, issue)
    salience = own if own is not None else _of(findings.scenario.space.salience, issue)
    return salience is not None and support(salience) != (0.0, 0.0)


def _of(by_name: Any, name: str) -> Any:
    return by_name.get(name) if isinstance(by_name, dict) else by_name


def _has(by_name: Any, name: str) -> bool:
    return _of(by_name, name) is not None
