"""A run of a sweep, played again on the page: the same as `whitesmoke replay` plays, and held against its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whitesmoke.front.replays import replay
from whitesmoke.front.run import Run
from whitesmoke.front.study import silent
from whitesmoke.model import codes
from whitesmoke.page.background import Draws
from whitesmoke.page.explorer.results import RESULTS, Asked, Taken
from whitesmoke.page.explorer.sweep_book import Book, book_of
from whitesmoke.page.jobs import Job, wait_until_compiled
from whitesmoke.page.looking import look
from whitesmoke.page.setup import WORKBENCH, Setup, sight_of
from whitesmoke.study.point_runs import KeptRun

if TYPE_CHECKING:
    from whitesmoke.page.desk import Desk

READ, RUNS, REPLAY = "results", "runs of points", "replay"
"""Jobs of a page."""


def go_on(desk: Desk) -> None:
    """Do what is to be done next: read the folder, find the run that is asked for, show it."""
    results = desk.results
    if results.key and results.job is None:
        desk.begin(READ, lambda: _reading(desk))
        results.job = desk.jobs[READ]
    elif results.book is not None and results.row >= 0 and not results.book.knows_its_runs and RUNS not in desk.jobs:
        desk.begin(RUNS, lambda: _looking_up(desk, results.book, results.row))
    elif results.book is not None and results.asked is not None and REPLAY not in desk.jobs:
        desk.begin(REPLAY, lambda: _finding(desk, results.book, results.asked))
    elif REPLAY in desk.jobs and desk.jobs[REPLAY].result is not None and desk.jobs[REPLAY].over:
        _show(desk, desk.jobs.pop(REPLAY).result)


def _reading(desk: Desk) -> Job:
    path = desk.results.offered[desk.results.key]

    def work(job: Job) -> Book:
        job.pause_here("reading the folder")
        return book_of(path, job.pause_here)

    return Job(work, desk.changed, 1).start()


def _looking_up(desk: Desk, book: Book | None, row: int) -> Job:
    assert book is not None

    def work(job: Job) -> object:
        job.pause_here("reading the runs of the points")
        return book.runs_of(row)

    return Job(work, desk.changed, 1).start()


def _finding(desk: Desk, book: Book | None, asked: Asked | None) -> Job:
    assert book is not None
    assert asked is not None

    def work(job: Job) -> Taken:
        if book.wants_compiled:
            wait_until_compiled(job)
        job.pause_here("finding the run, and seeing that runs come out as they did")
        return taken(desk, book, asked)

    return Job(work, desk.changed, 1).start()


def taken(desk: Desk, book: Book, asked: Asked) -> Taken:
    """Return a run of a sweep as the page plays it. Raises WhitesmokeError for one that the sweep does not have."""
    known, key = book.seen, desk.results.key
    plan, found = known.plan, replay(known, asked.point, asked.replicate, silent)
    setting, fitted = plan.unique[found.point], plan.experiment.fitted
    file = plan.experiment.scenario_file(setting.scenario)
    name = desk.results.bring(file, Draws(fitted.file) if fitted else None)
    setup = Setup(name, setting.rule, found.seed, asked.replicate, tuple(setting.overrides))
    row = plan.names.index(found.point)
    stored = next((run for run in book.runs_of(row) if run.replicate == asked.replicate), None)
    said = f"Run {asked.replicate} of {book.name(book.rows[row])}, seed {found.seed}, of {book.title}"
    return Taken(key, book.folder.path, found.point, row, setup, f"{said}: {_compared(stored, found.play())}")


def _compared(stored: KeptRun | None, played: Run) -> str:
    """Say whether a run came out as its folder has it."""
    if stored is None:
        return "its folder says that it failed."
    trace = played.trace
    day = None if trace.winner == codes.NONE else (trace.decided_on - trace.case.names.start).days
    outcome = "deadlock" if trace.winner == codes.NONE else trace.case.names.candidates[trace.winner]
    if (outcome, day) == (stored.outcome, stored.day):
        return "it comes out as its folder has it."
    was = stored.outcome if stored.day is None else f"{stored.outcome} on day {stored.day}"
    return f"its folder has another end, {was}: play the folder's runs again with `whitesmoke verify`."


def _show(desk: Desk, found: Taken) -> None:
    """Have the page show a run: as a story, or in the workbench, played to its end."""
    results = desk.results
    asked, results.asked = results.asked, None
    results.row = found.row
    if not desk.open(found.setup):
        return
    results.taken = found
    desk.look_from(asked.face if asked else "story")
    if desk.face == WORKBENCH:
        desk.finish()
        wanted, results.query = sight_of(results.query), ""
        if wanted.face == WORKBENCH:
            look(desk, wanted)


def back(desk: Desk) -> None:
    """Show the results again."""
    desk.look_from(RESULTS)


def ask(desk: Desk, wanted: object) -> None:
    """Take a run that was clicked."""
    results, book = desk.results, desk.results.book
    if not isinstance(wanted, dict) or book is None or not 0 <= results.row < len(book.rows):
        return
    number = wanted.get("run")
    if isinstance(number, int) and number >= 0:
        face = WORKBENCH if wanted.get("face") == WORKBENCH else "story"
        results.asked = Asked(book.rows[results.row]["point"], number, face)
        desk.cancel(REPLAY)
        desk.changed()
