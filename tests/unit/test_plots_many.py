"""Figures of many runs: drawn for every kind of outcome, and the same bytes every time."""

from pathlib import Path

import pytest

from sim.analysis import summary
from sim.ensemble import ensemble
from sim.plots import save
from sim.plots.comparison import compare_figure
from sim.plots.ensembles import ensemble_figure
from sim.scenario.build import build
from sim.scenario.load import load


def drawn(scenario: str, runs: int, *changes: str):
    loaded = load(scenario, changes)
    case = build(loaded)
    outcomes = ensemble(case.world, runs, 1)
    bands = {name: summary.bands(outcomes, k) for k, name in enumerate(case.names.candidates)}
    return ensemble_figure(
        case,
        summary.summarise(case, outcomes),
        outcomes.winner,
        summary.settled(case, outcomes),
        bands,
        1,
        loaded.tables.tallies,
        loaded.scenario.record.decision,
    )


def texts(figure) -> str:
    return "\n".join(t.get_text() for t in figure.findobj(lambda artist: hasattr(artist, "get_text")))


@pytest.mark.parametrize(
    ("scenario", "change", "said"),
    [
        ("tutorial", "parameters.influence=0", "Dora Dorn"),
        ("rutte-iohannis", "parameters.influence=0", "record"),
        ("rutte-iohannis", "parameters.speed=0", "100 %"),
        ("race-majority", "parameters.influence=0", "Mark Rutte"),
        ("conclave", "parameters.influence=8", "Damaso"),
    ],
)
def test_an_ensemble_is_drawn(scenario: str, change: str, said: str) -> None:
    assert said in texts(drawn(scenario, 30, change))


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    first, second = (save(drawn("tutorial", 40), tmp_path / f"{at}.png").read_bytes() for at in (1, 2))
    assert first == second


def test_variants_are_drawn() -> None:
    base = build(load("rutte-iohannis"))
    days = {}
    for name in ("rutte-iohannis", "race-two-thirds", "race-patron-against"):
        case = build(load(name))
        days[name] = summary.settled(case, ensemble(case.world, 40, 1, tallies=False))
    base_day = days.pop("rutte-iohannis")
    found = {name: summary.compare(base_day, day, 335) for name, day in days.items()}
    words = texts(compare_figure(base, base_day, days, found, 1))
    assert "race-two-thirds" in words
    assert "settles later" in words
