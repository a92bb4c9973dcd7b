"""The results explorer in a real browser: from a factor to a point, from a point to a run, its replay and its why."""

import json
import subprocess
import sys

import pytest
import whitesmoke as ws
from whitesmoke.writing.corner_words import sentences

from tests.browser.accessible import NOT_CHECKED, violations
from tests.browser.conftest import Tab

STREWN = {
    "title": "A corner",
    "question": "Where does it deadlock?",
    "scenario": "tutorial",
    "factors": {"ceiling": {"path": "demands.harbour.ceiling", "low": 0.0, "high": 1.0}},
    "discover": {"deadlock": 0.5},
    "design": {"kind": "halton", "points": 40},
    "replicates": {"runs": 20},
}


class ResultsTab(Tab):
    """A tab that opens the results."""

    def shown(self):
        return self.page.eval_on_selector_all("[data-row]", "all => all.map(one => one.dataset.row)")


@pytest.fixture
def tab(profile, server):
    found = []

    def open_(query=""):
        found.append(ResultsTab(profile, server.url + query, story=True, opens="[data-test=chart]"))
        return found[-1]

    yield open_
    for one in found:
        one.leave()
        assert one.errors == []
        assert one.hosts <= {server.url.split("/")[2]}


def test_from_a_point_to_its_runs_and_from_a_run_to_its_replay_and_its_why(tab, server, profile):
    one = tab()
    folder = next((server.folder / "results" / "small").iterdir())
    found = json.loads((folder / "summary.json").read_text())
    assert one.text("title") == "Influence and <rule>"
    assert one.text("question") == found["question"]
    assert "Deadlock" in one.text("finding")
    assert len(one.shown()) == 6
    one.page.select_option("[data-test=y]", "outcome.dora")
    one.until("document.querySelector('[data-test=bars]').textContent.includes('95 % intervals (Wilson')")
    one.page.select_option("[data-test=series]", "")
    one.page.wait_for_selector("[data-hold=rule]")
    one.page.select_option("[data-hold=rule]", "1")
    one.until("location.search.includes('at=1%3Arule')")
    assert len(one.shown()) == 3
    row = next(p for p in found["points"] if p["levels"] == {"influence": 1.0, "rule": "majority"})
    one.page.click("text=The same as a table")
    one.page.wait_for_selector("[data-test=table] td")  # it is filled once it is open
    table = one.page.text_content("[data-test=table]")
    assert "influence 1, rule majority" in table
    one.page.focus("[data-test=chart]")
    for _ in range(2):
        one.page.keyboard.press("ArrowRight")  # to the first, then to the second of three
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector("[data-panel=point]")
    assert one.text("point") == "influence 1, rule majority"
    assert one.text("runs") == "20 runs of seed 1"
    link = one.page.url
    assert f"point={row['row']}" in link
    one.page.click("[data-run='4'] [data-act=replay]")
    one.page.wait_for_selector("[data-test=day]", timeout=120_000)
    assert one.text("taken").endswith(
        "Run 4 of influence 1, rule majority, seed 1, of Influence and <rule>: it comes out as its folder has it."
    )
    assert f"point={row['point']}&replicate=4" in one.page.url
    replayed = one.page.url
    one.act("back-to-results")
    one.page.wait_for_selector("[data-panel=point]")
    assert one.page.url == link
    one.page.click("[data-run='4'] [data-act=why]")
    one.page.wait_for_selector("[data-panel=export]", timeout=120_000)
    one.page.wait_for_selector("[data-panel=why]")
    with one.page.expect_download() as download:
        one.page.click("[data-file='trace.json']")
    mine = json.loads(download.value.path().read_text())
    line = one.text("command")
    assert line == f"whitesmoke replay results/small/{folder.name} {row['point']} 4"
    command = [sys.executable, "-m", "whitesmoke.commands.cli", *line.split()[1:], "--json"]
    same = json.loads(subprocess.run(command, cwd=server.folder, capture_output=True, text=True, check=True).stdout)
    shared = mine.keys() & same.keys()
    assert {"timeline", "winner", "seed", "replicate"} <= shared
    assert {name: mine[name] for name in shared} == {name: same[name] for name in shared}
    other = Tab(profile, replayed, story=True)  # a link to a run shows that run
    assert other.text("taken") == one.text("taken")
    other.leave()


def test_a_corner_is_drawn_and_its_points_lead_to_their_runs(tab, server):
    study = ws.sweep(STREWN, server.folder / "results", 1, name="strewn")
    about, told = study.data()["discovery"]["deadlock"], sentences(study.data(), "deadlock")
    one = tab(f"?view=results&results=strewn/{study.folder.name}")
    one.page.wait_for_selector("[data-panel=corners]")
    assert (one.text("asked"), one.text("corner")) == (told[0], told[1])
    corner = about["corners"][0]
    assert f"{corner['counting']} of the {corner['points']} points in it count" in told[1]
    assert one.page.locator("[data-counts='1']").count() == about["counting"]
    assert one.page.locator("[data-corner-row]").count() == about["points"] == 40
    assert one.page.locator("[data-test=within]").count() == 1
    one.page.locator("[data-corner-row='7']").click(force=True)
    one.page.wait_for_selector("[data-panel=point] [data-run='4']")
    one.until("location.search.includes('point=7')")
    one.page.focus("[data-test=corner-picture]")
    one.page.keyboard.press("Home")
    one.page.keyboard.press("Enter")
    one.until("location.search.endsWith('point=0')")
    for scheme in ("light", "dark") if not NOT_CHECKED else ():
        one.page.emulate_media(color_scheme=scheme)
        assert violations(one.page) == []


def test_a_link_to_a_folder_that_is_not_here_is_a_sentence(profile, server):
    one = Tab(profile, server.url + "?view=results&results=/etc/passwd", story=True, opens="[data-test=problem]")
    assert 'names a results folder, "passwd", that is not here' in one.text("problem")
    one.page.select_option("[data-test=folder]", index=1)
    one.page.wait_for_selector("[data-test=chart]")
    one.act("workbench")
    one.page.wait_for_selector("[data-panel=export]", timeout=60_000)
    one.act("results")
    one.page.wait_for_selector("[data-test=chart]")
    assert one.errors == []
    one.leave()


@pytest.mark.skipif(bool(NOT_CHECKED), reason=NOT_CHECKED)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_core_finds_nothing_wrong_with_the_points_and_the_runs_of_one(tab, scheme):
    one = tab()
    one.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    one.page.click("text=The same as a table")
    assert violations(one.page) == []
    one.page.focus("[data-test=chart]")
    one.page.keyboard.press("ArrowRight")
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector("[data-panel=point]")
    assert violations(one.page) == []
