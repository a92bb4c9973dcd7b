"""What a rule asks for, in the words that the page prints."""

import numpy as np
import pytest
from whitesmoke.figures.quota import in_words
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load


@pytest.mark.parametrize(
    ("scenario", "rule", "says"),
    [
        ("rutte-iohannis", None, ["32 of 32 members committed"]),
        ("rutte-iohannis", "consensus-minus-2", ["30 of 32 members committed"]),
        ("rutte-iohannis", "consensus", ["no member objects"]),
        ("rutte-iohannis", "present-and-voting", ["more members committed than objecting"]),
        (
            "rutte-iohannis",
            "double-majority",
            ["18 of 32 members committed", "members with 65.0% of the weight committed (now 39%)"],
        ),
        ("race-weighted", None, ["members with 66.7% of the weight committed (now 57%)"]),
        ("council", None, ["9 of 15 members committed", "no objection from any of P1, P2, P3, P4, P5"]),
    ],
)
def test_every_kind_of_row_has_words(scenario, rule, says):
    case = build(load(scenario, (), rule))
    everybody = np.ones(len(case.names.members), bool)
    assert in_words(case, everybody, np.arange(len(everybody)) < len(everybody) // 2) == says


def test_the_words_follow_accession_and_count_no_absent_weight():
    case = build(load("rutte-iohannis", (), "double-majority"))
    before = case.world.accession <= 0
    assert in_words(case, before)[0] == "18 of 31 members committed"
    all_of_them = in_words(case, before, before)[1]
    assert all_of_them.endswith("(now 100%)")
