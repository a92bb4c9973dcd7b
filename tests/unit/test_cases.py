"""The real cases: one mechanism for all of them, and records that do not contradict themselves."""

from pathlib import Path

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import library
from whitesmoke.scenario.build import build
from whitesmoke.scenario.like import case_like
from whitesmoke.scenario.load import load

CASES = [scenario.name for scenario in library.shipped() if scenario.name.startswith("nato-")]
"""The older cases: they extend the race, which stands in for the body."""
RACE = load("rutte-iohannis")
SHARED = ("parameters", "bargaining", "rule", "network", "patron")
"""Tables that say how the mechanism works; a case has none of its own."""
GROUPS = ("west", "south", "east")

every_case = pytest.mark.parametrize("name", CASES)


def tuned(loaded):
    """What a case says differently from the race about the mechanism, and about groups named as in the race."""
    found = [table for table in SHARED if getattr(loaded.scenario, table) != getattr(RACE.scenario, table)]
    for group in GROUPS:
        ours, theirs = loaded.scenario.blocs.get(group), RACE.scenario.blocs[group]
        front, *rivals = loaded.scenario.candidates
        if ours is None or ours.patron_tie != theirs.patron_tie or ours.baseline[front] != theirs.baseline["rutte"]:
            found.append(group)
        found += [group for rival in rivals if ours.baseline[rival] != theirs.baseline["iohannis"]]
    return found


def of_the_body(loaded):
    """Which tables a case of a body writes that are the body's; nothing of a scenario that is none."""
    files = [file for file in loaded.files if file.suffix == ".toml"]
    cases = [file for file in files if file.parent.name != "bodies"]
    written = {place[0] for place, origin in loaded.origins.items() if place and origin.file in cases}
    return [table for table in (*SHARED, "members_table", "sittings") if table in written] if cases != files else []


def rows(loaded):
    return [*loaded.tables.commitments, *loaded.tables.tallies]


def ids(text):
    return {part.strip() for part in text.split(";")}


def contradictions(loaded):
    """What in a record cannot be true together."""
    scenario, tables = loaded.scenario, loaded.tables
    winner, decided = scenario.record.decision.winner, scenario.record.decision.date
    inside = {code: member.accession for code, member in scenario.members.items() if member.accession <= decided}
    if sorted(inside) != sorted(row.member for row in tables.commitments):
        yield "a member without exactly one commitment"
    for row in tables.commitments:
        if row.candidate != winner or row.by is None or row.by > decided:
            yield f"{row.member} has not agreed by the decision"
    for tally in tables.tallies:
        if tally.members != sum(accession <= tally.date for accession in inside.values()):
            yield f"{tally.date}: members"
        surely = sum(row.by <= tally.date for row in tables.commitments)
        perhaps = sum(row.not_before is None or row.not_before < tally.date for row in tables.commitments)
        if not surely <= tally.high or not tally.low <= perhaps:
            yield f"{tally.date}: {tally.low} to {tally.high}, but {surely} to {perhaps} dated members"
    last = tables.tallies[-1]
    if not last.low == last.high == last.members or last.date > decided:
        yield "the last count is not everybody"


def test_there_are_the_cases_that_are_documented():
    assert {"nato-2003", "nato-2009", "nato-2014", "nato-2023-finland", "nato-2024-sweden"} <= set(CASES)


@every_case
def test_a_case_does_not_tune_the_mechanism(name):
    assert tuned(load(name)) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("parameters.isolation=5.0", ["parameters"]),
        ("rule.silence.low=0", ["rule"]),
        ("bargaining.reservation=0.0", ["bargaining"]),
        ("network.layers.0.share=0.5", []),
        ("blocs.south.baseline.rasmussen=-4.4", ["south"]),
        ("blocs.east.baseline.mackay=-5.0", ["east"]),
        ("blocs.west.patron_tie=0.9", ["west"]),
    ],
)
def test_tuning_is_found(change, found):
    assert tuned(load("nato-2009", [change])) == found


@pytest.mark.parametrize("name", [scenario.name for scenario in library.shipped()])
def test_a_case_of_a_body_sets_nothing_of_it(name):
    assert of_the_body(load(name)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("[focal.summit]\ndate = 2025-06-26\nweight = 0.9\nassumed = true\n", []),
        ("[parameters]\nisolation = 5.0\nassumed = true\n", ["parameters"]),
        ("[rule.silence]\nhigh = 3\nassumed = true\n", ["rule"]),
        ("[bargaining]\npatience = 4.0\nassumed = true\n", ["bargaining"]),
        ("[network]\nlayers = []\n", ["network"]),
    ],
)
def test_what_a_case_sets_of_its_body_is_found(text, found, tmp_path):
    case = case_like("mine", "nato-council", tmp_path).split("[focal.summit]")
    (tmp_path / "mine.toml").write_text(case[0] + text + "[candidates" + case[1].split("[candidates", 1)[1])
    assert of_the_body(load(tmp_path / "mine.toml")) == found


@every_case
def test_a_case_runs_to_its_end(name):
    case = build(load(name))
    outcomes = ensemble(case.world, 20, seed=1)
    stuck = outcomes.winner == codes.NONE
    assert not stuck.all()
    assert (outcomes.round[stuck] == case.world.rounds).all()
    assert (outcomes.round[~stuck] < case.world.rounds).any()


def test_in_real_cases_and_their_variants_actors_bargain_and_in_no_others():
    modes = {one.name: load(one.name).scenario.bargaining.mode for one in library.shipped()}
    real = {name for name in modes if name.startswith(("rutte-", "race-", "nato-"))}
    assert {name for name, mode in modes.items() if mode == "bargained"} == real


@pytest.mark.parametrize("name", ["nato-2003", "nato-2014"])
def test_where_nobody_asks_for_anything_both_modes_play_the_same(name):
    """With all of the pressure of dates."""
    both = [ensemble(build(load(name, [f"bargaining.mode={mode}"])).world, 50, 1) for mode in ("bargained", "meetings")]
    for field in ("winner", "round", "stance", "committed_on", "exit"):
        assert np.array_equal(*(getattr(one, field) for one in both)), field


@every_case
def test_a_record_does_not_contradict_itself(name):
    assert list(contradictions(load(name))) == []


def test_contradictions_are_found():
    loaded = load("nato-2023-finland")
    tallies = loaded.tables.tallies
    tallies[1] = tallies[1].model_copy(update={"low": 20, "high": 20})
    assert list(contradictions(loaded)) == ["2022-08-03: 20 to 20, but 23 to 23 dated members"]


@every_case
def test_sources_are_known_and_used(name):
    loaded = load(name)
    used = {part for row in rows(loaded) for part in ids(row.source)}
    assert used <= set(loaded.tables.sources)
    text = "".join(path.read_text(encoding="utf-8") for path in Path(loaded.files[-1]).parent.glob("nato-*.toml"))
    assert [source for source in loaded.tables.sources if source not in used and source not in text] == []


@every_case
def test_the_record_is_no_input(name, tmp_path):
    bare = tmp_path / "bare.toml"
    bare.write_text(f'extends = "{Path(load(name).files[0]).resolve()}"\ndrop = ["record"]\n', encoding="utf-8")
    with_record, without = (ensemble(build(load(what)).world, 10, seed=1) for what in (name, bare))
    assert all(np.array_equal(a, b) for a, b in zip(with_record, without))


def test_an_ally_has_the_same_luck_in_both_accessions():
    days = {}
    for name in ("nato-2023-finland", "nato-2024-sweden"):
        case = build(load(name))
        on = ensemble(case.world, 50, seed=1).committed_on
        days[name] = {code: on[:, i] for i, code in enumerate(case.names.members) if code not in ("TUR", "HUN", "FIN")}
    finland, sweden = (np.array(list(days[name].values())) for name in days)
    assert finland.shape[0] == 28
    assert np.mean(finland == sweden) > 0.95
