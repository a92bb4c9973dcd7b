"""Why a member stands where it stands: reasons, demands, neighbours, the smallest change that would tip it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.figures.member_places import strongest
from whitesmoke.model import codes, network
from whitesmoke.model.mesa import AlliedState
from whitesmoke.model.reading import long_date
from whitesmoke.model.terms import TOLD
from whitesmoke.page.desk import Desk
from whitesmoke.page.own_ways import of_its_own, own_ways
from whitesmoke.page.panels.alliance import DRAWN
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.telling.explain import Explanation, View, explain
from whitesmoke.telling.show import chances, stood, that_day, tipping_point
from whitesmoke.telling.talking import hazard_ahead
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
        "view": _view(desk, chosen, found) if chosen else None,
        "day": [sentence[0].upper() + sentence[1:] for sentence in that_day(trace, found)],
        "demands": [claim._asdict() | {"words": _claim(claim)} for claim in found.demands],
        "hears": neighbours(desk, i),
    }


def _title(desk: Desk, candidate: str) -> str:
    return desk.case.names.candidate_names[desk.case.names.candidates.index(candidate)]


def _view(desk: Desk, view: View, found: Explanation) -> dict[str, object]:
    ways = own_ways(_member(desk, found))
    thought = _thought(desk, view, found) if "acceptance" in ways else view.acceptance
    terms = dict(view.terms) if thought is not None else {}
    if thought is not None and "acceptance" in ways:
        terms["own"] = thought - view.acceptance if thought != view.acceptance else 0.0
    open_ = found.free and not found.stance
    known = open_ and thought is not None and not set(ways) - {"acceptance"}
    lines = _chances(desk, view, found, thought) if known and thought is not None else []
    return {
        "terms": [{"name": name, "words": _label(name), "value": _finite(term)} for name, term in terms.items()],
        "acceptance": _finite(thought),
        "talks": lines[:-1],
        "ready": "ready at 0 or above" if view.talks is None else "it decides at meetings, on what it is offered",
        "chance": lines[-1] if lines else "",
        "tips": tipping_point(desk.case, view).split("\n") if open_ and not ways else [],
        "notes": of_its_own(ways, thought is not None) if desk.own else [],
    }


def _label(term: str) -> str:
    return "what its own class adds" if term == "own" else TOLD[term].label


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _member(desk: Desk, found: Explanation) -> AlliedState:
    member: AlliedState = desk.current.states[desk.case.names.members.index(found.member)]
    return member


def _thought(desk: Desk, view: View, found: Explanation) -> float | None:
    """Return what a member thought of a candidate by its own class; None where it did not ask itself."""
    names = desk.case.names
    i, k = names.members.index(found.member), names.candidates.index(view.candidate)
    thought: float | None = desk.current.weighed.at(found.round, i, k)
    return thought


def _chances(desk: Desk, view: View, found: Explanation, thought: float) -> list[str]:
    """Return what a member's talks are like, and the chance that it commits."""
    if thought != view.acceptance and view.talks is None:
        names, look = desk.case.names, desk.trace.looks[found.round - 1]
        i, k = names.members.index(found.member), names.candidates.index(view.candidate)
        view = view._replace(per_week=hazard_ahead(desk.case, look, i, k, thought))
    return chances(desk.case, view)


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
