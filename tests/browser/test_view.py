"""The page in a real browser: what a visitor does, from the first paint to Ctrl-C."""

import json
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.model.reading import ENDINGS
from whitesmoke.model.terms import TERMS

from tests.browser.conftest import ROOT, Server, Tab


def wait(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "still waiting"
        time.sleep(0.1)


def test_the_race_is_played_stepped_and_looked_back_on(tab):
    one = tab()
    assert one.page.title() == "whitesmoke"
    assert one.round() == 0
    one.act("step")
    one.at_round(1)
    one.act("play")
    one.until("Number(document.querySelector('[data-test=round]').textContent) >= 5")
    one.act("play")
    one.until("document.querySelector('[data-act=play]').textContent.includes('Play')")
    stopped = one.round()
    time.sleep(0.5)
    assert one.round() == stopped
    one.page.keyboard.press("ArrowRight")
    one.at_round(stopped + 1)
    one.page.keyboard.press("ArrowLeft")
    one.at_round(stopped)
    assert one.to_the_end() == "Consensus on Mark Rutte on 1 April 2024, day 152 (agreed with changes)"
    one.scrub(100)
    assert one.text("date") == "9 February 2024"
    assert "Looking back" in one.text("state")
    one.until("document.querySelector('[data-test=count]').textContent.trim() == '17'")  # a panel of its own
    one.act("reset")
    one.at_round(0)
    one.page.keyboard.press(" ")
    one.until("Number(document.querySelector('[data-test=round]').textContent) >= 2")
    one.page.keyboard.press(" ")


def test_asking_why_about_hungary(tab):
    one = tab("?scenario=rutte-iohannis&seed=1&run=0&set=bargaining.mode%3Dmeetings")
    one.to_the_end()
    one.scrub(150)
    one.page.click("[data-member=TUR]")
    one.until("document.querySelector('[data-test=standing]').textContent.includes('Türkiye')")
    one.page.select_option("[data-test=member]", "HUN")
    one.until("document.querySelector('[data-test=standing]').textContent.includes('Hungary')")
    values = {
        element.get_attribute("data-term"): float(element.text_content().replace("−", "-"))
        for element in one.page.query_selector_all("[data-term]")
    }
    total = values.pop("acceptance")
    assert set(values) == set(TERMS.keys())
    assert sum(values.values()) == pytest.approx(total, abs=0.05)
    assert values["demands"] == pytest.approx(-4.95)
    assert one.page.get_attribute("[data-member=HUN]", "data-stance") == "1"
    one.page.click("text=Map of tiles")
    one.page.click("[data-member=ISL]")
    one.until("document.querySelector('[data-test=standing]').textContent.includes('Iceland')")


def test_a_changed_demand_is_saved_and_played_from_the_command_line(tab, server):
    one = tab("?scenario=rutte-iohannis&seed=3")
    one.page.select_option("[data-test=item]", "hungary-opt-out")
    path = "[data-path='demands.hungary-opt-out.ceiling']"
    one.page.fill(path, "1.5")
    one.act("apply")
    one.page.wait_for_selector("[data-test=answer]")
    assert "must lie between 0 and 1, found 1.5" in one.text("answer")
    one.page.fill(path, "0.9")
    one.act("apply")
    one.page.wait_for_selector("[data-test=differs]")
    assert "1 → 0.9" in one.text("differs")
    one.until("!document.querySelector('[data-test=answer]')")
    state = one.to_the_end()
    one.page.fill("[data-test=save-name]", "less-for-hungary")
    one.act("save")
    one.until("document.querySelector('[data-test=saved]').textContent.startsWith('Saved')")
    command = [sys.executable, "-m", "whitesmoke.commands.cli", "run", "less-for-hungary", "--seed", "3", "--json"]
    done = subprocess.run(command, cwd=server.folder, capture_output=True, text=True, check=True)
    told, (ended, _, ending) = json.loads(done.stdout), state.partition(" (")
    assert told["verdict"].startswith(f"{ended}. ")
    assert ENDINGS[told["ending"]].words == ending.rstrip(")")
    assert "set=demands.hungary-opt-out.ceiling" in one.page.url
    again = tab(one.page.url.removeprefix(server.url))
    assert again.text("differs").startswith("demands.hungary-opt-out.ceiling")
    again.until(f"document.querySelector('[data-test=state]').textContent.trim() === {json.dumps(state.strip())}")


def test_comparing_and_forecasting_on_the_same_draws(tab):
    one = tab("?scenario=tutorial")
    one.act("step")
    one.at_round(1)
    one.act("forecast")
    one.page.wait_for_selector("[data-test=forecast]", timeout=120_000)
    assert one.text("forecast").startswith("As of 14 January 2030. Of 1000 runs: Dora Dorn in")
    one.page.select_option("[data-test=rule]", "majority")
    one.page.wait_for_selector("[data-test=differs]")
    assert not one.page.query_selector("[data-test=forecast]")
    one.act("compare")
    one.page.wait_for_selector("[data-test=difference]", timeout=120_000)
    said = "[with rule majority] (tutorial). The rule is unanimity before, majority after. What changes is after less"
    assert said in one.text("difference")
    assert len(one.page.query_selector_all("[data-side]")) == 2
    one.act("ensemble")
    one.page.wait_for_selector(".ws-band", timeout=120_000)
    with one.page.expect_download() as download:
        one.page.click("[data-file='trace.json']")
    data = json.loads(download.value.path().read_text())
    assert (data["scenario"], data["rule"], data["round"]) == ("tutorial", "majority", 0)


@pytest.mark.slow
def test_with_a_posterior_the_page_says_what_it_was_fitted_to(profile, tmp_path):
    """A server of its own; what it says and plays, without a browser, is in tests/unit/test_view_desk.py."""
    write(Posterior(["parameters.speed"], np.array([[0.7], [1.9]]), {"cases": ["rutte-iohannis"]}), tmp_path)
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    server = Server(tmp_path, "tutorial", "--posterior", tmp_path / "posterior.parquet")
    one = Tab(profile, server.url + "?run=3")
    try:
        assert one.text("posterior").startswith(
            "Parameters are draws from a posterior fitted to rutte-iohannis: this case is not among them. "
            "Run 3, the one shown, has draw 1;"
        )
        other = Tab(profile, server.url + "?scenario=tutorial&seed=2&run=3&posterior=0123456789ab")
        assert "made with another posterior, and this page has its own" in other.text("problems")
        other.leave()
        one.act("forecast")
        one.page.wait_for_selector("[data-test=forecast]", timeout=120_000)
        one.act("ensemble")
        one.page.wait_for_selector(".ws-band", timeout=120_000)
        assert one.errors == []
    finally:
        one.leave()
        assert server.end() == 0


def test_a_broken_file_is_explained_and_the_page_lives(tab, tmp_path):
    one = tab("?scenario=tutorial")
    broken = tmp_path / "broken.toml"
    broken.write_text('extends = "tutorial.toml"\n[members]\nBET = { basline = 1.0 }\n')
    one.page.set_input_files("[data-test=file]", broken)
    one.page.wait_for_selector("[data-test=problems]")
    assert one.text("problems") == 'broken.toml:3: members.BET.basline: unknown field (did you mean "baseline"?)'
    outside = tmp_path / "outside.toml"
    outside.write_text('extends = "/etc/passwd"\n')
    one.page.set_input_files("[data-test=file]", outside)
    one.until("document.querySelector('[data-test=problems]').textContent.includes('another folder')")
    broken.write_text('extends = "tutorial.toml"\ntitle = "<b>Mine</b>"\n[members]\nBET = { baseline = 4.0 }\n')
    one.page.set_input_files("[data-test=file]", broken)
    one.until("document.querySelector('[data-test=scenario]').value == 'broken'")
    assert one.to_the_end().startswith("Consensus on Dora Dorn")
    assert not one.page.query_selector("[data-test=problems]")


def test_two_tabs_are_independent_and_a_closed_one_is_forgotten(tab, server):
    one = tab()
    one.act("step")
    one.at_round(1)
    wait(lambda: server.pages() >= 1)
    other = tab("?scenario=conclave&seed=2")
    other.act("play")
    other.until("Number(document.querySelector('[data-test=round]').textContent) >= 2")
    both = server.pages()
    assert both >= 2  # of tests before this one some may not be forgotten yet
    assert one.round() == 1
    assert one.page.input_value("[data-test=scenario]") == "rutte-iohannis"
    other.leave()
    wait(lambda: 1 <= server.pages() < both)
    one.act("step")
    one.at_round(2)


def test_a_hostile_link_shows_the_usual_page(tab):
    one = tab("?scenario=%3Cscript%3E&seed=-5&run=x&set=%27;drop")
    assert one.page.input_value("[data-test=scenario]") == "rutte-iohannis"
    assert one.page.input_value("[data-test=seed]") == "1"


@pytest.mark.slow
def test_a_thousand_members_are_shown_by_bloc(tab):
    """As those of the conclave are, in test_words.py."""
    one = tab("?scenario=large-alliance")
    assert one.to_the_end().startswith("The front-runner is chosen on ")
    shown = one.page.text_content("[data-panel=alliance]")
    assert "periphery" in shown
    assert not one.page.query_selector("[data-member]")


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 800), pytest.param(1920, 1080, marks=pytest.mark.slow), (820, 1180)]
)
def test_nothing_overflows_and_nothing_jumps(tab, width, height):
    one = tab("?scenario=tutorial", width=width, height=height)
    places = "[...document.querySelectorAll('[data-panel]')].map(p => p.getBoundingClientRect().height)"
    before = one.page.evaluate(f"JSON.stringify({places})")
    one.act("step")
    one.at_round(1)
    assert one.page.evaluate(f"JSON.stringify({places})") == before
    sizes = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    wide, room = one.page.evaluate(sizes)
    assert wide <= room


def test_mesas_own_controls_play_the_same_run(tab):
    one = tab("?scenario=tutorial")
    one.page.click(".v-app-bar__nav-icon")
    one.page.click(".v-navigation-drawer button:has-text('Step')")
    one.at_round(1)
    one.page.click(".v-navigation-drawer button:has-text('Reset')")
    one.at_round(0)


def test_strangers_are_refused(server):
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    for header in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        with pytest.raises(HTTPError, match="403"):
            urlopen(Request(server.url, headers=header))
