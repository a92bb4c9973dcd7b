"""Records of consents taken back and given again, of approvals and of camps: the tax file of 2022, as reported."""

import datetime
from pathlib import Path

import pytest
from whitesmoke.evidence.record.asof import record_by
from whitesmoke.evidence.record.evidence import evidence
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.notes import notes

CASE = """
extends = "eu-council-tax"
title = "Minimum tax directive, 2022"
[calendar]
start = 2021-12-22
expiry = 2023-12-31
[candidates.directive]
name = "The directive"
entry = 2021-12-22
[record]
commitments = "spells.csv"
tallies = "counts.csv"
decision = { winner = "directive", date = 2022-12-15, source = "press" }
"""
OTHERS = "AUT BEL CYP CZE DEU DNK ESP FIN FRA GRC HRV IRL ITA LTU LUX LVA NLD PRT ROU SVK SVN"
SPELLS = [
    "BGR,directive,2022-01-18,2022-03-15,,,press",
    "HUN,directive,2022-01-18,2022-04-05,2022-06-17,,press",
    "EST,directive,2022-03-15,2022-04-05,,,press",
    "MLT,directive,2022-03-15,2022-04-05,,,press",
    "SWE,directive,2022-03-15,2022-04-05,,,press",
    "POL,directive,2022-05-24,2022-06-15,2022-12-14,,press",
    "HUN,directive,2022-06-17,2022-12-12,,,press",
    "POL,directive,2022-12-14,2022-12-15,,,press",
]
COUNTS = ["2022-06-16,directive,27,27,27,,,press", "2022-06-20,directive,26,26,27,,,press"]
HEAD = "member,candidate,not_before,by,until,kind,source"
DAY = datetime.date.fromisoformat


def written(folder: Path, spells: list[str], counts: list[str]) -> Path:
    (folder / "case.toml").write_text(CASE)
    rows = [f"{code},directive,,2022-01-18,,,press" for code in OTHERS.split()]
    (folder / "spells.csv").write_text("\n".join([HEAD, *rows, *spells]) + "\n")
    (folder / "counts.csv").write_text("\n".join(["date,candidate,low,high,members,camp,kind,source", *counts]) + "\n")
    return folder / "case.toml"


def test_a_consent_taken_back_and_given_again_is_sound_and_its_last_spell_counts(tmp_path):
    loaded = load(written(tmp_path, SPELLS, COUNTS))
    assert len(loaded.tables.commitments) == 29
    last = {row.member: (row.not_before, row.by) for row in loaded.tables.consents}
    assert len(last) == 27 == len(loaded.tables.consents)
    assert last["HUN"] == (DAY("2022-06-17"), DAY("2022-12-12"))
    assert last["POL"] == (DAY("2022-12-14"), DAY("2022-12-15"))
    case = build(loaded)
    seen = evidence(loaded, case)
    hungary = case.names.members.index("HUN")
    assert [(row.after, row.by) for row in seen.commitments if row.subject == hungary] == [(177.0, 355.0)]


@pytest.mark.parametrize(
    ("day", "hungary"),
    [
        ("2022-05-01", (DAY("2022-01-18"), DAY("2022-04-05"))),  # in, for all that was known
        ("2022-07-01", (DAY("2022-06-17"), None)),  # out again
        ("2022-12-20", (DAY("2022-06-17"), DAY("2022-12-12"))),
    ],
)
def test_what_was_known_of_it_by_a_day(tmp_path, day, hungary):
    known = record_by(load(written(tmp_path, SPELLS, COUNTS)), DAY(day))
    assert [(row.not_before, row.by) for row in known.tables.consents if row.member == "HUN"] == [hungary]


def test_a_count_after_it_is_held_against_who_is_out(tmp_path):
    still_out = [row.replace("HUN,directive,2022-06-17", "HUN,directive,2022-10-04") for row in SPELLS]
    with pytest.raises(Exception, match="at least 27 supporters of directive on 2022-06-20 among 27, of whom 1"):
        load(written(tmp_path, still_out, [COUNTS[0], "2022-06-20,directive,27,27,27,,,press"]))
    with pytest.raises(Exception, match="at most 25 supporters of directive on 2022-06-16, and dates 27"):
        load(written(tmp_path, SPELLS, ["2022-06-16,directive,20,25,27,,,press"]))


def test_approvals_and_camps_are_checked_and_said_to_be_left_out(tmp_path):
    more = [*COUNTS, "2022-06-20,directive,3,3,4,visegrad,,press", "2022-06-21,directive,20,25,27,,approval,press"]
    loaded = load(written(tmp_path, [*SPELLS, "HUN,directive,,2022-06-21,,approval,press"], more))
    assert [row.date for row in loaded.tables.counts] == [DAY("2022-06-16"), DAY("2022-06-20")]
    assert len(loaded.tables.consents) == 27
    said = [note.message for note in notes(loaded, build(loaded)) if note.field == "record"]
    assert said == [
        "checked, but left out by scores, calibrations, forecasts and figures: consents that were taken back (2), "
        "approvals (2) and counts of a camp (1); of a member that took its consent back the last one counts, or that "
        "it was out again"
    ]


def test_nothing_is_said_of_a_record_that_is_read_whole(tmp_path):
    loaded = load("nato-2009")
    assert [note for note in notes(loaded, build(loaded)) if note.field == "record"] == []
