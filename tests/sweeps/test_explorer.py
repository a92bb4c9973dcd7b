"""The results of a sweep in the page, without a browser: what is offered, sliced, told, and which run is played."""

import json
import re
import shutil
import threading
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.commands.view import view
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.desk import Desk
from whitesmoke.page.downloads import trace_json
from whitesmoke.page.explorer import replaying, sweep_book
from whitesmoke.page.explorer.choice import Choice, of_link, settled
from whitesmoke.page.explorer.offered import offered
from whitesmoke.page.explorer.point_card import card
from whitesmoke.page.explorer.point_chart import chart, held
from whitesmoke.page.explorer.results import Results
from whitesmoke.page.explorer.sweep_book import book_of
from whitesmoke.page.panels.explorer import choose, head, open_folder, pick
from whitesmoke.page.setup import Setup, from_query
from whitesmoke.page.typed import to_type
from whitesmoke.study.point_runs import PointRuns
from whitesmoke.study.store import Folder

from tests.small_sweep import SMALL

SWEEP = {
    **SMALL,
    "title": "Influence and rule",
    "measures": {"late": {"formula": "min(day or 90, 90)", "label": "day, at most 90"}},
    "replicates": {"runs": 40},
}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    top = tmp_path_factory.mktemp("explorer")
    ws.sweep(SWEEP, top / "results", 1, name="small").save()
    return top


@pytest.fixture
def here(played, tmp_path, monkeypatch):
    """A folder of one's own with a copy of the sweep in it, where the page is started."""
    shutil.copytree(played / "results", tmp_path / "results")
    monkeypatch.chdir(tmp_path)
    return next(tmp_path.glob("results/small/*"))


def key_of(folder):
    return f"{folder.parent.name}/{folder.name}"


@pytest.fixture
def book(here):
    return book_of(here)


def page(query="", given=None):
    name, known = catalogue("tutorial")
    results = Results(given, query)
    setup = from_query(query, [*known, *results.scenarios], Setup(name))
    return Desk(Negotiation, setup, known, True, results=results)


def settle(desk):
    """Do all that is to be done, as the page does beat by beat."""
    for _ in range(20):
        replaying.go_on(desk)
        for job in [*desk.jobs.values()]:
            job.thread.join()


def at(book, **levels):
    """Return the row of a point by its levels."""
    return next(row["row"] for row in book.rows if row["levels"] == levels)


def test_only_what_is_given_or_lies_below_results_is_offered(here, tmp_path):
    outside = tmp_path / "elsewhere" / "0123456789ab"
    shutil.copytree(here, outside)
    (tmp_path / "results" / "sly").symlink_to(outside.parent, target_is_directory=True)
    assert [*offered()] == [key_of(here)]
    assert [*offered(outside)] == ["0123456789ab", key_of(here)]
    assert [*offered(outside.parent)] == ["elsewhere/0123456789ab", key_of(here)]
    assert [*offered(Path("results"))] == [*offered(here)] == [key_of(here)]
    desk = page("?view=results&results=../elsewhere/0123456789ab")
    assert desk.results.key == ""
    assert "that is not here" in head(desk, None)["message"]
    open_folder(desk, str(outside))
    assert (desk.results.key, desk.results.job) == ("", None)
    open_folder(desk, key_of(here))
    settle(desk)
    assert head(desk, desk.results.book)["title"] == "Influence and rule"
    assert str(tmp_path) not in json.dumps(head(desk, desk.results.book), default=str)
    desk.close()


def test_a_number_reads_as_the_command_line_prints_it(here, book, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    assert whitesmoke(["report", str(here)]) == 0
    report = re.sub(r"<[^>]+>", "|", (here / "report.html").read_text())
    ws.read(here).show()
    printed = capsys.readouterr().out
    for row in book.rows:
        says = {key: one.said(row) for key, one in book.uprights.items()}
        days, _, date = says["days"].partition(", half by ")
        assert days in printed
        assert date.endswith(" 2030")
        assert f"|{says['mean']}|" in report
        assert says["outcome.dora"] in printed
        assert says["outcome.deadlock"] in printed
        assert says["shift"] in printed
        assert says["measure.late"].removesuffix(" days") in printed
        assert book.uprights["outcome.dora"].at(row) == row["outcomes"]["dora"]
        assert book.uprights["days"].at(row) == tuple(row["days"][q] for q in ("p50", "p05", "p95"))
    plain = " ".join(report.replace("|", " ").split())
    assert all(finding in plain for finding in book.findings)
    assert book.standing == "6 points, 240 of 240 runs."


def test_a_grid_is_lines_along_the_first_number_and_the_rest_is_told_apart_or_held(book):
    choice = of_link(book)
    assert choice == Choice("influence", "measure.late", series="rule")
    drawn = chart(book, choice)
    assert drawn["joined"]
    assert (drawn["series"], drawn["panels"]) == (["unanimity", "majority"], [""])
    assert [(p["series"], p["x"]) for p in drawn["points"]] == [(s, x) for s in (0, 1) for x in (0.0, 1.0, 2.0)]
    alone = settled(book, {"series": "", "y": "days", "at": {"rule": "1"}})
    assert [row["levels"]["rule"] for row in held(book, alone)] == ["majority"] * 3
    every = chart(book, settled(book, {"series": "", "at": {"rule": "all"}}))
    assert (len(every["points"]), every["joined"]) == (6, False)  # two at one place are no line
    turned = settled(book, {"x": "rule", "series": "influence"})
    assert not chart(book, turned)["joined"]
    assert of_link(book, "view=results&" + "&".join(f"{a}={b}" for a, b in alone.pairs())) == alone


@pytest.mark.parametrize(
    "query",
    ["x=nothing&y=<b>", "series=influence&panels=influence", "at=7:rule&at=x", "at=" * 900, "x=" + "y" * 30_000, "&&="],
)
def test_a_hostile_choice_is_the_usual_one_or_one_that_can_be_drawn(book, query):
    assert len(chart(book, of_link(book, query))["points"]) == 6


def test_a_visitor_chooses_and_the_link_brings_it_back(here, book):
    desk = page(f"?view=results&results={key_of(here)}")
    settle(desk)
    desk.results.looked_at(desk.results.book)
    for wanted in ({"x": "rule"}, {"y": "days"}, {"at": {"rule": "9"}}, {"y": 3}, "nothing", {"at": [], "_asdict": 1}):
        choose(desk, wanted)
    assert desk.results.choice == Choice("rule", "days", series="influence")  # they changed places
    pick(desk, 4)
    again = Results(None, desk.results.link())
    assert (again.key, again.looked_at(book), again.row) == (desk.results.key, desk.results.choice, 4)
    pick(desk, 99)
    assert desk.results.row == -1
    desk.close()


def test_the_runs_of_a_point_are_those_of_its_folder(here, book):
    folder = Folder(here)
    for row in range(6):
        point = book.rows[row]["point"]
        whole = folder.rows("runs").filter(pa.compute.equal(folder.rows("runs")["point"].cast(pa.string()), point))
        found = book.runs_of(row)
        assert [run.replicate for run in found] == list(range(40))
        assert [run.day for run in found] == whole["day"].to_pylist()
        assert [run.outcome for run in found] == whole["outcome"].to_pylist()
    folder.add("runs", folder.rows("runs").slice(3, 50))  # some runs twice, as a killed `compact` leaves them
    twice = PointRuns(folder, endings=True)
    assert twice.of(book.rows[0]["point"], 40) == book.runs_of(0)
    assert twice.of(book.rows[0]["point"], 7) == book.runs_of(0)[:7]
    assert twice.of("0" * 16, 40) == []
    told = card(book, 0)
    assert (told["kept"], told["seed"], told["failed"]) == (40, "1", 0)
    assert told["runs"][0]["date"].endswith(" 2030")


def test_a_run_plays_as_replay_plays_it_and_as_it_lies_in_the_folder(here, book, capsys):
    desk = page(f"?view=results&results={key_of(here)}")
    settle(desk)
    row = at(book, influence=1.0, rule="majority")
    pick(desk, row)
    replaying.ask(desk, {"run": 7})
    settle(desk)
    assert desk.face == "story"
    assert desk.results.taken.words == (
        "Run 7 of influence 1, rule majority, seed 1, of Influence and rule: it comes out as its folder has it."
    )
    desk.finish()
    point = book.rows[row]["point"]
    assert whitesmoke(["replay", str(here), point, "7", "--json"]) == 0
    same, mine = json.loads(capsys.readouterr().out), json.loads(trace_json(desk))
    assert {name: mine[name] for name in same if name in mine} == {name: same[name] for name in same if name in mine}
    assert {"timeline", "winner", "seed", "replicate", "changes"} <= mine.keys() & same.keys()
    stored = book.runs_of(row)[7]
    settled_on = (desk.trace.decided_on - desk.case.names.start).days
    assert (mine["winner"], settled_on) == (stored.outcome, stored.day)
    assert to_type(desk, desk.setup) == f"whitesmoke replay results/{key_of(here)} {point} 7"
    assert desk.link == f"results={key_of(here).replace('/', '%2F')}&point={point}&replicate=7"
    again = page("?" + desk.link)
    settle(again)
    again.finish()
    assert trace_json(again) == trace_json(desk)
    again.show(again.setup._replace(run=8))  # from there on it is a run like any other, and has a link of its own
    third = page("?" + again.link)
    assert (third.setup, third.case.names) == (again.setup, again.case.names)
    assert "--replicate 8" in to_type(third, third.setup)
    for one in (desk, again, third):
        one.close()


def test_a_run_that_is_not_there_is_said_in_a_sentence(here):
    for query, words in (
        ("point=3&replicate=99", "there is no run 99 of point"),
        ("point=zzzz&replicate=1", "there is no point zzzz"),
    ):
        desk = page(f"?results={key_of(here)}&{query}")
        settle(desk)
        assert words in head(desk, desk.results.book)["message"]
        assert desk.results.taken is None
        desk.close()


def test_what_was_seen_of_a_folder_is_not_read_again_for_the_next_run(here, book, monkeypatch):
    desk = page(f"?view=results&results={key_of(here)}")
    settle(desk)
    pick(desk, 0)
    settle(desk)
    assert desk.results.book.knows_its_runs  # looked up in the background, not where the page is drawn
    replaying.ask(desk, {"run": 1})
    settle(desk)
    monkeypatch.setattr(Folder, "broken", lambda _: pytest.fail("hashed anew"))
    monkeypatch.setattr("whitesmoke.front.replays.done", lambda *_: pytest.fail("read anew"))
    replaying.back(desk)
    pick(desk, 1)
    replaying.ask(desk, {"run": 2})
    settle(desk)
    assert desk.results.taken.words.startswith("Run 2 of ")
    desk.close()


def test_who_reads_one_folder_keeps_nobody_from_another(here):
    other = shutil.copytree(here, here.parent / "0123456789ab")
    with sweep_book._locks.setdefault(here, threading.Lock()):
        assert book_of(other, lambda: pytest.fail("waited for another folder")).rows


def test_a_folder_with_a_link_that_leads_out_is_not_opened(here, tmp_path):
    (tmp_path / "secret.parquet").write_bytes(b"another's")
    (here / "runs" / "part-00.parquet").symlink_to(tmp_path / "secret.parquet")
    with pytest.raises(WhitesmokeError, match="a link that leads out of its results folder"):
        book_of(here)
    (here / "runs" / "part-00.parquet").unlink()
    (here / "report.html").symlink_to(here / "summary.json")  # one within is none of that
    assert book_of(here).rows


def test_a_half_finished_folder_shows_what_is_there(here):
    folder = Folder(here)
    rows = folder.rows("runs")
    for part in folder.parts("runs"):
        part.unlink()
    folder.add("runs", rows.slice(0, 100))  # two points and a half of six
    half = book_of(here)
    assert half.standing == "6 points, 100 of 240 runs, 140 missing: not complete."
    drawn = chart(half, of_link(half))
    assert sorted(point["empty"] for point in drawn["points"]) == [False] * 3 + [True] * 3
    assert {point["text"] for point in drawn["points"] if point["empty"]} == {"no runs yet"}
    empty = next(row["row"] for row in half.rows if not row["runs"])
    assert (card(half, empty)["runs"], card(half, empty)["says"]) == ([], [])


def test_a_folder_that_is_none_is_one_sentence(here, tmp_path, capsys):
    assert whitesmoke(["view", str(tmp_path / "nowhere.toml")]) == 2
    (tmp_path / "empty").mkdir()
    assert whitesmoke(["view", "empty"]) == 2
    assert "no results folder (it has no manifest.json)" in capsys.readouterr().err
    summary = json.loads((here / "summary.json").read_text())
    summary["factors"].pop("rule")
    (here / "summary.json").write_text(json.dumps(summary))
    for row in summary["points"]:
        row["levels"] = {"no such": 1.0}
    (here / "summary.json").write_text(json.dumps(summary))
    with pytest.raises(WhitesmokeError, match=r"summary\.json: does not fit the design of its folder; remove it"):
        book_of(here)
    (here / "manifest.json").write_text("{}")
    desk = page(f"?view=results&results={key_of(here)}")
    settle(desk)
    assert "is not the manifest of a results folder" in head(desk, None)["message"]
    assert str(tmp_path) not in head(desk, None)["message"]
    desk.close()
    assert whitesmoke(["view", str(here)]) == 2
    assert "manifest.json" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["tutorial", "what-is-a-veto-worth"])
def test_a_folder_without_results_hides_nothing_that_ships(here, monkeypatch, name):
    served = []
    monkeypatch.setattr("whitesmoke.commands.view.serve", lambda _, shown, *rest: served.append(rest[5:]))
    (here.parent / name).mkdir()
    monkeypatch.chdir(here.parent)
    view(name, 0, False, "127.0.0.1")
    (here.parent / name / "manifest.json").write_text((here / "manifest.json").read_text())
    view(name, 0, False, "127.0.0.1")
    assert served == [(), (Path(name),)]


def test_strewn_points_are_dots_in_bands_and_the_browser_gets_some_of_very_many(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("whitesmoke.page.explorer.point_chart.MOST_DRAWN", 30)
    factors = {
        "influence": {"path": "parameters.influence", "low": 0.0, "high": 2.0},
        "speed": {"path": "parameters.speed", "low": 0.5, "high": 4.0, "scale": "log"},
    }
    design = {"kind": "saltelli", "points": 16}
    given = {**SWEEP, "factors": factors, "measures": {}, "design": design, "replicates": {"runs": 5}}
    folder = ws.sweep(given, "results", 1, name="strewn").folder
    found = book_of(folder)
    choice = of_link(found)
    assert choice == Choice("influence", "days", at=(("speed", "all"),))
    drawn = chart(found, choice)
    assert (drawn["joined"], len(drawn["points"]), drawn["held"], drawn["left_out"]) == (False, 22, 64, 42)
    bands = found.cuts["speed"]
    assert len(bands) == 4
    inside = [held(found, settled(found, {"at": {"speed": str(k)}})) for k in range(4)]
    assert sum(map(len, inside)) == 64
    speeds = [[row["levels"]["speed"] for row in band] for band in inside]
    low, high = min(speeds[0]), max(speeds[3])
    assert max(speeds[0]) < low * (high / low) ** 0.25 <= min(speeds[1])
    assert max(speeds[2]) < low * (high / low) ** 0.75 <= min(speeds[3])


def test_with_a_posterior_and_draws_of_its_own_a_run_is_the_one_of_the_sweep(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(Posterior(["parameters.speed"], np.array([[0.7], [1.9]]), {"cases": ["tutorial"]}), tmp_path)
    given = {
        **SWEEP,
        "posterior": str(tmp_path / "posterior.parquet"),
        "replicates": {"runs": 6, "draws": "independent"},
    }
    study = ws.sweep(given, "results", 1, name="drawn")
    key = f"drawn/{study.folder.name}"
    desk = page(f"?results={key}&point=3&replicate=5")
    settle(desk)
    assert desk.results.taken.words.endswith("it comes out as its folder has it.")
    assert desk.setup.seed > 2**53
    assert (
        from_query(desk.link + "&scenario=tutorial&seed=" + str(desk.setup.seed), ["tutorial"], Setup("x")).seed
        == desk.setup.seed
    )
    assert desk.draws.words(desk.loaded, 5).startswith("Parameters are draws from a posterior")
    desk.finish()
    assert desk.trace.winner == study.replay(3, 5).trace.winner
    desk.show(Setup("tutorial"))
    assert desk.draws is None  # the posterior is the sweep's, not the page's
    desk.close()
