"""Who takes part: members, each with its places in both faces of the stage, and candidates."""

from __future__ import annotations

from typing import Any

import numpy as np

from whitesmoke.figures.member_places import HEIGHT, WIDTH, spread, tiles
from whitesmoke.model import codes, network
from whitesmoke.model.compiled import Compiled
from whitesmoke.scenario.tabled import is_text
from whitesmoke.telling.by_name import grantor_name
from whitesmoke.telling.stage.ears import stand_out
from whitesmoke.telling.story import first
from whitesmoke.telling.words import rule_name

MOST_CONNECTED = 60
"""Members up to which the network is drawn; more do not fit side by side."""


def members(case: Compiled) -> list[dict[str, Any]]:
    """Return every member: code, name, bloc, tile, and in a small body its place and who stands out to its ear."""
    names, place = case.names, tiles(case.names.members, case.names.blocs)
    found = [
        {"code": code, "name": name, "bloc": bloc, "tile": list(place[code])}
        for code, name, bloc in zip(names.members, names.member_names, names.blocs)
    ]
    if len(found) > MOST_CONNECTED:
        return found
    return [{**one, **at} for one, at in zip(found, _connected(case))]


def _connected(case: Compiled) -> list[dict[str, Any]]:
    radius = 11.0 + 13.0 * np.sqrt(case.world.influence_weight)
    at, weights = spread(case, radius), network.matrix(case)
    return [
        {
            "x": round(float(x), 1),
            "y": round(float(y), 1),
            "r": round(float(r), 1),
            "hears": stand_out(row, range(len(row))),
        }
        for (x, y), r, row in zip(at, radius, weights)
    ]


def candidates(case: Compiled) -> list[dict[str, Any]]:
    """Return every candidate: its id, its name, whether it is a text, and whose it is."""
    names, home = case.names, case.world.home
    return [
        {"id": name, "name": called, "text": is_text(case, k), "home": int(home[k])}
        for k, (name, called) in enumerate(zip(names.candidates, names.candidate_names))
    ]


def grantors(case: Compiled) -> list[dict[str, Any]]:
    """Return who can grant something, by name, with the member that it is: -1 of one that has no seat."""
    found = {grantor_name(case, d): _granting(case, d) for d in range(len(case.names.grantors))}
    return [{"name": first(name), "by": name, "member": member} for name, member in found.items()]


def _granting(case: Compiled, demand: int) -> int:
    world, names = case.world, case.names
    if world.grantor[demand] == codes.CANDIDATE:  # of a text its sponsor grants
        k = int(world.concerns[demand])
        sponsor = names.sponsors[k] if k >= 0 and names.sponsors and is_text(case, k) else ""
        return names.members.index(sponsor) if sponsor in names.members else -1
    return int(world.granting_member[demand])


def stage(case: Compiled) -> dict[str, Any]:
    """Return all who take part, the rule by which they decide, and the size of the drawing of the network."""
    return {
        "members": members(case),
        "candidates": candidates(case),
        "grantors": grantors(case),
        "rule": rule_name(case),
        "network": {"width": WIDTH, "height": HEIGHT},
    }
