"""Selections in a row: the record, turn-taking, the command, and what a bad file is told."""

import datetime
import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from whitesmoke.commands.cli import _run
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.evidence.series import series_schema
from whitesmoke.evidence.series.office import held
from whitesmoke.evidence.series.opened import load_series, shipped
from whitesmoke.evidence.series.play import play
from whitesmoke.evidence.series.pool import YEAR
from whitesmoke.evidence.series.prospects import differ, summarise
from whitesmoke.evidence.series.selection import CHAINS, Races
from whitesmoke.evidence.series.turns import changes, poisson_binomial, turns
from whitesmoke.scenario.load import load
from whitesmoke.telling.holders import show, turns_text

SERIES = load_series("nato-secretaries")
FOLDER = SERIES.path.parent
REGIONS = list(SERIES.spec.regions)


def changed(**tables):
    """The shipped series with some fields of some tables changed."""
    spec = SERIES.spec
    update = {
        name: getattr(spec, name).model_copy(update=value) if isinstance(value, dict) else value
        for name, value in tables.items()
    }
    return replace(SERIES, spec=spec.model_copy(update=update))


def rows(table, chain):
    """The rows of one chain."""
    of = table.chain == chain
    return [tuple(field[of].tolist()) for field in table]


# --- the record -----------------------------------------------------------------------------------------------------


def test_the_record_adds_up():
    found = held(SERIES)
    detailed = [row for row in found if row.days is not None]
    assert detailed[0].name == "Manfred Wörner"
    assert {row.name: row.days for row in detailed}["Jaap de Hoop Scheffer"] == 243
    assert sum(row.acting_days for row in found) == 65 + 46 + 8 + 19
    assert found[-1].left is None
    assert sum(row.stays for row in found) == 8
    assert all(row.chosen <= row.took_office for row in detailed)


def test_sources_are_all_used():
    cited = [holder.source for holder in SERIES.spec.record]
    cited += [stay.source for holder in SERIES.spec.record for stay in holder.stays]
    cited += [getattr(SERIES.spec, name).source or "" for name in ("term", "reappointment", "extension", "field")]
    assert {part.strip() for text in cited for part in text.split(";")} - {""} == set(SERIES.sources)


def test_the_shape_of_future_races_tunes_nothing():
    race = load("rutte-iohannis").scenario
    ours = SERIES.base.scenario
    assert all(getattr(ours, table) == getattr(race, table) for table in ("parameters", "rule", "network", "patron"))
    west = ours.blocs["west"].baseline["first"] + SERIES.spec.field.own_region
    assert west == pytest.approx(race.blocs["west"].baseline["rutte"])
    for group in ("south", "east", "dissenters"):
        assert ours.blocs[group].baseline["first"] == race.blocs[group].baseline["rutte"]
    days = [(s.calendar.expiry - s.calendar.start).days for s in (race, ours)]
    assert days[0] == days[1]


def test_turns_against_a_count_by_hand():
    found = turns(SERIES)
    homes = [holder.home for holder in SERIES.spec.record]
    pairs = list(pairwise(homes))
    assert found.transitions == len(pairs) == 13
    assert found.same_region == sum(SERIES.region_of[a] == SERIES.region_of[b] for a, b in pairs) == 9
    assert found.same_home == sum(a == b for a, b in pairs) == 0
    assert sum(found.region_counts["none"]) == pytest.approx(1.0)
    expected = sum(k * p for k, p in enumerate(found.region_counts["none"]))
    assert expected == pytest.approx(found.expected_region["none"])
    assert found.expected_region["memory"] < found.expected_region["none"]
    assert found.best_95[0] <= found.best <= found.best_95[1]


def test_what_is_remembered_at_each_change_of_the_record():
    first, *_, last = changes(SERIES)
    members = Races(SERIES, 1).members
    west = np.array([SERIES.region_of[code] == "west" for code in members])
    assert first.region == pytest.approx(1.0 * west)
    assert first.home.sum() == first.home[members.index("GBR")] == 1.0
    members_of_1957 = 15
    assert (first.weight > 0.0).sum() == members_of_1957 - 1
    since_solana = (datetime.date(2024, 9, 30) - datetime.date(1999, 10, 6)).days / YEAR
    south = members.index("ITA")
    assert last.region[south] == pytest.approx(0.5 ** (since_solana / SERIES.spec.memory.half_life), rel=1e-3)
    assert last.region[members.index("POL")] == 0.0


def test_turns_without_memory_are_shares_of_the_pool_of_the_time():
    found = turns(changed(memory={"region": 0.0, "home": 0.0}), since=datetime.date(2024, 1, 1))
    assert found.expected_region["memory"] == found.expected_region["none"] == pytest.approx(13 / 24)
    before_the_east = (
        turns(SERIES, since=datetime.date(1988, 1, 1)).expected_region["none"]
        - turns(SERIES, since=datetime.date(1988, 8, 1)).expected_region["none"]
    )
    assert before_the_east == pytest.approx(13 / 18)


def test_the_page_says_what_the_record_says():
    page = (Path(__file__).parents[2] / "docs" / "series.md").read_text(encoding="utf-8").replace("\n", " ")
    found = turns(SERIES)
    low, high = found.best_95
    expected = found.expected_region
    assert (
        f"expects {expected['none']:.1f} changes within a region, with the memory of the file {expected['memory']:.1f}"
        in page
    )
    assert f"[{low:+.2f}, {high:+.2f}]".replace("-", "−") in page
    assert f"median {np.median([row.days for row in held(SERIES) if row.days is not None]):.0f}" in page


def test_a_record_that_says_nothing_of_turns_is_told_so():
    alone = changed(record=SERIES.spec.record[-1:])
    found = turns(alone)
    assert (found.transitions, found.region_counts["none"]) == (0, [1.0])
    assert np.isnan([found.best, *found.best_95]).all()
    assert turns_text(found) == "Turns: there is no change of holder on record."
    nobody = turns(changed(field={"never": ["USA", "NLD"]}))
    assert np.isnan([nobody.best, *nobody.best_95]).all()
    assert turns_text(nobody).endswith("comes from a country without a weight, so it says nothing of turns.")
    assert turns_text(turns(SERIES)).endswith("it cannot tell turns from none.")


def test_changes_at_which_nobody_could_run_expect_nobody(capsys, tmp_path):
    """Before 1999 there was no ally in the East."""
    found = turns(changed(field={"pool": {"east": 1.0}}))
    joined = min(member.accession for code, member in SERIES.base.scenario.members.items()
                 if SERIES.region_of[code] == "east" and member.accession)  # fmt: skip
    assert found.nobody == sum(one.took_office < joined for one in SERIES.spec.record[1:]) == 8
    assert turns(SERIES).nobody == 0
    assert found.log_likelihood == {"none": -np.inf, "memory": -np.inf}
    assert np.isnan([found.best, *found.best_95]).all()
    assert found.region_counts["none"] == [1.0] + [0.0] * 13
    options = ["--set", "field.pool={east=1.0}", "--set", "field.sizes=[1.0]", "--runs", "2", "--out", str(tmp_path)]
    assert _run(["series", "nato-secretaries", *options]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "At 8 of the changes no member had a weight. Somebody on record comes from a country without" in said
    assert (tmp_path / "figure.png").exists()


def test_few_changes_of_which_none_stayed_say_nothing():
    """None of four stayed: the more is remembered the likelier, without end; and four are too few."""
    homes = ["NLD", "ITA", "POL", "GBR", "ESP"]
    few = changed(record=[one.model_copy(update={"home": home}) for one, home in zip(SERIES.spec.record[-5:], homes)])
    found = turns(few)
    assert (found.transitions, found.same_region) == (4, 0)
    assert found.best == 6.0
    said = turns_text(found)
    assert "rises up to the edge of the search, +6 logits" in said
    assert "beyond +6]; 4 changes are too few to conclude anything from." in said
    assert "regions take turns" not in said
    many = found._replace(best=2.0, best_95=(1.0, 3.0), transitions=12)
    assert turns_text(many).endswith("[+1.00, +3.00]: regions take turns.")


def test_what_is_scripted_is_what_the_file_scripts(tmp_path):
    assert SERIES.scripted == "the calendar of a race, the endorsement of the front-runner"
    (tmp_path / "bare.toml").write_text(f'extends = "{(FOLDER / "nato-next.toml").resolve()}"\ndrop = ["events"]\n')
    assert replace(SERIES, base=load(tmp_path / "bare.toml")).scripted == "the calendar of a race"


def test_a_field_without_a_rival_is_without_what_was_asked_of_him(tmp_path):
    file = tmp_path / "asked.toml"
    file.write_text(
        f'extends = "{(FOLDER / "nato-next.toml").resolve()}"\n'
        '[demands.port]\nholder = "HUN"\nconcerns = "third"\nworth = 2.0\nassumed = true\n'
        '[events.promise]\nkind = "grant"\ndate = 2028-06-01\ndemand = "port"\namount = 1.0\nassumed = true\n'
    )
    shapes = Races(replace(SERIES, base=load(file)), 1).shapes
    assert [("port" in one.case.names.demands) for one in shapes.values()] == [False, False, True]


def test_the_guide_to_another_office_works_and_names_every_field(capsys, tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs" / "series.md").read_text(encoding="utf-8")
    shape, office, *_ = re.findall(r"^```toml\n(.*?)^```", page, re.M | re.S)
    monkeypatch.chdir(tmp_path)
    Path("chess-next.toml").write_text(shape)
    Path("chess.toml").write_text(office)
    assert _run(["series", "chess.toml", "--runs", "3", "--no-figure", "--out", "out"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "The record is assumed" in said
    assert "Scripted: the calendar of a race. Assumed" in said
    assert "On record, without the day of the choice: Ada (M00001, 2026)" in said
    guide = page[page.index("## Another office") :]
    tables = (
        series_schema.Series,
        series_schema.Region,
        series_schema.Term,
        series_schema.Reappointment,
        series_schema.Extension,
        series_schema.Leaving,
        series_schema.Memory,
        series_schema.FutureField,
        series_schema.Holder,
        series_schema.Stay,
    )
    fields = {field for table in tables for field in table.model_fields}
    assert [field for field in fields if f"`{field}" not in guide and f"[[{field}]]" not in guide] == []


def test_a_holder_without_a_source_is_refused_unless_all_is_assumed(tmp_path):
    text = SERIES.path.read_text(encoding="utf-8").replace('source = "S35"\n', "")
    for file in FOLDER.iterdir():
        shutil.copy(file, tmp_path / file.name)
    text = text.replace('scenario = "nato-next.toml"', 'scenario = "nato-next"')
    shipped_scenario = f'scenario = "{(FOLDER / "nato-next.toml").resolve()}"'
    (tmp_path / "nato-secretaries.toml").write_text(text.replace('scenario = "nato-next"', shipped_scenario))
    with pytest.raises(ScenarioError, match=r"record.13: no source is given; add source"):
        load_series(tmp_path / "nato-secretaries.toml")
    load_series(tmp_path / "nato-secretaries.toml", ["assumed=true"])


def test_the_table_has_the_regions_that_wait(capsys):
    """All but the one that holds the post, wherever it stands in the file."""
    spec, found = SERIES.spec, play(SERIES, 3, seed=1)
    regions = {name: spec.regions[name] for name in ("south", "west", "east")}
    other = replace(SERIES, spec=spec.model_copy(update={"regions": regions}))
    one = summarise(found, REGIONS)
    rows_of = held(other)
    show(Console(highlight=False, width=200), other, rows_of, turns(other), dict.fromkeys(("memory", "none"), one),
         differ(found, found, REGIONS), [])  # fmt: skip
    said = capsys.readouterr().out
    assert "South by 2050" in said
    assert "East by 2050" in said
    assert "West and North by 2050" not in said


def test_a_worth_beyond_all_reason_still_gives_chances():
    found = turns(changed(memory={"region": 1e9, "home": 0.0}))
    assert np.isfinite(found.expected_region["memory"])


def test_the_poisson_binomial_of_equal_chances_is_binomial():
    assert poisson_binomial([0.5] * 4) == pytest.approx(np.array([1, 4, 6, 4, 1]) / 16)
    assert poisson_binomial([0.2, 0.7]) == pytest.approx([0.8 * 0.3, 0.2 * 0.3 + 0.8 * 0.7, 0.2 * 0.7])


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_says_the_same_twice(capsys, tmp_path):
    texts = []
    for folder in ("a", "b"):
        assert _run(["series", "--runs", "3", "--seed", "2", "--json", "--out", str(tmp_path / folder)]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    data = json.loads(texts[0])
    assert data["runs"] == 3
    assert [row["year"] for row in data["years"]] == [*range(2025, 2050)]
    assert (tmp_path / "a" / "figure.png").read_bytes() == (tmp_path / "b" / "figure.png").read_bytes()


def test_the_command_prints_tables(capsys, tmp_path):
    assert _run(["series", "--runs", "2", "--no-figure", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "9 of 13" in said
    assert "Scripted" in said
    assert not (tmp_path / "figure.png").exists()


def test_a_series_is_found_by_name_and_is_no_scenario():
    assert "nato-secretaries" in shipped()
    assert "nato-next" not in shipped()
    assert _run(["check", str(SERIES.path)]) == 0


def test_one_value_can_be_changed(capsys, tmp_path):
    arguments = ["series", "--runs", "2", "--json", "--no-figure"]
    assert _run([*arguments, "--set", "memory.region=0", "--set", "memory.home=0", "--set", "until=2032-01-01"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["futures"]["memory"] == data["futures"]["none"]
    assert data["until"] == "2032-01-01"
    for option, message in (
        ("memory.regoin=2", '--set memory.regoin: unknown field (did you mean "region"?)'),
        ("memory.half_life=0", "--set memory.half_life: must be above 0, found 0"),
        ("memory", "is no override; write path=value"),
        ("title.deep=1", "this is in no table of the file"),
    ):
        assert _run([*arguments, "--set", option]) == 2
        assert message in capsys.readouterr().err


def test_a_chain_keeps_its_draw_of_a_posterior(tmp_path):
    short = changed(until=datetime.date(2034, 1, 1))
    speeds = np.array([[1.2], [3.6], [2.0]])
    fitted = Posterior(["parameters.speed"], speeds, {"cases": ["rutte-iohannis"]})
    found = play(short, 3, seed=1, posterior=fitted)
    for chain, speed in enumerate(speeds[:, 0]):
        alone = play(short, 3, seed=1, posterior=fitted._replace(draws=np.array([[speed]])))
        assert rows(found.selections, chain) == rows(alone.selections, chain)
    assert rows(found.selections, 0) != rows(play(short, 3, seed=1).selections, 0)
    about_others = Posterior(["other:demands.x.worth"], speeds, {"cases": ["other"]})
    with pytest.raises(WhitesmokeError, match="says nothing about any number of nato-next"):
        play(short, 3, seed=1, posterior=about_others)


# --- bad files ------------------------------------------------------------------------------------------------------

FAULTS = [
    ("years = 4.0", "years = -4.0", "term.years", "must be above 0"),
    ("years = 4.0", "yeers = 4.0", "term.yeers", 'did you mean "years"?'),
    ("sizes = [0.25, 0.5, 0.25]", "sizes = [0.5, 0.2]", "field", "must sum to 1"),
    ("sizes = [0.25, 0.5, 0.25]", "sizes = [0.25, 0.5, 0.2, 0.05]", "field.sizes", "has 3 candidates"),
    ("pool = { west = 13.0, south", "pool = { wast = 13.0, south", "field.pool.wast", 'did you mean "west"?'),
    ("pool = { west = 13.0, south = 5.0, east = 6.0 }", "pool = { west = 0.0 }", "field.pool", "nobody can run"),
    ('never = ["USA"]', 'never = ["UK"]', "field.never.0", "is no member of nato-next"),
    ('blocs = ["south"]', 'blocs = ["suoth"]', "regions.south.blocs.0", 'did you mean "south"?'),
    ('blocs = ["south"]', 'blocs = ["south", "west"]', "regions.south.blocs.1", "is in west already"),
    ('blocs = ["east", "dissenters"]', 'blocs = ["east"]', "regions", "HUN is in no region"),
    ("longest = 10.0", "longest = 3.0", "term.longest", "at least the first term"),
    ("years = 1.0", "years = 0.5", "extension.years", "shorter than a race"),
    ("until = 2050-01-01", "until = 2028-01-01", "until", "nothing is decided before the term of Mark Rutte ends"),
    ("until = 2050-01-01", "until = 3050-01-01", "until", "end them earlier"),
    (
        "left = 1961-04-21",
        "left = 1962-04-21",
        "record.2.took_office",
        "cannot take office before Paul-Henri Spaak left",
    ),
    ("left = 1961-04-21", "", "record.1", "no day of leaving"),
    ("chosen = 1994-09-29", "chosen = 1994-08-01", "record.7.chosen", "lies before `sought`"),
    ("until = 2014-09-30", "until = 2013-09-30", "record.11.stays.1.until", "prolongs nothing"),
    ('home = "ESP"', 'home = "ESB"', "record.8.home", "is in no region"),
    ('source = "S35"', 'source = "S99"', "record.13.source", 'no source "S99"'),
    ('confidence = "low"', 'confidence = "sure"', "record.6.stays.0.confidence", 'found "sure"'),
    ('scenario = "nato-next.toml"', 'scenario = "rutte-iohannis"', "scenario", "has a home, but a series draws it"),
    ('sources = "nato-secretaries', 'sources = "nato-secretary', "sources", "there is no file"),
]


@pytest.fixture
def copy(tmp_path):
    """The shipped files in a folder of their own, with one change."""
    shutil.copytree(FOLDER.parent, tmp_path / "scenarios")
    file = tmp_path / "scenarios" / "series" / SERIES.path.name

    def change(old: str, new: str) -> Path:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return change


@pytest.mark.parametrize(("old", "new", "field", "message"), FAULTS)
def test_a_fault_is_told_with_its_place(copy, old, new, field, message):
    file = copy(old, new)
    with pytest.raises(ScenarioError) as caught:
        load_series(file)
    found = [problem for problem in caught.value.problems if problem.field == field]
    assert found, str(caught.value)
    assert message in found[0].message
    assert found[0].file.endswith(".toml")
    if new:
        line = file.read_text(encoding="utf-8").splitlines()[found[0].line - 1]
        assert new.split("=")[0].strip() in line or field in ("field", "regions") or field.startswith("record")


def test_faults_of_the_file_itself(copy, capsys, tmp_path):
    assert _run(["series", "nato-secretarys"]) == 2
    assert 'did you mean "nato-secretaries"?' in capsys.readouterr().err
    assert _run(["series", str(copy("[term]\nyears", "[term\nyears"))]) == 2
    assert "not TOML" in capsys.readouterr().err
    assert _run(["series", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err
    assert _run(["series", "--runs", str(CHAINS + 1)]) == 2
    assert "ask for fewer" in capsys.readouterr().err
