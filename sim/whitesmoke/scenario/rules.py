"""Decision rules by name, and the grammar of a quota."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from whitesmoke.scenario.rule_schema import Row, Rule
from whitesmoke.scenario.wording import nearest, quoted

Alternatives = list[list[Row]]
"""The rows of a rule by alternative: all rows of one of them must be met."""


class Named(NamedTuple):
    """A rule that has a name."""

    asks: str
    alternatives: Alternatives
    source: str = ""
    """the text that gives a body this rule; empty where it is a form that many use"""


ALL_BUT = "consensus-minus-"
PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
"""Members of the Security Council"""
_PEOPLE = Row(weights="population", credit=(0, 0, 1), quota="65%")
_QUALIFIED = [Row(credit=(0, 0, 1), quota="55%"), _PEOPLE]

RULES = {
    "unanimity": Named("a yes from all", [[Row(credit=(0, 0, 1), quota="all")]]),
    "consensus": Named("a no from nobody", [[Row(credit=(0, 1, 1), quota="all")]]),
    "two-thirds": Named("two thirds of the members", [[Row(credit=(0, 0, 1), quota="2/3")]]),
    "majority": Named("more than half of the members", [[Row(credit=(0, 0, 1), quota="> 1/2")]]),
    "present-and-voting": Named("more yes than no", [[Row(credit=(-1, 0, 1), quota="> 0")]]),
    "double-majority": Named(
        "55 % of the members with 65 % of the people",
        [_QUALIFIED],
        "Treaty on European Union, Article 16(4), without what it says of who can block",
    ),
    "council-qmv": Named(
        "55 % of the members with 65 % of the people, or all members but three",
        [_QUALIFIED, [Row(credit=(0, 0, 1), quota="all - 3")]],
        "Treaty on European Union, Article 16(4): a blocking minority must include at least four members",
    ),
    "council-reinforced": Named(
        "72 % of the members with 65 % of the people",
        [[Row(credit=(0, 0, 1), quota="72%"), _PEOPLE]],
        "Treaty on the Functioning of the European Union, Article 238(2): where neither the Commission nor the High "
        "Representative proposes",
    ),
    "security-council": Named(
        "nine members, and a no from none of CHN, FRA, GBR, RUS and USA",
        [[Row(credit=(0, 0, 1), quota=9), Row(weights=dict.fromkeys(PERMANENT, 1), credit=(0, 1, 1), quota="all")]],
        "Charter of the United Nations, Article 27(3); that abstention is no veto: International Court of Justice, "
        "Namibia, 1971, paragraph 22",
    ),
}
"""The rules that have a name; `consensus-minus-N` takes any N."""

_MINUS = re.compile(ALL_BUT + r"(\d{1,6})")
_QUOTA = re.compile(
    r"(?P<strict>>)?\s*(?:"
    r"(?P<all>all)(?:\s*-\s*(?P<minus>\d{1,9}))?"
    r"|(?P<top>\d{1,9})\s*/\s*(?P<bottom>\d{1,9})"
    r"|(?P<percent>\d{1,3}(?:\.\d{1,6})?)\s*%"
    r"|(?P<count>-?\d{1,12}))"
)


def names() -> list[str]:
    """Return the names a rule may have, as a message lists them."""
    return [*RULES, f"{ALL_BUT}N"]


def members_of(name: str) -> set[str]:
    """Return the members that a rule names by their codes. Raises ValueError for a name that no rule has."""
    weights = [row.weights for rows in _by_name(name) for row in rows]
    return {code for table in weights if isinstance(table, dict) for code in table}


def alternatives(rule: Rule) -> Alternatives:
    """Return the rows of a rule by alternative, in each one more for each veto player, who must not object.

    Raises ValueError for a name that no rule has.
    """
    vetoes = [Row(weights={code: 1}, credit=(0, 1, 1), quota="all") for code in rule.veto]
    return [[*rows, *vetoes] for rows in _written(rule)]


def _written(rule: Rule) -> Alternatives:
    if rule.any is not None:
        return [alternative.rows for alternative in rule.any]
    return [rule.rows] if rule.rows is not None else _by_name(rule.name or "")


def _by_name(name: str) -> Alternatives:
    if found := _MINUS.fullmatch(name):
        return [[Row(credit=(0, 0, 1), quota=f"all - {int(found[1])}")]]
    if name not in RULES:
        near = nearest(name, [*RULES, f"{ALL_BUT}1"])
        meant = f"did you mean {quoted(near)}? " if near else ""
        known = f" ({meant}known: {', '.join(names())})".replace("minus-1", "minus-N")
        raise ValueError(f"no rule is called {quoted(name)}{known}")
    return RULES[name].alternatives


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
