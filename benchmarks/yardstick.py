"""How fast a machine compiles: a fixed text through numba as it comes. Nothing of the model is in it, so it stays."""

from __future__ import annotations

import time
from typing import Any

import numba
import numpy as np

FUNCTIONS = 40
TEXT = """
def rule(values, weights, bound, low):
    total, best = 0.0, -1
    for i in range(len(values)):
        gap = values[i] - {number} * bound
        if gap > low and weights[i] > 0:
            total += gap * weights[i] / (1.0 + abs(gap))
            if best < 0 or gap > values[best]:
                best = i
        elif gap < -low:
            total -= min(gap, low) * max(0.0, bound - weights[i])
    return total if best < 0 else total * values[best]
"""


def compiled() -> tuple[float, float]:
    """Compile the text some times over; return the seconds of processor time, and on the wall."""
    arguments = np.ones(8), np.ones(8), 1.0, 0.5
    processor, wall = time.process_time(), time.perf_counter()
    for number in range(FUNCTIONS):
        names: dict[str, Any] = {}
        exec(TEXT.format(number=number), names)
        numba.njit(names["rule"])(*arguments)
    return time.process_time() - processor, time.perf_counter() - wall


if __name__ == "__main__":
    print(*compiled())
