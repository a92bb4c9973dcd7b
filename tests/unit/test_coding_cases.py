"""Scenarios made from tables of press reports: the same bytes every time, whatever was written knowing the end."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import main
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.desk import Desk
from whitesmoke.page.setup import Setup
from whitesmoke.scenario import library
from whitesmoke.scenario.coded.case_rows import TABLES, CodedCase
from whitesmoke.scenario.coded.casebook import read
from whitesmoke.scenario.coded.coded_case import scenario
from whitesmoke.scenario.coded.coded_text import RECORD
from whitesmoke.scenario.coded.made import files_of
from whitesmoke.scenario.load import load
from whitesmoke.telling.story import verdict

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "scenarios" / "corpus"
TABLE = CORPUS / "tables"
BOOK = read(TABLE)
CASES = list(BOOK.cases)
every_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture
def tables(tmp_path):
    """The tables of the corpus, to be damaged."""
    return shutil.copytree(TABLE, tmp_path / "tables")


def code(*words):
    with pytest.raises(SystemExit) as left:
        main(["code", *map(str, words)])
    return left.value.code or 0


def before_the_record(text):
    return text.partition(RECORD)[0]


def scenarios_of(folder):
    book = read(folder)
    return {name: before_the_record(files_of(book, name)[f"{name}.toml"]) for name in book.cases}


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_ships_is_made_of_the_tables_byte_by_byte(tmp_path):
    assert code(TABLE, "--out", tmp_path) == 0
    shipped = {file.name: file.read_bytes() for file in CORPUS.iterdir() if file.is_file()}
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == shipped
    assert [one.name for one in library.corpus()] == sorted(CASES)
    assert len(CASES) == 31


def test_a_case_says_whether_its_coder_knew_the_end(tables):
    name = CASES[0]
    assert "coder of the tables knew how the case had ended" in " ".join(scenarios_of(tables)[name].split())
    change(tables / "cases.toml", 'start = "2012-07-09"', 'start = "2012-07-09"\nend_known = false')
    assert "coder of the tables did not know how the case had ended" in " ".join(scenarios_of(tables)[name].split())


def test_the_page_offers_them():
    first, known = catalogue(CASES[0])
    assert first == CASES[0]
    assert set(CASES) <= known.keys()


def turned(values):
    """The same values, each seven places further on."""
    return values[7:] + values[:7]


def shuffled(folder):
    """Put what was written with hindsight into other rows."""
    for name, model in TABLES.items():
        rows = list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"))))
        for column in model.HINDSIGHT:
            for row, value in zip(rows, turned([row[column] for row in rows])):
                row[column] = value
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    fields = "|".join(CodedCase.HINDSIGHT)
    lines = (folder / "cases.toml").read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if re.match(rf"({fields}) = ", line)]
    others = {}
    for line in written:
        others.setdefault(line.partition(" = ")[0], []).append(line)
    others = {field: turned(rows) for field, rows in others.items()}
    lines = [others[line.partition(" = ")[0]].pop(0) if line in written else line for line in lines]
    (folder / "cases.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_what_was_written_with_hindsight_moves_no_scenario(tables):
    before = scenarios_of(TABLE)
    shuffled(tables)
    assert scenarios_of(tables) == before
    records = {name: files_of(read(tables), name)[f"{name}.toml"] for name in CASES}
    assert sum(records[name] != files_of(BOOK, name)[f"{name}.toml"] for name in CASES) > 15  # the shuffling is real
    change(tables / "holdouts.csv", "later dates,,policy", "later dates,,words")
    assert scenarios_of(tables) != before


def test_no_row_keeps_a_column_of_hindsight_when_blind():
    blind = BOOK.blind()
    rows = [*blind.cases.values(), *(lined.row for lines in blind.tables.values() for lined in lines)]
    assert not [row for row in rows for column in type(row).HINDSIGHT if getattr(row, column)]
    assert {"result", "trigger", "outcome", "date_got"} <= {
        column for model in TABLES.values() for column in model.HINDSIGHT
    }


@every_case
def test_a_case_has_the_mechanism_of_all(name):
    ours, first = scenario(BOOK, name), scenario(BOOK, CASES[0])
    own = ("concession", "hopelessness")  # whether all sit in one place; two for each of the others
    assert ours["bargaining"] == first["bargaining"]
    assert ours["network"] == first["network"]
    assert ours["rule"]["silence"] == {"low": 0.0, "high": 0.0}
    assert {**ours["parameters"], **dict.fromkeys(own)} == {**first["parameters"], **dict.fromkeys(own)}
    assert ours["parameters"]["concession"] in (0.02, 1.0)
    assert {bloc_value for bloc in ours["blocs"].values() for bloc_value in bloc["baseline"].values()} == {1.0}
    assert all(demand.get("ceiling", {}).get("low", 0.3) == 0.3 for demand in ours.get("demands", {}).values())


@pytest.mark.parametrize(
    ("klass", "worth"),
    [("words", 1.4), ("posts", 1.5), ("procedure", 1.5), ("unknown", 1.5), ("goods", 3.8), ("bilateral", 3.8),
     ("rival", 4.0), ("policy", 5.5), ("red_line", None)],
)  # fmt: skip
def test_each_class_of_demand_has_its_worth(klass, worth, tables):
    change(tables / "holdouts.csv", "later dates,,policy", f"later dates,,{klass}")
    demand = scenario(read(tables), "eu_minimum_tax_2022")["demands"]["bgr-1"]
    assert demand.get("worth") == worth
    assert demand.get("red_line", False) is (worth is None)


def test_a_demand_is_on_the_table_from_the_start_unless_it_had_not_been_there():
    demands = scenario(BOOK, "eu_minimum_tax_2022")["demands"]
    assert {key: str(demands["bgr-1"].get(key)) for key in ("raised", "known_since")} == {
        "raised": "None",
        "known_since": "2022-01-18",
    }
    assert str(demands["hun-1"]["raised"]) == "2022-06-17"


def test_names_that_came_late_enter_when_they_were_heard_of():
    candidates = scenario(BOOK, "commission_president_1994")["candidates"]
    assert {name: str(one["entry"]) for name, one in candidates.items()} == {
        "dehaene": "1994-04-30",
        "lubbers": "1994-04-30",
        "brittan": "1994-04-30",
        "santer": "1994-07-05",
    }


def test_a_body_without_a_list_has_its_holdouts_by_name_and_the_others_generated():
    tables = scenario(BOOK, "cop15_copenhagen_2009")
    assert set(tables["members"]) == {"BOL", "VEN", "CUB", "SDN", "USA"}
    assert tables["blocs"]["others"]["generate"] == 188
    assert tables["rule"]["name"] == "consensus"


def test_no_date_of_a_scenario_was_unknown_at_the_start_but_those_of_calendars():
    for name in CASES:
        for deadline in scenario(BOOK, name).get("focal", {}).values():
            assert deadline["known_since"] <= BOOK.cases[name].start < deadline["date"], name


def test_a_change_of_mind_within_a_day_is_an_interval_of_that_day():
    rows = load("eu_turkey_framework_2005").tables.commitments
    austria = next(row for row in rows if row.member == "AUT")
    assert (str(austria.not_before), str(austria.by)) == ("2005-10-02", "2005-10-03")


def test_consents_that_were_taken_back_are_in_the_record():
    back = {name: [row.member for row in load(name).tables.commitments if row.until] for name in CASES}
    assert {name: members for name, members in back.items() if members} == {
        "eu_minimum_tax_2022": ["HUN", "POL"],
        "eu_russia_mandate_2008": ["LTU"],
    }


FAULTS = [
    ("holdouts.csv", "high,AS1;AS3", "high,AS1;AS99", 'holdouts.csv:2: sources: sources.csv has no id "AS99"'),
    (
        "positions.csv",
        "mediates for a text; neither camp,low,AS2",
        "mediates,high,GK",
        "positions.csv:4: confidence: general knowledge (GK) alone is never high; add a report, or write med or low",
    ),
    ("holdouts.csv", "high,AS1;AS3", "sure,AS1;AS3", 'holdouts.csv:2: confidence: expected "high"'),
    (
        "holdouts.csv",
        "2012-07-08,2012-07-09",
        "2012-07-10,2012-07-09",
        "holdouts.csv:2: raised_by: 2012-07-09 lies before `raised_not_before`, 2012-07-10; correct one of them",
    ),
    ("positions.csv", ",PHL,", ",FIN,", 'positions.csv:2: member: "FIN" is not in the body of asean_communique_2012'),
    (
        "bodies.csv",
        "asean10,ASEAN from 1999,10",
        "asean10,ASEAN from 1999,11",
        "bodies.csv:2: size: 11, but 10 members are listed; correct one",
    ),
    (
        "tallies.csv",
        ",24,24,25,",
        ",22,22,25,",
        "tallies.csv:4: high: 24 members are dated to it by 2015-10-30, and at most 22 counted; correct one",
    ),
    (
        "tallies.csv",
        ",24,24,25,",
        ",24,24,26,",
        "tallies.csv:4: members: the body has 25 members, found 26; correct one",
    ),
    (
        "events.csv",
        "asean_communique_2012,2012-07-09",
        "asean_2012,2012-07-09",
        'events.csv:2: case: cases.toml has no case "asean_2012"; add it, or correct this',
    ),
    (
        "cases.toml",
        'members = ["asean10"]',
        'members = ["asean11"]',
        'members: bodies.csv has no set "asean11" (did you mean "asean10"?)',
    ),
    ("cases.toml", 'rule = "consensus"', 'rule = "by lot"', 'rule: begin it with "unanimity", "consensus" or'),
    ("cases.toml", 'rule = "consensus"', 'rule = "majority, not consensus"', 'rule: begin it with "unanimity"'),
    (
        "cases.toml",
        'members = ["asean10"]\nvoters = "10"\nrule = "consensus"',
        'voters = "10"\nrule = "9 of 10 and no veto of five"',
        "members: vetoes are those of the first five of a set; name a set of bodies.csv",
    ),
    (
        "cases.toml",
        "ASEAN foreign ministers' communique 2012",
        "",
        "asean_communique_2012.name: it is empty",
    ),
    (
        "cases.toml",
        'rule = "consensus"',
        'rule = "consensus"\ntext = "???"',
        "text: no name can be made of it; begin it",
    ),
    ("holdouts.csv", ",words,KHM", ",words,???", 'holdouts.csv:2: grantor: no name can be made of "???"; begin'),
    ("cases.toml", 'start = "2012-07-09"', 'start = "9 July"', "start: expected a date such as 2024-06-30"),
    ("procedures.csv", "asean:", "asian:", 'procedures.csv:2: calendars: no calendar is called "asian"'),
    ("procedures.csv", "nato,NATO,", "nato,NATOO,", 'terms: no term of "NATOO" is known (did you mean "NATO"?)'),
    ("procedures.csv", "-foreign,,,none", "-foreign,,0,none", "procedures.csv:2: every: must be at or"),
    (
        "cases.toml",
        "9 of 15 and no veto",
        "16 of 15 and no veto",
        "cases.toml:638: un_sg_1981: its scenario would be refused: rule.rows.0.quota: the quota 16 is above what all",
    ),
    ("holdouts.csv", ",words,KHM", ",favours,KHM", 'holdouts.csv:2: class: expected "words", "posts"'),
    ("sources.csv", "AS2,", "AS1,", 'id: "AS1" stands in line'),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS)
def test_what_is_wrong_with_a_table_is_said_with_its_place(file, old, new, said, tables, tmp_path, capsys):
    change(tables / file, old, new)
    assert code(tables, "--out", tmp_path / "out") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()  # nothing is written before all is right


def test_all_that_is_wrong_is_said_at_once(tables, tmp_path, capsys):
    for file, old, new, _ in FAULTS[:2]:
        change(tables / file, old, new)
    assert code(tables, "--out", tmp_path / "out") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], 'nowhere: no folder of coded cases: there is no file "nowhere/cases.toml"'),
        (
            [TABLE, "--case", "opec_mexiko"],
            'there is no case "opec_mexiko" (did you mean "opec_mexico_2020"?)',
        ),
        ([TABLE, "--out", TABLE / "cases.toml"], "cases.toml is no folder"),
    ],
)
def test_a_wrong_command_is_explained(words, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert code(*words) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_a_case_is_refused(tables, tmp_path, capsys):
    (tables / "cases.toml").write_text("# none yet\n")
    assert code(tables, "--out", tmp_path / "out") == 2
    assert "cases.toml: there is no case in it; begin one with [NAME]" in capsys.readouterr().err


def test_a_scenario_of_another_origin_is_not_written_over(tmp_path, capsys):
    ours = tmp_path / "iter_site_2005.toml"
    ours.write_text('extends = "tutorial"\n')
    assert code(TABLE, "--case", "iter_site_2005", "--out", tmp_path) == 2
    assert "iter_site_2005.toml was not made by `whitesmoke code`; name another folder with --out" in (
        capsys.readouterr().err
    )
    assert [file.name for file in tmp_path.iterdir()] == [ours.name]
    assert ours.read_text() == 'extends = "tutorial"\n'
    ours.unlink()
    assert code(TABLE, "--case", "iter_site_2005", "--out", tmp_path) == 0
    assert code(TABLE, "--case", "iter_site_2005", "--out", tmp_path) == 0


def test_one_case_is_made_alone_and_says_what_it_leaves_unsaid(tmp_path, capsys):
    assert code(TABLE, "--case", "iter_site_2005", "--out", tmp_path) == 0
    said = capsys.readouterr()
    assert f"{tmp_path / 'iter_site_2005.toml'}\n  unsaid: " in said.out
    assert "Hindsight, read for records only: late_names, " in said.err
    assert {file.name.partition(".")[0] for file in tmp_path.iterdir()} == {"iter_site_2005"}


def test_the_page_of_the_corpus_says_what_the_command_says(tmp_path, capsys):
    assert code(TABLE, "--out", tmp_path, "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    page = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8").splitlines()
    for one in rows:
        told = [one[key] for key in ("body", "question", "grade", "ending")]
        cells = [f"`{one['name']}`", *told, "; ".join(one["unsaid"])]
        assert f"| {' | '.join(cells)} |" in page, one["name"]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(one.path.stem for one in library.corpus()))
def test_the_page_plays_the_case_as_the_command_does(name: str) -> None:
    desk = Desk(Negotiation, Setup(name))
    try:
        desk.finish()
        assert verdict(desk.trace) == verdict(ws.open(name).run(seed=desk.setup.seed, replicate=desk.setup.run).trace)
    finally:
        desk.close()
