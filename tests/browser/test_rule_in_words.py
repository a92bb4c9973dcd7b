"""What the rule asks for stands below the tally, also where it is no headcount."""


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


def test_a_body_that_does_not_fit_is_shown_by_bloc(tab):
    one = tab("?scenario=conclave")
    assert not one.page.query_selector("[data-panel=alliance] [data-member]")
