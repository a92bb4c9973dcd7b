"""A scenario file as plain tables: what it extends, what it drops, its members table. See "Input data" of the page."""

import csv
import datetime
import tomllib
from pathlib import Path

WAYS = ("name", "rows", "any")
SHIPPED = Path(__file__).parents[3] / "scenarios"


def read(path, changes=(), rule=None):
    """Return the tables of a scenario, with `path=value` changes and perhaps another rule by name."""
    written, rows, of_body = laid_over(Path(path))
    whole = merged({"members": rows}, written)
    for change in changes:
        put(whole, change)
    if rule is not None:
        whole["rule"] = given_way(whole["rule"], "name") | {"name": rule}
    for code in of_body:
        if not in_time(whole["members"][code], whole["calendar"]):
            leave_out(whole, code)
    return whole


def in_time(member, calendar):
    """Whether a member has a seat between the start and the end."""
    left, end = member.get("leaves"), calendar.get("horizon", calendar["expiry"])
    return member.get("accession", calendar["start"]) <= end and (left is None or left > calendar["start"])


def leave_out(whole, code):
    """Take a member out of the tables of a case, as if nobody had ever named it."""
    del whole["members"][code]
    for bloc in whole.get("blocs", {}).values():
        if "members" in bloc:
            bloc["members"] = [other for other in bloc["members"] if other != code]


def found(name, beside):
    """Return the file of a name: one next to the file that says it, else a shipped scenario or body."""
    places = (folder / file for folder in (beside, SHIPPED, SHIPPED / "bodies") for file in (name, f"{name}.toml"))
    return next(place for place in places if place.is_file())


def given_way(rule, way):
    """Return a rule without the other ways of giving one."""
    return {key: value for key, value in rule.items() if key == way or key not in WAYS}


def laid_over(path):
    """Return a file laid over those it extends, the rows of its members table, and the codes of a body among them."""
    own = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    parent, dropped = own.pop("extends", None), own.pop("drop", [])
    written, rows, of_body = laid_over(found(parent, path.parent)) if parent else ({}, {}, [])
    for dotted in dropped:
        drop(written, dotted.split("."))
        drop({"members": rows}, dotted.split("."))
    for layer in own.get("network", {}).get("layers", []):
        if "file" in layer:
            layer["file"] = path.parent / layer["file"]
    if "members_table" in own:
        rows = members_of(path.parent / own["members_table"]["file"])
    for way in WAYS:
        if way in own.get("rule", {}):
            written = written | {"rule": given_way(written.get("rule", {}), way)}
    written = merged(written, own)
    if not {"calendar", "candidates"} & written.keys():
        of_body = [*merged(rows, written.get("members", {}))]
    return written, rows, of_body


def is_number(table):
    return "dist" in table or "value" in table


def merged(below, above):
    """Tables merge, but for those that are one number; lists and values replace. Names of `below` come first."""
    result = dict(below)
    for key, value in above.items():
        old = below.get(key)
        both = isinstance(old, dict) and isinstance(value, dict) and not is_number(value)
        result[key] = merged(old, value) if both else value
    return result


def drop(table, path):
    for part in path[:-1]:
        table = table.get(part, {})
    table.pop(path[-1], None)


def put(table, change):
    dotted, _, text = change.partition("=")
    *path, last = dotted.split(".")
    if path == ["rule"] and last in WAYS:
        table["rule"] = given_way(table["rule"], last)
    for part in path:
        table = table[int(part)] if isinstance(table, list) else table.setdefault(part, {})
    try:
        table[last] = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        table[last] = text


# Tables next to the file

TEXTS = ("code", "name", "bloc", "source")


def rows_of(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return [{column: cell.strip() for column, cell in row.items()} for row in csv.DictReader(file)]


def members_of(path):
    members = {}
    for row in rows_of(path):
        members[row["code"]] = {}
        for column, cell in row.items():
            if cell and column != "code":
                put_cell(members[row["code"]], column.split("."), cell)
    return members


def put_cell(member, path, cell):
    for part in path[:-1]:
        member = member.setdefault(part, {})
    member[path[-1]] = cell if path[-1] in TEXTS else typed(cell)


def typed(cell):
    if cell in ("true", "false"):
        return cell == "true"
    try:
        return float(cell)
    except ValueError:
        return datetime.date.fromisoformat(cell)
