"""Which uncertain numbers a case hangs on, and how much is luck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis.screening import no_power_of_two
from whitesmoke.evidence.counterfactual import screen
from whitesmoke.evidence.modes import modes_of
from whitesmoke.evidence.parameters import SHIPPED, in_force, parameters, read_priors
from whitesmoke.front.comparison import labelled
from whitesmoke.front.progress import bar
from whitesmoke.front.result import Result
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling import sensitivity_words as telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case

LEAST = {"trajectories": 2, "points": 2, "most": 2, "runs": 2}
"""The smallest design."""


class Sensitivity(Result):
    """What the date, deadlock and differences to variants hang on: Morris screens, Sobol' shares out the variance."""

    kind = "sensitivity"

    def __init__(
        self, case: Case, design: screen.Design, found: screen.Sensitivity, modes: list[str], idle: list[str]
    ) -> None:
        self.case, self.design, self.found = case, design, found
        self.modes, self.idle = modes, idle
        """modes of bargaining of the case and its variants; what has a range and plays no part in any"""

    @classmethod
    def played(cls, case: Case, contrasts: Sequence[Any], design: screen.Design, priors: Path | None) -> Sensitivity:
        """Move all factors within their ranges, then the strongest, and play the case and its variants at each."""
        _refuse(case, design)
        variants = dict(_variants(case, contrasts))
        as_ours = [replace(variant, name=case.loaded.name) for variant in variants.values()]
        found = parameters([case.loaded], read_priors(priors or SHIPPED))
        played = [case.loaded, *as_ours]
        moved = in_force(found, played)
        idle = [one.name for one in found if one not in moved]
        made = screen.sensitivity(case.loaded, moved, variants, design, bar)
        return cls(case, design, made, modes_of(played), idle)

    @property
    def sentence(self) -> str:
        """What the date hangs on most, and how much of it is luck, as far as that is known."""
        return telling.sentence(self.data()) + "."

    def data(self) -> dict[str, Any]:
        """Return what `sensitivity --json` prints."""
        about = {"scenario": self.case.compiled.names.scenario, "horizon_days": self.case.horizon}
        about |= {"modes": self.modes, "idle": self.idle}
        return {**about, **telling.as_json(self.found, self.design)}

    def frame(self) -> DataFrame:
        """Return one row for each outcome and factor, each estimate with the ends of its interval (`.low`, `.high`).

        `mu_star` and `mu` are of the Morris screening, `first` and `total` Sobol' indices: missing for a factor that
        was screened out, and for an outcome that varies too little.
        """
        from whitesmoke.front.kept import sensitivity_table

        return sensitivity_table(self.json())

    def plot(self) -> Figure:
        """Return the figure: indices of the strongest factors, and luck."""
        from whitesmoke.figures.indices import sensitivity_figure

        data, title = self.data(), telling.sentence(self.data())
        return sensitivity_figure(self.case.compiled, data["sobol"], data["variance"], title, self.design.seed)

    def _show(self, console: Console) -> None:
        """Print the indices of each outcome, how much is luck, and what was not moved."""
        telling.show_sensitivity(console, self.data(), self.found.kept)


def _refuse(case: Case, design: screen.Design) -> None:
    """Raise WhitesmokeError for a design that is too small, or a case whose numbers a posterior holds."""
    if refusal := no_power_of_two(design.points):
        raise WhitesmokeError(f"points: {refusal}")
    for name, least in LEAST.items():
        if getattr(design, name) < least:
            raise WhitesmokeError(f"{name}: {getattr(design, name)} is too small; give {least} or more")
    if case.posterior:
        raise WhitesmokeError("sensitivity moves numbers within ranges of its own; open the case without a posterior")


def _variants(case: Case, contrasts: Sequence[Any]) -> Iterator[tuple[str, Loaded]]:
    """Yield variants by what they are called: as they were named, or what is said of them."""
    several: list[Any] = [*contrasts] if isinstance(contrasts, list | tuple) else [contrasts]
    for other in several:
        for label, variant in labelled(case, (other,)).items():
            yield other if isinstance(other, str) else label, variant.loaded
