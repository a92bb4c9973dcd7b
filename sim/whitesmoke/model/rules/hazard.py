"""From a rate per week to a chance per round, with elementary functions that give the same bits everywhere.

The C library's `exp` and `log` differ in the last bit between platforms; these use only +, -, *, / and exact scaling.
"""

import math

import numpy as np

from whitesmoke.model.lang import rule

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
COARSE = 2.0 ** (32.0 * np.arange(-32, 32))
FINE = 2.0 ** np.arange(32)
"""2**m = COARSE[m // 32 + 32] * FINE[m % 32], both exact: two small tables instead of one of 2046 entries."""
ROOT_HALF = 0.7071067811865476


@rule
def exp(x: float) -> float:
    """Return e**x: x = m ln 2 + r, |r| <= 0.35, Taylor to r**13.

    Relative error below 5e-16; 0 below -708, infinite above 709, no number (nan) of no number: no x leaves the tables.
    """
    if not x >= -708.0:
        return 0.0 if x < -708.0 else math.nan
    if x > 709.0:
        return math.inf
    m = math.floor(x * LOG2_E + 0.5)
    r = (x - m * LN2_HIGH) - m * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    low = (1.0 + r) + r2 * (1 / 2 + r * (1 / 6))
    middle = (1 / 24 + r * (1 / 120)) + r2 * (1 / 720 + r * (1 / 5040))
    high = (1 / 40320 + r * (1 / 362880)) + r2 * (1 / 3628800 + r * (1 / 39916800))
    top = 1 / 479001600 + r * (1 / 6227020800)
    return (low + r4 * (middle + r4 * (high + r4 * top))) * float(COARSE[(int(m) >> 5) + 32] * FINE[int(m) & 31])


@rule
def log(x: float) -> float:
    """Return ln x for x > 0: x = f 2**m, ln f = 2 artanh((f-1)/(f+1)) as a series (relative error < 4e-16).

    Minus infinity at 0, infinite of infinity, no number (nan) of anything else.
    """
    if not 0.0 < x < math.inf:
        return -math.inf if x == 0.0 else x if x > 0.0 else math.nan
    f, m = math.frexp(x)
    if f < ROOT_HALF:
        f, m = 2.0 * f, m - 1
    z = (f - 1.0) / (f + 1.0)
    z2 = z * z
    series = 1 / 23
    for denominator in (21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0):
        series = series * z2 + 1.0 / denominator
    return m * LN2_HIGH + (m * LN2_LOW + (2.0 * z + 2.0 * z * (z2 * series)))


@rule
def logistic(x: float) -> float:
    """Return 1 / (1 + e**-x), the share of capitals with net acceptance x that are ready."""
    return 1.0 / (1.0 + exp(-x))


@rule
def probability(rate: float, weeks: float) -> float:
    """Return 1 - e**(-rate weeks), the chance that a hazard of `rate` per week acts within a round of `weeks`.

    So the law of dates in days does not depend on the length of a round.
    """
    return 1.0 - exp(-rate * weeks)
