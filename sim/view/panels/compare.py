"""Two variants side by side, on the same draws."""

from __future__ import annotations

from typing import Any

import solara

from sim.analysis.summary import Difference
from sim.errors import WhitesmokeError
from sim.plots.quota import needed
from sim.reading import leader
from sim.story import verdict
from sim.view import runs
from sim.view.axis import months
from sim.view.desk import Desk, sentences
from sim.view.kin import ANOTHER_BODY, Kin, caution, distance, kin
from sim.view.panels.drawn import drawn
from sim.view.setup import Setup

FAR = ("", " (another case)", " (another body)")
"""By distance, what is said of a scenario where it is offered."""


@drawn("compare.vue")
def _Panel(
    left: str,
    others: list[list[str]],
    chosen: str,
    found: dict[str, Any],
    own: bool,
    caution: str,
    event_choose: Any = None,
    event_ask: Any = None,
    event_cancel: Any = None,
) -> None: ...


@solara.component
def Compare(desk: Desk, beat: int) -> None:
    """The panel."""
    wanted, choose = solara.use_state("")
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
    """Begin to play both; or say why one of them cannot be."""
    other = Setup(chosen.removeprefix("="), seed=desk.setup.seed, run=desk.setup.run)
    pair = [(titled(desk.setup), desk.setup), (f"{other.scenario}", other)]
    try:
        desk.begin("compare", lambda: runs.compare(desk, pair))
    except WhitesmokeError as error:
        desk.complain(sentences(error))


def state(desk: Desk) -> dict[str, Any]:
    """Return how far the comparison is, or what it found."""
    job = desk.jobs.get("compare")
    if job is None or not job.over:
        return {"busy": job.busy if job else "", "share": job.done / job.total if job else 0.0}
    if job.result is None:
        return {"busy": "", "error": job.error}
    found: runs.Comparison = job.result
    rounds = max(side.trace.case.world.rounds * side.trace.case.names.round_days for side in found.sides)
    played = [side.trace.case.names.scenario for side in found.sides]
    return {
        "busy": "",
        "days": rounds,
        "sides": [_side(side) for side in found.sides],
        "words": words(found.difference, found.sides[0].name, found.sides[1].name, caution(desk, *played)),
        "months": [
            {**mark, "day": mark["round"] * desk.case.names.round_days} for mark in months(found.sides[0].trace.case)
        ],
    }


def _side(side: runs.Side) -> dict[str, Any]:
    trace, names = side.trace, side.trace.case.names
    return {
        "name": side.name,
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
        "deadlock": side.many.deadlock,
        "words": side.many.words,
    }


def words(found: Difference, left: str, right: str, warning: str = "") -> list[str]:
    """Return the paired difference of the first against the second in sentences; a warning, if any, comes first."""
    pairs = f"In {found.runs} pairs of runs" if warning else f"Run by run on the same draws ({found.runs} pairs)"
    told = [warning] if warning else []
    told.append(
        f"{pairs}, {left} settles later than {right} in "
        f"{runs.share_of(found.later.value)}, earlier in {runs.share_of(found.earlier.value)}, on the same day in "
        f"{runs.share_of(found.same.value)}. A deadlock counts as later than any date."
    )
    middle = found.shift["p50"]
    if middle is not None:
        by = "on the same day" if middle == 0 else f"{abs(middle)} days {'later' if middle > 0 else 'earlier'}"
        low, high = found.shift["p05"], found.shift["p95"]
        told.append(f"Where both settle: {by} in the middle pair, {low:+d} to {high:+d} days in nine pairs of ten.")
    value, least, most = (100.0 * part for part in found.deadlock)
    told.append(f"Deadlock: {value:+.1f} percentage points (95 % interval {least:+.1f} to {most:+.1f}).")
    return told
