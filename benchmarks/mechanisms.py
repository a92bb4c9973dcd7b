"""What the mechanisms cost where they are on: the time of a run, on against off."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.world import World
from whitesmoke.scenario import open_case

from benchmarks.row import Row
from benchmarks.timing import pair

REFERENCE = Path(__file__).with_name("reference.toml")
OFF, ON = ["bargaining.mode=meetings"], ["bargaining.mode=bargained"]
THREE_MORE = "".join(f'[demands.more{i}]\nholder = "M0000{i}"\nworth = 2.0\n' for i in (2, 5, 6))
BALLOTS = '[sittings]\nevery = 7\n[ballots]\nkind = "poll"\nsecret = true\n'
RATIFIED = '[ratification]\nweeks = { dist = "lognormal", mean = 3.1, sd = 0.6 }\n'
RUNS, REPEATS = 200, 9


def rows() -> Iterator[Row]:
    """Measure one after the other."""
    yield _row("the reference, bargained against at meetings", _reference(OFF), _reference(ON), 1.3)
    race = "rutte-iohannis"
    yield _row("the race, bargained against at meetings", open_case(race, OFF).world, open_case(race, ON).world, 2.0)
    seven = _reference(OFF, THREE_MORE), _reference(ON, THREE_MORE)
    yield _row("the reference with seven holders, bargained against at meetings", *seven, 4.0)
    plain, ratified = _reference(OFF), _reference([*OFF, "kind=ratification"], RATIFIED)
    yield _row("the reference with sittings and secret ballots against without", plain, _reference(OFF, BALLOTS), 1.3)
    yield _row("the reference with consent to be ratified against without", plain, ratified, 1.3)


def _reference(changes: list[str], more: str = "") -> World:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reference.toml"
        file.write_text(REFERENCE.read_text(encoding="utf-8") + more, encoding="utf-8")
        return open_case(str(file), changes).world


def _row(what: str, off: World, on: World, most: float) -> Row:
    without, within = (partial(ensemble, world, RUNS, 1, tallies=False, members=False) for world in (off, on))
    short, long = without().round.mean(), within().round.mean()
    found = pair(within, without, REPEATS)
    detail = f"a run; {long:.1f} rounds against {short:.1f}, a round {found.ratio * short / long:.2f}x; {found.spread}"
    return Row(what, found.ratio, "x", most, 1.0, True, detail)
