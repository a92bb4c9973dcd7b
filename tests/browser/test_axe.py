"""axe-core finds nothing wrong with any face of the page, in light or dark."""

import pytest
import whitesmoke as ws
from whitesmoke.front.lecture_page import LecturePage

from tests.browser.accessible import NOT_CHECKED, violations
from tests.browser.lesson import written

pytestmark = pytest.mark.skipif(bool(NOT_CHECKED), reason=NOT_CHECKED)
LIGHT_AND_DARK = ("light", "dark")


def seen(one, scheme):
    one.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return violations(one.page)


@pytest.mark.parametrize("scheme", LIGHT_AND_DARK)
def test_a_story_from_the_disk(read, race, scheme):
    one = read(race[0], "#event=24")
    assert seen(one, scheme) == []
    one.page.click("[data-face=network]")
    one.page.locator("[data-lever]").first.click()
    assert violations(one.page) == []
    one.page.click("[data-act=facts]")
    assert violations(one.page) == []


def test_on_a_phone(read, race):
    one = read(race[0], "#event=24", viewport={"width": 390, "height": 844})
    assert violations(one.page) == []


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """A lesson as one file: scenes with notes, questions, a lever and what is covered."""
    folder = tmp_path_factory.mktemp("lesson")
    return LecturePage(ws.lecture(written(folder)), runs=8).save(folder / "lesson.html")


@pytest.mark.parametrize("scheme", LIGHT_AND_DARK)
def test_the_scenes_of_a_lesson(read, lesson, scheme):
    one = read(lesson)
    for number in (1, 2, 3):
        assert one.text("scene") == f"Scene {number} of 3"
        assert seen(one, scheme) == []
        one.press("PageDown")
    one.page.click("[data-act=levers]")
    assert violations(one.page) == []
    one.page.click("[data-act=scenes]")
    assert violations(one.page) == []


def test_the_story_of_the_page(tab):
    one = tab("?scenario=tutorial", story=True)
    assert {scheme: seen(one, scheme) for scheme in LIGHT_AND_DARK} == {"light": [], "dark": []}
    assert one.page.get_attribute("html", "lang") == "en"


def test_the_workbench(tab):
    one = tab("?scenario=tutorial")
    assert seen(one, "light") == []
    one.to_the_end()
    assert seen(one, "dark") == []


@pytest.mark.slow
def test_the_workbench_with_all_that_can_be_asked(tab):
    one = tab()
    one.to_the_end()
    one.scrub(100)
    for what in ("forecast", "compare", "ensemble"):
        one.act(what)
    one.page.wait_for_selector(".ws-band", timeout=600_000)
    one.page.wait_for_selector("[data-test=difference]", timeout=600_000)
    assert {scheme: seen(one, scheme) for scheme in LIGHT_AND_DARK} == {"light": [], "dark": []}


@pytest.mark.slow
def test_the_workbench_of_a_large_body_and_what_went_wrong(tab):
    one = tab("?scenario=conclave&rule=nonsense")
    one.to_the_end()
    assert {scheme: seen(one, scheme) for scheme in LIGHT_AND_DARK} == {"light": [], "dark": []}
