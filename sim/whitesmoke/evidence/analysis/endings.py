"""How runs ended: agreed, withdrawn or out of time; who was last, and whose refusal it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.world import seated

if TYPE_CHECKING:
    from numpy.typing import NDArray


def endings(outcomes: Outcomes) -> Any:
    """Return the ending of each run, one of codes.ENDINGS. Shape (N,), texts."""
    return np.array(codes.ENDINGS, object)[outcomes.ending]


def ending_classes(outcomes: Outcomes) -> Any:
    """Return what the ending of each run counts as, one of codes.ENDING_CLASSES. Shape (N,), texts."""
    return np.array(codes.ENDING_CLASSES, object)[outcomes.ending_class]


def last_holdouts(case: Compiled, outcomes: Outcomes) -> dict[str, float]:
    """Return how often each member was the last to commit (or never did), the most frequent first."""
    return _shares(case, held_up(case, outcomes))


def stuck_on(case: Compiled, outcomes: Outcomes) -> dict[str, float]:
    """Return how often nothing was agreed and each member was the last, see `held_up`, as shares of all runs."""
    return _shares(case, held_up(case, outcomes) & (outcomes.winner == codes.NONE)[:, None])


def refusers(case: Compiled, outcomes: Outcomes) -> dict[str, float]:
    """Return how often each member's refusal ended a run, as shares of all runs, the most frequent first."""
    return _shares(case, refused(outcomes))


def overruled(case: Compiled, outcomes: Outcomes) -> dict[str, float]:
    """Return how often each member was opposed to the winner and not in, as shares of all runs, likewise."""
    return _shares(case, outcomes.overruled == 1)


def _shares(case: Compiled, which: NDArray[np.bool_]) -> dict[str, float]:
    share = which.mean(axis=0)
    return {case.names.members[i]: float(share[i]) for i in np.argsort(-share, kind="stable") if share[i] > 0.0}


def held_up(case: Compiled, outcomes: Outcomes, dated: Any = None) -> Any:
    """Return which members were the last to commit in each run, or never did. Shape (N, n), truth values.

    Where the candidate has withdrawn, they are those who had not committed to it by then.

    Parameters
    ----------
    dated : (N, n) rounds that stand in place of those of commitments: of ratifications, where those are asked about
    """
    on = waited_for(case, outcomes, dated)
    return on == on.max(axis=1, keepdims=True)


def waited_for(case: Compiled, outcomes: Outcomes, dated: Any = None) -> Any:
    """Return the round of every member's yes: NEVER without one, -1 if nobody waited for it; see `held_up`. (N, n)."""
    when = outcomes.committed_on if dated is None else dated
    gone = outcomes.withdrawn != codes.NONE
    leader = np.where(outcomes.winner == codes.NONE, _leaders(outcomes), outcomes.winner)
    committed = (outcomes.stance == leader[:, None]) | (gone[:, None] & (outcomes.committed_on != codes.REFUSED))
    on = np.where(committed, when, codes.NEVER)
    on = np.where(seated(case.world, (lasted(outcomes) * case.world.round_days)[:, None]), on, -1)
    reached = outcomes.winner[:, None] != codes.NONE
    return np.where(reached & (on == codes.NEVER), -1, on)  # by a quota, those who were not needed held nothing up


def lasted(outcomes: Outcomes) -> Any:
    """Return the round in which each run was over: its last, or that of the withdrawal. Shape (N,)."""
    left = outcomes.exit[np.arange(len(outcomes.exit)), outcomes.withdrawn]
    return np.where(outcomes.withdrawn == codes.NONE, outcomes.round, left)


def refused(outcomes: Outcomes) -> Any:
    """Return whose firm refusal made the candidate withdraw in each run. Shape (N, n), truth values."""
    return (outcomes.withdrawn[:, None] != codes.NONE) & (outcomes.committed_on == codes.REFUSED)


def last_texts(case: Compiled, outcomes: Outcomes) -> list[str]:
    """Return the codes of the last holdouts of each run, in one text each."""
    return _texts(case, held_up(case, outcomes))


def refused_texts(case: Compiled, outcomes: Outcomes) -> list[str]:
    """Return the codes of those who refused the candidate that withdrew, in one text for each run."""
    return _texts(case, refused(outcomes))


def overruled_texts(case: Compiled, outcomes: Outcomes) -> list[str]:
    """Return the codes of those who were opposed to the winner and not in, in one text for each run."""
    return _texts(case, outcomes.overruled == 1)


def _texts(case: Compiled, which: NDArray[np.bool_]) -> list[str]:
    """Return a text for each run, made once for all runs with the same members."""
    members, sets = np.array(case.names.members), [row.tobytes() for row in which]
    texts = {one: " ".join(members[np.frombuffer(one, np.bool_)].tolist()) for one in set(sets)}
    return [texts[one] for one in sets]


def _leaders(outcomes: Outcomes) -> Any:
    candidates = outcomes.exit.shape[1]
    counts = np.stack([(outcomes.stance == k).sum(axis=1) for k in range(candidates)], axis=1)
    return counts.argmax(axis=1)
