"""Grantors that have a purse: whose table it is, what its numbers fill, and what a name alone means."""

import numpy as np
import pytest
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.world import number_views
from whitesmoke.scenario import gate
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.slots import entries
from whitesmoke.study.worlds import world_hash
from whitesmoke.telling.by_name import grantor_name

from tests.worlds import UNANIMITY, Sketch

FILE = """
title = "Who pays"
assumed = true
patron = "AAA"
calendar = { start = 2030-01-07, expiry = 2030-07-01 }
rule = { name = "unanimity" }
[members]
AAA = { name = "Arland" }
BBB = { name = "Bergen", known_since = 2030-03-01, accession = 2030-04-01 }
CCC = { name = "Corvia" }
[candidates]
miller = { name = "Maria Miller", entry = 2030-01-07 }
novak = { name = "Nora Novak", entry = 2030-02-01 }
[demands]
a-post = { holder = "CCC", concerns = "miller", worth = 2.0 }
a-word = { holder = "CCC", concerns = "novak", worth = 1.0 }
funds = { holder = "CCC", worth = 3.0, grantor = "patron" }
more = { holder = "CCC", worth = 1.0, grantor = "AAA" }
a-road = { holder = "CCC", worth = 1.0, grantor = "BBB" }
seat = { holder = "CCC", worth = 1.0, grantor = "chair" }
loan = { holder = "CCC", worth = 1.0, grantor = "bank" }
[grantors.bank]
name = "the Bank"
"""


@pytest.fixture
def written(tmp_path):
    def loaded(more="", *changes):
        path = tmp_path / "who-pays.toml"
        path.write_text(FILE + more, encoding="utf-8")
        return load(path, changes)

    return loaded


def payers(case):
    """The budget that pays each demand, by name; None for one without limits."""
    world = case.world
    return {
        name: None if purse < 0 else float(world.number.budget[purse])
        for name, purse in zip(case.names.demands, world.purse)
    }


def test_a_demand_is_paid_from_the_purse_of_its_grantor(written):
    budgets = "".join(f"[grantors.{who}]\nbudget = {n}.0\n" for n, who in enumerate(("chair", "candidate", "BBB"), 1))
    case = build(written(f"budget = 4.0\n{budgets}[grantors.patron]\nbudget = 5.0\n"))
    assert payers(case) == {
        **{"seat": 1.0, "a-post": 2.0, "a-word": 2.0, "a-road": 3.0, "loan": 4.0},
        **{"funds": 5.0, "more": 5.0},  # the patron is that member
    }
    by_code = payers(build(written("[grantors.AAA]\nbudget = 6.0\n")))
    assert (by_code["funds"], by_code["more"], by_code["seat"]) == (6.0, 6.0, None)


def test_a_role_or_a_member_is_called_what_it_is(written):
    """Whatever name its purse gives it, but for a chair that is no member: it has no other."""
    tables = "".join(f"[grantors.{who}]\nname = 'X'\ncost = 1.0\n" for who in ("chair", "candidate", "BBB", "patron"))
    plain, paying = build(written()), build(written(tables))
    assert plain.names.grantors == paying.names.grantors
    told = {name: grantor_name(paying, d) for d, name in enumerate(paying.names.demands)}
    assert told == {
        **{"seat": "X", "a-post": "Maria Miller", "a-word": "Nora Novak", "a-road": "Bergen"},
        **{"funds": "Arland", "more": "Arland", "loan": "the Bank"},
    }


def test_a_name_alone_is_no_purse(written):
    plain = written()
    for same in (written("cost = 0.0\n"), written("", 'grantors.bank.name="the Bank of Arland"')):
        assert meaning(same) == meaning(plain)
        assert world_hash(build(same)) == world_hash(build(plain))
    for other in (written("cost = 1.0\n"), written("budget = 1.0\n"), written("", "grantors.chair.stake=2")):
        assert meaning(other) != meaning(plain)
        assert world_hash(build(other)) != world_hash(build(plain))


def test_what_is_not_given_is_no_limit(written):
    case = build(written("cost = { dist = 'uniform', low = 0.5, high = 1.5 }\nstake = 2.0\n"))
    number = case.world.number
    assert (number.budget[0], number.stake[0], number.cost[0]) == (codes.NO_LIMIT, 2.0, pytest.approx(1.0))
    assert entries(case, "grantors.bank.budget") is None
    (at,) = entries(case, "grantors.bank.stake")
    assert number.flat[at] == 2.0


def test_a_purse_goes_with_its_member_and_so_does_what_hurts_it(written, tmp_path):
    """Whether it is dropped, or nobody knows of it yet."""
    loaded = written("[grantors.BBB]\nbudget = 1.0\n", "demands.seat.hurts={BBB=1, AAA=2}")
    variant = tmp_path / "variant.toml"
    variant.write_text('extends = "who-pays.toml"\ntitle = "Two"\ndrop = ["members.BBB"]\n', encoding="utf-8")
    text = (tmp_path / "who-pays.toml").read_text(encoding="utf-8")
    (tmp_path / "who-pays.toml").write_text(text.replace('"chair" }', '"chair", hurts = { BBB = 1, AAA = 2 } }'))
    for less in (known_by(loaded, loaded.scenario.calendar.start).scenario, load(variant).scenario):
        assert less.grantors.keys() == {"bank"}
        assert less.demands["seat"].hurts == {"AAA": 2.0}


def test_what_a_holder_insists_on_counts_among_its_reasons(written):
    """At its largest: both ends of a distribution, and all that may be secret."""

    def heaviest(*changes):
        world = build(written("", *changes)).world
        return gate.heaviest(number_views(gate.largest(world), world.number))

    drawn = "members.CCC.reservation={dist='uniform', low=-30, high=10}"
    plain = heaviest("bargaining.secret=0")
    assert heaviest("bargaining.reservation=2", "bargaining.secret=5", drawn) - plain == pytest.approx(35.0)
    late = heaviest("bargaining.secret=0", "bargaining.mode=bargained", "bargaining.opportunism=1") - plain
    assert late == pytest.approx((1.0 + 1.8) * 3.0 * np.exp(0.6 * 8.3))
    hurt = heaviest("bargaining.secret=0", "demands.seat.hurts={AAA=7}") - plain
    assert hurt == pytest.approx(7.0 * 3.0)  # a baseline counts as a pull, too


def test_what_one_that_has_left_would_grant_is_not_waited_for():
    """The only grantor of a demand leaves on day 70, and nobody meets: then the holder decides by its hazard."""
    demand = {"holder": 0, "worth": 1.0, "grantor": codes.MEMBER, "granting_member": 1}
    about = {"affinity": [6.0, 6.0, 6.0], "rule": [UNANIMITY], "demands": [demand], "rounds": 60}
    about |= {"mode": codes.BARGAINED, "coefficient": {"speed": 2.0, "residual": 0.0}}
    stays = ensemble(Sketch(**about).build(), 20, 1)
    leaves = ensemble(Sketch(**about | {"departure": [codes.NEVER, 70, codes.NEVER]}).build(), 20, 1)
    assert (stays.committed_on[:, 0] == codes.NEVER).all()
    assert (leaves.committed_on[:, 0] > 9).all()
    assert (leaves.committed_on[:, 0] < 20).mean() > 0.9
