"""A run on one screen, in plain words: how it ended, who held it up and why, what each got, what would have tipped it.

`whitesmoke.telling.show` has the long story.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from whitesmoke.model import codes
from whitesmoke.model.reading import long_date
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling import amended, prices
from whitesmoke.telling.by_name import member_name, payer_name
from whitesmoke.telling.caveats import caveats
from whitesmoke.telling.granted import Grant, ledger
from whitesmoke.telling.story import LAPSED, Holdout, first, holding, outcome, waits_for_yes, who_held_up
from whitesmoke.telling.tipping import tipping
from whitesmoke.telling.words import before_it_left, listed
from whitesmoke.writing.estimates import percent

MOST_LINES = 4
"""Of a part that can be long: exits, grants; the rest is counted."""
MANY = 1000
"""Of such a part on a page that has room."""


def show_first(console: Console, trace: Trace, loaded: Loaded, drawn_from: str = "", tip: str | None = None) -> None:
    """Print a run on one screen; `tip`: see `parts`."""
    show_screen(console, trace, tip=tip)
    scripted, *rest = caveats(loaded, drawn_from, brief=True)
    for line in [" ".join([scripted, *rest[:1]]), *rest[1:]]:
        console.print(Text(line, style="dim"))


def show_screen(console: Console, trace: Trace, most: int = MOST_LINES, tip: str | None = None) -> None:
    """Print it without what is scripted, assumed and on record; of a part that can be long, the most lines."""
    console.print(Text(f"{trace.case.names.title} (seed {trace.seed}, run {trace.run})", style="dim"))
    console.print(Text("\n".join(_few(outcome(trace), most)), style="bold"))
    for title, lines in parts(trace, most, tip):
        console.print(Text(title, style="bold"))
        for line in lines:
            _print_indented(console, line)
    amended.show(console, trace)


def _print_indented(console: Console, line: str) -> None:
    for place, part in enumerate(Text(line).wrap(console, console.width - 4)):
        part.rstrip()
        console.print(Text("    " if place else "  ") + part)


def what_would_have_tipped_it(trace: Trace) -> str:
    """Return what would have tipped the last holdout sooner, where a yes was waited for; it takes a while to find."""
    return tipping(trace, holding(trace)) if waits_for_yes(trace) else ""


def parts(trace: Trace, most: int = MOST_LINES, tip: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """Yield each part of the story that there is something to tell of: its title, and its lines.

    `tip` is `what_would_have_tipped_it`, if that is known already.
    """
    found, late = holding(trace), waits_for_yes(trace)
    yield (
        f"Who held it up, and why{before_it_left(trace)}",
        [*who_held_up(trace, numbers=False), *(_others(trace, found) if late else [])],
    )
    if got := what_each_got(trace, most):
        yield "What each got", got
    if tip := what_would_have_tipped_it(trace) if tip is None else tip:
        yield f"What would have tipped it{'' if trace.winner == codes.NONE else ' sooner'}", [tip]


def _others(trace: Trace, found: list[Holdout]) -> Iterator[str]:
    rest = [_with_date(trace, holdout) for holdout in found[2:]]
    if rest:
        yield f"{'Late as well' if found[0].date else 'Not committed either'}: {listed(rest)}."


def _with_date(trace: Trace, holdout: Holdout) -> str:
    name = member_name(trace.case, trace.case.names.members.index(holdout.member))
    return f"{name} ({long_date(holdout.date)})" if holdout.date else name


def what_each_got(trace: Trace, most: int) -> list[str]:
    """Return what was granted and stands at the end, the latest first, or that nothing was; empty without demands.

    Where actors bargain, then who was not paid, and why; and what it cost.
    """
    return [*_few(what_was_granted(trace), most), *prices.unpaid(trace), *prices.costs(trace)]


def what_was_granted(trace: Trace) -> list[str]:
    """Return what was granted and stands at the end, the latest first, and from whom."""
    if grants := ledger(trace):
        return [_got(trace, grant) for grant in reversed(grants)]
    if any(entry.kind == "lapse" for entry in trace.entries):
        return [LAPSED]
    return ["No demand was met, not even in part."] if len(trace.met[-1]) else []


def _got(trace: Trace, grant: Grant) -> str:
    who = first(member_name(trace.case, trace.case.names.members.index(grant.member)))
    what = f'{percent(grant.share)} of "{grant.text or grant.demand}"'
    return f"{who}: {what}, from {payer_name(trace, grant.row)}{' (scripted)' if grant.scripted else ''}"


def _few(lines: list[str], most: int) -> list[str]:
    left = len(lines) - most
    return lines if left <= 0 else [*lines[: most - 1], f"... and {left + 1} more: the long story has all."]
