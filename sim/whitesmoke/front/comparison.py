"""Variants of a case against it, run by run on the same draws: after less before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.evidence.counterfactual.plausible import PlausibleRange
from whitesmoke.evidence.counterfactual.sides import OverPlausible, Side, difference
from whitesmoke.evidence.modes import variants_in_another
from whitesmoke.front.face import of_table
from whitesmoke.front.interval_columns import estimate_cells
from whitesmoke.front.result import Result
from whitesmoke.front.runs import Runs, told_of
from whitesmoke.telling import comparing, lever_words, many_runs, paying, plausible_words
from whitesmoke.telling.kinship import VARIANT, caution, distance, kin_of
from whitesmoke.telling.posterior_words import fitted
from whitesmoke.writing.output import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.evidence.posterior import Posterior
    from whitesmoke.front.case import Case

ESTIMATES = ("later", "earlier", "same", "deadlock", "withdrawn", "mean_shift")
"""Estimates with intervals, in the order of the table."""


class Comparison(Result):
    """What changes from a case to each of its variants."""

    kind = "compare"

    def __init__(
        self, before: Runs, after: Mapping[str, Runs], ranges: Mapping[str, PlausibleRange] | None = None
    ) -> None:
        self.before, self.after = before, dict(after)
        sides = {name: _side(runs) for name, runs in self.after.items()}
        self.differences = {name: difference(_side(before), side, before.draw) for name, side in sides.items()}
        self.ranges = dict(ranges or {})
        """where actors bargain, what each variant changes over the plausible set of what dates cannot tell apart"""

    @classmethod
    def played(
        cls, case: Case, variants: Mapping[str, Case], runs: int, seed: int, with_range: bool = True
    ) -> Comparison:
        """Play a case and its variants on the same draws; with a range, also over the plausible set."""
        after = {
            name: Runs.played(with_posterior_of(case, variant), runs, seed, tallies=False, label=name)
            for name, variant in variants.items()
        }
        before = Runs.played(case, runs, seed, tallies=False)
        return cls(before, after, _ranges(before, after) if with_range else None)

    @cached_property
    def payments(self) -> dict[str, dict[str, paying.Change]]:
        """What becomes of the holders in each variant, where actors bargain before and after."""
        return {name: _payments(self.before, runs) for name, runs in self.after.items()}

    @property
    def case(self) -> Case:
        """The case before any change."""
        return self.before.case

    @property
    def sentence(self) -> str:
        """What each variant changes, in a line."""
        found = (
            f"{name}: {comparing.in_a_line(found)}{self._in_a_line(name)}" for name, found in self.differences.items()
        )
        return f"After less before, in {self.before.count:,} pairs of runs. {' '.join(found)}"

    @property
    def _finding(self) -> str:
        """What each variant changes, as frequencies, without the model's words."""
        return " ".join(part for name in self.after for part in self._found(name) if part)

    def _found(self, name: str) -> list[str]:
        before, after, title = told_of(self.before), told_of(self.after[name]), self.after[name].case.title
        called = name if title.startswith(self.case.title) else title
        paid = paying.sentences(self.case.compiled, self.payments[name], with_range=True)
        return [
            lever_words.sentence(called, before, after, self.differences[name]),
            *paid,
            self._in_a_line(name).strip(),
        ]

    def _in_a_line(self, name: str) -> str:
        return f" {plausible_words.in_a_line(self.ranges[name])}" if name in self.ranges else ""

    @property
    def sentences(self) -> dict[str, list[str]]:
        """What each variant changes, told at length."""
        before, told = comparing.side(self.case.compiled, self.case.name), {}
        for name, runs in self.after.items():
            after = comparing.side(runs.case.compiled, runs.case.name)
            told[name] = comparing.sentences(self.differences[name], before, after, alike(self.case, runs.case))
            told[name] += paying.sentences(self.case.compiled, self.payments[name], name in self.ranges)
            if name in self.ranges:
                told[name] += plausible_words.sentences(self.case.compiled, self.ranges[name])
        return told

    @property
    def cautions(self) -> list[str]:
        """Which variants are other cases or bodies, so that what differs is not one change."""
        return [*cautions(self.case, {name: runs.case for name, runs in self.after.items()})]

    def data(self) -> dict[str, Any]:
        """Return the differences as `compare --json` prints them."""
        case = self.case
        what = {"scenario": case.compiled.names.scenario, "seed": self.before.seed, "runs": self.before.count}
        rules = {"rule": case.rule, "rules": {name: runs.case.rule for name, runs in self.after.items()}}
        more = {
            "paid": {name: found for name, found in self.payments.items() if found},
            "range": {name: plausible_words.as_json(found) for name, found in self.ranges.items()},
        }
        known = {key: found for key, found in more.items() if found}
        return {**what, **rules, "variants": self.differences, **known, "fitted_to": [], **case.said}

    def frame(self) -> DataFrame:
        """Return one row for each variant: shares of pairs, differences, and shifts in days (`shift.p50`).

        Each estimate has the ends of its 95 % interval (`.low`, `.high`); what there is no number of is missing.
        """
        return comparison_table(plain(self.differences))

    @property
    def range_frame(self) -> DataFrame:
        """One row for each variant and share, where actors bargain: at the file's own values, and from where to where.

        The shares are of pairs, of runs, or of what a holder asks: over the plausible set `ranges` was played at.
        """
        from pandas import DataFrame

        case, kinds = self.case.compiled, {"variant": "string", "what": "string"}
        rows = [(name, *one) for name, found in self.ranges.items() for one in plausible_words.shares(case, found)]
        table = DataFrame(rows, columns=["variant", *plausible_words.Told._fields])
        return table.astype(kinds | dict.fromkeys(("own", "low", "high"), "float64"))

    def plot(self) -> Figure:
        """Return the figure: runs not settled by each day, and the shares of pairs, with a range if there is one."""
        from whitesmoke.figures.differences import compare_figure

        days = {name: runs.day_or_never for name, runs in self.after.items()}
        ranges = {name: plausible_words.drawn(found) for name, found in self.ranges.items()}
        before = self.before
        return compare_figure(self.case.compiled, before.day_or_never, days, self.differences, before.seed, ranges)

    def _repr_html_(self) -> str:
        """Return its face in a notebook: with what dates do not tell, where actors bargain."""
        return super()._repr_html_() + (of_table(self.range_frame) if self.ranges else "")

    def _show(self, console: Console) -> None:
        """Print the sentences, and of several variants a table."""
        many_runs.show_comparison(console, self.sentences, self.differences)
        if self.case.posterior:
            console.print(self._drawn_from(self.case.posterior), style="dim")

    def _drawn_from(self, posterior: Posterior) -> str:
        cases = {self.case.name: self.case, **{name: runs.case for name, runs in self.after.items()}}
        played = {name: case.loaded.scenario.bargaining.mode for name, case in cases.items()}
        other = variants_in_another(posterior.modes, played)
        return " ".join(filter(None, [fitted(posterior.cases, self.case.loaded), other]))


def _side(runs: Runs) -> Side:
    """Return runs as a side of a comparison, which can be played again with other values."""

    def again(values: Mapping[str, float], count: int) -> Side:
        case = runs.case.change(values)
        return _side(Runs.played(case, count, runs.seed, tallies=False, label="plausible range"))

    return Side(runs.case.loaded, runs.case.compiled, runs.outcomes, again)


def _ranges(before: Runs, after: Mapping[str, Runs]) -> dict[str, PlausibleRange]:
    over = OverPlausible(_side(before), before.draw)
    found = {name: over.of(_side(runs)) for name, runs in after.items()}
    return {name: one for name, one in found.items() if one is not None}


def _payments(before: Runs, after: Runs) -> dict[str, paying.Change]:
    old, new = (before.case.compiled, before.outcomes), (after.case.compiled, after.outcomes)
    return paying.changes(old, new, before.draw)


def comparison_table(variants: Mapping[str, Mapping[str, Any]]) -> DataFrame:
    """Return differences by variant, as JSON has them, as `Comparison.frame` has them."""
    import pandas as pd

    table = pd.DataFrame([{"variant": name, **_row(found)} for name, found in variants.items()])
    counts = ["runs", "both", *(f"shift.{q}" for q in ensemble_summary.QUANTILES)]
    return table.astype({"variant": "string", **dict.fromkeys(counts, "Int64")})


def _row(found: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"runs": found["runs"], "both": found["both"]}
    row |= {f"shift.{name}": days for name, days in found["shift"].items()}
    for name in ESTIMATES:
        row |= estimate_cells(name, found.get(name))
    return {**row, "variance_gain": found["variance_gain"]}


def alike(one: Case, other: Case) -> bool:
    """Say whether two are variants of one case, so that a pair of runs on the same draws differs by the change."""
    return distance(kin_of(one.loaded), kin_of(other.loaded)) == VARIANT


def cautions(case: Case, variants: Mapping[str, Case], called: str = "") -> Iterator[str]:
    """Yield of each variant that is another case, or another body, that what differs is not one change."""
    for name, variant in variants.items():
        if warning := caution(distance(kin_of(case.loaded), kin_of(variant.loaded)), name, called or case.name):
            yield warning


def with_posterior_of(case: Case, variant: Case) -> Case:
    """Return a variant whose runs take the draws of the case's posterior, if it has one.

    Raises WhitesmokeError if it has another one: pairs of runs would then differ by more than the change.
    """
    if variant.posterior is not None and variant.said != case.said:
        raise WhitesmokeError(f"{variant.name} and {case.name} have different posteriors; open both with the same one")
    return type(case)(variant.loaded, variant.other_rule, case.posterior)


def labelled(case: Case, others: tuple[Case | Mapping[str, Any] | str, ...]) -> dict[str, Case]:
    """Return variants by what is said of them: what they change, or their name."""
    if not others:
        raise WhitesmokeError(
            'compare with what? Give a case, a name, changes such as {"demands.x.ceiling": 0.5}, or rule="majority"'
        )
    found: dict[str, Case] = {}
    for other in others:
        variant = _variant(case, other)
        label = _label(case, variant)
        found[label if found.get(label, variant) == variant else f"{label} ({len(found) + 1})"] = variant
    return found


def _variant(case: Case, other: Case | Mapping[str, Any] | str) -> Case:
    """Return a variant: a case, another scenario by name, or the first with values changed."""
    from whitesmoke.front.case import Case, open

    if isinstance(other, Case):
        return other
    if not isinstance(other, str | Mapping):
        raise WhitesmokeError(f"{other!r} is no variant: give a case, a name, or changes by path; runs=20 by its name")
    if isinstance(other, str) and "=" not in other:
        return open(other)
    return case.change([other] if isinstance(other, str) else other)


def _label(case: Case, variant: Case) -> str:
    other = variant.name != case.name
    changes = [change for change in variant.changes if other or change not in case.changes]
    rule = [f"rule.name={variant.other_rule}"] if variant.other_rule not in (None, case.other_rule) else []
    if not other:
        paths = {change.partition("=")[0] for change in variant.changes}
        changes += [f"without {change}" for change in case.changes if change.partition("=")[0] not in paths]
        rule = rule or (["by its own rule"] if variant.other_rule != case.other_rule else [])
    name = [variant.name] if other or not (changes or rule) else []
    return ", ".join([*name, *changes, *rule])
