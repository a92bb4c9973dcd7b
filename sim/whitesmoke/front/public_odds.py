"""What was public by a day, and the odds by it: forecasts as `nowcast` makes them, for the story."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from whitesmoke.evidence.forecast.filter import NoRunLeftError, days_of_news
from whitesmoke.evidence.record.asof import first_heard
from whitesmoke.front.nowcast import Nowcast
from whitesmoke.front.progress import bar
from whitesmoke.model.reading import long_date
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.stage.story_odds import forecast

if TYPE_CHECKING:
    from whitesmoke.front.case import Case
    from whitesmoke.scenario.load import Loaded
    from whitesmoke.scenario.record_schema import Decision

MOST_DAYS = 8
"""Days that a file has the odds of beforehand; of more on which something came to light, those are left out that are
followed soonest by another."""
RUNS = 400
"""Runs of a forecast at most: each is a state of its own."""
FEWEST_RUNS = 20
MOST_MEMBERS = 60
"""Of a body up to which they are computed beforehand."""


def beforehand(case: Case, runs: int, seed: int) -> list[dict[str, Any]]:
    """Return what can be said on each day that matters; nothing of a large body."""
    days = days_that_matter(case.loaded) if len(case.members) <= MOST_MEMBERS else []
    found = []
    with bar(f"{case.name}: what was public", unit="days") as advance:
        for n, day in enumerate(days, start=1):
            found.append({**known_by(case, day, runs, seed), "next": _next(case, day)})
            advance(n, len(days) - n)
    return found


def days_that_matter(loaded: Loaded) -> list[datetime.date]:
    """Return days on which something came to light, of the record or of the script, and that of the decision, in order.

    The first is the first on which somebody had been heard of who stands.
    """
    first, over = first_heard(loaded), _end(loaded)
    if first is None:
        return []
    days = thinned([first, *(day for day in _news(loaded) if first < day < over)], MOST_DAYS)
    return [*days, *_decided(loaded)]


def _news(loaded: Loaded) -> list[datetime.date]:
    """Return all days on which something came to light, in order, that of the decision last."""
    over = _end(loaded)
    news = {*days_of_news(loaded, over), *_scripted(loaded)}
    return [*sorted(day for day in news if day < over), *_decided(loaded)]


def _decided(loaded: Loaded) -> list[datetime.date]:
    return [_end(loaded)] if loaded.scenario.record.decision else []


def _next(case: Case, day: datetime.date) -> dict[str, Any] | None:
    """Return the first day after another on which something came to light; nothing after the last."""
    later = next((one for one in _news(case.loaded) if one > day), None)
    return None if later is None else {"at": (later - case.start).days, "day": long_date(later)}


def _end(loaded: Loaded) -> datetime.date:
    decision = loaded.scenario.record.decision
    return decision.date if decision else loaded.scenario.calendar.end


def _scripted(loaded: Loaded) -> set[datetime.date]:
    tables = [*loaded.scenario.candidates.values(), *loaded.scenario.events.values()]
    return {day for table in tables for _, day in table if isinstance(day, datetime.date)}


def thinned(days: list[datetime.date], most: int) -> list[datetime.date]:
    """Return at most so many of some days, the first among them: of two that are close the earlier one goes."""
    days = [*days]
    while len(days) > most:
        gaps = [later - earlier for earlier, later in pairwise(days)]
        del days[max(1, gaps.index(min(gaps)))]
    return days


def known_by(case: Case, day: datetime.date, runs: int, seed: int) -> dict[str, Any]:
    """Return the odds by what was public on a day, as of `nowcast --as-of`; or why there are none."""
    decision, heard = case.loaded.scenario.record.decision, first_heard(case.loaded)
    if decision and decision.date <= day:
        return _entry(case, day, over=_over(case, decision))
    if heard is None or day < heard:
        return _entry(case, day, over=label("public_nobody", day=long_date(day)))
    count = max(FEWEST_RUNS, min(runs, RUNS))
    try:
        found = Nowcast.played(case, day, count, seed, weekly=False, field_known=False)
    except NoRunLeftError:
        return _entry(case, day, over=label("public_none", runs=count, day=long_date(day)))
    known, ends = found.made.known, found.made.ends
    return _entry(case, day, odds=forecast(case.compiled, known, found.forecasts[-1], ends, seed))


def _entry(case: Case, day: datetime.date, odds: dict[str, Any] | None = None, over: str = "") -> dict[str, Any]:
    at = (day - case.start).days
    return {"as_of": day.isoformat(), "day": long_date(day), "at": at, "odds": odds, "over": over}


def _over(case: Case, decision: Decision) -> str:
    """Return that it was public what had been decided."""
    if not decision.winner:
        return label("public_ended", day=long_date(decision.date))
    names = case.compiled.names
    name = names.candidate_names[names.candidates.index(decision.winner)] if decision.winner in names.candidates else ""
    return label("public_over", day=long_date(decision.date), name=name or decision.winner)
