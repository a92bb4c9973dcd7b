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


def check(findings: Findings) -> None:
    """Ties join two members, and every layer has what it needs."""
    network = findings.scenario.network
    _ties(findings, ("network", "ties"), network.ties)
    for index, layer in enumerate(network.layers):
        _layer(findings, ("network", "layers", index), layer)
        if layer.kind == "file" and layer.file:
            _ties(findings, ("network", "layers", index, "file"), findings.loaded.edges[layer.file])
    total = sum(layer.share for layer in network.layers)
    if network.layers and abs(total - 1.0) > 1e-9:
        findings.add(("network", "layers"), f"the shares of the layers must sum to 1, found {total:g}")


def _layer(findings: Findings, place: Place, layer: Layer) -> None:
    if layer.kind == "blocs" and not any(findings.bloc_members.values()):
        findings.add((*place, "kind"), "a layer of kind blocs needs [blocs] with members; there are none")
    if layer.kind == "ties" and not findings.scenario.network.ties:
        findings.add((*place, "kind"), "a layer of kind ties needs [[network.ties]]; there are none")
    if layer.kind == "file" and not layer.file:
        findings.add(place, "a layer of kind file needs `file`: a CSV with the columns member, listens_to, weight")
    if layer.kind != "file" and layer.file:
        findings.add(
            (*place, "file"), f'a layer of kind {layer.kind} reads no file; write kind = "file", or take this away'
        )
    if layer.kind in ("small-world", "scale-free") and layer.neighbours >= len(findings.members):
        message = f"must be fewer than the members, {len(findings.members)}, found {layer.neighbours}"
        findings.add((*place, "neighbours"), message)
    useless = {field for fields in GENERATED.values() for field in fields} - {*GENERATED.get(layer.kind, ())}
    for field in sorted(useless & layer.model_fields_set):
        findings.add((*place, field), f"a layer of kind {layer.kind} has no use for `{field}`; take it away")


def _ties(findings: Findings, place: Place, ties: Sequence[Tie]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for index, tie in enumerate(ties):
        findings.member((*place, index, "member"), tie.member)
        findings.member((*place, index, "listens_to"), tie.listens_to)
        if tie.member == tie.listens_to:
            findings.add((*place, index, "listens_to"), f"{tie.member} listens to itself; name another member")
        first = seen.setdefault((tie.member, tie.listens_to), index)
        if first != index:
            findings.add((*place, index), f"{tie.member} listens to {tie.listens_to} already; keep one of the two ties")
