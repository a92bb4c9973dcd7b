"""What the page says of links, files, rules, comparisons and outcomes: nothing that it cannot keep."""


def test_a_link_to_a_scenario_that_is_not_here_says_so(tab):
    one = tab("?scenario=mine&seed=4")
    assert one.text("problems").startswith('This link names a scenario, "mine", that is not here: the page shows rutte')
    assert one.page.input_value("[data-test=scenario]") == "rutte-iohannis"
    assert one.page.input_value("[data-test=seed]") == "1"


def test_an_uploaded_file_is_taken_along_by_file(tab, tmp_path):
    one = tab("?scenario=tutorial")
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "tutorial.toml"\ntitle = "Mine"\n')
    one.page.set_input_files("[data-test=file]", mine)
    one.until("document.querySelector('[data-test=scenario]').value == 'mine'")
    one.until("document.querySelector('[data-test=command]').textContent == 'whitesmoke run mine.toml --seed 1'")
    assert "save it next to tutorial.toml" in one.text("first")
    with one.page.expect_download() as download:
        one.page.click("[data-file='scenario.toml']")
    assert download.value.suggested_filename == "mine.toml"
    assert download.value.path().read_text() == mine.read_text()
    one.act("link")
    one.page.wait_for_selector("text=No link leads to an uploaded file")


def test_a_comparison_promises_one_change_only_where_it_is_one(tab):
    one = tab()
    one.page.select_option("[data-test=other]", "=race-apology-granted")
    assert "Differences are then the change, not luck." in one.text("promise")
    one.page.select_option("[data-test=other]", "=conclave")
    one.page.wait_for_selector("[data-test=caution]")
    assert one.text("caution").startswith("conclave and rutte-iohannis have no file in common")
    assert not one.page.query_selector("[data-test=promise]")


def test_a_vote_that_is_won_is_not_called_a_consensus(tab):
    """Of a body too large to show each member, who is shown by bloc."""
    one = tab("?scenario=conclave")
    assert not one.page.query_selector("[data-panel=alliance] [data-member]")
    assert "mission" in one.page.text_content("[data-panel=alliance]")
    assert one.to_the_end() == "Bonaventura is chosen on 8 May 2030, day 7 (rule: two-thirds) (agreed as it was)"
    told = "document.querySelector('[data-panel=story]').textContent"
    one.until(f"{told}.includes('members commit to Bonaventura (M000')")
    one.until(f"{told}.includes('is chosen')")
    assert "onsensus" not in one.page.text_content("[data-panel=story]")


def test_looking_back_the_page_does_not_tell_the_end(tab):
    one = tab("?scenario=tutorial")
    one.to_the_end()
    one.scrub(1)
    one.page.select_option("[data-test=member]", "GAM")
    one.until("document.querySelector('[data-test=standing]').textContent.trim().endsWith(': uncommitted.')")


def test_the_rule_is_told_with_its_vetoes(tab):
    one = tab("?scenario=council")
    asked = one.page.text_content("[data-test=asks]")
    assert "9 of 15 members committed; no objection from any of P1, P2, P3, P4, P5" in asked


def test_weights_are_counted_as_the_run_goes_on(tab):
    one = tab("?scenario=race-weighted")
    before = one.page.text_content("[data-test=asks]")
    assert "66.7% of the weight committed (now " in before
    one.to_the_end()
    one.page.wait_for_function("text => document.querySelector('[data-test=asks]').textContent !== text", arg=before)
