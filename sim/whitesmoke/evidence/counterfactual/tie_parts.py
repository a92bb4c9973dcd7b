"""Ties taken away one at a time: a layer of the network, what a bloc or a holdout hears, whom all hear, single ties.

What is not heard is lost: nobody listens to the others more instead. So taking away every tie is taking away all
influence, which is the part `ties` of an attribution.

Many ties weigh the same, and a word that comes late moves nobody. The ties that may matter are therefore ranked by the
weight that they deliver,

    D_ij = W_ij P(j has committed to the leader before i has),

estimated from the runs of the race as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.rules.influence import FIXED
from whitesmoke.model.world import Floats, Ints, World
from whitesmoke.scenario import ties
from whitesmoke.scenario.build import Index
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.schema import Layer

BLOCK = 2**24
"""Runs times ties that are looked at together."""


class TiePart(NamedTuple):
    """Some ties that can be taken out of a race."""

    name: str
    kind: str
    """layer, bloc, ear, voice or tie"""
    words: str
    """what taking it away means"""
    units: Ints
    """(E,) what is left of every tie, as `World.out_units`"""
    label: str
    """what it is called for people"""

    def cut(self, case: Compiled) -> Compiled:
        """Return a case without these ties."""
        return case._replace(world=case.world._replace(out_units=self.units))


def tie_parts(loaded: Loaded, case: Compiled, outcomes: Outcomes, leader: int, most: int) -> list[TiePart]:
    """Return the parts of a network: layers, blocs, ears of those that hold demands, voices, and single ties of ears.

    Parameters
    ----------
    outcomes : of the race as it is, with members
    most : blocs, ears, voices, single ties: of each at most so many
    """
    net = _Net(case.world)
    delivered = net.weight * _earlier(outcomes, leader, net)
    holders = _codes_of_holders(loaded, case)
    return [
        *_layers(loaded, case, net),
        *_blocs(case, net, most),
        *_ears(case, net, holders[:most]),
        *_voices(case, net, delivered, most),
        *_single(case, net, delivered, holders, most),
    ]


class _Net:
    """The ties of a World as a list: `listener[e]` listens to `heard[e]` with `weight[e]`."""

    def __init__(self, world: World) -> None:
        self.units, self.size = world.out_units, len(world.member_address)
        self.heard = np.repeat(np.arange(self.size), np.diff(world.out_start))
        self.listener = world.out_member.astype(np.int64)
        self.weight: Floats = np.asarray(self.units * FIXED, float)

    @property
    def key(self) -> Ints:
        """A number for every tie, in increasing order."""
        return self.heard * self.size + self.listener

    def without(self, gone: NDArray[np.bool_]) -> Ints:
        """Return the units of all ties if some, by truth value, are cut."""
        return np.where(gone, 0, self.units)


def _earlier(outcomes: Outcomes, leader: int, net: _Net) -> Floats:
    """Return the share of runs in which the heard committed to the leader before the listener did, (E,)."""
    since = np.where(outcomes.stance == leader, outcomes.committed_on.astype(np.int64), codes.NEVER)
    step = max(1, BLOCK // max(1, len(net.units)))
    blocks = (since[at : at + step] for at in range(0, len(since), step))
    count = sum((rows[:, net.heard] < rows[:, net.listener]).sum(axis=0) for rows in blocks)
    return np.asarray(count, float) / len(since)


def _codes_of_holders(loaded: Loaded, case: Compiled) -> list[str]:
    """Return who holds a demand; everybody, if nobody does."""
    return list(dict.fromkeys(row.holder for row in loaded.scenario.demands.values())) or list(case.names.members)


def _layers(loaded: Loaded, case: Compiled, net: _Net) -> Iterator[TiePart]:
    """Each layer that has a share, if there are several: its share of every tie is not heard."""
    layers = [layer for layer in loaded.scenario.network.layers if layer.share > 0.0]
    if len(layers) < 2:
        return
    alone = [_alone(loaded, case, layer) for layer in layers]
    whole = np.zeros(net.size)
    for layer, own in zip(layers, alone):
        whole[np.unique(own.listener)] += layer.share
    for place, (layer, own) in enumerate(zip(layers, alone)):
        lost = np.zeros(len(net.units))
        lost[np.searchsorted(net.key, own.key)] = layer.share * own.units / whole[own.listener]
        units = np.maximum(net.units - np.rint(lost).astype(np.int64), 0)
        again = [at for at, other in enumerate(layers) if other.kind == layer.kind].index(place)
        name = f"layer {layer.kind}" + (f" {again + 1}" if again else "")
        yield TiePart(name, "layer", "what is heard in it is not heard", units, name)


def _alone(loaded: Loaded, case: Compiled, layer: Layer) -> _Net:
    """Return the ties of one layer by itself, its rows normalised."""
    whole = layer.model_copy(update={"share": 1.0})
    network = loaded.scenario.network.model_copy(update={"layers": [whole]})
    scenario = loaded.scenario.model_copy(update={"network": network})
    return _Net(case.world._replace(**ties.influence(replace(loaded, scenario=scenario), Index(scenario))))


def _blocs(case: Compiled, net: _Net, most: int) -> Iterator[TiePart]:
    """What each bloc says to all others, and what it hears from them; the largest blocs first."""
    bloc = np.array(case.names.blocs)
    names, size = np.unique(bloc[bloc != ""], return_counts=True)
    for name in names[np.argsort(-size, kind="stable")][: most if len(names) > 1 else 0].tolist():
        inside = bloc == name
        out = inside[net.heard] & ~inside[net.listener]
        back = inside[net.listener] & ~inside[net.heard]
        yield TiePart(
            f"{name} heard", "bloc", "no other bloc listens to it", net.without(out), f"{name} heard by others"
        )
        yield TiePart(
            f"{name} listening", "bloc", "it listens to no other bloc", net.without(back), f"{name} listening to others"
        )


def _ears(case: Compiled, net: _Net, holders: list[str]) -> Iterator[TiePart]:
    for code in holders:
        i = case.names.members.index(code)
        if (net.listener == i).any():
            units, label = net.without(net.listener == i), f"{case.names.member_names[i]} listening"
            yield TiePart(f"{code} listening", "ear", "it listens to nobody", units, label)


def _voices(case: Compiled, net: _Net, delivered: Floats, most: int) -> Iterator[TiePart]:
    total = np.bincount(net.heard, delivered, minlength=net.size)
    for j in np.argsort(-total, kind="stable")[:most].tolist():
        if total[j] > 0.0:
            code, label = case.names.members[j], f"{case.names.member_names[j]} heard"
            yield TiePart(f"{code} heard", "voice", "nobody listens to it", net.without(net.heard == j), label)


def _single(case: Compiled, net: _Net, delivered: Floats, holders: list[str], most: int) -> Iterator[TiePart]:
    names, told = case.names.members, case.names.member_names
    ours = np.isin(net.listener, [names.index(code) for code in holders])
    for edge in np.argsort(-np.where(ours, delivered, 0.0), kind="stable")[:most].tolist():
        if ours[edge] and delivered[edge] > 0.0:
            who, whom = net.listener[edge], net.heard[edge]
            units = net.without(np.arange(len(net.units)) == edge)
            words = f"{told[who]} does not listen to {told[whom]}"
            yield TiePart(f"{names[who]} to {names[whom]}", "tie", words, units, f"{told[who]} to {told[whom]}")
