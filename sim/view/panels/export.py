"""Buttons that hand out the figure and the data; each file is made when it is asked for."""

from __future__ import annotations

import solara

from sim.view import export
from sim.view.desk import Desk
from sim.view.setup import command

FILES = (
    ("Figure PNG", "figure.png", "image/png", lambda desk: export.figure(desk, "png")),
    ("Figure SVG", "figure.svg", "image/svg+xml", lambda desk: export.figure(desk, "svg")),
    ("Run as JSON", "trace.json", "application/json", export.trace_json),
    ("Rounds as CSV", "rounds.csv", "text/csv", lambda desk: export.rounds_csv(desk.trace)),
)


@solara.component
def Export(desk: Desk, beat: int) -> None:
    """The panel."""
    with (
        solara.v.Html(tag="section", class_="ws-card w12 ws-take", attributes={"data-panel": "export"}),
        solara.v.Html(tag="div", class_="ws-row"),
    ):
        solara.v.Html(tag="h2", children=["Take it with you"])
        for label, ending, mime, make in FILES:
            name = f"{export.stem(desk.setup)}-{ending}"
            with solara.FileDownload(lambda make=make: make(desk), filename=name, mime_type=mime).key(ending):
                solara.v.Html(tag="button", children=[label], attributes={"type": "button", "data-file": ending})
        solara.v.Html(tag="code", class_="ws-command", children=[command(desk.setup)])
