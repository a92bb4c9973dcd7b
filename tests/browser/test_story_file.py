"""The story as one file, opened from the disk in a real browser: it asks for nothing, and keys play it."""

import pytest
import whitesmoke as ws


def test_keys_step_through_it_and_its_numbers_are_those_of_the_command(read, race):
    file, data = race
    one = read(file)
    assert one.text("day") == "1 November 2023"
    one.press("ArrowRight", 24)
    step = data["steps"][24]
    assert one.text("day") == step["day"] == "9 March 2024"
    assert one.text("count") == f"{step['committed'][0]} of {step['members']} for Mark Rutte"
    assert one.text("now") == "Slovakia is offered 96 % of what can be granted to it now for Mark Rutte, and refuses."
    focus = step["waiting"][str(step["focus"])]
    assert one.text("odd") == focus["odds"]
    assert all(" ".join(line.split()) in one.text("why") for line in focus["reasons"])
    assert data["odds"]["headline"] in one.text("headline")
    for mark in data["odds"]["marks"]:
        assert mark["odds"] in one.page.text_content(f'[data-mark="{mark["name"]}"]')
    trace = ws.open("rutte-iohannis").run().trace
    names = trace.case.names.members
    assert one.stances() == {code: str(trace.stances[step["round"]][i]) for i, code in enumerate(names)}
    one.press("ArrowLeft")
    assert one.text("day") == data["steps"][23]["day"]
    one.press("End")
    assert one.text("day") == "1 April 2024"
    one.press("Home")
    assert one.text("day") == "1 November 2023"


def test_space_plays_to_the_end_and_pauses(read, race):
    one = read(race[0], "#event=29")
    one.press(" ")
    one.page.locator("[data-test=day]", has_text="27 March 2024").wait_for()
    one.press(" ")
    assert one.page.text_content("[data-act=play]") == "Play"
    one.page.click("[data-act=play]")
    one.page.locator("[data-act=play]", has_text="Play again").wait_for()
    assert one.text("day") == "1 April 2024"


def test_a_lever_is_pulled_and_its_curve_is_drawn_beside_the_other(read, race):
    file, data = race
    one = read(file)
    for lever in data["levers"]:
        row = one.page.text_content(f"[data-lever='{lever['name']}.{lever['end']}']")
        assert f"{lever['before']} → {lever['after']}" in row
    lever = data["levers"][0]
    one.page.click(f"[data-lever='{lever['name']}.{lever['end']}']")
    assert one.text("headline") == f"{lever['told']} {lever['why']}"
    assert "most often among the last: Hungary, in" in one.text("why-lever")
    assert one.page.query_selector("[data-test=tried]")
    rows = one.page.eval_on_selector_all(
        "[data-test=levers] tbody tr", "all => all.map(row => row.lastChild.textContent)"
    )
    assert rows == [lever["why"] for lever in data["levers"]]
    other = read(file, one.page.evaluate("window.location.hash"))
    assert other.text("headline") == one.text("headline")
    one.page.click("[data-act=facts]")
    assert "It is not what happened" in one.text("facts")
    one.press("Escape")
    one.press("ArrowRight")
    assert one.text("day") == "3 November 2023"


def test_the_link_carries_event_member_and_face(read, race):
    one = read(race[0])
    one.press("ArrowRight", 20)
    one.page.select_option("[data-test=member]", label="Hungary (waiting)")
    one.page.click("[data-face=network]")
    other = read(race[0], one.page.evaluate("window.location.hash"))
    assert other.text("day") == one.text("day")
    assert "Why Hungary waits" in other.text("why")
    assert other.page.get_attribute("[data-face=network]", "aria-pressed") == "true"
    for hostile in ("#event=-4&member=<b>", "#event=1e99", "#event=x&face=y", "#%E0%A4%A"):
        assert read(race[0], hostile).text("day")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_it_fits_on_one_screen_with_letters_that_can_be_read(read, race, width, height):
    one = read(race[0], "#event=26", viewport={"width": width, "height": height})
    page = one.page
    assert page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [
        height,
        width,
    ]
    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll('.ws-story *')].filter(e => e.getClientRects().length
        && !e.closest('.st-hidden') && !e.hasAttribute('aria-hidden')
        && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.tagName !== 'title')
        .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    )
    assert smallest >= (13.4 if width == 1280 else 20.0)


def test_nothing_jumps_when_a_step_is_taken(read, race):
    one = read(race[0])
    boxes = "[...document.querySelectorAll('.st-card')].map(e => JSON.stringify(e.getBoundingClientRect()))"
    before = one.page.evaluate(boxes)
    for _ in range(8):
        one.press("ArrowRight", 4)
        assert one.page.evaluate(boxes) == before


def test_a_phone_reads_it_in_one_column(read, race):
    one = read(race[0], viewport={"width": 390, "height": 844}, has_touch=True)
    assert one.page.evaluate("document.documentElement.scrollWidth") == 390
    one.page.tap("[data-act=next]")
    assert one.text("day") == "3 November 2023"


def test_names_are_text_whatever_they_say(read, tmp_path):
    bad = "</script><img src=x onerror=alert(1)>"
    case = ws.open("tutorial", changes={"members.BET.name": bad, "members.GAM.name": "גאמה", "title": bad})
    file = case.story(runs=8).save(tmp_path / "bad.html")
    one = read(file, "#event=1")
    assert bad in one.page.text_content("h1")
    assert one.page.query_selector("img") is None
    assert one.page.evaluate("[...document.querySelectorAll('bdi')].some(e => e.textContent === 'גאמה')")


def test_without_scripts_and_on_paper_it_can_be_read(read, race, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{race[0]}")
    assert "Consensus on Mark Rutte." in page.inner_text("main")
    context.close()
    one = read(race[0])
    one.page.emulate_media(media="print")
    assert "Slovakia settles for 96\u00a0%" in one.page.inner_text("[data-test=events]")
    assert not one.page.is_visible("[data-act=play]")


def test_dark_and_without_motion(read, race):
    one = read(race[0], color_scheme="dark", reduced_motion="reduce")
    assert (
        one.page.evaluate("getComputedStyle(document.querySelector('.ws-story')).backgroundColor") == "rgb(17, 22, 28)"
    )
    assert one.page.evaluate("getComputedStyle(document.querySelector('.st-box')).animationName") == "none"


def test_a_switch_says_whose_knowledge_the_odds_are_of(read, race):
    file, data = race
    step = data["steps"][20]
    day = [one for one in data["public"] if one["at"] <= step["at"]][-1]
    one = read(file, "#event=20")
    one.page.click("[data-whose=public]")
    assert one.text("headline").startswith(day["odds"]["headline"])
    assert f"Knows what was public by {day['day']}, and nothing of later" in one.text("whose")
    for mark in day["odds"]["marks"]:
        assert mark["odds"] in one.page.text_content(f'[data-mark="{mark["name"]}"]')
    assert "knows=public" in one.page.url
    one.press("Home")
    assert one.text("headline").startswith(data["public"][0]["odds"]["headline"])
    one.page.click("[data-lever]")  # what a lever changes is told of the whole script
    assert one.page.get_attribute("[data-whose=script]", "aria-pressed") == "true"
    assert "knows" not in one.page.url
    again = read(file, "#event=20&knows=public")
    assert again.text("headline").startswith(day["odds"]["headline"])


OVERLAPS = """() => {
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const boxes = (which) => [...document.querySelectorAll(which)].map((node) => node.getBoundingClientRect());
  const tiles = boxes(".st-member .st-box, .st-grantor path"), said = boxes(".st-bubble rect");
  const hides = (one, n) => [...tiles, ...said.slice(0, n)].some((other) => meet(one, other));
  return [said.length, said.filter(hides).length];
}"""


@pytest.mark.parametrize("face", ["tiles", "network"])
def test_what_is_said_hides_nobody_and_nothing_else_that_is_said(read, race, face):
    one = read(race[0], f"#face={face}", reduced_motion="reduce")
    found = []
    for _ in race[1]["steps"]:
        found.append(one.page.evaluate(OVERLAPS))
        one.press("ArrowRight")
    assert sum(said for said, _ in found) >= 5
    assert sum(hidden for _, hidden in found) == 0
