"""Variants: a scenario that `extends` another, the tables it drops, and `--set path=value`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.document import NotTOMLError, parse
from whitesmoke.scenario.files import is_unicode
from whitesmoke.scenario.loaded import Origin, Place, dotted, places
from whitesmoke.scenario.meant import meant
from whitesmoke.scenario.shape import fields_at, names_are_free
from whitesmoke.scenario.wording import counted, instead, quoted


@dataclass
class Layer:
    """Tables and where each of their fields was written."""

    data: dict[str, Any]
    origins: dict[Place, Origin]


ONE_OF = ("name", "rows", "any")
"""Ways of giving a rule: one of them takes the place of the others."""
_FIELDS = tuple((field,) for field in ONE_OF)


def merged(below: Layer, above: Layer) -> Layer:
    """Return the tables of `above` laid over those of `below`: tables merge, lists and plain values replace."""
    below = _without_rule(below) if _gives_a_rule(above.data.get("rule")) else below
    replaced: set[Place] = set()
    data = _overlay(below.data, above.data, (), replaced)
    tables = {path[:1] for path in replaced}
    kept = {
        path: origin
        for path, origin in below.origins.items()
        if path[:1] not in tables or not any(path[:depth] in replaced for depth in range(1, len(path) + 1))
    }
    return Layer(data, kept | above.origins)


def _overlay(below: dict[str, Any], above: dict[str, Any], path: Place, replaced: set[Place]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = below.get(key)
        if isinstance(old, dict) and isinstance(value, dict) and not _is_whole_number(value):
            result[key] = _overlay(old, value, (*path, key), replaced)
        else:
            replaced.add((*path, key))
            result[key] = value
    return result


def _gives_a_rule(rule: object) -> bool:
    return isinstance(rule, dict) and any(field in rule for field in ONE_OF)


def _without_rule(layer: Layer) -> Layer:
    """Return a layer without the rule itself; its veto players and its silence stay."""
    rule = layer.data.get("rule")
    if not isinstance(rule, dict):
        return layer
    kept = {key: value for key, value in rule.items() if key not in ONE_OF}
    origins = {at: origin for at, origin in layer.origins.items() if at[:1] != ("rule",) or at[1:2] not in _FIELDS}
    return Layer({**layer.data, "rule": kept}, origins)


def _is_whole_number(table: dict[str, object]) -> bool:
    """Say whether a table is a number of its own: then nothing of the number below it may shine through."""
    return isinstance(table.get("dist"), str) or isinstance(table.get("value"), int | float)


def key_path(text: str) -> Place:
    """Return the parts of a dotted key such as `candidates.iohannis` or `network.layers.0`.

    Raises ValueError if it is none.
    """
    if "\n" in text:
        raise ValueError(text)
    table: Any = parse(f"{text} = 0")
    parts: list[str] = []
    while isinstance(table, dict):
        (key,) = table
        parts.append(key)
        table = table[key]
    return tuple(parts)


def drop(layers: Iterable[Layer], entry: str) -> str | None:
    """Take a path out of the layers that have it; return what is wrong with the entry, or None."""
    try:
        path = key_path(entry)
    except ValueError:
        return f"{quoted(entry)} is no path; write one like candidates.iohannis"
    within = [layer for layer in layers if _holder(layer.data, path) is not None]
    if not within:
        return f"the scenario it extends has no {quoted(entry)} to drop{_nearest_path(layers, path)}"
    for layer in within:
        holder = _holder(layer.data, path)
        assert holder is not None
        del holder[path[-1]]
        for known in [known for known in layer.origins if known[: len(path)] == path]:
            del layer.origins[known]
    return None


def _holder(data: dict[str, Any], path: Place) -> dict[Any, Any] | None:
    """Return the table that holds the last part of a path, or None if there is no such field."""
    table: Any = data
    for part in path[:-1]:
        table = table.get(part) if isinstance(table, dict) else None
    return table if isinstance(table, dict) and path[-1] in table else None


def _nearest_path(layers: Iterable[Layer], path: Place) -> str:
    known = {dotted(place) for layer in layers for place in layer.origins if len(place) == len(path)}
    near = instead(dotted(path), sorted(known))
    return near if "did you mean" in near else ""


def override(layer: Layer, text: str) -> None:
    """Lay `path=value` of the command line over the tables; a value that is no TOML is a text, none takes it away.

    Raises ScenarioError if the scenario has no such path.
    """
    name, sign, value = text.partition("=")
    name = name.strip()
    try:
        path = key_path(name)
    except ValueError:
        path = ()
    if not is_unicode(text):
        raise _refused(name, "a sign of it is not UTF-8; type it again")
    if not sign or not path:
        raise _refused(name or text, f"{quoted(text)} is no override; write path=value, like members.HUN.weight=2")
    if path[0] in ("members_table", "tables"):
        raise _refused(name, "the table has been read by then; name another in a file that extends this one")
    if not value.strip():
        _take_away(layer, path, name)
        return
    new = toml_value(value.strip())
    if path == ("rule",) and isinstance(new, str):
        raise _refused(name, f"the rule is a table, and this its name; write rule.name={new}")
    if path == ("bargaining",) and isinstance(new, str):
        raise _refused(name, f"it is a table, and this its mode; write bargaining.mode={new}")
    if path[:1] == ("rule",) and path[1:] in _FIELDS:
        _give_way(layer, str(path[1]))
    table, key = _to_be_set(layer.data, path, name)
    table[key] = new
    _forget(layer.origins, path)
    for depth in range(1, len(path) + 1):
        layer.origins.setdefault(path[:depth], Origin(f"--set {name}", None))
    layer.origins.update(dict.fromkeys(places(new, path), Origin(f"--set {name}", None)))


def _take_away(layer: Layer, path: Place, name: str) -> None:
    """Take a value away, so that what holds without it is played. Raises ScenarioError where there is none."""
    holder = _holder(layer.data, path)
    if holder is None:
        raise _refused(name, f"nothing is given there to be taken away; give a value: {name}=VALUE")
    if isinstance(holder[path[-1]], dict):
        drop = f"drop = [{quoted(name)}]"
        raise _refused(name, f"it is a table, and an empty value takes one value away; in a file write {drop}")
    del holder[path[-1]]
    _forget(layer.origins, path)


def _give_way(layer: Layer, field: str) -> None:
    """Take away what a file gives a rule by, for another way; what an override gives stays, and is refused later."""
    for other in ONE_OF:
        origin = layer.origins.get(("rule", other))
        if other != field and origin is not None and not isinstance(origin.file, str):
            del layer.data["rule"][other]
            _forget(layer.origins, ("rule", other))


def _forget(origins: dict[Place, Origin], path: Place) -> None:
    for known in [known for known in origins if known[: len(path)] == path]:
        del origins[known]


def toml_value(text: str) -> Any:
    """Return a text as the TOML value it is, or as itself."""
    try:
        table = parse(f"value = {text}")
    except NotTOMLError:
        return text
    return table["value"] if len(table) == 1 else text


def _to_be_set(data: dict[str, Any], path: Place, name: str) -> tuple[Any, Any]:
    """Return the table or list, and the key in it, that an override sets; optional tables on the way are made."""
    table: Any = data
    for depth, part in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(table, list):
            index = int(part) if str(part).isdigit() else -1
            if not 0 <= index < len(table):
                count = f"{counted(table, 'element')}, counted from 0"
                raise _refused(name, f"{dotted(path[:depth])} is a list of {count}; it has no {quoted(part)}")
            part = index
        elif not isinstance(table, dict):
            whole = dotted(path[:depth])
            raise _refused(name, f"{whole} is {quoted(table)}, one value and no table; set {whole} itself")
        elif part not in table:
            _must_be_known(table, path, depth, name)
            if not last:
                table[part] = {}
        if last:
            return table, part
        table = table[part]
    raise AssertionError("a path has at least one part")


def _must_be_known(table: dict[str, object], path: Place, depth: int, name: str) -> None:
    around, part = path[:depth], str(path[depth])
    fields = fields_at(around)
    if (
        part in fields or names_are_free(around) or around == ("grantors",)
    ):  # a role or a member, or it is refused later
        return
    known = sorted({*fields, *table})
    where = f"in {dotted(around)}" if around else "in a scenario"
    remedy = meant(path, depth, table)
    raise _refused(name, f"there is no {quoted(part)} {where}{f'; write {remedy}' if remedy else instead(part, known)}")


def _refused(name: str, message: str) -> ScenarioError:
    return ScenarioError([Problem(f"--set {name}", None, "", message)])


def replace_rule(layer: Layer, name: str) -> None:
    """Put another rule, by name, in the place of the scenario's own; its veto players and its silence stay.

    Raises ScenarioError where an override has set what the name would replace.
    """
    for place, origin in layer.origins.items():
        if place[:1] == ("rule",) and place[1:2] in _FIELDS and isinstance(origin.file, str):
            message = f"it would take the place of {dotted(place)}, which {origin.file} gives; keep one"
            raise ScenarioError([Problem(f"--rule {name}", None, "", message)])
    bare = _without_rule(layer)
    kept = bare.data.get("rule")
    layer.data["rule"] = {**(kept if isinstance(kept, dict) else {}), "name": name}
    _forget(layer.origins, ("rule", "rows"))
    _forget(layer.origins, ("rule", "any"))
    layer.origins["rule", "name"] = Origin(f"--rule {name}", None)
