"""What the levers of a scenario change, each moved in the same futures: after, instead of before."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.front.comparison import Comparison
from whitesmoke.front.interval_columns import estimate_cells
from whitesmoke.front.result import Result
from whitesmoke.front.runs import Runs, told_of
from whitesmoke.scenario.checks.lever_fields import is_own
from whitesmoke.scenario.lever_ends import moved
from whitesmoke.scenario.lever_schema import ENDS, End, Lever
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.wording import instead
from whitesmoke.telling import lever_words
from whitesmoke.telling.lever_words import WORDS, Told
from whitesmoke.writing.output import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.evidence.analysis.ensemble_summary import Difference, Interval
    from whitesmoke.front.case import Case

SIDES = ("before", "after")


class Moved(NamedTuple):
    """A lever at an end: the same futures before and after."""

    name: str
    """of the lever"""
    end: End
    lever: Lever
    before: Runs
    after: Runs
    difference: Difference

    @property
    def says(self) -> str:
        """The end in words."""
        return self.lever.says(self.end)

    @property
    def told(self) -> tuple[str, Told, Told, Difference]:
        """What sentences are made of."""
        return self.says, told_of(self.before), told_of(self.after), self.difference

    @property
    def sentence(self) -> str:
        """What changes, after instead of before."""
        return lever_words.sentence(*self.told)

    @property
    def headline(self) -> str:
        """The same in fewer words."""
        return lever_words.headline(*self.told)

    @property
    def data(self) -> dict[str, Any]:
        """What JSON says of it."""
        one = self.lever
        told = {"lever": self.name, "end": self.end, "label": one.label, "question": one.question, "says": self.says}
        sides = {name: _side(runs) for name, runs in zip(SIDES, (self.before, self.after))}
        return {**told, "sets": one.values(self.end), **sides, "change": self.difference, "sentence": self.sentence}


class Levers(Result):
    """Each lever of a case at each end at which the case does not stand already."""

    kind = "levers"

    def __init__(self, found: Comparison | Runs, ends: dict[str, tuple[str, End]], left_out: dict[str, str]) -> None:
        self.before: Runs = found.before if isinstance(found, Comparison) else found
        self.case = self.before.case
        self.left_out = left_out
        """levers that cannot be moved in a case with changes, and why"""
        self.moved = (
            [self._moved(found, key, *ends[key]) for key in found.after] if isinstance(found, Comparison) else []
        )

    def _moved(self, found: Comparison, key: str, name: str, end: End) -> Moved:
        lever = self.case.loaded.scenario.levers[name]
        return Moved(name, end, lever, found.before, found.after[key], found.differences[key])

    @classmethod
    def played(cls, case: Case, names: list[str], runs: int, seed: int) -> Levers:
        """Play a case and each of its levers, or those of some names, at their ends, on the same draws."""
        moved_cases, ends, left_out = variants(case, names)
        if not moved_cases:
            return cls(Runs.played(case, runs, seed, tallies=False), ends, left_out)
        return cls(Comparison.played(case, moved_cases, runs, seed, with_range=False), ends, left_out)

    def __getitem__(self, lever: str) -> list[Moved]:
        """Return a lever at its ends, by its name."""
        found = [one for one in self.moved if one.name == lever]
        if not found:
            known = dict.fromkeys(one.name for one in self.moved)
            raise WhitesmokeError(f'no lever that was moved is called "{lever}"{instead(lever, known)}')
        return found

    @cached_property
    def sentences(self) -> list[str]:
        """What each lever changes, after what holds before."""
        lead = lever_words.lead(told_of(self.before), self.before.count)
        more = [WORDS["left out"].format(what=why) for why in self.left_out.values()]
        if not self.moved:
            which = "none moved" if self.case.loaded.scenario.levers else "no levers"
            return [WORDS[which].format(title=self.case.title), *more]
        return [lead, *(one.sentence for one in self.moved), *more]

    @property
    def sentence(self) -> str:
        """What each lever does to the chance of deadlock."""
        return " ".join([one.headline for one in self.moved] or self.sentences)

    @property
    def strongest(self) -> str:
        """What the lever does that moves the chance of deadlock most."""
        return lever_words.strongest([one.told for one in self.moved]) if self.moved else self.sentences[0]

    def data(self) -> dict[str, Any]:
        """Return what `levers --json` prints."""
        about = {"scenario": self.case.compiled.names.scenario, "seed": self.before.seed, "runs": self.before.count}
        more = {"changes": list(self.case.changes), "rule": self.case.rule, "before": _side(self.before)}
        told = {"levers": [one.data for one in self.moved], "left_out": self.left_out}
        return {**about, **more, **told, "fitted_to": [], **self.case.said}

    def frame(self) -> DataFrame:
        """Return one row for each lever and end: chances and their differences, median dates, who is last."""
        return levers_table(plain([one.data for one in self.moved]))

    def plot(self) -> Figure:
        """Return the figure: the chance of deadlock before and after, with the interval of the difference."""
        from whitesmoke.figures.lever_bars import lever_figure

        rows = [(one.says, _deadlock(one.before), _deadlock(one.after), one.difference.deadlock) for one in self.moved]
        played = self.before.seed, self.before.count
        return lever_figure(self.case.compiled, rows, self.strongest.removesuffix("."), *played)

    def _show(self, console: Console) -> None:
        """Print what holds before, and a sentence for each lever below its question."""
        from rich.text import Text

        lead, *rest = self.sentences
        console.print(Text(lead))
        questions = [one.lever.question for one in self.moved]
        for n, line in enumerate(rest):
            if n < len(questions) and questions[n] not in questions[:n]:
                console.print(Text(questions[n], style="bold"))
            console.print(Text(f"  {line}"))


def variants(case: Case, names: list[str]) -> tuple[dict[str, Case], dict[str, tuple[str, End]], dict[str, str]]:
    """Return the case with each lever at each end at which it does not stand; and which levers cannot be moved, why."""
    known, found, ends, left_out = case.loaded.scenario.levers, dict[str, Any](), dict[str, Any](), dict[str, str]()
    own = meaning(case.loaded)
    for name in names or known:
        if name not in known:
            raise WhitesmokeError(f'{case.name} has no lever "{name}"{instead(name, known)}')
        for end in ENDS:
            try:
                loaded = moved(case.loaded, name, end)
            except ScenarioError as error:
                if is_own(case.loaded, name):
                    raise
                left_out[name] = str(error)
                continue
            if meaning(loaded) != own:
                found[f"{name}.{end}"] = type(case)(loaded, case.other_rule, case.posterior)
                ends[f"{name}.{end}"] = (name, end)
    return found, ends, left_out


def _deadlock(runs: Runs) -> Interval:
    return runs.summary.outcomes["deadlock"]


def _side(runs: Runs) -> dict[str, Any]:
    """Return what JSON says of one side."""
    summary = runs.summary
    settled = {"deadlock": _deadlock(runs), "settled_by_expiry": told_of(runs).by_expiry}
    return {**settled, "day": summary.days["p50"], "date": summary.date["p50"], "last_holdouts": summary.last_holdouts}


def levers_table(levers: list[dict[str, Any]]) -> DataFrame:
    """Return levers at their ends, as JSON has them, as `Levers.frame` has them."""
    import pandas as pd

    table = pd.DataFrame([_row(one) for one in levers])
    days = {f"{side}.date": "datetime64[s]" for side in SIDES} if len(table) else {}
    return table.astype(days)


def _row(one: dict[str, Any]) -> dict[str, Any]:
    row = {name: one[name] for name in ("lever", "end", "says")}
    for name in SIDES:
        side = one[name]
        row |= estimate_cells(f"{name}.deadlock", side["deadlock"])
        row |= {f"{name}.settled_by_expiry": side["settled_by_expiry"]["value"], f"{name}.date": side["date"]}
        row[f"{name}.last"] = next(iter(side["last_holdouts"]), None)
    return row | estimate_cells("change.deadlock", one["change"]["deadlock"])
