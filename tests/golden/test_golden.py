"""Golden runs: the whole course of a few races, as text that a reviewer can read in a diff.

When a change is meant to change results, run `WHITESMOKE_UPDATE_GOLDEN=1 pytest tests/golden` (or `make golden`),
read the diff, and say *results change* in the changelog.
"""

import os
from itertools import groupby
from pathlib import Path

import pytest
from whitesmoke.model import codes
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.telling.first import parts
from whitesmoke.telling.story import outcome
from whitesmoke.telling.words import tell

from tests.worlds import RACE_BARGAINED

HERE = Path(__file__).parent
RUNS = [
    ("tutorial", 1, 0),
    ("rutte-iohannis", 1, 0),
    ("rutte-iohannis", 1, 17),
    ("race-no-opt-out", 1, 0),
    ("race-kallas", 2, 0),
    ("conclave", 1, 0),
    ("council", 1, 0),
    ("nato-2003", 1, 0),
    ("nato-2024-sweden", 1, 0),
]
"""Played at meetings, whatever the file says: scenario, seed, run"""
AT_MEETINGS = ["bargaining.mode=meetings"]

BARGAINED = {
    "rutte-iohannis": ("rutte-iohannis", [], 1),
    "race-consensus-minus-1": ("race-consensus-minus-1", [], 1),
    "race-no-opt-out": ("race-no-opt-out", [], 1),
    "nato-2009": ("nato-2009", [], 1),
    "nato-2024-sweden": ("nato-2024-sweden", [], 1),
    "race": ("rutte-iohannis", RACE_BARGAINED, 2),
    "tax": (
        HERE.parent / "agreement" / "tax.toml",
        [
            "bargaining.reservation=-4",
            "bargaining.opportunism=1",
            "grantors.commission.budget=9",
            "grantors.commission.cost=1",
        ],
        4,
    ),
}
"""Runs in which actors bargain, by the names of their files: scenario, changes, seed"""


def as_text(trace: Trace) -> str:
    """One line for each thing that happened, then the numbers at the end."""
    names = trace.case.names
    lines = []
    for e in trace.entries:
        who = names.members[e.member] if e.member >= 0 else "-"
        whom = names.candidates[e.candidate] if e.candidate >= 0 else "-"
        demand = f" {names.demands[e.demand]} {e.share:.6f}" if e.demand >= 0 else ""
        lines.append(f"{names.date_of_round(e.round)} {e.kind}: {who} {whom}{demand}")
    final = trace.final
    assert final is not None
    lines += [f"baseline {code} {' '.join(f'{x:.9f}' for x in b)}" for code, b in zip(names.members, final.baseline)]
    lines.append(f"silence {' '.join(f'{x:g}' for x in final.silence)}")
    winner = "-" if trace.winner == codes.NONE else names.candidates[trace.winner]
    return "\n".join([*lines, f"end: {winner} round {trace.rounds}", ""])


@pytest.mark.parametrize(("scenario", "seed", "run"), RUNS)
def test_course_of_the_race(scenario: str, seed: int, run: int) -> None:
    text = as_text(record(build(load(scenario, AT_MEETINGS)), seed, run))
    file = HERE / f"{scenario}-seed-{seed}-run-{run}.txt"
    if os.environ.get("WHITESMOKE_UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def told(trace: Trace) -> str:
    """The course in words, and how it ended, as the first screen has it."""
    lines = []
    for round_, entries in groupby(trace.entries, key=lambda entry: entry.round):
        date = trace.case.names.date_of_round(round_)
        lines += [f"{date} {sentence}" for sentence in tell(trace, list(entries))]
    lines += outcome(trace)
    for title, sentences in parts(trace):
        lines += [title, *(f"  {sentence}" for sentence in sentences)]
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("name", BARGAINED)
def test_course_where_actors_bargain(name: str) -> None:
    scenario, changes, seed = BARGAINED[name]
    trace = record(build(load(scenario, ["bargaining.mode=bargained", *changes])), seed)
    text = f"{told(trace)}\n{as_text(trace)}"
    file = HERE / f"bargained-{name}-seed-{seed}-run-0.txt"
    if os.environ.get("WHITESMOKE_UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
