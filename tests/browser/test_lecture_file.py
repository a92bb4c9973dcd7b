"""A lesson as one file, opened from the disk in a real browser: scenes, answers, links, keys, paper."""

import json
import re
import subprocess
import sys

import pytest
import whitesmoke as ws
from whitesmoke.front.one_screen import tried

from tests.browser.conftest import ROOT
from tests.browser.lesson import written


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """The file that the command writes, and what it prints as JSON."""
    folder = tmp_path_factory.mktemp("lesson")
    file, source = folder / "lesson.html", written(folder)
    command = [sys.executable, "-m", "whitesmoke", "story", str(source), "--runs", "64", "--out", str(file), "--json"]
    done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT / "sim"), "PATH": ""}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return file, json.loads(done.stdout)


def test_scenes_are_turned_and_show_what_their_file_says(read, lesson):
    file, data = lesson
    one = read(file)
    page = one.page
    assert one.text("scene") == "Scene 1 of 3"
    assert page.text_content("h1") == "The opening"
    assert one.text("notes") == "Three must agree."
    assert page.is_disabled("[data-act=previous-scene]")
    page.click("[data-act=next-scene]")
    assert one.text("scene") == "Scene 2 of 3"
    assert one.text("day") == "21 January 2030"
    assert "Gammaland" in one.text("why")
    assert page.get_attribute("[data-face=network]", "aria-pressed") == "true"
    lesson_ = ws.lecture(file.with_name("lesson.toml"))
    trace = lesson_.scenes[1].run.trace
    step = data["stories"][data["scenes"][1]["story"]]["steps"][data["scenes"][1]["event"]]
    stances = trace.stances[step["round"]]
    assert one.stances() == {code: str(stances[i]) for i, code in enumerate(trace.case.names.members)}
    one.press("PageDown")
    assert one.text("with") == "Played with: no harbour."
    lever, *_ = tried(ws.open(file.with_name("case.toml")).levers("harbour", runs=64))
    assert one.text("headline") == " ".join(f"{lever['told']} {lever['why']}".split())
    one.press("PageDown")
    assert one.text("scene") == "Scene 3 of 3"
    one.press("PageUp", 2)
    assert one.text("scene") == "Scene 1 of 3"


def test_answers_and_odds_are_covered_until_they_are_asked_for(read, lesson):
    one = read(lesson[0])
    page = one.page
    assert len(page.query_selector_all("[data-act=answer]")) == 1
    assert not page.is_visible("[data-test=answer]")
    assert page.query_selector("[data-test=headline]") is None
    assert page.locator(".st-rail .st-event:not(.st-here):visible").count() == 1
    page.click("[data-act=levers]")
    assert page.query_selector("[data-lever]") is None
    page.click("[data-act=back-to-scene]")
    page.click("[data-act=answer]")
    assert page.inner_text("[data-test=answer]") == "Each of them."
    assert page.get_attribute("[data-act=answer]", "aria-expanded") == "true"
    page.click("[data-act=uncover]")
    assert lesson[1]["stories"][0]["odds"]["headline"] in one.text("headline")
    one.press("PageDown")
    assert not page.is_visible("[data-test=answer]")
    assert page.locator(".st-rail .st-event:not(.st-here):visible").count() == 3
    one.press("PageUp")
    assert page.is_visible("[data-test=answer]")
    assert "Settled by" in one.text("headline")
    page.click("[data-act=notes]")
    assert not page.is_visible("[data-test=notes]")


def test_every_scene_has_a_link_which_also_carries_what_was_changed(read, lesson):
    one = read(lesson[0], "#scene=2")
    assert one.text("scene") == "Scene 2 of 3"
    one.press("ArrowRight")
    one.page.click("[data-face=tiles]")
    one.page.select_option("[data-test=member]", value="0")
    other = read(lesson[0], one.page.evaluate("window.location.hash"))
    for name in ("scene", "day", "why"):
        assert other.text(name) == one.text(name)
    assert other.page.get_attribute("[data-face=tiles]", "aria-pressed") == "true"
    other.page.click("[data-act=scenes]")
    assert "Dora" in other.text("quoted")
    other.page.click("text=And without a harbour?")
    assert other.text("scene") == "Scene 3 of 3"
    assert other.page.evaluate("window.location.hash") == "#scene=3"
    other.page.evaluate("window.location.hash = '#scene=1'")
    other.page.locator("[data-test=scene]", has_text="Scene 1 of 3").wait_for()
    for hostile in ("#scene=-4", "#scene=1e99", "#scene=<b>", "#scene=2&event=-3&member=<b>&lever=x&face=y"):
        assert read(lesson[0], hostile).text("scene")


def test_keys_alone_turn_scenes_uncover_answers_and_enlarge(read, lesson):
    one = read(lesson[0], "#scene=2")
    page = one.page
    reached = set()
    for _ in range(40):
        one.press("Tab")
        act = page.evaluate("document.activeElement.dataset.act || ''")
        reached.add(act)
        if act == "answer":
            one.press("Enter")
            assert page.is_visible("[data-test=answer]")
            break
    assert {"previous-scene", "scenes", "next-scene", "facts", "large", "play", "notes", "levers"} <= reached
    page.focus("[data-act=large]")
    one.press("Enter")
    one.press("PageDown")
    assert page.get_attribute("[data-act=large]", "aria-pressed") == "true"
    assert page.evaluate("document.activeElement.tagName") == "H1"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_a_scene_has_a_page(read, lesson, paper):
    page = read(lesson[0], "#scene=2").page
    pdf = page.pdf(format=paper, margin=dict.fromkeys(("top", "bottom", "left", "right"), "14mm"))
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 3
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheets = page.query_selector_all(".ws-sheet")
    assert [sheet.query_selector("h1").text_content() for sheet in sheets][1:] == [
        "Gammaland waits",
        "And without a harbour?",
    ]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.query_selector(".ws-sheet") is None


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (390, 844)])
def test_it_fits_the_screen(read, lesson, width, height):
    page = read(lesson[0], "#scene=2", viewport={"width": width, "height": height}).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert width == 390 or page.evaluate("document.documentElement.scrollHeight") == height
    page.click("[data-act=large]")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_a_script_its_scenes_can_be_read(chromium, lesson):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{lesson[0]}")
    told = page.inner_text("main")
    context.close()
    assert "Gammaland waits" in told
    assert "It wants a harbour." in told
    assert "Half of it." not in told
