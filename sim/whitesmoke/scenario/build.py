"""A validated scenario compiled to a World: names become indices, dates become days, numbers find their slots."""

from __future__ import annotations

import datetime
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, Names
from whitesmoke.model.world import World
from whitesmoke.scenario import agenda, gate, late, numbers_table, payers, people, rules, sitting_days, ties
from whitesmoke.scenario.families import FAMILIES, arguments
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.scenario.people import kind
from whitesmoke.scenario.schema import Scenario

if TYPE_CHECKING:
    from whitesmoke.model.world import Ints

GRANTORS = {"candidate": codes.CANDIDATE, "chair": codes.CHAIR}
MODES = {"meetings": codes.MEETINGS, "bargained": codes.BARGAINED}
BALLOTS = {None: codes.NO_BALLOTS, "poll": codes.POLLS, "elimination": codes.ELIMINATION}
KINDS = {"person": codes.PERSON, "proposal": codes.PROPOSAL, "ratification": codes.PROPOSAL}
RENAME = {
    "candidate": "rename one of the two",
    "demand": "rename one of the two",
    "number": "give one of the two without a distribution, or rename what its name has besides the fields",
}
"""What helps where two names have one address, and would share their draws."""


class Index:
    """Where each name of a scenario stands."""

    def __init__(self, scenario: Scenario) -> None:
        self.start = scenario.calendar.start
        self.chair = scenario.chair
        self.bloc_members = people.bloc_members(scenario)
        self.members = {code: i for i, code in enumerate(people.all_members(scenario))}
        self.candidates = {name: k for k, name in enumerate(scenario.candidates)}
        self.asked = late.asked(scenario, self.members)
        holders = sorted(self.asked, key=lambda name: self.members[self.asked[name].holder])
        self.demands = {name: d for d, name in enumerate(holders)}
        paying = [name for name, grantor in scenario.grantors.items() if payers.has_a_purse(grantor)]
        self.purses = {name: p for p, name in enumerate(paying)}
        self.focal = sorted(scenario.focal, key=lambda name: scenario.focal[name].date)
        self.issues = list(scenario.space.issues)

    def day(self, date: datetime.date | None, missing: int) -> int:
        """Return a date as a day (0 for the start and before), or `missing`."""
        return missing if date is None else max(0, (date - self.start).days)


def member_address(code: str) -> int:
    """Return the 32-bit address of a member's draws: its code read as a number with digits 1..36 in base 37."""
    value = 0
    for sign in code:
        value = value * 37 + int(sign, 36) + 1
    return value


def addresses(kind: str, names: list[str]) -> Ints:
    """Return 24-bit addresses of names; two names that share one are refused, for they would share their draws."""
    seen: dict[int, str] = {}
    for name in names:
        address = zlib.crc32(f"{kind}:{name}".encode()) & 0xFFFFFF
        if address in seen:
            raise WhitesmokeError(f'the {kind} names "{seen[address]}" and "{name}" share an address: {RENAME[kind]}')
        seen[address] = name
    return np.array(list(seen), np.int64)


def build(loaded: Loaded) -> Compiled:
    """Compile a loaded, checked scenario."""
    scenario = loaded.scenario
    index = Index(scenario)
    gate.must_have_room(loaded, index)
    script = agenda.script(scenario, index)
    number, draws = numbers_table.fill(scenario, index, script)
    world = World(
        round_days=scenario.calendar.round_days,
        rounds=(scenario.calendar.end - scenario.calendar.start).days // scenario.calendar.round_days,
        expiry=(scenario.calendar.expiry - scenario.calendar.start).days,
        response=codes.PROPORTIONAL if scenario.parameters.response == "proportional" else codes.LOGISTIC,
        pivotal=int(scenario.parameters.pivotal),
        reverts=int(scenario.space.reversion is not None),
        mode=MODES[scenario.bargaining.mode],
        by_need=int(scenario.bargaining.by_need),
        **_members(scenario, index),
        **_procedures(scenario, index),
        **_candidates(scenario, index),
        **_demands(scenario, index),
        focal_day=_ints([index.day(scenario.focal[name].date, 0) for name in index.focal]),
        between=_between(scenario),
        ballots=BALLOTS[scenario.ballots.kind],
        secret=int(scenario.ballots.secret and scenario.ballots.kind is not None),
        sitting_day=_ints([index.day(date, 0) for date in _sittings(loaded)]),
        event_day=_ints([event.day for event in script]),
        event_trigger=_ints([event.trigger for event in script]),
        event_kind=_ints([event.kind for event in script]),
        event_member=_ints([event.member for event in script]),
        event_candidate=_ints([event.candidate for event in script]),
        event_demand=_ints([event.demand for event in script]),
        **_rule(scenario, index),
        **ties.influence(loaded, index),
        **draws.arrays(addresses),
        number=number,
    )
    gate.must_be_finite(loaded, world, draws.by_path())
    slots = {path: _ints(where) for path, where in draws.slots().items()}
    return Compiled(world, _names(loaded, index, script), slots)


def _between(scenario: Scenario) -> int:
    if not scenario.sittings.given:
        return codes.ANY_DAY
    return codes.SILENCE_BETWEEN if scenario.sittings.between == "silence" else codes.ONLY_SITTINGS


def _sittings(loaded: Loaded) -> list[datetime.date]:
    return sitting_days.sitting_dates(loaded.scenario, loaded.tables.sittings) if loaded.scenario.sittings.given else []


def _ints(values: list[int]) -> Ints:
    return np.array(values, np.int64)


def _members(scenario: Scenario, index: Index) -> dict[str, Any]:
    known = [scenario.members.get(code) for code in index.members]
    departure = _ints([index.day(m.leaves if m else None, codes.NEVER) for m in known])
    weight = np.array([m.weight if m else 1.0 for m in known])
    largest = weight[departure > 0].max(initial=0.0)  # who had left before the start is nobody's measure
    address = np.array([member_address(code) for code in index.members], np.uint32)
    return {
        "member_address": address,
        "accession": _ints([index.day(m.accession if m else None, 0) for m in known]),
        "departure": departure,
        "influence_weight": np.minimum(1.0, weight / max(largest, 1e-300)),
        "by_address": np.argsort(address, kind="stable"),
    }


def _procedures(scenario: Scenario, index: Index) -> dict[str, Any]:
    """Return when consents count where they take a procedure: how long that lasts is drawn by member, or a number."""
    weeks, known = scenario.ratification.weeks, [scenario.members.get(code) for code in index.members]
    drawn = isinstance(weeks, Distribution) and people.is_ratified(scenario)
    return {
        "ratified": _ints([index.day(m.ratified if m else None, codes.NEVER) for m in known]),
        "duration_drawn": np.array([drawn and (m is None or m.ratification is None) for m in known], np.int8),
        "duration_family": FAMILIES[weeks.dist] if isinstance(weeks, Distribution) else 0,
        "duration_arguments": np.array(arguments(weeks) if isinstance(weeks, Distribution) else [0.0] * 5),
    }


def _candidates(scenario: Scenario, index: Index) -> dict[str, Any]:
    everyone = list(scenario.candidates.values())
    return {
        "candidate_address": addresses("candidate", list(index.candidates)),
        "home": _ints([index.members[c.home] if c.home else -1 for c in everyone]),
        "kind": _ints([KINDS[kind(scenario, c)] for c in everyone]),
        "procedure": np.array([kind(scenario, c) == "ratification" for c in everyone], np.int8),
        "announced": _ints([index.day(c.announced or c.entry, codes.NEVER) for c in everyone]),
        "available": _ints([index.day(c.available, 0) for c in everyone]),
        "reserve": np.array([c.reserve for c in everyone], np.int8),
    }


def _demands(scenario: Scenario, index: Index) -> dict[str, Any]:
    everything = [index.asked[name] for name in index.demands]
    holder = _ints([index.members[d.holder] for d in everything])
    return {
        "demand_address": addresses("demand", list(index.demands)),
        "holder": holder,
        "concerns": _ints([index.candidates[d.concerns] if d.concerns else -1 for d in everything]),
        "grantor": _ints([_who_grants(d, index) for d in everything]),
        "granting_member": _ints([index.members.get(_granting(scenario, d), -1) for d in everything]),
        "purse": _ints([index.purses.get(payers.table_of(scenario, d.grantor) or "", -1) for d in everything]),
        "raised": _ints([index.day(d.raised, 0) for d in everything]),
        "dropped": _ints([index.day(d.dropped, codes.NEVER) for d in everything]),
        "grantable_from": _ints([index.day(d.grantable_from, 0) for d in everything]),
        "grantable_until": _ints([index.day(d.grantable_until, codes.NEVER) for d in everything]),
        "red_line": np.array([d.red_line for d in everything], np.int8),
        "latent": np.array([late.latency(name, d) for name, d in zip(index.demands, everything)], np.int8),
        "hurt_start": np.cumsum([0, *(len(d.hurts) for d in everything)]),
        "hurt_member": _ints([index.members[code] for d in everything for code in d.hurts]),
        "demand_start": np.searchsorted(holder, np.arange(len(index.members) + 1)).astype(np.int64),
        "holders": np.unique(holder),
    }


def _who_grants(demand: Any, index: Index) -> int:
    if demand.grantor == "chair" and index.chair is not None:
        return codes.MEMBER
    a_member = demand.grantor == "patron" or demand.grantor in index.members
    return GRANTORS.get(demand.grantor, codes.MEMBER if a_member else codes.OUTSIDE)


def _rule(scenario: Scenario, index: Index) -> dict[str, Any]:
    alternatives = rules.alternatives(scenario.rule)
    rows = [row for alternative in alternatives for row in alternative]
    return {
        "row_weight": np.array([_row_weights(row.weights, scenario, index) for row in rows], np.int64),
        "credit": np.array([row.credit for row in rows], np.int64),
        "quota": np.array([rules.parse_quota(row.quota) for row in rows], np.int64),
        "alternative": np.cumsum([0, *map(len, alternatives)]),
    }


def _row_weights(weights: Any, scenario: Scenario, index: Index) -> list[int]:
    if weights == "equal":
        return [1] * len(index.members)
    if weights == "population":
        return [rules.people(scenario.members[code].population or 0.0) for code in index.members]
    return [weights.get(code, 0) for code in index.members]


def _names(loaded: Loaded, index: Index, script: list[agenda.Happening]) -> Names:
    scenario = loaded.scenario
    bloc_of = {code: name for name, members in reversed(index.bloc_members.items()) for code in members}
    demands = [index.asked[name] for name in index.demands]
    return Names(
        scenario=loaded.name,
        title=scenario.title + (f" [with {', '.join(loaded.what_changed)}]" if loaded.what_changed else ""),
        rule=scenario.rule.name or "table",
        start=scenario.calendar.start,
        round_days=scenario.calendar.round_days,
        members=tuple(index.members),
        member_names=tuple(people.member_name(scenario, code) for code in index.members),
        blocs=tuple(bloc_of.get(code, "") for code in index.members),
        candidates=tuple(index.candidates),
        candidate_names=tuple(c.name for c in scenario.candidates.values()),
        demands=tuple(index.demands),
        demand_texts=tuple(d.text or name for name, d in zip(index.demands, demands)),
        grantors=tuple(_grantor(scenario, d, index) for d in demands),
        focal=tuple(scenario.focal[name].label or name for name in index.focal),
        events=tuple(event.name for event in script),
        event_texts=tuple(event.text for event in script),
        sponsors=tuple(c.sponsor or "" for c in scenario.candidates.values()),
        purses=tuple(index.purses),
        purse_names=tuple(_payer(scenario, name) for name in index.purses),
        issues=tuple(index.issues),
        patron=scenario.patron or "",
        chair=_chair(scenario),
    )


def _payer(scenario: Scenario, purse: str) -> str:
    """Return whose a purse is, as it stands in a sentence."""
    if purse == "candidate":
        return next(iter(scenario.candidates.values())).name if len(scenario.candidates) == 1 else "the candidates"
    code = scenario.patron if purse == "patron" else purse
    if code in scenario.members:
        return people.member_name(scenario, code)
    return _chair(scenario) or "the chair" if purse == "chair" else scenario.grantors[purse].name or purse


def _chair(scenario: Scenario) -> str:
    """Return what a chair that is no member is called; empty where nobody says."""
    return scenario.grantors["chair"].name if scenario.chair is None and "chair" in scenario.grantors else ""


def _grantor(scenario: Scenario, demand: Any, index: Index) -> str:
    if demand.grantor == "candidate":
        return str(demand.concerns or "the candidate")
    if demand.grantor in scenario.grantors and _who_grants(demand, index) == codes.OUTSIDE:
        return scenario.grantors[demand.grantor].name
    return "the chair" if demand.grantor == "chair" else _granting(scenario, demand)


def _granting(scenario: Scenario, demand: Any) -> str:
    """Return the code of the member that can grant a demand, be it as patron or chair; of others what they are."""
    roles = {"patron": scenario.patron, "chair": scenario.chair}
    return str(roles.get(demand.grantor) or demand.grantor)
