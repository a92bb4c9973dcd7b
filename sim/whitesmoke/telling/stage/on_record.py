"""What is fact and what is not: what the record has, what is scripted, what is assumed."""

from __future__ import annotations

import re
from typing import Any

from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import long_date
from whitesmoke.model.world import seated
from whitesmoke.scenario.everybody import by_everybody
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling.caveats import caveats
from whitesmoke.telling.stage.story_labels import label
from whitesmoke.telling.words import rule_name
from whitesmoke.writing.estimates import counted

SENTENCE = re.compile(r"(?<=[a-z0-9)”\"][.:;?!])\s+(?=[A-Z])")
"""Where a sentence of a text ends."""
SHORT = 60
"""Letters under which a sentence says too little to stand alone."""


def about(loaded: Loaded, case: Compiled) -> dict[str, Any]:
    """Return the title, and what it is about: the scenario's first sentence or two, and who decides by which rule."""
    told, *more = SENTENCE.split(" ".join(loaded.scenario.about.split()))
    while more and len(told) < SHORT:
        told = f"{told} {more.pop(0)}"
    return {"title": case.names.title, "sentence": told, "decide": _decide(case)}


def _decide(case: Compiled) -> str:
    """Return how many decide, at the beginning and at the end, and by which rule."""
    world = case.world
    first, last = (int(seated(world, t * world.round_days).sum()) for t in (0, world.rounds))
    members = counted(first, "member") + (f", {last} at the end" if last != first else "")
    everybody = by_everybody(case.world, 0)
    return label("all_agree", members=members) if everybody else label("by_rule", members=members, rule=rule_name(case))


def facts(loaded: Loaded, drawn_from: str) -> list[str]:
    """Return what is scripted, assumed and on record, in sentences."""
    texts = [
        label("in_quotes", text=event.text or name) for name, event in loaded.scenario.events.items() if event.on_exit
    ]
    told = caveats(loaded, drawn_from)
    return [*told[:1], *([label("on_exit", texts="; ".join(texts))] if texts else []), *told[1:]]


def record(loaded: Loaded, case: Compiled) -> list[dict[str, Any]]:
    """Return what the record has by date: counts of supporters, who left, the decision; empty without a record."""
    names, tables = case.names, loaded.tables
    found: list[dict[str, Any]] = [
        {"date": count.date, "kind": "count", "words": _count(case, count)}
        for count in tables.counts
        if count.candidate in names.candidates
    ]
    found += [
        {"date": when, "kind": "exit", "words": f"{_name(case, gone.candidate)} {label('has_left')}"}
        for gone in loaded.scenario.record.exits
        if (when := gone.public or gone.private)
    ]
    if decision := loaded.scenario.record.decision:
        words = label("record_decision") + (f": {_name(case, decision.winner)}" if decision.winner else "")
        found.append({"date": decision.date, "kind": "decision", "words": words})
    return [{**one, **_at(case, one["date"])} for one in sorted(found, key=lambda one: one["date"])]


def _at(case: Compiled, date: Any) -> dict[str, Any]:
    return {"date": date.isoformat(), "day": long_date(date), "at": (date - case.names.start).days}


def _count(case: Compiled, count: Any) -> str:
    seen = str(count.low) if count.low == count.high else label("from_to", low=count.low, high=count.high)
    return label("count_to", committed=seen, members=count.members, name=_name(case, count.candidate))


def _name(case: Compiled, candidate: str) -> str:
    return case.names.candidate_names[case.names.candidates.index(candidate)]
