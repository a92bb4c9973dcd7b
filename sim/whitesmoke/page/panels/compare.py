"""Two variants side by side, on the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.errors import WhitesmokeError
from whitesmoke.figures.quota import needed
from whitesmoke.model.reading import leader
from whitesmoke.page import replicates
from whitesmoke.page.axis import months
from whitesmoke.page.desk import Desk, sentences
from whitesmoke.page.kin import caution, kin
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.panels.working import working
from whitesmoke.page.setup import Setup
from whitesmoke.telling import comparing, plausible_words
from whitesmoke.telling.kinship import ANOTHER_BODY, Kin, distance
from whitesmoke.telling.story import verdict
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from collections.abc import Callable

FAR = ("", " (another case)", " (another body)")
"""By distance, what is said of a scenario where it is offered."""


@drawn("compare.vue")
def _Panel(
    left: str,
    others: list[list[str]],
    chosen: str,
    found: dict[str, object],
    own: bool,
    caution: str,
    event_choose: Callable[..., object] | None = None,
    event_ask: Callable[..., object] | None = None,
    event_cancel: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Compare(desk: Desk, beat: int) -> None:
    """The panel."""
    wanted, choose = solara.use_state(desk.compared[1] if desk.compared else "")
    names = (*desk.uploaded, *desk.known)
    offered = solara.use_memo(lambda: others(desk), [desk.setup, names])
    chosen = wanted if wanted in [one[0] for one in offered] else offered[0][0]
    _Panel(
        left=titled(desk.setup),
        others=offered,
        chosen=chosen,
        found=state(desk),
        own=desk.own,
        caution=caution(desk, desk.setup.scenario, chosen.removeprefix("=")),
        event_choose=lambda name: choose(str(name)),
        event_ask=lambda _: asked(desk, chosen),
        event_cancel=lambda _: desk.cancel("compare"),
    )


def titled(setup: Setup) -> str:
    """Return what a setup is called here."""
    count = len(setup.changes) + (setup.rule is not None)
    return setup.scenario if not count else f"{setup.scenario} with {count} change{'s' if count > 1 else ''}"


def others(desk: Desk) -> list[list[str]]:
    """Return what the run shown can be compared with: its own file, variants of its case, other cases, other bodies."""
    here, found = desk.setup, []
    if here.changes or here.rule:
        found.append([f"={here.scenario}", f"{here.scenario} as in its file"])
    own = kin(desk, here.scenario)
    names = {name: _order(own, kin(desk, name)) for name in (*desk.uploaded, *desk.known) if name != here.scenario}
    return found + [[f"={name}", name + FAR[names[name][0]]] for name in sorted(names, key=lambda n: (*names[n], n))]


def _order(own: Kin | None, other: Kin | None) -> tuple[int, bool]:
    """Return how far another scenario is, and whether neither extends the other."""
    if own is None or other is None:
        return ANOTHER_BODY, True
    return distance(own, other), own.line[0] not in other.line and other.line[0] not in own.line


def asked(desk: Desk, chosen: str) -> None:
    """Begin to play both; or say why one of them cannot be. A link may ask for what is not offered."""
    if chosen not in [one[0] for one in others(desk)]:
        return
    desk.compared = desk.setup, chosen
    other = Setup(chosen.removeprefix("="), seed=desk.setup.seed, run=desk.setup.run)
    pair = before_and_after(desk, other)
    try:
        desk.begin("compare", lambda: replicates.compare(desk, [(titled(one), one) for one in pair]))
    except WhitesmokeError as error:
        desk.complain(sentences(error))


def before_and_after(desk: Desk, other: Setup) -> list[Setup]:
    """Return which of two setups is before and which after: the one shown is before, as in `whitesmoke compare`.

    But what the one shown comes from, its own file or a scenario that it extends, is before it whichever is shown.
    """
    own = kin(desk, desk.setup.scenario)
    line = own.line if own else (desk.setup.scenario,)
    comes_from = other.scenario in line and (other.scenario != desk.setup.scenario or desk.setup != other)
    return [other, desk.setup] if comes_from else [desk.setup, other]


def state(desk: Desk) -> dict[str, Any]:
    """Return how far the comparison is, or what it found."""
    if (busy := working(desk, "compare")) is not None:
        return busy
    found: replicates.Comparison = desk.jobs["compare"].result
    rounds = max(side.trace.case.world.rounds * side.trace.case.names.round_days for side in found.sides)
    played = [side.trace.case.names.scenario for side in found.sides]
    return {
        "busy": "",
        "days": rounds,
        "sides": [_side(side, place) for place, side in enumerate(found.sides)],
        "words": words(found, caution(desk, *played)),
        "over": over(found),
        "months": [
            {**mark, "day": mark["round"] * desk.case.names.round_days} for mark in months(found.sides[0].trace.case)
        ],
    }


def _side(side: replicates.Side, place: int) -> dict[str, object]:
    trace, names = side.trace, side.trace.case.names
    return {
        "name": f"{'after' if place else 'before'}: {side.name}",
        "title": names.title,
        "step": names.round_days,
        "top": len(names.members),
        "rule": names.rule,
        "quota": needed(trace.case.world, trace.members[-1]),
        "leader": leader(trace),
        "committed": [[int(c[k]) for c in trace.committed] for k in range(len(names.candidates))],
        "candidates": list(names.candidate_names),
        "verdict": verdict(trace)[0],
        "bars": side.many.bars,
        "deadlock": percent(side.many.deadlock),
        "words": side.many.words,
    }


def words(found: replicates.Comparison, warning: str = "") -> list[str]:
    """Return what changes from the first to the second in sentences; a warning, if any, comes first."""
    before, after = (side.told for side in found.sides)
    told = [*comparing.sentences(found.difference, before, after, alike=not warning), *found.paid]
    if found.over:
        told += plausible_words.sentences(found.sides[0].trace.case, found.over)
    return [warning, *told] if warning else told


def over(found: replicates.Comparison) -> list[dict[str, object]]:
    """Return what the picture of the range has a line for: each share at the file's own values, and its ends."""
    rows = plausible_words.shares(found.sides[0].trace.case, found.over) if found.over else []
    return [{**one._asdict(), "words": percent(one.own)} for one in rows]
