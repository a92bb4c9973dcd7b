"""What somebody meant by a path that is none: a symbol of the model, a member or demand without its table."""

from __future__ import annotations

from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.scenario.loaded import Place, dotted

OTHERWISE = {
    **dict.fromkeys(["expiry", "end", "deadline"], "calendar.expiry"),
    "horizon": "calendar.horizon",
    "start": "calendar.start",
    "round_days": "calendar.round_days",
    "silence": "rule.silence",
    "veto": "rule.veto",
}
"""What is called otherwise, or stands elsewhere, by what people write."""
OF_BARGAINING = {name: f"bargaining.{name}" for name in ("mode", "by_need", "reservation", "patience")}
"""Fields of that table that are no coefficients."""
OF_A_PURSE, OF_A_HOLDER = ("budget", "cost", "stake"), ("reservation", "patience")
"""What a demand has no field for: it is said of who grants it, and of who holds it."""
WITH_COEFFICIENTS: tuple[Place, ...] = ((), ("parameters",), ("bargaining",), ("amendment",), ("sittings",))
TABLES = ("members", "candidates", "demands", "events", "focal", "blocs")
"""Tables of things with names of their own."""


def meant(path: Place, depth: int, table: dict[str, object]) -> str | None:
    """Return the whole path that was meant by one whose part at a depth is unknown; None if that cannot be told.

    Parameters
    ----------
    table : the table in which the part was looked for, at depth 0 the whole scenario
    """
    name, rest = str(path[depth]), path[depth + 1 :]
    by_symbol = _coefficient(name)
    if by_symbol is not None and not rest and path[:depth] in WITH_COEFFICIENTS:
        return by_symbol
    if path[:1] == ("demands",) and depth == 2:
        return _of_somebody(name, table)
    otherwise = dotted((OTHERWISE[name], *rest)) if name in OTHERWISE else None
    if depth:
        return otherwise if path[:depth] == (str(otherwise).partition(".")[0],) else None
    if otherwise:
        return otherwise
    place = next((place for kind in TABLES if (place := _named(kind, name, table))), None)
    return dotted((*place, *rest)) if place else None


def _coefficient(name: str) -> str | None:
    """Return the path of a coefficient given by its symbol, as docs/MODEL.md writes it, or by its name."""
    known = {one.symbol.casefold(): one.path for one in COEFFICIENTS.values() if one.symbol}
    known |= {one.name.casefold(): one.path for one in COEFFICIENTS.values()} | OF_BARGAINING
    return known.get(name.casefold())


def _of_somebody(name: str, demand: dict[str, object]) -> str | None:
    """Return the path of what a demand cannot have, but its grantor or its holder can."""
    if name in OF_A_PURSE:
        return f"grantors.{demand.get('grantor', 'candidate')}.{name}"
    return f"members.{demand['holder']}.{name}" if name in OF_A_HOLDER and "holder" in demand else None


def _named(table: str, name: str, data: dict[str, object]) -> Place | None:
    """Return the row of a table that goes by this name, whole, or as the only one that ends or begins with it."""
    rows = data.get(table)
    if not isinstance(rows, dict):
        return None
    whole = [row for row in rows if row.casefold() == name.casefold()]
    partly = [row for row in rows if row.endswith(f"-{name}") or row.startswith(f"{name}-")]
    by_name = [row for row, what in rows.items() if isinstance(what, dict) and what.get("name") == name]
    found = next((some for some in (whole, by_name, partly) if len(some) == 1), None)
    return (table, found[0]) if found else None
