"""Links, changes, and the files that they become."""

import json
from os.path import relpath

import numpy as np
import pytest
from whitesmoke.commands.cli import main
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.model.mesa import Negotiation
from whitesmoke.model.recorder import record
from whitesmoke.page import fields, variant
from whitesmoke.page.background import Draws
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels import whatif
from whitesmoke.page.setup import LARGEST_SEED, Setup, from_query, nowhere, other_draws, to_query, whole
from whitesmoke.page.typed import first, to_type
from whitesmoke.page.upload import LARGEST, Uploaded
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.telling.run_json import as_json

KNOWN = ["tutorial", "rutte-iohannis"]
HOME = Setup("tutorial")


def test_a_link_brings_the_setup_back():
    setup = Setup("rutte-iohannis", "two-thirds", 7, 3, ("demands.hungary-opt-out.ceiling=0.5", 'x.y="a & b=c"'))
    assert from_query("?" + to_query(setup), KNOWN, HOME) == setup


def test_a_link_from_a_page_with_other_numbers_says_so():
    setup = Setup("tutorial", seed=2)
    assert from_query(to_query(setup, "abc"), KNOWN, HOME) == setup
    for theirs, here, words in [
        ("abc", "", "made with a posterior, and this page has none"),
        ("abc", "def", "made with another posterior, and this page has its own"),
        ("", "def", "made without a posterior, and this page has one"),
        ("abc", "abc", ""),
        ("", "", ""),
    ]:
        said = other_draws("?" + to_query(setup, theirs), here)
        assert words in said
        assert bool(said) == bool(words)
    assert other_draws("", "def") == ""


def test_a_link_to_a_scenario_that_is_not_here_says_so():
    said = nowhere("?scenario=mine&seed=4", KNOWN, HOME)
    assert said.startswith('This link names a scenario, "mine", that is not here: the page shows tutorial with seed 1')
    assert nowhere("?" + to_query(Setup("rutte-iohannis", seed=4)), KNOWN, HOME) == ""
    assert nowhere("", KNOWN, HOME) == ""
    assert len(nowhere("scenario=" + "x" * 900, KNOWN, HOME)) < 250


@pytest.mark.parametrize(
    "query",
    [
        *("scenario=../../etc/passwd", "scenario=", "seed=-1", "seed=1e9", "run=٣", "run=99999999999", "&&&="),
        *("x" * 30_000, "seed=2&" * 201),
    ],
)
def test_hostile_values_fall_back(query):
    assert from_query(query, KNOWN, HOME) == HOME


def test_whole_numbers_stay_within_what_a_field_takes():
    assert whole(str(LARGEST_SEED), 1, LARGEST_SEED) == LARGEST_SEED
    assert whole(str(LARGEST_SEED + 1), 1, LARGEST_SEED) == 1
    assert whole(None, 5, 9) == 5


def test_a_value_taken_away_is_played_saved_and_given_back(tmp_path):
    path = "demands.hungary-apology.ceiling"
    desk = Desk(Negotiation, Setup("rutte-iohannis"))
    whatif.changed(desk, {path: None})
    assert (desk.answer, desk.setup.changes) == ([], (f"{path}=",))
    (field,) = [one for one in fields.fields(desk.loaded, "demands", "hungary-apology") if one.path == path]
    assert (field.given, field.value, field.removable) == (False, "1", False)
    assert variant.differences(desk.base, desk.setup) == [{"path": path, "was": "0", "now": "taken away"}]
    assert from_query(to_query(desk.setup), KNOWN, HOME) == desk.setup
    assert to_type(desk, desk.setup).endswith(f"--set {path}=")
    for file in load("rutte-iohannis").files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    saved = load(variant.save(desk.base, desk.setup, "granted", tmp_path))
    assert f'drop = ["{path}"]' in saved.files[0].read_text()
    assert saved.scenario.demands == desk.loaded.scenario.demands
    assert desk.loaded.scenario.demands["hungary-apology"].ceiling == 1.0
    whatif.changed(desk, {path: ""})
    assert desk.setup.changes == ()
    desk.close()


def test_edits_replace_and_take_back():
    changes = variant.merged(("a.b=1", "c.d=2"), {"a.b": "3", "e.f": " 4 "})
    assert changes == ("c.d=2", "a.b=3", "e.f=4")
    assert variant.merged(changes, {"c.d": ""}) == ("a.b=3", "e.f=4")
    assert variant.without(changes, "a.b") == ("c.d=2", "e.f=4")
    with pytest.raises(WhitesmokeError, match="one line"):
        variant.merged((), {"a.b": "1\nc.d = 2"})


def test_a_decimal_comma_is_a_point_and_a_thousand_is_asked_about():
    edits = {"a": "3,5", "b": "-0,125", "c": "x, y", "d": "12,3456"}
    assert variant.merged((), edits) == ("a=3.5", "b=-0.125", "c=x, y", "d=12.3456")
    with pytest.raises(WhitesmokeError, match=r"a: write -1.000, with a point, or -1000; -1,000 may mean either"):
        variant.merged((), {"a": "-1,000"})


CASES = [
    Setup("rutte-iohannis", changes=("demands.hungary-opt-out.ceiling=0.4", "members.USA.baseline.rutte=-1.5")),
    Setup("rutte-iohannis", "two-thirds", 5, 2, ("focal.summit.date=2024-05-05", "parameters.anticipation=0")),
    Setup("rutte-iohannis", changes=("demands.hungary-apology.grantor=chair", "rule.silence.low=1")),
    Setup("tutorial", "majority", changes=('parameters.speed={ dist = "uniform", low = 1.0, high = 3.0 }',)),
    Setup("race-double-majority", changes=("parameters.influence=2",)),
    Setup("council", "unanimity", 3),
    Setup("rutte-iohannis", changes=("patron=GBR",)),
    Setup("rutte-iohannis", changes=("bargaining.mode=bargained", "bargaining.patience=3", "grantors.chair.budget=2")),
]


@pytest.mark.parametrize("setup", CASES, ids=lambda setup: f"{setup.scenario}-{len(setup.changes)}")
def test_a_saved_variant_is_the_same_run(setup, tmp_path):
    name, known = catalogue(setup.scenario)
    base = load(known[name].path)
    for file in {file.resolve() for file in base.files}:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    saved = variant.save(base, setup, "mine", tmp_path)
    shown = as_json(record(build(load(known[name].path, setup.changes, setup.rule)), setup.seed, setup.run))
    again = as_json(record(build(load(saved)), setup.seed, setup.run))
    assert {**again, "scenario": ""} == {**shown, "scenario": ""}


def test_saving_never_overwrites_and_never_leaves_its_folder(tmp_path):
    base = load("tutorial")
    changed = Setup("tutorial", changes=("demands.harbour.ceiling=0",))
    (tmp_path / "there.toml").write_text("mine")
    for name, words in (("there", "there already"), ("../out", "letters, digits"), ("", "letters, digits")):
        with pytest.raises(WhitesmokeError, match=words):
            variant.save(base, changed, name, tmp_path)
    assert (tmp_path / "there.toml").read_text() == "mine"
    with pytest.raises(WhitesmokeError, match="nothing differs"):
        variant.save(base, Setup("tutorial"), "same", tmp_path)


def test_what_differs_is_said_with_what_the_file_says():
    base = load("tutorial")
    setup = Setup("tutorial", "majority", changes=("demands.harbour.ceiling=0.5", "members.BET.baseline=-2"))
    assert variant.differences(base, setup) == [
        {"path": "rule", "was": "unanimity", "now": "majority"},
        {"path": "demands.harbour.ceiling", "was": "1", "now": "0.5"},
        {"path": "members.BET.baseline", "was": "-1", "now": "-2"},
    ]


@pytest.mark.parametrize("name", ["rutte-iohannis", "tutorial", "conclave"])
def test_every_field_offered_can_be_written_back_without_changing_anything(name):
    loaded = load(name)
    world = build(loaded).world
    offered = [
        field
        for group in fields.groups(loaded)
        for item in [*group["items"][:3], *group["items"][-1:]]
        for field in fields.fields(loaded, group["group"], item[0])
    ]
    assert len(offered) > 40
    given = [f"{field.path}={field.value}" for field in offered if field.value != ""]
    again = build(load(name, given)).world
    assert (again.number.flat == world.number.flat).all()
    assert (again.event_day == world.event_day).all()
    assert again.rounds == world.rounds


def test_ranges_and_defaults_come_from_the_schema():
    loaded = load("rutte-iohannis")
    found = {field.path: field for field in fields.fields(loaded, "demands", "hungary-apology")}
    ceiling, worth = found["demands.hungary-apology.ceiling"], found["demands.hungary-apology.worth"]
    assert (ceiling.low, ceiling.high, ceiling.value, ceiling.default, ceiling.given) == (0.0, 1.0, "0", "1", True)
    assert (worth.low, worth.high, worth.kind) == (0.0, None, "number")
    assert found["demands.hungary-apology.raised"].kind == "date"
    assert "logits" in worth.help
    patron = next(f for f in fields.fields(loaded, "parameters", "parameters") if f.name == "patron")
    assert (patron.low, patron.high) == (None, None)
    assert fields.fields(loaded, "demands", "../x") == []
    assert fields.fields(loaded, "record", "tallies") == []


def test_an_upload_is_checked_like_any_scenario_and_names_no_folder():
    sound = Uploaded("mine.toml", 'extends = "tutorial.toml"\ntitle = "Mine"\n')
    assert sound.load().scenario.title == "Mine"
    broken = Uploaded("broken.toml", 'extends = "tutorial.toml"\n[demands.harbour]\nworht = 3.0\n')
    with pytest.raises(ScenarioError) as refused:
        broken.load()
    assert 'broken.toml:3: demands.harbour.worht: unknown field (did you mean "worth"?)' in str(refused.value)
    assert str(broken.path.parent) not in str(refused.value)
    broken.close()
    assert not broken.path.exists()


@pytest.mark.parametrize(
    "line",
    [
        'extends = "../../etc/passwd"',
        'extends = "/etc/passwd"',
        'sources = "/etc/passwd"',
        'members_table = { file = "../secret.csv" }',
        'record = { tallies = "/etc/passwd" }',
        'network = { layers = [{ kind = "file", file = "/etc/passwd" }] }',
        'extends = "..\\\\secret.toml"',
    ],
)
def test_an_upload_reads_no_file_elsewhere(line):
    base = "" if line.startswith("extends") else 'extends = "tutorial.toml"\n'
    with pytest.raises(ScenarioError, match="another folder"):
        Uploaded("mine.toml", base + line).load()


@pytest.mark.parametrize("change", ["sources=secret.csv", "record.tallies=secret.csv", 'record={tallies="secret.csv"}'])
def test_a_shared_link_names_no_file(change, tmp_path, monkeypatch):
    """What a link changes may not make the page read a file, however it is written."""
    monkeypatch.chdir(tmp_path)
    desk = Desk(Negotiation, Setup("tutorial", seed=3))
    (tmp_path / "secret.csv").write_text("date,candidate,count\nhush\n")
    with pytest.raises(ScenarioError, match="a change may not name a file") as refused:
        desk.read("tutorial", (change,))
    assert "hush" not in str(refused.value)
    desk.close()


def test_the_command_to_take_along_plays_the_run_shown(tmp_path):
    write(Posterior(["parameters.speed"], np.array([[0.7], [1.9]]), {"cases": ["tutorial"]}), tmp_path)
    draws = Draws(tmp_path / "posterior.parquet")
    found = Desk(Negotiation, Setup("tutorial", seed=3), may_save=True, draws=draws)
    line = to_type(found, found.setup)
    assert line == f"whitesmoke run tutorial --seed 3 --posterior {relpath(tmp_path / 'posterior.parquet')}"
    assert first(found) == ""
    found.close()


def test_the_command_for_an_upload_names_the_file_to_save(tmp_path, monkeypatch, capsys):
    found = Desk(Negotiation, Setup("tutorial", seed=3))
    found.bring(Uploaded("mine.toml", 'extends = "tutorial.toml"\ntitle = "Mine"\n'))
    assert to_type(found, found.setup) == "whitesmoke run mine.toml --seed 3"
    assert first(found).startswith("This is an uploaded file: save it next to tutorial.toml, which it reads, with the")
    for file in found.base.files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main([*to_type(found, found.setup).removeprefix("whitesmoke ").split(), "--json"])
    assert not left.value.code
    assert json.loads(capsys.readouterr().out)["scenario"] == "mine"
    found.close()


def test_uploads_are_small_and_well_named():
    with pytest.raises(ScenarioError, match="kB"):
        Uploaded("big.toml", "#" * (LARGEST + 1))
    for name in ("../x.toml", "", ".toml", "a/b.toml"):
        with pytest.raises(ScenarioError, match=r"NAME\.toml"):
            Uploaded(name, "")
    with pytest.raises(ScenarioError, match="not TOML"):
        Uploaded("junk.toml", "[[[").load()
