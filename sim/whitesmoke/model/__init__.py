"""The simulator: codes, rules, phases, rounds, drivers. It knows no file, no forecast, no screen."""

PLAYS = "1"
"""Which model this is: raised whenever the same scenario, seed and run come out otherwise than before, and only then.

It stands in the identity of every results folder. `tests/golden/test_plays.py` fails if it ought to have been raised.
"""
