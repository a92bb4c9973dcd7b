"""Selections in a row: laws of the chains, and who runs."""

import datetime
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from whitesmoke.evidence.series.chains import AGAIN, EMPTY, OPEN
from whitesmoke.evidence.series.opened import load_series
from whitesmoke.evidence.series.play import play
from whitesmoke.evidence.series.pool import NOBODY, YEAR, Fields, Past, drawn, remembered, weights
from whitesmoke.evidence.series.prospects import by_year, differ, next_held, shares, summarise
from whitesmoke.evidence.series.selection import CHAINS, Races
from whitesmoke.evidence.series.series_schema import Memory
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

SERIES = load_series("nato-secretaries")
FOLDER = SERIES.path.parent
REGIONS = list(SERIES.spec.regions)
NONE = Memory(region=0.0, home=0.0, half_life=8.0)


def changed(**tables):
    """The shipped series with some fields of some tables changed."""
    spec = SERIES.spec
    update = {
        name: getattr(spec, name).model_copy(update=value) if isinstance(value, dict) else value
        for name, value in tables.items()
    }
    return replace(SERIES, spec=spec.model_copy(update=update))


@pytest.fixture(scope="module")
def chains():
    return play(SERIES, 24, seed=3)


@pytest.fixture(scope="module")
def forgetful():
    return play(SERIES, 24, seed=3, memory=NONE)


def rows(table, chain):
    """The rows of one chain."""
    of = table.chain == chain
    return [tuple(field[of].tolist()) for field in table]


# --- laws of the chains ---------------------------------------------------------------------------------------------


def test_offices_follow_each_other_without_gap_or_overlap(chains):
    for chain in range(chains.runs):
        _, since, until, home = rows(chains.spells, chain)
        assert since[0] == chains.first
        assert until[-1] == chains.last
        assert since[1:] == until[:-1]
        assert all(a < b for a, b in zip(since, until))
        assert home[0] == chains.members.index("NLD")


def test_shares_sum_to_one(chains):
    share = shares(chains, len(REGIONS))
    assert share.sum(axis=1) == pytest.approx(np.ones(chains.runs), abs=1e-12)
    found = by_year(chains, len(REGIONS), np.arange(2025, 2050))
    assert found.sum(axis=1) == pytest.approx(np.ones(25), abs=1e-12)


def test_more_chains_do_not_change_earlier_ones(chains):
    more = play(SERIES, 31, seed=3)
    for chain in range(chains.runs):
        for one, two in zip(chains[-2:], more[-2:]):
            assert rows(one, chain) == rows(two, chain)


def test_another_seed_is_another_future(chains):
    other = play(SERIES, 24, seed=4)
    assert not np.array_equal(chains.spells.since, other.spells.since)


def test_memory_of_no_worth_is_no_memory(chains, forgetful):
    again = play(SERIES, 24, seed=3, memory=Memory(region=0.0, home=0.0, half_life=0.5))
    for one, two in zip(forgetful[-2:], again[-2:]):
        assert all(np.array_equal(a, b) for a, b in zip(one, two))
    nobody_held_it = Past(np.full((5, 32), -np.inf), np.full((5, 3), -np.inf))
    region = Races(SERIES, 1).region
    assert not remembered(SERIES.spec.memory, nobody_held_it, np.zeros(5), region).any()
    assert not np.array_equal(chains.spells.since, forgetful.spells.since)


def test_a_strong_memory_makes_regions_take_turns(forgetful):
    strong = play(SERIES, 24, seed=3, memory=Memory(region=8.0, home=0.0, half_life=0.01))
    apart = differ(strong, forgetful, REGIONS)
    assert apart.share["west"].high < 0.0
    assert summarise(strong, REGIONS).repeats.value < summarise(forgetful, REGIONS).repeats.value - 0.2


def test_who_held_it_long_ago_is_forgotten():
    """Two regions, a memory that only knows the present holder: they alternate, and nobody is blocked for ever."""
    two = changed(
        memory={"region": 100.0, "home": 0.0, "half_life": 0.01}, reappointment={"chance": 0.0},
        field={"pool": {"west": 1.0, "south": 1.0}, "sizes": [0.0, 0.0, 1.0]}, leaving={"per_year": 0.0},
    )  # fmt: skip
    found = play(two, 8, seed=1)
    said = summarise(found, REGIONS)
    assert said.repeats.value == 0.0
    assert said.holders.value > 3.0


def test_every_selection_has_luck_of_its_own():
    weight, off = np.ones(32), np.zeros((4, 32))
    one, two = (drawn(SERIES.spec.field, 1, step, weight, off) for step in (0, 1))
    assert not np.isin(one.quality, two.quality).any()
    assert not np.array_equal(one.home, two.home)


def test_a_selection_is_the_plain_ensemble_of_a_scenario_with_its_numbers(tmp_path):
    own, races = SERIES.spec.field.own_region, Races(SERIES, 7)
    home = np.array([races.members.index(code) for code in ("ESP", "NLD", "POL")])
    valence, step, chain = np.array([0.3, -0.4, -1.1]), 2, np.arange(5, 20)
    of = {"first": "south", "second": "west", "third": "east"}
    lines = [f'extends = "{(FOLDER / "nato-next.toml").resolve()}"', "[candidates]"]
    lines += [f'{k}.home = "{races.members[i]}"\n{k}.valence = {v}' for k, i, v in zip(of, home, valence)]
    lines += ["[blocs]"]
    for region, table in SERIES.spec.regions.items():
        for bloc in table.blocs:
            known = SERIES.base.scenario.blocs[bloc].baseline
            lines += [f"{bloc}.baseline.{k} = {known[k] + own * (of[k] == region)}" for k in of]
    file = tmp_path / "one.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    plain = ensemble(build(load(file)).world, step * CHAINS + chain, seed=7)
    fields = Fields(*(np.tile(row, (len(chain), 1)) for row in (home, valence, valence)))
    winner, day, withdrawn = races.play(step, chain, fields)
    assert np.array_equal(winner, plain.winner)
    assert np.array_equal(day, plain.round)
    assert np.array_equal(withdrawn == 1, plain.withdrawn != codes.NONE)
    elsewhere = ensemble(build(load(file)).world, chain, seed=7)
    assert not np.array_equal(elsewhere.round, plain.round)


def test_winners_take_office_when_the_term_ends_or_soon_after_where_the_post_is_empty(chains):
    length = (SERIES.base.scenario.calendar.expiry - SERIES.base.scenario.calendar.start).days
    seen = set()
    for chain in range(chains.runs):
        _, taken, _, home = rows(chains.spells, chain)
        for _, kind, started, days, *_ in zip(*rows(chains.selections, chain)):
            due = started + (days + SERIES.spec.term.handover if kind == EMPTY else length)
            if days != codes.NEVER and kind != AGAIN and due < chains.last:
                took = min(day for day in taken if day > started + days)
                assert took == due or (kind == OPEN and took < due and NOBODY in home)  # who left before his term ended
                seen.add(kind)
    assert seen == {OPEN, EMPTY}


def test_deadlock_extends_the_incumbent_and_it_is_tried_again():
    nobody = changed(
        memory={"region": 100.0}, reappointment={"chance": 0.0}, leaving={"per_year": 0.0},
        field={"pool": {"west": 1.0}}, until=datetime.date(2033, 1, 1),
    )  # fmt: skip
    found = play(nobody, 3, seed=1)
    assert len(found.spells.chain) == 3
    assert (found.selections.days == codes.NEVER).all()
    assert found.selections.kind.tolist() == [OPEN] * 18
    _, _, started, *_ = rows(found.selections, 0)
    assert [b - a for a, b in pairwise(started)] == [365] * 5
    assert summarise(found, REGIONS).extensions.value == 6.0
    assert next_held(found, REGIONS.index("west")).tolist() == [found.first] * 3


def test_an_incumbent_alone_stays_on_until_the_longest_office():
    easy = changed(reappointment={"chance": 1.0}, leaving={"per_year": 0.0}, until=datetime.date(2049, 1, 1))
    found = play(easy, 6, seed=1)
    spells = found.spells
    ended = spells.until < found.last
    years = (spells.until - spells.since)[ended] / YEAR
    assert years.max() <= 10.01 + np.max(_extensions(found)) * 1.0
    made = found.selections
    assert set(made.kind.tolist()) == {OPEN, AGAIN}
    stays = (made.kind == AGAIN) & (made.days != codes.NEVER)
    assert (made.home[stays] == made.before[stays]).all()


def _extensions(found):
    stuck = found.selections.days == codes.NEVER
    return np.bincount(found.selections.chain[stuck], minlength=found.runs)


def test_a_deputy_acts_where_somebody_leaves_early_and_only_there(chains):
    acting = chains.spells.home == NOBODY
    assert acting.any()
    over = acting & (chains.spells.until < chains.last)
    lengths = (chains.spells.until - chains.spells.since)[over]
    assert (
        lengths.min() >= SERIES.spec.term.handover
    )  # the successor may have been chosen already when the post fell empty
    assert (chains.selections.kind == EMPTY).sum() >= acting.sum() - chains.runs
    safe = play(changed(leaving={"per_year": 0.0}, until=datetime.date(2040, 1, 1)), 6, seed=3)
    assert not (safe.spells.home == NOBODY).any()
    assert not (safe.selections.kind == EMPTY).any()


def test_selections_agree_with_who_holds_the_post():
    found = play(changed(leaving={"per_year": 0.15}), 40, seed=2)
    length = (SERIES.base.scenario.calendar.expiry - SERIES.base.scenario.calendar.start).days
    seen = set()
    for chain in range(found.runs):
        spells = list(zip(*rows(found.spells, chain)[1:]))
        made = list(zip(*rows(found.selections, chain)[1:]))

        def holder(day, spells=spells):
            return next((home for since, until, home in spells if since <= day < until), None)

        for kind, started, days, _, _, before, *_ in made:
            assert holder(started) == (NOBODY if kind == EMPTY else before)
            if kind == AGAIN and days != codes.NEVER and started + length < found.last:
                assert holder(started + length - 1) == before
                seen.add("stays on")
        for (kind, started, days, *_), (then, later, *_) in pairwise(made):
            if kind == EMPTY and days == codes.NEVER:
                assert (then, later) == (EMPTY, started + length)
                seen.add("tried again")
        for since, _, home in spells:
            races = [(kind, started) for kind, started, *_ in made if started <= since < started + length]
            if home == NOBODY and since < found.last - length:
                assert (EMPTY, since) in races or any(kind == OPEN for kind, _ in races)
                seen.add((EMPTY, since) in races)
    assert seen == {"stays on", "tried again", True, False}
    assert (found.selections.started > found.last - length).any()


def test_incumbents_leave_at_the_rate_of_the_file():
    found = play(changed(leaving={"per_year": 0.2}, until=datetime.date(2040, 1, 1)), 150, seed=5)
    spells = found.spells
    held = spells.home != NOBODY
    years = (spells.until - spells.since)[held].sum() / YEAR
    empty = (~held & (spells.since > found.first)).sum()
    assert empty / years == pytest.approx(0.2, abs=4 * np.sqrt(0.2 / years))


# --- who runs -------------------------------------------------------------------------------------------------------


def test_fields_are_drawn_by_weight_without_replacement_best_first():
    field, members = SERIES.spec.field, Races(SERIES, 1).members
    weight = weights(field, members, SERIES.region_of)
    assert weight.sum() == pytest.approx(sum(field.pool.values()))
    assert weight[members.index("USA")] == 0.0
    found = drawn(field, 1, 0, weight, np.zeros((20000, len(members))))
    here = found.home != NOBODY
    assert here.mean(axis=0) == pytest.approx([1.0, 0.75, 0.25], abs=0.015)
    assert all(len({*row[row != NOBODY]}) == (row != NOBODY).sum() for row in found.home[:500])
    both = here[:, 1]
    assert (found.valence[both, 0] >= found.valence[both, 1]).all()
    assert np.array_equal(found.quality, found.valence)
    alone = found.home[~both, 0]
    share = np.bincount(alone, minlength=len(members)) / len(alone)
    assert share == pytest.approx(weight / weight.sum(), abs=0.02)


def test_what_is_remembered_fades_by_half():
    memory = Memory(region=1.0, home=2.0, half_life=8.0)
    past = Past(np.array([[np.inf, 0.0, -np.inf]]), np.array([[np.inf, -np.inf]]))
    off = remembered(memory, past, np.array([8 * YEAR]), np.array([0, 0, 1]))
    assert off[0] == pytest.approx([3.0, 1.0 + 1.0, 0.0])
