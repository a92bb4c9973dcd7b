"""axe-core finds nothing wrong with any face of the page, in light or dark."""

import pytest

from tests.browser.accessible import NOT_CHECKED, violations

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
    one.page.wait_for_selector(".ws-band", timeout=120_000)
    one.page.wait_for_selector("[data-test=difference]", timeout=120_000)
    assert {scheme: seen(one, scheme) for scheme in LIGHT_AND_DARK} == {"light": [], "dark": []}


@pytest.mark.slow
def test_the_workbench_of_a_large_body_and_what_went_wrong(tab):
    one = tab("?scenario=conclave&rule=nonsense")
    one.to_the_end()
    assert {scheme: seen(one, scheme) for scheme in LIGHT_AND_DARK} == {"light": [], "dark": []}
