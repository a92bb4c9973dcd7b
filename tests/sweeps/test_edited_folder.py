"""A results folder that was edited, cut short or damaged: one sentence and exit 1, 2 or 4 from each command, no bug."""

import json
import os
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.study.store import KINDS, Folder

from tests.unit.test_export_codes import played

COMMANDS = {
    "status": ["status"],
    "export": ["export", "--csv", "--dta"],
    "compact": ["compact"],
    "report": ["report"],
    "verify": ["verify", "--sample", "1"],
    "replay": ["replay", "0", "0", "--json"],
    "resume": ["resume", "--no-figure"],
}
WRONG = {"null": None, "a number": 1, "a text": "x", "a list": [1], "a table": {"x": 1}, "a truth value": True}
KEYS = [
    *("format", "name", "title", "question", "hash", "identity", "experiment", "scenarios", "inputs", "said"),
    *("versions", "calendar", "host", "created", "counts", "posterior", "outcomes", "played_with"),
]
IDENTITY = ["scenario", "seed", "draws", "columns", "rounds", "model", "posterior"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A folder with two parts of runs and of rounds, and failures."""
    place = tmp_path_factory.mktemp("sound")
    file = place / "e.toml"
    file.write_text(
        'title = "t"\nquestion = "q"\nscenario = "tutorial"\n'
        'set = { "calendar.expiry" = 2030-01-28, "focal.summit.date" = 2030-01-25 }\n'
        '[factors.high]\npath = "rule.silence.high"\nvalues = [2, 5]\n[factors.low]\npath = "rule.silence.low"\n'
        'values = [0, 4]\n[design]\nkind = "grid"\n[replicates]\nruns = 2\n[outputs]\nrounds = true\n'
        'columns = ["met.harbour", "exit.dora"]\n'
    )
    folder = played(file, place)
    assert all(folder.parts(kind) for kind in KINDS)
    return folder.path


@pytest.fixture
def folder(sound, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(sound, tmp_path / "f")
    return Folder(tmp_path / "f")


def all_say_it(folder, capsys, commands=COMMANDS, allowed=(0, 1, 2, 3, 4)):
    """Run commands; none calls it a bug, and one that refuses says so in a few lines."""
    codes = {}
    for name in commands:
        code = whitesmoke([COMMANDS[name][0], str(folder.path), *COMMANDS[name][1:]])
        said = capsys.readouterr().err
        assert code in allowed, (name, said)
        assert "bug" not in said, (name, said)
        assert code not in (2, 4) or 1 <= said.count("\n") <= 6, (name, said)
        codes[name] = code
    return codes


def edit(folder, change):
    file = folder.path / "manifest.json"
    data = json.loads(file.read_text())
    change(data)
    file.write_text(json.dumps(data))


@pytest.mark.slow
@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("key", [*KEYS, *(f"identity.{name}" for name in IDENTITY)])
def test_a_manifest_with_a_field_of_another_type(folder, capsys, key, wrong):
    def change(data):
        *tables, last = key.split(".")
        (data[tables[0]] if tables else data)[last] = WRONG[wrong]

    edit(folder, change)
    all_say_it(folder, capsys, ["status", "export", "report", "replay"])


@pytest.mark.slow
@pytest.mark.parametrize("key", [*KEYS, *(f"identity.{name}" for name in IDENTITY)])
def test_a_manifest_without_a_field(folder, capsys, key):
    def change(data):
        *tables, last = key.split(".")
        (data[tables[0]] if tables else data).pop(last, None)

    edit(folder, change)
    codes = all_say_it(folder, capsys)
    needed = key in ("identity", "experiment", "scenarios", "inputs") or ("." in key and key != "identity.posterior")
    assert set(codes.values()) == {2} if needed else 2 not in codes.values()


def _set(path, value):
    def change(data):
        *tables, last = path.split(".")
        for table in tables:
            data = data[table]
        data[last] = value

    return change


EDITS = {
    "unknown identity": (_set("identity.colour", "red"), {"resume": 4, "replay": 4}),
    "no name of a column": (_set("identity.columns", [""]), dict.fromkeys(COMMANDS, 2)),
    "a column of nobody": (_set("identity.columns", ["met.harbour", "exit.nobody"]), {"export": 2, "resume": 4}),
    "another kind of column": (_set("identity.columns", ["colour.red"]), dict.fromkeys(COMMANDS, 2)),
    "a path out of the folder": (_set("experiment", "../../e.toml"), dict.fromkeys(COMMANDS, 2)),
    "an absolute path": (_set("scenarios", {"tutorial": "/etc/passwd"}), dict.fromkeys(COMMANDS, 2)),
    "another experiment": (_set("experiment", "scenarios/tutorial.toml"), {"replay": 2, "resume": 2}),
    "a seed too large": (_set("identity.seed", 2**70), dict.fromkeys(COMMANDS, 2)),
    "what was said of candidates": (_set("said.candidates", 5), {"status": 3, "export": 0, "report": 0}),
    "an unknown key": (_set("colour", "red"), {"status": 3, "export": 0, "verify": 0}),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_manifest_edited(folder, capsys, what):
    change, wanted = EDITS[what]
    edit(folder, change)
    codes = all_say_it(folder, capsys)
    assert {name: codes[name] for name in wanted} == wanted


BUGS = {
    "experiment": ("export", _set("experiment", 1)),
    "scenarios": ("replay", _set("scenarios", "x")),
    "inputs": ("verify", _set("inputs", "x")),
    "said": ("export", _set("said", "x")),
    "versions": ("export", _set("versions", "x")),
}
"""Fields of another type, with the command that once took each for a bug; the slow tests have all of all commands."""


@pytest.mark.parametrize("what", BUGS)
def test_a_field_of_another_type_is_no_bug(folder, capsys, what):
    command, change = BUGS[what]
    edit(folder, change)
    all_say_it(folder, capsys, [command])


@pytest.mark.parametrize("instead", ["a folder", "a dangling link"])
def test_a_part_that_is_no_file_is_no_bug(folder, capsys, instead):
    INSTEAD[instead](folder.parts("runs")[0])
    assert all_say_it(folder, capsys, ["status", "compact"])["status"] == 3


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "[" * 100_000, '{"identity": ' + "1" * 5000 + "}", '{"name": "\\ud800"}', "\xff", "\0"],
)
def test_a_manifest_that_is_none(folder, capsys, text):
    (folder.path / "manifest.json").write_bytes(text.encode("latin-1"))
    assert set(all_say_it(folder, capsys).values()) == {2}


def _no_file(path):
    path.unlink()
    path.mkdir()


def _dangling(path):
    path.unlink()
    path.symlink_to("nowhere")


def _pipe(path):
    path.unlink()
    os.mkfifo(path)


def _cut(path):
    path.write_bytes(path.read_bytes()[:100])


INSTEAD = {
    "a folder": _no_file,
    "a dangling link": _dangling,
    "a pipe": _pipe,
    "cut": _cut,
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.slow
@pytest.mark.parametrize("instead", INSTEAD)
@pytest.mark.parametrize("what", ["manifest", "design", "experiment", "runs", "rounds", "failures"])
def test_a_file_of_the_folder_replaced(folder, capsys, what, instead):
    files = {"manifest": folder.path / "manifest.json", "design": folder.path / "design.parquet"}
    files["experiment"] = folder.path / "inputs" / "experiment" / "e.toml"
    INSTEAD[instead](files[what] if what in files else folder.parts(what)[0])
    codes = all_say_it(folder, capsys)
    if what in KINDS:
        assert codes["resume"] == 3  # set aside and played again
        assert all_say_it(folder, capsys, ["status"])["status"] == 3


def _other(name, array):
    return lambda rows: rows.set_column(rows.column_names.index(name), name, array(rows))


TABLES = {
    "a column less": lambda rows: rows.drop_columns([rows.column_names[1]]),
    "no column": lambda rows: rows.select([]),
    "a column more": lambda rows: rows.append_column("more", pa.array(["x"] * len(rows))),
    "a column twice": lambda rows: rows.append_column(rows.column_names[0], rows.column(0)),
    "points that are numbers": _other("point", lambda rows: pa.array(range(len(rows)))),
    "points with gaps": _other("point", lambda rows: pa.nulls(len(rows), pa.string())),
    "points that are lists": _other("point", lambda rows: pa.array([["x"]] * len(rows))),
    "no rows": lambda rows: rows.slice(0, 0),
    "texts": lambda rows: pa.table({name: pa.array(["x"] * len(rows)) for name in rows.column_names}),
    "nan": lambda rows: pa.table({name: pa.array([float("nan")] * len(rows)) for name in rows.column_names}),
    "dates": lambda rows: pa.table({name: pa.nulls(len(rows), pa.date32()) for name in rows.column_names}),
}


@pytest.mark.slow
@pytest.mark.parametrize("other", TABLES)
@pytest.mark.parametrize("what", ["design", *KINDS])
def test_a_table_of_another_kind(folder, capsys, what, other):
    """Under its right name: only what is in it is wrong."""
    file = folder.path / "design.parquet" if what == "design" else folder.parts(what)[0]
    rows = TABLES[other](pq.ParquetFile(file).read())
    file.unlink()
    folder.write_design(rows) if what == "design" else folder.add(what, rows)
    all_say_it(folder, capsys)


def test_failures_written_after_they_were_merged(folder, capsys):
    """`compact` codes the texts; what comes after it is not coded."""
    (rows,) = folder.stream("failures")
    folder.parts("failures")[0].unlink()
    folder.add("failures", rows.slice(0, 1))
    folder.add("failures", rows.slice(1))
    folder.compact()
    folder.add("failures", rows.slice(0, 1))
    assert folder.rows("failures").num_rows == rows.num_rows
    assert all_say_it(folder, capsys, ["export", "status"]) == {"export": 0, "status": 3}


@pytest.mark.slow
@pytest.mark.parametrize("key", ["points", "factors", "arms", "draws", "shared_horizon_days", "runs"])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_summary_edited(folder, capsys, key, wrong):
    """It is made again."""
    assert all_say_it(folder, capsys, ["resume"])["resume"] == 3
    file = folder.path / "summary.json"
    data = json.loads(file.read_text())
    data[key] = WRONG[wrong]
    file.write_text(json.dumps(data))
    assert all_say_it(folder, capsys, ["report"])["report"] == 0
