"""Members, blocs and candidates."""

from __future__ import annotations

from whitesmoke.errors import Problem
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Loaded, Place
from whitesmoke.scenario.people import all_members
from whitesmoke.scenario.schema import MOST_GENERATED, Bloc
from whitesmoke.scenario.wording import listed, quoted


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
    findings.member(("patron",), findings.scenario.patron)


def _members(findings: Findings) -> None:
    scenario = findings.scenario
    if not findings.members:
        message = "there are no members; give [members], a [members_table], or a bloc with `generate`"
        return findings.add(("members",), message)
    if all(code in scenario.members for code in findings.members) and all(
        member.accession is not None and member.accession > scenario.calendar.expiry
        for member in scenario.members.values()
    ):
        findings.add(
            ("members",), f"nobody has acceded by the expiry, {scenario.calendar.expiry}; there is nobody to decide"
        )
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
        if candidate.reserve and candidate.entry is not None:
            message = "a reserve enters when nobody else is left; take away either `entry` or `reserve`"
            findings.add((*place, "entry"), message)
        if not candidate.reserve and candidate.entry is None and key not in _entering(findings):
            message = "it never enters; give it an `entry`, or `reserve = true`, or an event of kind enter"
            findings.add(place, message)


def _entering(findings: Findings) -> set[str | None]:
    return {event.candidate for event in findings.scenario.events.values() if event.kind == "enter"}
