"""Why a member came round just then, where that was unlikely a step before: what was new, or that it was luck."""

from __future__ import annotations

from whitesmoke.model import codes
from whitesmoke.model.dealings import Facing
from whitesmoke.model.phases.moves import is_free
from whitesmoke.model.reading import long_date
from whitesmoke.model.run_state import State
from whitesmoke.model.trace import SETTLED, UNPAID, Entry, Trace
from whitesmoke.telling.dealing_words import WHY_NOTHING_WAS
from whitesmoke.telling.explain import View, explained
from whitesmoke.telling.stage.plain_reasons import gave_in
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.story import growth, largest
from whitesmoke.writing.estimates import in_hundred, percent

UNLIKELY = 0.05
"""Chance within a week under which a commitment has to be told the reason of."""
AT_MEETINGS = (SETTLED, UNPAID)


def what_was_new(trace: Trace, entry: Entry, before: int, look: State) -> list[str]:
    """Return what made a commitment likely that was not when a round before was over; nothing where it was likely.

    `look`: the state when that round was over.
    """
    if look.stance[entry.member] != codes.NONE or not is_free(look, entry.member):
        return []
    then = _view(trace, entry, before, look)
    if then is None:
        return [label("news_entered", name=trace.case.names.candidate_names[entry.candidate])]
    if then.per_week >= UNLIKELY:
        return []
    day = long_date(trace.case.names.date_of_round(before))
    was = label("news_was", day=day, odds=in_hundred(then.per_week), days=then.talks.days if then.talks else 7)
    return [was, *_since(trace, entry, then)]


def _view(trace: Trace, entry: Entry, round_: int, look: State) -> View | None:
    name = trace.case.names.candidates[entry.candidate]
    found = explained(trace, entry.member, max(1, round_), look, with_levers=False)
    return next((view for view in found.views if view.candidate == name), None)


def _since(trace: Trace, entry: Entry, then: View) -> list[str]:
    now = _view(trace, entry, entry.round, trace.looks[entry.round - 1])
    assert now is not None
    faced = _faced(trace, entry)
    grown = growth(then.terms, now.terms)
    if entry.detail in AT_MEETINGS and faced is not None:
        grown.pop("demands", None)  # what it was paid is no reason to be paid
        return _at_the_meeting(trace, faced, then, largest(grown, 1))
    if now.per_week < max(UNLIKELY, 2.0 * then.per_week):
        return [label("news_luck")]
    most = largest(grown, 1)
    return [label("news_since", reasons=gave_in(trace, most, most=3))] if most else []


def _faced(trace: Trace, entry: Entry) -> Facing | None:
    """Return what it faced at the meeting at which it said yes."""
    of_it = [talk.faced for talk in trace.talks if (talk.round, talk.faced.member) == (entry.round, entry.member)]
    return of_it[-1] if of_it else None


def _at_the_meeting(trace: Trace, faced: Facing, then: View, grown: dict[str, float]) -> list[str]:
    lines = [_offered_before(trace, faced, then)]
    if faced.offer >= 0.0:
        lines.append(label("news_offer", share=percent(faced.offer)))
    if grown:
        lines.append(label("news_since", reasons=gave_in(trace, grown, most=3)))
    if faced.gain < 0.0:
        lines.append(label("news_noisy"))
    return lines


def _offered_before(trace: Trace, faced: Facing, then: View) -> str:
    talks = then.talks
    if talks is None or not talks.meets:
        return label("news_no_meeting", name=trace.case.names.candidate_names[faced.candidate])
    if talks.offer is None:
        return label("news_nothing", why=WHY_NOTHING_WAS[talks.why_nothing])
    return label("news_offered", share=percent(talks.offer))
