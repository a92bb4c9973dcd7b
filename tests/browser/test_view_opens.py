"""The page that opens: the story, with the workbench one click away."""

import whitesmoke as ws


def test_it_opens_with_the_story_and_the_workbench_is_one_click_away(tab, server):
    one = tab("?scenario=tutorial&seed=2&run=1", story=True)
    case = ws.open("tutorial")
    steps = case.story(seed=2, replicate=1, runs=2).json()["steps"]
    assert one.text("day") == steps[0]["day"]
    one.page.keyboard.press("ArrowRight")
    one.page.locator("[data-test=day]", has_text=steps[1]["day"]).wait_for()
    headline = case.story(seed=2, replicate=1).sentence
    one.page.locator("[data-test=headline]", has_text=headline).wait_for(timeout=120_000)
    assert one.text("day") == steps[1]["day"]
    assert one.page.url.startswith(f"{server.url}?scenario=tutorial&seed=2&run=1")
    one.act("workbench")
    one.page.wait_for_selector("[data-panel=export]")
    one.until("window.location.search.includes('view=workbench')")
    assert one.text("date") == steps[1]["day"]  # the day that the story showed
    again = tab(one.page.url.removeprefix(server.url))
    assert (again.round(), again.text("date")) == (one.round(), steps[1]["day"])
    one.act("story")
    one.page.locator("[data-test=headline]", has_text=headline).wait_for()
    assert one.page.query_selector("[data-panel=export]") is None


def test_where_the_link_names_no_run_it_opens_on_the_typical_one_and_says_so(tab, server):
    one = tab("?scenario=tutorial", story=True)
    found = ws.open("tutorial").typical().replicate
    assert one.page.url.startswith(f"{server.url}?scenario=tutorial&seed=1&run={found}")
    one.page.locator("[data-test=which]", has_text=f"run {found} of seed 1, a typical one").wait_for()
    assert one.text("which").startswith("Simulated, not what happened")
    other = tab("?scenario=tutorial&run=0", story=True)
    other.page.wait_for_selector("[data-test=headline]")
    assert other.text("which") == "Simulated, not what happened: run 0 of seed 1"


def test_it_fits_on_one_screen_and_hears_its_keys_once(tab):
    one = tab("?scenario=tutorial", story=True, height=720)
    assert one.page.evaluate("document.documentElement.scrollHeight") == 720
    one.act("workbench")
    one.page.wait_for_selector("[data-panel=export]")
    one.act("story")
    one.page.wait_for_selector("[data-test=where]")
    one.page.keyboard.press("Home")
    one.page.keyboard.press("ArrowRight")
    assert one.text("where").startswith("event 2 of ")
