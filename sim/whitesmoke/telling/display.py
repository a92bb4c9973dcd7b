"""A run as it happens, on a terminal: what happened in each eventful round, in words, and the tally in bars."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from whitesmoke.figures.quota import needed
from whitesmoke.model import codes
from whitesmoke.model.trace import Entry, Trace
from whitesmoke.telling.words import tell
from whitesmoke.writing.output import terminal

COLOURS = ("blue", "yellow", "green", "magenta", "cyan", "red")
"""Of the candidates, in the scenario's order; the words say the same."""
LONGEST_BAR = 40
"""A body of up to so many members has one cell a member."""


class Live:
    """Prints a run round by round when given to `whitesmoke.model.recorder.record` as `watch`.

    Only rounds in which something happened are printed. `pace` is the pause after each of them, in seconds, on a
    terminal; elsewhere there is neither pause nor colour.
    """

    def __init__(
        self, console: Console | None = None, pace: float = 0.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._console = console or terminal(stderr=True)
        self._pace, self._sleep = pace, sleep
        self._seen = 0
        self._tally: list[int] = []

    def __call__(self, trace: Trace) -> None:
        """Print what has happened since the last call."""
        new = trace.entries[self._seen :]
        if not new:
            return
        self._seen = len(trace.entries)
        self.tell(trace, trace.rounds, new)
        if self._pace > 0.0 and self._console.is_terminal:
            self._sleep(self._pace)

    def tell(self, trace: Trace, round_: int, new: list[Entry]) -> None:
        """Print what happened in a round."""
        self._print(heading(trace, round_), 0)
        for sentence in tell(trace, new):
            self._print(Text(sentence, style="dim" if sentence.startswith("scripted: ") else ""), 2)
        tally = [*trace.committed[round_].tolist(), trace.members[round_]]
        if tally != self._tally:
            self._tally = tally
            for line in bars(trace, round_, self._console.options.ascii_only):
                self._print(line, 2)

    def _print(self, text: Text, indent: int) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(text, (0, 0, 0, indent), expand=False), highlight=False)
        else:
            self._console.print(Text(" " * indent) + text, highlight=False, soft_wrap=True)


def show_course(console: Console, trace: Trace) -> None:
    """Print the course of a run that is over, round by round, as `Live` prints it while it is played."""
    live = Live(console)
    for round_, entries in groupby(trace.entries, key=lambda entry: entry.round):
        live.tell(trace, round_, list(entries))


def heading(trace: Trace, round_: int) -> Text:
    """Return the date and the day of a round."""
    names = trace.case.names
    date = names.date_of_round(round_)
    return Text(f"{date.day} {date:%B %Y}, day {round_ * names.round_days}", style="bold")


def bars(trace: Trace, round_: int, ascii_only: bool = False) -> list[Text]:
    """Return one bar for each candidate in the race: the members committed, and how many it needs."""
    names, running = trace.case.names, trace.status[round_]
    shown = [k for k in range(len(names.candidates)) if running[k] in (codes.ACTIVE, codes.CHOSEN)]
    width = max((len(names.candidate_names[k]) for k in shown), default=0)
    return [_bar(trace, round_, k, width, ascii_only) for k in shown]


def _bar(trace: Trace, round_: int, k: int, width: int, ascii_only: bool) -> Text:
    committed, members = int(trace.committed[round_][k]), trace.members[round_]
    quota = needed(trace.case.world, members)
    full, empty, mark = ("#", ".", "|") if ascii_only else ("█", "·", "▏")
    cells = min(members, LONGEST_BAR)
    filled = cells * committed // max(1, members)
    at = cells if quota is None else min(cells, -(-cells * quota // max(1, members)))
    cell = [full] * filled + [empty] * (cells - filled)
    if quota is not None:
        cell.insert(at, mark)
    line = Text(f"{trace.case.names.candidate_names[k]:<{width}}  ")
    line.append("".join(cell), style=COLOURS[k % len(COLOURS)])
    asked = "" if quota is None else f", needs {quota}"
    return line.append(f"  {committed} of {members}{asked}")
