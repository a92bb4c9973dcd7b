"""The page: Mesa's SolaraViz with its controls in a drawer, and below it this project's own panels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import solara
from mesa.visualization.solara_viz import SolaraViz

from whitesmoke.model.mesa import Negotiation
from whitesmoke.page.background import Draws
from whitesmoke.page.catalogue import Catalogue, catalogue
from whitesmoke.page.desk import Desk
from whitesmoke.page.explorer.results import RESULTS, Results, wants_results
from whitesmoke.page.looking import look
from whitesmoke.page.panels.alliance import Alliance
from whitesmoke.page.panels.attributions import Parts
from whitesmoke.page.panels.compare import Compare, asked
from whitesmoke.page.panels.controls import SetupLine
from whitesmoke.page.panels.explorer import Explorer, TakenFrom
from whitesmoke.page.panels.ledger import Ledger
from whitesmoke.page.panels.names_of_controls import Named
from whitesmoke.page.panels.nowcasts import KnownThen
from whitesmoke.page.panels.outlook import Forecast
from whitesmoke.page.panels.posteriors import Numbers
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
from whitesmoke.page.setup import Setup, from_query, lecture_of, names_run, nowhere, other_draws, sight_of
from whitesmoke.page.taught import Taught
from whitesmoke.scenario.lectures import load_lecture, names_lecture
from whitesmoke.scenario.library import Shipped

PARTS = {
    "This run": {
        "The body": Alliance,
        "The tally": Tally,
        "Stance by round": Stances,
        "Why": Why,
        "What happened": Story,
        "The ledger": Ledger,
        "Candidates": Race,
    },
    "What is known": {
        "What could be known": KnownThen,
        "The forecast": Forecast,
        "The parts": Parts,
        "The numbers": Numbers,
    },
    "What if": {"What if": WhatIf, "The comparison": Compare},
}
"""Panels by their part of the page; what they are called where one cannot be drawn."""
NOTES = {
    "This run": "one of many that could have been",
    "What is known": "of the scenario, whatever this run did",
    "What if": "change a value, and see what it does in the same futures",
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
    scenario : the one shown first, or a lecture
    may_save : whether the page may write variants next to the scenario that they change
    posterior : of `whitesmoke calibrate`: run j has draw j of the parameters
    results : the folder of a sweep, or one in which there are some, that opens first
    """
    model = model or Negotiation
    opening = load_lecture(scenario) if names_lecture(scenario) else None
    name, known = catalogue(str(opening.loaded[0].files[0]) if opening else scenario)
    for one in opening.loaded if opening else []:
        known.setdefault(one.name, Shipped(one.name, one.scenario.title, one.files[0], None))
    draws = Draws(posterior) if posterior else None

    @solara.component
    def Page() -> None:
        query = solara.use_router().search or ""
        desk: Desk = solara.use_memo(
            lambda: opened_by(query, model, Setup(name), known, may_save, draws, results, Taught.beginning(opening)), []
        )
        solara.use_effect(lambda: desk.close, [])
        solara.Title("whitesmoke")
        solara.Style(STYLE.read_text(encoding="utf-8"))
        with solara.Sidebar():
            solara.Text(
                "Mesa's own controls: they play the same run. Scenario, seed and parameters are set on the page."
            )
        SolaraViz(desk.model, components=[], model_params={"desk": desk}, name="whitesmoke", play_interval=300)
        Panels(desk)
        Named()

    return Page


def opened_by(
    query: str,
    model: type[Negotiation],
    otherwise: Setup,
    known: Catalogue,
    may_save: bool = False,
    draws: Draws | None = None,
    results: Path | None = None,
    taught: Taught | None = None,
) -> Desk:
    """Return the page that a link opens; whatever in it is nothing here falls back to `otherwise`."""
    found = Results(results, query)
    here = [*known, *found.scenarios]
    desk = Desk(model, from_query(query, here, otherwise), known, may_save, draws, found, taught)
    desk.message = nowhere(query, here, otherwise) or other_draws(query, desk.draws.name if desk.draws else "")
    if not desk.own and (wants_results(query) or (results is not None and not query)):
        desk.face, desk.taught.name = RESULTS, ""
        return desk
    desk.taught.name, missing = ("", "") if desk.own else lecture_of(query, desk.taught.files, desk.taught.name)
    desk.message = missing or desk.message
    wanted = sight_of(query)
    desk.unsaid = not (desk.own or desk.taught.name or names_run(query)) and wanted.face == "story"
    look(desk, wanted)
    asked(desk, wanted.compare)
    return desk


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
                Safe(desk, TakenFrom, "Where the run comes from", beat)
                Safe(desk, Messages, "What went wrong", beat)
            Safe(desk, Stage, "The story", beat)
        return
    with solara.v.Html(tag="div", class_="ws"):
        Safe(desk, TakenFrom, "Where the run comes from", beat)
        Safe(desk, SetupLine, "The choice of scenario", beat)
        Safe(desk, Messages, "What went wrong", beat)
        Safe(desk, Transport, "The bar that plays", beat)
        with solara.v.Html(tag="div", class_="ws-parts-of-page"):
            for part, panels in PARTS.items():
                Part(desk, part, panels, beat)
        Safe(desk, Export, "Files", beat)
        Pulse(desk, beat)


@solara.component
def Part(desk: Desk, title: str, panels: Mapping[str, Any], beat: int) -> None:
    """A part of the page: panels that belong together, under what they are about."""
    name = title.lower().replace(" ", "-")
    with solara.v.Html(tag="section", class_=f"ws-part ws-{name}", attributes={"aria-label": title, "data-part": name}):
        solara.v.Html(tag="h2", class_="ws-head", children=[title, solara.v.Html(tag="small", children=[NOTES[title]])])
        with solara.v.Html(tag="div", class_="ws-grid"):
            for panel_title, panel in panels.items():
                Safe(desk, panel, panel_title, beat).key(panel_title)


@solara.component
def Messages(desk: Desk, beat: int) -> None:
    """What went wrong, in the words of `whitesmoke check`."""
    said = [*desk.problems, *([desk.message] if desk.message else [])]
    if said:
        with solara.v.Html(tag="div", class_="ws-alert", attributes={"role": "alert", "data-test": "problems"}):
            for sentence in said:
                solara.v.Html(tag="p", children=[sentence])
