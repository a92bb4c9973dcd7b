"""A lesson on the live page: scenes, links, the workbench and back, another case, paper."""

import re

import pytest
import whitesmoke as ws

from tests.browser.conftest import WHY_NOT, serving
from tests.browser.lesson import written


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    folder = tmp_path_factory.mktemp("lesson")
    with serving(folder, written(folder).name) as found:
        yield found


def shown(one, selector, text):
    one.page.locator(selector, has_text=text).wait_for(timeout=60_000)


def test_a_lesson_is_shown_and_its_link_leads_back_to_the_same_scene(tab):
    one = tab(story=True)
    shown(one, "[data-test=scene]", "Scene 1 of 3")
    one.page.keyboard.press("PageDown")
    shown(one, "h1", "Gammaland waits")
    one.page.click("[data-face=tiles]")
    link = one.page.evaluate("window.location.search + window.location.hash")
    assert link == "?scenes=lesson#scene=2&face=tiles"
    other = tab(link, story=True)
    shown(other, "h1", "Gammaland waits")
    assert other.page.get_attribute("[data-face=tiles]", "aria-pressed") == "true"
    one.page.keyboard.press("PageDown")
    shown(one, "[data-test=headline]", "No harbour: deadlock in 99 of 100 futures instead of none")


def test_a_scene_is_opened_in_the_workbench_and_waits_for_who_comes_back(tab):
    one = tab("#scene=3", story=True)
    one.act("workbench")
    one.page.wait_for_selector("[data-panel=export]", timeout=60_000)
    one.until("location.search.includes('view=workbench') && location.search.includes('ceiling%3D0.0')")
    one.act("story")
    shown(one, "[data-test=scene]", "Scene 3 of 3")
    assert one.page.evaluate("window.location.search + window.location.hash") == "?scenes=lesson#scene=3"


def test_another_case_is_chosen_from_the_story_by_keys_and_is_in_the_link(tab):
    one = tab("#scene=2", story=True)
    page = one.page
    page.focus("[data-act=others]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.test") == "find"
    page.keyboard.type("tutorial three")
    assert page.locator("[data-case]:visible").count() == 2
    page.focus("[data-case=tutorial]")
    page.keyboard.press("Enter")
    shown(one, "[data-test=decide]", "3 members")
    typical = ws.open("tutorial").typical().replicate
    assert page.evaluate("window.location.search + window.location.hash") == f"?scenario=tutorial&seed=1&run={typical}"
    one.act("others")
    page.click("[data-case=lesson]")
    shown(one, "[data-test=scene]", "Scene 1 of 3")


def test_a_box_that_is_read_stays_open_while_the_futures_come_in(tab):
    one = tab(story=True)
    one.act("scenes")
    one.until("document.querySelector('.st-scene') && document.querySelector('dialog[open]')")
    one.page.wait_for_function("!document.querySelector('[data-test=said] [role=status]')")
    assert one.page.is_visible("[data-test=scenes]")
    one.page.keyboard.press("Escape")
    one.page.keyboard.press("PageDown")
    shown(one, "[data-test=headline]", "Settled by")


def test_a_link_to_a_lecture_that_is_not_here_says_so(tab):
    one = tab("?scenes=%3Cb%3Enone", story=True)
    assert 'names a lecture, "<b>none", that is not here' in one.text("problems")


def test_on_paper_a_scene_has_a_page(tab):
    one = tab("#scene=2", story=True)
    shown(one, "[data-test=headline]", "Settled by")
    pdf = one.page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "14mm"))
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 3
