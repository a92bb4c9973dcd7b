"""A run that is played, and looked back on: on by a round, to a day, or by itself as fast as it is drawn."""

from __future__ import annotations

import math
import threading
import time
from typing import Any

from whitesmoke.model.trace import Trace
from whitesmoke.page.standing import Standing

SPEEDS = {"slow": 0.6, "normal": 0.15, "fast": 0.0}
"""Seconds between drawings; `fast` waits only for the browser."""
FAST_DRAWINGS = 40
"""Drawings in which `fast` plays a whole calendar, several rounds in each; the others draw every round."""
LONGEST_DRAWING = 1.0
"""Seconds after which play goes on although the browser has not said that it drew the last round."""


MOST_ROUNDS = 10**9
"""More than any calendar has; a browser may send a number of any length."""


class Playing:
    """The run of a page: how far it was played, and which round is looked at."""

    current: Any = None
    """the model shown now"""
    standings: Standing

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.closed = False
        self.playing = False
        self.speed = "normal"
        self.round = 0
        """the round looked at"""
        self.drawn = threading.Event()
        self._player = 0

    def changed(self) -> None:
        """Have whatever shows the run look again."""
        raise NotImplementedError

    @property
    def trace(self) -> Trace:
        """What has happened so far."""
        trace: Trace = self.current.trace
        return trace

    @property
    def shown(self) -> int:
        """The round looked at, within what was played."""
        return min(self.round, self.trace.rounds)

    @property
    def over(self) -> bool:
        """Whether the run has ended."""
        return not self.current.running

    @property
    def finished(self) -> bool:
        """Whether the run has ended, and its end is looked at."""
        return self.over and self.round >= self.trace.rounds

    def standing(self) -> list[int]:
        """Return where every member stood at the end of the round looked at: see `Standing`."""
        column: list[int] = self.standings.column(self.shown).tolist()
        return column

    def stepped(self) -> None:
        """Look at the round just played."""
        self.round = self.trace.rounds

    def step(self) -> None:
        """Look one round further, and play it if nobody has yet."""
        self._on()
        self.changed()

    def _on(self) -> None:
        if self.round < self.trace.rounds:
            self.round += 1
        elif self.current.running:
            self.current.step()

    def seek(self, round_: object) -> None:
        """Look at a round, which is played if it has not been; anything that is no number changes nothing."""
        wanted = max(min(round_, MOST_ROUNDS), 0) if isinstance(round_, int | float) else math.nan
        if math.isfinite(wanted):
            self.pause()
            self._play_to(wanted)
            self.round = min(int(wanted), self.trace.rounds)
            self.changed()

    def finish(self) -> None:
        """Play to the end at once."""
        self.seek(MOST_ROUNDS)

    def _play_to(self, round_: float) -> None:
        while self.current.running and not self.closed and self.trace.rounds < round_:
            self.current.step()

    def play(self) -> None:
        """Play on from the round looked at, as fast as it is drawn."""
        if self.playing or self.finished:
            return
        self.playing = True
        self._player += 1
        threading.Thread(target=self._play, args=(self._player,), daemon=True).start()
        self.changed()

    def pause(self) -> None:
        """Stop playing."""
        if self.playing:
            self.playing = False
            self.changed()

    def _play(self, player: int) -> None:
        while self.playing and not self.closed and player == self._player:
            began = time.monotonic()
            self.drawn.clear()
            for _ in range(self._at_once()):
                self._on()
            self.changed()
            self.drawn.wait(LONGEST_DRAWING)
            if self.finished:
                self.pause()
            time.sleep(max(0.0, SPEEDS[self.speed] - (time.monotonic() - began)))

    def _at_once(self) -> int:
        """Return how many rounds are played for each drawing."""
        rounds: int = self.current.case.world.rounds
        return -(-rounds // FAST_DRAWINGS) if self.speed == "fast" else 1
