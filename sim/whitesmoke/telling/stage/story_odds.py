"""What may come: the odds by every date that presses, as a curve and in a sentence that can be quoted."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.evidence.analysis.ensemble_summary import Difference, Summary
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import BY, long_date
from whitesmoke.model.trace import Trace
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.lever_words import futures as of_futures
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.stage.who_was_last import last_beside
from whitesmoke.telling.story import first
from whitesmoke.writing.estimates import Interval, in_hundred, may_be_luck, told_apart

if TYPE_CHECKING:
    from whitesmoke.evidence.forecast.nowcasting import Nowcast
    from whitesmoke.model.world import Ints

MOST_LAST = 4
UNUSUAL = 0.1
"""Share of the futures up to which a run that ends among the first or the last of them is called unusual."""
END = "expiry"
"""What the horizon is called among the days by which it may be settled."""


def futures(case: Compiled, found: Summary, by: dict[str, Interval], day: Ints, seed: int) -> dict[str, Any]:
    """Return the odds of an ensemble, as its JSON has them.

    Parameters
    ----------
    by : `ensemble_summary.settled_by`
    day : (N,) when each run was settled, codes.NEVER for deadlock
    """
    told = {"runs": f"{found.runs:,}", "seed": seed, "date": long_date(case.names.start)}
    return {
        "whose": label("script_knows", **told),
        "computed": label("whose", **told),
        **_said(case, found.runs, found.outcomes, found.last_holdouts, seed),
        **_drawn(case, _marks(case, by, case.names.start), found.outcomes, found.last_holdouts),
        "curve": curve(day, case.world.rounds * case.world.round_days),
    }


def forecast(case: Compiled, known: Compiled, found: Nowcast, day: Ints, seed: int) -> dict[str, Any]:
    """Return the odds of a forecast in the same way.

    Parameters
    ----------
    known : the case as it was known by the day of the forecast
    day : (N,) when each run was settled, codes.NEVER for deadlock
    """
    date, start = long_date(found.as_of), (found.as_of - known.names.start).days
    told = {"runs": found.runs, "seed": seed, "date": date, "iso": found.as_of, "name": known.names.scenario}
    told["worth"] = f"{found.effective:.0f}"
    return {
        "whose": label("public_knows", **told),
        "computed": label("whose_public", **told),
        **_said(case, found.runs, found.outcomes, found.last, seed),
        **_drawn(case, _marks(known, found.settled_by, found.as_of), found.outcomes, found.last),
        "curve": curve(day, known.world.rounds * known.world.round_days, start),
    }


def _said(
    case: Compiled, runs: int, outcomes: dict[str, Interval], last: dict[str, float], seed: int
) -> dict[str, Any]:
    return {
        "runs": runs,
        "seed": seed,
        "last": [_last(case, *one) for one in list(last.items())[:MOST_LAST]],
        "outcomes": {name: interval.value for name, interval in outcomes.items()},
    }


def _drawn(
    case: Compiled, marks: list[dict[str, Any]], outcomes: dict[str, Interval], last: dict[str, float]
) -> dict[str, Any]:
    told = headline(case, marks, outcomes, last)
    return {"headline": told[0], "more": told[1:], "marks": marks}


def _marks(case: Compiled, by: dict[str, Interval], after: datetime.date) -> list[dict[str, Any]]:
    """Return the odds by each date that presses, and by the end unless such a date is its name, in order."""
    days = ensemble_summary.days_to_end_by(case, after)
    told = [name for name, at in days.items() if name != END or list(days.values()).count(at) == 1]
    return sorted((_mark(case, name, days[name], by[name]) for name in told), key=lambda mark: int(mark["at"]))


def _mark(case: Compiled, name: str, at: int, share: Interval) -> dict[str, Any]:
    weights = zip(case.world.number.focal_weight, case.names.focal)
    called, number = BY.get(name, name), in_hundred(share.value)
    return {
        "name": name,
        "at": at,
        "date": case.names.date(at).isoformat(),
        "words": f"{long_date(case.names.date(at))} ({called})",
        "weight": max((float(weight) for weight, focal in weights if focal == name), default=0.0),
        "share": share.value,
        "number": number,
        "odds": of_futures(share.value),
        "short": label("by_date", odds=number, name=called, date=day_and_month(case.names.date(at))),
        "range": between(share),
    }


def day_and_month(date: datetime.date) -> str:
    """Return a date without its year: 9 July."""
    return long_date(date).removesuffix(f" {date.year}")


def between(share: Interval) -> str:
    """Return the 95 % interval of a share, as frequencies."""
    return label("range", low=in_hundred(share.low), high=in_hundred(share.high))


def headline(
    case: Compiled, marks: list[dict[str, Any]], outcomes: dict[str, Interval], last: dict[str, float]
) -> list[str]:
    """Return the odds by the hardest date that presses, how often it is never settled, and who is last."""
    chosen = max(marks, key=lambda mark: (mark["weight"], -mark["at"] if mark["weight"] else mark["at"]))
    told = [f"{label('headline', by=chosen['words'], odds=chosen['odds'])} ({chosen['range']})."]
    if stuck := outcomes["deadlock"].value:
        told.append(f"{label('never', by=horizon(case), odds=of_futures(stuck))}.")
    if last:
        told.append(f"{_last(case, *next(iter(last.items())))['words']}.")
    return told


def horizon(case: Compiled) -> str:
    """Return the last day by which it can be settled, in words."""
    return long_date(case.names.date_of_round(case.world.rounds))


def beside(odds: dict[str, Any], trace: Trace) -> dict[str, Any]:
    """Return odds with what is to be said of a run beside them: whether it is the typical one, or an unusual one."""
    typical = odds.get("typical") == trace.run
    told = {"typical_run": label("typical") if typical else "", "last_beside": last_beside(odds, trace)}
    return {**odds, **_unusual(odds, trace), **told}


def _unusual(odds: dict[str, Any], trace: Trace) -> dict[str, str]:
    """Return what is to be said of a run that ends before the 10th percentile of the odds, or after the 90th."""
    stuck = odds["outcomes"]["deadlock"]
    if trace.winner == codes.NONE:
        told = label("stuck", by=horizon(trace.case), odds=of_futures(stuck)) if stuck < UNUSUAL else ""
        return {"unusual": told, "unusual_mark": ""}
    at = (trace.decided_on - trace.case.names.start).days
    by = max((share for day, share in odds["curve"] if day <= at), default=0.0)
    before = max((share for day, share in odds["curve"] if day < at), default=0.0)
    which, share = ("quick", by) if by < UNUSUAL else ("slow", before) if before > 1.0 - UNUSUAL else ("", 0.0)
    if not which:
        return {"unusual": "", "unusual_mark": ""}
    return {"unusual": label(which, odds=of_futures(share)), "unusual_mark": label(f"{which}_mark")}


def _last(case: Compiled, code: str, share: float) -> dict[str, Any]:
    i = case.names.members.index(code)
    words = first(label("held_up", name=member_name(case, i), odds=of_futures(share)))
    return {"member": i, "share": share, "words": words}


def curve(day: Ints, horizon: int, start: int = 0) -> list[list[float]]:
    """Return [day, share settled by then] at every day on which it grows, from the start to the horizon."""
    at, count = np.unique(day[day != codes.NEVER], return_counts=True)
    share = np.cumsum(count) / len(day)
    found = [[int(a), round(float(b), 5)] for a, b in zip(at, share)]
    return [[start, 0.0], *found, [horizon, found[-1][1] if found else 0.0]]


def change(found: Difference, before: Summary, after: Summary) -> dict[str, Any]:
    """Return the chance of deadlock before and after, in a hundred, that of none, and what is to be said."""
    old, new = (side.outcomes["deadlock"].value for side in (before, after))
    note = label("as_before") if old == new else label("may_be_luck") if may_be_luck(found.deadlock) else ""
    digits = told_apart(old, new)
    shares = {"before": old, "after": new, "settled": 1.0 - new}
    return {**{name: in_hundred(share, digits) for name, share in shares.items()}, "note": note}
