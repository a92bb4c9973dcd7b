"""Who is a member, and in which blocs: members of the table, of [members], and those that blocs generate."""

from __future__ import annotations

import datetime

from whitesmoke.scenario.schema import Candidate, Member, Scenario


def generated_code(number: int) -> str:
    """Return the code, six characters long, of a generated member (1 is the first)."""
    return f"M{number:05d}" if number < 100_000 else f"{number:06d}"


def bloc_members(scenario: Scenario) -> dict[str, list[str]]:
    """Return the members of each bloc: those it lists, those it generates, those that name it. Each once."""
    blocs: dict[str, dict[str, None]] = {}
    number = 0
    for name, bloc in scenario.blocs.items():
        made = [generated_code(number + x + 1) for x in range(bloc.generate)]
        number += bloc.generate
        blocs[name] = dict.fromkeys([*bloc.members, *made])
    for code, member in scenario.members.items():
        if member.bloc in blocs:
            blocs[member.bloc][code] = None
    return {name: list(members) for name, members in blocs.items()}


def all_members(scenario: Scenario) -> list[str]:
    """Return the codes of all members in their order: those written, then those generated."""
    generated = sum(bloc.generate for bloc in scenario.blocs.values())
    return [*scenario.members, *(generated_code(x + 1) for x in range(generated))]


def kind(scenario: Scenario, candidate: Candidate) -> str:
    """Return what a candidate is: what it says itself, or what the scenario says of all."""
    return candidate.kind or scenario.kind


def is_text(scenario: Scenario, candidate: Candidate) -> bool:
    """Say whether a candidate is no person: a proposal, or one that is to be ratified."""
    return kind(scenario, candidate) != "person"


def is_ratified(scenario: Scenario) -> bool:
    """Say whether there is a candidate to which a yes counts once a member's own procedure is over."""
    return any(kind(scenario, candidate) == "ratification" for candidate in scenario.candidates.values())


def seats(scenario: Scenario, date: datetime.date) -> list[str]:
    """Return the codes of those that have a seat on a day; those that blocs generate always have one."""
    return [code for code in all_members(scenario) if _has_seat(scenario.members.get(code), date)]


def _has_seat(member: Member | None, date: datetime.date) -> bool:
    if member is None:
        return True
    return (member.accession or date) <= date and (member.leaves is None or date < member.leaves)


def member_name(scenario: Scenario, code: str) -> str:
    """Return what a member is called: its name; if it has none, or a bloc generates it, its code."""
    member = scenario.members.get(code)
    return code if member is None else member.name or code
