"""What an outcome of a sweep hangs on, in words: Sobol' indices, or Morris's effects, of every factor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whitesmoke.writing.measure_words import value_text

INDICES = {
    "first": "first (S1)", "total": "total (ST)", "interaction": "interaction",
    "mu": "mean effect", "mu_star": "mean size of the effect", "sigma": "spread",
}  # fmt: skip
EXPLAINED = (
    "First: share of the variance between points that goes with the factor alone; total: with all that it does "
    "together with others. Effects: what a step of a factor does, scaled up to its whole range, in the unit of the "
    "outcome. 95 % intervals by resampling (bootstrap); estimates of shares may lie a little below 0 or above 1."
)


CALLED = {"days": "the mean day", "deadlock": "deadlock"}


def called(found: Mapping[str, Any], what: str) -> str:
    """Return what an outcome is called that is said to hang on factors; a measure by its label."""
    return str(found.get("measures", {}).get(what, {}).get("label") or CALLED.get(what, what))


def tables(found: Mapping[str, Any]) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Yield for each outcome what it is called, and a table of its estimates; one without rows says why in its head."""
    for arm, outcomes in found["indices"].items():
        for what, rows in outcomes.items():
            name = f"{called(found, what)}, {found['arms'][arm]}" if arm else called(found, what)
            if "none" in rows:
                yield name, [rows["none"]], []
                continue
            kinds = [one for one in INDICES if one in next(iter(rows.values()))]
            cells = [
                [found["factors"][factor]["label"], *(value_text(estimates[one]) for one in kinds)]
                for factor, estimates in rows.items()
            ]
            yield name, [f"what {name} hangs on", *(INDICES[one] for one in kinds)], cells
