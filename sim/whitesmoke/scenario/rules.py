"""Decision rules by name, and the grammar of a quota."""

from __future__ import annotations

import re
from fractions import Fraction

from whitesmoke.scenario.schema import Row, Rule
from whitesmoke.scenario.wording import nearest, quoted

ROWS = {
    "unanimity": [Row(credit=(0, 0, 1), quota="all")],
    "consensus": [Row(credit=(0, 1, 1), quota="all")],
    "two-thirds": [Row(credit=(0, 0, 1), quota="2/3")],
    "majority": [Row(credit=(0, 0, 1), quota="> 1/2")],
    "present-and-voting": [Row(credit=(-1, 0, 1), quota="> 0")],
    "double-majority": [
        Row(weights="equal", credit=(0, 0, 1), quota="55%"),
        Row(weights="population", credit=(0, 0, 1), quota="65%"),
    ],
}
"""The rules that have a name; `consensus-minus-N` takes any N.

double-majority: 55 % of the members with 65 % of the population (Treaty on European Union, article 16(4)).
"""

_MINUS = re.compile(r"consensus-minus-(\d{1,6})")
_QUOTA = re.compile(
    r"(?P<strict>>)?\s*(?:"
    r"(?P<all>all)(?:\s*-\s*(?P<minus>\d{1,9}))?"
    r"|(?P<top>\d{1,9})\s*/\s*(?P<bottom>\d{1,9})"
    r"|(?P<percent>\d{1,3}(?:\.\d{1,6})?)\s*%"
    r"|(?P<count>-?\d{1,12}))"
)


def names() -> list[str]:
    """Return the names a rule may have, as a message lists them."""
    return [*ROWS, "consensus-minus-N"]


def rows(rule: Rule) -> list[Row]:
    """Return the rows of a rule, one more for each veto player, who must not object.

    Raises ValueError for a name that no rule has.
    """
    table = rule.rows if rule.rows is not None else _by_name(rule.name or "")
    return [*table, *(Row(weights={code: 1}, credit=(0, 1, 1), quota="all") for code in rule.veto)]


def _by_name(name: str) -> list[Row]:
    if found := _MINUS.fullmatch(name):
        return [Row(credit=(0, 0, 1), quota=f"all - {int(found[1])}")]
    if name not in ROWS:
        near = nearest(name, [*ROWS, "consensus-minus-1"])
        meant = f"did you mean {quoted(near)}? " if near else ""
        known = f" ({meant}known: {', '.join(names())})".replace("minus-1", "minus-N")
        raise ValueError(f"no rule is called {quoted(name)}{known}")
    return ROWS[name]


def parse_quota(quota: int | str) -> tuple[int, int, int]:
    """Return a quota as integers (numerator, denominator, plus).

    A row carries when denominator * credits >= numerator * total + plus, with `total` the weight of all members.
    "all - 2" is (1, 1, -2), "2/3" (2, 3, 0), "> 1/2" (1, 2, 1), "65%" (13, 20, 0), 9 (0, 1, 9).

    Raises ValueError for a text that is no quota.
    """
    found = _QUOTA.fullmatch(str(quota).strip())
    if not found or (found["bottom"] and int(found["bottom"]) == 0):
        raise ValueError(
            f'{quoted(quota)} is no quota; write "all", "all - 2", "2/3", "> 1/2", "65%" or a whole number of votes'
        )
    more = 1 if found["strict"] else 0
    if found["all"]:
        return 1, 1, more - int(found["minus"] or 0)
    if found["count"]:
        return 0, 1, more + int(found["count"])
    share = Fraction(int(found["top"]), int(found["bottom"])) if found["top"] else Fraction(found["percent"]) / 100
    return share.numerator, share.denominator, more


def people(millions: float) -> int:
    """Return a population as the whole number of thousands that a rule counts."""
    return round(1000 * millions)
