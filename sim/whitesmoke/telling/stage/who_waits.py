"""Who waits after a step, and why: reasons in plain words, with the odds that it comes round soon."""

from __future__ import annotations

import math
from typing import Any

from whitesmoke.model import codes
from whitesmoke.model.reading import last_holdouts
from whitesmoke.model.run_state import State
from whitesmoke.model.terms import TOLD
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.tabled import name_inside
from whitesmoke.telling import talking
from whitesmoke.telling.by_name import in_case
from whitesmoke.telling.end_of_day import end_of_day
from whitesmoke.telling.explain import Claim, Explanation, View, explained
from whitesmoke.telling.show import stood
from whitesmoke.telling.stage.steps import standing
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.story import first, largest
from whitesmoke.writing.estimates import in_hundred, percent

MOST_REASONS = 3
MOST_CLAIMS = 2
MOST_WAITING = 60
"""Members of whom it is told why they wait: in a larger body of the last ones only."""
A_WEEK = 7


def waiting(trace: Trace, rounds: list[int]) -> list[dict[str, Any]]:
    """Return for each step who waits, the hardest first, and why. Nothing where one cannot look back."""
    if not trace.looks:
        return [{"focus": -1, "of": {}} for _ in rounds]
    late = last_holdouts(trace, most=len(trace.case.names.members))
    return [_after(trace, t, late) for t in rounds]


def _after(trace: Trace, t: int, late: list[int]) -> dict[str, Any]:
    waits = [i for i, stance in enumerate(standing(trace, t)) if stance == codes.NONE]
    told = waits if len(waits) <= MOST_WAITING else [i for i in late if i in set(waits)][:MOST_WAITING]
    look = end_of_day(trace, t)
    of = {i: reasons(trace, i, t, look) for i in told}
    hardest = sorted(told, key=lambda i: (late.index(i) if i in late else len(late), of[i]["lead"]))
    return {"focus": hardest[0] if hardest else -1, "of": of}


def reasons(trace: Trace, i: int, t: int, look: State) -> dict[str, Any]:
    """Return why a member waits at the end of a round: where it stood, up to three reasons, its odds, on who leads."""
    names = trace.case.names
    found = explained(trace, i, max(1, t), look, with_levers=False)
    view = on_leader(trace, found, look)
    over = t == trace.rounds
    told = {"stood": first(stood(trace, found, hindsight=False)) + ".", "reasons": [], "odds": "", "lead": math.inf}
    if view is None or not found.free:
        return {**told, "lead": 1e9}
    soon = {} if over else {"odds": odds(view), "chance": view.per_week}
    lead = view.lead if math.isfinite(view.lead) else -1e9
    about = names.candidates.index(view.candidate)
    return {**told, "on": about, "reasons": _reasons(trace, found, view)[:MOST_REASONS], "lead": lead, **soon}


def on_leader(trace: Trace, found: Explanation, look: State) -> View | None:
    """Return what it thought of who had most then, or of several the one that it was nearest to."""
    names = trace.case.names.candidates
    return max(
        found.views, key=lambda view: (int(look.committed[names.index(view.candidate)]), view.lead), default=None
    )


def odds(view: View) -> str:
    """Return the chance that a member comes round soon, as a frequency: that of `explain`."""
    days = view.talks.days if view.talks else A_WEEK
    when = {A_WEEK: label("within_week"), 1: label("within_day")}.get(days) or label("within_days", days=days)
    if view.per_week == 0.0:
        return label("no_chance", days=when) + "."
    return label("per_days", odds=in_hundred(view.per_week), days=when) + "."


def _reasons(trace: Trace, found: Explanation, view: View) -> list[str]:
    """Return what holds it back, the heaviest first; of its demands which, and how its talks stand."""
    k = trace.case.names.candidates.index(view.candidate)
    held = largest(view.terms, -1)
    lines = [_reason(trace, found, name, value, k) for name, value in held.items()]
    if view.talks:
        lines[1:1] = [" ".join(talking.plainly(trace.case, view.candidate, view.talks))]
    return lines


def _reason(trace: Trace, found: Explanation, name: str, value: float, k: int) -> str:
    if math.isinf(value):
        return label("red_line_of", claims=_claims(found.demands)) if found.demands else label("red_line")
    words = first(in_case(trace.case, TOLD[name].waits))
    if name == "demands" and (claims := _claims(found.demands)):
        return f"{words}: {claims}."
    whom = f" ({name_inside(trace.case, k)})" if name == "baseline" and len(found.views) > 1 else ""
    return f"{words}{whom}."


def _claims(claims: list[Claim]) -> str:
    """Return what it still lacks, with what is met of it, the weightiest first."""
    lacks = sorted((one for one in claims if one.met < 1.0), key=lambda one: -one.worth * (1.0 - one.met))
    told = [label("claim", text=one.text or one.demand, met=_met(one)) for one in lacks[:MOST_CLAIMS]]
    left = len(lacks) - len(told)
    return "; ".join([*told, label("claims_more", count=left)] if left else told)


def _met(claim: Claim) -> str:
    return label("met", share=percent(claim.met)) if claim.ceiling > 0.0 else label("refused")
