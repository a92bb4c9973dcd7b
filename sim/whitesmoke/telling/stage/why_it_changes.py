"""Who is last where nothing is agreed, with a lever and without it: counted, and no cause claimed."""

from __future__ import annotations

from collections.abc import Mapping

from whitesmoke.evidence.analysis.ensemble_summary import Difference
from whitesmoke.model.compiled import Compiled
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.lever_words import futures, instead
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.words import listed_or_counted
from whitesmoke.writing.estimates import may_be_luck, told_apart

MOST_NAMES = 3
OUTDONE = 2.0
"""How many times the change of whoever is told of another's has to be, to be told as well."""
Shares = Mapping[str, float]
"""By member, in which share of all runs nothing was agreed and it was among the last: see `endings.stuck_on`."""


def why_it_changes(case: Compiled, found: Difference, before: Shares, after: Shares) -> str:
    """Return who is most often among the last with the lever, with how often without it; empty if all is agreed."""
    top, old = _most(after), _most(before)
    if top:
        told = {"after": futures(after[top[0]], _digits(before, after, top)), "beside": _beside(before, after, top)}
        return label("why_stuck", who=_who(case, top), more=_more(case, found, before, after), **told)
    return label("why_settled", who=_who(case, old), before=futures(before[old[0]])) if old else ""


def _most(shares: Shares) -> list[str]:
    """Return who has the largest share: several, where they have the same."""
    return [code for code, share in shares.items() if share == max(shares.values())]


def _digits(before: Shares, after: Shares, who: list[str]) -> int:
    return told_apart(after[who[0]], *(before.get(code, 0.0) for code in who))


def _beside(before: Shares, after: Shares, who: list[str]) -> str:
    """Return how often before; nothing of several who differed then."""
    old = {before.get(code, 0.0) for code in who}
    if len(old) > 1:
        return ""
    if old == {after[who[0]]}:
        return label("why_as_before")
    return label("why_instead", before=instead(old.pop(), _digits(before, after, who)))


def _more(case: Compiled, found: Difference, before: Shares, after: Shares) -> str:
    """Return who it was without the lever, if others; or else whose number changes much more, the way of all."""
    top, old = _most(after), _most(before)
    if old and not set(top) & set(old):
        return label("why_without", who=_who(case, old), before=instead(before[old[0]]))
    if may_be_luck(found.deadlock):
        return ""
    grown = {code: after.get(code, 0.0) - before.get(code, 0.0) for code in {**after, **before}}
    along = {code: growth if found.deadlock.value > 0.0 else -growth for code, growth in grown.items()}
    most = _most(along)
    if len(most) > 1 or along[most[0]] < OUTDONE * max(abs(grown[code]) for code in top):
        return ""
    new, was = after.get(most[0], 0.0), before.get(most[0], 0.0)
    digits = told_apart(new, was)
    return label("why_changed", who=_who(case, most), after=instead(new, digits), before=instead(was, digits))


def _who(case: Compiled, who: list[str]) -> str:
    """Return members by name, a crowd of them counted."""
    codes = case.names.members
    names = [member_name(case, codes.index(code)) if code in codes else code for code in who]
    if len(names) == 1:
        return names[0]
    return label("why_each", names=listed_or_counted(names, MOST_NAMES))
