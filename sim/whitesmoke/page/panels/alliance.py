"""The alliance: who stands where, who listens to whom; as a network and as a map of tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import solara

from whitesmoke.figures.member_places import HEIGHT, WIDTH, is_map, spread, strongest, tiles
from whitesmoke.figures.stance_rows import MOST_BLOCS
from whitesmoke.model import codes, network
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import on_the_table
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from whitesmoke.model.world import Ints

DRAWN = 60
"""Members up to which each is drawn; more of them do not fit side by side with their codes, and are drawn by bloc."""


@drawn("alliance.vue")
def _Drawing(
    nodes: list[dict[str, object]],
    candidates: list[str],
    stances: list[int],
    halo: list[int],
    counts: list[list[int]],
    selected: str,
    large: bool,
    map: bool,
    event_pick: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def Alliance(desk: Desk, beat: int) -> None:
    """The panel."""
    case = desk.case
    large = len(case.names.members) > DRAWN
    nodes = solara.use_memo(lambda: groups(case) if large else members(case), [id(case.names), id(case.world)])
    _Drawing(
        nodes=nodes,
        candidates=list(case.names.candidate_names),
        stances=[] if large else desk.standing(),
        halo=[] if large else halo(desk),
        counts=counted(desk) if large else [],
        selected=desk.member,
        large=large,
        map=is_map(case.names.members),
        event_pick=lambda code: desk.select(str(code)),
    )


def members(case: Compiled) -> list[dict[str, object]]:
    """Return what is drawn of every member: places in both faces, size, and whom it listens to most."""
    weight = case.world.influence_weight
    radius = 11.0 + 13.0 * np.sqrt(weight)
    places = spread(case, radius)
    tile = tiles(case.names.members, case.names.blocs)
    weights = network.matrix(case)
    return [
        {
            "code": code,
            "name": case.names.member_names[i],
            "bloc": case.names.blocs[i],
            "x": round(float(places[i, 0]), 1),
            "y": round(float(places[i, 1]), 1),
            "r": round(float(radius[i]), 1),
            "tile": tile[code],
            "hears": strongest(weights[i]),
        }
        for i, code in enumerate(case.names.members)
    ]


def halo(desk: Desk) -> list[int]:
    """Return the members that have not committed and still lack something they demand."""
    world, trace, t = desk.case.world, desk.trace, desk.shown
    lacking = {
        int(world.holder[d])
        for d in range(len(world.holder))
        if trace.met[t][d] < 1.0 and world.number.worth[d] > 0.0 and on_the_table(trace, d, t)
    }
    return sorted(i for i in lacking if trace.stances[t][i] == codes.NONE)


def blocs_of(case: Compiled) -> list[tuple[str, Ints]]:
    """Return (name, rows of its members) of each bloc, the largest first; small ones beyond the twelfth together."""
    of_member = np.array(case.names.blocs)
    found = [(name or "no bloc", np.flatnonzero(of_member == name)) for name in dict.fromkeys(of_member.tolist())]
    found.sort(key=lambda bloc: -len(bloc[1]))
    rest = found[MOST_BLOCS - 1 :]
    if len(rest) > 1:
        found = [*found[: MOST_BLOCS - 1], ("others", np.concatenate([members for _, members in rest]))]
    return found


def groups(case: Compiled) -> list[dict[str, object]]:
    """Return the blocs of a large body, on a circle, sized by their members."""
    found = blocs_of(case)
    most = max(len(rows) for _, rows in found)
    angle = np.pi / 2 - 2 * np.pi * np.arange(len(found)) / len(found)
    reach = 0.0 if len(found) == 1 else 1.0
    return [
        {
            "code": name,
            "name": name,
            "x": WIDTH / 2 + reach * 0.3 * WIDTH * float(np.cos(angle[g])),
            "y": HEIGHT / 2 - reach * 0.28 * HEIGHT * float(np.sin(angle[g])),
            "r": 28.0 + 52.0 * float(np.sqrt(len(rows) / most)),
            "size": len(rows),
        }
        for g, (name, rows) in enumerate(found)
    ]


def counted(desk: Desk) -> list[list[int]]:
    """Return for every bloc its members committed to each candidate, and last those uncommitted."""
    stances, kinds = desk.trace.stances[desk.shown], len(desk.case.names.candidates)
    found = []
    for _, rows in blocs_of(desk.case):
        own = stances[rows]
        found.append([*(int((own == k).sum()) for k in range(kinds)), int((own == codes.NONE).sum())])
    return found
