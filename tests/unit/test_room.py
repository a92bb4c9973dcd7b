"""What would not fit into memory is refused before it is taken, and says how much it would have been."""

from pathlib import Path

import numpy as np
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.series.opened import load_series
from whitesmoke.evidence.series.play import play
from whitesmoke.model import room
from whitesmoke.model.ensemble import ensemble, must_have_room
from whitesmoke.model.recorder import record
from whitesmoke.scenario import gate, open_case
from whitesmoke.scenario.build import Index, build
from whitesmoke.scenario.load import load

BASE = str(Path(__file__).parents[1] / "faults" / "sound.toml")


@pytest.fixture
def little(monkeypatch):
    """A machine with 10 MB to spare."""
    monkeypatch.setattr(room, "available", lambda: 10**7)
    monkeypatch.setattr(room, "SMALL", 10**5)


def many(members, network):
    core = f'{{ members = ["AAA", "BBB"], baseline = {{ miller = -1.0, novak = -4.0 }}, generate = {members} }}'
    return load(BASE, [f"blocs = {{ core = {core} }}", f"network.layers = {network}"])


@pytest.mark.parametrize("asked", [["run", BASE], ["compare", BASE, BASE]])
def test_so_many_runs(asked, little, capsys):
    assert whitesmoke([*asked, "--runs", "200000", "--json"]) == 2
    said = capsys.readouterr().err
    assert "200,000 runs of 175 rounds with 3 members would take about " in said
    assert " MB of memory, and 8 MB can be had; ask for fewer runs, or let a sweep write them to disk" in said


def test_outcomes_take_what_was_estimated():
    world = open_case("tutorial").world
    needed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "must_fit", lambda count, *_: needed.append(count))
        found = ensemble(world, 500, 1)
    assert sum(field.nbytes for field in found) <= needed[0] <= 3 * sum(field.nbytes for field in found)


def test_a_network_of_everybody(little):
    with pytest.raises(WhitesmokeError, match=r"a network of 91,809 ties between 303 members would take about 20.2 MB"):
        build(many(300, '[{ kind = "alliance", share = 1.0 }]'))
    build(many(100, '[{ kind = "alliance", share = 1.0 }]'))


@pytest.mark.parametrize("kind", ["alliance", "blocs", "small-world", "scale-free", "random"])
def test_ties_are_about_as_many_as_estimated(kind):
    more = {"small-world": ", neighbours = 6", "scale-free": ", neighbours = 6", "random": ", density = 0.2"}
    loaded = many(200, f'[{{ kind = "{kind}", share = 1.0{more.get(kind, "")} }}]')
    found = len(build(loaded).world.out_units)
    layer = loaded.scenario.network.layers[0]
    assert gate._ties(layer, loaded, Index(loaded.scenario)) == pytest.approx(found, rel=0.1)


def test_a_body_of_that_size(little):
    with pytest.raises(WhitesmokeError, match=r"a body of 9,003 members with 2 candidates would take about 13.5 MB"):
        build(many(9_000, "[]"))


def test_a_trace_of_a_hundred_years(little):
    record(open_case("tutorial"), 1)
    case = open_case(BASE, ["calendar.expiry=2129-01-01"])
    with pytest.raises(WhitesmokeError, match="the trace of 36,153 rounds with 3 members and 2 candidates would take"):
        record(case, 1)


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ('design.kind = "grid"', "a design of 10,000 points with 5 runs each would take about"),
        ('design = { kind = "sobol", points = 16384 }', "a design of 16,384 points"),
        ('design = { kind = "saltelli", points = 16384 }', "a design of 65,536 points"),
        ('design = { kind = "morris", trajectories = 10000 }', "a design of 30,000 points"),
    ],
)
def test_a_design_of_millions(tmp_path, little, capsys, design, said):
    steps = ", steps = 100" if "grid" in design else ""
    (tmp_path / "e.toml").write_text(
        f'title = "t"\nquestion = "q"\nscenario = "{BASE}"\n{design}\nreplicates.runs = 5\n'
        f'factors.a = {{ path = "parameters.speed", low = 1.0, high = 2.0{steps} }}\n'
        f'factors.b = {{ path = "parameters.pull", low = 1.0, high = 2.0{steps} }}\n'
    )
    assert whitesmoke(["check", str(tmp_path / "e.toml")]) == 2
    assert said in capsys.readouterr().err


def test_futures_without_end(little):
    series = load_series("nato-secretaries")
    with pytest.raises(WhitesmokeError, match="10,000 futures of"):
        play(series, 10_000, 1)


def test_what_is_free_is_read_and_small_things_are_not_measured(monkeypatch):
    free = room.available()
    assert free is not None
    assert 10**7 < free < 10**15
    monkeypatch.setattr(room, "available", lambda: pytest.fail("asked"))
    room.must_fit(room.SMALL, "a thing", "wait")
    must_have_room(open_case("tutorial").world, 1000)


def test_a_container_has_less(tmp_path, monkeypatch):
    most, taken = tmp_path / "max", tmp_path / "current"
    most.write_text("5000000\n")
    taken.write_text("2000000\n")
    monkeypatch.setattr(room, "LIMITS", ((str(most), str(taken)),))
    assert room.available() == 3_000_000
    most.write_text("max\n")
    assert room.available() > 3_000_000


def test_sizes_in_words():
    assert [room.size(count) for count in (3e5, 8e8, 1.25e9, 2e13, 5e16)] == [
        "0.3 MB",
        "800 MB",
        "1.25 GB",
        "20 TB",
        "50,000 TB",
    ]


# --- a World is finite ----------------------------------------------------------------------------------------------


def test_sums_beyond_reckoning_are_refused():
    far = ["space.issues = { money = {} }", "space.salience = 1000.0", "parameters.distance_power = 2.0"]
    places = ["members.AAA", "members.BBB", "members.CCC", "candidates.miller"]
    where = [f"{place}.position = {{ money = {x}.0 }}" for x, place in enumerate(places)]
    with pytest.raises(ScenarioError, match=r"logits, and 1e\+09 is the most that can be reckoned with; take smaller"):
        open_case(BASE, [*far, *where, "candidates.novak.position = { money = 1e6 }"])
    open_case(BASE, [*far, *where, "candidates.novak.position = { money = 1e2 }"])


def test_a_draw_that_is_no_number_is_refused_even_if_the_schema_let_it_pass(monkeypatch):
    monkeypatch.setattr(gate, "reach", lambda number: (0.0, np.inf))
    with pytest.raises(ScenarioError, match=r"parameters.speed: draws what is no number: its `high` is too far above"):
        open_case(BASE, ['parameters.speed = { dist = "uniform", low = 1.0, high = 2.0 }'])


def test_so_many_particles(little, capsys):
    assert whitesmoke(["nowcast", "tutorial", "--as-of", "2030-02-01", "--runs", "5000", "--json"]) == 2
    assert "5,000 particles of a race with 3 members would take about " in capsys.readouterr().err


def test_a_high_that_is_far_out_is_told_so():
    cut = 'parameters.pressure={{dist="normal", mean=0, sd=1, low=0, high={}}}'
    with pytest.raises(ScenarioError, match="its `high` is too far above its mean; six standard deviations"):
        open_case("tutorial", [cut.format(9)])
    open_case("tutorial", [cut.format(6)])
