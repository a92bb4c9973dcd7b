"""Figures of many runs: drawn for every kind of outcome, and the same bytes every time."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.dates import date2num
from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.figures import save
from whitesmoke.figures.differences import compare_figure, signed
from whitesmoke.figures.ensembles import _goes_before, ensemble_figure
from whitesmoke.figures.sheet import Dates
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load


def drawn(scenario: str, runs: int, *changes: str):
    loaded = load(scenario, changes)
    case = build(loaded)
    outcomes = ensemble(case.world, runs, 1)
    return ensemble_figure(
        case,
        ensemble_summary.summarise(case, outcomes),
        outcomes.winner,
        ensemble_summary.settled(case, outcomes),
        ensemble_summary.bands(case, outcomes),
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


def test_a_thousand_members_are_drawn() -> None:
    assert "of 1000 members" in texts(drawn("large-alliance", 5))


def test_all_deadlock_and_all_consensus_are_said() -> None:
    assert "Deadlock in all 30 runs: no consensus by 1 October 2024" in texts(
        drawn("rutte-iohannis", 30, "parameters.speed=0")
    )
    assert "Dora Dorn in all 30 runs" in texts(drawn("tutorial", 30))


def test_without_a_record_none_is_drawn() -> None:
    assert "record" not in texts(drawn("tutorial", 30))
    assert "record, date of the decision" in texts(drawn("rutte-iohannis", 30))


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    first, second = (save(drawn("tutorial", 40), tmp_path / f"{at}.png").read_bytes() for at in (1, 2))
    assert first == second


def compared_to(*variants: str):
    base = build(load("rutte-iohannis"))
    days = {}
    for name in ("rutte-iohannis", *variants):
        days[name] = ensemble_summary.settled(base, ensemble(build(load(name)).world, 40, 1, tallies=False))
    base_day = days.pop("rutte-iohannis")
    horizon = base.world.rounds * base.world.round_days
    found = {name: ensemble_summary.compare(base_day, day, horizon) for name, day in days.items()}
    return compare_figure(base, base_day, days, found, 1)


def test_variants_are_drawn() -> None:
    words = texts(compared_to("race-two-thirds", "race-patron-against"))
    assert "race-two-thirds" in words
    assert "settles later" in words


def test_the_page_grows_with_the_variants() -> None:
    few, many = compared_to("race-majority"), compared_to(*VARIANTS)
    assert many.get_figheight() > few.get_figheight() + 2.5
    assert all(name in texts(many) for name in VARIANTS)


VARIANTS = (
    "race-majority",
    "race-two-thirds",
    "race-patron-against",
    "race-no-patron",
    "race-no-opt-out",
    "race-no-rival",
    "race-no-summit",
    "race-only-expiry",
    "race-kallas",
    "race-apology-granted",
)


def test_a_comparison_has_the_same_bytes_twice(tmp_path: Path) -> None:
    first, second = (save(compared_to("race-majority"), tmp_path / f"{at}.svg").read_bytes() for at in (1, 2))
    assert first == second


def test_what_is_scripted_is_read_from_the_scenario() -> None:
    assert "Scripted, not predicted: entries, dates that press, who demands what." in texts(drawn("tutorial", 5))
    assert "entries, accessions, endorsements, dates that press" in texts(drawn("rutte-iohannis", 5))


def test_a_curve_reaches_the_end_of_its_panel() -> None:
    curves = compared_to("race-majority").axes[0]
    assert max(line.get_xdata()[-1] for line in curves.lines) == pytest.approx(curves.get_xlim()[1])


def test_curves_with_a_deadlock_go_on_to_the_horizon_and_lines_are_named() -> None:
    figure = compared_to("race-majority")
    base = build(load("rutte-iohannis"))
    assert figure.axes[0].get_xlim()[1] == date2num(base.names.date_of_round(base.world.rounds))
    words = texts(figure)
    assert "deadlock by the horizon, 1 Oct" in words
    assert "9 Jul: Washington summit" in words


def test_without_deadlock_the_curves_end_early() -> None:
    base = build(load("tutorial"))
    day = np.array([14, 21, 28])
    figure = compare_figure(base, day, {"same": day}, {"same": ensemble_summary.compare(day, day, 84)}, 1)
    assert figure.axes[0].get_xlim()[1] < date2num(base.names.date_of_round(base.world.rounds))
    assert "deadlock at the end" in texts(figure)


def test_words_on_a_curve_stand_where_they_cover_fewer_lines() -> None:
    dates = Dates(0.0, 300.0)
    assert not _goes_before("half settled by 13 Jun", 100.0, dates, [])
    assert _goes_before("half settled by 13 Jun", 100.0, dates, [110.0])
    assert not _goes_before("half settled by 13 Jun", 100.0, dates, [90.0, 110.0])
    assert _goes_before("half settled by 13 Jun", 250.0, dates, [])


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert [signed(x, 1) for x in (0.04, -0.04, 0.05001, -1.0)] == ["0.0", "0.0", "+0.1", "-1.0"]


def test_the_right_column_fits_on_the_page() -> None:
    figure = drawn("conclave", 30)
    figure.draw_without_rendering()
    legend = figure.legends[0].get_window_extent()
    rows = [axes for axes in figure.axes if axes.get_window_extent().x0 > legend.x0 + 10]
    assert min(axes.get_window_extent().y0 for axes in rows) > legend.y1
