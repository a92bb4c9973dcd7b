"""What happens, step by step: a step is a day on which something did, with its sentences and who acts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

import numpy as np

from whitesmoke.model import codes, network
from whitesmoke.model.reading import long_date
from whitesmoke.model.trace import Entry, Trace
from whitesmoke.model.world import seated
from whitesmoke.telling.by_name import grantor_name, member_name
from whitesmoke.telling.end_of_day import end_of_day
from whitesmoke.telling.explain import terms_of
from whitesmoke.telling.stage.cast import MOST_CONNECTED
from whitesmoke.telling.stage.ears import MOST, stand_out
from whitesmoke.telling.stage.plain_reasons import gave_in
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.stage.what_was_new import what_was_new
from whitesmoke.telling.story import first, growth, largest
from whitesmoke.telling.words import listed, tell
from whitesmoke.writing.estimates import counted

ABSENT = -2
"""Where a member stands that has no seat; codes.NONE of one that waits."""
MOST_MOVED = 2
"""Reasons that are told of what moved a member."""
MOST_TOLD = 400
"""Commitments of which it is told what moved them: the last ones of a very large body have to do without."""


def steps(trace: Trace, also: Collection[int] = (), with_reasons: bool = True) -> list[dict[str, Any]]:
    """Return the steps of a run: the opening, every day on which something happened, the end, and some rounds more.

    Without reasons nothing is said of what moved anybody.
    """
    told = {t: list(entries) for t, entries in groupby(trace.entries, key=lambda entry: entry.round)}
    found, before = [], [ABSENT] * len(trace.case.names.members)
    last = 0
    for t in sorted({0, *told, *also, trace.rounds}):
        now = standing(trace, t)
        said = _told(trace, t, told.get(t, []), last, with_reasons)
        found.append({**_day(trace, t), **said, "moves": _moves(before, now)})
        before, last = now, t
    return found


def standing(trace: Trace, t: int) -> list[int]:
    """Return where every member stands at the end of a round: a candidate, codes.NONE, or ABSENT."""
    seats = seated(trace.case.world, t * trace.case.world.round_days)
    stances: list[int] = np.where(seats, trace.stances[t], ABSENT).tolist()
    return stances


def _moves(before: list[int], now: list[int]) -> list[list[int]]:
    return [[i, b] for i, (a, b) in enumerate(zip(before, now)) if a != b]


def _day(trace: Trace, t: int) -> dict[str, Any]:
    date = trace.decided_on if t == trace.rounds else trace.case.names.date_of_round(t)
    return {
        "round": t,
        "date": date.isoformat(),
        "day": long_date(date),
        "at": (date - trace.case.names.start).days,
        "members": trace.members[t],
        "committed": [int(x) for x in trace.committed[t]],
        "racing": [int(status) == codes.ACTIVE for status in trace.status[t]],
    }


def _told(trace: Trace, t: int, entries: list[Entry], last: int, with_reasons: bool) -> dict[str, Any]:
    quiet = "opening" if t == 0 else "goes_on" if t == trace.rounds else "quiet"
    sentences = tell(trace, entries, numbers=False) or [label(quiet).removesuffix(".")]
    return {
        "kind": _main(entries),
        "lines": [_line(sentence) for sentence in sentences],
        "acts": list(_acts(trace, entries, with_reasons)),
        "why": list(_moved(trace, entries, last)) if with_reasons else [],
    }


def _line(sentence: str) -> dict[str, Any]:
    scripted = sentence.startswith("scripted: ")
    return {"text": f"{first(sentence.removeprefix('scripted: '))}.", "scripted": scripted}


ORDER = (
    *("consensus", "deadlock", "exit", "entry", "announcement", "endorsement", "consultation", "shock", "disavowal"),
    *("accession", "departure", "date missed", "expiry missed", "silence", "ballot", "defection", "release"),
    *("concession", "refusal", "nothing offered", "late demand", "ratification", "amendment", "commitment"),
)
"""Of several things on a day the first of these names the step."""


def _main(entries: list[Entry]) -> str:
    kinds = [entry.kind for entry in entries]
    return next((kind for kind in ORDER if kind in kinds), kinds[0] if kinds else "quiet")


def _acts(trace: Trace, entries: list[Entry], with_reasons: bool) -> Iterator[dict[str, Any]]:
    """Yield who is seen to act: the member, the candidate it is about, who grants, and whom it had heard."""
    for entry in entries:
        act: dict[str, Any] = {"kind": entry.kind, "member": entry.member, "candidate": entry.candidate}
        act["detail"] = entry.detail
        if entry.kind == "concession":
            act["by"] = grantor_name(trace.case, entry.demand if entry.payer < 0 else entry.payer)
        if of_its_own(entry):
            act |= {"heard": heard(trace, entry), **(_endorsed_by(trace, entry) if with_reasons else {})}
        yield act


def of_its_own(entry: Entry) -> bool:
    """Say whether somebody came round, and neither to its own candidate nor because the scenario has it so."""
    return entry.kind == "commitment" and entry.detail not in ("home", "scripted")


def heard(trace: Trace, entry: Entry) -> list[list[float]]:
    """Return [member, share of attention] of those who stand out of all who had committed to the same before it did."""
    before = _before(trace, entry)
    return stand_out(network.matrix(trace.case)[entry.member], before) if before else []


def _endorsed_by(trace: Trace, entry: Entry) -> dict[str, int]:
    """Return the patron, where its endorsement is told of as what moved a member of a small body."""
    patron, members = trace.case.names.patron, trace.case.names.members
    if (
        patron not in members
        or len(members) > MOST_CONNECTED
        or "patron" not in list(_grown(trace, entry))[:MOST_MOVED]
    ):
        return {}
    return {"endorsed_by": members.index(patron)}


def _before(trace: Trace, entry: Entry) -> list[int]:
    """Return all it listens to who had committed to the same before it did; nobody where one cannot look back."""
    if not 1 <= entry.round <= len(trace.looks) or len(trace.case.names.members) > MOST_CONNECTED:
        return []
    stances, row = trace.looks[entry.round - 1].stance, network.matrix(trace.case)[entry.member]
    return [int(j) for j in np.flatnonzero((stances == entry.candidate) & (row > 0.0))]


def _moved(trace: Trace, entries: list[Entry], last: int) -> Iterator[dict[str, Any]]:
    """Yield of each member that comes round what moved it, what was new since the last step, and whom it had heard."""
    given = [entry for entry in entries if of_its_own(entry)]
    if not given or not trace.looks:
        return
    look = end_of_day(trace, last)
    for entry in given[:MOST_TOLD]:
        new = what_was_new(trace, entry, last, look) if 2 <= entry.round <= len(trace.looks) else []
        lines = [*_reasons(trace, entry), *([" ".join(new)] if new else []), *_ears(trace, entry)]
        if lines:
            yield {"member": entry.member, "lines": lines}


def _reasons(trace: Trace, entry: Entry) -> list[str]:
    grown = _grown(trace, entry)
    return [label("moved_by", reasons=gave_in(trace, grown, MOST_MOVED))] if grown else []


def _grown(trace: Trace, entry: Entry) -> dict[str, float]:
    """Return the terms that grew since its candidate was first in the race, largest first, logits."""
    if not 2 <= entry.round <= len(trace.looks):
        return {}
    i, k, case = entry.member, entry.candidate, trace.case
    start = next((at for at, look in enumerate(trace.looks) if look.status[k] == codes.ACTIVE), 0)
    before = terms_of(case, trace.looks[start], i, k)
    after = terms_of(case, trace.looks[entry.round - 1], i, k)
    return largest(growth(before, after), 1)


def _ears(trace: Trace, entry: Entry) -> list[str]:
    """Return who of those it listens to had come round: by name who stands out, or all of a few; else how many."""
    before = _before(trace, entry)
    told = before if len(before) <= MOST else [int(j) for j, _ in heard(trace, entry)]
    names, others = [member_name(trace.case, j) for j in told], len(before) - len(told)
    if not before:
        return []
    if not told:
        return [label("ears_alike", count=others)]
    return [label("ears", names=listed([*names, *([counted(others, "other")] if others else [])]))]
