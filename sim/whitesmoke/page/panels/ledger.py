"""The ledger: every demand, what is met of it at the round looked at, by whom, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from whitesmoke.figures.style import short_date
from whitesmoke.model import codes
from whitesmoke.model.reading import on_the_table
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.telling import prices
from whitesmoke.telling.by_name import payer_name
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("ledger.vue")
def _Table(rows: list[dict[str, object]], bargained: bool, event_pick: Callable[..., object] | None = None) -> None: ...


@solara.component
def Ledger(desk: Desk, beat: int) -> None:
    """The panel."""
    bargained = desk.case.world.mode == codes.BARGAINED
    _Table(rows=rows(desk), bargained=bargained, event_pick=lambda code: desk.select(str(code)))


def rows(desk: Desk) -> list[dict[str, object]]:
    """Return one row a demand, in the order of the scenario."""
    case, trace, t = desk.case, desk.trace, desk.shown
    names, world = case.names, case.world
    ceiling = trace.looks[min(t, len(trace.looks) - 1)].number.ceiling if trace.looks else world.number.ceiling
    found = []
    for d, holder in enumerate(world.holder):
        if not on_the_table(trace, d, t):
            continue
        steps = [e for e in trace.entries if e.demand == d and e.round <= t and e.kind in ("concession", "lapse")]
        met, most = float(trace.met[t][d]), float(ceiling[d])
        last = short_date(names.date_of_round(steps[-1].round)) if steps else ""
        found.append(
            {
                "code": names.members[int(holder)],
                "member": names.member_names[int(holder)],
                "text": names.demand_texts[d] or names.demands[d],
                "by": payer_name(trace, d),
                "met": round(met, 4),
                "ceiling": round(most, 4),
                "words": _words(met, most, bool(world.red_line[d])),
                "when": f"lapsed {last}" if steps and steps[-1].kind == "lapse" else last,
                "scripted": any(e.detail == "scripted" for e in steps),
                "talked": prices.so_far(trace, d, t) if most > 0.0 and not world.red_line[d] else "",
            }
        )
    return found


def _words(met: float, ceiling: float, red_line: bool) -> str:
    if red_line:
        return "a red line"
    if ceiling <= 0.0:
        return "refused"
    return f"{percent(met)} met" if met > 0.0 else "nothing yet"
