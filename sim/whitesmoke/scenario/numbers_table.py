"""Every number of a scenario finds its slot in `Numbers.flat`; distributions become draws of a run."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.world import Numbers, new_numbers
from whitesmoke.scenario.agenda import Happening
from whitesmoke.scenario.families import FAMILIES, arguments, drawn
from whitesmoke.scenario.late import OPPORTUNISM
from whitesmoke.scenario.numbers import Distribution, Stated
from whitesmoke.scenario.people import is_text
from whitesmoke.scenario.schema import Grantor, Scenario

OWN = {
    "patron_tie": "patron_tie",
    "reservation": "reservation",
    "patience": "patience",
    "ratification": "duration",
}
"""Numbers of a member that replace what its bloc or a table says of all, and their fields."""


class Draws:
    """The numbers that are drawn once per run: one draw by path of the file, which may fill several slots."""

    def __init__(self) -> None:
        self._of_slot: dict[int, tuple[str, Distribution]] = {}
        self._path: dict[int, str] = {}

    def put(self, slot: int, path: str, number: Any) -> None:
        """Say what fills a slot; a later number replaces an earlier one (a member's own replaces its bloc's)."""
        self._path[slot] = path
        self._of_slot.pop(slot, None)
        if isinstance(number, Distribution):
            self._of_slot[slot] = (path, number)

    def slots(self) -> dict[str, list[int]]:
        """Return the slots that the number of each path fills, distribution or not; a default without a path has none.

        A number enters a World here and nowhere else, as itself: another one at its path changes these entries, and
        nothing besides. What is reckoned with before it enters (a weight, a population, a layer's share) is not here,
        nor what more hangs on: where members may ask late, a World has more demands (`late`), as it surely has if a
        distribution says how often they do.
        """
        found: dict[str, list[int]] = {}
        for slot, path in self._path.items():
            if path and (path != OPPORTUNISM or slot in self._of_slot):
                found.setdefault(path, []).append(slot)
        return found

    def by_path(self) -> dict[str, tuple[Distribution, list[int]]]:
        """Return each distribution of the file, by its path, and the slots it fills."""
        found: dict[str, tuple[Distribution, list[int]]] = {}
        for slot, (path, number) in self._of_slot.items():
            found.setdefault(path, (number, []))[1].append(slot)
        return found

    def arrays(self, addresses: Callable[[str, list[str]], Any]) -> dict[str, Any]:
        """Return the fields of World that describe the draws."""
        found = self.by_path()
        numbers, slots = [number for number, _ in found.values()], [slots for _, slots in found.values()]
        return {
            "draw_family": np.array([FAMILIES[number.dist] for number in numbers], np.int64),
            "draw_arguments": np.array([arguments(number) for number in numbers], float).reshape(-1, 5),
            "draw_address": addresses("number", list(found)),
            "draw_start": np.cumsum([0, *(len(where) for where in slots)]).astype(np.int64),
            "draw_slot": np.array([slot for where in slots for slot in where], np.int64),
        }


def central(number: Any) -> float:
    """Return a number, or the median of a distribution."""
    if isinstance(number, Distribution):
        return drawn(number, 0.5)
    return float(number.value) if isinstance(number, Stated) else float(number)


class Filler:
    """Puts numbers into their slots."""

    def __init__(self, number: Numbers) -> None:
        self.number, self.draws = number, Draws()
        self._offset = {}
        at = 0
        for name in Numbers._fields[1:]:
            self._offset[name] = at
            at += getattr(number, name).size

    def put(self, field: str, at: tuple[int, ...], value: object, path: str) -> None:
        """Put a number at one place of a field."""
        slot = self._offset[field] + int(np.ravel_multi_index(at, getattr(self.number, field).shape))
        self.number.flat[slot] = central(value)
        self.draws.put(slot, path, value)

    def put_by_name(self, field: str, row: int, names: dict[str, int], value: object, path: str) -> None:
        """Put a number for every name, or a table of numbers by name, in one row of a field."""
        if value is None:
            return
        for name, column in names.items():
            if not isinstance(value, dict):
                self.put(field, (row, column), value, path)
            elif name in value:
                self.put(field, (row, column), value[name], f"{path}.{name}")


def fill(scenario: Scenario, index: Any, script: list[Happening]) -> tuple[Numbers, Draws]:
    """Return the numbers of a scenario and the draws among them."""
    members, candidates, issues = len(index.members), len(index.candidates), len(index.issues)
    number = new_numbers(
        status_quo=(members,),
        affinity=(members, candidates),
        position=(members, issues),
        salience=(members, issues),
        patron_tie=(members,),
        candidate_position=(candidates, issues),
        reversion=(issues,),
        valence=(candidates,),
        withdraw=(candidates,),
        worth=(len(index.demands),),
        ceiling=(len(index.demands),),
        hurt=(sum(len(demand.hurts) for demand in index.asked.values()),),
        focal_weight=(len(index.focal),),
        amount=(len(script),),
        reservation=(members,),
        patience=(members,),
        budget=(len(index.purses),),
        cost=(len(index.purses),),
        stake=(len(index.purses),),
        duration=(members,),
    )
    filler = Filler(number)
    _coefficients(filler, scenario)
    _members(filler, scenario, index)
    _candidates(filler, scenario, index)
    for name, d in index.demands.items():
        own = name in scenario.demands
        for field in ("worth", "ceiling"):
            filler.put(field, (d,), getattr(index.asked[name], field), f"demands.{name}.{field}" if own else "")
    _reversion(filler, scenario, index)
    hurts = [(name, code) for name in index.demands for code in index.asked[name].hurts]
    for at, (name, code) in enumerate(hurts):
        filler.put("hurt", (at,), index.asked[name].hurts[code], f"demands.{name}.hurts.{code}")
    for m, name in enumerate(index.focal):
        filler.put("focal_weight", (m,), scenario.focal[name].weight, f"focal.{name}.weight")
    for e, event in enumerate(script):
        filler.put("amount", (e,), event.amount, f"events.{event.name}.amount" if event.name else "")
    for name, p in index.purses.items():
        _purse(filler, p, scenario.grantors[name], f"grantors.{name}")
    return number, filler.draws


def _reversion(filler: Filler, scenario: Scenario, index: Any) -> None:
    places = scenario.space.reversion
    for at, issue in enumerate(index.issues):
        if isinstance(places, dict) and issue in places:
            filler.put("reversion", (at,), places[issue], f"space.reversion.{issue}")
        elif not isinstance(places, dict) and places is not None:
            filler.put("reversion", (at,), places, "space.reversion")


def _purse(filler: Filler, p: int, grantor: Grantor, path: str) -> None:
    filler.put("cost", (p,), grantor.cost, f"{path}.cost")
    for name in ("budget", "stake"):
        limit = getattr(grantor, name)
        filler.put(name, (p,), codes.NO_LIMIT if limit is None else limit, "" if limit is None else f"{path}.{name}")


def _coefficients(filler: Filler, scenario: Scenario) -> None:
    for at, one in enumerate(COEFFICIENTS.values()):
        filler.put("coefficient", (at,), attrgetter(one.path)(scenario), one.path)


def _members(filler: Filler, scenario: Scenario, index: Any) -> None:
    issues = {name: at for at, name in enumerate(index.issues)}
    for i in index.members.values():
        filler.put("patron_tie", (i,), 1.0, "")
        filler.put_by_name("salience", i, issues, scenario.space.salience, "space.salience")
        for name in ("reservation", "patience"):
            filler.put(name, (i,), getattr(scenario.bargaining, name), f"bargaining.{name}")
        _duration(filler, i, scenario.ratification.weeks)
    for name, bloc in scenario.blocs.items():
        for code in index.bloc_members[name]:
            i = index.members[code]
            filler.put_by_name("affinity", i, index.candidates, bloc.baseline, f"blocs.{name}.baseline")
            if bloc.patron_tie is not None:
                filler.put("patron_tie", (i,), bloc.patron_tie, f"blocs.{name}.patron_tie")
    for code, member in scenario.members.items():
        i, path = index.members[code], f"members.{code}"
        filler.put_by_name("affinity", i, index.candidates, member.baseline, f"{path}.baseline")
        filler.put_by_name("position", i, issues, member.position, f"{path}.position")
        filler.put_by_name("salience", i, issues, member.salience, f"{path}.salience")
        filler.put("status_quo", (i,), member.status_quo, f"{path}.status_quo")
        for name, field in OWN.items():
            own = getattr(member, name)
            if own is not None:
                filler.put(field, (i,), own, f"{path}.{name}")


def _duration(filler: Filler, i: int, weeks: Any) -> None:
    """Put how long the procedure of a member takes; of a distribution each has its own draw, under no path."""
    if isinstance(weeks, Distribution):
        filler.put("duration", (i,), central(weeks), "")
    elif weeks is not None:
        filler.put("duration", (i,), weeks, "ratification.weeks")


def _candidates(filler: Filler, scenario: Scenario, index: Any) -> None:
    issues = {name: at for at, name in enumerate(index.issues)}
    for name, k in index.candidates.items():
        candidate, path = scenario.candidates[name], f"candidates.{name}"
        filler.put("valence", (k,), candidate.valence, f"{path}.valence")
        if is_text(scenario, candidate):
            filler.put("withdraw", (k,), candidate.withdraw, f"{path}.withdraw")
        filler.put_by_name("candidate_position", k, issues, candidate.position, f"{path}.position")
