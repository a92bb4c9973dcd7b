"""Bodies: sound, quick, documented; a case of one sets nothing of it."""

import datetime
import json
import re
from pathlib import Path

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run
from whitesmoke.commands.scenarios import new
from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario import bodies, library, people
from whitesmoke.scenario.like import case_like
from whitesmoke.scenario.load import BodyError, load

ROOT = Path(__file__).parents[2]
SHIPPED = {body.name: body for body in bodies.shipped()}
every_body = pytest.mark.parametrize("name", SHIPPED)


def seats(name, *date):
    day = datetime.date(*date)
    return set(people.seats(load(bodies.playable(name, day)).scenario, day))


@every_body
def test_a_new_case_of_a_body_is_sound_sets_nothing_of_it_and_can_be_played(name, tmp_path, capsys):
    new("my-case", tmp_path, name)
    assert capsys.readouterr().out.strip() == str(tmp_path / "my-case.toml")
    assert load(tmp_path / "my-case.toml").scenario.title == "my-case"
    assert ws.open(tmp_path / "my-case.toml").run(seed=1).winner == "proposal"
    assert not re.search("NAME|TITLE|HOLDER|EXTENDS", (tmp_path / "my-case.toml").read_text())


REPLACES = {"horizon": "", "kind": "home", "grantor": "grantor"}
"""What a line that waits in a comment stands in place of, if anything."""


@pytest.mark.parametrize("body", [None, "european-council"])
def test_what_a_new_file_has_in_comments_is_valid_when_it_is_no_comment(body, tmp_path):
    new("mine", tmp_path, body)
    lines = (tmp_path / "mine.toml").read_text().splitlines()
    assert f"#     whitesmoke check {tmp_path / 'mine.toml'}" in lines
    waiting = [
        line for line in lines if re.match(r"# (horizon|kind|sponsor|withdraw|assumed|grantor|name|\[grantors)", line)
    ]
    assert len(waiting) == (8 if body is None else 7)
    kept: list[str] = []
    for line in lines:
        field = line.removeprefix("# ").split(" ")[0]
        if line in waiting and REPLACES.get(field):
            kept.pop(next(at for at in range(-1, -9, -1) if kept[at].startswith(f"{REPLACES[field]} =")))
        kept.append(line.removeprefix("# ") if line in waiting else line)
    (tmp_path / "mine.toml").write_text("\n".join(kept))
    scenario = load(tmp_path / "mine.toml").scenario
    assert scenario.calendar.horizon > scenario.calendar.expiry
    assert next(d.grantor for d in scenario.demands.values()) == "commission"
    assert any(c.kind == "proposal" and c.sponsor and c.withdraw for c in scenario.candidates.values())
    assert _run(["check", str(tmp_path / "mine.toml")]) == 0


def test_a_body_alone_is_not_played_and_is_told_how():
    with pytest.raises(BodyError, match="whitesmoke new my-case --like osce") as caught:
        load("osce")
    assert "osce is a body" in str(caught.value)
    with pytest.raises(ws.ScenarioError, match="osce is a body"):
        ws.open("osce")


def test_check_of_a_body_says_what_to_do(capsys):
    from whitesmoke.commands.cli import _run

    assert _run(["check", "osce", "eu-council"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 files without errors\n")
    assert said.count("write a case that extends it, with `whitesmoke new my-case --like ") == 2
    assert _run(["run", "osce"]) == 2


def test_a_body_is_checked_before_there_is_a_case(tmp_path):
    body = 'title = "Two"\n[rule]\nname = "unanimity"\nveto = ["CCC"]\n[members]\nAAA = {}\nBBB = {}\n'
    (tmp_path / "two.toml").write_text(body)
    with pytest.raises(ws.ScenarioError, match=r'two.toml:4: rule.veto.0: no member has the code "CCC"'):
        bodies.load_body(tmp_path / "two.toml")


def test_a_new_case_of_ones_own_body_extends_it_by_its_path(tmp_path, capsys):
    (tmp_path / "bodies").mkdir()
    body = 'title = "Two"\n[rule]\nname = "unanimity"\n[members]\nAAA = {}\nBBB = {}\n'
    (tmp_path / "bodies" / "two.toml").write_text(body)
    new("mine", tmp_path, str(tmp_path / "bodies" / "two.toml"))
    with pytest.raises(BodyError, match=r"--like .*bodies/two.toml"):
        load(tmp_path / "bodies" / "two.toml")
    assert 'extends = "bodies/two.toml"' in (tmp_path / "mine.toml").read_text()
    assert [*load(tmp_path / "mine.toml").scenario.members] == ["AAA", "BBB"]


def test_dates_of_a_body_may_lie_before_a_case_and_after_it(tmp_path):
    body = '[rule]\nname = "unanimity"\n[members]\nAAA = {}\n[sittings]\ndates = [2020-01-01, 2025-02-03, 2029-01-01]\n'
    (tmp_path / "body.toml").write_text(f'title = "One"\n{body}')
    case = '[calendar]\nstart = 2025-01-13\nexpiry = 2025-12-31\n[candidates.x]\nname = "X"\nentry = 2025-01-13\n'
    (tmp_path / "case.toml").write_text(f'extends = "body.toml"\n{case}')
    assert ws.open(tmp_path / "case.toml").run(seed=1).date == datetime.date(2025, 2, 3)
    (tmp_path / "alone.toml").write_text(f'title = "One"\n{body}{case}')
    with pytest.raises(ws.ScenarioError, match="2020-01-01 is not after the start"):
        load(tmp_path / "alone.toml")


def test_a_case_has_the_members_of_its_time_and_no_others(tmp_path):
    """Nobody listens to those of other times, who would take up half an ear."""
    new("mine", tmp_path, "security-council")
    text = (tmp_path / "mine.toml").read_text()
    case = ws.open(tmp_path / "mine.toml")
    assert len(case.compiled.names.members) == 15
    assert set(case.compiled.names.members) == seats("security-council", 2025, 6, 1)
    (tmp_path / "mine.toml").write_text(text.replace("expiry = 2025-12-31", "expiry = 2026-06-30"))
    assert len(ws.open(tmp_path / "mine.toml").compiled.names.members) == 20  # five leave, and five come
    (tmp_path / "mine.toml").write_text(text.replace('holder = "USA"', 'holder = "BRA"'))
    with pytest.raises(ws.ScenarioError, match="holder: BRA leaves on 2024-01-01, and the start is 2025-01-13; it can"):
        load(tmp_path / "mine.toml")


def test_the_power_in_a_body_needs_no_case(capsys):
    """Shapley-Shubik of the Security Council: 0.1963 and 0.00186 (Felsenthal and Machover 1998)."""
    from whitesmoke.commands.cli import _run

    assert _run(["power", "security-council", "--date", "2020-06-01", "--json", "--no-figure"]) == 0
    told = json.loads(capsys.readouterr().out)
    index = {row["member"]: row["shapley_shubik"] for row in told["members"]}
    assert len(index) == 15
    assert "DOM" in index
    assert (index["FRA"], index["DOM"]) == (pytest.approx(0.1963, abs=5e-5), pytest.approx(0.00186, abs=5e-6))
    with pytest.raises(WhitesmokeError, match="2020-06-01 is before the start"):
        ws.open("rutte-iohannis").power("2020-06-01")


def test_a_case_is_no_body(tmp_path):
    with pytest.raises(WhitesmokeError, match='"tutorial" is a case, not a body'):
        new("mine", tmp_path, "tutorial")


def test_the_name_of_a_body_is_taken(tmp_path):
    with pytest.raises(WhitesmokeError, match="osce is the name of"):
        new("osce", tmp_path, None)


def test_bodies_are_no_scenarios():
    assert not {one.name for one in library.shipped()} & set(SHIPPED)


def test_bodies_are_listed_in_text_and_json(capsys):
    from whitesmoke.commands.scenarios import list_bodies

    list_bodies(as_json=True)
    listed = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert listed["european-council"] | {"path": ""} == {
        "name": "european-council",
        "title": "European Council",
        "path": "",
        "members": 27,
        "rule": "unanimity",
        "source": "Treaty on European Union, Article 15(4): by consensus, except where the Treaties provide otherwise",
    }
    list_bodies(as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(SHIPPED)


def test_a_dict_extends_a_body_by_name():
    case = ws.open(
        {
            "extends": "european-council",
            "title": "A file",
            "calendar": {"start": datetime.date(2024, 1, 8), "expiry": datetime.date(2024, 7, 1)},
            "candidates": {"text": {"name": "The text", "entry": datetime.date(2024, 1, 8)}},
        }
    )
    assert len(case.compiled.names.members) == len(case.loaded.scenario.members)
    assert case.run(seed=1).winner == "text"


def test_who_sat_when():
    years = {1960: 6, 1975: 9, 1990: 12, 2000: 15, 2005: 25, 2008: 27, 2014: 28, 2019: 28, 2021: 27}
    assert {year: len(seats("european-council", year, 6, 1)) for year in years} == years
    assert len(seats("nato-council", 1949, 9, 1)) == 12
    assert len(seats("nato-council", 2024, 3, 7)) == 32
    assert len(seats("osce", 1975, 8, 1)) == 32  # of 35 signatories, those that are States still
    assert len(seats("osce", 2013, 1, 1)) == 57
    for year in range(2019, 2027):
        assert len(seats("security-council", year, 1, 1)) == len(seats("security-council", year, 12, 31)) == 15
    assert "GBR" in seats("european-council", 2020, 1, 31) - seats("european-council", 2020, 2, 1)


def test_the_north_atlantic_council_is_that_of_the_race():
    body = bodies.load_body(SHIPPED["nato-council"].path).scenario
    race = load("rutte-iohannis").scenario
    for table in ("parameters", "bargaining", "network", "patron"):
        assert getattr(body, table) == getattr(race, table)
    assert (body.rule.name, body.rule.silence) == (race.rule.name, race.rule.silence)
    for code, member in race.members.items():
        same = body.members[code]
        assert (same.accession, same.weight, same.population) == (member.accession, member.weight, member.population)


def test_the_people_of_the_union_are_those_of_the_council():
    """451,028,881 people on 1 January 2024, by the Council's figures for 2025."""
    members = bodies.load_body(SHIPPED["eu-council"].path).scenario.members
    total = sum(members[code].population for code in seats("eu-council", 2025, 1, 1))
    assert total == pytest.approx(451.03, abs=0.1)


def test_the_page_of_bodies_says_what_the_files_say():
    page = (ROOT / "docs" / "bodies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+)[^|]* \| `([\w-]+)` \|", page, re.MULTILINE)
    assert {name: (int(members), rule) for name, members, rule in rows} == {
        name: (body.members, body.rule) for name, body in SHIPPED.items()
    }
    assert set(re.findall(r"^## ([\w-]+)$", page, re.MULTILINE)) == set(SHIPPED)
    for name, body in SHIPPED.items():
        stylised = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)[1]
        assert ("**Stylised**" in stylised) == ("stylised" in body.title), name
        for article in re.findall(r"Article [\dIVX]+[:\d]*", body.source):
            assert article in page, (name, article)


@every_body
def test_a_body_says_where_its_rule_comes_from(name):
    assert SHIPPED[name].source
    assert SHIPPED[name].path.with_suffix(".toml").read_text(encoding="utf-8").startswith("# ")


def test_a_case_of_a_body_is_compared_with_its_variants(tmp_path, capsys):
    (tmp_path / "case.toml").write_text(case_like("case", "eu-council-tax", tmp_path))
    asked = ["compare", str(tmp_path / "case.toml"), "rule.name=council-qmv", "--runs", "20", "--no-figure", "--json"]
    assert _run(asked) == 0
    assert json.loads(capsys.readouterr().out)["variants"]
