"""Who changes what: the fields that `set`, an arm and the factors reach, and which of two counts where both do.

The order is fixed, and not that of the file: the scenario, `set`, the arm, factors that set, factors that multiply,
factors that add. `set` is the ground that arms and factors stand on, and may be replaced by them. Of two others that
set one field the one that names it counts, where the other reaches it by a `*`; else they are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.loaded import Place, dotted
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.paths import address_in

RULE = "rule"
"""The path of a factor that replaces the decision rule by name."""
BY_NAME: tuple[Place, ...] = (("rule", "name"), ("rule", "rows"))
"""Fields that a rule by name takes the place of; its silence and its veto players stay."""


class Reach(NamedTuple):
    """A field that a part of an experiment changes."""

    place: Place
    """where the experiment file says so"""
    pattern: Place
    """as written, with its `*`"""
    address: Place
    """of the field itself"""
    change: str
    at: int = 0
    """its number among the fields of its factor"""
    by_name: bool = False
    """part of a rule that is given by name"""


class Counted(NamedTuple):
    """What each factor changes under an arm, and what is said of it."""

    reaches: dict[str, list[Reach]]
    """by factor, without what a more particular one sets"""
    notes: list[str]


def counted(experiment: LoadedExperiment, arm: str, factors: dict[str, list[Reach]]) -> Counted:
    """Return in which of the fields that it reaches each factor counts, under an arm.

    Raises ScenarioError, with the lines of both, for two of which one would be dropped.
    """
    ground = fixed(experiment, arm)
    for reaches in factors.values():
        _each_once(experiment, reaches)
    everything = [*ground, *(reach for reaches in factors.values() for reach in reaches)]
    _no_table_and_field(experiment, everything)
    setter: dict[Place, Reach] = {}
    notes: dict[str, None] = {}
    for reach in everything:
        if reach.change == "set":
            before = setter.get(reach.address)
            first = setter[reach.address] = _first(experiment, before, reach)
            if before is not None and first.pattern == before.pattern:
                lost, kept = _said(experiment, before.place), _said(experiment, first.place)
                notes[f"{lost} counts at no point: {kept} sets it too"] = None
    found = {
        name: [reach for reach in reaches if reach.change != "set" or setter[reach.address] is reach]
        for name, reaches in factors.items()
    }
    for name, reaches in found.items():
        if not reaches:
            others = {_said(experiment, setter[reach.address].place) for reach in factors[name]}
            by = ", ".join(sorted(others))
            message = f"nothing is left for it: all it reaches is set by name ({by}); take it away"
            raise experiment.refused(factors[name][0].place, message)
    return Counted(found, list(notes))


def fixed(experiment: LoadedExperiment, arm: str) -> list[Reach]:
    """Return what holds at every point of an arm; what the arm says takes the place of what `set` says."""
    spec = experiment.spec
    found = _of_table(experiment, ("set",), list(spec.set), spec.rule, ("rule",))
    if arm:
        own = _of_table(
            experiment, ("arms", arm, "set"), list(spec.arms[arm].set), spec.arms[arm].rule, ("arms", arm, RULE)
        )
        for reach in own:
            other = next((one for one in found if one.address == reach.address), None)
            if other is not None and reach.by_name != other.by_name:
                raise _both(experiment, other, reach)
        taken = {reach.address for reach in own}
        found = [reach for reach in found if reach.address not in taken] + own
    return found


def _of_table(
    experiment: LoadedExperiment, table: Place, paths: list[str], rule: str | None, named: Place
) -> list[Reach]:
    found = []
    for path in paths:
        parts = address_in(experiment, (*table, path), path)
        found.append(Reach((*table, path), parts, parts, "set"))
    if rule is not None:
        found += [Reach(named, parts, parts, "set", by_name=True) for parts in BY_NAME]
    _each_once(experiment, found)
    return found


def _each_once(experiment: LoadedExperiment, reaches: list[Reach]) -> None:
    """Refuse two ways of writing one field in one table, or in the paths of one factor."""
    seen: dict[Place, Reach] = {}
    for reach in reaches:
        if reach.address in seen:
            raise _both(experiment, seen[reach.address], reach)
        seen[reach.address] = reach


def _no_table_and_field(experiment: LoadedExperiment, reaches: list[Reach]) -> None:
    """Refuse what sets a whole table, or one value for all of it, beside what changes a field inside."""
    by_address = {reach.address: reach for reach in reaches}
    for reach in reaches:
        for depth in range(1, len(reach.address)):
            around = by_address.get(reach.address[:depth])
            if around is not None:
                whole, part = dotted(around.address), dotted(reach.address)
                message = (
                    f"{part} lies in {whole}, which {_said(experiment, around.place)} changes as a whole; keep one"
                )
                raise experiment.refused(reach.place, message)


def _first(experiment: LoadedExperiment, one: Reach | None, other: Reach) -> Reach:
    """Return which of two that set a field counts: the one that names it, not the one that reaches it by a `*`."""
    ground = one is None or (one.place[0] in ("set", RULE) and one.pattern == other.pattern)
    if one is None or _covers(one.pattern, other.pattern) or (ground and one.by_name == other.by_name):
        return other
    if _covers(other.pattern, one.pattern):
        return one
    raise _both(experiment, one, other)


def _covers(wide: Place, narrow: Place) -> bool:
    """Say whether one pattern has a `*` where another of the same fields has a name, and nowhere the reverse."""
    return wide != narrow and all(one in ("*", other) for one, other in zip(wide, narrow, strict=True))


def _both(experiment: LoadedExperiment, one: Reach, other: Reach) -> ScenarioError:
    field = dotted(other.address)
    if other.place[:2] == one.place[:2] and other.place[0] == "factors":
        return experiment.refused(other.place, f"it reaches {field} twice; take one of the two away")
    numbers = "factors" in (one.place[0], other.place[0]) and other.address not in BY_NAME
    remedy = "keep one, or let one of them `add` or `multiply`" if numbers else "keep one"
    message = f"{field} is set by {_said(experiment, one.place)} too, and only one could count; {remedy}"
    return experiment.refused(other.place, message)


def _said(experiment: LoadedExperiment, place: Place) -> str:
    return f"{dotted(place[:2] if place[0] == 'factors' else place)} ({experiment.line(place)})"


def rule_reaches(name: str) -> Iterator[Reach]:
    """Yield what a factor that replaces the rule changes."""
    for parts in BY_NAME:
        yield Reach(("factors", name, "path"), parts, parts, "set", by_name=True)
