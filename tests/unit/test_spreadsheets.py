"""Tables as spreadsheets save them: read where one thing can be meant, else refused by cell, with what to write."""

import datetime
import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.as_written import AmbiguousError, decimal_sign, typed
from whitesmoke.scenario.load import load
from whitesmoke.scenario.record_schema import Commitment
from whitesmoke.scenario.schema import Member
from whitesmoke.scenario.tables import read_rows
from whitesmoke.scenario.workbook import FORMULA

FAULTS = Path(__file__).parents[1] / "faults" / "spreadsheets"
BOTH = {"ALF": ("Alfaria", 1.0, 1.0), "BET": ("Betania", 1.5, -1.0)}
AS_SAVED = {
    "headcase.csv": BOTH,
    "sepline.csv": BOTH,
    "titled.csv": BOTH,
    "trailing.csv": BOTH,
    "utf16.csv": BOTH,
    "semicolon.csv": {**BOTH, "GAM": ("Gammaland", 1.0, 0.5)},
}
DATE, NUMBER, WHOLE = [datetime.date], [float], [int]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def members(file):
    Path("case.toml").write_text((FAULTS / "base.toml").read_text().replace("members.csv", str(file)))
    return {code: (one.name, one.weight, one.baseline) for code, one in load("case.toml").scenario.members.items()}


def refusal(read, *arguments):
    with pytest.raises(ScenarioError) as refused:
        read(*arguments)
    return str(refused.value)


def rows(text, model=Member, key=("code",)):
    Path("table.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return [row.values for row in read_rows(Path("table.csv"), model, key, key)]


@pytest.mark.parametrize("file", AS_SAVED)
def test_what_spreadsheets_save_is_read(file):
    shutil.copy(FAULTS / file, ".")
    assert members(file) == AS_SAVED[file]


def test_every_file_has_its_value():
    names = {path.name for path in FAULTS.iterdir()}
    assert names == {*AS_SAVED, "base.toml", "not-really.xlsx"}


def test_what_is_packed_like_a_workbook_and_is_none():
    shutil.copy(FAULTS / "not-really.xlsx", ".")
    says = "not-really.xlsx: this is packed as a workbook is, but is none; save the table as .xlsx or CSV UTF-8"
    assert refusal(members, "not-really.xlsx") == says


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_separators_line_ends_and_codings(separator, ending, coding):
    text = ending.join(
        separator.join(row) for row in (["code", "name"], ["ALF", '"Ål; fa, ria"'], ["", ""], ["BET", "Ω"])
    )
    first = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(coding, b"")
    found = rows(first + text.encode(coding))
    assert found == [{"code": "ALF", "name": "Ål; fa, ria"}, {"code": "BET", "name": "Ω"}]


def test_the_line_below_a_sep_line_and_a_title_is_its_own():
    Path("table.csv").write_text("sep=;\r\nMembers;;\r\n;;\r\nCode; Weight ;\r\nALF;heavy;\r\n")
    assert [(row.line, row.values) for row in read_rows(Path("table.csv"), Member, ("code",), ("code",))] == [
        (5, {"code": "ALF", "weight": "heavy"})
    ]


@pytest.mark.parametrize("name", ["not before", "NOT-BEFORE", "Not_Before"])
def test_names_of_columns(name):
    assert rows(f"Member,{name}\nALF,2030-01-07\n", Commitment, ("member",)) == [
        {"member": "ALF", "not_before": datetime.date(2030, 1, 7)}
    ]


@pytest.mark.parametrize(
    ("cell", "decimal", "kinds", "value"),
    [
        ("1,5", "", NUMBER, 1.5),
        ("-1,0", ",", NUMBER, -1.0),
        ("−1,0", ",", NUMBER, -1.0),
        (",5", "", NUMBER, 0.5),
        ("1,5e-3", "", NUMBER, 0.0015),
        ("0,125", "", NUMBER, 0.125),
        ("1.234,5", "", NUMBER, 1234.5),
        ("1,234.5", "", NUMBER, 1234.5),
        ("1 234,5", "", NUMBER, 1234.5),
        ("1'234.5", "", NUMBER, 1234.5),
        ("1 234 567", "", WHOLE, 1234567),
        ("1 2", "", NUMBER, "1 2"),
        ("12 34", "", WHOLE, "12 34"),
        ("2024 06", "", WHOLE, "2024 06"),
        ("0. 5", "", NUMBER, "0. 5"),
        ("1,234,567", "", NUMBER, 1234567),
        ("1.234.567", "", NUMBER, 1234567),
        ("1,234", ".", NUMBER, 1234),
        ("1,234", ",", NUMBER, 1.234),
        ("1.234", "", NUMBER, 1.234),
        ("1.234", ".", NUMBER, 1.234),
        ("12,5 %", "", NUMBER, 0.125),
        ("65%", "", WHOLE, "65%"),
        ("3.0", "", WHOLE, 3),
        (3.0, "", WHOLE, 3),
        ("3,5", "", WHOLE, 3.5),
        ("1,2,3", "", NUMBER, "1,2,3"),
        ("1.2,3.4", "", NUMBER, "1.2,3.4"),
        ("TRUE", "", [bool], True),
        ("false", "", [bool], False),
        (45292, "", [str], "45292"),
        (datetime.date(2030, 1, 7), "", [str], "2030-01-07"),
        (True, "", [str], "true"),
        ("2030-01-07", "", DATE, datetime.date(2030, 1, 7)),
        ("2030/1/7", "", DATE, datetime.date(2030, 1, 7)),
        ("2030-01-07 00:00:00", "", DATE, datetime.date(2030, 1, 7)),
        ("07.01.2030", "", DATE, datetime.date(2030, 1, 7)),
        ("31/12/2030", "", DATE, datetime.date(2030, 12, 31)),
        ("12/31/2030", "", DATE, datetime.date(2030, 12, 31)),
        ("5/5/2030", "", DATE, datetime.date(2030, 5, 5)),
        ("31.2.2030", "", DATE, "31.2.2030"),
        ("spring", "", DATE, "spring"),
    ],
)
def test_a_cell_that_means_one_thing(cell, decimal, kinds, value):
    found = typed(cell, kinds, decimal)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("cell", "decimal", "kinds", "says"),
    [
        ("1,234", "", NUMBER, '"1,234" may be 1.234 or 1234; write the one that is meant'),
        ("1.234", ",", NUMBER, '"1.234" may be 1.234 or 1234; write the one that is meant'),
        ("01/02/2024", "", DATE, '"01/02/2024" may be 2024-02-01 or 2024-01-02; write the one that is meant'),
        ("1-2-2024", "", DATE, '"1-2-2024" may be 2024-02-01 or 2024-01-02; write the one that is meant'),
        ("1.2.24", "", DATE, 'the year of "1.2.24" has two digits; write the date as 2024-06-30'),
        ("45292", "", DATE, "45292 is 2024-01-01 if days are counted from 1900, 2028-01-02 if from 1904"),
        (45292, "", DATE, "45292 is 2024-01-01 if days are counted from 1900"),
    ],
)
def test_a_cell_that_may_mean_two_things(cell, decimal, kinds, says):
    with pytest.raises(AmbiguousError) as refused:
        typed(cell, kinds, decimal)
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("texts", "sign"),
    [(["1,5", "3"], ","), (["1.5", "1,234"], "."), (["1,234"], ""), (["1,5", "1.5"], ""), (["1.234,5"], ","), ([], "")],
)
def test_the_decimal_sign_of_a_table(texts, sign):
    assert decimal_sign(texts) == sign


def test_an_ambiguous_cell_is_told_by_line_and_column():
    text = "member;by\nALF;31.12.2029\nBET;01/02/2030\n"
    says = 'table.csv:3: by: "01/02/2030" may be 2030-02-01 or 2030-01-02; write the one that is meant'
    assert refusal(rows, text, Commitment, ("member",)) == says


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (
            "code,name\nTUR,Türkiye\n".encode("cp1252"),
            "2: not UTF-8 (byte 0xfc at position 15); save the file as UTF-8: CSV UTF-8, as spreadsheets call it",
        ),
        (
            b"\xd0\xcf\x11\xe0rest",
            "an old Excel workbook (.xls), or one with a password; save the table as CSV",
        ),
        (b"<html><table>", "this is a web page or another file of tags; save the table"),
        (b"\xff\xfec", "not UTF-16, though its first bytes say so"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"<stata_dta><header>", "this is a file of Stata"),
    ],
)
def test_what_is_no_table_is_named(raw, says):
    assert says in refusal(rows, raw)


# --- workbooks ------------------------------------------------------------------------------------------------------


def workbook(sheets, file="case.xlsx", hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    book.save(file)


SEATS = [
    ["Code", "Name", "Weight", "Accession"],
    ["ALF", "Alfaria", 1.5, datetime.date(2030, 2, 1)],
    ["BET", "007", 2, None],
]


def sheet(name):
    return [(row.line, row.values) for row in read_rows(Path(name), Member, ("code",), ("code",))]


SEATED = [
    (2, {"code": "ALF", "name": "Alfaria", "weight": 1.5, "accession": datetime.date(2030, 2, 1)}),
    (3, {"code": "BET", "name": "007", "weight": 2}),
]


@pytest.mark.parametrize("name", ["case.xlsx", "case.xlsx#members", "case.xlsx#Members", "case.xlsm#members"])
def test_a_sheet_is_read_by_its_name_or_as_the_only_one(name):
    workbook({"members": SEATS, "draft": [["x"]]}, name.partition("#")[0], hidden=["draft"])
    assert sheet(name) == SEATED


def test_a_workbook_is_opened_once_for_all_of_its_sheets(monkeypatch):
    opened, load = [], openpyxl.load_workbook
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *given, **how: opened.append(1) or load(*given, **how))
    workbook({"members": SEATS, "seats": [SEATS[0], SEATS[2]]})
    assert (sheet("case.xlsx#members"), sheet("case.xlsx#seats"), len(opened)) == (SEATED, [(2, SEATED[1][1])], 1)


def test_empty_rows_and_columns_and_a_title():
    workbook({"members": [["Members of 2030"], [], *([*row, None, " "] for row in SEATS), [None] * 6]})
    assert sheet("case.xlsx") == [(line + 2, values) for line, values in SEATED]


def test_a_workbook_by_the_name_of_a_csv_is_read():
    workbook({"members": SEATS}, "case.csv")
    assert sheet("case.csv") == SEATED


def with_part(change, name="xl/worksheets/sheet1.xml", file="case.xlsx"):
    """Change what is in one part of a workbook."""
    parts = {one: zipfile.ZipFile(file).read(one) for one in zipfile.ZipFile(file).namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for one, data in parts.items():
            packed.writestr(one, data)


def test_formulas_count_by_the_value_that_was_stored():
    workbook({"members": [["code", "weight"], ["ALF", "=1+2"]]})
    assert refusal(sheet, "case.xlsx") == f"case.xlsx:2: B2: {FORMULA}"
    with_part(lambda text: re.sub(rb"<v ?/>|<v></v>", b"<v>3</v>", text))
    assert sheet("case.xlsx") == [(2, {"code": "ALF", "weight": 3})]


def test_an_error_in_a_cell():
    workbook({"members": [["code", "weight"], ["ALF", "#N/A"]]})
    assert refusal(sheet, "case.xlsx") == "case.xlsx:2: B2: this cell has the error #N/A; mend its formula, or empty it"


@pytest.mark.parametrize(
    ("name", "hidden", "says"),
    [
        ("case.xlsx", (), '2 sheets that can be seen: "members" and "other"; name one, as in "case.xlsx#members"'),
        ("case.xlsx", ("members", "other"), 'has 0 sheets that can be seen; name one, as in "case.xlsx#members"'),
        ("case.xlsx#member", (), 'case.xlsx#member: the workbook has no sheet "member" (did you mean "members"?)'),
    ],
)
def test_which_sheet_is_said(name, hidden, says):
    book = openpyxl.Workbook()
    book.active.title = "members"
    book.create_sheet("other")
    for title in hidden:
        book[title].sheet_state = "hidden"
    if hidden:  # the library would not save it so
        book["members"].sheet_state = "visible"
    book.save("case.xlsx")
    if hidden:
        with_part(lambda text: text.replace(b'state="visible"', b'state="hidden"'), "xl/workbook.xml")
    assert says in refusal(sheet, name)


def test_what_unpacks_to_too_much_is_not_unpacked():
    workbook({"members": SEATS})
    with_part(lambda text: text + b" " * 30_000_000)
    assert len(Path("case.xlsx").read_bytes()) < 100_000
    assert "case.xlsx: the workbook unpacks to 30.0 MB, and 20 MB is the most" in refusal(sheet, "case.xlsx")


def test_entities_are_refused():
    workbook({"members": SEATS})
    with_part(lambda text: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + text)
    says = "case.xlsx: it declares a document type, which no table needs; save it anew without one"
    assert refusal(sheet, "case.xlsx") == says


@pytest.mark.parametrize(
    ("old", "new"), [(b'r="2"', b'r="99999999999"'), (b'"B2"', b'"ZZZ2"'), (b"<v>0</v>", b"<v>99</v>")]
)
def test_a_damaged_sheet_is_one_sentence(old, new):
    workbook({"members": SEATS})
    with_part(lambda text: text.replace(old, new, 1))
    try:
        said = sheet("case.xlsx")
    except ScenarioError as refused:
        said = str(refused)
    assert len(said) < 300


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("word/document.xml", "a Word document"),
        ("xl/workbook.bin", "a binary workbook (.xlsb)"),
        ("mimetype", "an Open"),
    ],
)
def test_others_of_its_kind_are_named(inside, kind):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(inside, "x")
    assert f"this is {kind}" in refusal(rows, packed.getvalue())


def test_problems_of_a_sheet_are_placed_in_it():
    workbook({"members": SEATS, "seats": [["code", "weight"], ["ALF", "heavy"], ["BET", -1]]})
    says = [
        'case.xlsx#seats:2: members.ALF.weight: expected a number, found "heavy"',
        "case.xlsx#seats:3: members.BET.weight: must be at or above 0, found -1",
    ]
    assert refusal(members, "case.xlsx#seats").split("\n") == says
