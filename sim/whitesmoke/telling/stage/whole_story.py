"""The story of a run on one screen, as one object that JSON can carry: the page and the one file are drawn from it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import zip_longest
from typing import Any

from whitesmoke.model.trace import Trace
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling.first import what_was_granted
from whitesmoke.telling.stage import cast, on_record
from whitesmoke.telling.stage.last_screen import ending
from whitesmoke.telling.stage.plain_reasons import plain
from whitesmoke.telling.stage.steps import steps
from whitesmoke.telling.stage.story_labels import LABELS, label
from whitesmoke.telling.stage.story_odds import beside
from whitesmoke.telling.stage.who_moved import who_moved
from whitesmoke.telling.stage.who_waits import waiting
from whitesmoke.telling.story import outcome, who_held_up

FORMAT = 1
"""Of the object; moves when the meaning of a field does."""


def screen(
    trace: Trace,
    loaded: Loaded,
    odds: dict[str, Any] | None,
    levers: list[dict[str, Any]],
    drawn_from: str = "",
    with_reasons: bool = True,
    public: list[dict[str, Any]] | None = None,
    also: Collection[int] = (),
) -> dict[str, Any]:
    """Return the story of a run; `odds` as `futures` has them, or nothing; `levers` with what each changes;
    `public`: the odds by what was public, day by day, or nothing where that cannot be said.

    It has a step for each round on which something happened, and for those in `also`.
    Without reasons, of a model of one's own whose members decide otherwise than `explain` knows.
    """
    case, told = trace.case, steps(trace, also, with_reasons)
    why = waiting(trace, [one["round"] for one in told] if with_reasons else [])
    return {
        "format": FORMAT,
        "labels": LABELS,
        "about": {
            **on_record.about(loaded, case),
            "scenario": case.names.scenario,
            "seed": trace.seed,
            "run": trace.run,
            "run_mark": label("simulated_run", seed=trace.seed, run=trace.run),
            "run_words": label("simulated_long", seed=trace.seed, run=trace.run),
            "start": case.names.start.isoformat(),
            "days": case.world.rounds * case.world.round_days,
            "round_days": case.world.round_days,
        },
        **cast.stage(case),
        "steps": [{**one, **_why(found)} for one, found in zip_longest(told, why)],
        "verdict": [*outcome(trace), *map(plain, who_held_up(trace, numbers=False))],
        "moved": who_moved(trace, [act for one in told for act in one["acts"]]),
        "ending": ending(trace, loaded),
        "granted": [line.removesuffix(".") + "." for line in what_was_granted(trace)],
        "facts": on_record.facts(loaded, drawn_from),
        "record": on_record.record(loaded, case),
        "odds": odds and beside(odds, trace),
        "levers": levers,
        "public": public,
    }


def _why(found: dict[str, Any] | None) -> dict[str, Any]:
    if found is None:
        return {"focus": -1, "waiting": {}}
    return {"focus": found["focus"], "waiting": {str(i): one for i, one in found["of"].items()}}
