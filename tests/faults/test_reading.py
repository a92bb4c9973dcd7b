"""Every command meets files that are none: one sentence with the file, exit code 2, and it never waits."""

import datetime
import json
import os
import shutil
import socket
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from whitesmoke.commands.cli import main
from whitesmoke.scenario.document import DEEP, EMPTY, LONG

HERE = Path(__file__).parent / "reading"
COMMANDS = {
    "check": ["check", "FILE"],
    "run": ["run", "FILE"],
    "series": ["series", "FILE", "--runs", "2"],
    "sweep": ["sweep", "FILE"],
    "priors": ["sensitivity", "tutorial", "--priors", "FILE"],
    "extends": ["check", "above.toml"],
    "members": ["check", "table.toml"],
    "design": ["sweep", "design.toml"],
    "posterior": ["run", "tutorial", "--runs", "2", "--posterior", "FILE"],
}
"""What reads a file, by what it takes it for."""
ODD = {
    "deep": lambda path: path.write_text("title = " + "[" * 100_000),
    "deep and closed": lambda path: path.write_text("title = " + "[" * 60 + "]" * 60),
    "deep tables": lambda path: path.write_text("x = " + "{a=" * 90_000),
    "dots": lambda path: path.write_text("a" + ".a" * 100_000 + " = 1"),
    "5000 digits": lambda path: path.write_text("title = " + "1" * 5000),
    "many hex digits": lambda path: path.write_text("title = 0x" + "f" * 5000),
    "empty key": lambda path: path.write_text('"" = 1'),
    "empty key inside": lambda path: path.write_text('[calendar]\nx = { "" = 1 }'),
    "twice": lambda path: path.write_text("title = 1\ntitle = 2"),
    "nul": lambda path: path.write_bytes(b"title = \0"),
    "surrogate": lambda path: path.write_text(r'title = "\ud800"'),
    "bytes": lambda path: path.write_bytes(bytes(range(256))),
    "nothing": lambda path: path.write_text(""),
    "large": lambda path: path.write_bytes(b"#" * 6_000_000),
    "pipe": os.mkfifo,
    "socket": lambda path: _socket(path),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
    "dangling link": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path.name),
}
"""What may stand where a file is wanted."""


def _socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


def leaves(capsys, *arguments):
    """Return the exit code of a command, and what it says to stderr."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code, capsys.readouterr().err


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to stand in, with what names a file FILE."""
    monkeypatch.chdir(tmp_path)
    Path("above.toml").write_text('extends = "FILE"\n')
    Path("table.toml").write_text('extends = "00-base.toml"\n[members_table]\nfile = "FILE"\n')
    text = 'title = "t"\nquestion = "q"\nscenario = "tutorial"\nreplicates = { runs = 2 }\n'
    factor = 'factors.a = { path = "parameters.influence", values = [0.1] }\n'
    Path("design.toml").write_text(text + factor + 'design = { kind = "csv", file = "FILE" }\n')
    shutil.copy(HERE / "00-base.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_file_of_ours_is_refused(here, capsys, odd, command):
    ODD[odd](Path("FILE"))
    code, said = leaves(capsys, *COMMANDS[command])
    empty_but_sound = odd == "nothing" and command in ("extends", "priors")
    assert code == 2, said
    assert "FILE" in said or empty_but_sound
    assert "bug" not in said
    assert len(said) < 3000


def _of(file, line, *rest):
    return ": ".join([f"{file}:{line}", *rest])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "01-empty-key.toml"], _of("01-empty-key.toml", 1, EMPTY)),
        (["run", "01-empty-key.toml"], _of("01-empty-key.toml", 1, EMPTY)),
        (["sensitivity", "tutorial", "--priors", "03-deep-priors.toml"], _of("03-deep-priors.toml", 2, DEEP)),
        (["series", "05-deep-series.toml"], _of("05-deep-series.toml", 1, DEEP)),
        (["check", "05-deep-series.toml"], _of("05-deep-series.toml", 1, DEEP)),
        (
            ["check", "16-multiply-path-with-blanks.toml"],
            _of(
                "16-multiply-path-with-blanks.toml",
                4,
                "factors.a.path",
                '"What a path" is no path; write one like parameters.influence',
            ),
        ),
        (
            ["check", "12-backslash.toml"],
            _of(
                "12-backslash.toml",
                2,
                "extends",
                r'there is no file "..\new\tutorial.toml"; if a backslash was meant, write / instead, '
                r"or single quotes: 'a\b.toml'",
            ),
        ),
    ],
)
def test_the_sentence_of_each_fault(here, capsys, arguments, says):
    for file in HERE.iterdir():
        shutil.copy(file, here)
    assert leaves(capsys, *arguments) == (2, says + "\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r'sources = "C:\Users\me.csv"', "a backslash in double quotes begins an escape"),
        (r'sources = "..\quite.csv"', "a backslash in double quotes begins an escape"),
        ("seed = " + "9" * 400, LONG),
        ("x = " + "1_" * 3000 + "1", LONG),
        ('[calendar]\n"" = 1', f"FILE:2: {EMPTY}"),
        ('[calendar.""]', f"FILE:1: {EMPTY}"),
        ("[a]\nx = " + "[" * 30 + "]" * 30, f"FILE:2: {DEEP}"),
    ],
)
def test_each_slip_has_its_sentence(here, capsys, text, says):
    Path("FILE").write_text(text)
    code, said = leaves(capsys, "check", "FILE")
    assert code == 2
    assert says in said
    assert said.count("\n") == 1


def test_an_override_is_read_by_the_same_reader(here, capsys):
    for change in (
        '""=1',
        "a.b" * 1000 + "=1",
        "members.AAA.baseline=" + "[" * 5000,
        "title=\udc80",
        'candidates."".name="x"',
    ):
        code, said = leaves(capsys, "run", "00-base.toml", "--set", change)
        assert code == 2, change
        assert "bug" not in said


def test_an_override_may_be_a_whole_table(here, capsys):
    """Whatever asks where a field inside it was written finds the option."""
    whole = 'record={tallies="FILE", decision={date=2031-01-01, winner="x", source="s"}}'
    code, said = leaves(capsys, "run", "00-base.toml", "--set", whole)
    assert code == 2
    assert '--set record: record.tallies: there is no file "FILE"' in said
    calendar = "calendar={start=2030-01-07, round_days=7, expiry=2030-03-04}"
    whole = whole.replace('tallies="FILE", ', "")
    code, said = leaves(capsys, "run", "00-base.toml", "--json", "--set", calendar, "--set", whole)
    assert not code, said


SECRET = "root:x:0:0:hunter2:/root:/bin/bash\n"


@pytest.mark.parametrize("name", ["table.toml", "above.toml", "tables.toml"])
@pytest.mark.parametrize("secret", [SECRET, "password = 'hunter2'\n", "[hunter2]\nhunter2 = 'hunter2'\n"])
def test_a_file_named_in_another_is_not_told_of(here, capsys, name, secret):
    """What is named inside a scenario, and is neither one nor a table, may be anybody's secret."""
    Path("tables.toml").write_text('extends = "00-base.toml"\nrecord = { tallies = "FILE", commitments = "FILE" }\n')
    Path("FILE").write_text(secret)
    code, said = leaves(capsys, "check", name)
    assert code == 2
    assert "FILE" in said
    assert "hunter2" not in said


POSTERIORS = {
    "21-posterior-dates.parquet": "its column drawn holds no numbers",
    "23-posterior-about-list.parquet": "it does not say what it was fitted to as a posterior does",
}


@pytest.mark.parametrize("file", POSTERIORS)
def test_a_posterior_that_is_none(here, capsys, file):
    shutil.copy(HERE / file, here)
    code, said = leaves(capsys, "run", "tutorial", "--runs", "2", "--posterior", file)
    assert code == 2
    assert said.startswith(f"--posterior: {file} is no posterior (")
    assert said.count("\n") == 1


ABOUT = {"version": "0", "cases": ["tutorial"]}


@pytest.mark.parametrize(
    ("table", "about"),
    [
        ({"parameters.speed": ["a"]}, ABOUT),
        ({"parameters.speed": [None]}, ABOUT),
        ({"parameters.speed": [[1.0]]}, ABOUT),
        ({"parameters.speed": [True]}, ABOUT),
        ({"": [datetime.date(2030, 1, 1)]}, ABOUT),
        ({}, ABOUT),
        ({"parameters.speed": [1.0]}, None),
        ({"parameters.speed": [1.0]}, {"cases": []}),
        ({"parameters.speed": [1.0]}, {**ABOUT, "version": 1}),
        ({"parameters.speed": [1.0]}, {**ABOUT, "cases": "tutorial"}),
        ({"parameters.speed": [1.0]}, {**ABOUT, "cases": [1]}),
        ({"parameters.speed": [float("nan")]}, ABOUT),
    ],
)
def test_a_posterior_of_another_type(here, capsys, monkeypatch, table, about):
    monkeypatch.setattr("whitesmoke.evidence.posterior.__version__", "0")
    rows = pa.table(table)
    if about is not None:
        rows = rows.replace_schema_metadata({b"whitesmoke": json.dumps(about).encode()})
    pq.write_table(rows, "p.parquet")
    code, said = leaves(capsys, "run", "tutorial", "--runs", "2", "--posterior", "p.parquet")
    assert code == 2
    assert said.count("\n") == 1
    assert said.startswith("--posterior: p.parquet ")
