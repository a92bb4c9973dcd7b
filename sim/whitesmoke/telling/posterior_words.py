"""Where the parameters of runs come from, in words: a posterior, what it was fitted to, and in which mode."""

from __future__ import annotations

from collections.abc import Sequence

from whitesmoke.evidence.modes import MEETINGS, other_mode
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.evidence.record.variants import case_of
from whitesmoke.scenario.late import OPPORTUNISM
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.wording import in_another_mode, listed, quoted


def drawn_from(posterior: Posterior, loaded: Loaded, itself: bool = True) -> str:
    """Return what a reader must know of parameters drawn from a posterior.

    Parameters
    ----------
    itself : whether the scenario is what is played, not only what choices in a row are made of
    """
    other = other_mode(posterior.modes, [loaded.scenario.bargaining.mode])
    return " ".join(filter(None, [fitted(posterior.cases, loaded if itself else None), other]))


def in_brief(posterior: Posterior, loaded: Loaded) -> str:
    """Return the same in one sentence, for a figure."""
    elsewhere = in_another_mode({**posterior.said, "modes": [loaded.scenario.bargaining.mode]})
    return fitted(posterior.cases, loaded, elsewhere)


def idle_priors(names: Sequence[str], modes: Sequence[str]) -> list[str]:
    """Return which priors play no part in cases with some modes of bargaining, and why."""
    never = [name for name in names if name == OPPORTUNISM and modes != [MEETINGS]]
    other = [name for name in names if name not in never]
    lines = [
        f"At bargaining.mode = {listed(map(quoted, modes))} no part is played by the priors of {', '.join(other)}."
    ]
    asked = "The prior of bargaining.opportunism plays no part: nobody asks late; give it as a distribution."
    return lines * bool(other) + [asked] * bool(never)


def fitted(cases: Sequence[str], loaded: Loaded | None = None, elsewhere: str = "") -> str:
    """Return what a posterior was fitted to, and whether to this.

    A variant of a case is as much in-sample as the case; see `whitesmoke.evidence.record.variants.case_of`.
    """
    known = "in-sample for these and their variants"
    if loaded is not None:
        ours = case_of(loaded, cases)
        known = "this case is not among them" if ours is None else "in-sample"
        known += f" ({loaded.name} is a variant of {ours})" if ours not in (None, loaded.name) else ""
    return f"Parameters are draws from a posterior fitted to {', '.join(cases)}{elsewhere}: {known}."
