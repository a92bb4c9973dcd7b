"""What the records of some cases leave possible, in words: a calibration as JSON, in a sentence, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.calibration.identify import Learnt, in_words, short, tied
from whitesmoke.evidence.calibration.inference import Inference
from whitesmoke.evidence.calibration.predictive import Check
from whitesmoke.evidence.calibration.smc import Generation
from whitesmoke.evidence.modes import modes_of
from whitesmoke.scenario.wording import quoted
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import percent
from whitesmoke.writing.output import plain

MISSED = 0.1
"""Share of calibrated runs in deadlock above which the user is told that they miss a decision on record."""
NOISY = 2.0
"""Standard deviation of a log likelihood from luck above which the user is told."""
NAMED = 3
"""Parameters named in a sentence; the table has them all."""
UNTOLD = ("z", "luck", "log_likelihood")
"""Of a generation: its particles, which JSON leaves out."""


def as_json(
    inference: Inference,
    history: Sequence[Generation],
    learnt: Sequence[Learnt],
    checks: Sequence[tuple[Check, Check]],
    without: Mapping[str, float | None],
    noise: float,
) -> dict[str, Any]:
    """Return what `calibration.json` has; docs/inference.md says what each field means.

    Parameters
    ----------
    checks : each entry of the records beside runs before and after
    without : log evidence without each mechanism, less that of the whole model
    noise : standard deviation of an estimate of the log likelihood
    """
    last = history[-1]
    pairs = tied(inference.names, last.z)
    return {
        "cases": [target.loaded.name for target in inference.targets],
        "modes": _modes(inference),
        "in_sample": True,
        "settings": inference.effort._asdict() | {"off": list(inference.effort.off)},
        "entries": {target.loaded.name: target.seen.entries for target in inference.targets},
        "weight": last.beta,
        "noise": noise,
        "log_evidence": last.log_evidence,
        "distinct": last.distinct,
        "generations": [_generation(one) for one in history],
        "parameters": [plain(one) for one in learnt],
        "tied": [{"first": a, "second": b, "rank_correlation": r} for a, b, r in pairs],
        "without": dict(without),
        "in_words": in_words(learnt, pairs, without, _only(inference)),
        "predictive": [
            {**plain(after), "surprising": after.surprising, "prior": plain(before)} for before, after in checks
        ],
    }


def _generation(one: Generation) -> dict[str, Any]:
    return {name: value for name, value in one._asdict().items() if name not in UNTOLD}


def _modes(inference: Inference) -> list[str]:
    return modes_of(target.loaded for target in inference.targets)


def _at(inference: Inference) -> str:
    """Return in which mode of bargaining it was fitted."""
    return f"at bargaining.mode = {listed([*map(quoted, _modes(inference))])}"


def _only(inference: Inference) -> str:
    """Return the name of the case if there is only one."""
    return inference.targets[0].loaded.name if len(inference.targets) == 1 else ""


def how_far(one: Generation) -> str:
    """Return how far a calibration is."""
    return (
        f"generation {one.number}: {one.beta:.0%} of the record's weight, {one.acceptance:.0%} of moves accepted, "
        f"{one.distinct} of {len(one.z)} particles differ"
    )


def sentence(inference: Inference, learnt: Sequence[Learnt], weight: float) -> str:
    """Return a calibration in a sentence: what the record speaks about, and on how much it is silent."""
    part = "" if weight == 1.0 else f"; it entered with {percent(weight)} of its weight only"
    return f"Calibrated on {listed([one.loaded.name for one in inference.targets])}: {_says(inference, learnt)}{part}."


def _says(inference: Inference, learnt: Sequence[Learnt]) -> str:
    told = [short(one.name, _only(inference)) for one in sorted(learnt, key=lambda one: one.ratio) if one.told]
    silent = len(learnt) - len(told)
    if not told:
        all_of_them = "its only parameter" if silent == 1 else f"each of {silent} parameters"
        return f"on {all_of_them} the record says next to nothing"
    named = told if len(told) <= NAMED else [*told[:NAMED], f"{len(told) - NAMED} more"]
    rest = f"; on {silent} of {len(learnt)} parameters it says next to nothing" if silent else ""
    return f"the record speaks about {listed(named)}{rest}"


def title(learnt: Sequence[Learnt]) -> str:
    """Return what its figure shows."""
    silent = sum(not one.told for one in learnt)
    return f"What the record leaves possible: on {silent} of {len(learnt)} parameters it says next to nothing"


def about(inference: Inference) -> str:
    """Return what its figure rests on."""
    names = ", ".join(target.loaded.name for target in inference.targets)
    particles = f"{inference.effort.particles} particles."
    return f"Calibrated on {names}, {_at(inference)}: everything here is in-sample. {particles}"


def show_calibration(
    console: Console, inference: Inference, data: Mapping[str, Any], learnt: Sequence[Learnt], checks: Sequence[Check]
) -> None:
    """Print what was learnt on each parameter, what the record cannot tell, and what calibrated runs miss.

    Parameters
    ----------
    data : what `as_json` returns
    checks : entries of the records beside calibrated runs
    """
    _show_parameters(console, inference, learnt)
    if data["without"]:
        _show_without(console, data["without"])
    for line in data["in_words"]:
        console.print(Text(line))
    for line in _doubts(data):
        console.print(Text(line, style="bold"))
    _show_checks(console, checks)
    said = (
        f"In-sample: calibrated on {', '.join(data['cases'])}, {_at(inference)}; {data['distinct']} of "
        f"{inference.effort.particles} particles differ. The errors of the observation model and all priors are "
        "assumed (docs/inference.md)."
    )
    console.print(Text(said, style="dim"))


def _show_parameters(console: Console, inference: Inference, learnt: Sequence[Learnt]) -> None:
    heading = "Parameters; left: spread after / before"
    table = Table("parameter", "before", "after: mean [5, 95 %]", "left", title=heading)
    table.columns[0].overflow = "fold"
    for one in learnt:
        after = f"{one.mean:.2f} [{one.p05:.2f}, {one.p95:.2f}]"
        before = f"{one.prior_mean:.2f} ± {one.prior_sd:.2f}"
        table.add_row(short(one.name, _only(inference)), before, after, f"{one.ratio:.0%}")
    console.print(table)


def _show_without(console: Console, without: Mapping[str, float | None]) -> None:
    table = Table("without", "log evidence, against the whole model", title="Refitted with a mechanism off")
    for name, gain in without.items():
        table.add_row(name, "record not used in full" if gain is None else f"{gain:+.1f}")
    console.print(table)


def _doubts(data: Mapping[str, Any]) -> list[str]:
    """Return why a posterior is approximate, or not that of the whole record."""
    lines = []
    if data["noise"] > NOISY:
        lines.append(
            f"Estimates of the log likelihood differ by {data['noise']:.1f} (standard deviation) from luck alone: "
            "the particles mix slowly, and the posterior is approximate. Take more --runs."
        )
    if data["weight"] < 1.0:
        lines.append(
            f"The record entered with {percent(data['weight'])} of its weight only: beyond that, too few moves were "
            "accepted. Take more --runs for each vector, or fewer cases at once."
        )
    return lines


def _show_checks(console: Console, checks: Sequence[Check]) -> None:
    bad = [check for check in checks if check.surprising]
    what = "; ".join(f"{one.case}, {one.what}" for one in bad) or "none"
    if checks:
        console.print(Text(f"Entries of the record outside the 90 % interval of calibrated runs: {what}."))
    else:
        console.print(Text("No entry of the record has a day or a count to lay beside runs: a deadlock has none."))
    for one in checks:
        if one.never is not None and one.never > MISSED:
            said = f"{one.case} was decided on record; {percent(one.never)} of calibrated runs end in deadlock."
            console.print(Text(said, style="bold"))
