"""Figures of forecasts, calibrations, sensitivities and series: nothing lies over a curve, and axes have units."""

import datetime
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from whitesmoke.figures import save
from whitesmoke.figures.costs import attribution_figure
from whitesmoke.figures.fitted import posterior_figure
from whitesmoke.figures.forecast import nowcast_figure, weekly_figure
from whitesmoke.figures.futures import Drawn, series_figure
from whitesmoke.figures.indices import sensitivity_figure
from whitesmoke.model.codes import NEVER
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.record_schema import Decision

TUTORIAL = build(load("tutorial"))
START = datetime.date(2030, 1, 7)
DECIDED = Decision(winner="dora", date=datetime.date(2030, 2, 11), source="paper")
DAYS = np.repeat([14, 21, 28, 35, 42, NEVER], [10, 20, 30, 20, 15, 5])


class Forecast(NamedTuple):
    as_of: datetime.date
    days: dict
    outcomes: dict
    settled_by: dict
    outside: dict
    last: dict


def forecast(as_of: datetime.date, never: float = 0.05, **changes) -> Forecast:
    share = (0.9, 0.8, 1.0)
    found = Forecast(
        as_of=as_of,
        days={"p05": 14, "p50": 28, "p95": NEVER if never > 0.05 else 42},
        outcomes={"dora": (1.0 - never, 0.0, 1.0), "deadlock": (never, 0.0, 1.0)},
        settled_by={"summit": share, "expiry": share},
        outside={"GAM": 0.8, "BET": 0.2},
        last={"GAM": 1.0},
    )
    return found._replace(**changes)


def nowcast(as_of: datetime.date, decision: Decision | None = DECIDED, days=DAYS, **changes):
    found = forecast(as_of, float(np.mean(days == NEVER)), **changes)
    figure = nowcast_figure(TUTORIAL, found, days, 1, "A title", decision)
    figure.draw_without_rendering()
    return figure


def texts(figure) -> str:
    return "\n".join(t.get_text() for t in figure.findobj(lambda artist: hasattr(artist, "get_text")))


def written(axes) -> list:
    """Texts of a panel with their boxes on the page."""
    return [(t.get_text(), t.get_window_extent()) for t in axes.texts if t.get_text()]


@pytest.mark.parametrize("day", [0, 7, 21, 34])
def test_no_label_lies_in_the_panel_of_the_curve(day: int) -> None:
    figure = nowcast(START + datetime.timedelta(days=day))
    panel = figure.axes[0]
    inside = [text for text, box in written(panel) if box.overlaps(panel.get_window_extent())]
    assert [text.partition("\n")[0] for text in inside] == ["deadlock"], "it stands beside the curve, at never"
    above = written(figure.axes[1])
    assert {text.partition(" (")[0] for text, _ in above} >= {"4 Mar: summit", "11 Feb: record, Dora Dorn chosen"}
    assert not [(a, b) for a, one in above for b, other in above if a < b and one.overlaps(other)]


@pytest.mark.parametrize("stuck", [0, 1, 13, 50, 100])
def test_words_on_deadlock_do_not_lie_over_its_mark(stuck: int) -> None:
    figure = nowcast(START, days=np.repeat([21, NEVER], [100 - stuck, stuck]))
    panel = figure.axes[0]
    mark = next(line for line in panel.lines if line.get_marker() == "_")
    _, y = panel.transData.transform((0.0, mark.get_ydata()[0]))
    box = next(box for text, box in written(panel) if text.startswith("deadlock"))
    assert not box.y0 - 1 < y < box.y1 + 1
    assert box.y0 > panel.get_window_extent().y0


def test_a_race_that_is_over_is_drawn_as_the_record_has_it() -> None:
    figure = nowcast(START + datetime.timedelta(days=50), days=np.full(100, 21), outside={})
    words = texts(figure)
    assert "already decided on 11 February 2030, Dora Dorn: a draws the record, no forecast" in words
    assert "nobody: all have come round" in words
    assert "was the last, or never came round" in words
    curve = max(figure.axes[0].lines, key=lambda line: len(line.get_xdata()))
    rises = curve.get_xdata()[np.flatnonzero(np.diff(curve.get_ydata())) + 1]
    assert rises.tolist() == [(DECIDED.date - datetime.date(1970, 1, 1)).days]


def test_a_deadlock_on_record_never_rises() -> None:
    stuck = Decision(winner=None, date=datetime.date(2030, 2, 11), source="paper")
    figure = nowcast(START + datetime.timedelta(days=50), stuck)
    assert "already over, without a decision, on 11 February 2030: a draws the record" in texts(figure)
    curve = max(figure.axes[0].lines, key=lambda line: len(line.get_xdata()))
    assert not np.any(curve.get_ydata())


def test_before_the_decision_it_is_a_forecast() -> None:
    words = texts(nowcast(START + datetime.timedelta(days=34)))
    assert "already" not in words
    assert "chance that it is settled by this day" in words


def test_a_date_that_passed_between_weekly_forecasts_is_named() -> None:
    share = (0.5, 0.4, 0.6)
    weeks = [
        forecast(START, settled_by={"anniversary": share, "summit": share, "expiry": share}),
        forecast(
            START + datetime.timedelta(days=7), settled_by={"anniversary": share, "summit": share, "expiry": share}
        ),
        forecast(START + datetime.timedelta(days=14)),
    ]
    assert "b: by anniversary" in texts(weekly_figure(TUTORIAL, weeks, 1, "A title"))


class Entry(NamedTuple):
    what: str
    low: float
    high: float
    p05: float = 10.0
    p50: float = 20.0
    p95: float = 60.0
    case: str = "small"


ENTRIES = [
    Entry("ALF comes round", -np.inf, 30.0),
    Entry("BET comes round", 15.0, 30.0),
    Entry("GAM comes round", 15.0, np.inf),
    Entry("supporters on 2030-01-28", 2.0, 2.0, 1.0, 2.0, 3.0),
    Entry("decision", 14.0, 56.0),
]


def calibration(entries):
    draws = np.linspace(0.5, 4.0, 40)[:, None]
    return posterior_figure(["parameters.speed"], draws, draws[5:30], entries, entries, "A title", "About it")


def test_entries_are_drawn_in_their_unit() -> None:
    _, days, members = calibration(ENTRIES).axes
    assert [text.get_text() for text in members.get_yticklabels()] == ["supporters on 2030-01-28"]
    assert days.get_xlim()[1] > 60 > 3.5 > members.get_xlim()[1]
    assert len(days.get_xticks()) > 2
    assert "decision, ± 21 days of error" in [text.get_text() for text in days.get_yticklabels()]
    assert "days since the race began" in texts(calibration(ENTRIES))


def test_an_entry_with_one_bound_has_no_line_to_the_edge() -> None:
    days = calibration(ENTRIES).axes[1]
    marks = {line.get_marker(): line for line in days.lines if line.get_marker() in ("<", ">", "D")}
    assert {mark: list(line.get_xdata()) for mark, line in marks.items()} == {"<": [30.0], ">": [15.0], "D": [35.0]}
    between = [list(line.get_xdata()) for line in days.lines if line.get_marker() == "|"]
    assert between == [[15.0, 30.0], [14.0, 56.0]]


def test_without_entries_it_says_so_and_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = calibration([])
        figure.draw_without_rendering()
    assert len(figure.axes) == 1
    assert "nothing to compare" in texts(figure)


def index(value: float, low: float, high: float) -> dict:
    return {"value": value, "low": low, "high": high}


def sensitivity(rows):
    sobol = {"days": rows} if rows else {}
    luck = {"days": {"factors": 0.4, "chance": 0.3, "both": 0.3}}
    return sensitivity_figure(TUTORIAL, sobol, luck, "A title", 1)


def test_a_total_below_first_stays_to_be_seen() -> None:
    rows = {"parameters.speed": {"first": index(0.5, 0.1, 0.9), "total": index(0.4, 0.2, 3.0)}}
    axes = sensitivity(rows).axes[0]
    bars = {bar.get_gid(): bar for bar in axes.patches}
    assert {kind: bar.get_width() for kind, bar in bars.items()} == {"first": 0.5, "total": 0.4}
    assert bars["first"].get_y() + bars["first"].get_height() <= bars["total"].get_y()
    assert [line.get_marker() for line in axes.lines].count(">") == 1, "the interval goes on beyond the axis"


def test_a_share_without_an_interval_says_so() -> None:
    nan = float("nan")
    rows = {"parameters.speed": {"first": index(0.5, nan, nan), "total": index(0.6, 0.2, 0.9)}}
    assert texts(sensitivity(rows)).count("no interval") == 2, "one of the shares, and those of single runs"


def test_nothing_that_varies_is_said() -> None:
    assert "No outcome varies enough" in texts(sensitivity({}))


class Effect(NamedTuple):
    days: tuple[float, float, float] = (3.0, -1.0, 7.0)
    deadlock: tuple[float, float, float] = (0.1, 0.0, 0.2)
    paid: tuple[float, float, float] | None = None


def attribution(ties=None, paid=None):
    shares = {"rule": Effect(), "dates": Effect()}
    return attribution_figure(
        TUTORIAL, {"a": Effect(paid=paid)}, shares, Effect(), (270.0, 276.0), "A title", "runs", ties
    )


def test_ties_that_are_asked_for_and_not_drawn_are_told() -> None:
    assert "none is drawn, as all 2 intervals include 0" in texts(attribution({"a": Effect(), "b": Effect()}))
    assert "none is drawn" not in texts(attribution())


def test_what_is_paid_for_a_part_is_drawn_where_actors_bargain() -> None:
    said = texts(attribution(paid=(-1.5, -2.0, -1.0))).splitlines()
    assert "paid" in said
    assert "-1.5" in said
    assert "paid" not in texts(attribution()).splitlines()


def test_the_ends_of_a_waterfall_are_seen_on_any_scale() -> None:
    ends = [line for line in attribution().axes[1].lines if line.get_marker() == "|"]
    assert [line.get_xdata()[0] for line in ends] == [270.0, 276.0]
    assert all(line.get_markeredgewidth() >= 3.0 for line in ends)


def series():
    years, shares = np.arange(2024, 2031), np.tile([0.5, 0.3, 0.2], (7, 1))
    date = datetime.date
    waits = [np.array([date(2028, 1, 1).toordinal()])] * 2
    return series_figure(
        Drawn(
            title="Holders, 1952 to 2030",
            scripted="nothing",
            regions=["west", "east"],
            held=[
                ("Ada", date(1984, 1, 1), date(1988, 1, 1), date(1989, 1, 1), 0),
                ("Bo", date(1989, 1, 1), date(1993, 1, 1), date(2024, 1, 1), 1),
                ("Cy", date(2024, 1, 1), date(2028, 1, 1), None, 0),
            ],
            span=(date(2024, 1, 1), date(2031, 1, 1)),
            years=years,
            share={"memory": shares, "none": shares},
            waits={"memory": waits, "none": waits},
            record_days=[("Ada A", 90), ("Bo B", 30)],
            days=np.array([50, 80, 120]),
            deadlock=0.1,
            first=1952,
            same_region=(2, 4),
            region_counts={"memory": [0.1, 0.2, 0.4, 0.2, 0.1], "none": [0.2, 0.2, 0.2, 0.2, 0.2]},
            runs="Series x, seed 1, 3 chains each way",
        )
    )


def test_every_panel_of_a_series_says_what_it_covers() -> None:
    words = texts(series())
    assert "who held the post, 1984 to 2024, and the chance of who will, 2024 to 2031" in words
    assert "days from the search, since 1984" in words
    assert "stayed in a region, 1952 to 2024" in words


FIGURES = {
    "nowcast": lambda: nowcast(START),
    "calibration": lambda: calibration(ENTRIES),
    "sensitivity": lambda: sensitivity({"speed": {"first": index(0.5, 0.1, 0.9), "total": index(0.4, 0.2, 0.6)}}),
    "attribution": lambda: attribution({"a": Effect()}),
    "series": series,
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_bytes_twice_and_nothing_leaves_the_page(tmp_path: Path, name: str) -> None:
    first, second = (save(FIGURES[name](), tmp_path / f"{at}.png", 60).read_bytes() for at in (1, 2))
    assert first == second
    figure = FIGURES[name]()
    figure.draw_without_rendering()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert 0 <= box.x0 <= box.x1 <= width + 1e-9
    assert 0 <= box.y0 <= box.y1 <= height + 1e-9
