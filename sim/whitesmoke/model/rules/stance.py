"""What a member weighs and when it commits: the centre of the model."""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules.hazard import logistic


@rule
def acceptance(
    baseline: float,
    patron: float,
    demands: float,
    influence: float,
    isolation: float,
    pressure: float,
    anticipation: float,
    pull: float,
) -> float:
    """Return A_ik, the sum of a member's reasons for (and, as negative numbers, against) a candidate, in logits.

    ============  ===========================================================================
    baseline      b_ik, what it thinks of the candidate
    patron        pi_i * beta_P while the patron is known to back the candidate
    demands       -sum_d D (1 - g_d), what it wants and has not got
    influence     phi * f_ik, those it listens to
    isolation     I_ik, the shame of withholding
    pressure      K, the next focal date
    anticipation  -sum_d of what holding out may still bring
    pull          -rho * (advantage of the best other active candidate)
    ============  ===========================================================================

    A low acceptance means *not yet*; it is no objection (see `opposed`).
    """
    return baseline + patron + demands + influence + isolation + pressure + anticipation + pull


@rule
def commitment_rate(speed: float, acceptance: float) -> float:
    """Return h0 * Lambda(A_ik) per week: a convinced capital takes 1/h0 weeks, a doubtful one longer."""
    return speed * logistic(acceptance)


@rule
def defection_rate(rate: float, acceptance: float) -> float:
    """Return h_d * Lambda(-A_ik) per week, for bodies whose members may take back their word (0 = off)."""
    return rate * logistic(-acceptance)


@rule
def preferred_pull(rho: float, advantage: float) -> float:
    """Return P_ik = rho * max(0, b_ik' - b_ik), the pull of the best other active candidate."""
    return rho * max(0.0, advantage)


@rule
def opposed(committed_elsewhere: bool, red_line: bool, unmet: float, tolerance: float) -> bool:
    """Say whether a member objects to k: committed elsewhere, a red line, or more than `tolerance` logits unmet."""
    return committed_elsewhere or red_line or unmet > tolerance
