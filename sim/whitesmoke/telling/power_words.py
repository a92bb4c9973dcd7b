"""The power of members under a rule, in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import long_date
from whitesmoke.scenario.wording import counted

if TYPE_CHECKING:
    from rich.console import Console

NAMED = 3
"""Members of a group that are named; the others are counted."""
MOST_ROWS = 40
"""Groups printed on a terminal."""


class Group(NamedTuple):
    """Members whose votes are worth the same."""

    members: tuple[str, ...]
    """codes"""
    shapley_shubik: float
    banzhaf: float
    penrose: float
    prevent: float
    initiate: float
    blocking: int | None

    @property
    def named(self) -> str:
        """The members: all of few, the first and the number of many."""
        few = len(self.members) <= NAMED
        return ", ".join(self.members if few else (*self.members[: NAMED - 1], f"... ({len(self.members)})"))


def groups(members: Sequence[Mapping[str, object]]) -> list[Group]:
    """Return members of equal power together, the most powerful first."""
    alike: dict[tuple[object, ...], list[str]] = {}
    for member in members:
        alike.setdefault(tuple(member[index] for index in Group._fields[1:]), []).append(str(member["member"]))
    found = [Group(tuple(codes), *values) for values, codes in alike.items()]  # type: ignore[arg-type]
    return sorted(found, key=lambda group: -group.shapley_shubik)


def sentence(found: Sequence[Group]) -> str:
    """Return who matters how much: one group, or the first and the last of several."""
    if not found or found[0].shapley_shubik == 0.0:
        return "No vote ever matters: what the rule asks for is always there, or never."
    first, last = found[0], found[-1]
    if len(found) == 1:
        return _alike(first)
    if last.shapley_shubik == 0.0:
        return f"{_pivotal(first)}; {_has(last.members, 'never is', 'never are')}."
    return f"{_pivotal(first)}, {last.named} in {figure(last.shapley_shubik)}."


def of_member(found: Sequence[Group], code: str, name: str) -> str:
    """Return what a member's vote is worth beside others'; empty where all are worth the same."""
    if len(found) < 2 or found[0].shapley_shubik == 0.0:
        return ""
    own = next((group for group in found if code in group.members), None)
    if own is None:
        return ""
    if own.shapley_shubik == 0.0:
        return f"Under the rule {name}'s vote never matters."
    others = sum(len(group.members) for group in found if group.shapley_shubik > own.shapley_shubik)
    rank = f"{counted(range(others), 'member')} more often" if others else "none more often"
    veto = ", with a veto," if own.blocking == 1 else ""
    return f"Under the rule {name}{veto} is pivotal in {figure(own.shapley_shubik)} of all orders of voting, {rank}."


def _alike(group: Group) -> str:
    if len(group.members) == 1:
        return f"{group.named} decides alone."
    veto = ": each has a veto" if group.blocking == 1 else f": it takes {group.blocking} to block"
    return f"All {len(group.members)} votes are worth the same{veto}."


def _pivotal(group: Group) -> str:
    veto = ", with a veto," if group.blocking == 1 else ""
    are = "is" if len(group.members) == 1 else "are each"
    return f"{group.named}{veto} {are} pivotal in {figure(group.shapley_shubik)} of all orders of voting"


def _has(members: Sequence[str], one: str, many: str) -> str:
    return f"{members[0]} {one}" if len(members) == 1 else f"{len(members)} members {many}"


def figure(share: float) -> str:
    """Return a share with as many digits as small ones need; all is said only of what is all."""
    text = f"{100.0 * share:.3g} %"
    return "over 99.9 %" if text == "100 %" and share < 1.0 else text


def show_power(
    console: Console, case: Compiled, found: Sequence[Group], asks: Sequence[str], act: float, date: datetime.date
) -> None:
    """Print what the rule asks for, and one row for each group of members."""
    from rich.table import Table

    seats = sum(len(group.members) for group in found)
    console.print(
        f"{case.names.title}, rule {case.names.rule}, {counted(range(seats), 'member')} on {long_date(date)}."
    )
    console.print(f"A candidate needs: {'; '.join(asks)}.")
    console.print(f"{sentence(found)} If all toss coins, it carries in {figure(act)} of cases.")
    table = Table("members", "pivotal", "swings", "decides", "prevents", "initiates", "blocks with")
    for group in found[:MOST_ROWS]:
        shares = [figure(value) for value in group[1:6]]
        table.add_row(group.named, *shares, _blocks(group))
    console.print(table)
    if len(found) > MOST_ROWS:
        console.print(f"and {len(found) - MOST_ROWS} rows more: the JSON has them")
    console.print(LEGEND, style="dim")


def _blocks(group: Group) -> str:
    if group.blocking is None:
        return "never"
    return "alone: a veto" if group.blocking == 1 else counted(range(group.blocking - 1), "other")


LEGEND = (
    "pivotal: chance to be the one whose yes decides when all say yes in random order (Shapley-Shubik); "
    "swings: share of all votes that decide (Banzhaf); "
    "decides: chance that its vote does if all others toss coins (Penrose); "
    "prevents, initiates: share of what would carry that it stops, of what would fail that it brings about (Coleman); "
    "blocks with: others it needs at least. "
    "A yes is a commitment; all others say no. What members want is left out."
)
"""What the columns are."""
