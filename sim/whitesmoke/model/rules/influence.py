"""What the others' commitments do to a member: the pull of its network and the shame of standing alone."""

from whitesmoke.model.lang import rule

FIXED = 2.0**-40
"""Influence is kept in whole units of 2**-40, so that sums are exact: no order of commitments can change them."""


@rule
def share_of_influence(units: int) -> float:
    """Return f_ik = sum_j W_ij [s_j = k], the weight of those a member listens to who are committed to k."""
    return units * FIXED


@rule
def supporters_share(committed: int, home_committed: int, others: int) -> float:
    """Return S_k: supporters of k other than its home, as a share of the members other than its home."""
    if others <= 0:
        return 0.0
    return (committed - home_committed) / others


@rule
def shame(kappa: float, share: float, withholding: int) -> float:
    """Return kappa * S_k**2 / m_k: a fixed stock of shame divided among the m_k members who still withhold.

    The last one bears all of it. Assumption.
    """
    return kappa * share * share / max(1, withholding)


@rule
def isolation(shame_each: float, cover: float, covered: bool) -> float:
    """Return I_ik: the shame borne, less the share `cover` while another active candidate is preferred."""
    return shame_each * (1.0 - cover) if covered else shame_each
