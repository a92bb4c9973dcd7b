"""Which run a story opens with, where nobody has said which: the one that goes as most do."""

from __future__ import annotations

from whitesmoke.evidence.analysis import typical
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job
from whitesmoke.page.story_job import futures
from whitesmoke.page.what_is_known import case_of


def choice(desk: Desk) -> Job:
    """Look for that run in the background; `result` is its number, of a very large body 0."""
    case, seed = case_of(desk), desk.setup.seed

    def work(job: Job) -> int:
        if not typical.is_sought(case.compiled):
            return 0
        return futures(case, seed, typical.RUNS, job).typical or 0

    return Job(work, desk.changed, 0).start()


def settle(desk: Desk) -> None:
    """Show the run that was found; run 0 where none could be."""
    job = desk.jobs.get("choice")
    if not (desk.unsaid and job and job.over):
        return
    said = desk.problems, desk.message  # of the link: they hold still
    desk.open(desk.setup._replace(run=job.result or 0))
    desk.problems, desk.message = said
    desk.unsaid = False
    desk.changed()
