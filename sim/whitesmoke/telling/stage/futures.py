"""What may come: the odds by every date that presses, as a curve and in a sentence that can be quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import BY, long_date
from whitesmoke.telling.stage.labels import label
from whitesmoke.telling.story import first
from whitesmoke.telling.words import member_name
from whitesmoke.writing.estimates import Interval, in_hundred

if TYPE_CHECKING:
    from whitesmoke.model.world import Ints

MOST_LAST = 4
END = "expiry"
"""What the horizon is called among the days by which it may be settled."""


def futures(case: Compiled, data: dict[str, Any], day: Ints) -> dict[str, Any]:
    """Return the odds of an ensemble: `data` is its JSON, `day` when each run was settled, codes.NEVER for deadlock."""
    marks = _marks(case, data)
    heads = headline(case, data, marks)
    return {
        "runs": data["runs"],
        "seed": data["seed"],
        "headline": heads[0],
        "more": heads[1:],
        "computed": label("whose", runs=f"{data['runs']:,}", seed=data["seed"], date=long_date(case.names.start)),
        "curve": curve(day, case.world.rounds * case.world.round_days),
        "marks": marks,
        "last": [_last(case, *one) for one in list(data["last_holdouts"].items())[:MOST_LAST]],
        "outcomes": data["outcomes"],
    }


def _marks(case: Compiled, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the odds by each date that presses, and by the end unless such a date is its name, in order."""
    days = ensemble_summary.days_to_end_by(case, case.names.start)
    told = [name for name, at in days.items() if name != END or list(days.values()).count(at) == 1]
    return sorted((_mark(case, data, name, days[name]) for name in told), key=lambda mark: int(mark["at"]))


def _mark(case: Compiled, data: dict[str, Any], name: str, at: int) -> dict[str, Any]:
    share = Interval(data["settled_by"][name], *data["settled_by_95"][name])
    odds, called = in_hundred(share.value), BY.get(name, name)
    return {
        "name": name,
        "at": at,
        "date": case.names.date(at).isoformat(),
        "words": f"{long_date(case.names.date(at))} ({called})",
        "weight": max(
            (w for w, focal in zip(case.world.number.focal_weight, case.names.focal) if focal == name), default=0.0
        ),
        "share": share.value,
        "number": odds,
        "odds": label("in_futures", odds=odds),
        "short": label("by_date", odds=odds, name=called),
        "range": between(share),
    }


def between(share: Interval) -> str:
    """Return the 95 % interval of a share, as frequencies."""
    return label("range", low=in_hundred(share.low), high=in_hundred(share.high))


def headline(case: Compiled, data: dict[str, Any], marks: list[dict[str, Any]]) -> list[str]:
    """Return the odds by the hardest date that presses, how often it is never settled, and who is last."""
    chosen = max(marks, key=lambda mark: (mark["weight"], -mark["at"] if mark["weight"] else mark["at"]))
    odds = in_hundred(data["settled_by"][chosen["name"]])
    told = [f"{label('headline', by=chosen['words'], odds=odds)} ({chosen['range']})."]
    if stuck := data["outcomes"]["deadlock"]:
        told.append(f"{label('never', odds=in_hundred(stuck))}.")
    if data["last_holdouts"]:
        told.append(f"{_last(case, *next(iter(data['last_holdouts'].items())))['words']}.")
    return told


def _last(case: Compiled, code: str, share: float) -> dict[str, Any]:
    i = case.names.members.index(code)
    words = first(label("held_up", name=member_name(case, i), odds=in_hundred(share)))
    return {"member": i, "share": share, "words": words}


def curve(day: Ints, horizon: int) -> list[list[float]]:
    """Return [day, share settled by then] at every day on which it grows, from the beginning to the horizon."""
    at, count = np.unique(day[day != codes.NEVER], return_counts=True)
    share = np.cumsum(count) / len(day)
    found = [[int(a), round(float(b), 5)] for a, b in zip(at, share)]
    return [[0, 0.0], *found, [horizon, found[-1][1] if found else 0.0]]
