"""What the page answers, and which keys it takes: refused values, fields that jump back, the focus."""


def test_a_refused_change_is_explained_beside_apply(tab):
    one = tab()
    one.page.select_option("[data-test=item]", "hungary-opt-out")
    worth = "[data-path='demands.hungary-opt-out.worth']"
    one.page.fill(worth, "x")
    one.act("apply")
    one.page.wait_for_selector("[data-test=answer]")
    assert one.text("answer") == 'demands.hungary-opt-out.worth: expected a number, found "x"'
    button = one.page.locator("[data-act=apply]").bounding_box()
    said = one.page.locator("[data-test=answer]").bounding_box()
    assert abs(said["y"] - button["y"]) < 80
    assert one.page.input_value(worth) == "x"
    one.page.fill(worth, "3,5")
    one.act("apply")
    one.page.wait_for_selector("[data-test=differs]")
    assert "3.5" in one.text("differs")
    assert not one.page.query_selector("[data-test=answer]")


def test_an_emptied_field_shows_the_value_that_stays(tab):
    one = tab("?scenario=tutorial")
    one.page.select_option("[data-test=group]", "demands")
    ceiling = "[data-path='demands.harbour.ceiling']"
    one.page.fill(ceiling, "")
    one.act("apply")
    one.until(f"document.querySelector(\"{ceiling}\").value == '1'")
    assert "an empty field means the value of the file, which stays" in one.text("answer")


def test_pending_edits_survive_another_rule(tab):
    one = tab("?scenario=tutorial")
    ceiling = "[data-path='demands.harbour.ceiling']"
    one.page.fill(ceiling, "0.5")
    one.page.select_option("[data-test=rule]", "majority")
    one.page.wait_for_selector("[data-test=differs]")
    assert one.page.input_value(ceiling) == "0.5"
    one.act("apply")
    one.until("document.querySelectorAll('[data-test=differs]').length == 2")


def test_a_refused_seed_jumps_back_and_says_what_is_allowed(tab):
    one = tab("?scenario=tutorial")
    for field, was, text in [("seed", "1", "-1"), ("run", "0", "1.5"), ("seed", "1", "9" * 20), ("seed", "1", "")]:
        one.page.fill(f"[data-test={field}]", text)
        one.page.keyboard.press("Tab")
        found = f'"{text}"' if text else "nothing"
        one.page.wait_for_selector(f"[data-test=problems] >> text=needed, found {found}; the run shown stays")
        one.until(f"document.querySelector('[data-test={field}]').value === '{was}'")
    one.page.fill("[data-test=seed]", "7")
    one.page.keyboard.press("Tab")
    one.until("window.location.search.includes('seed=7')")
    assert one.page.input_value("[data-test=seed]") == "7"
    one.page.wait_for_selector("[data-test=problems]", state="detached")


def test_what_is_said_of_a_file_goes_with_it(tab, tmp_path):
    one = tab("?scenario=tutorial")
    mine, huge = tmp_path / "mine.toml", tmp_path / "huge.toml"
    mine.write_text('extends = "tutorial.toml"\n')
    huge.write_text("#" * 500_001)
    one.page.set_input_files("[data-test=file]", huge)
    one.page.wait_for_selector("text=huge.toml has more than 500 kB")
    one.page.set_input_files("[data-test=file]", mine)
    one.until("document.querySelector('[data-test=scenario]').value == 'mine'")
    one.page.wait_for_selector("text=huge.toml has more than 500 kB", state="detached")
    one.act("link")
    one.page.wait_for_selector("text=No link leads to an uploaded file")
    one.page.select_option("[data-test=scenario]", "conclave")
    one.page.wait_for_selector("text=No link leads to an uploaded file", state="detached")


def test_the_keys_belong_to_the_field_that_has_the_focus(tab):
    one = tab("?scenario=tutorial")
    one.act("step")
    one.at_round(1)
    slider = one.page.locator("[data-panel=whatif] input[type=range]").first
    before = float(slider.input_value())
    slider.focus()
    one.page.keyboard.press("ArrowLeft")
    assert float(slider.input_value()) < before
    one.page.keyboard.press("r")
    one.page.keyboard.press(" ")
    one.page.focus("[data-test=scrub]")
    one.page.keyboard.press("ArrowRight")
    one.at_round(2)


def test_lists_and_buttons_used_by_mouse_give_the_focus_back(tab):
    one = tab("?scenario=tutorial")
    rules = one.page.locator("[data-test=rule]")
    one.page.click("[data-panel=alliance] h2")
    rules.focus()
    rules.select_option("majority")
    one.page.wait_for_selector("[data-test=differs]")
    one.page.keyboard.press("ArrowRight")
    one.at_round(1)
    assert rules.input_value() == "majority"
    rules.focus()
    one.page.keyboard.press("ArrowUp")
    one.at_round(0)
    assert rules.evaluate("list => list === document.activeElement")
    one.page.click("[data-panel=alliance] >> text=Tiles")
    one.page.keyboard.press(" ")
    one.until("Number(document.querySelector('[data-test=round]').textContent) >= 1")


def test_the_bar_never_covers_what_has_the_focus(tab):
    one = tab("?scenario=tutorial")
    covered = """() => {
      const has = document.activeElement.getBoundingClientRect();
      const bar = document.querySelector('.ws-transport');
      return !bar.contains(document.activeElement) && has.top < bar.getBoundingClientRect().bottom - 1
        && has.bottom > bar.getBoundingClientRect().top;
    }"""
    one.page.focus("[data-panel=export] [data-file]")
    for _ in range(60):
        one.page.keyboard.press("Shift+Tab")
        assert not one.page.evaluate(covered)
        if one.page.evaluate("document.activeElement.dataset.test") == "scrub":
            break
    low = tab("?scenario=tutorial", width=640, height=400)
    assert low.page.evaluate("getComputedStyle(document.querySelector('.ws-transport')).position") == "static"


def test_a_dark_page_has_dark_controls(tab):
    one = tab("?scenario=tutorial")
    one.page.emulate_media(color_scheme="dark")
    one.page.reload()
    one.page.wait_for_selector("[data-panel=export]")
    assert one.page.evaluate("getComputedStyle(document.querySelector('.ws')).colorScheme") == "dark"


def test_another_patron_is_played_and_a_member_shows_what_its_group_says(tab):
    one = tab()
    one.page.select_option("[data-test=group]", "patron")
    patron = one.page.locator("[data-panel=whatif] select[aria-label=patron]")
    patron.wait_for()
    assert patron.input_value() == "USA"
    patron.select_option("GBR")
    one.page.select_option("[data-test=group]", "members")
    one.page.select_option("[data-test=item]", "HUN")
    own = "[data-path='members.HUN.baseline.rutte']"
    one.page.wait_for_selector(own)
    assert one.page.get_attribute(own, "placeholder") == "-4.7"
    one.page.wait_for_selector("text=from the group dissenters: -4.7")
    notes = one.page.locator("[data-panel=whatif] .ws-input .ws-note").all_text_contents()
    assert "0 to 1" in notes  # and no half of a sentence behind it
    one.act("apply")
    one.page.wait_for_selector("[data-test=differs]")
    assert "GBR" in one.text("differs")
