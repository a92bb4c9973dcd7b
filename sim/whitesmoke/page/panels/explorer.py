"""The results explorer: a sweep's question and finding, its points, what they hang on, and the runs of a point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.page.desk import Desk
from whitesmoke.page.explorer import replaying
from whitesmoke.page.explorer.choice import settled
from whitesmoke.page.explorer.corner_chart import corners, explained
from whitesmoke.page.explorer.point_card import card
from whitesmoke.page.explorer.point_chart import chart, hanging, offers
from whitesmoke.page.explorer.results import Results
from whitesmoke.page.explorer.sweep_book import Book
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.reach import without_folders
from whitesmoke.page.setup import WORKBENCH

if TYPE_CHECKING:
    from collections.abc import Callable

HIDDEN = """
.v-app-bar, .v-navigation-drawer, .v-application div.d-flex:has(+ .ws-explores) { display: none !important; }
.ws-explores { position: fixed; inset: 0; overflow: auto; z-index: 3; }
"""
"""Mesa's own controls are those of the workbench; the results have the whole screen."""


@drawn("results.vue")
def _Head(
    head: dict[str, Any],
    event_open: Callable[..., object] | None = None,
    event_workbench: Callable[..., object] | None = None,
) -> None: ...


@drawn("points.vue")
def _Points(
    chart: dict[str, Any],
    choices: dict[str, Any],
    picked: int,
    event_choose: Callable[..., object] | None = None,
    event_pick: Callable[..., object] | None = None,
) -> None: ...


@drawn("corners.vue")
def _Corners(
    found: list[dict[str, Any]], explained: str, picked: int, event_pick: Callable[..., object] | None = None
) -> None: ...


@drawn("hanging.vue")
def _Hanging(found: dict[str, Any], across: str, event_choose: Callable[..., object] | None = None) -> None: ...


@drawn("point.vue")
def _Point(
    point: dict[str, Any],
    busy: str,
    error: str,
    event_replay: Callable[..., object] | None = None,
    event_pick: Callable[..., object] | None = None,
    event_cancel: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Explorer(desk: Desk, beat: int) -> None:
    """The whole page."""
    results, book = desk.results, desk.results.book
    solara.Style(HIDDEN)
    solara.use_effect(lambda: replaying.go_on(desk), [beat])
    if book is not None:
        results.looked_at(book)  # before its link is made
    with (
        solara.v.Html(tag="div", class_="ws-explores"),
        solara.v.Html(tag="section", class_="ws ws-results", attributes={"aria-label": "Results"}),
    ):
        _Head(
            head=head(desk, book),
            event_open=lambda key: open_folder(desk, key),
            event_workbench=lambda _: desk.look_from(WORKBENCH),
        )
        if book is not None:
            Inside(desk, results, book, beat)


@solara.component
def Inside(desk: Desk, results: Results, book: Book, beat: int) -> None:
    """A folder that is open."""
    choice = results.looked_at(book)
    drawing, offered = solara.use_memo(lambda: (chart(book, choice), offers(book, choice)), [id(book), choice])
    within = solara.use_memo(lambda: corners(book), [id(book)])
    told = solara.use_memo(lambda: hanging(book, choice), [id(book), choice.y])
    known = results.row >= 0 and book.knows_its_runs
    point = solara.use_memo(lambda: card(book, results.row) if known else {}, [id(book), results.row, known])
    job = desk.jobs.get(replaying.REPLAY)
    with solara.v.Html(tag="div", class_="ws-sides" if told or point else "ws-side"):
        with solara.v.Html(tag="div", class_="ws-beside"):
            _Points(
                chart=drawing,
                choices=offered,
                picked=results.row,
                event_choose=lambda wanted: choose(desk, wanted),
                event_pick=lambda row: pick(desk, row),
            )
            if within:
                _Corners(
                    found=within,
                    explained=explained(book),
                    picked=results.row,
                    event_pick=lambda row: pick(desk, row),
                )
        if told or point:
            with solara.v.Html(tag="div", class_="ws-beside"):
                if point:
                    _Point(
                        point=point,
                        busy=job.busy if job else "",
                        error=job.error if job and job.over else "",
                        event_replay=lambda wanted: replaying.ask(desk, wanted),
                        event_pick=lambda row: pick(desk, row),
                        event_cancel=lambda _: give_up(desk),
                    )
                if told:
                    _Hanging(found=told, across=choice.x, event_choose=lambda wanted: choose(desk, wanted))


def head(desk: Desk, book: Book | None) -> dict[str, Any]:
    """Return what stands over the points: which folder, its question, what came out, how far it is."""
    results, job = desk.results, desk.results.job
    looked_for, runs = (desk.jobs.get(name) for name in (replaying.REPLAY, replaying.RUNS))
    problem = job.error if job is not None and job.over and book is None else ""
    lost = looked_for.error if looked_for is not None and results.row < 0 and looked_for.over else ""
    return {
        "folders": [*results.offered],
        "key": results.key,
        "link": results.link(),
        "message": without_folders(results.message) or problem or lost or (runs.error if runs is not None else ""),
        "busy": next((one.busy for one in (job, runs, looked_for) if one is not None and one.busy), ""),
        "none": not results.offered,
        **(_told(book) if book else {}),
    }


def _told(book: Book) -> dict[str, Any]:
    found = book.found
    more = [f"{name.capitalize()}: {found[name]}" for name in ("mechanism", "assumption") if found.get(name)]
    return {
        "title": book.title,
        "question": found["question"],
        "findings": book.findings,
        "standing": book.standing,
        "complete": book.state.complete,
        "more": more,
    }


def open_folder(desk: Desk, key: object) -> None:
    """Open another folder, or the same anew."""
    desk.cancel(replaying.RUNS)
    desk.cancel(replaying.REPLAY)
    desk.results.open(key)
    desk.changed()


def choose(desk: Desk, wanted: object) -> None:
    """Look at something else of the folder."""
    results, book = desk.results, desk.results.book
    if not isinstance(wanted, dict) or book is None:
        return
    now = results.looked_at(book)._asdict()
    held = wanted.get("at")
    at = {**dict(now["at"]), **(held if isinstance(held, dict) else {})}
    others = {name: value for name, value in wanted.items() if name in now and isinstance(value, str)}
    if others.get("x") == now["series"]:
        now["series"] = now["x"]  # they change places
    if others.get("x") == now["panels"]:
        now["panels"] = ""
    results.choice = settled(book, {**now, **others, "at": at})
    desk.changed()


def pick(desk: Desk, row: object) -> None:
    """Look at a point; a number that is none closes it."""
    book = desk.results.book
    desk.cancel(replaying.REPLAY)
    if replaying.RUNS in desk.jobs and desk.jobs[replaying.RUNS].error:
        desk.cancel(replaying.RUNS)  # it is looked up anew for this one
    desk.results.asked = None
    desk.results.row = row if isinstance(row, int) and book is not None and 0 <= row < len(book.rows) else -1
    desk.changed()


def give_up(desk: Desk) -> None:
    """Look for a run no longer."""
    desk.results.asked = None
    desk.cancel(replaying.REPLAY)


@drawn("taken.vue")
def _From(words: str, event_back: Callable[..., object] | None = None) -> None: ...


@solara.component
def TakenFrom(desk: Desk, beat: int) -> None:
    """Over a run of a sweep: which it is, and the way back to the results."""
    taken = desk.results.taken
    if taken is None or desk.setup.scenario != taken.setup.scenario:
        return
    changed = "" if desk.setup == taken.setup else "Changed since it was taken from the results. "
    _From(words=changed + taken.words, event_back=lambda _: replaying.back(desk))
