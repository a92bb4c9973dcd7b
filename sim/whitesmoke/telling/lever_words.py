"""What levers change, in sentences for somebody who knows no model: always after, instead of before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from whitesmoke.evidence.analysis.ensemble_summary import Difference, Summary
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import long_date
from whitesmoke.telling.by_name import member_name
from whitesmoke.writing.capital import capital
from whitesmoke.writing.estimates import Interval, halves_up, in_hundred, may_be_luck, points, told_apart
from whitesmoke.writing.isolated import isolated

WORDS = {
    "lead": "{title}. Of 100 futures as the file has them, {before} without agreement by {end}.",
    "paired": "Each lever is moved in the same {runs:,} futures, so what differs is the lever.",
    "end": "{says}: {what}.",
    "deadlock": "deadlock in {after} instead of {before} ({points})",
    "deadlock as before": "deadlock in {after}, as before ({points})",
    "luck": "deadlock in {after} instead of {before}, which may be luck ({points})",
    "median": "half are settled by {after} instead of {before}",
    "median as before": "half are settled by {after}, as before",
    "never": "fewer than half are ever settled, instead of half by {before}",
    "never as before": "fewer than half are ever settled, as before",
    "now ever": "half are settled by {after}, when fewer than half were ever settled",
    "last": "{after} is most often the last to come round, or never does ({often}), instead of {before}",
    "last as before": "{after} is still most often the last to come round, or never does ({often}; {once} before)",
    "expiry": "settled by {expiry} in {after} instead of {before}",
    "expiry as before": "settled by {expiry} in {after}, as before",
    "nothing": "nothing changes: the file stands there",
    "all": "all of 100",
    "most": "more than 99 of 100",
    "few": "fewer than 1 of 100",
    "none": "none of 100",
    "some": "{count} of 100",
    "futures": "{some} futures",
    "no levers": "{title} names no levers: give [levers.NAME] in its file (docs/writing-a-scenario.md).",
    "none moved": "{title}: no lever is moved, for it stands where they end already, or cannot be played so.",
    "none sure": "No lever changes the chance of deadlock by more than luck.",
    "left out": "Left out, for the scenario cannot be played so: {what}",
}
"""Every word of it."""


class Told(NamedTuple):
    """What is said of one side: before, or after."""

    case: Compiled
    summary: Summary
    by_expiry: Interval
    """share of runs that settle by the expiry, which may lie before the horizon"""


def of_hundred(share: float, digits: int = 0) -> str:
    """Return a share as a frequency: 26 of 100; what is not quite nothing or all never reads so."""
    if share in (0.0, 1.0):
        return WORDS["none" if share == 0.0 else "all"]
    if digits == 0 and (share < 0.01 or share > 0.99):
        return WORDS["few" if share < 0.01 else "most"]
    return WORDS["some"].format(count=in_hundred(share, digits))


def futures(share: float, digits: int = 0) -> str:
    """Return a share as a frequency, of futures: 26 of 100 futures."""
    return WORDS["futures"].format(some=of_hundred(share, digits))


def instead(share: float, digits: int = 0) -> str:
    """Return a share as a frequency beside another: 8."""
    return of_hundred(share, digits).removesuffix(" of 100")


def _beside(new: float, old: float) -> dict[str, str]:
    """Return a share and the one before, so that they read as different where they are."""
    digits = told_apart(new, old)
    return {"after": futures(new, digits), "before": instead(old, digits)}


def sentence(says: str, before: Told, after: Told, found: Difference, with_last: bool = True) -> str:
    """Return what a lever at an end changes: chance of deadlock, median day, and, unless left out, who is last."""
    last = _last(before, after) if with_last else ""
    parts = [_deadlock(before, after, found), *_by_expiry(before, after), _median(before, after), last]
    return WORDS["end"].format(says=isolated(capital(says)), what="; ".join(filter(None, parts)))


def headline(says: str, before: Told, after: Told, found: Difference) -> str:
    """Return the same in fewer words: only the chance of deadlock."""
    return WORDS["end"].format(says=isolated(capital(says)), what=_deadlock(before, after, found))


def strongest(said: Sequence[tuple[str, Told, Told, Difference]]) -> str:
    """Return the headline of the lever that moves the chance of deadlock most, of those told apart from luck."""
    sure = [one for one in said if not may_be_luck(one[3].deadlock)]
    return headline(*max(sure, key=lambda one: abs(one[3].deadlock.value))) if sure else WORDS["none sure"]


def _deadlock(before: Told, after: Told, found: Difference) -> str:
    old, new = (side.summary.outcomes["deadlock"].value for side in (before, after))
    said = {**_beside(new, old), "points": points(found.deadlock, _adding_up(new, old, found.deadlock.value))}
    if old == new:
        return WORDS["deadlock as before"].format(**said)
    return WORDS["luck" if may_be_luck(found.deadlock) else "deadlock"].format(**said)


def _adding_up(new: float, old: float, difference: float) -> int:
    """Return with how many digits a difference reads true beside both shares: 67 less 12 is not 56, but 55.8 may be."""
    digits = told_apart(new, old)
    after, before, between = (float(halves_up(100.0 * share, digits)) for share in (new, old, difference))
    return digits if math.isclose(after - before, between, abs_tol=1e-6) else digits + 1


def _by_expiry(before: Told, after: Told) -> list[str]:
    """Return what changes by the expiry, where talks go on past it."""
    world = before.case.world
    if world.expiry >= world.rounds * world.round_days:
        return []
    old, new = before.by_expiry.value, after.by_expiry.value
    date = long_date(before.case.names.date(int(world.expiry)))
    which = "expiry as before" if old == new else "expiry"
    return [WORDS[which].format(expiry=date, **_beside(new, old))]


def _median(before: Told, after: Told) -> str:
    old, new = (side.summary.date["p50"] for side in (before, after))
    said = {"before": old and long_date(old), "after": new and long_date(new)}
    if new is None:
        return WORDS["never as before" if old is None else "never"].format(**said)
    return WORDS["now ever" if old is None else "median as before" if old == new else "median"].format(**said)


def _last(before: Told, after: Told) -> str:
    """Return who is last most often; nothing where nobody is, before or after."""
    (old, once), (new, often) = _most(before), _most(after)
    if not old or not new:
        return ""
    return WORDS["last as before" if old == new else "last"].format(
        after=isolated(new), before=isolated(old), often=of_hundred(often), once=instead(once)
    )


def _most(side: Told) -> tuple[str, float]:
    for code, share in side.summary.last_holdouts.items():
        return member_name(side.case, side.case.names.members.index(code)), share
    return "", 0.0


def lead(side: Told, runs: int) -> str:
    """Return what holds before any lever is moved."""
    end = long_date(side.case.names.date_of_round(side.case.world.rounds))
    before = of_hundred(side.summary.outcomes["deadlock"].value).removesuffix(" of 100")
    verb = "ends" if before == "1" else "end"
    said: dict[str, Any] = {"title": isolated(side.case.names.title), "before": f"{before} {verb}", "end": end}
    return f"{WORDS['lead'].format(**said)} {WORDS['paired'].format(runs=runs)}"
