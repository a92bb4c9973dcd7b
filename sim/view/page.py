"""The page: Mesa's SolaraViz with its controls in a drawer, and below it this project's own panels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara
from mesa.visualization.solara_viz import SolaraViz

from sim.model import Negotiation
from sim.view.desk import Desk
from sim.view.panels.alliance import Alliance
from sim.view.panels.compare import Compare
from sim.view.panels.export import Export
from sim.view.panels.forecast import Forecast
from sim.view.panels.ledger import Ledger
from sim.view.panels.pulse import Pulse
from sim.view.panels.race import Race
from sim.view.panels.setup import SetupLine
from sim.view.panels.stances import Stances
from sim.view.panels.story import Story
from sim.view.panels.tally import Tally
from sim.view.panels.transport import Transport
from sim.view.panels.whatif import WhatIf
from sim.view.panels.why import Why
from sim.view.setup import Setup, from_query

STYLE = Path(__file__).with_name("style.css")


def page(model: type[Negotiation] | None = None, scenario: str = "rutte-iohannis", may_save: bool = False) -> Any:
    """Return the page of a model as a Solara component: `Page = page(MyModel)`.

    Parameters
    ----------
    model : `sim.model.Negotiation` or a subclass that is made the same way: `MyModel(case, rng=1, run=0)`
    scenario : the one shown first
    may_save : whether the page may write variants next to the scenario that they change
    """
    model = model or Negotiation

    @solara.component
    def Page() -> None:
        query = solara.use_router().search or ""
        desk: Desk = solara.use_memo(lambda: _desk(model, scenario, query, may_save), [])
        solara.use_effect(lambda: desk.close, [])
        solara.Style(STYLE.read_text(encoding="utf-8"))
        SolaraViz(desk.model, components=[], model_params={"desk": desk}, name="whitesmoke", play_interval=300)
        Panels(desk)

    return Page


def _desk(model: type[Negotiation], scenario: str, query: str, may_save: bool) -> Desk:
    first = Setup(scenario)
    from sim.scenario import library

    return Desk(model, from_query(query, [one.name for one in library.shipped()], first), may_save)


@solara.component
def Panels(desk: Desk) -> None:
    """Everything below the app bar."""
    with solara.v.Html(tag="div", class_="ws"):
        SetupLine(desk)
        Messages(desk)
        Transport(desk)
        with solara.v.Html(tag="div", class_="ws-grid"):
            Alliance(desk)
            Tally(desk)
            Stances(desk)
            Why(desk)
            Story(desk)
            Ledger(desk)
            Race(desk)
            WhatIf(desk)
            Forecast(desk)
            Compare(desk)
            Export(desk)
        Pulse(desk)


@solara.component
def Messages(desk: Desk) -> None:
    """What went wrong, in the words of `whitesmoke check`."""
    desk.watch()
    said = [*desk.problems, *([desk.message] if desk.message else [])]
    if said:
        with solara.v.Html(tag="div", class_="ws-alert", attributes={"role": "alert", "data-test": "problems"}):
            for sentence in said:
                solara.v.Html(tag="p", children=[sentence])
