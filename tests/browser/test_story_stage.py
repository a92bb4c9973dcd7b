"""The stage of the story: who moved whom is drawn, said and a table; nobody and no words lie on one another."""

import re

import pytest
import whitesmoke as ws

BOXES = """() => {
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const boxes = (which) => [...document.querySelectorAll(which)].map((node) => node.getBoundingClientRect());
  const round = boxes(".st-member .st-box"), own = boxes(".st-grantor path");
  const far = (a, b) => Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
  const near = round.filter((a, i) => round.some((b, j) => j > i && far(a, b) < (a.width + b.width) / 2)).length;
  const on = own.filter((a, i) => [...round, ...own.slice(0, i)].some((b) => meet(a, b))).length;
  return [round.length, own.length, near, on];
}"""
LABELS = """() => {
  const boxes = [...document.querySelectorAll("[data-label]")].map((node) => node.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  const path = document.querySelector("[data-test=curve]"), length = path.getTotalLength(), at = path.getScreenCTM();
  const points = Array.from({ length: 2000 }, (_, n) => path.getPointAtLength((length * n) / 2000).matrixTransform(at));
  const within = (box, one) =>
    one.x > box.left + 1 && one.x < box.right - 1 && one.y > box.top + 4 && one.y < box.bottom - 4;
  return [boxes.length, boxes.filter((a, i) => boxes.some((b, j) => j > i && meet(a, b))).length,
    boxes.filter((box) => points.some((one) => within(box, one))).length];
}"""
ROWS = (
    "[...document.querySelectorAll('[data-test=moves] tbody tr')].filter(row => !row.hidden).map(row => row.innerText)"
)
SIZES = [(1280, 720), (1920, 1080), (390, 844)]


@pytest.fixture(scope="module")
def race(tmp_path_factory):
    """The race with names of dates that are long, and with its futures."""
    changes = {"focal.summit.label": "the summit at which all heads of state and government meet"}
    return (
        ws.open("rutte-iohannis", changes=changes)
        .story(replicate=0, runs=32)
        .save(tmp_path_factory.mktemp("stage") / "a.html")
    )


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("face", ["tiles", "network"])
def test_nobody_lies_on_another(read, race, face, width, height):
    one = read(race, f"#face={face}", viewport={"width": width, "height": height})
    members, grantors, near, on = one.page.evaluate(BOXES)
    assert (members, grantors, on) == (32, 2, 0)
    assert near == 0 or face == "tiles"


def test_at_the_end_every_arrow_that_led_to_a_commitment_is_there(read, race):
    one = read(race, "#event=99&face=network")
    arrows = one.page.eval_on_selector_all("[data-from]", "all => all.map(e => [e.dataset.from, e.dataset.to])")
    code = one.page.eval_on_selector_all("[data-member]", "all => all.map(e => e.dataset.member)")
    hun, usa = str(code.index("HUN")), str(code.index("USA"))
    assert {start for start, to in arrows if to == hun} == {"32", "33"}  # the chair and the candidate, who have no seat
    assert len({to for start, to in arrows if start == usa}) == 14
    assert "The United States' endorsement was among what moved 14 members." in one.text("now")
    one.page.select_option("[data-test=member]", hun)
    assert one.page.eval_on_selector_all(".st-thick", "all => all.map(e => e.dataset.to)") == [hun, hun]


def test_the_table_of_who_moved_whom_does_not_run_ahead(read, race):
    one = read(race, "#event=26")
    rows = one.page.evaluate(ROWS)
    assert rows[-1].split("\t") == ["11 March 2024", "Hungary", "", "Mark Rutte, Secretary General Stoltenberg"]
    one.press("Home")
    assert one.page.evaluate(ROWS) == []


@pytest.mark.parametrize("lever", ["", "&lever=opt-out.low"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_words_on_the_curve_meet_neither_it_nor_one_another(read, race, width, height, lever):
    one = read(race, f"#event=26{lever}", viewport={"width": width, "height": height})
    written, on_another, on_the_curve = one.page.evaluate(LABELS)
    assert written >= 3
    assert (on_another, on_the_curve) == (0, 0)


def test_what_is_counted_stands_over_the_numbers_of_the_levers(read, race):
    one = read(race)
    assert one.text("counts") == "No agreement in 100: before → after"
    right = "e => e.getBoundingClientRect().right"
    head = one.page.eval_on_selector("[data-test=counts]", right)
    assert abs(head - one.page.eval_on_selector("[data-lever] > b", right)) < 3
    assert one.page.text_content("[data-lever] > b").startswith("No agreement: ")


def test_signs_are_explained_on_the_screen_and_in_the_box_of_facts(read, race):
    one = read(race)
    seen = one.page.eval_on_selector_all(
        ".st-key li", "all => all.filter(e => e.checkVisibility()).map(e => e.innerText)"
    )
    assert {"hardest to win", "not a member", "was heard by", "granted to", "put forward", "on record"} <= set(seen)
    one.page.click("[data-act=facts]")
    assert "A dashed border: not a member." in one.text("facts")


SAID = """() => {
  const room = document.querySelector(".st-drawing").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".st-bubble rect")].map((node) => node.getBoundingClientRect());
  const within = boxes.every((box) => box.left >= room.left - 1 && box.right <= room.right + 1);
  return [[...document.querySelectorAll(".st-bubble text")].map((node) => node.textContent), within];
}"""
SPEAKS = ("concession", "refusal", "nothing offered", "late demand", "defection", "release", "endorsement", "accession")


@pytest.mark.parametrize("width", [390, 1280])
def test_whoever_says_something_is_heard_or_counted(read, race, width):
    one = read(race, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    steps = one.page.evaluate("JSON.parse(document.getElementById('story-data').textContent).steps")
    told = 0
    for step in steps:
        texts, within = one.page.evaluate(SAID)
        speak = {act["member"] for act in step["acts"] if act["kind"] in SPEAKS or act["detail"] == "unpaid"} - {-1}
        left = sum(int(text.split()[1]) for text in texts if re.fullmatch(r"and \d more", text))
        assert len([text for text in texts if not text.startswith("and ")]) + left == min(6, len(speak)), step["day"]
        assert within, step["day"]
        told += any("…" in text for text in texts)
        one.press("ArrowRight")
    assert told or width == 1280


@pytest.mark.parametrize("large", [False, True])
def test_why_somebody_waits_keeps_its_room_on_a_day_of_many_events(read, race, large):
    one = read(race, viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    if large:
        one.page.click("[data-act=large]")
    inside = "e => e.getBoundingClientRect().bottom <= e.parentElement.getBoundingClientRect().bottom + 1"
    rooms = "[...document.querySelectorAll('.st-why, .st-now')].map(e => [e.clientHeight, e.scrollHeight])"
    hidden = 0
    for _ in one.page.query_selector_all("[data-test=events] li"):
        (now, all_now), (why, _) = one.page.evaluate(rooms)
        over = one.page.get_attribute("[data-act=next]", "aria-disabled") == "true"
        assert why >= (40 if over else 85 if large else 110)
        assert now >= 60
        assert one.page.eval_on_selector(".st-why", inside)
        hidden += all_now > now and not over
        one.press("ArrowRight")
    assert hidden


MANY = """
title = "Many who grant"
about = "Fictitious; used by the tests."
assumed = true
calendar = { start = 2030-01-07, round_days = 7, expiry = 2030-04-01 }
rule = { name = "unanimity", silence = { low = 0, high = 0 } }
network = { layers = [{ kind = "alliance" }] }
parameters = { bargaining_from = 0.0 }

[members]
ALF = { name = "Alfaria" }
BET = { name = "Betania", baseline = -1.0 }
GAM = { name = "Gammaland", baseline = -1.0 }

[candidates.dora]
name = "Dora Dorn"
home = "ALF"
entry = 2030-01-07
"""


def wish(n):
    holder = "BET" if n > 5 else "GAM"
    demand = f'[demands.d{n}]\nholder = "{holder}"\ntext = "wish {n}"\nworth = 2.0\ngrantor = "G{n}"\n'
    return f'{demand}[grantors.G{n}]\nname = "Fund {n}"\n'


@pytest.mark.parametrize(("count", "boxes"), [(6, 6), (9, 6)])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_of_many_who_grant_without_a_seat_none_is_without_an_arrow(read, tmp_path, count, boxes, width, height):
    file = tmp_path / "many.toml"
    file.write_text(MANY + "".join(map(wish, range(1, count + 1))), encoding="utf-8")
    story = ws.open(str(file)).story(replicate=0, runs=4, public=False)
    one = read(story.save(tmp_path / "a.html"), "#event=99&face=network", viewport={"width": width, "height": height})
    named = one.page.eval_on_selector_all(".st-grantor", "all => all.map(e => e.textContent)")
    assert len(named) == boxes
    assert (f"and {count - 5} more" in named) == (count > 6)
    arrows = one.page.eval_on_selector_all("path.st-granted[data-from]", "all => all.map(e => +e.dataset.from)")
    gave = {act["by"] for step in story.json()["steps"] for act in step["acts"] if "by" in act}
    assert len(gave) > (boxes if count > boxes else 2)
    assert len(set(arrows)) == min(len(gave), boxes)
    rows = " ".join(one.page.evaluate(ROWS))
    assert all(name in rows for name in gave)
