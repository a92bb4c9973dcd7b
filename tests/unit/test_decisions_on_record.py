"""The likelihood of a decision, a deadlock and an exit on record: its formulas written a second time."""

from math import exp, expm1, log
from types import SimpleNamespace

import numpy as np
import pytest
from whitesmoke.evidence.record.evidence import Dated, Evidence, ObservationError
from whitesmoke.evidence.record.likelihood import log_likelihood
from whitesmoke.model import codes

from tests.worlds import Sketch

ERROR = ObservationError()
HORIZON = 70
RUNS = SimpleNamespace(
    winner=np.array([0, 0, codes.NONE]), round=np.array([5, 7, 10]), exit=np.array([[4], [codes.NEVER], [6]])
)
"""settled on day 35, on day 49, and never; the candidate of the others left on day 28, never, on day 42"""


def likely(decided=True, winner=0, decision=35.0, known_on=float(HORIZON), exits=()):
    case = SimpleNamespace(world=Sketch(affinity=[0.0] * 3, rounds=10).build())
    seen = Evidence(ERROR, known_on, (), (), exits, (), decided, winner, decision)
    return log_likelihood(case, seen, RUNS).tolist()


def tail(scale):
    return 1 / expm1(1 / scale)


def test_decision():
    doubt, each = ERROR.high, 1 + 2 * tail(ERROR.settle)
    wrong = doubt / (2 * HORIZON)
    fits = [(1 - doubt) * exp(-off / ERROR.settle) / each for off in (0, 14)]
    assert likely() == pytest.approx([log(fits[0] + wrong), log(fits[1] + wrong), log(wrong)])
    assert likely(winner=1) == pytest.approx([log(wrong)] * 3)


def test_deadlock():
    doubt = ERROR.high
    assert likely(winner=codes.NONE) == pytest.approx([log(doubt / 2)] * 2 + [log(1 - doubt / 2)])


def test_not_decided_yet():
    """Who settled by then is out of the question, on the very day too; at the horizon nothing is left to ask."""
    assert likely(decided=False, known_on=34.0) == [0.0, 0.0, 0.0]
    assert likely(decided=False, known_on=35.0) == [-np.inf, 0.0, 0.0]
    assert likely(decided=False) == [0.0, 0.0, 0.0]


def test_exit():
    """Rounds of a week: an exit between days 22 and 28 is early by none, one never seen (day 71) late by 37."""
    row, base = Dated(0, 0, 21.0, 28.0, 0.1), likely()
    places = 7 + tail(ERROR.lag) + tail(ERROR.slip)
    late = [0, 71 - 28 - 6, 42 - 28 - 6]
    expected = [log(0.9 * exp(-days / ERROR.slip) / places + 0.1 / (HORIZON + 7)) for days in late]
    assert np.subtract(likely(exits=(row,)), base).tolist() == pytest.approx(expected)
