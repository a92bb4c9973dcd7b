"""What each part of a race costs or saves, in words."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from whitesmoke.evidence.analysis.credit import Effect
from whitesmoke.evidence.counterfactual.attribute import Attribution, Row
from whitesmoke.figures.sheet import shortened
from whitesmoke.writing.estimates import interval_text, percent, points
from whitesmoke.writing.output import plain

TIES = (
    "What is not heard is lost; nobody listens to the others more instead. Where an interval includes 0 the runs "
    "cannot tell; of twenty parts that do nothing, one has an interval without 0."
)
PAID = "Paid: what all who ask have been granted at the end, scripted grants among it, in logits. "


def as_json(found: Attribution, ties: bool) -> dict[str, Any]:
    """Return what was found as `attribute --json` has it; docs/inference.md says what each field means."""
    return {
        "leader": found.leader,
        "parts": [_row(row) for row in found.rows],
        **({"ties": [_row(row) for row in found.ties]} if ties else {}),
        "groups": {name: plain(share) for name, share in found.groups.items()},
        "all_groups": plain(found.total),
        "mean_days": {"none": found.without_any, "all": found.with_all},
    }


def _row(row: Row) -> dict[str, Any]:
    about = {"part": row.part.name, "label": row.part.label, "kind": row.part.kind, "without": row.part.words}
    effect = {name: value for name, value in row.effect._asdict().items() if value is not None}
    return {**about, **plain(effect), "same_sign": row.sign}


def with_payments(rows: Sequence[Row]) -> bool:
    """Say whether what is paid is known: where actors bargain."""
    return any(row.effect.paid is not None for row in rows)


def by_label(rows: Sequence[Row]) -> dict[str, Effect]:
    """Return effects by what their parts are called; of two that are called alike, each with its name."""
    labels = [row.part.label for row in rows]
    return {
        label if labels.count(label) == 1 else f"{label} ({row.part.name})": row.effect
        for label, row in zip(labels, rows)
    }


def sentence(rows: Sequence[Row], brief: bool = False) -> str:
    """Return what delays and what speeds up most, in a sentence: of parts that the runs can tell from doing nothing.

    Measured by the share of runs that settle later with the part less the share that settle earlier: it does not hang
    on the day at which deadlock is declared.
    """
    if not rows:
        return "There is nothing to take away"
    said = []
    for lead, sign in (("delays", 1.0), ("speeds up", -1.0)):
        most = max(sign * row.effect.net.value for row in rows)
        if first := [row for row in rows if sign * row.effect.net.value == most and _clear(row, len(rows), sign)]:
            said.append(f"{lead} most in these runs: {_told(first[0], brief)}{_as_others(len(first) - 1)}")
    which = f"any of {len(rows)} parts" if len(rows) > 1 else "the only part"
    text = "; ".join(said) or f"these runs cannot tell {which} from one that does nothing"
    return text[0].upper() + text[1:]


def _as_others(alike: int) -> str:
    if alike < 2:
        return ", as 1 other does" * alike
    return f", as do {alike} others"


def _clear(row: Row, parts: int, sign: float) -> bool:
    """Whether a net effect has a sign also as the largest of several parts: by Bonferroni, at 5 % for all of them."""
    net = row.effect.net
    wide = NormalDist().inv_cdf(1.0 - 0.025 / parts) / NormalDist().inv_cdf(0.975)
    return sign * net.value > wide * max(net.high - net.value, net.value - net.low)


def _told(row: Row, brief: bool) -> str:
    effect = row.effect
    if brief:
        return f"{shortened(row.part.label, 40)} (net {points(effect.net)})"
    return (
        f"{row.part.label} (with it {percent(effect.later)} of runs later, {percent(effect.earlier)} earlier; "
        f"net {points(effect.net)})"
    )


def show_attribution(console: Console, found: Attribution, title: str, whose: str, horizon: int) -> None:
    """Print what each part does, alone and shared out over groups, and what the numbers are."""
    console.print(Text(title, style="bold"))
    days = f"days, deadlock as day {horizon}"
    console.print(_table("One at a time: with it less without it", found.rows, days))
    if found.ties:
        console.print(_table("Ties, one at a time", found.ties, days))
        console.print(Text(TIES, style="dim"))
    table = Table("group", days, "deadlock, points", title="Shared out over groups (Shapley): the parts add up")
    for name, share in found.groups.items():
        table.add_row(name, _days(share.days), _points(share.deadlock))
    table.add_row("all of them", _days(found.total.days), _points(found.total.deadlock), style="bold")
    console.print(table)
    console.print(
        Text(
            "Net: runs that settle later with the part less those that settle earlier; a deadlock is later than any "
            f"date. Days: mean, where a deadlock counts as day {horizon}, the horizon: another horizon, other days. In "
            "brackets 95 % intervals over paired runs, or over draws of the posterior; of twenty parts that do "
            "nothing, one has an interval without 0. "
            "Sign: share of posterior draws at which the effect in days has this sign. "
            f"{PAID * with_payments(found.rows)}{whose} These are statements about the model, not causes proved.",
            style="dim",
        )
    )


def _table(title: str, rows: list[Row], days: str) -> Table:
    name, paid = Column("part", overflow="fold"), with_payments(rows)
    heads = ("net, points", "deadlock, points", days, *(["paid, logits"] if paid else []))
    table = Table(name, "without it", *heads, "sign", title=title)
    for row in sorted(rows, key=lambda row: -row.effect.net.value):
        same, effect = "-" if row.sign is None else percent(row.sign), row.effect
        cells = [interval_text(effect.net, 100.0), _points(effect.deadlock), _days(effect.days)]
        table.add_row(row.part.label, row.part.words, *cells, *([interval_text(effect.paid)] if paid else []), same)
    return table


def _days(found: Any) -> str:
    return interval_text(found)


def _points(found: Any) -> str:
    return interval_text(found, 100.0)
