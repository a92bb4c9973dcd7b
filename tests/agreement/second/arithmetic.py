"""The arithmetic of docs/MODEL.md written a second time: elementary functions, normal quantile, random numbers."""

import math
import re
import zlib
from functools import cache
from pathlib import Path

PAGE = (Path(__file__).parents[3] / "docs" / "MODEL.md").read_text(encoding="utf-8")

# Elementary functions

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13 = (1 / math.factorial(n) for n in range(2, 14))


def exp(x):
    if math.isnan(x) or x < -708 or x > 709:
        return x if math.isnan(x) else 0.0 if x < 0 else math.inf
    m = math.floor(x * 1.4426950408889634 + 0.5)
    r = (x - m * LN2_HIGH) - m * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    low = (1 + r) + r2 * (C2 + r * C3)
    middle = (C4 + r * C5) + r2 * (C6 + r * C7)
    high = (C8 + r * C9) + r2 * (C10 + r * C11)
    top = C12 + r * C13
    return math.ldexp(low + r4 * (middle + r4 * (high + r4 * top)), m)


def log(x):
    if x <= 0 or not math.isfinite(x):
        return -math.inf if x == 0 else x if x > 0 else math.nan
    f, m = math.frexp(x)
    if f < 0.7071067811865476:
        f, m = 2 * f, m - 1
    z = (f - 1) / (f + 1)
    z2 = z * z
    s = 1 / 23
    for n in range(21, 1, -2):
        s = s * z2 + 1 / n
    return m * LN2_HIGH + (m * LN2_LOW + (2 * z + (2 * z) * (z2 * s)))


def logistic(x):
    return 1 / (1 + exp(-x))


def chance(rate, weeks):
    return 1 - exp((-rate) * weeks)


def total(numbers):
    """From left to right; the built-in `sum` compensates."""
    so_far = 0.0
    for x in numbers:
        so_far += x
    return so_far


def poisson(mean, u):
    """The u-quantile, at most 40."""
    number, term = 0, exp(-mean)
    so_far = term
    while u >= so_far and number < 40:
        number += 1
        term = term * (mean / number)
        so_far += term
    return number


# Normal quantile, with the coefficients that the page prints

ROWS = re.findall(r"^\| ([CST]) (top|bottom) \| (.*?) \|$", PAGE, re.M)
POLYNOMIALS = {(name, part): [float(x) for x in numbers.split(",")] for name, part, numbers in ROWS}


def horner(coefficients, x):
    value, *others = coefficients
    for coefficient in others:
        value = value * x + coefficient
    return value


def ratio(name, x):
    return horner(POLYNOMIALS[name, "top"], x) / horner(POLYNOMIALS[name, "bottom"], x)


def normal_quantile(u):
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * ratio("C", 0.180625 - q * q)
    r = math.sqrt(-log(min(u, 1 - u)))
    value = ratio("S", r - 1.6) if r <= 5 else ratio("T", r - 5)
    return -value if q < 0 else value


# Random numbers

COMMITS, DEFECTS, MEETS, EXITS, BREAKS, LENGTH, RESIDUAL, NUMBER, CALLED = range(1, 10)
WITHDRAWS, RESERVES, GATHERS, ANSWERS, ASKS, LATE_CEILING, HURTS, AMENDS, TAKES, LOTS = range(10, 20)


def philox(counter, key):
    a, b, c, d = counter
    low, high = key
    for _ in range(10):
        left, right = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (right >> 32) ^ b ^ low, right % 2**32, (left >> 32) ^ d ^ high, left % 2**32
        low, high = (low + 0x9E3779B9) % 2**32, (high + 0xBB67AE85) % 2**32
    return a, b, c, d


@cache
def member_address(code):
    return 0 if not code else member_address(code[:-1]) * 37 + int(code[-1], 36) + 1


@cache
def target_address(target):
    """The address of a text; a number is its own."""
    return target if isinstance(target, int) else zlib.crc32(target.encode()) % 2**24 if target else 0


class Draws:
    """The random numbers of one run."""

    def __init__(self, seed, run):
        self.key, self.run = (seed % 2**32, seed // 2**32), run

    def two(self, purpose, round_=0, member="", target=""):
        counter = (self.run, round_, member_address(member), purpose * 2**24 + target_address(target))
        a, b, c, d = philox(counter, self.key)
        return ((a * 2**20 + b // 2**12) + 0.5) * 2.0**-52, ((c * 2**20 + d // 2**12) + 0.5) * 2.0**-52

    def one(self, purpose, round_=0, member="", target=""):
        return self.two(purpose, round_, member, target)[0]
