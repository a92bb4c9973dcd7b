"""How cost grows with members, candidates, demands, rounds and points: `python -m benchmarks.growth` (a minute or two).

Prints the slope of each on log axes (1: in proportion, 0: not at all), adds them to results/benchmarks.md and draws
results/growth.png.
"""

from __future__ import annotations

import datetime
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.world import World
from whitesmoke.scenario import open_case
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out

from benchmarks import large

REFERENCE = Path(__file__).with_name("reference.toml")
RESULTS = Path(__file__).parents[1] / "results"
PICTURE, PAGE = RESULTS / "growth.png", RESULTS / "benchmarks.md"
HEAD = "How cost grows, by slopes on log axes (1: in proportion, 0: not at all; microseconds a round, or a point):"
REPEATS, RUNS = 5, 100
EXPERIMENT = """
title = "Points"
question = "What does it take to lay them out?"
scenario = "tutorial"
factors.pull = { path = "parameters.pull", low = 0.0, high = 2.0, steps = STEPS }
design = { kind = "grid" }
replicates = { runs = 10 }
"""


class Curve(NamedTuple):
    """What something takes, by how large it is."""

    of: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    """the least of some times, of a round or of a point"""

    @property
    def slope(self) -> float:
        """The exponent: cost is about in proportion to size ** slope."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.seconds), 1)[0])

    @property
    def label(self) -> str:
        """The slope in words; rounding may not leave a minus before nothing."""
        return f"{self.of}: slope {round(self.slope, 2) + 0.0:.2f}"


def curves() -> Iterator[Curve]:
    """Measure one after the other."""
    yield _curve("members", (300, 1000, 3000, 10_000), lambda n: (large.sparse(n), max(1, 20_000 // n)))
    yield _curve("candidates", (3, 6, 12, 24), lambda K: (_candidates(K), RUNS))
    yield _curve("demands", (4, 8, 16, 32), lambda D: (_demands(D), RUNS))
    yield _curve("rounds", (50, 100, 200, 400), lambda T: (_stuck(T), RUNS), whole=True)
    yield _laying_out((16, 64, 256, 1024))


def _curve(of: str, sizes: tuple[int, ...], make: Callable[[int], tuple[World, int]], whole: bool = False) -> Curve:
    """Time runs of each size in turn, by round, or by whole run."""
    made = [make(size) for size in sizes]
    found = []
    for world, runs in made:
        play = partial(ensemble, world, runs, 1, tallies=False, members=False)
        rounds = 1 if whole else play().round.mean()
        found.append(_least(play) / runs / rounds)
    return Curve(of, sizes, tuple(found))


def _laying_out(sizes: tuple[int, ...]) -> Curve:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for points in sizes:
            file = Path(folder) / f"{points}.toml"
            file.write_text(EXPERIMENT.replace("STEPS", str(points)), encoding="utf-8")
            found.append(_least(lambda: lay_out(load_experiment(file))))  # noqa: B023
    return Curve("points, laid out", sizes, tuple(found))


def _least(play: Callable[[], object]) -> float:
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        play()
        spent.append(time.process_time() - start)
    return min(spent)


def _world(more: str = "", changes: Sequence[str] = ()) -> World:
    """Return the reference with more written below it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reference.toml"
        file.write_text(REFERENCE.read_text(encoding="utf-8") + more, encoding="utf-8")
        return open_case(str(file), changes).world


def _candidates(count: int) -> World:
    more = "".join(f'[candidates.more{k}]\nname = "More {k}"\nentry = 2030-01-01\n' for k in range(count - 3))
    return _world(more, ["blocs.near.baseline=-4.5", "blocs.far.baseline=-4.5"])


def _demands(count: int) -> World:
    return _world("".join(f'[demands.more{d}]\nholder = "M{d % 32 + 1:05}"\nworth = 2.0\n' for d in range(count - 4)))


def _stuck(rounds: int) -> World:
    """Nobody ever commits, so that every run has all its rounds."""
    end = datetime.date(2030, 1, 1) + datetime.timedelta(5 * rounds)
    never = ["blocs.far.baseline=-60", "blocs.near.baseline=-60", "parameters.exit=0"]
    return _world("", [*never, f"calendar.expiry={end}"])


def draw(found: list[Curve]) -> Figure:
    """Return the figure: each curve by its first point, on log axes."""
    figure = Figure(figsize=(6.4, 4.4), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log")
    for curve in found:
        label = curve.label
        size, cost = np.array(curve.sizes) / curve.sizes[0], np.array(curve.seconds) / curve.seconds[0]
        axes.plot(size, cost, marker="o", label=label)
    axes.set_xlabel("size, as a multiple of the smallest")
    axes.set_ylabel("processor time, as a multiple of the smallest's")
    axes.legend(frameon=False)
    return figure


def main() -> None:
    """Measure, print, write, draw."""
    found = []
    for curve in curves():
        found.append(curve)
        print(_line(curve), flush=True)
    RESULTS.mkdir(exist_ok=True)
    write(found, PAGE)
    draw(found).savefig(PICTURE, dpi=150)
    print(PICTURE)


def _line(curve: Curve) -> str:
    times = ", ".join(f"{size:,}: {1e6 * cost:,.1f}" for size, cost in zip(curve.sizes, curve.seconds))
    return f"- {curve.label} ({times})"


def write(found: Sequence[Curve], page: Path) -> None:
    """Put the slopes at the end of a page, in the place of those that it has."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    before = text.partition(HEAD)[0].rstrip()
    page.write_text("\n".join([before, "", HEAD, "", *map(_line, found), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
