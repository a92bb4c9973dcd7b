"""The first line of the page: which scenario, by which rule, which seed and run; a file of one's own; a link."""

from __future__ import annotations

from typing import Any

import solara

from sim.errors import WhitesmokeError
from sim.scenario.rules import ROWS
from sim.view.desk import Desk, sentences
from sim.view.panels.drawn import drawn
from sim.view.setup import LARGEST_RUN, LARGEST_SEED, Setup, command, to_query, whole
from sim.view.upload import LARGEST, Uploaded

RULES = [*(name for name in ROWS), *(f"consensus-minus-{n}" for n in (1, 2, 3))]


@drawn("setup.vue")
def _Line(
    now: dict[str, Any],
    scenarios: list[list[str]],
    rules: list[str],
    largest: int,
    event_open: Any = None,
    event_upload: Any = None,
) -> None: ...


@solara.component
def SetupLine(desk: Desk, beat: int) -> None:
    """The line."""
    setup = desk.setup
    own = desk.base.scenario.rule
    _Line(
        now={
            **setup._asdict(),
            "changes": list(setup.changes),
            "rule": setup.rule or "",
            "own": own.name or "its own table",
            "query": to_query(setup, desk.draws.name if desk.draws else ""),
            "command": command(setup, desk.posterior),
            "draws": desk.draws.words(desk.loaded, setup.run) if desk.draws else "",
            "uploaded": setup.scenario in desk.uploaded,
        },
        scenarios=[
            *([name, f"{name} (uploaded)"] for name in desk.uploaded),
            *([one.name, f"{one.name}: {one.title}"] for one in desk.known.values() if one.name not in desk.uploaded),
        ],
        rules=RULES,
        largest=LARGEST,
        event_open=lambda wanted: opened(desk, wanted),
        event_upload=lambda file: uploaded(desk, file),
    )


def opened(desk: Desk, wanted: Any) -> None:
    """Show what the visitor picked; another scenario begins without changes."""
    if not isinstance(wanted, dict):
        return
    scenario = str(wanted.get("scenario", desk.setup.scenario))
    same = scenario == desk.setup.scenario
    rule = str(wanted.get("rule", "") or "") if same else ""
    desk.open(
        Setup(
            scenario=scenario,
            rule=rule[:40] or None,
            seed=whole(wanted.get("seed"), desk.setup.seed, LARGEST_SEED),
            run=whole(wanted.get("run"), desk.setup.run, LARGEST_RUN),
            changes=desk.setup.changes if same else (),
        )
    )


def uploaded(desk: Desk, file: Any) -> None:
    """Check a file from the visitor and show it; or say what is wrong with it."""
    if not isinstance(file, dict):
        return
    try:
        scenario = Uploaded(str(file.get("name", "")), str(file.get("text", "")))
        scenario.load()
    except WhitesmokeError as error:
        desk.complain(sentences(error))
        return
    desk.bring(scenario)
