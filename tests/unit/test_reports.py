"""A page on a result: one file that asks for nothing, with the numbers that the command printed."""

import html
import json
import re

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.front.kept import KINDS
from whitesmoke.telling import report_words
from whitesmoke.telling.one_line import SENTENCES
from whitesmoke.writing.html_page import _kinds as page_kinds
from whitesmoke.writing.printed import recorded

HOSTILE = "<script>alert(1)</script> <img src=https://evil.example/x> \"' {{x}} &amp; $\\frac"
NUMBERS = re.compile(r"\d[\d.,]*\d|\d")


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def is_alone(page: str) -> None:
    """The page asks for nothing, links to nothing, and runs nothing."""
    assert page.count("<html") == 1
    assert "default-src 'none'" in page
    assert "://" not in page
    assert not re.search(r"<(script|link|iframe|object|embed|a|form|base)\b", page)
    assert all(source.startswith("data:image/png;base64,") for source in re.findall(r'(?:src|href)="([^"]*)', page))
    assert not re.search(r"url\(|@import|\son\w+=", page.split("</style>")[0] + re.sub(r'"[^"]*"', "", page))


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.split("<body>")[1]))


MADE = {
    "trace": (["run", "tutorial"], "results/runs/tutorial/seed-1-run-0"),
    "ensemble": (["run", "tutorial", "--runs", "30"], "results/runs/tutorial/seed-1-runs-30"),
    "compare": (["compare", "tutorial", "--rule", "majority", "--runs", "30", "--out", "c"], "c"),
    "levers": (["levers", "rutte-iohannis", "--lever", "opt-out", "--runs", "20", "--out", "l"], "l"),
    "nowcast": (["nowcast", "nato-2014", "--as-of", "2014-03-01", "--runs", "30", "--out", "n"], "n"),
    "attribution": (["attribute", "tutorial", "--runs", "20", "--out", "a"], "a"),
    "power": (["power", "council", "--out", "p"], "p"),
    "series": (["series", "--runs", "2", "--out", "s"], "s"),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_report_is_one_file_with_the_numbers_that_were_printed(kind, desk, capsys):
    words, folder = MADE[kind]
    assert whitesmoke([*words]) == 0
    printed = capsys.readouterr().out
    assert whitesmoke(["report", folder]) == 0
    assert capsys.readouterr().out == f"{folder}/report.html\n"
    page = (desk / folder / "report.html").read_text(encoding="utf-8")
    is_alone(page)
    text = text_of(page)
    assert {*NUMBERS.findall(printed)} <= {*NUMBERS.findall(text)}
    assert report_words.KINDS[kind].question in text
    assert f"whitesmoke {' '.join(words)}" in text
    assert "@software{whitesmoke," in text
    assert page.count("<img") == 1


def test_every_kind_of_result_has_words():
    results = {one.kind for name in ws.__all__ if issubclass_of_result(one := getattr(ws, name))}
    assert results >= {"trace", "ensemble", "compare", "levers", "story"}
    assert set(report_words.KINDS) == set(KINDS) | results
    assert set(KINDS) == set(SENTENCES) == set(report_words.KINDS) - {"story"}  # a story is a page already
    assert set(report_words.PLAYED) <= set(report_words.KINDS)


def issubclass_of_result(thing):
    return isinstance(thing, type) and issubclass(thing, ws.Result) and thing is not ws.Result


def test_a_report_says_what_is_scripted_and_assumed_and_what_happened(desk):
    case = ws.open("nato-2014")
    page = text_of(case.run().report(desk / "x.html").read_text(encoding="utf-8"))
    for line in ["Scripted, not predicted: ", "The parameters are assumed, not measured", "What really happened: "]:
        assert page.count(line) >= 1
    assert "One run is one draw" in page


def test_names_are_text_in_a_report(desk):
    title = f"Title {HOSTILE}"
    mine = {
        "extends": "tutorial",
        "title": title,
        "members": {"GAM": {"name": HOSTILE}},
        "demands": {"harbour": {"text": HOSTILE}},
    }
    for result in (ws.open(mine).run(), ws.open(mine).runs(5)):
        page = result.report(desk / "hostile.html").read_text(encoding="utf-8")
        is_alone(page)
        assert "&lt;script&gt;alert(1)" in page


def test_what_is_in_an_edited_folder_is_text_or_refused(desk, capsys):
    assert whitesmoke(["run", "tutorial", "--out", "r", "-q"]) == 0
    file = desk / "r" / "report.json"
    kept = json.loads(file.read_text())
    file.write_text(json.dumps({**kept, "finding": HOSTILE, "title": HOSTILE, "again": HOSTILE, "bibtex": HOSTILE}))
    assert whitesmoke(["report", "r"]) == 0
    is_alone((desk / "r" / "report.html").read_text(encoding="utf-8"))
    capsys.readouterr()
    again = "give the command that made it again\n"
    for text, said in {
        "{": f"r/report.json: is not what a command wrote; {again}",
        json.dumps({**kept, "parts": [{"title": 3}]}): f"r/report.json: is not what a command wrote; {again}",
        json.dumps({**kept, "sha256": "0"}): f"r/report.json: is not of the trace.json beside it; {again}",
    }.items():
        file.write_text(text)
        assert whitesmoke(["report", "r"]) == 2
        assert capsys.readouterr().err == said
    file.unlink()
    assert whitesmoke(["report", "r"]) == 2
    assert capsys.readouterr().err == f"r/: there is no report.json in it, which this version writes; {again}"


def test_without_a_figure_a_report_says_so(desk):
    assert whitesmoke(["run", "tutorial", "--out", "r", "-q", "--no-figure"]) == 0
    assert whitesmoke(["report", "r", "--out", "pages/one.html"]) == 0
    page = (desk / "pages" / "one.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "No figure was drawn" in page


def test_the_command_in_a_report_of_python_gives_the_same_result(desk, capsys):
    case = ws.open("tutorial", changes={"demands.harbour.ceiling": 0.5}, rule="majority")
    for made in (case.run(3, 2), case.runs(20, 4), case.attribute(20, 5)):
        text = text_of(made.report(desk / "x.html").read_text(encoding="utf-8"))
        (line,) = re.findall(r"whitesmoke (?:run|attribute) tutorial [^\n]*", text)
        assert whitesmoke([*line.split()[1:], "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == made.json()


def test_what_a_comparison_or_levers_found_is_said_with_its_command(desk, capsys):
    case = ws.open("tutorial")
    half = case.compare({"demands.harbour.ceiling": 0.5}, ws.open("conclave"), runs=20)
    page = text_of(half.report(desk / "x.html").read_text(encoding="utf-8"))
    assert "Demands.harbour.ceiling=0.5: deadlock in " in page
    assert "whitesmoke compare tutorial demands.harbour.ceiling=0.5 conclave --runs 20 --seed 1" in page
    other = case.compare(case.change({"demands.harbour.ceiling": 0.5}, rule="majority"), runs=20)
    assert "whitesmoke compare" not in text_of(other.report(desk / "x.html").read_text(encoding="utf-8"))


def test_a_forecast_says_at_its_head_how_likely_who_is_last_and_whose_its_numbers_are(desk):
    found = ws.open("nato-2014").nowcast("2014-03-01", runs=30)
    head = text_of(found.report(desk / "x.html").read_text(encoding="utf-8")).split("What it says")[0]
    for part in ("As of 1 March 2014, ", " of 100 futures end ", "Few independent runs", "this is no honest forecast"):
        assert part in head
    over = ws.open("nato-2014").nowcast("2014-09-01", runs=30)
    assert over._finding == f"{over.sentence}."


def test_columns_are_kept_whole_as_long_as_a_printed_page_has_room():
    rows = [["a short one", "12.5", "another of some length", "y" * 90], ["b", "3 %", "and", "z"]]
    assert page_kinds(rows) == ["s", "n", "s", ""]
    assert page_kinds([["w" * 25] * 4]) == ["s", "s", "", ""]


def test_the_same_folder_gives_the_same_page(desk):
    assert whitesmoke(["run", "tutorial", "--out", "r", "-q"]) == 0
    pages = []
    for _ in range(2):
        assert whitesmoke(["report", "r"]) == 0
        pages.append((desk / "r" / "report.html").read_bytes())
    assert pages[0] == pages[1]
    case = ws.open("tutorial")
    one, two = (case.run().report(desk / name).read_bytes() for name in ("1.html", "2.html"))
    assert one == two


def test_what_is_printed_is_kept_line_by_line():
    run = ws.open("tutorial").run()
    lines = recorded(run.show)
    assert [line.how for line in lines[:2]] == ["quiet", "strong"]
    assert lines[1].text == run.headline
    assert any(line.how == "item" for line in lines)
