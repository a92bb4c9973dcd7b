"""The network table of a scenario compiled to the influence matrix."""

from __future__ import annotations

from typing import Any

from whitesmoke.model import network
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.schema import Layer


def influence(loaded: Loaded, index: Any) -> dict[str, Any]:
    """Return the fields of World that describe who listens to whom."""
    size = len(index.members)
    layers = [(layer.share, _rows(loaded, index, layer, size)) for layer in loaded.scenario.network.layers]
    columns = network.columns(network.mix(layers, size))
    return {"out_start": columns.start, "out_member": columns.member, "out_units": columns.units}


def _rows(loaded: Loaded, index: Any, layer: Layer, size: int) -> network.Rows:
    if layer.kind == "alliance":
        return network.everybody(size)
    if layer.kind == "blocs":
        members = [[index.members[code] for code in codes] for codes in index.bloc_members.values()]
        return network.within_blocs(members, size)
    if layer.kind in ("ties", "file"):
        ties = loaded.scenario.network.ties if layer.kind == "ties" else loaded.edges[layer.file or ""]
        return network.from_ties([(index.members[t.member], index.members[t.listens_to], t.weight) for t in ties], size)
    return network.generated(layer.kind, size, layer.neighbours, layer.rewire, layer.density, layer.seed)
