"""The candidates with their status, and the pressure of the next date."""

from __future__ import annotations

import solara

from whitesmoke.figures.style import short_date
from whitesmoke.model import codes
from whitesmoke.model.mesa import STATUS
from whitesmoke.model.reading import long_date
from whitesmoke.model.trace import ELIMINATED
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.scenario.tabled import is_text, stands
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.words import exit_reason
from whitesmoke.writing.estimates import pressing


@drawn("race.vue")
def _Table(
    candidates: list[dict[str, object]], pressure: list[float], round: int, horizon: int, next_date: str, peak: float
) -> None: ...


@solara.component
def Race(desk: Desk, beat: int) -> None:
    """The panel."""
    _Table(
        candidates=candidates(desk),
        pressure=[round(value, 3) for value in desk.trace.pressure],
        round=desk.shown,
        horizon=desk.case.world.rounds,
        next_date=next_date(desk),
        peak=max(1.0, max(desk.trace.pressure)),
    )


def candidates(desk: Desk) -> list[dict[str, object]]:
    """Return every candidate as it stood in the round looked at."""
    case, trace, t = desk.case, desk.trace, desk.shown
    found = []
    for k, name in enumerate(case.names.candidate_names):
        status = STATUS[int(trace.status[t][k])]
        left = next((e for e in trace.entries if e.kind == "exit" and e.candidate == k and e.round <= t), None)
        if left and status == "out":
            tabled = is_text(case, k) and left.detail != ELIMINATED
            since = "withdrawn since" if tabled else "out since"
            status = f"{since} {short_date(case.names.date_of_round(left.round))}{exit_reason(case, left)}"
        home = int(case.world.home[k])
        found.append(
            {
                "k": k,
                "name": name,
                "home": member_name(case, home) if home >= 0 else "",
                "status": {"active": stands(case, k), "pending": f"not {stands(case, k)} yet"}.get(status, status),
                "committed": int(trace.committed[t][k]),
                "members": trace.members[t],
            }
        )
    return found


def next_date(desk: Desk) -> str:
    """Return the next date that presses, how far it is and what it weighs, in a sentence."""
    world, names, trace, t = desk.case.world, desk.case.names, desk.trace, desk.shown
    day = t * names.round_days
    if trace.winner != codes.NONE and t == trace.rounds:
        return "It is settled: no date presses any more."
    focal = [(int(at), name, float(w)) for at, name, w in zip(world.focal_day, names.focal, world.number.focal_weight)]
    sittings = [(int(at), "a sitting", world.number.coefficient.sitting_weight) for at in world.sitting_day]
    ahead = [date for date in sorted([*focal, *sittings], key=lambda date: date[0]) if date[0] >= day]
    if not ahead:
        return "No date is left that presses."
    at, name, weight = ahead[0]
    return (
        f"Next: {name}, {long_date(names.date(at))}, in {(at - day) / 7.0:.0f} weeks "
        f"({pressing(weight)}); it adds {trace.pressure[t]:.2f} logits to everybody's acceptance now."
    )
