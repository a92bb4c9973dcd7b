"""A model as a page shows it: an error in a step becomes a sentence, and a closed page plays no further."""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

from whitesmoke.model.compiled import Compiled
from whitesmoke.page.own_ways import Weighed
from whitesmoke.page.reach import without_folders
from whitesmoke.page.setup import Setup


class Page(Protocol):
    """What a model asks of the page that shows it."""

    case: Compiled
    setup: Setup
    lock: Any
    """held while a round is played"""
    current: Any
    """the model shown now; None before the first"""
    closed: bool

    def model_made(self, model: Any) -> None:
        """Take a new model in the place of the one shown."""

    def stepped(self) -> None:
        """Look again: a round was played."""

    def say(self, message: str) -> None:
        """Show a sentence."""


@cache
def shown(model: Any) -> Any:
    """Return a subclass that takes all it needs from a page's desk, so that Mesa's Reset can make it anew."""

    class Shown(model):
        """The model, on a page."""

        def __init__(self, desk: Page) -> None:
            self.desk = desk
            self.broken = False
            super().__init__(desk.case, rng=desk.setup.seed, run=desk.setup.run)
            self.weighed = Weighed(self)
            self.desk.model_made(self)

        def step(self) -> None:
            """Play one round, unless the page is closed or a round went wrong before."""
            with self.desk.lock:
                if self.desk.closed or self.broken or self is not self.desk.current:
                    self.running = False
                    return
                try:
                    super().step()
                except Exception as error:
                    self._fail(error)
                self.desk.stepped()

        def _fail(self, error: Exception) -> None:
            self.broken, self.running = True, False
            where = f"The model stopped in round {self.trace.rounds + 1}"
            self.desk.say(without_folders(f"{where}: {type(error).__name__}: {error}"))

    Shown.__name__ = Shown.__qualname__ = model.__name__
    return Shown


def fresh(model: Any, desk: Page) -> Any:
    """Return a new model of a desk's setup, at its opening."""
    return shown(model)(desk)
