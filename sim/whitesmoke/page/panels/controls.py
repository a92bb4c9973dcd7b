"""The first line of the page: which scenario, by which rule, which seed and run; a file of one's own; a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page.desk import Desk, sentences
from whitesmoke.page.explorer.results import RESULTS
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.setup import LARGEST_RUN, LARGEST_SEED, Setup, whole
from whitesmoke.page.upload import LARGEST, Uploaded
from whitesmoke.scenario import rules
from whitesmoke.scenario.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = [*rules.RULES, *(f"{rules.ALL_BUT}{n}" for n in (1, 2, 3))]


@drawn("setup.vue")
def _Line(
    now: dict[str, object],
    scenarios: list[list[str]],
    rules: list[str],
    largest: int,
    event_open: Callable[..., object] | None = None,
    event_upload: Callable[..., object] | None = None,
    event_story: Callable[..., object] | None = None,
    event_results: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def SetupLine(desk: Desk, beat: int) -> None:
    """The line."""
    setup = desk.setup
    own = desk.base.scenario.rule
    _Line(
        now={
            **setup._asdict(),
            "seed": str(setup.seed),  # of independent draws it has more digits than a number of a browser
            "changes": list(setup.changes),
            "rule": setup.rule or "",
            "own": own.name or "its own table",
            "query": desk.link,
            "playing": desk.playing,
            "uploaded": setup.scenario in desk.uploaded,
            "refusals": desk.refusals,
            "results": bool(desk.results.offered) and not desk.own,
        },
        scenarios=[
            *([name, f"{name} (uploaded)"] for name in desk.uploaded),
            *([one.name, f"{one.name}: {one.title}"] for one in desk.known.values() if one.name not in desk.uploaded),
        ],
        rules=[name for name in RULES if rules.members_of(name).issubset(desk.base.scenario.members)],
        largest=LARGEST,
        event_open=lambda wanted: opened(desk, wanted),
        event_upload=lambda file: uploaded(desk, file),
        event_story=lambda _: desk.look_from("story"),
        event_results=lambda _: desk.look_from(RESULTS),
    )


def opened(desk: Desk, wanted: object) -> None:
    """Show what the visitor picked, or say what can be picked; another scenario begins without changes."""
    if not isinstance(wanted, dict):
        return
    if problems := [
        *_no_number("Seed", wanted.get("seed"), LARGEST_SEED),
        *_no_number("Run", wanted.get("run"), LARGEST_RUN),
    ]:
        desk.complain(problems)
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


def _no_number(field: str, text: object, largest: int) -> list[str]:
    """Return what to say of a text that is no whole number within what a field takes; nothing for one that is."""
    if text is None or whole(text, -1, largest) >= 0:
        return []
    found = f"found {quoted(str(text)[:40])}" if str(text).strip() else "found nothing"
    return [f"{field}: a whole number from 0 to {largest} is needed, {found}; the run shown stays as it was"]


def uploaded(desk: Desk, file: Any) -> None:
    """Check a file from the visitor and show it; or say what is wrong with it.

    A file without a text is too large to be sent, or the browser cannot read it.
    """
    if not isinstance(file, dict):
        return
    name = str(file.get("name", ""))[:80]
    if not isinstance(file.get("text"), str):
        large = f"has more than {LARGEST // 1000} kB: is it the right file?"
        desk.complain([f"{name} {large if file.get('large') else 'cannot be read.'}"])
        return
    try:
        scenario = Uploaded(str(file.get("name", "")), file["text"])
        scenario.load()
    except WhitesmokeError as error:
        desk.complain(sentences(error))
        return
    desk.bring(scenario)
