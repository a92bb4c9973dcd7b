"""The story of a page's run, told in the background: first the run, then its futures, then the levers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.case import Case
from whitesmoke.front.one_screen import odds, tried_on
from whitesmoke.front.public_odds import known_by
from whitesmoke.front.runs import Runs
from whitesmoke.front.taken import a_date
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job, play, wait_until_compiled
from whitesmoke.page.replicates import played
from whitesmoke.page.what_is_known import case_of
from whitesmoke.telling.stage.story_odds import beside
from whitesmoke.telling.stage.whole_story import screen

RUNS = 1000


def story(desk: Desk, runs: int = RUNS) -> Job:
    """Tell the whole run of a page, and what may come of its scenario; `result` is there as soon as the run is told.

    Of a model of a visitor's own there are no reasons and no futures: both would be those of other agents.
    """
    setup, model, own = desk.setup, desk.model_class, desk.own
    case = case_of(desk)
    compiled = desk.case

    def work(job: Job) -> Mapping[str, Any]:
        trace = played(model, compiled, setup.seed, setup.run, job)
        told = screen(trace, desk.loaded, None, [], case.drawn_from, with_reasons=not own, public=None if own else [])
        if own:
            return {"story": told, "busy": False}
        job.show({"story": told, "busy": True})
        before = futures(case, setup.seed, runs, job)
        told = {**told, "odds": beside(odds(before), trace)}
        job.show({"story": told, "busy": True})
        return {"story": {**told, "levers": _levers(before, job)}, "busy": False}

    return Job(work, desk.changed, 0).start()


def futures(case: Case, seed: int, runs: int, job: Job) -> Runs:
    """Play futures of a case in the background: the same that `Runs.played` plays."""
    job.total += runs
    numbers, draw = case.numbers(runs)
    return Runs(case, seed, play(job, case.compiled.world, runs, seed, tallies=False, numbers=numbers), draw)


def _levers(before: Runs, job: Job) -> list[dict[str, Any]]:
    """Return what each lever changes; nothing where one of them cannot be moved."""
    try:
        return tried_on(before, lambda case: futures(case, before.seed, before.count, job))
    except WhitesmokeError:
        return []


def what_was_public(desk: Desk, day: str, before: list[dict[str, Any]]) -> Job:
    """Add the odds by what was public on a day to those of other days: `result` is all of them, in order."""
    case, seed = case_of(desk), desk.setup.seed

    def work(job: Job) -> list[dict[str, Any]]:
        job.show(before)
        date = a_date(day, "day: ")
        wait_until_compiled(job)
        return sorted([*before, known_by(case, date, RUNS, seed)], key=lambda one: int(one["at"]))

    return Job(work, desk.changed, 1).start()
