"""Buttons that hand out the figure and the data; each file is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import solara

from whitesmoke.page import downloads
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.typed import first, to_type

FILES = (
    ("Whole figure PNG", "figure.png", "image/png", lambda desk: downloads.figure(desk, "png")),
    ("Whole figure SVG", "figure.svg", "image/svg+xml", lambda desk: downloads.figure(desk, "svg")),
    ("Run as JSON", "trace.json", "application/json", downloads.trace_json),
    ("Rounds as CSV", "rounds.csv", "text/csv", lambda desk: downloads.rounds_csv(desk.trace)),
)
COMMAND = {"data-test": "command", "title": "Plays this run in a terminal (bash, zsh), in the folder of this page"}


@drawn("figures.vue")
def _Figures(stem: str, title: str, source: str) -> None: ...


@solara.component
def Export(desk: Desk, beat: int) -> None:
    """The panel."""
    with (
        solara.v.Html(tag="section", class_="ws-card w12 ws-take", attributes={"data-panel": "export"}),
        solara.v.Html(tag="div", class_="ws-row"),
    ):
        solara.v.Html(tag="h2", children=["Take it with you"])
        _Figures(stem=downloads.that_day(desk), title=desk.case.names.title, source=downloads.source(desk))
        for label, ending, mime, make in FILES:
            _button(label, ending, f"{downloads.so_far(desk)}-{ending}", mime, partial(make, desk))
        if brought := desk.uploaded.get(desk.setup.scenario):
            _button("Scenario file", "scenario.toml", brought.path.name, "application/toml", brought.path.read_bytes)
        if line := to_type(desk, desk.setup):
            solara.v.Html(tag="code", class_="ws-command", children=[line], attributes=COMMAND)
        if said := first(desk):
            attributes = {"data-test": "first", "style": "flex-basis:100%;margin:0"}
            solara.v.Html(tag="p", class_="ws-note", children=[said], attributes=attributes)


def _button(label: str, ending: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    with solara.FileDownload(make, filename=name, mime_type=mime).key(ending):
        solara.v.Html(tag="button", children=[label], attributes={"type": "button", "data-file": ending})
