"""A lecture on the page: told in the background, first the runs of its scenes, then the futures around each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whitesmoke.front.lecture import Lecture
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job
from whitesmoke.page.setup import Setup
from whitesmoke.page.story_job import RUNS, futures
from whitesmoke.scenario.lectures import LoadedLecture, load_lecture
from whitesmoke.scenario.lever_ends import overrides


def lecture(desk: Desk, runs: int = RUNS) -> Job:
    """Tell the lecture that a page shows; `result` is there as soon as the runs of its scenes are."""
    file = desk.taught.file

    def work(job: Job) -> Mapping[str, Any]:
        page, data = Lecture(load_lecture(file)).page(runs), dict[str, Any]()
        for data in page.parts(lambda case, seed: futures(case, seed, runs, job)):
            job.show({"story": data, "busy": True})
        return {"story": data, "busy": False}

    return Job(work, desk.changed, 0).start()


def setup_of(found: LoadedLecture, scene: int) -> Setup:
    """Return what a scene of a lecture, counted from 0, plays, as the workbench can show it."""
    one, loaded = found.spec.scenes[scene], found.loaded[scene]
    lever = overrides(loaded, one.lever, one.end) if one.lever and one.end else []
    return Setup(loaded.name, one.rule, found.seed(one), one.run, (*one.set, *lever))


def show_scene(desk: Desk, scene: object) -> None:
    """Open what a scene of the lecture of a page plays, if there is one; the lecture waits at that scene."""
    name = desk.taught.name
    if name and isinstance(scene, int) and not isinstance(scene, bool):
        found = load_lecture(desk.taught.file)
        at = max(0, min(scene, len(found.spec.scenes) - 1))
        if desk.open(setup_of(found, at)):
            desk.taught.begin(name, at)
