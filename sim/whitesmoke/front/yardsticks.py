"""What closed forms say of a case, each with the simulation beside it and a word on what the form leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence import theory
from whitesmoke.evidence.analysis import opinion
from whitesmoke.evidence.analysis.ensemble_summary import Interval, mean, share
from whitesmoke.figures.quota import headcount, needed
from whitesmoke.model import codes
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.phases import decide, moves
from whitesmoke.model.recorder import record
from whitesmoke.model.rules import hazard
from whitesmoke.scenario.everybody import decides_by_silence
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from whitesmoke.front.case import Case
    from whitesmoke.front.votes import Power
    from whitesmoke.model.run_state import State
    from whitesmoke.model.world import Floats, Ints, World

BETWEEN_MEMBERS = ("influence", "isolation", "residual", "defection")
"""Coefficients whose mechanisms act in every case unless they are off."""


class Quantity(NamedTuple):
    """A number of a closed form, and the same of the simulation where it has one."""

    name: str
    unit: str
    """`days` or `share`"""
    theory: float
    simulation: Interval | None = None


class Yardstick(NamedTuple):
    """What one closed form says of a case."""

    question: str
    says: str
    simulated: str
    """the same of the simulation; or that it has no counterpart"""
    apart: str
    """why the two may differ; empty where the case meets what the form assumes"""
    source: str
    quantities: tuple[Quantity, ...] = ()
    """its numbers; none where it does not apply"""


class Settling(NamedTuple):
    """When the quota is reached: by the closed form, and in the simulation."""

    reached: Floats | None
    """(rounds + 1,) chance by the end of each round, if nobody minds the others; None where the form does not apply"""
    days: Ints
    """(N,) day on which each run settled; codes.NEVER for deadlock"""


class Expected(NamedTuple):
    """What closed forms say of a case."""

    yardsticks: list[Yardstick]
    settling: Settling
    heard: Floats | None
    """(n,) how much each member is heard, if members only average; None where that leads to no one opinion"""
    seated: int
    """members who have a seat when it begins"""


def expected(case: Case, patience: float, runs: int, seed: int) -> Expected:
    """Return what closed forms say of a case.

    Parameters
    ----------
    patience : what 1 is worth a round later, for the division of 1; *Assumption*: no number of the scenario
    """
    waiting, settling = _waiting(case, runs, seed)
    listening, heard = _heard(case)
    power = case.power()
    return Expected([waiting, *_division(case, power, patience), listening], settling, heard, int(power.seated.sum()))


def _waiting(case: Case, runs: int, seed: int) -> tuple[Yardstick, Settling]:
    reached, apart = _form(case, seed)
    played = case.runs(runs, seed)
    table, world = played.frame(), case.compiled.world
    lasts, settled = mean(table.day), share(table.settled.to_numpy())
    found = Yardstick(
        "When is the quota reached if nobody minds the others?",
        "",
        f"{lasts.value:.0f} days, {percent(settled.value)} of {runs} runs settled",
        apart,
        "David & Nagaraja (2003), Order statistics",
    )
    if reached is not None:
        days, by_then = world.round_days * float((1.0 - reached[:-1]).sum()), float(reached[-1])
        says = f"{days:.0f} days on average up to the horizon, settled by then in {percent(by_then)} of cases"
        until = Quantity("until it is settled, up to the horizon", "days", days, lasts)
        found = found._replace(
            says=says, quantities=(until, Quantity("settled by the horizon", "share", by_then, settled))
        )
    return found, Settling(reached, played.day_or_never)


def _form(case: Case, seed: int) -> tuple[Floats | None, str]:
    """Return the chance that the quota is reached by each round, and what it leaves out; or None, and why."""
    world, look = case.compiled.world, _opening(case, seed)
    quota = needed(world, int(look.clock.members))
    if quota is None:
        return None, "The rule counts more than heads; see `whitesmoke power`."
    if not any(decide.eligible(world, look, k) for k in range(len(look.status))):
        return None, "It does not apply: nobody stands when the case begins."
    k, chances = _leader(world, look)
    return _reached(chances, max(0, quota - int(look.committed[k])), world.rounds), _left_out(case, world)


def _opening(case: Case, seed: int) -> State:
    trace = record(case.as_played(0), seed, 0)
    if not trace.looks:
        raise WhitesmokeError(f"{case.name}: this body is too large to look at its first round")
    return trace.looks[0]


def _leader(world: World, look: State) -> tuple[int, Floats]:
    """Return the candidate that is likeliest to be committed to at first, and each member's chance to do so a round."""
    chances = np.zeros((len(look.status), len(look.stance)))
    for k in range(len(look.status)):
        if decide.eligible(world, look, k):
            chances[k] = [_chance(world, look, i, k) for i in range(len(look.stance))]
    k = int(np.argmax(look.committed + chances.sum(axis=1)))
    return k, chances[k]


def _chance(world: World, look: State, i: int, k: int) -> float:
    if look.stance[i] != codes.NONE or not moves.is_free(look, i):
        return 0.0
    rate = decide.commitment_rate(world, look, i, k, decide.acceptance(world, look, i, k))
    return float(hazard.probability(rate, world.round_days / 7.0))


def _reached(chances: Floats, quota: int, rounds: int) -> Floats:
    if quota == 0:
        return np.ones(rounds + 1)
    return theory.chance_by_round(chances, quota, np.arange(rounds + 1))


def _left_out(case: Case, world: World) -> str:
    """Return what of the case the form leaves out, in words: its chances never change, its members never meet."""
    value = {name: float(getattr(world.number.coefficient, name)) for name in COEFFICIENTS}
    on = [name for name in BETWEEN_MEMBERS if value[name] != 0.0]
    bargained = world.mode == codes.BARGAINED
    pressed = value["pressure"] and (value["push"] or not bargained)
    on += ["pressure"] * bool(len(world.focal_day) + len(world.sitting_day) and pressed)
    on += ["concession"] * bool(len(world.holder) and value["concession"] and not bargained)
    on += ["patron"] * bool(codes.CONSULT in world.event_kind and value["patron"])
    words = [COEFFICIENTS[name].words for name in on]
    words += ["offers, by which alone those who ask for something are won"] * bool(bargained and len(world.holder))
    words += ["other candidates"] * (len(world.home) > 1)
    words += ["sittings that a decision waits for"] * bool(world.between)
    words += ["a silence that must last"] * decides_by_silence(world)
    words += ["the other rows of the rule, such as vetoes"] * (len(world.credit) > 1)
    words += ["what is scripted"] * bool((world.event_day > 0).any())
    words += ["imitation in place of reasons"] * bool(world.response == codes.PROPORTIONAL)
    return f"The form leaves out: {', '.join(words)}." if words else ""


def _division(case: Case, power: Power, patience: float) -> Iterator[Yardstick]:
    n, vetoes = int(power.seated.sum()), int((power.found.blocking == 1).sum())
    quota = headcount(case.compiled.world, n)
    question = f"Who would get what of 1 to divide, if a round costs {percent(1.0 - patience)} of it?"
    none = f"no counterpart: {_who_pays(case.compiled.world)}"
    if vetoes == n and n > 1:
        offer = theory.rejector_proposes(n, patience)
        says = f"who proposes keeps {percent(offer.proposer)}, each other gets {percent(offer.partner)}"
        shares = ("who proposes", offer.proposer), ("each other", offer.partner)
        yield Yardstick(question, says, none, "", "Chatterjee, Dutta, Ray & Sengupta (1993)", _shares(*shares))
    elif quota is not None and not vetoes and 0 < quota <= n:
        offer = theory.baron_ferejohn(n, quota, patience)
        says = f"who proposes keeps {percent(offer.proposer)}, {quota - 1} others get {percent(offer.partner)} each"
        shares = ("who proposes", offer.proposer), (f"each of {quota - 1} others", offer.partner)
        yield Yardstick(question, says, none, "", "Baron & Ferejohn (1989)", _shares(*shares))
    elif quota is not None and max(1, vetoes) <= quota <= n:
        split = theory.veto_players(n, vetoes, quota, patience)
        says = f"expected: {percent(split.veto)} with a veto, {percent(split.other)} without"
        shares = ("each with a veto", split.veto), ("each without", split.other)
        yield Yardstick(question, says, none, "", "Winter (1996)", _shares(*shares))


def _who_pays(world: World) -> str:
    limited = (world.number.budget[world.purse[world.purse >= 0]] < codes.NO_LIMIT).any()
    if world.mode == codes.BARGAINED and limited:
        return "what is granted comes out of grantors' budgets, and no vote divides these"
    return "what one member is granted costs no other anything"


def _shares(*named: tuple[str, float]) -> tuple[Quantity, ...]:
    return tuple(Quantity(name, "share", float(value)) for name, value in named)


def _heard(case: Case) -> tuple[Yardstick, Floats | None]:
    question, source = "Who would be heard if members only averaged what they hear?", "DeGroot (1974)"
    try:
        heard = opinion.degroot(_attention(case.compiled.world))
    except ValueError as error:
        return Yardstick(question, "", "", f"It does not apply: {error}.", source), None
    codes_, most, least = list(case.members), int(np.argmax(heard.weight)), int(np.argmin(heard.weight))
    says = f"{codes_[most]} most, {percent(float(heard.weight[most]))} of the common opinion"
    if np.ptp(heard.weight) < 1e-9:
        says = f"all alike, {percent(float(heard.weight[least]))} each"
    shares = ("of the most heard", heard.weight[most]), ("of the least heard", heard.weight[least])
    found = Yardstick(
        question,
        f"{says}; a round leaves {percent(heard.rate)} of the disagreement",
        "no counterpart: members commit, they do not average",
        "",
        source,
        _shares(*shares, ("disagreement that a round leaves", heard.rate)),
    )
    return found, heard.weight


def _attention(world: World) -> Floats:
    """Return W_ij, the share of i's attention that goes to j. Shape (n, n)."""
    n = len(world.member_address)
    attention = np.zeros((n, n))
    for j in range(n):
        edges = slice(world.out_start[j], world.out_start[j + 1])
        attention[world.out_member[edges], j] = world.out_units[edges]
    return attention / np.maximum(1, attention.sum(axis=1, keepdims=True))
