"""Between what is read and what is played: there is room for a World, and it is finite, also at both ends of draws."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.model import room
from whitesmoke.model.phases.followers import SPREAD
from whitesmoke.model.rules.distributions import quantile
from whitesmoke.model.world import Floats, Numbers, World, number_views
from whitesmoke.scenario.families import FIRST_U, LAST_U, reach
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.scenario.schema import Layer

MOST_LOGITS = 1e9
"""Beyond this a sum of reasons no longer has room for what a vote is worth."""
PER_MEMBER, PER_NUMBER, PER_DEMAND, PER_TIE = 1_100, 200, 1_200, 220
"""Bytes, measured: of a member, of one of its numbers and of a demand while a World is built; of a tie in a layer."""
BEYOND = "draws what is no number: its `high` is too far above its mean; six standard deviations are far enough"
HIGHEST_NORMAL = 8.3
"""A residual draws no further than this many standard deviations."""


def must_have_room(loaded: Loaded, index: Any) -> None:
    """Raise WhitesmokeError for a body, or a network, that is too large for the memory."""
    members, each = len(index.members), len(index.candidates) + 2 * len(index.issues)
    room.must_fit(
        members * (PER_MEMBER + PER_NUMBER * each) + PER_DEMAND * len(index.demands),
        f"a body of {members:,} members with {len(index.candidates):,} candidates",
        "take fewer of either",
    )
    ties = sum(_ties(layer, loaded, index) for layer in loaded.scenario.network.layers)
    room.must_fit(
        PER_TIE * ties,
        f"a network of {ties:,.0f} ties between {members:,} members",
        "take fewer members, or layers in which each listens to few: small-world, scale-free, a low density",
    )


def _ties(layer: Layer, loaded: Loaded, index: Any) -> float:
    """Return about how many ties a layer has."""
    members = len(index.members)
    if layer.kind in ("small-world", "scale-free"):
        return members * layer.neighbours * (2 if layer.kind == "scale-free" else 1)
    if layer.kind == "blocs":
        return sum(len(bloc) ** 2 for bloc in index.bloc_members.values())
    if layer.kind == "ties":
        return len(loaded.scenario.network.ties)
    if layer.kind == "file":
        return len(loaded.edges[layer.file or ""])
    return members**2 * (layer.density if layer.kind == "random" else 1.0)


def must_be_finite(loaded: Loaded, world: World, drawn: dict[str, tuple[Distribution, list[int]]]) -> None:
    """Raise ScenarioError for a World with a number, a draw or a sum that is none, or none to reckon with.

    Parameters
    ----------
    drawn : each distribution of the scenario by its path, and the slots it fills
    """
    problems: list[Problem] = []
    for path, (number, _) in drawn.items():
        if not np.isfinite(reach(number)).all():
            problems.append(loaded.problem(tuple(path.split(".")), BEYOND))
    floats = (field for field in world if isinstance(field, np.ndarray) and field.dtype == float)
    assert all(np.isfinite(field).all() for field in floats)
    if not problems and not (weight := heaviest(number_views(largest(world), world.number))) <= MOST_LOGITS:
        message = (
            f"what a member thinks of a candidate may reach {weight:.2g} logits, and {MOST_LOGITS:g} is the most that "
            "can be reckoned with; take smaller positions, saliences or parameters.distance_power"
        )
        problems.append(loaded.problem(("space",), message))
    if problems:
        raise ScenarioError(problems)


def largest(world: World) -> Floats:
    """Return the size that each entry of the numbers of a World has, or that its draws reach."""
    sizes = np.abs(world.number.flat)
    for j, (family, (a, b, c, low, high)) in enumerate(zip(world.draw_family, world.draw_arguments)):
        ends = [quantile(family, a, b, c, low, high, u) for u in (FIRST_U, LAST_U)]
        slots = world.draw_slot[world.draw_start[j] : world.draw_start[j + 1]]
        sizes[slots] = np.maximum(sizes[slots], np.abs(ends).max())
    return sizes


def heaviest(largest: Numbers) -> float:
    """Return what the reasons of a member for or against a candidate can add up to, in logits, at most.

    Parameters
    ----------
    largest : the size of every number
    """
    c = largest.coefficient
    moved = _top(largest.position) if c.amendment > 0.0 else 0.0
    places = max(_top(largest.candidate_position), _top(largest.reversion), moved)
    gap = np.maximum(1.0, _top(largest.position) + places)
    loss = float((largest.salience * gap**c.distance_power).sum(axis=1).max(initial=0.0))
    loss *= 2.0 if largest.reversion.any() else 1.0  # from a text, less that from the reversion point
    shocks = float(largest.amount.sum())
    baseline = _top(largest.affinity) + _top(largest.valence) + _top(largest.status_quo) + loss + shocks
    baseline += HIGHEST_NORMAL * c.residual
    late = c.late_worth * math.exp(SPREAD * HIGHEST_NORMAL) if c.opportunism > 0.0 else 0.0
    demands = float(largest.worth.sum() + shocks + late) * (1.0 + c.anticipation)
    baseline += float(largest.hurt.sum())
    insists = _top(largest.reservation) + c.secret + c.hardening  # nobody hardens who can be won no more
    others = insists + c.patron + c.influence + c.isolation + c.pressure
    return float(baseline * (1.0 + 2.0 * c.pull) + demands + others)


def _top(field: Floats) -> float:
    return float(field.max(initial=0.0))
