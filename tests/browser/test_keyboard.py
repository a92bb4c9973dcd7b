"""By keyboard alone: all that can be pressed is reached by Tab, and what has the focus keeps it."""

import pytest

REACHED = """() => { const e = document.activeElement; e.dataset.seen = '1'; return e === document.body; }"""
MISSED = """(inside) => [...document.querySelectorAll(inside)]
  .filter(e => e.matches('button:not([disabled]), select, input:not([hidden]), [role=button], a[href]'))
  .filter(e => e.getClientRects().length && !e.dataset.seen).map(e => e.outerHTML.slice(0, 120))"""


def tabbed(page, most):
    """Press Tab until the focus has been round once, from wherever it was."""
    ends = 0
    for _ in range(most):
        page.keyboard.press("Tab")
        ends += page.evaluate(REACHED)
        if ends == 2:
            return


def test_tab_reaches_all_of_the_story(read, race):
    one = read(race[0], "#event=20")
    tabbed(one.page, 120)
    assert one.page.evaluate(MISSED, ".ws-story *") == []


def test_tab_reaches_all_of_the_workbench(tab):
    one = tab("?scenario=tutorial")
    one.act("step")
    one.at_round(1)
    tabbed(one.page, 200)
    assert one.page.evaluate(MISSED, ".ws *") == []


def test_who_picks_a_member_by_keyboard_goes_on_from_there(read, race):
    one = read(race[0], "#event=20")
    one.page.focus("[data-test=member]")
    one.page.keyboard.press("ArrowDown")
    assert one.page.evaluate("document.activeElement.dataset.test") == "member"
    assert one.page.evaluate("window.location.hash.includes('member=')")
    one.page.focus("[data-act=next]")
    one.press("End")
    one.press("ArrowLeft")
    assert one.text("day") != one.text("where")
    assert one.page.evaluate("document.activeElement.dataset.act") == "next"


def test_the_box_of_facts_takes_the_focus_and_gives_it_back(read, race):
    one = read(race[0])
    one.page.focus("[data-act=facts]")
    one.press("Enter")
    assert one.page.evaluate("document.activeElement.closest('dialog') !== null")
    one.press("Escape")
    assert one.page.evaluate("document.activeElement.dataset.act") == "facts"


def test_a_screen_reader_has_what_the_pictures_show(read, race):
    one = read(race[0], "#event=20")
    rows = one.page.eval_on_selector_all(".st-stage tr:not([data-test=moves] *)", "all => all.map(e => e.textContent)")
    assert len(rows) == 32
    assert any(row.startswith("Hungary") for row in rows)
    assert one.page.query_selector_all(".st-odds tbody tr")
    assert len(one.page.query_selector_all("[data-test=events] li")) > 20
    assert one.page.evaluate("document.documentElement.lang") == "en-GB"


@pytest.mark.parametrize("panel", ["tally", "stances"])
def test_a_screen_reader_has_the_charts_of_the_workbench(tab, panel):
    one = tab("?scenario=tutorial")
    one.to_the_end()
    told = one.page.eval_on_selector_all(f"[data-panel={panel}] .ws-read tr", "all => all.map(e => e.textContent)")
    assert any("3 of 3" in row or row.endswith("Dora Dorn") for row in told)


def test_without_motion_nothing_moves_on_the_workbench(tab):
    one = tab("?scenario=tutorial")
    one.page.emulate_media(reduced_motion="reduce")
    moving = """[...document.querySelectorAll('.ws, .ws *')].map(e => getComputedStyle(e))
      .filter(s => s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0).length"""
    assert one.page.evaluate(moving) == 0
