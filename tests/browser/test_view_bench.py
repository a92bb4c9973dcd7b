"""The workbench in a real browser: links that carry all that is seen, figures, paper, what is known beside the run."""

import xml.etree.ElementTree as ET

RACE = "?scenario=rutte-iohannis&seed=1&run=0&set=bargaining.mode%3Dmeetings"


def test_a_link_brings_back_all_that_is_seen(tab, server):
    one = tab(RACE)
    one.scrub(140)  # a day not yet played
    one.scrub(100)
    one.page.select_option("[data-test=member]", "TUR")
    one.until("window.location.search.includes('member=TUR')")
    state = one.text("state")
    again = tab(one.page.url.removeprefix(server.url))
    assert (again.round(), again.text("state"), again.page.url) == (100, state, one.page.url)
    assert again.page.input_value("[data-test=member]") == "TUR"
    again.act("story")
    again.page.wait_for_selector("[data-test=day]", timeout=60_000)
    assert "#event=" in again.page.url
    assert "member=TUR" in again.page.url
    day = again.text("day")
    again.act("workbench")
    again.page.wait_for_selector("[data-panel=export]", timeout=60_000)
    assert again.text("date") in day
    assert again.page.input_value("[data-test=member]") == "TUR"


def test_a_comparison_is_in_the_link(tab, server):
    one = tab("?scenario=tutorial&rule=majority")
    one.act("compare")
    one.until("window.location.search.includes('compare=')")
    one.page.wait_for_selector("[data-test=difference]", timeout=120_000)
    again = tab(one.page.url.removeprefix(server.url))
    again.page.wait_for_selector("[data-test=difference]", timeout=120_000)
    assert again.text("difference") == one.text("difference")


def test_a_value_is_taken_away_and_texts_need_no_quotes(tab):
    one = tab()
    one.page.select_option("[data-test=item]", "hungary-apology")
    ceiling, grantor = (f"[data-path='demands.hungary-apology.{name}']" for name in ("ceiling", "grantor"))
    assert one.page.input_value(grantor) == "candidate"
    one.page.click("[data-away='demands.hungary-apology.ceiling']")
    assert one.page.input_value(ceiling) == ""
    one.page.fill(grantor, "chair")
    one.act("apply")
    one.until("document.querySelectorAll('[data-test=differs]').length == 2")
    said = [shown.split("×")[0].strip() for shown in one.page.locator("[data-test=differs]").all_text_contents()]
    assert said == [
        "demands.hungary-apology.ceiling: 0 → taken away",
        "demands.hungary-apology.grantor: candidate → chair",
    ]
    one.until(f"document.querySelector(\"{ceiling}\").value === '1'")
    assert "--set demands.hungary-apology.ceiling=" in one.text("command")
    one.page.click("[aria-label='Take back demands.hungary-apology.ceiling']")
    one.until("document.querySelectorAll('[data-test=differs]').length == 1")
    assert one.page.input_value(ceiling) == "0"


def test_a_figure_is_a_file_named_by_what_it_shows(tab):
    one = tab("?scenario=tutorial&rule=two-thirds&set=demands.harbour.ceiling%3D0.5&day=2030-01-14")
    one.page.click("[data-panel=alliance] >> text=Tiles")
    with one.page.expect_download() as svg:
        one.page.click("[data-panel=alliance] [data-save=svg]")
    name = "tutorial-two-thirds-harbour.ceiling-0.5-seed-1-run-0-on-2030-01-14"
    assert svg.value.suggested_filename == f"{name}-body-tiles.svg"
    drawn = ET.parse(svg.value.path()).getroot()
    texts = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"ALF", "BET", "GAM", "uncommitted"} <= set(texts)
    assert "seed 1, run 0, with demands.harbour.ceiling=0.5; 14 January 2030" in " ".join(texts)
    assert "var(" not in svg.value.path().read_text()  # it looks the same without the page
    with one.page.expect_download() as png:
        one.page.click("[data-panel=tally] [data-save=png]")
    assert png.value.suggested_filename == f"{name}-tally.png"
    assert png.value.path().read_bytes().startswith(b"\x89PNG")


def test_what_is_known_stands_beside_the_run_where_there_is_room(tab):
    places = """() => ['this-run', 'what-is-known', 'what-if'].map(name => {
      const box = document.querySelector(`[data-part=${name}]`).getBoundingClientRect();
      return [Math.round(box.left), Math.round(box.top)]; })"""
    wide = tab("?scenario=tutorial", width=1920, height=1080)
    (run_left, run_top), (known_left, known_top), (_, if_top) = wide.page.evaluate(places)
    assert (known_top, known_left > run_left + 900, if_top > run_top) == (run_top, True, True)
    boxes = [wide.page.locator(f"[data-panel={name}]").bounding_box() for name in ("stances", "why")]
    assert boxes[0]["y"] == boxes[1]["y"]
    wide.page.set_viewport_size({"width": 1280, "height": 800})
    wide.until("document.querySelector('[data-part=what-is-known]').getBoundingClientRect().left < 30")
    boxes = [wide.page.locator(f"[data-panel={name}]").bounding_box() for name in ("whatif", "compare")]
    assert boxes[0]["y"] == boxes[1]["y"]
    wide.act("nowcast")
    wide.page.wait_for_selector("[data-test=nowcast]", timeout=120_000)
    assert wide.text("nowcast").startswith("As of 7 January 2030: ")
    wide.act("attribute")
    wide.page.wait_for_selector("[data-test=attribution]", timeout=120_000)
    assert wide.page.locator("[data-test=parts] li").count() >= 3


def test_on_paper_nothing_is_cut_off_and_nothing_can_be_pressed(tab):
    one = tab(RACE + "&day=2024-03-07")
    one.page.emulate_media(media="print", color_scheme="dark")
    cut = """() => [...document.querySelectorAll('.ws-body')].filter(body => body.scrollHeight > body.clientHeight + 2)
      .map(body => body.parentNode.dataset.panel)"""
    assert one.page.evaluate(cut) == []
    assert one.page.locator("[data-act=play]").is_hidden()
    assert one.page.locator("[data-panel=ledger] tbody tr").last.is_visible()
    assert (
        one.page.evaluate("getComputedStyle(document.querySelector('.ws-card')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert one.page.evaluate("document.scrollingElement.scrollHeight > 2 * window.innerHeight")


def test_the_legend_says_what_the_face_shows(tab):
    one = tab()
    assert "place: near those it listens to" in one.page.text_content("[data-panel=alliance] .ws-legend")
    one.page.click("text=Map of tiles")
    assert "roughly where they lie on the map" in one.page.text_content("[data-panel=alliance] .ws-legend")
