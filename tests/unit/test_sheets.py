"""A scenario's tables in a workbook, in and out: what is written is read as the same, and nothing else is needed."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from whitesmoke.commands.cli import main
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning, record_of
from whitesmoke.scenario.taken_out import write_case

FAULTS = Path(__file__).parents[1] / "faults"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def taken(name, folder="out"):
    return write_case(load(name), Path(folder), Path(name).stem)


@pytest.mark.parametrize(
    "name", ["tutorial", "council", "rutte-iohannis", "nato-2023-finland", "race-hawkish-candidate"]
)
def test_a_round_trip_is_exact(name):
    before = load(name)
    file, book = taken(name)
    after = load(file)
    assert meaning(after) == meaning(before)
    assert after.tables.sources == before.tables.sources
    own = before.record_of == before.name
    assert own == (record_of(after) == record_of(before))
    text, again = taken(file, "again")
    assert (text.read_text(), again.read_bytes()) == (file.read_text(), book.read_bytes())


EVERYTHING = """
extends = "sound.toml"
assumed = true
[network]
layers = [{ kind = "ties", share = 0.5 }, { kind = "file", share = 0.5, file = "edges.csv" }]
ties = [{ member = "AAA", listens_to = "BBB", weight = 0.30000000000000004 }]
[space]
issues.rate = { low = "=1+1", high = "#N/A" }
[members.AAA]
name = "=SUM(A1:A9)"
population = 1e-7
position = { rate = { dist = "normal", mean = 0.1, sd = 0.2 } }
baseline = { miller = -0.0 }
[members.BBB]
name = "#REF!"
baseline = -2.0
position = 3.0
accession = 1850-03-01
[demands.coast]
holder = "CCC"
concerns = "miller"
text = "+ 5 % of 'the' coast, -1; \\"quoted\\", 2030-01-01"
worth = { value = 1.5, source = "an estimate" }
hurts = { BBB = 1.0, AAA = { dist = "uniform", low = 0.1, high = 0.2 } }
red_line = false
[events.word]
kind = "endorse"
date = 2030-03-01
candidate = "miller"
by = ["BBB", "CCC"]
"""


def test_what_no_cell_has_of_its_own_is_kept_too():
    Path("edges.csv").write_text("member,listens_to,weight\nCCC,AAA,0.1\n")
    shutil.copy(FAULTS / "sound.toml", ".")
    Path("odd.toml").write_text(EVERYTHING)
    before = load("odd.toml")
    file, book = taken("odd.toml")
    after = load(file)
    assert meaning(after) == meaning(before)
    assert after.scenario.members["AAA"].name == "=SUM(A1:A9)"
    assert [one.weight for one in after.scenario.network.ties] == [0.30000000000000004]
    titles = openpyxl.load_workbook(book).sheetnames
    assert titles == [
        *("blocs", "members", "candidates", "demands", "focal", "events", "positions", "edges", "edges-layer-2")
    ]


def workbook(file="case.xlsx", **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        for row in (sheet := book.create_sheet(title)) and rows:
            sheet.append(row)
    book.save(file)


SOUND = {"Members": [["code", "name"], ["EEE", "Estland"]], "positions": [["id", "position.rate"], ["EEE", 0.5]]}
CASE = 'extends = "sound.toml"\nassumed = true\nspace.issues.rate = {}\ntables.file = "case.xlsx"\n'


def case(text=CASE):
    shutil.copy(FAULTS / "sound.toml", ".")
    Path("case.toml").write_text(text)
    return load("case.toml")


def refused(text=CASE):
    with pytest.raises(ScenarioError) as found:
        case(text)
    return str(found.value)


def test_sheets_add_to_what_is_extended_and_the_file_has_the_last_word():
    workbook(**SOUND, notes=[["anything"]], events=[["id", "kind", "text", "date"], ["x", "note", "y", "2030-03-01"]])
    loaded = case(CASE + 'members.EEE.name = "Estonia"\n')
    assert list(loaded.scenario.members) == ["AAA", "BBB", "CCC", "EEE"]
    assert loaded.scenario.members["EEE"].name == "Estonia"
    assert loaded.scenario.members["EEE"].position == {"rate": 0.5}
    assert loaded.files[-1].name == "case.xlsx"


def test_lists_in_a_cell():
    for cell in ("AAA, BBB", "AAA;BBB", '["AAA", "BBB"]', "AAA BBB"):
        workbook(events=[["id", "kind", "date", "candidate", "by"], ["x", "endorse", "2030-03-01", "miller", cell]])
        assert case().scenario.events["x"].by == ["AAA", "BBB"]


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        ({"Members": [["code", "wieght"], ["EEE", 1]]}, 'case.xlsx#Members:1: unknown column "wieght" (did you mean'),
        (
            {"members": [["code", "weight"], ["EEE", -1]]},
            "case.xlsx#members:2: members.EEE.weight: must be at or above",
        ),
        (
            {"demands": [["id", "worth"], ["x", 1]]},
            "case.xlsx#demands:2: demands.x.holder: missing; every demand needs",
        ),
        ({"positions": [["id", "position.rate"], ["EEX", 1]]}, "case.xlsx#positions:2: id: no member or candidate is"),
        (
            {"edges": [["member", "listens_to"], ["EEE", "AAA"]]},
            'case.xlsx#edges:2: member: no member has the code "EEE"',
        ),
        (
            {"notes": [["x"]]},
            'case.toml:4: tables.file: no sheet of "case.xlsx" is called as a table is: blocs, members',
        ),
    ],
)
def test_problems_stand_in_their_sheet(sheets, says):
    workbook(**sheets)
    assert says in refused()


def test_tables_are_named_one_by_one_too():
    workbook(seats=SOUND["Members"])
    Path("wants.csv").write_text("id;holder;worth\nx;EEE;1,5\n")
    text = CASE.replace('file = "case.xlsx"', 'members = "case.xlsx#seats"\ntables.demands = "wants.csv"')
    assert case(text).scenario.demands["x"].worth == 1.5


def test_rows_of_tables_are_dropped_like_others():
    workbook(**SOUND)
    case()
    Path("above.toml").write_text('extends = "case.toml"\ndrop = ["members.EEE"]\n')
    assert list(load("above.toml").scenario.members) == ["AAA", "BBB", "CCC"]
    Path("above.toml").write_text('extends = "case.toml"\ndrop = ["tables"]\n')
    with pytest.raises(ScenarioError, match=r"drop\.0: the rows of tables are tables like others"):
        load("above.toml")


def test_a_csv_is_no_workbook():
    Path("case.xlsx").write_text("code\nEEE\n")
    assert refused().startswith('case.toml:4: tables.file: "case.xlsx" is no workbook; name a CSV by what is in it')


def test_a_stranger_names_no_file_elsewhere():
    workbook(**SOUND)
    text = CASE.replace("case.xlsx", "../case.xlsx")
    case()
    Path("case.toml").write_text(text)
    with pytest.raises(ScenarioError, match="lies in another folder"):
        load("case.toml", trust="none")
    with pytest.raises(ScenarioError, match="the table has been read by then"):
        load("sound.toml", ["tables.file=case.xlsx"])


def test_numbers_of_sheets_say_where_they_come_from():
    workbook(members=[["code", "weight", "source"], ["EEE", 2, None], ["FFF", 2, "a book"]])
    silent = CASE.replace("assumed = true\n", "")
    Path("sound.toml").write_text((FAULTS / "sound.toml").read_text().replace("assumed = true\n", ""))
    Path("case.toml").write_text(silent)
    with pytest.raises(ScenarioError) as found:
        load("case.toml")
    ours = [line for line in str(found.value).split("\n") if "case." in line]
    assert [line.partition(";")[0] for line in ours] == [
        "case.xlsx#members:2: members.EEE: no source is given for `weight`"
    ]
    Path("case.toml").write_text(silent + "tables.assumed = true\n")
    with pytest.raises(ScenarioError) as found:
        load("case.toml")
    assert "case." not in str(found.value)


def test_no_file_is_written_over():
    taken("tutorial")
    with pytest.raises(WhitesmokeError, match="exists already"):
        taken("tutorial")


def test_a_text_that_no_cell_holds():
    Path("long.toml").write_text(
        f'extends = "tutorial"\n[events.x]\nkind = "note"\ndate = 2030-03-01\ntext = "{"x" * 33_000}"\n'
    )
    with pytest.raises(
        WhitesmokeError, match='the sheet "events", row 2: a text of 33,000 signs, and a cell holds 32,767'
    ):
        taken("long.toml")


def test_by_command(capsys):
    workbook(**SOUND, notes=[["x"]], demands=[["id"]])
    book = openpyxl.load_workbook("case.xlsx")
    book["positions"].sheet_state = "hidden"
    book.save("case.xlsx")
    case()
    with pytest.raises(SystemExit) as left:
        main(["check", "case.toml"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    assert 'note: case.xlsx: hidden in a spreadsheet, but read: "positions"' in said
    assert 'note: case.xlsx: sheets that are not read: "notes"' in said
    with pytest.raises(SystemExit) as left:
        main(["tables", "case.toml", "--folder", "out", "--graphml", "--actors"])
    written = capsys.readouterr().out.split()
    assert (left.value.code, [Path(path).name for path in written]) == (
        0,
        ["case.toml", "case.xlsx", "case.graphml", "case.actors.csv"],
    )
