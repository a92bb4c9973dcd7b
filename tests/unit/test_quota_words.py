"""What a rule asks for, in the words that the page prints."""

from pathlib import Path

import numpy as np
import pytest
from whitesmoke.figures.quota import in_words, needed
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

SOUND = Path(__file__).parents[1] / "faults" / "sound.toml"


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
        (
            "rutte-iohannis",
            "council-qmv",
            [
                "either 18 of 32 members committed and members with 65.0% of the weight committed (now 39%), "
                "or 29 of 32 members committed"
            ],
        ),
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


BOTH = """
extends = "{sound}"
[rule]
veto = ["CCC"]
any = [
  {{ rows = [
    {{ weights = {{ AAA = 1, BBB = 1 }}, quota = "> 1/2" }},
    {{ weights = {{ AAA = 3, CCC = 2 }}, quota = 4 }},
  ] }},
  {{ rows = [{{ quota = "all - 1" }}, {{ weights = {{ AAA = 1, BBB = 1 }}, credit = [0, 1, 1], quota = "all" }}] }},
]
"""


def test_what_all_alternatives_ask_for_is_said_once(tmp_path):
    """A chamber names its members, votes are counted, and veto players stand apart where each alternative has them."""
    (tmp_path / "case.toml").write_text(BOTH.format(sound=SOUND.as_posix()), encoding="utf-8")
    assert in_words(build(load(tmp_path / "case.toml")), np.ones(3, bool)) == [
        "either 2 of 2 members committed of those who count: AAA, BBB and members with 4 of 5 votes committed and no "
        "objection from CCC, or 2 of 3 members committed and no objection from any of AAA, BBB, CCC",
    ]


def test_a_headcount_is_the_least_that_any_alternative_asks_for():
    world = build(load("rutte-iohannis", (), "council-qmv")).world
    assert (needed(world, 27), needed(world, 32)) == (15, 18)
    few = build(load("rutte-iohannis", ["rule.any=[{rows=[{quota='all - 3'}]}, {rows=[{quota='2/3'}]}]"])).world
    assert (needed(few, 6), needed(few, 12)) == (3, 8)
    people = "rule.any=[{rows=[{quota='all'}]}, {rows=[{weights='population', quota='2/3'}]}]"
    assert needed(build(load("rutte-iohannis", [people])).world, 32) is None
