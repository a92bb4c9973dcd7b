"""A run from its first round to its last, in either mode."""

from typing import NamedTuple

from tests.agreement.second.rounds import Run
from tests.agreement.second.talks import Talks


class Moment(NamedTuple):
    """What stands at the end of a round, in the order of members, demands and candidates."""

    stances: list
    met: list
    statuses: list
    tally: list
    pressure: float
    counted: list


def moment(run):
    lists = (list(by_name.values()) for by_name in (run.stance, run.met, run.status))
    return Moment(*lists, [run.committed(k) for k in run.w.candidates], run.pressure, run.counted_tally())


def play(world, seed, number):
    """Play one run; return it at its end, and all its rounds from round 0 on."""
    run = (Talks if world.bargained else Run)(world, seed, number)
    run.pressure = 0.0
    rounds = [moment(run)]
    while run.winner is None and run.round < world.rounds:
        run.play()
        rounds.append(moment(run))
    return run, rounds
