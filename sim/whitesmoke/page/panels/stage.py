"""The story: the page that opens, drawn by the same script as the file that `whitesmoke story` writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from whitesmoke.front.one_file import asset, script
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job
from whitesmoke.page.lecture_job import lecture, show_scene
from whitesmoke.page.menu import menu, take
from whitesmoke.page.opening_run import choice, settle
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.setup import WORKBENCH, to_lecture
from whitesmoke.page.story_job import story, what_was_public
from whitesmoke.telling.stage.story_labels import label

HIDDEN = """
.v-app-bar, .v-navigation-drawer, .v-application div.d-flex:has(+ .ws-whole) { display: none !important; }
.ws-live { position: fixed; inset: 0; overflow: auto; z-index: 3; }
.ws-whole > .ws { position: fixed; inset: auto 1em 0; z-index: 4; }
"""
"""Mesa's own controls are those of the workbench; the story has the whole screen, and what is wrong stands over it."""

BEGIN: dict[str, Callable[[Desk], Job]] = {"lecture": lecture, "choice": choice, "story": story}
"""What is shown, or looked for first."""


@drawn("stage.vue")
def _Stage(
    script: str,
    story: dict[str, Any],
    busy: bool,
    query: str,
    day: int,
    member: str,
    scene: int,
    cases: list[Any],
    playing: str,
    known: list[Any],
    event_workbench: Callable[..., object] | None = None,
    event_choose: Callable[..., object] | None = None,
    event_known_by: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Stage(desk: Desk, beat: int) -> None:
    """The whole screen."""
    solara.Style(asset("story.css") + HIDDEN)
    panel = "lecture" if desk.taught.name else "choice" if desk.unsaid else "story"
    solara.use_effect(
        lambda: None if panel in desk.jobs else desk.begin(panel, lambda: BEGIN[panel](desk)), [desk.setup, panel]
    )
    job = desk.jobs.get(panel)
    solara.use_effect(lambda: settle(desk), [desk.setup, panel, bool(job and job.over)])
    found = job.result if panel != "choice" and job and job.result else {"story": {}, "busy": True}
    if job and job.over and job.error:
        with solara.v.Html(tag="div", class_="ws"):
            solara.v.Html(tag="p", class_="ws-alert", attributes={"role": "alert"}, children=[job.error])
    public = desk.jobs.get("public")
    known = public.result if public and public.result else []
    _Stage(
        script=script(),
        story=found["story"],
        busy=found["busy"],
        query=to_lecture(desk.taught.name) if desk.taught.name else desk.link,
        day=desk.shown * desk.case.names.round_days,
        member=desk.sight.member,
        scene=desk.taught.scene,
        cases=solara.use_memo(lambda: menu(desk), [len(desk.known), *desk.uploaded]),
        playing=(job.note if job else "") or label("playing_run"),
        known=known,
        event_known_by=lambda day: desk.begin("public", lambda: what_was_public(desk, day, known)),
        event_workbench=lambda seen: to_workbench(desk, seen),
        event_choose=lambda wanted: take(desk, wanted),
    )


def to_workbench(desk: Desk, seen: object) -> None:
    """Show the workbench, at the day and the member that the story showed."""
    if isinstance(seen, dict) and isinstance(seen.get("day"), int):
        show_scene(desk, seen.get("scene"))
        desk.seek(-(-seen["day"] // desk.case.names.round_days))
        desk.select(str(seen.get("member")))
    desk.look_from(WORKBENCH)
