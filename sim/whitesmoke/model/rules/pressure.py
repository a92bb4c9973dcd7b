"""What the calendar does: a focal date presses as it comes near and is forgotten once it is missed."""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules.hazard import exp


@rule
def pressure(kappa: float, weight: float, weeks_left: float, memory: float) -> float:
    """Return K = kappa * w_m * exp(-weeks_left / memory) for the next focal date m.

    A soft date has a low weight w_m, a hard one a weight of 1. Source: Roth, Murnighan & Schoumaker (1988),
    *The deadline effect in bargaining*; the exponential form is an assumption.
    """
    return kappa * weight * exp(-weeks_left / memory)
