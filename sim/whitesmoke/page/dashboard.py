"""The page: Mesa's SolaraViz with its controls in a drawer, and below it this project's own panels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara
from mesa.visualization.solara_viz import SolaraViz

from whitesmoke.model.mesa import Negotiation
from whitesmoke.page.background import Draws
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.desk import Desk
from whitesmoke.page.explorer.results import RESULTS, Results, wants_results
from whitesmoke.page.panels.alliance import Alliance
from whitesmoke.page.panels.compare import Compare
from whitesmoke.page.panels.controls import SetupLine
from whitesmoke.page.panels.explorer import Explorer, TakenFrom
from whitesmoke.page.panels.ledger import Ledger
from whitesmoke.page.panels.outlook import Forecast
from whitesmoke.page.panels.pulse import Pulse
from whitesmoke.page.panels.race import Race
from whitesmoke.page.panels.safe import Safe
from whitesmoke.page.panels.stage import Stage
from whitesmoke.page.panels.stances import Stances
from whitesmoke.page.panels.take_away import Export
from whitesmoke.page.panels.tallies import Tally
from whitesmoke.page.panels.told import Story
from whitesmoke.page.panels.transport import Transport
from whitesmoke.page.panels.whatif import WhatIf
from whitesmoke.page.panels.why import Why
from whitesmoke.page.setup import Setup, face_of, from_query, nowhere, other_draws

PANELS = {
    "The body": Alliance,
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
    results: Path | None = None,
) -> Any:
    """Return the page of a model as a Solara component: `Page = page(MyModel)`.

    Parameters
    ----------
    model : `whitesmoke.model.mesa.Negotiation` or a subclass that is made the same way: `MyModel(case, rng=1, run=0)`
    scenario : the one shown first
    may_save : whether the page may write variants next to the scenario that they change
    posterior : of `whitesmoke calibrate`: run j has draw j of the parameters
    results : the folder of a sweep, or one in which there are some, that opens first
    """
    model = model or Negotiation
    name, known = catalogue(scenario)
    draws = Draws(posterior) if posterior else None

    def opened(query: str) -> Desk:
        otherwise = Setup(name)
        found = Results(results, query)
        here = [*known, *found.scenarios]
        desk = Desk(model, from_query(query, here, otherwise), known, may_save, draws, found)
        explores = wants_results(query) or (results is not None and not query)
        desk.face = RESULTS if explores and not desk.own else face_of(query)
        desk.message = nowhere(query, here, otherwise) or other_draws(query, desk.draws.name if desk.draws else "")
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
    if desk.face == RESULTS:
        Safe(desk, Explorer, "The results", beat)
        return
    if desk.face == "story":
        with solara.v.Html(tag="div", class_="ws-whole"):
            with solara.v.Html(tag="div", class_="ws"):
                TakenFrom(desk)
                Messages(desk, beat)
            Safe(desk, Stage, "The story", beat)
        return
    with solara.v.Html(tag="div", class_="ws"):
        TakenFrom(desk)
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
