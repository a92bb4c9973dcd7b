"""The measures of an experiment: checked before anything runs, and reckoned for every run where it is played."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.study import formula
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.experiment_schema import Measure
from whitesmoke.study.quantities import YES_OR_NO, Played, asked, unmeasured, values
from whitesmoke.writing.estimates import Interval

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats

PREFIX = "measure."
"""Of the column of a measure in the table of runs."""
TALLIED = ("members for ", "members in on ", "tally.")
RESERVED = ("deadlock", "day")
"""Names that `stop` has for something else."""
Formulas = dict[str, str]
"""By measure: its formula, and after a semicolon the one of the runs that count, as `formula.written` has them."""


class Trees(NamedTuple):
    """A measure as it is reckoned."""

    formula: formula.Node
    where: formula.Node | None


def columns_of(measures: Mapping[str, Any]) -> list[str]:
    """Return the columns of some measures."""
    return [f"{PREFIX}{name}" for name in measures]


def formulas(measures: Mapping[str, Measure]) -> Formulas:
    """Return measures by what they reckon, whatever they are called and however they are spaced."""
    return {
        name: "; ".join(formula.written(formula.parsed(text)) for text in (one.formula, one.where) if text)
        for name, one in measures.items()
    }


def trees(text: str) -> Trees:
    """Return one of the formulas to be reckoned with."""
    first, _, where = text.partition("; ")
    return Trees(formula.parsed(first), formula.parsed(where) if where else None)


def wants_tallies(asked_for: Formulas) -> bool:
    """Say whether the tally of every round has to be recorded."""
    return any(word in text for text in asked_for.values() for word in TALLIED)


def measured(case: Compiled, outcomes: Outcomes, asked_for: Formulas) -> dict[str, Floats]:
    """Return every measure of every run, by its column: (N,) numbers, nan where it is missing."""
    played = Played(case, outcomes)
    with np.errstate(over="ignore", invalid="ignore"):
        return {f"{PREFIX}{name}": _one(played, trees(text)) for name, text in asked_for.items()}


def _one(played: Played, of: Trees) -> Floats:
    found = _value(played, of.formula)
    if of.where is not None:
        counts = _value(played, of.where)
        found = np.where(np.isnan(counts) | (counts == 0.0), np.nan, found)
    return np.where(np.isfinite(found), found, np.nan) + 0.0  # no -0


def _value(played: Played, tree: formula.Node) -> Floats:
    known = {text: values(asked(text), played) for text in formula.quantities(tree)}
    return formula.value(tree, known)


# --- before anything runs -------------------------------------------------------------------------------------------


def check(experiment: LoadedExperiment, cases: Sequence[Compiled]) -> None:
    """Refuse a measure that cannot be reckoned at any point of a design. Raises ScenarioError at its own line.

    Parameters
    ----------
    cases : the scenario of the experiment, and every other that a point may have; one may lack what another has
    """
    for name, one in experiment.spec.measures.items():
        if name in (*RESERVED, *experiment.base.scenario.candidates):
            message = f"no measure may be called {name}: `stop` calls something else so; take another name"
            raise experiment.refused(("measures", name), message)
        for field in ("formula", "where"):
            text = getattr(one, field)
            if (text or field == "formula") and (message := _problem(text, cases)):
                raise experiment.refused(("measures", name, field), message)


def _problem(text: str, cases: Sequence[Compiled]) -> str:
    """Say what is wrong with a formula; an empty text if nothing is."""
    try:
        tree = formula.parsed(text)
        found = {words: asked(words) for words in formula.quantities(tree)}
    except ValueError as error:
        return str(error)
    if not found:
        return "it names nothing of a run, so that it would be the same in all of them"
    for words, one in found.items():
        if all(reasons := [unmeasured(one, case) for case in cases]):
            return f"{words} cannot be measured at any point of this design: {reasons[0]}"
    return ""


# --- in words -------------------------------------------------------------------------------------------------------


def told(measures: Mapping[str, Measure]) -> dict[str, dict[str, str]]:
    """Return what is said of measures: label, unit, formula and words, by name."""
    return {
        name: {
            "label": one.label or name,
            "unit": one.unit or unit_of(formula.parsed(one.formula)),
            "formula": " ".join(one.formula.split()),
            "where": " ".join(one.where.split()),
            "meaning": _meaning(formula.parsed(one.formula)),
            "words": one.words,
        }
        for name, one in measures.items()
    }


def _meaning(tree: formula.Node) -> str:
    """Return what a formula means that is a quantity by itself."""
    return asked(tree.text).meaning if tree.does == "quantity" else ""


def unit_of(tree: formula.Node) -> str:
    """Return the unit of a formula: that of all its quantities, where these are added, or one is chosen; else none."""
    if tree.does in formula.COMPARED:
        return YES_OR_NO
    if tree.does == "quantity":
        return asked(tree.text).of.unit
    if tree.does not in ("+", "-", "minus", "or", "min", "max"):
        return ""
    units = {unit_of(part) for part in tree.parts if part.does != "number"}
    same = units.pop() if len(units) == 1 else ""
    if same in ("share", "points", YES_OR_NO):
        return "points" if tree.does == "-" else "share"
    return same


EVERYTHING = (-math.inf, math.inf)
BOUNDS = {"share": (0.0, 1.0), YES_OR_NO: (0.0, 1.0), "days": (0.0, math.inf)}
"""Of quantities, by their unit; all others may be anything."""


def bounds_of(tree: formula.Node) -> tuple[float, float]:
    """Return between which numbers a formula lies, whatever happens in a run."""
    if tree.does in formula.COMPARED:
        return 0.0, 1.0
    if tree.does == "number":
        return float(tree.text), float(tree.text)
    if tree.does == "quantity":
        return BOUNDS.get(asked(tree.text).of.unit, EVERYTHING)
    parts = [bounds_of(part) for part in tree.parts]
    lows, highs = zip(*parts)
    if tree.does == "minus":
        return -highs[0], -lows[0]
    if tree.does in ("+", "-"):
        low, high = (lows[1], highs[1]) if tree.does == "+" else (-highs[1], -lows[1])
        return lows[0] + low, highs[0] + high
    joined = {"min": (min(lows), min(highs)), "max": (max(lows), max(highs)), "or": (min(lows), max(highs))}
    return joined.get(tree.does, EVERYTHING)


def mean(text: str, values: Floats, draw: Any, paired: bool = False) -> Interval:
    """Return the mean of a measure, by its formula, with its 95 % interval, which holds nothing that cannot be.

    Of what is so or not, and of whatever has two bounds, such as shares, a score interval; of all else a normal one.

    Parameters
    ----------
    values : (N,) of the runs that have it
    draw : see `ensemble_summary.error_of_mean`
    paired : whether they are differences between two runs
    """
    if is_yes_or_no(text):
        return ensemble_summary.difference(values, draw) if paired else ensemble_summary.share(values == 1.0, draw)
    low, high = bounds_of(trees(text).formula)
    low, high = (low - high, high - low) if paired else (low, high)
    if math.isfinite(high - low) and high > low and low <= values.min() and values.max() <= high:
        return ensemble_summary.bounded(values, low, high, draw)
    return ensemble_summary.mean(values, draw)


def is_yes_or_no(text: str) -> bool:
    """Say whether a measure, by its formula, is 1 or 0 in every run that has it."""
    return unit_of(trees(text).formula) == YES_OR_NO
