"""What each part of the scenario costs or saves: with it less without it, in the same futures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.evidence.counterfactual.attribute import Row
from whitesmoke.front.attribution import Attribution
from whitesmoke.page import what_is_known as known
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.panels.working import asked, working
from whitesmoke.page.typed import to_ask
from whitesmoke.telling.attribution_words import by_label
from whitesmoke.writing.estimates import interval_text, may_be_luck, percent, points

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("attribution.vue")
def _Panel(
    own: bool,
    found: dict[str, object],
    event_ask: Callable[..., object] | None = None,
    event_cancel: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Parts(desk: Desk, beat: int) -> None:
    """The panel."""
    _Panel(
        own=desk.own,
        found=state(desk),
        **asked(desk, "attribution", known.attribution),
    )


def state(desk: Desk) -> dict[str, Any]:
    """Return how far it is, or what it says: the numbers of `whitesmoke attribute`."""
    if (busy := working(desk, "attribution")) is not None:
        return busy
    found: Attribution = desk.jobs["attribution"].result
    labels = dict(zip(by_label(found.found.rows), found.found.rows))
    return {
        "busy": "",
        "sentence": found.sentence,
        "runs": found.runs,
        "rows": sorted((_row(label, row) for label, row in labels.items()), key=lambda row: -row["net"][0]),
        "groups": [[name, interval_text(share.days)] for name, share in found.found.groups.items()],
        "total": interval_text(found.found.total.days),
        "horizon": found.case.horizon,
        "whose": found.whose,
        "command": to_ask(desk, "attribute"),
    }


def _row(label: str, row: Row) -> dict[str, Any]:
    effect = row.effect
    moved = f"later in {percent(effect.later)} of runs, earlier in {percent(effect.earlier)}"
    return {
        "part": label,
        "without": row.part.words,
        "net": [effect.net.value, effect.net.low, effect.net.high],
        "words": f"{moved}; net {points(effect.net)}",
        "unclear": may_be_luck(effect.net),
    }
