"""The page: Mesa's SolaraViz with its controls in a drawer, and below it this project's own panels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara
from mesa.visualization.solara_viz import SolaraViz

from sim.model import Negotiation
from sim.view.catalogue import catalogue
from sim.view.desk import Desk
from sim.view.draws import Draws
from sim.view.panels.alliance import Alliance
from sim.view.panels.compare import Compare
from sim.view.panels.export import Export
from sim.view.panels.forecast import Forecast
from sim.view.panels.ledger import Ledger
from sim.view.panels.pulse import Pulse
from sim.view.panels.race import Race
from sim.view.panels.safe import Safe
from sim.view.panels.setup import SetupLine
from sim.view.panels.stances import Stances
from sim.view.panels.story import Story
from sim.view.panels.tally import Tally
from sim.view.panels.transport import Transport
from sim.view.panels.whatif import WhatIf
from sim.view.panels.why import Why
from sim.view.setup import Setup, from_query, nowhere, other_draws

PANELS = {
    "The alliance": Alliance,
    "The tally": Tally,
    "Stance by round": Stances,
    "Why": Why,
    "What happened": Story,
    "The ledger": Ledger,
    "Candidates": Race,
    "What if": WhatIf,
    "The forecast": Forecast,
    "The comparison": Compare,
    "Files": Export,
}
STYLE = Path(__file__).with_name("style.css")


def page(
    model: type[Negotiation] | None = None,
    scenario: str = "rutte-iohannis",
    may_save: bool = False,
    posterior: Path | None = None,
) -> Any:
    """Return the page of a model as a Solara component: `Page = page(MyModel)`.

    Parameters
    ----------
    model : `sim.model.Negotiation` or a subclass that is made the same way: `MyModel(case, rng=1, run=0)`
    scenario : the one shown first
    may_save : whether the page may write variants next to the scenario that they change
    posterior : of `whitesmoke calibrate`: run j has draw j of the parameters
    """
    model = model or Negotiation
    name, known = catalogue(scenario)
    draws = Draws(posterior) if posterior else None

    def opened(query: str) -> Desk:
        otherwise = Setup(name)
        desk = Desk(model, from_query(query, list(known), otherwise), known, may_save, draws)
        desk.message = nowhere(query, list(known), otherwise) or other_draws(query, draws.name if draws else "")
        return desk

    @solara.component
    def Page() -> None:
        query = solara.use_router().search or ""
        desk: Desk = solara.use_memo(lambda: opened(query), [])
        solara.use_effect(lambda: desk.close, [])
        solara.Title("whitesmoke")
        solara.Style(STYLE.read_text(encoding="utf-8"))
        with solara.Sidebar():
            solara.Text(
                "Mesa's own controls: they play the same run. Scenario, seed and parameters are set on the page."
            )
        SolaraViz(desk.model, components=[], model_params={"desk": desk}, name="whitesmoke", play_interval=300)
        Panels(desk)

    return Page


@solara.component
def Panels(desk: Desk) -> None:
    """Everything below the app bar."""
    beat = desk.beat()
    with solara.v.Html(tag="div", class_="ws"):
        Safe(desk, SetupLine, "The choice of scenario", beat)
        Messages(desk, beat)
        Safe(desk, Transport, "The bar that plays", beat)
        with solara.v.Html(tag="div", class_="ws-grid"):
            for title, panel in PANELS.items():
                Safe(desk, panel, title, beat).key(title)
        Pulse(desk, beat)


@solara.component
def Messages(desk: Desk, beat: int) -> None:
    """What went wrong, in the words of `whitesmoke check`."""
    said = [*desk.problems, *([desk.message] if desk.message else [])]
    if said:
        with solara.v.Html(tag="div", class_="ws-alert", attributes={"role": "alert", "data-test": "problems"}):
            for sentence in said:
                solara.v.Html(tag="p", children=[sentence])
