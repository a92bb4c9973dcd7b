"""A new case of a body: a small commented file that extends it, and can be played at once."""

from __future__ import annotations

import textwrap
from pathlib import Path

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario import bodies
from whitesmoke.scenario.files import find
from whitesmoke.scenario.library import must_be_a_name
from whitesmoke.scenario.load import BodyError, load
from whitesmoke.scenario.people import bloc_members, member_name, seats
from whitesmoke.scenario.schema import Scenario
from whitesmoke.scenario.toml import text
from whitesmoke.scenario.wording import one_line, quoted
from whitesmoke.writing.shell import word

TEMPLATE = Path(__file__).with_name("like.toml")
BASELINE = -4.0
"""Logits, of every group, to be changed: at -2 all is settled within weeks, here it waits for others and for dates."""


def case_like(name: str, body: str, folder: Path) -> str:
    """Return the text of a new case in a folder, of a body given by name or by path.

    Raises WhitesmokeError for what is no name of a file, or no body; ScenarioError for a body that is not sound.
    """
    must_be_a_name(name)
    path = find(body)
    _must_be_a_body(path, body)
    scenario = bodies.load_body(path).scenario
    holder = [code for code in seats(scenario, bodies.START) if code not in (scenario.patron, scenario.chair)][-1]
    words = {
        "EXTENDS": text(bodies.extended(path, folder))[1:-1],
        "TITLE": one_line(scenario.title),
        "START": str(bodies.START),
        "EXPIRY": str(bodies.EXPIRY),
        "HORIZON": str(bodies.EXPIRY + (bodies.EXPIRY - bodies.START) / 2),
        "SUMMIT": str(bodies.SUMMIT),
        "ROSTER": _roster(scenario),
        "BLOCS": _blocs(scenario),
        "HOLDER_NAME": member_name(scenario, holder),
        "HOLDER": holder,
        "NAME": name,
        "FILE": word(folder / f"{name}.toml"),
    }
    filled = TEMPLATE.read_text(encoding="utf-8")
    for placeholder, value in words.items():
        filled = filled.replace(placeholder, value)
    return filled


def _must_be_a_body(path: Path, body: str) -> None:
    try:
        load(path)
    except BodyError:
        return
    raise WhitesmokeError(
        f"{quoted(body)} is a case, not a body: to change something in it, write a file with "
        f"extends = {quoted(body)}; `whitesmoke list --bodies` shows the bodies"
    )


def _roster(scenario: Scenario) -> str:
    """Return who sits in each group, in lines of a comment."""
    seated = set(seats(scenario, bodies.START))
    lines = [
        f"{name}: {' '.join(code for code in members if code in seated)}"
        for name, members in bloc_members(scenario).items()
    ]
    folded = [textwrap.fill(line, 112, initial_indent="#     ", subsequent_indent="#         ") for line in lines]
    return "\n".join(folded or ["#     " + " ".join(sorted(seated))])


def _blocs(scenario: Scenario) -> str:
    """Return the tables of what each group thinks."""
    table = "[blocs.{}]{}\nbaseline = {{ proposal = {} }}\nassumed = true\n"
    return "\n".join(
        table.format(name, f"  # {bloc.label}" if bloc.label else "", BASELINE) for name, bloc in scenario.blocs.items()
    )
