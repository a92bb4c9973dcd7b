"""Numbers that are uncertain: the inverse distribution function of each family a scenario may name."""

import math

from whitesmoke.model.lang import rule
from whitesmoke.model.rules.hazard import exp, log

NORMAL, LOGNORMAL, UNIFORM, TRIANGULAR = range(4)


@rule
def normal(u: float) -> float:
    """Return the standard normal quantile of u in (0, 1), relative error about 1e-16.

    Source: Wichura (1988), *The percentage points of the normal distribution*, algorithm AS 241 (PPND16).
    """
    return central(u) if is_central(u) else outer(u)


@rule
def is_central(u: float) -> bool:
    """Say whether `central` is the normal quantile of u."""
    return abs(u - 0.5) <= 0.425


@rule
def central(u: float) -> float:
    """Return the normal quantile of u between 0.075 and 0.925; elsewhere some number."""
    q = u - 0.5
    return q * _centre(0.180625 - q * q)


@rule
def outer(u: float) -> float:
    """Return the normal quantile of u below 0.075 or above 0.925."""
    lower = u < 0.5
    r = math.sqrt(-log(u if lower else 1.0 - u))
    value = _shoulder(r - 1.6) if r <= 5.0 else _tail(r - 5.0)
    return -value if lower else value


@rule
def quantile(family: int, a: float, b: float, c: float, low: float, high: float, u: float) -> float:
    """Return the u-quantile of a family, restricted to the probabilities between `low` and `high`.

    normal: mean a, standard deviation b. lognormal: the same of the logarithm. uniform: from a to b.
    triangular: from a over mode b to c.
    """
    p = low + (high - low) * u
    if family == NORMAL:
        return a + b * normal(p)
    if family == LOGNORMAL:
        return exp(a + b * normal(p))
    if family == TRIANGULAR:
        split = (b - a) / (c - a)
        if p < split:
            return a + math.sqrt(p * (c - a) * (b - a))
        return c - math.sqrt((1.0 - p) * (c - a) * (c - b))
    return a + (b - a) * p


@rule
def _centre(r: float) -> float:
    top = 2509.0809287301226727
    for x in (
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608,
    ):
        top = top * r + x
    bottom = 5226.495278852854561
    for x in (
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1.0,
    ):
        bottom = bottom * r + x
    return top / bottom


@rule
def _shoulder(r: float) -> float:
    top = 7.7454501427834140764e-4
    for x in (
        0.0227238449892691845833,
        0.24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734,
    ):
        top = top * r + x
    bottom = 1.05075007164441684324e-9
    for x in (
        5.475938084995344946e-4,
        0.0151986665636164571966,
        0.14810397642748007459,
        0.68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1.0,
    ):
        bottom = bottom * r + x
    return top / bottom


@rule
def _tail(r: float) -> float:
    top = 2.01033439929228813265e-7
    for x in (
        2.71155556874348757815e-5,
        0.0012426609473880784386,
        0.026532189526576123093,
        0.29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772,
    ):
        top = top * r + x
    bottom = 2.04426310338993978564e-15
    for x in (
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        0.0148753612908506148525,
        0.13692988092273580531,
        0.59983220655588793769,
        1.0,
    ):
        bottom = bottom * r + x
    return top / bottom
