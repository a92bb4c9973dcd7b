"""Loading: what a file says reaches the scenario, variants differ only in what they say, and every line is known."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.model import codes
from whitesmoke.scenario import document, library, people
from whitesmoke.scenario.build import build
from whitesmoke.scenario.lines import line_numbers
from whitesmoke.scenario.load import load
from whitesmoke.scenario.schema import ONLY_IN_FILES, Scenario

FAULTS = Path(__file__).parents[1] / "faults"
BASE = (FAULTS / "sound.toml").read_text()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("base.toml").write_text(BASE)
    return tmp_path


def variant(text, name="variant.toml"):
    Path(name).write_text('extends = "base.toml"\n' + text)
    return load(name)


# --- lines ----------------------------------------------------------------------------------------------------------

TEXT = '''# a comment with = and [brackets]
title = "x # no comment" # a comment
"quoted key" = 1
a.b.'c d' = 2

[table]
inline = { x = 1, y = { z = [1, 2] } }
many = [
  1,  # first
  [2, 3],
  { p = "]" },
]
text = """
[not.a.table]
quote \\""" and ""still inside
"""
literal = \'\'\'
key = 3
\'\'\'
after = 1979-05-27 07:32:00

[[list]]
one = 1
[list.inner]
deep = true
[[list]]
one = 2
[[list.sub]]
x = 1
'''
LINES = {
    ("title",): 2,
    ("quoted key",): 3,
    ("a",): 4,
    ("a", "b", "c d"): 4,
    ("table",): 6,
    ("table", "inline", "y", "z", 1): 7,
    ("table", "many"): 8,
    ("table", "many", 0): 9,
    ("table", "many", 1, 1): 10,
    ("table", "many", 2, "p"): 11,
    ("table", "text"): 13,
    ("table", "literal"): 17,
    ("table", "after"): 20,
    ("list",): 22,
    ("list", 0): 22,
    ("list", 0, "one"): 23,
    ("list", 0, "inner", "deep"): 25,
    ("list", 1): 26,
    ("list", 1, "one"): 27,
    ("list", 1, "sub", 0, "x"): 29,
}


@pytest.mark.parametrize("path", LINES, ids=str)
def test_line_of_a_field(path):
    assert line_numbers(TEXT)[path] == LINES[path]


def every_path(value, path=()):
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from every_path(inner, (*path, key))


QUOTED = r""""c\u0064\"" . "a.b" = 1 # "escapes"
'c\d'.'"' = { "" = 2, 'x' . "é\t" = 3 }
"""


@pytest.mark.parametrize("text", [TEXT, QUOTED, BASE, TEXT.replace("\n", "\r\n"), library.template("x")])
def test_the_scanner_knows_the_paths_that_the_parser_knows(text):
    assert set(line_numbers(text)) == set(every_path(tomllib.loads(text)))


def test_what_is_kept_of_a_text_is_not_what_is_changed(folder):
    base = folder / "base.toml"
    document.read(base).data["members"].clear()
    assert document.read(base).data["members"] == document.glimpse(base)["members"] != {}


# --- variants -------------------------------------------------------------------------------------------------------


def test_a_variant_differs_only_in_what_it_says(folder):
    base, other = load("base.toml"), variant("[demands.harbour]\nworth = 5.0\n")
    assert other.scenario.demands["harbour"].worth == 5.0
    assert other.scenario.demands["harbour"].concerns == "miller"
    assert other.data["demands"].pop("harbour") != base.data["demands"].pop("harbour")
    assert other.data == base.data
    assert other.files == [Path("variant.toml"), Path("base.toml")]
    assert other.name == "variant"


def test_lists_replace(folder):
    assert variant('[network]\nlayers = [{ kind = "alliance" }]\n').scenario.network.layers[0].share == 1.0


def test_a_number_replaces_a_number_whole(folder):
    Path("middle.toml").write_text(
        'extends = "base.toml"\n[parameters]\nspeed = { dist = "normal", mean = 2.0, sd = 1.0, low = 1, high = 3.0 }\n'
    )
    Path("top.toml").write_text(
        'extends = "middle.toml"\n[parameters]\nspeed = { dist = "lognormal", mean = 0.5, sd = 0.2 }\n'
    )
    assert load("top.toml").data["parameters"]["speed"] == {"dist": "lognormal", "mean": 0.5, "sd": 0.2}
    Path("top.toml").write_text('extends = "middle.toml"\n[parameters]\nspeed.sd = 0.5\n')
    assert load("top.toml").scenario.parameters.speed.sd == 0.5
    assert load("top.toml").scenario.parameters.speed.high == 3.0


def test_drop(folder):
    dropped = variant(
        'drop = ["demands.harbour", "members.AAA.population", "rule.name"]\n[rule]\nrows = [{ quota = 2 }]\n'
    )
    assert dropped.scenario.demands == {}
    assert dropped.scenario.members["AAA"].population is None
    assert ("demands", "harbour", "worth") not in dropped.origins


def test_where_a_field_was_written(folder):
    loaded = variant("[demands.harbour]\nworth = 5.0\n")
    assert loaded.origins["demands", "harbour", "worth"] == (Path("variant.toml"), 3)
    assert loaded.origins["demands", "harbour", "holder"] == (Path("base.toml"), 37)


def test_dates_may_fall_on_one_day(folder):
    day = "2030-02-15"
    novak = f"[candidates.novak]\nannounced = {day}\navailable = {day}\n"
    assert (
        variant(f"{novak}[demands.harbour]\nraised = {day}\ndropped = {day}\n")
        .scenario.demands["harbour"]
        .raised.isoformat()
        == day
    )


def test_generated_members_are_members(folder):
    text = '[blocs.crowd]\ngenerate = 2\n[demands.canal]\nholder = "M00002"\nworth = 1.0\n'
    assert people.all_members(variant(text).scenario)[-2:] == ["M00001", "M00002"]
    with pytest.raises(
        ScenarioError, match=r'^variant\.toml:5: demands\.canal\.holder: no member has the code "M00003"'
    ):
        variant(text.replace("M00002", "M00003"))
    with pytest.raises(ScenarioError, match="M00002: M00002 is also the code of a generated member; choose another"):
        variant(text + "[members.M00002]\nname = 'Twice'\n")


# --- overrides ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("members.AAA.baseline=-3", ("members", "AAA", "baseline"), -3),
        ("members.AAA.baseline.novak = -3", ("members", "AAA", "baseline"), {"novak": -3}),
        ("rule.name=majority", ("rule", "name"), "majority"),
        ("title=two words", ("title",), "two words"),
        ("calendar.expiry=2030-08-01", ("calendar", "expiry", "year"), 2030),
        ('parameters.speed={ dist = "uniform", low = 1.0, high = 2.0 }', ("parameters", "speed", "high"), 2.0),
        ("network.layers.0.kind=random", ("network", "layers", 0, "kind"), "random"),
        ("parameters.exit=0", ("parameters", "exit"), 0),
        ('rule.veto=["AAA"]', ("rule", "veto"), ["AAA"]),
    ],
)
def test_set(folder, text, path, value):
    found = load("base.toml", [text]).scenario
    for part in path:
        found = found[part] if isinstance(found, dict | list) else getattr(found, part)
    assert found == value


def test_set_without_a_value_takes_one_away(folder):
    given = load("base.toml", ["parameters.exit=3.5", "members.AAA.name=Aaa"]).scenario
    assert (given.parameters.exit, given.members["AAA"].name) == (3.5, "Aaa")
    found = load("base.toml", ["parameters.exit=3.5", "members.AAA.name=Aaa", "parameters.exit=", "members.AAA.name="])
    assert found.scenario == load("base.toml", ["members.AAA.name="]).scenario
    for text, said in [
        ("parameters.memory=", "--set parameters.memory: nothing is given there to be taken away"),
        ("members.NOBODY.weight=", "nothing is given there"),
        (
            "members.AAA=",
            'it is a table, and an empty value takes one value away; in a file write drop = ["members.AAA"]',
        ),
        ("title=", "title"),
    ]:
        with pytest.raises(ScenarioError, match=re.escape(said)):
            load("base.toml", [text])


def test_later_overrides_win(folder):
    assert load("base.toml", ["parameters.exit=1", "parameters.exit=2"]).scenario.parameters.exit == 2


def test_rule_by_name_replaces_rows_and_keeps_veto_and_silence(folder):
    text = 'drop = ["rule.name"]\n[rule]\nrows = [{ quota = 2 }]\nveto = ["AAA"]\nsilence = { low = 0, high = 1 }\n'
    variant(text)
    rule = load("variant.toml", rule="majority").scenario.rule
    assert (rule.name, rule.rows, rule.veto, rule.silence.high) == ("majority", None, ["AAA"], 1)


# --- tables next to the file ----------------------------------------------------------------------------------------


def with_members(csv, more="", encoding="utf-8"):
    Path("members.csv").write_bytes(csv.encode(encoding))
    return variant(f'members_table = {{ file = "members.csv" }}\n{more}')


def test_members_of_a_csv(folder):
    loaded = with_members(
        "code,name,accession,weight,bloc,baseline.miller,assumed\n"
        'DDD,"Dunmark, the\nisles",2020-01-01,2.5,core,-1,true\n\nEEE,,,,,,\n',
        "[members.EEE]\nname = 'Esteria'\n",
    )
    member = loaded.scenario.members["DDD"]
    assert (member.name, member.weight, member.baseline, member.assumed) == (
        "Dunmark, the isles",
        2.5,
        {"miller": -1},
        True,
    )
    assert member.accession.isoformat() == "2020-01-01"
    assert list(loaded.scenario.members) == ["DDD", "EEE", "AAA", "BBB", "CCC"]
    assert loaded.scenario.members["EEE"].name == "Esteria"
    assert loaded.scenario.members["EEE"].weight == 1.0
    assert loaded.origins["members", "DDD", "baseline", "miller"] == (Path("members.csv"), 2)
    assert loaded.origins["members", "EEE"] == (Path("variant.toml"), 3)
    assert Path("members.csv") in loaded.files


def test_a_table_overrides_a_row_and_set_overrides_both(folder):
    with_members("code,weight,patron_tie\nAAA,2,0.5\nDDD,3,0.5\n", "[members.DDD]\nweight = 4.0\n")
    found = load("variant.toml", ["members.AAA.weight=7"]).scenario.members
    assert [(found[code].weight, found[code].patron_tie) for code in ("AAA", "DDD")] == [(7.0, 0.5), (4.0, 0.5)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_a_byte_order_mark_is_passed_over(folder, encoding):
    assert "DDD" in with_members("code,name\nDDD,Dünmark\n", encoding=encoding).scenario.members
    Path("marked.toml").write_bytes(BASE.encode(encoding))
    assert load("marked.toml").scenario.title == "Three members, two candidates"


def test_what_is_dropped_is_not_asked_for(folder):
    """Of what is inherited, what is about nothing else goes with it; what names others too stays for them."""
    Path("all.toml").write_text(
        'extends = "base.toml"\n[blocs]\nnear = { members = ["AAA", "BBB"], baseline = { x = -1.0 } }\n'
        '[candidates]\nx = { name = "X", home = "AAA", entry = 2030-01-07 }\ny = { name = "Y", entry = 2030-01-07 }\n'
        '[demands.quay]\nholder = "AAA"\n[events]\n'
        'one = { kind = "endorse", date = 2030-01-08, candidate = "x", by = ["AAA"] }\n'
        'two = { kind = "endorse", date = 2030-01-08, candidate = "y", by = ["AAA", "BBB"] }\n'
        'three = { kind = "worth", date = 2030-01-08, demand = "quay", amount = 1.0 }\n'
    )
    Path("fewer.toml").write_text('extends = "all.toml"\ndrop = ["members.AAA", "candidates.x"]\n')
    fewer = load("fewer.toml").scenario
    assert fewer.blocs["near"].members == ["BBB"]
    assert fewer.blocs["near"].baseline == {}
    assert "quay" not in fewer.demands
    assert fewer.patron is None
    assert fewer.events.keys() == {"two"}
    assert fewer.events["two"].by == ["BBB"]
    again = 'extends = "all.toml"\ndrop = ["members.AAA", "candidates"]\n[members.AAA]\n[candidates]\n'
    Path("again.toml").write_text(
        again + 'x = { name = "Z", entry = 2030-01-07 }\ny = { name = "Y", entry = 2030-01-07 }\n'
    )
    assert load("again.toml").scenario.events.keys() == {"one", "two", "three"}


def test_with_a_members_table_its_rows_are_dropped(folder):
    Path("rows.csv").write_text("code,name\nDDD,Dunmark\nEEE,Etland\n")
    Path("all.toml").write_text(
        'extends = "base.toml"\nmembers_table.file = "rows.csv"\nblocs.core.members = ["AAA", "EEE"]\n'
    )
    assert [*load("all.toml").scenario.members] == ["DDD", "EEE", "AAA", "BBB", "CCC"]
    Path("fewer.toml").write_text('extends = "all.toml"\ndrop = ["members_table"]\n')
    fewer = load("fewer.toml").scenario
    assert [*fewer.members] == ["AAA", "BBB", "CCC"]
    assert fewer.blocs["core"].members == ["AAA"]


def test_a_record_without_what_is_dropped(folder):
    head = "date,candidate,low,high,members,source\n"
    Path("counts.csv").write_text(f"{head}2030-02-01,miller,1,2,3,a\n2030-02-01,x,0,1,3,a\n")
    Path("all.toml").write_text(
        'extends = "base.toml"\ncandidates.x = { name = "X", entry = 2030-01-07 }\nrecord.tallies = "counts.csv"\n'
    )
    Path("fewer.toml").write_text('extends = "all.toml"\ndrop = ["candidates.x"]\n')
    assert [row.candidate for row in load("fewer.toml").tables.tallies] == ["miller"]


def test_sources_of_a_file_and_of_what_it_extends_are_all_known(folder):
    Path("far").mkdir()
    Path("far/a.csv").write_text("id,what\nA1,far\nB1,far\n")
    Path("b.csv").write_text("id,what\nB1,near\n")
    Path("far/all.toml").write_text(
        'extends = "../base.toml"\nsources = "a.csv"\n[parameters]\nspeed = 2.0\nsource = "A1"\n'
    )
    Path("near.toml").write_text(
        'extends = "far/all.toml"\nsources = "b.csv"\n[focal.x]\ndate = 2030-02-02\nweight = 0.5\nsource = "B1"\n'
    )
    known = load("near.toml").tables.sources
    assert {name: row.what for name, row in known.items()} == {"A1": "far", "B1": "near"}
    Path("alone.toml").write_text('extends = "far/all.toml"\ndrop = ["sources"]\nsources = "b.csv"\n')
    with pytest.raises(ScenarioError, match='no id "A1"'):
        load("alone.toml")


def test_a_file_extends_what_ships_by_its_name_and_brings_its_tables(folder):
    Path("mine.toml").write_text('extends = "nato-2009"\ntitle = "mine"\n')
    mine, theirs = load("mine.toml"), load("nato-2009")
    assert mine.tables == theirs.tables
    assert mine.scenario.members == theirs.scenario.members
    Path("nato-2009.toml").write_text('extends = "base.toml"\n')  # what lies beside it comes first
    assert load("mine.toml").scenario.members == load("base.toml").scenario.members
    assert load("mine.toml", trust="none").scenario.members == load("base.toml").scenario.members


def test_a_variant_drops_a_row(folder):
    with_members("code,name\nDDD,Dunmark\nEEE,Esteria\n")
    Path("without.toml").write_text('extends = "variant.toml"\ndrop = ["members.DDD", "members.EEE.name"]\n')
    found = load("without.toml").scenario.members
    assert "DDD" not in found
    assert found["EEE"].name == ""


def test_files_are_looked_up_next_to_the_file_that_names_them(folder):
    Path("far").mkdir()
    Path("far/members.csv").write_text("code,name\nDDD,Dunmark\n")
    Path("far/tallies.csv").write_text("date,candidate,low,high,members,source\n2030-05-01,miller,1,2,4,x\n")
    Path("far/edges.csv").write_text("member,listens_to\nAAA,DDD\n")
    Path("far/race.toml").write_text(
        'extends = "../base.toml"\nmembers_table.file = "members.csv"\nrecord.tallies = "tallies.csv"\n'
        '[network]\nlayers = [{ kind = "file", file = "edges.csv" }]\n'
    )
    Path("near.toml").write_text('extends = "far/race.toml"\n')
    loaded = load("near.toml")
    assert loaded.tables.tallies[0].high == 2
    assert [(tie.member, tie.listens_to, tie.weight) for tie in loaded.edges["edges.csv"]] == [("AAA", "DDD", 1.0)]
    assert "DDD" in loaded.scenario.members


# --- where a field belongs --------------------------------------------------------------------------------------------


TOP_LEVEL = {*Scenario.model_fields, *ONLY_IN_FILES} - {"source", "assumed"}


PLAIN = ("title", "about", "sources", "patron", "chair", "kind", "extends", "drop")
"""Those of them that are no tables."""
OF_ITS_OWN = {("candidates.novak", "kind"), ("members.AAA", "ratification")}
"""Fields of another table that have the name of one at the top."""


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (table, name)
        for table in ("calendar", "candidates.novak", "members.AAA", "members")
        for name in sorted(TOP_LEVEL)
        if (table, name) not in OF_ITS_OWN
    ],
)
def test_a_top_level_field_inside_a_table_is_told_where_it_belongs(folder, name, table):
    Path("inside.toml").write_text(f"[{table}]\n{name} = 1\n")
    with pytest.raises(ScenarioError) as refused:
        load("inside.toml")
    (told,) = [problem for problem in refused.value.problems if problem.field == f"{table}.{name}"]
    assert told.message.startswith(f"belongs at the top level, not inside {table}: write it before all tables")
    assert (f"[{name}]" in told.message) == (name not in PLAIN)
    assert not [problem for problem in refused.value.problems if problem.field == name]


def test_a_table_of_the_top_inside_one_with_a_field_of_that_name_is_told_where_it_belongs(folder):
    for inside, told in (("{ weeks = 20 }", "belongs at the top level, not"), ("{ week = 20 }", "expected a number")):
        Path("inside.toml").write_text(f"[members.AAA]\nratification = {inside}\n")
        with pytest.raises(ScenarioError, match=rf"members\.AAA\.ratification: {told}"):
            load("inside.toml")


def test_a_source_in_a_table_without_one_is_only_unknown(folder):
    Path("inside.toml").write_text("[calendar]\nassumed = true\n")
    with pytest.raises(ScenarioError, match=r"calendar\.assumed: unknown field"):
        load("inside.toml")


def test_a_rule_by_name_does_not_silently_replace_what_an_option_set(folder):
    with pytest.raises(ScenarioError) as refused:
        load("base.toml", ["rule.name=majority"], "unanimity")
    said = "it would take the place of rule.name, which --set rule.name gives; keep one"
    assert str(refused.value) == f"--rule unanimity: {said}"
    assert load("base.toml", ["rule.silence.low=2"], "majority").scenario.rule.silence.low == 2


def test_the_patron_grants_as_the_member_that_it_is(folder):
    late = '[members]\nDDD = { accession = 2030-04-01 }\n[demands.base]\nholder = "AAA"\nworth = 1.0\ngrantor = '
    patron, member = (build(variant(f'patron = "DDD"\n{late}"{who}"\n')).world for who in ("patron", "DDD"))
    assert patron.granting_member.tolist() == member.granting_member.tolist() == [3, -1]
    assert patron.grantor.tolist() == member.grantor.tolist() == [codes.MEMBER, codes.CANDIDATE]


def test_the_schema_knows_what_only_files_may_say():
    schema = json.loads(library.json_schema())
    assert schema["properties"]["drop"]["items"] == {"type": "string"}
    assert schema["anyOf"] == [{"required": ["title", "calendar", "rule", "candidates"]}, {"required": ["extends"]}]


# --- errors ---------------------------------------------------------------------------------------------------------


def test_a_problem_reads_like_a_compilers():
    problem = Problem("x.toml", 29, "members.NOR.patince", 'unknown field (did you mean "patience"?)')
    assert str(problem) == 'x.toml:29: members.NOR.patince: unknown field (did you mean "patience"?)'
    assert str(Problem("x.toml", None, "", "no file")) == "x.toml: no file"
    assert str(ScenarioError([problem, problem])) == f"{problem}\n{problem}"


@pytest.mark.parametrize("table", ["[[space]]\nissues = {}", "[[demands]]\nholder = [1]", "[candidates]\nx = 3"])
def test_a_table_that_is_none_is_said_where_something_is_dropped(table, tmp_path):
    file = tmp_path / "case.toml"
    file.write_text(f'extends = "rutte-iohannis"\ndrop = ["members.HUN", "space"]\n{table}\n')
    with pytest.raises(ScenarioError):
        load(file)
