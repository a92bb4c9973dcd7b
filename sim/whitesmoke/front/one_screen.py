"""A run on one screen, with the odds around it: events to step through, who waits and why, what may come."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.evidence.analysis import endings
from whitesmoke.evidence.analysis.ensemble_summary import settled_by
from whitesmoke.front.comparison import Comparison
from whitesmoke.front.lever_results import Levers, variants
from whitesmoke.front.one_file import one_file
from whitesmoke.front.public_odds import beforehand
from whitesmoke.front.result import Result
from whitesmoke.front.runs import told_of, typical_run
from whitesmoke.telling import lever_words
from whitesmoke.telling.stage.story_labels import label, marked
from whitesmoke.telling.stage.story_odds import change, curve, futures
from whitesmoke.telling.stage.whole_story import screen
from whitesmoke.telling.stage.why_it_changes import why_it_changes
from whitesmoke.writing.output import write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.evidence.analysis.ensemble_summary import Difference
    from whitesmoke.front.case import Case
    from whitesmoke.front.run import Run
    from whitesmoke.front.runs import Runs

FILE = "story.html"


def odds(runs: Runs) -> dict[str, Any]:
    """Return what an ensemble says of what may come."""
    case, day = runs.case.compiled, runs.day_or_never
    found = futures(case, runs.summary, settled_by(case, day, runs.draw), day, runs.seed)
    return {**found, "typical": runs.typical}


def settled(runs: Runs) -> list[list[float]]:
    """Return the curve of what is settled by when."""
    world = runs.case.compiled.world
    return curve(runs.day_or_never, world.rounds * world.round_days)


def tried(levers: Levers) -> list[dict[str, Any]]:
    """Return each lever at each end at which the case does not stand: what it changes, with its own odds."""
    return [
        {
            "name": one.name,
            "label": one.lever.label,
            "question": one.lever.question,
            "end": one.end,
            "says": one.says,
            **_changed(one.says, one.before, one.after, one.difference),
        }
        for one in levers.moved
    ]


def tried_on(before: Runs, play: Callable[[Case], Runs]) -> list[dict[str, Any]]:
    """Return each lever of a case at each end at which it does not stand, played on the draws of its own runs."""
    moved, ends, left_out = variants(before.case, [])
    after = {name: play(case) for name, case in moved.items()}
    return tried(Levers(Comparison(before, after) if after else before, ends, left_out))


def compared(before: Runs, after: Runs, says: str) -> dict[str, Any]:
    """Return what another case changes, as if a lever had made it."""
    found = Comparison(before, {says: after}).differences[says]
    return {
        "name": "compare",
        "label": label("compared"),
        "question": label("compared"),
        "end": "other",
        "says": says,
        **_changed(says, before, after, found),
    }


def _changed(says: str, before: Runs, after: Runs, found: Difference) -> dict[str, Any]:
    """Return what differs, in numbers and in words, with the curve of what is settled by when.

    What is told beside the curve says who is last where nothing is agreed; where all is agreed, who is last at all.
    """
    sides = told_of(before), told_of(after)
    why = why_it_changes(after.case.compiled, found, stuck_on(before), stuck_on(after))
    return {
        **change(found, before.summary, after.summary),
        "sentence": lever_words.sentence(says, *sides, found),
        "told": lever_words.sentence(says, *sides, found, with_last=not why),
        "why": why,
        "curve": settled(after),
    }


def stuck_on(runs: Runs) -> dict[str, float]:
    """Return in which share of runs nothing was agreed and each member was among the last."""
    return endings.stuck_on(runs.case.compiled, runs.outcomes)


class Story(Result):
    """A run told event by event, and the futures that it is one of. `save` writes it as one file that needs nothing."""

    kind = "story"

    def __init__(self, run: Run, levers: Levers, public: bool = True) -> None:
        self.run, self.levers = run, levers
        self.public = public
        """whether it also has the odds by what was public, on up to eight days"""

    @classmethod
    def played(cls, case: Case, seed: int, replicate: int | None, runs: int, public: bool = True) -> Story:
        """Play the run, the ensemble of its seed, and that again with each lever of the scenario moved.

        Without a number it is the typical run.
        """
        which = typical_run(case, seed) if replicate is None else replicate
        return cls(case.run(seed, which), Levers.played(case, [], runs, seed), public)

    @property
    def runs(self) -> Runs:
        """The futures around it."""
        return self.levers.before

    @property
    def sentence(self) -> str:
        """The odds in a sentence that can be quoted."""
        return str(self._data["odds"]["headline"])

    @cached_property
    def _data(self) -> dict[str, Any]:
        case = self.run.case
        public = beforehand(case, self.runs.count, self.runs.seed) if self.public else []
        return screen(self.run.trace, case.loaded, odds(self.runs), tried(self.levers), case.drawn_from, public=public)

    def data(self) -> dict[str, Any]:
        """Return what the page is drawn from, as `story --json` prints it."""
        return self._data

    def html(self) -> str:
        """Return it as one page that asks for nothing from elsewhere."""
        return one_file(self.json())

    def save(self, folder: str | Path, figure: bool = True) -> Path:
        """Write it as one HTML file, or as story.html into a folder, and return where it is."""
        where = Path(folder)
        file = where if where.suffix.lower() in (".html", ".htm") else where / FILE
        write_text(file, self.html())
        return file

    def frame(self) -> DataFrame:
        """Return one row for each thing that happened, as of its run."""
        return self.run.frame()

    def plot(self) -> Figure:
        """Return the figure of its run."""
        return self.run.plot()

    def _show(self, console: Console) -> None:
        """Print the odds, and what happened event by event."""
        around = self._data["odds"]
        for line in (around["headline"], *around["more"]):
            console.print(line, style="bold")
        for step in self._data["steps"]:
            console.print(f"{step['day']}: {' '.join(map(marked, step['lines']))}")
