"""The tally: members committed to each candidate, beside the quota, the dates that press, an ensemble, the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import solara

from whitesmoke.figures.quota import in_words, needed
from whitesmoke.model import codes
from whitesmoke.model.reading import long_date
from whitesmoke.model.world import seated
from whitesmoke.page import replicates
from whitesmoke.page.axis import months
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.scenario.record_schema import Tally as TallyRow
from whitesmoke.scenario.tabled import is_text
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("tally.vue")
def _Drawing(
    still: dict[str, object],
    committed: list[list[int]],
    members: list[int],
    round: int,
    band: dict[str, object],
    count: list[dict[str, object]],
    asks: str,
    own: bool,
    event_seek: Callable[..., object] | None = None,
    event_ensemble: Callable[..., object] | None = None,
    event_cancel: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Tally(desk: Desk, beat: int) -> None:
    """The panel."""
    still = solara.use_memo(lambda: unchanging(desk), [id(desk.case.world), id(desk.loaded)])
    trace = desk.trace
    _Drawing(
        still=still,
        committed=[[int(c[k]) for c in trace.committed] for k in range(len(desk.case.names.candidates))],
        members=list(trace.members),
        round=desk.shown,
        band=band(desk),
        count=counts(desk),
        asks=asks(desk),
        own=desk.own,
        event_seek=desk.seek,
        event_ensemble=lambda _: desk.begin("band", lambda: replicates.band(desk)),
        event_cancel=lambda _: desk.cancel("band"),
    )


def band(desk: Desk) -> dict[str, object]:
    """Return the band of an ensemble, or how far it is."""
    job = desk.jobs.get("band")
    if job is None or job.result is None:
        return {"busy": job.busy, "share": job.done / job.total, "error": job.error} if job else {}
    return {"ready": True, "runs": job.result.runs, "candidates": job.result.candidates, "left": left(desk, job.result)}


def left(desk: Desk, of: replicates.Band) -> str:
    """Return who leaves in how many of the runs, if anybody ever does."""
    names = desk.case.names.candidate_names
    case = desk.case
    told = [
        f"{names[one['k']]} {'withdrawn' if is_text(case, one['k']) else 'left'} in {percent(one['left'])}"
        for one in of.candidates
        if one["left"]
    ]
    return ", ".join(told)


def counts(desk: Desk) -> list[dict[str, object]]:
    """Return the count of every candidate in the round looked at."""
    trace, t, names = desk.trace, desk.shown, desk.case.names
    return [
        {"k": k, "name": name, "committed": int(trace.committed[t][k]), "members": trace.members[t]}
        for k, name in enumerate(names.candidate_names)
    ]


def asks(desk: Desk) -> str:
    """Return what the rule asks for in the round looked at, and where votes have weights, how far the leader is."""
    case, trace, t = desk.case, desk.trace, desk.shown
    ahead = int(np.argmax(trace.committed[t]))
    present = seated(case.world, t * case.world.round_days)
    counted = [f"ratified: {int(trace.counted[t][ahead])}"] if case.world.procedure[ahead] else []
    return "; ".join([*in_words(case, present, np.asarray(trace.stances[t]) == ahead), *counted])


def unchanging(desk: Desk) -> dict[str, object]:
    """Return what stays the same while a scenario is played: axis, quota, dates, record."""
    names, world = desk.case.names, desk.case.world
    return {
        "horizon": world.rounds,
        "days": names.round_days,
        "months": months(desk.case),
        "top": len(names.members),
        "quota": quota(desk),
        "rule": names.rule,
        "focal": [
            {"round": int(day) / names.round_days, "label": label, "weight": float(weight)}
            for day, label, weight in zip(world.focal_day, names.focal, world.number.focal_weight)
        ],
        "sittings": [int(day) / names.round_days for day in world.sitting_day],
        "record": [on_record(desk, one) for one in desk.loaded.tables.counts if one.candidate in names.candidates],
    }


def on_record(desk: Desk, one: TallyRow) -> dict[str, object]:
    """Return a count on record, at its place."""
    names = desk.case.names
    count = str(one.low) if one.low == one.high else f"{one.low} to {one.high}"
    return {
        "round": (one.date - names.start).days / names.round_days,
        "low": one.low,
        "high": one.high,
        "k": names.candidates.index(one.candidate),
        "text": f"on record, {long_date(one.date)}: {count} ({one.source})",
    }


def quota(desk: Desk) -> list[list[int]]:
    """Return the headcount that carries as [round, members]: it follows accession. Empty if the rule is none."""
    world, names = desk.case.world, desk.case.names
    steps: list[list[int]] = []
    changes = {0, *world.accession.tolist(), *world.departure.tolist()} - {codes.NEVER}
    for day in sorted(changes):
        votes = needed(world, int(seated(world, day).sum()))
        if votes is not None:
            steps.append([-(-day // names.round_days), votes])
    return steps
