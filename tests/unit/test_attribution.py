"""Shapley values against closed forms, and parts taken out of a race."""

import json
from itertools import permutations

import numpy as np
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.evidence.analysis import credit
from whitesmoke.evidence.analysis.ensemble_summary import Interval, mean, settled
from whitesmoke.evidence.counterfactual.attribute import Row, attribute
from whitesmoke.evidence.counterfactual.parts import parts_of, without
from whitesmoke.evidence.counterfactual.players import Players
from whitesmoke.evidence.counterfactual.tie_parts import tie_parts
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.figures.costs import attribution_figure
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble, new_outcomes
from whitesmoke.model.rules.influence import FIXED
from whitesmoke.scenario import open_case
from whitesmoke.scenario.build import build
from whitesmoke.scenario.fewer import with_only
from whitesmoke.scenario.load import load
from whitesmoke.telling.attribution_words import sentence

from tests.unit.records import SCENARIOS


def values(groups: list[str], game) -> dict:
    return {some: np.array([float(game(some))]) for some in credit.subsets(groups)}


def test_shapley_of_an_airport() -> None:
    """Littlechild & Owen (1973): runways of cost 1, 3, 6 share 1/3, 1/3 + 1, 1/3 + 1 + 3."""
    cost = {"a": 1, "b": 3, "c": 6}
    found = credit.shapley(list(cost), values(list(cost), lambda s: max((cost[g] for g in s), default=0)))
    assert [found[g][0] for g in cost] == pytest.approx([1 / 3, 4 / 3, 13 / 3])


def test_shapley_is_the_mean_over_orders() -> None:
    groups = ["a", "b", "c", "d"]
    draw = {some: np.sin(7.0 * at + np.arange(3)) for at, some in enumerate(credit.subsets(groups))}
    found = credit.shapley(groups, draw)
    for group in groups:
        steps = []
        for order in permutations(groups):
            before = frozenset(order[: order.index(group)])
            steps.append(draw[before | {group}] - draw[before])
        assert found[group] == pytest.approx(np.mean(steps, axis=0))
    assert sum(found.values()) == pytest.approx(draw[frozenset(groups)] - draw[frozenset()])


def test_too_many_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 8"):
        credit.subsets(list("abcdefghi"))


def test_an_effect_counts_deadlock_as_the_horizon() -> None:
    whole, gone = np.array([10, 20, codes.NEVER, 40]), np.array([10, 15, 90, codes.NEVER])
    found = credit.effect(whole, gone, horizon=100)
    assert found.days.value == pytest.approx((0 + 5 + 10 - 60) / 4)
    assert found.deadlock.value == 0.0
    assert (found.later, found.earlier) == (0.5, 0.25)


def test_runs_of_one_draw_are_one_observation() -> None:
    value, draw = np.array([0.0, 10.0, 2.0, 12.0]), np.array([0, 1, 0, 1])
    found, apart = mean(value, draw), mean(value)
    assert found.value == apart.value == 6.0
    assert found.high - found.value == pytest.approx(1.96 * np.std([1.0, 11.0], ddof=1) / np.sqrt(2), rel=1e-3)
    assert found.high > apart.high


def test_the_parts_of_the_race_can_all_be_taken_out() -> None:
    loaded = load("rutte-iohannis")
    parts = {part.name: part for part in parts_of(loaded.scenario, "rutte")}
    expected = {"hungary-opt-out", "hungary-opt-out granted", "HUN holding out", "iohannis", "patron", "summit", "ties"}
    assert expected <= set(parts)
    assert "hungary-apology granted" not in parts  # it cannot be granted as it is
    for part in parts.values():
        build(without(loaded, [part]))
    build(without(loaded, parts.values()))
    changed = without(loaded, [parts["iohannis"], parts["hungary-opt-out"]]).scenario
    assert list(changed.candidates) == ["rutte"]
    assert changed.demands["hungary-opt-out"].worth == 0.0
    assert loaded.scenario.demands["hungary-opt-out"].worth > 0.0


def test_taking_a_demand_out_is_setting_its_worth_to_nothing() -> None:
    loaded = load("tutorial")
    (demand, *_) = [part for part in parts_of(loaded.scenario, "dora") if part.kind == "demands"]
    ours = build(without(loaded, [demand])).world.number.flat
    assert np.array_equal(ours, open_case("tutorial", ["demands.harbour.worth=0"]).world.number.flat)


RIVAL = f"""
extends = "{SCENARIOS / "tutorial.toml"}"
[candidates.emil]
name = "Emil Ems"
home = "BET"
entry = 2030-01-07
[demands.port]
holder = "GAM"
concerns = "emil"
worth = 2.0
[events.promise]
kind = "grant"
date = 2030-02-04
demand = "port"
amount = 1.0
[events.relief]
kind = "worth"
on_exit = "emil"
demand = "harbour"
amount = -1.0
"""
"""A rival, a demand that is made of him alone, what comes of it, and what comes of his going."""


@pytest.fixture
def rivalry(tmp_path):
    file = tmp_path / "rivalry.toml"
    file.write_text(RIVAL)
    return file


def test_with_a_candidate_go_its_demands_and_the_events_of_either(rivalry) -> None:
    loaded = load(rivalry)
    alone = with_only(loaded.scenario, ["dora"])
    assert (list(alone.candidates), list(alone.demands), list(alone.events)) == (["dora"], ["harbour"], [])
    modest = with_only(loaded.scenario, loaded.scenario.candidates, ["port"])
    assert (list(modest.demands), list(modest.events)) == (["port"], ["promise"])
    assert with_only(loaded.scenario, loaded.scenario.candidates) == loaded.scenario
    assert load("tutorial").scenario.demands == alone.demands


def test_a_rival_is_taken_out_with_what_happens_to_its_demands(rivalry, capsys) -> None:
    assert whitesmoke(["attribute", str(rivalry), "--runs", "50", "--json"]) == 0
    assert "emil" in {row["part"] for row in json.loads(capsys.readouterr().out)["parts"]}


def test_groups_add_up_on_a_real_race() -> None:
    loaded = load("tutorial")
    players = Players(loaded, 200, 1, None)
    parts = parts_of(loaded.scenario, "dora")

    def play(kept: frozenset[str]) -> np.ndarray:
        return players.days([part for part in parts if part.kind in ("demands", "ties") and part.kind not in kept])

    shared, total = credit.shares(["demands", "ties"], play, 84)
    assert sum(share.days.value for share in shared.values()) == pytest.approx(total.days.value)
    assert shared["demands"].days.value > 1.0 > 0.0 > shared["ties"].days.value


def test_a_race_is_taken_apart_without_a_command() -> None:
    loaded = load("tutorial")
    case = build(loaded)
    found, tied = attribute(loaded, case, 60, 1), attribute(loaded, case, 60, 1, ties=2)
    assert found.leader == "dora"
    assert set(found.single) == {part.name for part in parts_of(loaded.scenario, "dora")}
    assert sum(share.days.value for share in found.groups.values()) == pytest.approx(found.total.days.value)
    assert found.with_all - found.without_any == found.total.days.value
    assert found.ties == []
    assert "GAM listening" in {row.part.name for row in tied.ties}
    assert tied.groups == found.groups


def test_the_sign_over_draws_of_a_posterior() -> None:
    kept = Posterior(["parameters.speed"], np.array([[2.0], [3.0]]), {"cases": ["tutorial"]})
    players = Players(load("tutorial"), 16, 1, kept)
    assert players.draws == 2
    difference = np.where(np.arange(16) % 2 == 0, 3.0, -1.0)
    assert players.same_sign(difference) == 0.5
    assert Players(load("tutorial"), 16, 1, None).same_sign(difference) is None
    assert players.same_sign(np.zeros(16)) is None  # no effect has no sign


def test_how_many_draws_are_played_is_told(tmp_path, capsys) -> None:
    kept = Posterior(["parameters.speed"], np.linspace(0.5, 3.0, 50)[:, None], {"cases": ["tutorial"]})
    write(kept, tmp_path)
    given = ["attribute", "tutorial", "--posterior", str(tmp_path), "--no-figure", "--out", str(tmp_path / "out")]
    assert whitesmoke([*given, "--runs", "50"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "6 draws of the posterior, 8 or 9 runs each. Parameters are draws" in said
    assert "fitted to tutorial: in-sample." in said
    assert Players(load("tutorial"), 24, 1, kept).words == "3 draws of the posterior, 8 runs each"
    assert Players(load("tutorial"), 800, 1, kept).words == "50 draws of the posterior, 16 runs each"
    assert Players(load("tutorial"), 24, 1, None).words == ""
    runs = Players(load("tutorial"), 50, 1, kept)
    assert np.bincount(runs.draw).tolist() == [9, 9, 8, 8, 8, 8]


def rows_of(net: dict[str, Interval]) -> list[Row]:
    """The parts of the tutorial with these net effects, and none of the others."""
    nothing = Interval(0.0, -0.02, 0.02)
    return [
        Row(part, credit.Effect(nothing, nothing, 0.5, 0.1, net.get(part.name, nothing)), None)
        for part in parts_of(load("tutorial").scenario, "dora")
    ]


def test_what_delays_and_speeds_up_most_is_told_with_its_name_and_interval() -> None:
    clear, quick = Interval(0.4, 0.35, 0.45), Interval(-0.3, -0.35, -0.25)
    told = "Delays most in these runs: demand, Gammaland: "
    assert sentence(rows_of({"harbour": clear})).startswith(told)
    assert sentence(rows_of({"harbour": clear})).endswith("net +40 points [+35, +45])")
    both = sentence(rows_of({"harbour": clear, "ties": quick}))
    assert both.startswith(told)
    assert "; speeds up most in these runs: all ties (with it 50 % of runs later, 10 % earlier; net -30 points" in both
    assert sentence(rows_of({"harbour": clear, "ties": clear})).endswith(", as 1 other does")
    assert sentence([]) == "There is nothing to take away"


def test_a_part_that_may_be_the_luckiest_of_many_is_no_headline() -> None:
    count = len(rows_of({}))
    none = f"These runs cannot tell any of {count} parts from one that does nothing"
    assert sentence(rows_of({})) == none
    assert sentence(rows_of({})[:1]) == "These runs cannot tell the only part from one that does nothing"
    assert sentence(rows_of({"harbour": Interval(0.2, 0.01, 0.39)})) == none
    assert sentence(rows_of({"harbour": Interval(0.2, 0.08, 0.32)})) != none


def test_a_net_effect_does_not_hang_on_the_horizon() -> None:
    whole, gone = np.array([10, 20, codes.NEVER, codes.NEVER]), np.array([10, 15, 90, codes.NEVER])
    near, far = (credit.effect(whole, gone, horizon) for horizon in (100, 1000))
    assert near.net.value == far.net.value == 0.5
    assert near.days.value != far.days.value


def test_parts_are_told_by_names_and_kept_by_their_ids(capsys, tmp_path) -> None:
    assert whitesmoke(["attribute", "tutorial", "--runs", "40", "--ties", "2", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "GAM" not in said
    assert "harbour" in json.loads((tmp_path / "attribution.json").read_text())["parts"][0]["part"]


def test_a_holder_that_a_bloc_generates_is_told_by_its_code(tmp_path) -> None:
    file = tmp_path / "generated.toml"
    file.write_text(
        'title = "Generated"\nassumed = true\n[calendar]\nstart = 2030-01-01\nexpiry = 2030-07-01\n'
        '[rule]\nname = "unanimity"\n[blocs.all]\ngenerate = 4\nbaseline = { text = 1.0 }\n'
        '[candidates]\ntext = { name = "the proposal", entry = 2030-01-01 }\n'
        '[demands.one]\nholder = "M00001"\ntext = "a thing"\nworth = 1.0\nceiling = 0.5\n'
    )
    labels = [part.label for part in parts_of(load(file).scenario, "text")]
    assert labels == ["demand, M00001: a thing", "grant, M00001: a thing", "M00001 holding out", "the rule, unanimity"]


def test_ties_without_a_number_get_a_sentence(capsys) -> None:
    assert whitesmoke(["attribute", "tutorial", "--ties", "--runs", "50"]) == 2
    assert '"--runs" is not a number of parts' in capsys.readouterr().err


# --- ties -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def race():
    loaded = load("rutte-iohannis")
    case = build(loaded)
    return loaded, case, ensemble(case.world, 200, 1, tallies=False)


def matrix(case, units) -> np.ndarray:
    """W of some units of its ties: who listens, to whom."""
    world, found = case.world, np.zeros((len(case.names.members),) * 2)
    heard = np.repeat(np.arange(len(found)), np.diff(world.out_start))
    found[world.out_member.astype(int), heard] = units * FIXED
    return found


def test_parts_of_the_network_are_cut_and_nothing_else(race) -> None:
    loaded, case, outcomes = race
    parts = {part.name: part for part in tie_parts(loaded, case, outcomes, 0, 5)}
    names, bloc = list(case.names.members), np.array(case.names.blocs)
    whole = matrix(case, case.world.out_units)
    lost = {name: whole - matrix(case, part.units) for name, part in parts.items()}
    assert np.allclose(lost["layer alliance"] + lost["layer blocs"], whole, atol=1e-9)
    assert np.allclose(lost["layer alliance"][~np.eye(len(names), dtype=bool)], 0.5 / (len(names) - 1), atol=1e-9)
    hungary, west = names.index("HUN"), bloc == "west"
    expected = np.zeros_like(whole)
    expected[hungary] = whole[hungary]
    assert np.array_equal(lost["HUN listening"], expected)
    expected[:] = np.where(west[None, :] & ~west[:, None], whole, 0.0)
    assert np.array_equal(lost["west heard"], expected)
    assert np.array_equal(lost["west listening"], np.where(west[:, None] & ~west[None, :], whole, 0.0))
    (one,) = zip(*np.nonzero(lost["HUN to SVK"]))
    assert [names[at] for at in one] == ["HUN", "SVK"]
    (said,) = np.nonzero(lost["USA heard"].any(axis=0))
    assert [names[at] for at in said] == ["USA"]
    for kind in ("voice", "tie"):
        assert sum(part.kind == kind for part in parts.values()) == 5


def test_what_comes_too_late_is_no_voice() -> None:
    """BET commits first, then GAM, ALF never: nobody hears ALF before it has decided."""
    loaded = load("tutorial")
    case = build(loaded)
    outcomes = new_outcomes(case.world, 10, tallies=False)
    bet, gam = (case.names.members.index(code) for code in ("BET", "GAM"))
    outcomes.stance[:, [bet, gam]] = 0
    outcomes.committed_on[:, bet], outcomes.committed_on[:, gam] = 2, 5
    parts = tie_parts(loaded, case, outcomes, 0, 3)
    assert [part.name for part in parts if part.kind == "tie"] == ["GAM to BET"]
    assert [part.name for part in parts if part.kind == "voice"] == ["BET heard", "GAM heard"]


LAYERS = """
[network]
layers = [{{ kind = "alliance", share = {0} }}, {{ kind = "ties", share = {1} }}, {{ kind = "blocs", share = {2} }}]
ties = [
  {{ member = "ALF", listens_to = "BET" }}, {{ member = "BET", listens_to = "GAM" }},
  {{ member = "GAM", listens_to = "ALF" }},
]
"""


@pytest.mark.parametrize(
    ("shares", "names"),
    [
        ((0.0, 1.0, 0.0), []),
        ((0.0, 0.6, 0.4), ["layer ties", "layer blocs"]),
        ((0.5, 0.5, 0.0), ["layer alliance", "layer ties"]),
    ],
)
def test_a_layer_without_a_share_is_no_part(tmp_path, shares, names) -> None:
    """Its ties are not in the network, so nothing of them can be cut."""
    file = tmp_path / "layers.toml"
    blocs = '[blocs.west]\nmembers = ["ALF", "BET"]\n'
    file.write_text(f'extends = "{SCENARIOS / "tutorial.toml"}"\n{LAYERS.format(*shares)}{blocs}')
    loaded = load(file)
    case = build(loaded)
    parts = tie_parts(loaded, case, ensemble(case.world, 20, 1, tallies=False), 0, 2)
    assert [part.name for part in parts if part.kind == "layer"] == names


def test_to_cut_every_tie_is_to_have_none(race) -> None:
    loaded, case, outcomes = race
    players = Players(loaded, 60, 1, None)
    (ties,) = [part for part in parts_of(loaded.scenario, "rutte") if part.kind == "ties"]
    part, *_ = tie_parts(loaded, case, outcomes, 0, 1)
    silent = part._replace(units=np.zeros_like(part.units)).cut(case)
    assert np.array_equal(settled(silent, players.outcomes(loaded, silent)), players.days([ties]))


def test_ties_are_told_if_asked(capsys) -> None:
    assert whitesmoke(["attribute", "tutorial", "--runs", "60", "--json"]) == 0
    assert "ties" not in json.loads(capsys.readouterr().out)
    assert whitesmoke(["attribute", "tutorial", "--runs", "60", "--json", "--ties", "2"]) == 0
    found = {row["part"]: row for row in json.loads(capsys.readouterr().out)["ties"]}
    assert {"GAM listening", "GAM to BET"} <= set(found)
    assert found["GAM listening"]["days"]["value"] < 0.0


def test_the_figure_has_the_ties_that_the_runs_can_tell_from_nothing() -> None:
    case = build(load("tutorial"))

    def part(days: float, wide: float) -> credit.Effect:
        none = Interval(0.0, 0.0, 0.0)
        return credit.Effect(Interval(days, days - wide, days + wide), none, 0.0, 0.0, none)

    ties = {"clear": part(-25.0, 1.0), "dim": part(-1.0, 2.0), **{f"t{at}": part(at + 2.0, 1.0) for at in range(20)}}
    groups, whole = {"ties": part(-3.0, 1.0)}, part(-3.0, 1.0)

    def names(**more) -> set[str]:
        figure = attribution_figure(case, {"a": part(1.0, 0.5)}, groups, whole, (10.0, 7.0), "title", "runs", **more)
        return {label.get_text() for axes in figure.axes for label in axes.get_yticklabels()}

    drawn = names(ties=ties) - names()
    assert len(drawn) == 14
    assert "clear" in drawn
    assert not drawn & {"dim", "t0", "t1"}
