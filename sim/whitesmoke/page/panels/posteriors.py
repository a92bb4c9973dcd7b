"""Where the numbers come from: a posterior, what it was fitted to, and what it leaves open; or the scenario's file."""

from __future__ import annotations

from typing import Any

import numpy as np
import solara

from whitesmoke.evidence.posterior import Posterior, fills
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.telling.forecasts import whose
from whitesmoke.writing.shell import command

ENDS = (0.05, 0.5, 0.95)


@drawn("posterior.vue")
def _Panel(about: dict[str, object], rows: list[list[str]]) -> None: ...


@solara.component
def Numbers(desk: Desk, beat: int) -> None:
    """The panel."""
    given = solara.use_memo(lambda: about(desk), [desk.setup, id(desk.loaded)])
    _Panel(about=given, rows=solara.use_memo(lambda: rows(desk), [id(desk.loaded)]))


def about(desk: Desk) -> dict[str, Any]:
    """Return which posterior is in use and what it was fitted to; without one, that the numbers are the file's."""
    draws, name = desk.draws, desk.setup.scenario
    if draws is None:
        return {"words": whose(desk.loaded, ""), "how": command("view", name, "--posterior", "FILE")}
    kept = draws.posterior
    return {
        "file": draws.file.name,
        "sha": kept.sha256[:12],
        "particles": f"{len(kept.draws):,} draws of {len(kept.names)} numbers",
        "words": draws.words(desk.loaded, desk.setup.run),
    }


def rows(desk: Desk) -> list[list[str]]:
    """Return each number that the posterior fills in this scenario: its name, its middle, where 90 % of draws lie."""
    if desk.draws is None or not len(fills(desk.draws.posterior, desk.loaded).slot):
        return []
    return [[name, f"{mid:.3g}", f"{low:.3g} to {high:.3g}"] for name, low, mid, high in _spread(desk.draws.posterior)]


def _spread(kept: Posterior) -> list[tuple[str, float, float, float]]:
    ends = np.quantile(kept.draws, ENDS, axis=0).T
    return [(name, float(low), float(mid), float(high)) for name, (low, mid, high) in zip(kept.names, ends)]
