"""What was tried of the mechanism by which actors bargain: the tables of docs/how-they-bargain.md, "What was tried".

    python experiments/bargaining_trials.py [RUNS]

Two worlds: the race, and generated cases, in which what is asked, what can be had of it, and what is thought of the
text are drawn anew in each run. Seed 1; 1000 runs a row unless said. A minute or two.
"""

from __future__ import annotations

import datetime
import sys
from typing import Any, NamedTuple

import numpy as np
import whitesmoke as ws
from whitesmoke.model import codes

START = datetime.date(2030, 1, 7)
DATES = (60, 150, 240, 330)
ASKS = {
    "worth": {"dist": "lognormal", "mean": 1.1, "sd": 0.6},
    "ceiling": {"dist": "uniform", "low": 0.3, "high": 1.0},
    "grantor": "chair",
}
GENERATED: dict[str, Any] = {
    "title": "Two who hold out among ten",
    "assumed": True,
    "kind": "proposal",
    "calendar": {"start": START, "expiry": START + datetime.timedelta(364)},
    "focal": {f"date-{day}": {"date": START + datetime.timedelta(day), "weight": 1.0} for day in DATES},
    "rule": {"name": "unanimity", "silence": {"low": 0, "high": 0}},
    "bargaining": {"mode": "bargained", "patience": 8, "at_dates": 2.5},
    "parameters": {"concession": 0.05, "isolation": 2.0, "bargaining_from": 0.5, "residual": 1.0},
    "members": {f"M{i:02}": {"baseline": 2.0} for i in range(8)} | {who: {"baseline": 1.0} for who in ("HA", "HB")},
    "candidates": {"text": {"name": "The text", "entry": START}},
    "demands": {"a": {"holder": "HA", **ASKS}, "b": {"holder": "HB", **ASKS}},
}
TWO_OF_ONE_CAMP: dict[str, Any] = {
    "title": "Two of one camp, and nobody else",
    "assumed": True,
    "calendar": {"start": START, "expiry": START + datetime.timedelta(364)},
    "rule": {"name": "unanimity", "silence": {"low": 0, "high": 0}},
    "parameters": {"residual": 1.0, "isolation": 0.0, "patron": 0.0},
    "members": {f"M{i:02}": {"baseline": 1.0} for i in range(10)},
    "candidates": {who: {"name": who.title(), "entry": START} for who in ("ada", "bea")},
}
RACE_WORLD, GENERATED_WORLD = "the race", "generated"
HOLDERS = {RACE_WORLD: ("HUN", "SVK", "TUR"), GENERATED_WORLD: ("HA", "HB")}
PAID = 0.05
"""a share of all that it asked for up to which a holder was not paid"""


class Seen(NamedTuple):
    """What came out of some runs; the last two of those that agreed."""

    day: Any
    """(N,) days, infinite where nothing was agreed"""
    on: Any
    """(agreed, holders) days on which each came in; infinite for one that did not"""
    got: Any
    """(agreed, holders) share of what it had asked for"""


def case(world: str, demands: dict[str, Any] | None = None) -> Any:
    """Return a world where actors bargain; a generated one with further demands."""
    if world == RACE_WORLD:
        return ws.open("rutte-iohannis").change({"bargaining.mode": "bargained"})
    return ws.open(GENERATED | {"demands": GENERATED["demands"] | (demands or {})}, name="generated")


def played(world: str, runs: int, changes: dict[str, Any], **more: Any) -> Seen:
    """Play a world with changes, perhaps under another rule or with further demands."""
    rule = {"rule": more["rule"]} if "rule" in more else {}
    found = case(world, more.get("demands")).change(changes, **rule).runs(runs)
    outcomes, names, days = found.outcomes, found.case.compiled.names, found.case.compiled.world.round_days
    agreed = outcomes.winner != codes.NONE
    at = [names.members.index(who) for who in HOLDERS[world]]
    never = outcomes.committed_on[:, at] == codes.NEVER
    on = np.where(never, np.inf, outcomes.committed_on[:, at] * float(days))
    got = outcomes.got[:, at] if len(outcomes.got) else np.zeros(on.shape)
    return Seen(np.where(agreed, outcomes.round * float(days), np.inf), on[agreed], got[agreed])


def ends(seen: Seen) -> str:
    """Median day of all runs, and the share that agree on nothing."""
    return f"median day {median(seen)}, deadlock {np.isinf(seen.day).mean():.2f}"


def median(seen: Seen) -> str:
    """Median day of all runs, where half of them agree."""
    day = np.median(seen.day)
    return "never" if np.isinf(day) else f"{day:.0f}"


def the_last_two(runs: int) -> None:
    """The last two holders: within three days, and on one day; with calls after a yes, and without."""
    print("Do the last two fall together? Of agreed runs")
    for world in HOLDERS:
        for chance in (0.0, 0.25, 0.5, 0.75, 1.0):
            seen = played(world, runs, {"bargaining.follow_up": chance})
            last = np.sort(seen.on, axis=1)[:, -2:]
            gap = last[:, 1] - last[:, 0]
            told = f"within three days {(gap <= 3).mean():.2f}, one alone last {(gap > 0).mean():.2f}"
            print(f"{world:9} follow_up {chance:4.2f}  {told}, {ends(seen)}")


def ends_of_holdouts(runs: int) -> None:
    """How holders end that ask for something: paid, or not; in, or left out."""
    print("How a holder ends. Of holders in agreed runs")
    for world in HOLDERS:
        dates = case(world).compiled.world.focal_day
        for rule, isolation in (("unanimity", 0), ("unanimity", 5), ("unanimity", 15), ("consensus-minus-1", 5)):
            seen = played(world, runs, {"parameters.isolation": isolation}, rule=rule)
            joined, paid = np.isfinite(seen.on), seen.got > PAID
            near = np.abs(seen.on[:, :, None] - dates).min(axis=2) <= 1
            shares = {
                "paid": joined & paid,
                "in for nothing, at a date": joined & ~paid & near,
                "on another day": joined & ~paid & ~near,
                "left out": ~joined,
            }
            told = ", ".join(f"{what} {share.mean():.2f}" for what, share in shares.items())
            print(f"{world:9} {rule:17} isolation {isolation:2}  {told}")


def pressure_and_breakdown(runs: int) -> None:
    """Deadlock by how often all meet at a date, without and with holders who harden by refusing there."""
    print("Does more pressure mean more breakdown? Deadlock with 0, 1, 2, 3 rounds of all at a date")
    for world in HOLDERS:
        for hardening in (0.0, 0.5, 1.0, 2.0):
            seen = [
                played(world, runs, {"bargaining.at_dates": n, "bargaining.hardening": hardening}) for n in range(4)
            ]
            told = " ".join(f"{np.isinf(one.day).mean():.2f}" for one in seen)
            days = " ".join(map(median, seen))
            print(f"{world:9} hardening {hardening:3.1f}  {told}, median day {days}")


def holders_who_raise(runs: int) -> None:
    """One that holds out already asks for more once the other is paid: a latent demand of the file."""
    print("An existing holder raises: runs that this changes, and what becomes of them")
    more = {"holder": "HA", "latent": True, **ASKS}
    for opportunism in (0.3, 1.0, 2.0):
        changes = {"bargaining.opportunism": opportunism, "bargaining.take_back": 0.0}
        without = played(GENERATED_WORLD, runs, changes)
        raising = played(GENERATED_WORLD, runs, changes, demands={"more": more})
        changed = (without.day != raising.day).mean()
        print(f"opportunism {opportunism:3.1f}  another day in {changed:.2f}; {ends(without)} -> {ends(raising)}")


def quotas(runs: int) -> None:
    """Pairs of runs, alike but in the quota, in which the higher one is met earlier."""
    print("A higher quota is never earlier? Pairs of runs of the race in which it is")
    rules = ("two-thirds", "consensus-minus-3", "consensus-minus-2", "consensus-minus-1", "unanimity")
    for mode in ("meetings", "bargained"):
        days = [played(RACE_WORLD, runs, {"bargaining.mode": mode}, rule=rule).day for rule in rules]
        told = ", ".join(f"{rules[x + 1]} {(days[x + 1] < days[x]).mean():.3f}" for x in range(len(rules) - 1))
        print(f"{mode:9} {told}")


def two_of_one_camp(runs: int) -> None:
    """Two who are liked alike by the same members: does one leave, and is it the one with fewer behind it?"""
    print("Two front-runners of one camp: deadlock, and the one that left had fewer members")
    for hopelessness in (62, 20, 10, 6):
        case_ = ws.open(TWO_OF_ONE_CAMP, name="two-of-one-camp").change({"parameters.hopelessness": hopelessness})
        outcomes = case_.runs(runs).outcomes
        left = outcomes.exit != codes.NEVER
        one = left.sum(axis=1) == 1
        before = np.where(left, outcomes.exit, 1).min(axis=1) - 1
        tally = outcomes.tally[np.arange(runs), np.clip(before, 0, None)]
        weaker = (tally[left[:, 0] & one][:, 0] <= tally[left[:, 0] & one][:, 1]).sum()
        weaker += (tally[left[:, 1] & one][:, 1] <= tally[left[:, 1] & one][:, 0]).sum()
        told = f"deadlock {(outcomes.winner == codes.NONE).mean():.2f}, one left in {one.mean():.2f}"
        print(f"hopelessness {hopelessness:3}  {told}, the weaker in {weaker / max(1, one.sum()):.2f} of these")


def main(runs: int = 1000) -> None:
    """Print all tables."""
    for trial in (the_last_two, ends_of_holdouts, pressure_and_breakdown, holders_who_raise, quotas, two_of_one_camp):
        trial(runs)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
