"""The story under what it may meet: a thousand members, a hundred times from the start, nobody ever, hostile words."""

from datetime import date

import pytest
import whitesmoke as ws

LONG = "The Most Serene and Perpetually Neutral Federation of the Upper and Lower Islands " * 4
HOSTILE = "</script><img src=x onerror=alert(1)>\"'`${1}\u202e{name} $& \u2066"
RIGHT_TO_LEFT = "גאמה"
NEVER = {
    "members.BET.baseline": -30.0,
    "members.GAM.baseline": -30.0,
    "demands.harbour.ceiling": 0.0,
}
ONE_ROUND = {"calendar.expiry": date(2030, 1, 14), "focal.summit.date": date(2030, 1, 10)}
TOUCHED = """(key) => new Promise(done => {
  const changed = [];
  const watch = new MutationObserver(found => changed.push(...found));
  watch.observe(document.querySelector('.ws-story'), { subtree: true, childList: true, attributes: true });
  document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const all = node => 1 + [...node.childNodes].reduce((sum, one) => sum + all(one), 0);
  requestAnimationFrame(() => {
    changed.push(...watch.takeRecords());
    done(changed.reduce((sum, one) => sum + [...one.addedNodes].map(all).reduce((a, b) => a + b, 0)
      + (one.type === 'attributes' ? 1 : 0), 0));
  });
})"""
"""How many nodes a key has put in, and how many attributes it has set."""


def written(folder, name, changes, runs=4):
    return ws.open(name, changes=changes).story(runs=runs).save(folder / "story.html")


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    return written(tmp_path_factory.mktemp("thousand"), "large-alliance", {}, runs=2)


def test_a_step_draws_those_who_moved_and_not_a_thousand(read, thousand):
    one = read(thousand, viewport={"width": 1280, "height": 720})
    assert len(one.page.query_selector_all("[data-member]")) == 1000
    one.press("ArrowRight")
    before = one.stances()
    for _ in range(6):
        touched = one.page.evaluate(TOUCHED, "ArrowRight")
        after = one.stances()
        moved = sum(after[member] != before[member] for member in after)
        assert touched < 400 + 20 * moved
        before = after


def test_what_is_drawn_step_by_step_is_what_is_drawn_at_once(read, thousand):
    one = read(thousand)
    one.press("ArrowRight", 5)
    one.press("ArrowLeft", 2)
    other = read(thousand, "#event=3")
    assert one.stances() == other.stances()
    cells = "[...document.querySelectorAll('.st-stage td')].map(e => e.textContent)"
    assert one.page.evaluate(cells) == other.page.evaluate(cells)
    options = "[...document.querySelectorAll('[data-test=member] option')].map(e => e.textContent)"
    assert one.page.evaluate(options) == other.page.evaluate(options)


def test_a_hundred_times_from_the_start_leaves_nothing_behind(read, tmp_path):
    one = read(written(tmp_path, "tutorial", {}))
    nodes = "document.querySelectorAll('*').length"
    one.press("End")
    one.press("Home")
    before, day = one.page.evaluate(nodes), one.text("day")
    for _ in range(100):
        one.press("End")
        one.press("Home")
    assert (one.page.evaluate(nodes), one.text("day")) == (before, day)


@pytest.mark.slow
@pytest.mark.parametrize("changes", [NEVER, ONE_ROUND, {**NEVER, **ONE_ROUND}])
def test_nobody_ever_and_over_at_once(read, tmp_path, changes):
    one = read(written(tmp_path, "tutorial", changes))
    one.press("End")
    assert one.page.get_attribute("[data-act=next]", "aria-disabled") == "true"
    assert one.text("now")
    assert one.text("headline")
    one.page.click("[data-act=play]")
    one.page.locator("[data-act=play]", has_text="Play again").wait_for()


@pytest.mark.slow
def test_hostile_and_endless_words_stay_words_in_their_place(read, tmp_path):
    names = {
        "title": HOSTILE + LONG,
        "about": HOSTILE + LONG,
        "members.ALF.name": LONG,
        "members.BET.name": HOSTILE,
        "members.GAM.name": RIGHT_TO_LEFT,
        "candidates.dora.name": HOSTILE + LONG,
        "demands.harbour.text": HOSTILE + LONG,
    }
    one = read(written(tmp_path, "tutorial", names))
    for _ in range(6):
        one.press("ArrowRight")
        assert one.page.query_selector("img, [onerror]") is None
        assert one.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
            1280,
            720,
        ]
    assert "\u202e" not in one.page.content()
    assert HOSTILE.replace("\u202e", "").replace("\u2066", "")[:40] in one.page.text_content("h1")
    told = one.page.evaluate(
        f"[...document.querySelectorAll('.ws-story p, .ws-story li, .ws-story th, .ws-story h2')]"
        f".filter(e => e.textContent.includes('{RIGHT_TO_LEFT}'))"
        f".every(e => [...e.querySelectorAll('bdi')].some(b => b.textContent === '{RIGHT_TO_LEFT}'))"
    )
    assert told


@pytest.mark.parametrize(
    "link", ["#member=%3Cscript%3E", "#lever=__proto__.constructor", "#event=9" * 400, "#face=%00&event=-1&member=ALF"]
)
def test_hostile_links_show_the_beginning_or_the_end(read, thousand, link):
    assert read(thousand, link).text("day")


@pytest.mark.slow
def test_five_tabs_of_the_story_and_a_hundred_turns_to_the_workbench(tab, server):
    scenarios = ("tutorial", "rutte-iohannis", "conclave", "council", "large-alliance")
    tabs = [tab(f"?scenario={name}", story=True) for name in scenarios]
    for one in tabs:
        one.page.wait_for_selector("[data-test=headline]", timeout=300_000)
        one.page.keyboard.press("End")
    assert len({one.text("headline") for one in tabs}) == len(tabs)
    one = tabs[0]
    for _ in range(50):
        one.act("workbench")
        one.page.wait_for_selector("[data-act=story]")
        one.act("reset")
        one.at_round(0)
        one.act("story")
        one.page.wait_for_selector("[data-test=headline]", timeout=120_000)
    one.page.keyboard.press("Home")
    one.page.keyboard.press("ArrowRight")
    assert one.text("where").startswith("event 2 of ")
