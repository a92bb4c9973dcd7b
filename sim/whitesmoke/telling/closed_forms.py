"""What closed forms say of a case, in words: from the JSON of `theory`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whitesmoke.writing.capital import capital

if TYPE_CHECKING:
    from rich.console import Console


def sentence(data: dict[str, Any]) -> str:
    """Return what the first form that applies says, and the simulation where it has the same."""
    waiting, *others = data["yardsticks"]
    if waiting["says"]:
        return f"If nobody minded the others: {waiting['says']}; in the simulation: {waiting['simulated']}."
    said = next((one for one in others if one["says"]), None)
    return f"{said['question']} {capital(said['says'])}." if said else f"No closed form applies. {waiting['apart']}"


def show(console: Console, data: dict[str, Any]) -> None:
    """Print every question with the answers, and what the form leaves out."""
    console.print(f"{data['title']}, rule {data['rule']}: what closed forms say")
    for one in data["yardsticks"]:
        console.print(f"\n{one['question']} ({one['source']})", style="bold")
        for label, text in (("theory", one["says"]), ("simulation", one["simulated"]), ("", one["apart"])):
            if text:
                console.print(f"  {label + ': ' if label else ''}{text}")
