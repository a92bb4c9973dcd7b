"""Where texts went: how far each moved on each issue, in how many steps, and towards whom."""

from __future__ import annotations

from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from whitesmoke.model.trace import Entry, Trace
from whitesmoke.scenario.tabled import is_text
from whitesmoke.telling import solutions
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.words import listed

MOST_NAMES = 3
"""Members named towards whom a text moved, those of most steps first."""


class Move(NamedTuple):
    """What became of a text on one issue."""

    candidate: int
    issue: int
    came_from: float
    went_to: float
    steps: int
    towards: list[int]
    """members, those of most steps first"""


def moves(trace: Trace) -> list[Move]:
    """Return what became of each text on each issue on which it moved, in the order of the file."""
    told = [entry for entry in trace.entries if entry.kind == "amendment"]
    return [_move(k, issue, told) for k, issue in sorted({(entry.candidate, entry.issue) for entry in told})]


def _move(k: int, issue: int, told: list[Entry]) -> Move:
    steps = [entry for entry in told if (entry.candidate, entry.issue) == (k, issue)]
    members = [entry.member for entry in steps]
    towards = sorted(dict.fromkeys(members), key=lambda i: -members.count(i))
    return Move(k, issue, steps[0].came_from, steps[-1].went_to, len(steps), towards)


def sentences(trace: Trace) -> list[str]:
    """Return a sentence for each text that moved; empty where none did."""
    found = moves(trace)
    return [_sentence(trace, k, [move for move in found if move.candidate == k]) for k in _texts(found)]


def _texts(found: list[Move]) -> list[int]:
    return list(dict.fromkeys(move.candidate for move in found))


def _sentence(trace: Trace, k: int, found: list[Move]) -> str:
    who = trace.case.names.candidate_names[k]
    return f"{who[:1].upper()}{who[1:]} moved {'; '.join(_told(trace, move) for move in found)}."


def _told(trace: Trace, move: Move) -> str:
    names = [member_name(trace.case, i) for i in move.towards]
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    steps = "one step" if move.steps == 1 else f"{move.steps} steps"
    path = f"from {move.came_from:.2f} to {move.went_to:.2f} in {steps}"
    return f"on {trace.case.names.issues[move.issue]} {path}, towards {listed([*names[:MOST_NAMES], *more])}"


def as_json(trace: Trace) -> dict[str, object]:
    """Return where each text came from and went to, by issue; nothing where texts cannot move."""
    if not trace.places:
        return {}
    names, found = trace.case.names, {(move.candidate, move.issue): move for move in moves(trace)}
    return {
        "texts": {
            candidate: {issue: _place(trace, k, d, found.get((k, d))) for d, issue in enumerate(names.issues)}
            for k, candidate in enumerate(names.candidates)
            if is_text(trace.case, k)
        },
        "solutions": solutions.of_run(trace),
    }


def show(console: Console, trace: Trace) -> None:
    """Print where each text stands at the end, beside where simple theories would put it, if texts can move."""
    if not (found := solutions.of_run(trace)):
        return
    names = trace.case.names
    stands = {
        who: dict(zip(names.issues, map(float, trace.places[-1][k])))
        for k, who in enumerate(names.candidate_names)
        if is_text(trace.case, k)
    }
    console.print(solutions.table(found, stands, "Where it stands, and where simple theories would put it"))
    for line in solutions.without_nash(found):
        console.print(Text(line))


def of_entry(trace: Trace, entry: Entry) -> dict[str, object]:
    """Return what the timeline says besides of an amendment."""
    if entry.kind != "amendment":
        return {}
    return {"issue": trace.case.names.issues[entry.issue], "from": entry.came_from, "to": entry.went_to}


def _place(trace: Trace, k: int, issue: int, move: Move | None) -> dict[str, object]:
    return {
        "from": float(trace.places[0][k, issue]),
        "to": float(trace.places[-1][k, issue]),
        "steps": move.steps if move else 0,
        "towards": [trace.case.names.members[i] for i in move.towards] if move else [],
    }
