"""Why a member stands where it stands: reasons, demands, neighbours, the smallest change that would tip it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.figures.member_places import strongest
from whitesmoke.model import codes, network
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import long_date
from whitesmoke.model.terms import TOLD
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.alliance import DRAWN
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.telling.explain import Explanation, View, explain
from whitesmoke.telling.show import chances, stood, that_day, tipping_point
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("why.vue")
def _Panel(
    members: list[list[str]],
    selected: str,
    answer: dict[str, object],
    event_pick: Callable[..., object] | None = None,
    event_candidate: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Why(desk: Desk, beat: int) -> None:
    """The panel."""
    names = desk.case.names
    listed = solara.use_memo(
        lambda: sorted([code, name] for code, name in zip(names.members, names.member_names)), [id(names)]
    )
    _Panel(
        members=listed,
        selected=desk.member,
        answer=answer(desk),
        event_pick=lambda code: desk.select(str(code)),
        event_candidate=lambda name: desk.look_at(str(name)),
    )


def answer(desk: Desk) -> dict[str, object]:
    """Return why the member selected stood where it stood in the round looked at; or a sentence why not."""
    trace, names = desk.trace, desk.case.names
    i = names.members.index(desk.member)
    name = names.member_names[i]
    if trace.rounds == 0:
        return {"name": name, "empty": "Nobody has decided yet. Play a round, and the reasons appear here."}
    if not trace.looks:
        return {"name": name, "empty": "This body is too large to look back at every decision."}
    found = explain(trace, desk.member, names.date_of_round(max(1, desk.shown)))
    views = {view.candidate: view for view in found.views}
    chosen = views.get(desk.candidate) or next(iter(views.values()), None)
    return {
        "name": name,
        "standing": f"Deciding on {long_date(found.date)}: {stood(trace, found, hindsight=False)}.",
        "candidates": [[one, _title(desk, one)] for one in views],
        "candidate": chosen.candidate if chosen else "",
        "view": _view(trace.case, chosen, found) if chosen else None,
        "day": [sentence[0].upper() + sentence[1:] for sentence in that_day(trace, found)],
        "demands": [claim._asdict() | {"words": _claim(claim)} for claim in found.demands],
        "hears": neighbours(desk, i),
        "own": desk.own,
    }


def _title(desk: Desk, candidate: str) -> str:
    return desk.case.names.candidate_names[desk.case.names.candidates.index(candidate)]


def _view(case: Compiled, view: View, found: Explanation) -> dict[str, object]:
    finite = {name: value if math.isfinite(value) else None for name, value in view.terms.items()}
    open_ = found.free and not found.stance
    lines = chances(case, view) if open_ else []
    return {
        "terms": [{"name": name, "words": TOLD[name].label, "value": value} for name, value in finite.items()],
        "acceptance": view.acceptance if math.isfinite(view.acceptance) else None,
        "talks": lines[:-1],
        "ready": "ready at 0 or above" if view.talks is None else "it decides at meetings, on what it is offered",
        "chance": lines[-1] if open_ else "",
        "tips": tipping_point(case, view).split("\n") if open_ else [],
    }


def _claim(claim: Any) -> str:
    if claim.ceiling <= 0.0:
        return "refused"
    return f"{percent(claim.met)} met" + (f", at most {percent(claim.ceiling)}" if claim.ceiling < 1.0 else "")


def neighbours(desk: Desk, i: int) -> list[dict[str, object]]:
    """Return whom the member listens to most, how much, and where they stand."""
    names, world, t = desk.case.names, desk.case.world, desk.shown
    if len(names.members) > DRAWN:
        row = _row(desk, i)
    else:
        row = strongest(network.matrix(desk.case)[i])
    return [
        {
            "code": names.members[int(j)],
            "name": names.member_names[int(j)],
            "share": f"{share:.0%}",
            "stance": int(desk.trace.stances[t][int(j)]),
            "words": _stance(desk, int(desk.trace.stances[t][int(j)])),
        }
        for j, share in row[:8]
        if world is not None
    ]


def _row(desk: Desk, i: int) -> list[list[float]]:
    """Return [member, share] for one row of W of a large body, without the whole matrix."""
    import numpy as np

    from whitesmoke.model.rules.influence import FIXED

    world = desk.case.world
    edges = np.flatnonzero(world.out_member == i)
    heard = np.searchsorted(world.out_start, edges, side="right") - 1
    shares = world.out_units[edges] * FIXED
    return [[int(heard[at]), float(shares[at])] for at in np.argsort(-shares, kind="stable")[:8]]


def _stance(desk: Desk, k: int) -> str:
    return "uncommitted" if k == codes.NONE else desk.case.names.candidate_names[k]
