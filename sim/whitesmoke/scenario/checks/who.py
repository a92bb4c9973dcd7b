"""Members, blocs and candidates."""

from __future__ import annotations

import re

from whitesmoke.errors import Problem
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Loaded, Place
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.people import all_members, kind
from whitesmoke.scenario.schema import Bloc, Candidate
from whitesmoke.scenario.values import MOST_GENERATED
from whitesmoke.scenario.wording import instead, listed, quoted


def crowd(loaded: Loaded) -> list[Problem]:
    """Return what is wrong if blocs generate more members than codes of six digits have room for."""
    blocs = loaded.scenario.blocs
    total = sum(bloc.generate for bloc in blocs.values())
    if total <= MOST_GENERATED:
        return []
    last = [name for name, bloc in blocs.items() if bloc.generate][-1]
    message = f"the blocs together make {total} members; the most is {MOST_GENERATED}"
    return [loaded.problem(("blocs", last, "generate"), message)]


def check(findings: Findings) -> None:
    """Somebody decides, between people who can run, and nobody gets one number from two blocs."""
    _members(findings)
    _blocs(findings)
    _candidates(findings)
    _role(findings, "patron", findings.scenario.patron)
    _role(findings, "chair", findings.scenario.chair)


def _role(findings: Findings, role: str, code: str | None) -> None:
    """Patron and chair are members, and stay."""
    findings.member((role,), code)
    member = findings.scenario.members.get(code or "")
    if member is None:
        return
    if role == "chair" and (why := findings.never_in(str(code))):
        findings.add((role,), f"{why}; it never takes the chair: name another, or none")
    elif member.leaves is not None:
        findings.add((role,), f"{code} leaves on {member.leaves}; a {role} stays: name another, or none")


def _members(findings: Findings) -> None:
    scenario = findings.scenario
    if not findings.members:
        message = "there are no members; give [members], a [members_table], or a bloc with `generate`"
        return findings.add(("members",), message)
    if all(findings.never_in(code) for code in findings.members):
        message = f"nobody has a seat between the start, {scenario.calendar.start}, and {findings.end_in_words}"
        if all(member.leaves is None for member in scenario.members.values()):
            message = f"nobody has acceded by {findings.end_in_words}"
        findings.add(("members",), f"{message}; there is nobody to decide")
    for code, member in scenario.members.items():
        place: Place = ("members", code)
        findings.one_of((*place, "bloc"), member.bloc, scenario.blocs, "bloc")
        findings.names((*place, "baseline"), member.baseline, "candidate")
    generated = all_members(scenario)[len(scenario.members) :]
    for code in set(generated) & set(scenario.members):
        findings.add(("members", code), f"{code} is also the code of a generated member; choose another code")


def _blocs(findings: Findings) -> None:
    scenario = findings.scenario
    for name, bloc in scenario.blocs.items():
        findings.names(("blocs", name, "baseline"), bloc.baseline, "candidate")
        for index, code in enumerate(bloc.members):
            findings.member(("blocs", name, "members", index), code)
    blocs_of: dict[str, list[str]] = {}
    for name, members in findings.bloc_members.items():
        for code in members:
            blocs_of.setdefault(code, []).append(name)
    for code, names in blocs_of.items():
        if len(names) > 1 and code in scenario.members:
            _in_two_blocs(findings, code, names)


def _in_two_blocs(findings: Findings, code: str, names: list[str]) -> None:
    member = findings.scenario.members[code]
    blocs = {name: findings.scenario.blocs[name] for name in names}
    ties = [name for name, bloc in blocs.items() if bloc.patron_tie is not None]
    if len(ties) > 1 and member.patron_tie is None:
        findings.add(("members", code), f"the blocs {listed(ties)} each give it a patron_tie; give it its own")
    for candidate in findings.scenario.candidates:
        givers = [name for name, bloc in blocs.items() if _gives_baseline(bloc, candidate)]
        own = member.baseline is not None and (not isinstance(member.baseline, dict) or candidate in member.baseline)
        if len(givers) > 1 and not own:
            message = f"the blocs {listed(givers)} each give it a baseline for {candidate}; give it its own"
            findings.add(("members", code), message)


def _gives_baseline(giver: Bloc, candidate: str) -> bool:
    return candidate in giver.baseline if isinstance(giver.baseline, dict) else giver.baseline is not None


def _candidates(findings: Findings) -> None:
    seen: dict[str, str] = {}
    for key, candidate in findings.scenario.candidates.items():
        place: Place = ("candidates", key)
        findings.member((*place, "home"), candidate.home)
        same = seen.setdefault(candidate.name.strip().casefold(), key)
        if same != key:
            message = f"{quoted(candidate.name)} is the name of the candidate {quoted(same)} too; take one of them away"
            findings.add((*place, "name"), message)
        _kind(findings, place, candidate)
        if candidate.reserve and candidate.entry is not None:
            message = "a reserve enters when nobody else is left; take away either `entry` or `reserve`"
            findings.add((*place, "entry"), message)
        if not candidate.reserve and candidate.entry is None and key not in _entering(findings):
            message = "it never enters; give it an `entry`, or `reserve = true`, or an event of kind enter"
            findings.add(place, message)


def _kind(findings: Findings, place: Place, candidate: Candidate) -> None:
    """Only a proposal has a sponsor, and what looks like a code of a member is one."""
    a_person = kind(findings.scenario, candidate) == "person"
    for field, there in (("sponsor", candidate.sponsor), ("withdraw", support(candidate.withdraw)[1] > 0.0)):
        if there and a_person:
            message = f'a person gives up, and nobody withdraws it; give kind = "proposal", or take away `{field}`'
            findings.add((*place, field), message)
    sponsor = candidate.sponsor or ""
    if re.fullmatch(r"[A-Z0-9]{2,6}", sponsor) and sponsor not in findings.members:
        hint = (
            f'{instead(sponsor, findings.scenario.members)}; of somebody outside give a name in words, "the {sponsor}"'
        )
        findings.add((*place, "sponsor"), f"no member has the code {quoted(sponsor)}{hint}")


def _entering(findings: Findings) -> set[str | None]:
    return {event.candidate for event in findings.scenario.events.values() if event.kind == "enter"}
