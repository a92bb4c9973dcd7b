"""Path -> slot: the look-up is what compiling and comparing finds, and a sweep compiles each World once.

Compiling a scenario with two values of a path and looking at what differs is slow, and cannot be wrong.
"""

from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.posterior import fixed
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.world import World
from whitesmoke.scenario.build import build
from whitesmoke.scenario.library import shipped
from whitesmoke.scenario.load import load
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.scenario.slots import entries, is_judged, may_be_drawn, own_range
from whitesmoke.study import worlds
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.paths import address
from whitesmoke.study.plan import lay_out
from whitesmoke.study.worlds import world_hash

ROOT = Path(__file__).parents[2]
EVERYTHING = ROOT / "tests" / "agreement" / "everything.toml"
SCENARIOS = {"everything": EVERYTHING, **{one.name: one.path for one in shipped()}}
EXPERIMENTS = sorted(file.stem for file in (ROOT / "experiments").glob("*.toml"))
QUICK = ("everything", "conclave", "rutte-iohannis")
LARGE = "alliance-size"
"""Up to 100,000 members."""
OUTSIDE = (("record",), ("members_table",))
"""What is observed is never an input; the members table has been read by then."""


def fields(value, at=()):
    """Yield the place of every number that a scenario has, given or not, and the number."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    if at[:1] in OUTSIDE:
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield at, value
    for key, inner in inside:
        if isinstance(inner, Distribution):
            yield (*at, key), None
        yield from fields(inner, (*at, key))


def of_each_kind(loaded):
    """The first and the last number of each field of the schema, as paths; None where it is drawn."""
    kinds = {}
    for place, value in fields(loaded.scenario):
        named = tuple("*" if depth == 1 or isinstance(part, int) else part for depth, part in enumerate(place))
        kinds.setdefault(named, []).append((".".join(map(str, place)), value))
    return dict(one for several in kinds.values() for one in (several[0], several[-1]))


def moved(before, after, old, new):
    """The entries of the numbers that went from `old` to `new`; None if anything else changed, or nothing."""
    for name in World._fields:
        if name != "number" and not np.array_equal(getattr(before, name), getattr(after, name)):
            return None
    one, other = before.number.flat, after.number.flat
    if one.shape != other.shape or old is None:
        return None
    found = np.flatnonzero(one != other)
    exact = (one[found] == old).all() and (other[found] == new).all()
    return found.tolist() if exact and len(found) else None


def values_near(value):
    """Other numbers that a field with this one may take, likely ones first."""
    near = 0.5 if value is None else value
    return [near / 2 + 0.25, near + 1, near - 1, 1, 2, near + 30]


def changed(source, path, value):
    """Another value of a path, and the World with it; None if the scenario takes none."""
    for other in values_near(value):
        if other != value:
            try:
                return other, build(load(source, [f"{path}={other!r}"])).world
            except WhitesmokeError:
                continue
    return None


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in SCENARIOS]
)
def test_the_look_up_is_what_comparing_worlds_finds(name):
    """Of every number of the schema, whatever a World makes of it; many stay with a World of their own."""
    loaded = load(SCENARIOS[name])
    case, seen = build(loaded), {True: 0, False: 0}
    for path, value in of_each_kind(loaded).items():
        found = changed(SCENARIOS[name], path, value)
        if found is None:
            continue
        other, world = found
        wanted, slots = moved(case.world, world, value, other), entries(case, path)
        assert (None if slots is None else sorted(slots.tolist())) == wanted, path
        assert slots is None or may_be_drawn(address(path)), path
        seen[slots is not None] += 1
    assert min(seen.values()) > 0


def test_what_a_number_that_stands_alone_may_be_the_scenario_takes():
    """At both ends of its range, whatever else the file says; next to the ends it does not."""
    loaded, tried = load(EVERYTHING), 0
    for path in build(loaded).slots:
        own = own_range(path, loaded.scenario)
        if own is None:
            assert is_judged(path)
            continue
        low = np.nextafter(own.low, 1.0) if own.above else own.low
        for value in (low, own.high):
            try:
                load(EVERYTHING, [f"{path}={float(value)!r}"])
            except ScenarioError as error:  # not for its value: the field itself is of no use there
                with pytest.raises(ScenarioError, match=r"take away|no use for"):
                    raise error
        with pytest.raises(ScenarioError):
            load(EVERYTHING, [f"{path}={float(np.nextafter(own.high, np.inf))!r}"])
        tried += 1
    assert tried > 50


def structure(case):
    """What is left of a World without the numbers that can be filled in run by run."""
    number = case.world.number._replace(flat=np.delete(case.world.number.flat, np.concatenate([*case.slots.values()])))
    return world_hash(case._replace(world=case.world._replace(number=number)))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name == LARGE else []) for name in EXPERIMENTS]
)
def test_as_many_compilations_as_distinct_worlds(name, monkeypatch):
    """And one of each scenario as it is; what is played is what each point compiled by itself would play."""
    built = []
    monkeypatch.setattr(worlds, "build", lambda loaded: built.append(loaded) or build(loaded))
    plan = lay_out(load_experiment(ROOT / "experiments" / f"{name}.toml"))
    settings = list(plan.unique.values())
    plots = list(plan.compiler.plots(settings))
    count = len(built)
    alone = [plan.compiler.case(setting) for setting in settings]
    grounds = {setting.scenario for setting in settings} | {plan.experiment.spec.scenario}
    assert count <= len({structure(case) for case in alone}) + len(grounds)
    for plot in plots:
        for row, at in enumerate(plot.members):
            filled = fixed(plot.case, PerRun(plot.slot, plot.value[row : row + 1]))
            assert world_hash(filled) == world_hash(alone[at])
    assert sorted(at for plot in plots for at in plot.members) == list(range(len(settings)))
