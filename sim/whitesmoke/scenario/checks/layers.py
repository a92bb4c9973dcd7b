"""Who listens to whom."""

from __future__ import annotations

from collections.abc import Sequence

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.schema import Layer, Tie

GENERATED = {
    "small-world": ("neighbours", "rewire", "seed"),
    "scale-free": ("neighbours", "seed"),
    "random": ("density", "seed"),
}
"""Fields that only a generator reads."""


def check(found: Findings) -> None:
    """Ties join two members, and every layer has what it needs."""
    network = found.scenario.network
    _ties(found, ("network", "ties"), network.ties)
    for index, layer in enumerate(network.layers):
        _layer(found, ("network", "layers", index), layer)
        if layer.kind == "file" and layer.file:
            _ties(found, ("network", "layers", index, "file"), found.loaded.edges[layer.file])
    total = sum(layer.share for layer in network.layers)
    if network.layers and abs(total - 1.0) > 1e-9:
        found.add(("network", "layers"), f"the shares of the layers must sum to 1, found {total:g}")


def _layer(found: Findings, place: Place, layer: Layer) -> None:
    if layer.kind == "blocs" and not any(found.bloc_members.values()):
        found.add((*place, "kind"), "a layer of kind blocs needs [blocs] with members; there are none")
    if layer.kind == "ties" and not found.scenario.network.ties:
        found.add((*place, "kind"), "a layer of kind ties needs [[network.ties]]; there are none")
    if layer.kind == "file" and not layer.file:
        found.add(place, "a layer of kind file needs `file`: a CSV with the columns member, listens_to, weight")
    if layer.kind != "file" and layer.file:
        found.add(
            (*place, "file"), f'a layer of kind {layer.kind} reads no file; write kind = "file", or take this away'
        )
    if layer.kind in ("small-world", "scale-free") and layer.neighbours >= len(found.members):
        message = f"must be fewer than the members, {len(found.members)}, found {layer.neighbours}"
        found.add((*place, "neighbours"), message)
    useless = {field for fields in GENERATED.values() for field in fields} - {*GENERATED.get(layer.kind, ())}
    for field in sorted(useless & layer.model_fields_set):
        found.add((*place, field), f"a layer of kind {layer.kind} has no use for `{field}`; take it away")


def _ties(found: Findings, place: Place, ties: Sequence[Tie]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for index, tie in enumerate(ties):
        found.member((*place, index, "member"), tie.member)
        found.member((*place, index, "listens_to"), tie.listens_to)
        if tie.member == tie.listens_to:
            found.add((*place, index, "listens_to"), f"{tie.member} listens to itself; name another member")
        first = seen.setdefault((tie.member, tie.listens_to), index)
        if first != index:
            found.add((*place, index), f"{tie.member} listens to {tie.listens_to} already; keep one of the two ties")
