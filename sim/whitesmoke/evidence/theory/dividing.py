"""Who gets what when members bargain over something that is worth 1 to divide."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from whitesmoke.evidence.theory import arguments
from whitesmoke.model.world import Floats


class Offer(NamedTuple):
    """Shares of what is divided, of the member who proposes and of each partner it needs."""

    proposer: float
    partner: float


class Veto(NamedTuple):
    """Expected shares before anybody is recognised, of each veto player and of each other member."""

    veto: float
    other: float


def baron_ferejohn(n: int, quota: int, patience: float) -> Offer:
    """Return the offer when a member drawn at random proposes a division and `quota` votes carry it.

    partner = delta / n, proposer = 1 - (quota - 1) delta / n; those not needed get nothing

    Parameters
    ----------
    n, quota : members; votes that carry, the proposer's included
    patience : delta, the worth of 1 a round later, 0 <= delta < 1

    Raises
    ------
    ValueError
        For a quota that is no number of members, or a delta out of range.

    Notes
    -----
    Stationary equilibrium under the closed rule. Source: Baron & Ferejohn (1989), *Bargaining in legislatures*,
    proposition 3, there for a simple majority.
    """
    arguments.whole("a quota", quota, 1, n)
    partner = float(arguments.patience(patience)[0]) / n
    return Offer(1.0 - (quota - 1) * partner, partner)


def unanimity_values(patience: ArrayLike, recognition: ArrayLike | None = None) -> Floats:
    """Return each member's expected share when all must agree and members differ in patience: its bargaining power.

    v_i = [p_i / (1 - delta_i)] / sum_j [p_j / (1 - delta_j)]

    Parameters
    ----------
    patience : (n,) delta_i, 0 <= delta_i < 1
    recognition : (n,) how often each proposes, scaled to sum 1; equal by default

    Raises
    ------
    ValueError
        For a delta out of range, or recognition that is no weights.

    Notes
    -----
    From v_i = p_i (1 - sum_(j != i) delta_j v_j) + (1 - p_i) delta_i v_i. Source: Baron & Ferejohn (1989) with quota n;
    Binmore (1987), *Perfect equilibria in bargaining models*, for two.
    """
    delta = arguments.patience(patience)
    power = arguments.shares("recognition", recognition, len(delta)) / (1.0 - delta)
    return power / power.sum()


def veto_players(n: int, vetoes: int, quota: int, patience: float) -> Veto:
    """Return the expected shares when `quota` votes carry a division, those of all veto players among them.

    v [n - delta (n - k) - (q - k) delta k / (n - k)] = 1 - (q - k) delta / (n - k),  w = (1 - k v) / (n - k)

    Parameters
    ----------
    n, vetoes : members; k of them have a veto, fewer than n (if all have one, see `unanimity_values`)
    quota : q, votes that carry, k or more
    patience : delta, 0 <= delta < 1

    Raises
    ------
    ValueError
        For numbers out of range.

    Notes
    -----
    From v = (1 - (k - 1) delta v - (q - k) delta w) / n + (1 - 1/n) delta v: every proposer needs the veto players, and
    fills up with the cheaper others. Source: Winter (1996), *Voting and vetoing*.
    """
    arguments.whole("the number of veto players", vetoes, 0, n - 1)
    arguments.whole("a quota", quota, max(1, vetoes), n)
    delta, others = float(arguments.patience(patience)[0]), n - vetoes
    bought = (quota - vetoes) * delta / others
    veto = (1.0 - bought) / (n - delta * others - bought * vetoes)
    other = (1.0 - vetoes * veto) / others
    return Veto(veto if vetoes else 0.0, other)


def rubinstein(proposer: float, responder: float) -> Offer:
    """Return the offer when two members propose in turn, for ever.

    x = (1 - delta_2) / (1 - delta_1 delta_2) for the one who proposes first

    Parameters
    ----------
    proposer, responder : delta_1, delta_2, the patience of the first proposer and of the other, 0 <= delta < 1

    Notes
    -----
    Source: Rubinstein (1982), *Perfect equilibrium in a bargaining model*.
    """
    first, second = arguments.patience([proposer, responder])
    share = float((1.0 - second) / (1.0 - first * second))
    return Offer(share, 1.0 - share)


def rejector_proposes(n: int, patience: float) -> Offer:
    """Return the offer when all n must agree and the first who rejects proposes next.

    partner = delta proposer, proposer = 1 / (1 + (n - 1) delta)

    Parameters
    ----------
    n : members, 2 or more
    patience : delta, 0 <= delta < 1

    Notes
    -----
    Source: Chatterjee, Dutta, Ray & Sengupta (1993), *A noncooperative theory of coalitional bargaining*; the same
    division by another protocol in Krishna & Serrano (1996), *Multilateral bargaining*.
    """
    arguments.whole("the number of members", n, 2)
    delta = float(arguments.patience(patience)[0])
    proposer = 1.0 / (1.0 + (n - 1) * delta)
    return Offer(proposer, delta * proposer)


def nash(disagreement: ArrayLike, weight: ArrayLike | None = None) -> Floats:
    """Return the weighted Nash solution: what each has without agreement, and its share of what agreement adds.

    v_i = d_i + w_i (1 - sum_j d_j), which maximises prod_i (v_i - d_i)^w_i

    A better status quo is bargaining power, one for one but for the holder's own share of what it takes away.

    Parameters
    ----------
    disagreement : (n,) d_i, with a sum of at most 1
    weight : (n,) w_i, scaled to sum 1; equal by default

    Raises
    ------
    ValueError
        If disagreement is worth more than agreement, or for weights that are none.

    Notes
    -----
    Source: Nash (1950), *The bargaining problem*; weights, Kalai (1977). It is what random proposers under unanimity
    expect if talks may break down after every rejection, w_i being how often i proposes: Binmore, Rubinstein & Wolinsky
    (1986), *The Nash bargaining solution in economic modelling*, for two.
    """
    d = np.atleast_1d(np.asarray(disagreement, float))
    gain = 1.0 - d.sum()
    if not gain >= 0.0:
        raise ValueError(f"disagreement is worth {d.sum():g} in all, more than the 1 that agreement divides")
    return d + arguments.shares("weight", weight, len(d)) * gain


def spatial_nash(position: ArrayLike, worth: float, weight: ArrayLike | None = None) -> float:
    """Return the point on a line on which the weighted Nash solution settles when losses are quadratic.

    x maximises prod_i (D - (x - theta_i)^2)^w_i:  sum_i w_i (x - theta_i) / (D - (x - theta_i)^2) = 0

    The more agreement is worth, the nearer it lies to the weighted mean; a small D pulls it to the middle of the range.

    Parameters
    ----------
    position : (n,) ideal points theta_i
    worth : D, what agreement on its ideal point is worth to a member, in squared units of the line; without it, 0
    weight : (n,) w_i, scaled to sum 1; equal by default

    Raises
    ------
    ValueError
        If no point is better than disagreement for all, or for weights that are none.

    Notes
    -----
    Source: Nash (1950); Achen (2006), *Institutional realism and bargaining models*, for the weighted mean. It is not
    what random proposers under unanimity settle on: on a line only the two outermost members are ever indifferent.
    """
    theta = np.atleast_1d(np.asarray(position, float))
    w = arguments.shares("weight", weight, len(theta))
    low, high = float(theta.max() - np.sqrt(max(worth, 0.0))), float(theta.min() + np.sqrt(max(worth, 0.0)))
    if not low < high:
        raise ValueError(f"no point is worth more than disagreement to all: the range exceeds 2 sqrt({worth:g})")

    def slope(x: float) -> float:
        return float((w * (x - theta) / (worth - np.square(x - theta))).sum())

    low, high = max(low, float(theta.min())), min(high, float(theta.max()))
    inset = 1e-12 * (high - low)
    if low == high or slope(low + inset) >= 0.0:
        return low  # all stand there, or only members without weight keep it from moving on
    if slope(high - inset) <= 0.0:
        return high
    from scipy.optimize import brentq  # slow to start

    return float(brentq(slope, low + inset, high - inset, xtol=1e-14))
