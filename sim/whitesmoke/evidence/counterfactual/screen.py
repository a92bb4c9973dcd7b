"""Which uncertain numbers a race hangs on: Morris screens them, Sobol' shares out the variance over the strongest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis import effects as indices
from whitesmoke.evidence.analysis import screening, variance
from whitesmoke.evidence.counterfactual import factors
from whitesmoke.evidence.parameters import Parameter, central_values, own_name
from whitesmoke.evidence.posterior import said_by_itself
from whitesmoke.model.world import Floats
from whitesmoke.scenario.guesses import guesses
from whitesmoke.scenario.in_force import plays_no_part
from whitesmoke.scenario.load import Loaded
from whitesmoke.writing.estimates import Interval

LEVELS = 8
Outcomes = dict[str, Floats]
"""(points, runs) by name."""
Watch = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]
"""Called with the name of a stage; inside the block, with how many runs are done and how many are left."""


class Design(NamedTuple):
    """Where to look, and how often."""

    trajectories: int
    """of the Morris screening"""
    points: int
    """of the Sobol' design, a power of two"""
    most: int
    """factors kept after the screening"""
    runs: int
    """at each point, on the same draws"""
    seed: int


class Sensitivity(NamedTuple):
    """What the date, deadlock and differences to variants hang on."""

    factors: list[str]
    kept: list[str]
    """the strongest; all others are held at their central values while these move"""
    effects: dict[str, indices.Effects]
    """of all factors, by outcome"""
    indices: dict[str, indices.Indices]
    """of those kept, by outcome; of outcomes that vary enough for them"""
    shares: dict[str, variance.Shares]
    """of the variance of single runs, for the same outcomes"""
    luck: dict[str, Interval]
    """of that variance, the share that is not the factors' alone"""
    guesses_held: list[str]
    """numbers that the scenario marks as assumed and that are no factors: they stay as they are throughout"""


def sensitivity(
    loaded: Loaded, found: Sequence[Parameter], variants: Mapping[str, Loaded], design: Design, watch: Watch
) -> Sensitivity:
    """Screen all factors by Morris, then share out the variance over the strongest by Sobol'.

    Parameters
    ----------
    found : the factors, each with its range
    variants : of the race, by name: what does the difference to each hang on?
    watch : is told how far the playing is

    Raises
    ------
    WhitesmokeError
        For fewer than two factors.
    """
    if len(found) < 2:
        raise WhitesmokeError("sensitivity needs two uncertain numbers or more; give distributions, or --priors")
    points = screening.morris(design.trajectories, len(found), LEVELS, design.seed)
    screened = _outcomes(loaded, variants, factors.Moved(found, points), design, watch, "Morris")
    effects = {what: indices.morris(points, value.mean(axis=1), design.seed) for what, value in screened.items()}
    strongest = _strongest(effects, design.most)
    chosen = [found[j] for j in strongest]
    held = [one for j, one in enumerate(found) if j not in strongest]
    blocks = screening.saltelli(design.points, len(chosen), design.seed)
    answers = _outcomes(loaded, variants, factors.Moved(chosen, blocks, held), design, watch, "Sobol'")
    shared = {what: _shared(blocks, value, design) for what, value in answers.items()}
    return Sensitivity(
        [one.name for one in found],
        [one.name for one in chosen],
        effects,
        {what: both[0] for what, both in shared.items() if both},
        {what: both[1] for what, both in shared.items() if both},
        {what: variance.luck(value[: 2 * design.points]) for what, value in answers.items() if shared[what]},
        _held(loaded, found),
    )


def _held(loaded: Loaded, found: Sequence[Parameter]) -> list[str]:
    """Return the scenario's own guesses that play a part, and are not among the factors."""
    moved = {own_name(one.name, loaded.name) for one in found}
    return [
        path for path in guesses(loaded) if path not in moved and not plays_no_part(loaded.scenario, path.split("."))
    ]


def _shared(blocks: Floats, value: Floats, design: Design) -> tuple[indices.Indices, variance.Shares] | None:
    """Return Sobol' indices of the mean over runs and shares of the variance of single runs; None without variance.

    Both take their variance from blocks A and B, the first 2 * points. Where means differ, so do runs.
    """
    try:
        return (
            indices.sobol(blocks, value.mean(axis=1), design.seed),
            variance.shares(value[: 2 * design.points]),
        )
    except indices.NoVarianceError:
        return None


def _outcomes(
    loaded: Loaded, variants: Mapping[str, Loaded], moved: factors.Moved, design: Design, watch: Watch, stage: str
) -> Outcomes:
    """Return days and deadlock at every point, and how much later each variant settles than the race."""
    total = len(moved.points) * design.runs * (1 + len(variants))
    done = 0
    with watch(stage) as advance:

        def more(batch: int) -> None:
            nonlocal done
            done += batch
            advance(done, total - done)

        base = factors.play(loaded, moved, design.runs, design.seed, progress=more)
        outcomes = {"days": base.days, "deadlock": base.deadlock}
        for name, variant in variants.items():
            answer = factors.play(variant, moved, design.runs, design.seed, set_by_itself(variant, loaded), more)
            outcomes[f"days, {name} less base"] = answer.days - base.days
    return outcomes


def set_by_itself(variant: Loaded, loaded: Loaded) -> list[str]:
    """Return the numbers that a variant sets itself, also to what the race says anyway, and those it has otherwise."""
    ours, theirs, said = central_values(loaded), central_values(variant), said_by_itself(variant, loaded)
    return [path for path, value in theirs.items() if path in said or ours.get(path) != value]


def _strongest(effects: dict[str, indices.Effects], most: int) -> list[int]:
    """Return the factors with the largest mean effect, each outcome's effects in units of its largest."""
    scaled = [one.mu_star.value / max(float(one.mu_star.value.max()), 1e-300) for one in effects.values()]
    order = np.argsort(-np.max(scaled, axis=0), kind="stable")
    return sorted(order[:most].tolist())
