"""Consent that has to be ratified, over many runs: when each yes came to count, and who was last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes

if TYPE_CHECKING:
    from whitesmoke.model.world import Rounds, World


def is_known(outcomes: Outcomes) -> bool:
    """Say whether a candidate has to be ratified in these runs, and what each member did was kept."""
    return len(outcomes.counted_on) > 0


def dated_on(world: World, outcomes: Outcomes, k: int) -> Rounds:
    """Return the round in which each member came round to k as the record dates it, (N, n), or codes.NEVER.

    That is its yes; of a candidate that has to be ratified it is the end of its procedure, which is a public act.
    """
    on = outcomes.counted_on if world.procedure[k] else outcomes.committed_on
    return np.where(outcomes.stance == k, on, codes.NEVER)


def tally_on_record(world: World, outcomes: Outcomes, k: int) -> Rounds:
    """Return the members that count for k on the record, (N, rounds + 1): those committed, or that have ratified."""
    found: Rounds = (outcomes.counted if world.procedure[k] else outcomes.tally)[:, :, k]
    return found


def on_record(world: World, outcomes: Outcomes, leader: Any) -> tuple[Any, Any]:
    """Return rounds (N, n) and tallies (N, rounds + 1, K) as records have them of the leader (N,) of each run.

    Of one that has to be ratified they are those of ratifications, of others those of commitments.
    """
    ratified = world.procedure[leader] == 1
    if not ratified.any():
        return outcomes.committed_on, outcomes.tally
    on = np.where(ratified[:, None], outcomes.counted_on, outcomes.committed_on)
    return on, np.where(ratified[:, None, None], outcomes.counted, outcomes.tally)


def last_to_ratify(case: Compiled, outcomes: Outcomes) -> dict[str, float]:
    """Return how often each member was the last to ratify what was adopted, of the runs in which something was."""
    if not is_known(outcomes):
        return {}
    won = (outcomes.winner != codes.NONE) & (case.world.procedure[outcomes.winner] == 1)
    last = _last(outcomes)[won]
    share: Any = last.mean(axis=0) if len(last) else np.zeros(last.shape[1])
    return {case.names.members[i]: float(share[i]) for i in np.argsort(-share, kind="stable") if share[i] > 0.0}


def _last(outcomes: Outcomes) -> Any:
    """Return who was last to ratify, (N, n), truth values: of the yes that count for the winner the latest."""
    counts = (outcomes.stance == outcomes.winner[:, None]) & (outcomes.counted_on != codes.NEVER)
    on = np.where(counts, outcomes.counted_on, -1)
    return counts & (on == on.max(axis=1, keepdims=True))
