"""What is done with a results folder: status, verify, resume, compact, export, report."""

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.study import answers as summary
from whitesmoke.study import export, folders, stata
from whitesmoke.study.codebook import about, entries, stata_name
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.playing import Sweep, missing
from whitesmoke.study.state import state_of
from whitesmoke.study.store import FAILURES, Folder
from whitesmoke.study.verify import verify
from whitesmoke.study.workers import Workers

SCARCE = """
title = "Silence | <script>alert(1)</script>"
question = "What does silence & influence do?"
assumption = "All of it"
scenario = "tutorial"
[set]
"rule.silence.high" = 5
"calendar.expiry" = 2030-01-28
"focal.summit.date" = 2030-01-25
[factors.low]
path = "rule.silence.low"
values = [0, 4]
[factors.high]
path = "rule.silence.high"
values = [2, 5]
label = "longest silence"
unit = "days"
[factors.summit]
path = "focal.summit.date"
values = [2030-01-20, 2030-01-28]
[factors.influence]
path = "parameters.influence"
change = "multiply"
values = [0.0, 1.5]
[design]
kind = "grid"
[replicates]
runs = 6
[outputs]
columns = ["met.harbour", "exit.dora", "member.GAM", "tally.dora@2030-01-20"]
rounds = true
"""
"""Low 4 and high 2 cannot be together: a quarter of the points fails. Many of the runs end in deadlock."""
FAILED, PLAYED = 24, 72


def played(folder, jobs=2):
    folder = Folder(folder)
    workers = Workers(jobs)
    Sweep(folders.reopen(folder), folder, workers).run()
    workers.close()
    return folder


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    home = tmp_path_factory.mktemp("results")
    file = home / "silence.toml"
    file.write_text(SCARCE)
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, home)
    folders.prepare(plan, folder)
    return played(folder.path)


@pytest.fixture
def folder(original, tmp_path):
    """A copy that a test may spoil."""
    copy = tmp_path / original.path.parent.name / original.path.name
    shutil.copytree(original.path, copy)
    return Folder(copy)


def checked(folder, sample=10**6):
    return verify(folders.reopen(folder), folder, sample)


def spoil(part: Path) -> None:
    """Change one byte in the middle."""
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)


def same_rows(first, second) -> bool:
    def plain(table):
        return table.cast(pa.schema([pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type)
                                     for f in table.schema])).combine_chunks()  # fmt: skip

    return plain(first).equals(plain(second))


# --- status ---------------------------------------------------------------------------------------------------------


def test_status_of_a_whole_folder(original):
    state = state_of(original)
    assert (state.rows, state.points, state.replicates, state.runs) == (16, 16, [6, 6], PLAYED + FAILED)
    assert (state.there, state.failed, state.missing, state.complete) == (PLAYED, FAILED, 0, True)
    (reason,) = state.failures
    assert reason.runs == FAILED
    assert "silence" in reason.reason
    point = original.design().filter(
        pc.and_(pc.equal(original.design()["low"], 4), pc.equal(original.design()["high"], 2))
    )
    assert reason.replay == f"whitesmoke replay {original.path} {point['point'][0]} 0"
    assert reason.replay in state.text()
    assert state.playable
    assert state.bytes == sum(file.stat().st_size for file in original.path.rglob("*") if file.is_file())


def test_status_of_an_incomplete_and_a_damaged_folder(folder):
    lost, hurt, *_ = folder.parts("runs")
    lost_runs, hurt_runs = len(pq.read_table(lost)), len(pq.read_table(hurt))
    lost.unlink()
    spoil(hurt)
    state = state_of(folder)
    assert state.missing == lost_runs + hurt_runs
    assert state.there == PLAYED - state.missing
    assert state.damaged == [f"runs/{hurt.name}"]
    assert not state.complete
    assert f"whitesmoke resume {folder.path}" in state.text()


def test_status_counts_what_the_design_does_not_ask_for(folder):
    folder.write_design(folder.design().slice(1))
    state = state_of(folder)
    assert (state.there, state.beyond, state.complete) == (PLAYED - 6, 6, True)
    design = folder.design()
    folder.write_design(design.set_column(2, "runs", pa.array([4] * len(design), pa.int32())))
    state = state_of(folder)
    assert (state.there, state.beyond, state.failed) == (4 * 11, PLAYED - 4 * 11, 4 * 4)
    assert len(pa.concat_tables(export.Table(folder, about(folder)).blocks())) == 4 * 11


def test_the_summary_counts_the_failures_that_status_counts(folder, monkeypatch):
    """Not those of runs that have been played since or are not asked for, and of two machines once."""
    first, *_ = folder.rows("failures").to_pylist()
    since = folder.rows("runs", ["point", "replicate"]).slice(0, 1).to_pylist()[0]
    again = [first, first | since, first | {"replicate": 6}]
    folder.add("failures", pa.Table.from_pylist(again, FAILURES))
    state = state_of(folder)
    assert (state.failed, [reason.runs for reason in state.failures]) == (FAILED, [FAILED])
    found = summary.summarise(folders.reopen(folder), folder)
    assert found["failed"] == sum(point["failed"] for point in found["points"]) == FAILED
    summary.write(found, folder)
    monkeypatch.setattr(summary, "summarise", lambda *_: pytest.fail("the summary was there already"))
    assert summary.of_folder(folder, state)["failed"] == FAILED


def test_status_and_export_of_a_folder_of_another_model(folder, capsys):
    manifest = folder.manifest()
    manifest["identity"]["model"] = "another"
    manifest["versions"]["whitesmoke"] = "0.0.9"
    folder.write_manifest(manifest)
    folder.parts("runs")[0].unlink()
    assert whitesmoke(["status", str(folder.path)]) == 3
    said = capsys.readouterr().out
    assert "another model" in said
    assert "resume" not in said
    assert "0.0.9" in said
    assert whitesmoke(["export", str(folder.path)]) == 0
    assert whitesmoke(["report", str(folder.path)]) == 0
    assert "Version 0.0.9" in (folder.path / "export" / "codebook.md").read_text()
    for command in (["resume"], ["verify"], ["replay"]):
        rest = ["0", "0"] if command == ["replay"] else []
        assert whitesmoke([*command, str(folder.path), *rest]) == 4
        assert "the version of the model" in capsys.readouterr().err


def test_status_as_json(original, capsys):
    assert whitesmoke(["status", str(original.path), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert (found["there"], found["failed"], found["failures"][0]["runs"]) == (PLAYED, FAILED, FAILED)


def test_a_folder_is_found_by_its_experiment(folder, tmp_path):
    assert folders.find_folder(folder.path.parent).path == folder.path
    shutil.copytree(folder.path, folder.path.parent / "another")
    with pytest.raises(WhitesmokeError, match="there are 2 results folders; give one of them"):
        folders.find_folder(folder.path.parent)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"identity": {}}'])
def test_a_manifest_that_is_none_is_told(folder, text):
    (folder.path / "manifest.json").write_text(text)
    for command in ("status", "verify", "resume", "export", "report", "compact"):
        assert whitesmoke([command, str(folder.path)]) == 2, command


# --- verify ---------------------------------------------------------------------------------------------------------


def test_a_whole_folder_is_sound(original):
    found = checked(original)
    assert (found.sound, found.played, found.runs, found.defects) == (True, PLAYED, PLAYED, [])
    assert found.parts == sum(len(original.parts(kind)) for kind in ("runs", "rounds", "failures"))


def test_a_sample_is_always_the_same_and_has_no_run_twice(original, monkeypatch):
    seen = []
    for _ in range(2):
        chosen = []
        monkeypatch.setattr(
            "whitesmoke.study.verify.different", lambda plan, runs, at, kept=chosen: kept.extend(at) or []
        )
        assert checked(original, 30).played == 30
        assert len(set(chosen)) == 30
        seen.append(chosen)
    assert seen[0] == seen[1]
    assert seen[0] != sorted(range(30))


@pytest.mark.parametrize("kind", ["runs", "rounds", "failures"])
def test_a_byte_is_found_and_resume_mends_it(folder, original, kind):
    part = folder.parts(kind)[-1]
    spoil(part)
    found = checked(folder, 5)
    assert not found.sound
    assert len(found.defects) == 1
    assert found.defects[0].startswith(f"{part}: not the bytes that were written; `whitesmoke resume`")
    with pytest.raises(WhitesmokeError, match="not the bytes that were written"):
        folder.compact()
    with pytest.raises(WhitesmokeError, match="not the bytes that were written"):
        export.exported(folder, ["csv"], folder.path / "export")
    assert whitesmoke(["resume", str(folder.path), "--no-figure"]) == 3
    assert checked(folder, 5).sound
    assert same_rows(folder.rows(kind).select([0, 1]), original.rows(kind).select([0, 1]))
    assert same_rows(folder.rows("runs"), original.rows("runs"))
    assert same_rows(folder.rows("rounds"), original.rows("rounds"))
    assert state_of(folder).set_aside == [f"{kind}/{part.name}.broken"]


def replaced(folder, kind, change) -> Path:
    """Write a part anew, changed, under the name that its bytes have."""
    part = folder.parts(kind)[0]
    rows = pq.read_table(part)
    part.unlink()
    return folder.add(kind, change(rows))


def with_column(rows, name, change):
    values = rows[name].to_pylist()
    values[3] = change(values[3])
    at, kind = rows.schema.get_field_index(name), rows[name].type
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return rows.set_column(at, rows.schema.field(at), pa.array(values, plain).cast(kind))


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("day", lambda day: None if day else 7),
        ("met.harbour", lambda share: share + 2**-40),
        ("last", lambda last: last + " BET"),
        ("tally.dora@2030-01-20", lambda count: count + 1),
    ],
)
def test_a_planted_value_is_found(folder, column, change):
    part = replaced(folder, "runs", lambda rows: with_column(rows, column, change))
    found = checked(folder)
    assert len(found.defects) == 1
    assert found.defects[0].startswith(f"{part}: run ")
    assert f": {column} is " in found.defects[0]


def test_a_planted_round_is_found(folder):
    part = replaced(folder, "rounds", lambda rows: with_column(rows, "committed.dora", lambda count: count + 1))
    (defect,) = checked(folder).defects
    assert defect.startswith(f"{part}: run ")
    assert "its rounds come out differently" in defect


def test_lost_rounds_are_found_and_played_again(folder, original):
    folder.parts("rounds")[0].unlink()
    assert any("its rounds are not there" in defect for defect in checked(folder).defects)
    assert state_of(folder).missing
    played(folder.path)
    assert same_rows(folder.rows("rounds"), original.rows("rounds"))
    assert state_of(folder).complete


def test_a_run_that_is_there_twice_counts_once(folder, original):
    folder.add("runs", original.rows("runs").slice(0, 5))
    found = checked(folder, 5)
    assert found.sound
    assert found.notes == ["5 runs are there more than once, and count once; `whitesmoke compact` leaves one"]
    assert state_of(folder).there == PLAYED
    assert len(pa.concat_tables(export.Table(folder, about(folder)).blocks())) == PLAYED


def test_altered_inputs_and_another_design_are_found(folder, capsys):
    folder.write_design(folder.design().slice(1))
    (defect,) = checked(folder).defects
    assert "design.parquet: is not the design" in defect
    (folder.path / "inputs/experiment/silence.toml").write_text("nonsense")
    assert whitesmoke(["verify", str(folder.path)]) == 1
    assert "silence.toml: is not the file that was copied" in capsys.readouterr().out


# --- compact --------------------------------------------------------------------------------------------------------


def test_compact_keeps_the_rows_and_leaves_nothing_to_play(folder, original, tmp_path):
    before = {
        file.name: file.read_bytes() for file in export.exported(folder, ["csv", "dta", "parquet"], tmp_path / "a")
    }
    assert folder.compact()[1] < folder.compact()[0] + len(original.parts("runs"))
    assert len(folder.parts("runs")) == len(folder.parts("rounds")) == len(folder.parts("failures")) == 1
    for kind in ("runs", "rounds", "failures"):
        assert same_rows(folder.rows(kind), original.rows(kind))
    assert len(missing(folders.reopen(folder), folder).point) == 0
    assert checked(folder, 20).sound
    after = {
        file.name: file.read_bytes() for file in export.exported(folder, ["csv", "dta", "parquet"], tmp_path / "b")
    }
    assert before == after


# --- export ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(original, tmp_path_factory):
    out = tmp_path_factory.mktemp("export")
    return {file.name: file for file in export.exported(original, list(export.FORMATS), out)}


def joined(original):
    """The table of all runs the slow way: every run looked up by its row of the design."""
    runs = {(row["point"], row["replicate"]): row for row in original.rows("runs").to_pylist()}
    found = []
    for line in original.design().to_pylist():
        levels = {name: line[name] for name in ("row", "point", "low", "high", "summit", "influence")}
        for replicate in range(line["runs"]):
            if (line["point"], replicate) in runs:
                found.append(levels | runs[line["point"], replicate])
    return found


def test_parquet_is_every_run_with_its_levels(original, files):
    assert pq.read_table(files["runs.parquet"]).to_pylist() == joined(original)


def test_csv_is_the_same(original, files):
    with files["runs.csv"].open(newline="") as text:
        rows = list(csv.DictReader(text))
    wanted = joined(original)
    assert len(rows) == len(wanted) == PLAYED
    for row, line in zip(rows, wanted):
        assert {name: "" if value is None else str(value) for name, value in line.items()} == {
            name: f"{float(value)}" if name in ("low", "high", "influence", "met.harbour") else value
            for name, value in row.items()
        }


def test_stata_is_the_same_with_labels(original, files):
    called = {entry.name: entry.stata for entry in entries(about(original))}
    with pd.read_stata(files["runs.dta"], iterator=True) as reader:
        table = reader.read()
        labels, title = reader.variable_labels(), reader.data_label
    assert title == original.manifest()["title"]
    assert labels["day"].startswith("on which it was settled, counted from 2030-01-07")
    wanted = pd.DataFrame(joined(original)).rename(columns=called)
    assert list(table.columns) == list(wanted.columns)
    assert table["day"].isna().sum() == wanted["day"].isna().sum() > 0
    for name in table.columns:
        found = table[name].astype(object).where(table[name].notna(), None).tolist()
        hoped = wanted[name].astype(object).where(wanted[name].notna(), None).tolist()
        if name == "summit":
            found = [value.date() for value in found]
        assert found == hoped, name


def test_the_date_in_a_stata_file_is_that_of_the_folder(folder, tmp_path):
    folder.write_manifest(folder.manifest() | {"created": "2001-02-03T04:05:06+00:00"})
    file, *_ = export.exported(folder, ["dta"], tmp_path / "out")
    with pd.read_stata(file, iterator=True) as reader:
        assert reader.time_stamp == "03 Feb 2001 04:05"


def test_texts_that_cannot_be_labels_are_texts(original, tmp_path, monkeypatch):
    monkeypatch.setattr(stata, "MOST_LABELS", 1)
    file, *_ = export.exported(original, ["dta"], tmp_path)
    table = pd.read_stata(file)
    assert table["point"].tolist() == [row["point"] for row in joined(original)]


def test_blocks_make_no_difference(original):
    table = export.Table(original, about(original))
    whole = pa.concat_tables(table.blocks())
    for length in (1, 7, 50):
        assert pa.concat_tables(table.blocks(length)).equals(whole)


def test_a_point_of_two_rows_is_in_both(folder):
    design = folder.design()
    again = design.slice(0, 1).set_column(0, "row", pa.array([16], pa.int32()))
    folder.write_design(pa.concat_tables([design, again]))
    rows = pa.concat_tables(export.Table(folder, about(folder)).blocks()).to_pylist()
    assert len(rows) == PLAYED + 6
    first, last = [row for row in rows if row["row"] == 0], [row for row in rows if row["row"] == 16]
    assert [row | {"row": 0} for row in last] == first


def test_failures_have_a_file_of_their_own(original, files):
    with files["failures.csv"].open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == FAILED
    assert [(int(row["row"]), int(row["replicate"])) for row in rows] == sorted(
        (int(row["row"]), int(row["replicate"])) for row in rows
    )
    names = original.design()["point"].to_pylist()
    assert all(names[int(row["row"])] == row["point"] for row in rows)


def test_the_codebook_has_every_column(original, files):
    with files["codebook.csv"].open(newline="") as text:
        book = list(csv.DictReader(text))
    assert [row["name"] for row in book] == pq.read_schema(files["runs.parquet"]).names
    assert [row["stata"] for row in book] == list(pd.read_stata(files["runs.dta"]).columns)
    assert all(row["type"] and row["meaning"] for row in book)
    said = {row["name"]: row for row in book}
    assert (said["high"]["unit"], said["high"]["values"]) == ("days", "2; 5")
    assert said["influence"]["meaning"] == "the value multiplies parameters.influence of the scenario"
    assert "censored at the horizon, day 21" in said["day"]["meaning"]
    assert said["met.harbour"]["meaning"].endswith("its ships may use Alfaria's harbour")
    assert "Dora Dorn" in said["exit.dora"]["meaning"]
    text = files["codebook.md"].read_text()
    assert all(f"| {row['name']} | {row['stata']} |" in text for row in book)
    assert "Silence \\| <script>" not in text.splitlines()[0]
    digest = original.manifest()["identity"]["scenario"][:12]
    called = f'tutorial ("Tutorial: three allies and one candidate", sha256 {digest})'
    assert f"Version 0.1.0. Scenario {called}, seed 1." in text
    assert f"| scenario | {called} |" in text


def test_names_that_stata_allows():
    taken = set()
    names = ["met.a", "met_a", "int", "2nd", "str5", "x" * 40, "x" * 41, "tally.dora@2030-01-20"]
    found = [stata_name(name, taken) for name in names]
    assert found == ["met_a", "met_a_2", "_int", "_2nd", "_str5", "x" * 32, "x" * 30 + "_2", "tally_dora_2030_01_20"]


def test_an_export_without_runs_is_an_empty_table(folder, tmp_path):
    for part in folder.parts("runs"):
        part.unlink()
    files = {file.name: file for file in export.exported(folder, list(export.FORMATS), tmp_path / "out")}
    assert pq.read_table(files["runs.parquet"]).num_rows == 0
    assert len(pyarrow.csv.read_csv(files["runs.csv"])) == 0
    assert len(pd.read_stata(files["runs.dta"])) == 0


# --- report ---------------------------------------------------------------------------------------------------------


def test_the_report_is_whole_and_escapes(folder, capsys):
    (folder.path / "figures").mkdir()
    (folder.path / "figures" / "sweep.png").write_bytes(b"\x89PNG")
    assert whitesmoke(["report", str(folder.path)]) == 0
    page = (folder.path / "report.html").read_text()
    assert "<script" not in page
    assert "Silence | &lt;script&gt;" in page
    assert "What does silence &amp; influence do?" in page
    assert "data:image/png;base64,iVBORw==" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "longest silence (days)" in page
    assert f"{FAILED} failed" in page
    assert {entry.name for entry in entries(about(folder))} <= {*re.findall("<td[^>]*>([^<]*)</td>", page)}
    first = hashlib.sha256(page.encode()).hexdigest()
    assert whitesmoke(["report", str(folder.path)]) == 0
    assert hashlib.sha256((folder.path / "report.html").read_bytes()).hexdigest() == first


def test_no_factor_takes_the_name_of_a_column(tmp_path):
    file = tmp_path / "clash.toml"
    file.write_text(SCARCE.replace("[factors.low]", "[factors.day]"))
    with pytest.raises(WhitesmokeError, match='no factor may be called "day"'):
        load_experiment(file)


# --- replay ---------------------------------------------------------------------------------------------------------


def replayed(folder, point, replicate, capsys):
    capsys.readouterr()
    done = whitesmoke(["replay", str(folder.path), str(point), str(replicate), "--json", "--no-figure"])
    return done, capsys.readouterr().err


def test_only_runs_that_the_sweep_has_are_replayed(folder, capsys):
    names = folder.design()["point"].to_pylist()
    good = next(row for row in folder.rows("runs").to_pylist() if row["replicate"] == 5)["point"]
    assert replayed(folder, 16, 0, capsys) == (
        2,
        "there is no point 16; give its row in the design (0 to 15) or its 16 hex digits\n",
    )
    done, said = replayed(folder, good, 6, capsys)
    assert (done, said) == (2, f"there is no run 6 of point {good}: the sweep has its runs 0 to 5\n")
    assert replayed(folder, names.index(good), 5, capsys)[0] == 0


def test_a_run_that_is_not_there_yet_is_not_replayed(folder, capsys):
    for part in folder.parts("runs"):
        part.unlink()
    good = next(name for name in folder.design()["point"].to_pylist() if name not in failing(folder))
    done, said = replayed(folder, good, 0, capsys)
    assert done == 2
    assert f"run 0 of point {good} has not been played: of its 6 runs 0 are there" in said
    assert "whitesmoke resume" in said


def test_a_run_that_failed_is_played_again_with_its_reason(folder, capsys):
    done, said = replayed(folder, sorted(failing(folder))[0], 0, capsys)
    assert done == 2
    assert "This run failed in the sweep: " in said


def failing(folder):
    return {row["point"] for row in folder.rows("failures").to_pylist()}
