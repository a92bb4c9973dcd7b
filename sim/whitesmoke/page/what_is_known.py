"""What is known beside a run: what the record leaves open on a day, and what each part costs or saves."""

from __future__ import annotations

from whitesmoke.front.attribution import Attribution
from whitesmoke.front.case import Case
from whitesmoke.front.nowcast import Nowcast
from whitesmoke.front.sizes import PAIRS, PARTICLES
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job, wait_until_compiled


def case_of(desk: Desk) -> Case:
    """Return the scenario of a page as commands ask about it: changes, rule and posterior are those of the page."""
    return Case(desk.loaded, desk.setup.rule, desk.draws.posterior if desk.draws else None)


def nowcast(desk: Desk, runs: int = PARTICLES) -> Job:
    """Forecast as of the day looked at, from what was public by then: not from the run shown."""
    case, seed, day = case_of(desk), desk.setup.seed, desk.case.names.date_of_round(desk.shown)

    def work(job: Job) -> Nowcast:
        wait_until_compiled(job)
        job.pause_here(f"playing {runs:,} runs that agree with what was known")
        return Nowcast.played(case, day, runs, seed, weekly=False, field_known=False)

    return Job(work, desk.changed, runs).start()


def attribution(desk: Desk, runs: int = PAIRS) -> Job:
    """Play the scenario with and without each part of it."""
    case, seed = case_of(desk), desk.setup.seed

    def work(job: Job) -> Attribution:
        wait_until_compiled(job)
        return Attribution.played(case, runs, seed, 0, lambda played, planned: job.at(runs * played, runs * planned))

    return Job(work, desk.changed, runs).start()
