"""Members, blocs and candidates."""

from __future__ import annotations

import re

from whitesmoke.errors import Problem
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Loaded, Place
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.people import all_members, kind
from whitesmoke.scenario.schema import MOST_GENERATED, Bloc, Candidate
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


def check(found: Findings) -> None:
    """Somebody decides, between people who can run, and nobody gets one number from two blocs."""
    _members(found)
    _blocs(found)
    _candidates(found)
    found.member(("patron",), found.scenario.patron)
    patron = found.scenario.members.get(found.scenario.patron or "")
    if patron is not None and patron.leaves is not None:
        message = f"{found.scenario.patron} leaves on {patron.leaves}; a patron stays: name another, or none"
        found.add(("patron",), message)


def _members(found: Findings) -> None:
    scenario = found.scenario
    if not found.members:
        message = "there are no members; give [members], a [members_table], or a bloc with `generate`"
        return found.add(("members",), message)
    if all(found.never_in(code) for code in found.members):
        message = f"nobody has a seat between the start, {scenario.calendar.start}, and {found.end_in_words}"
        if all(member.leaves is None for member in scenario.members.values()):
            message = f"nobody has acceded by {found.end_in_words}"
        found.add(("members",), f"{message}; there is nobody to decide")
    for code, member in scenario.members.items():
        place: Place = ("members", code)
        found.one_of((*place, "bloc"), member.bloc, scenario.blocs, "bloc")
        found.names((*place, "baseline"), member.baseline, "candidate")
    generated = all_members(scenario)[len(scenario.members) :]
    for code in set(generated) & set(scenario.members):
        found.add(("members", code), f"{code} is also the code of a generated member; choose another code")


def _blocs(found: Findings) -> None:
    scenario = found.scenario
    for name, bloc in scenario.blocs.items():
        found.names(("blocs", name, "baseline"), bloc.baseline, "candidate")
        for index, code in enumerate(bloc.members):
            found.member(("blocs", name, "members", index), code)
    blocs_of: dict[str, list[str]] = {}
    for name, members in found.bloc_members.items():
        for code in members:
            blocs_of.setdefault(code, []).append(name)
    for code, names in blocs_of.items():
        if len(names) > 1 and code in scenario.members:
            _in_two_blocs(found, code, names)


def _in_two_blocs(found: Findings, code: str, names: list[str]) -> None:
    member = found.scenario.members[code]
    blocs = {name: found.scenario.blocs[name] for name in names}
    ties = [name for name, bloc in blocs.items() if bloc.patron_tie is not None]
    if len(ties) > 1 and member.patron_tie is None:
        found.add(("members", code), f"the blocs {listed(ties)} each give it a patron_tie; give it its own")
    for candidate in found.scenario.candidates:
        givers = [name for name, bloc in blocs.items() if _gives_baseline(bloc, candidate)]
        own = member.baseline is not None and (not isinstance(member.baseline, dict) or candidate in member.baseline)
        if len(givers) > 1 and not own:
            message = f"the blocs {listed(givers)} each give it a baseline for {candidate}; give it its own"
            found.add(("members", code), message)


def _gives_baseline(giver: Bloc, candidate: str) -> bool:
    return candidate in giver.baseline if isinstance(giver.baseline, dict) else giver.baseline is not None


def _candidates(found: Findings) -> None:
    seen: dict[str, str] = {}
    for key, candidate in found.scenario.candidates.items():
        place: Place = ("candidates", key)
        found.member((*place, "home"), candidate.home)
        same = seen.setdefault(candidate.name.strip().casefold(), key)
        if same != key:
            message = f"{quoted(candidate.name)} is the name of the candidate {quoted(same)} too; take one of them away"
            found.add((*place, "name"), message)
        _kind(found, place, candidate)
        if candidate.reserve and candidate.entry is not None:
            message = "a reserve enters when nobody else is left; take away either `entry` or `reserve`"
            found.add((*place, "entry"), message)
        if not candidate.reserve and candidate.entry is None and key not in _entering(found):
            message = "it never enters; give it an `entry`, or `reserve = true`, or an event of kind enter"
            found.add(place, message)


def _kind(found: Findings, place: Place, candidate: Candidate) -> None:
    """Only a proposal has a sponsor, and what looks like a code of a member is one."""
    a_person = kind(found.scenario, candidate) == "person"
    for field, there in (("sponsor", candidate.sponsor), ("withdraw", support(candidate.withdraw)[1] > 0.0)):
        if there and a_person:
            message = f'a person gives up, and nobody withdraws it; give kind = "proposal", or take away `{field}`'
            found.add((*place, field), message)
    sponsor = candidate.sponsor or ""
    if re.fullmatch(r"[A-Z0-9]{2,6}", sponsor) and sponsor not in found.members:
        hint = f'{instead(sponsor, found.scenario.members)}; of somebody outside give a name in words, "the {sponsor}"'
        found.add((*place, "sponsor"), f"no member has the code {quoted(sponsor)}{hint}")


def _entering(found: Findings) -> set[str | None]:
    return {event.candidate for event in found.scenario.events.values() if event.kind == "enter"}
