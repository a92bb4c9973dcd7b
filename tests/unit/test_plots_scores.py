"""The figure of a scoreboard draws the numbers it is given."""

import datetime
from typing import NamedTuple

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.dates import date2num
from whitesmoke.figures import save
from whitesmoke.figures.calibration_bars import Sound as Lay
from whitesmoke.figures.calibration_bars import calibration_figure
from whitesmoke.figures.case_forecasts import Told, cases_figure
from whitesmoke.figures.forecaster_rows import Row, forecasters_figure
from whitesmoke.figures.score_board import OTHER, scores_figure, standing_out
from whitesmoke.figures.score_trust import dodged
from whitesmoke.figures.style import PALETTE
from whitesmoke.model import codes

CASES = ("a", "b", "c", "d")
NAMES = ("rule", "model", "told", "other rule", "third rule")
DAY = datetime.date(2024, 3, 1)


class Answer(NamedTuple):
    case: str
    forecaster: str
    as_of: datetime.date = DAY
    day: int = 60
    horizon: int = 300
    first: int = 200
    p05: float = 90.0
    p50: float = 150.0
    p95: float = codes.NEVER


class Bin(NamedTuple):
    events: int
    chance: float
    happened: tuple[float, float, float]


class Sound(NamedTuple):
    forecaster: str
    bins: tuple[Bin, ...] = (Bin(0, float("nan"), (0.0, 0.0, 1.0)), Bin(9, 0.7, (0.4, 0.2, 0.6)))
    pit: tuple[float, ...] = (0.5, 0.1, 0.1, 0.1, 0.2)


@pytest.fixture(scope="module")
def figure():
    crps = {name: {case: 10.0 * (at + 1) + shift for shift, case in enumerate(CASES)} for at, name in enumerate(NAMES)}
    answers = [Answer(case, name) for case in CASES for name in NAMES]
    sound = {what: [Sound(name) for name in NAMES] for what in ("decision", "members")}
    both = {"decision": crps, "members": crps}
    return scores_figure(both, answers, sound, ["model"], ["told"], "A title", "About it")


def test_means_and_cases_stand_where_they_belong(figure) -> None:
    axes = figure.axes[0]
    marks = [line for line in axes.lines if line.get_marker() == "|"]
    assert [line.get_xdata()[0] for line in marks] == [11.5, 21.5, 31.5, 41.5, 51.5]
    assert [line.get_color() for line in marks] == [PALETTE[1], PALETTE[0], OTHER, PALETTE[2], OTHER]
    dots = sorted(line.get_xdata()[0] for line in axes.lines if line.get_marker() in ("o", "s", "D", "^"))
    assert dots == sorted(10.0 * (at + 1) + shift for at in range(5) for shift in range(4))


def test_forecasts_stand_beside_the_decision(figure) -> None:
    axes = figure.axes[2]
    start = date2num(DAY) - 60
    bars = [line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_linestyle() == "-"]
    assert [line.get_color() for line in bars] == [PALETTE[1], PALETTE[0], PALETTE[2]]
    assert bars[0].get_xdata()[0] == start + 90
    assert bars[0].get_xdata()[1] > start + 300, "never lies beyond the horizon"
    assert [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == "-."] == [start + 200]


def test_reliability_leaves_out_what_was_never_said(figure) -> None:
    drawn = [one for one in figure.axes[6].collections if isinstance(one, PathCollection)]
    dots = np.concatenate([one.get_offsets() for one in drawn])
    assert np.allclose(dots, [(0.7, 0.4)] * 3, atol=0.03)
    heights = {round(bar.get_height(), 2) for bar in figure.axes[7].patches if bar.get_width() < 0.5}
    assert heights == {0.5, 0.1, 0.2}


@pytest.mark.parametrize("chance", [0.0, 0.02, 0.5, 1.0])
def test_dots_stand_side_by_side_within_0_and_1(chance: float) -> None:
    at = [dodged(chance, nth, 6) for nth in range(6)]
    assert 0.0 <= min(at) < max(at) <= 1.0
    assert np.diff(at) == pytest.approx([at[1] - at[0]] * 5)
    assert abs(np.mean(at) - chance) < 0.05


def test_models_and_the_best_rules_stand_out(tmp_path, figure) -> None:
    colours = standing_out([["x", "y", "m", "z"], ["z", "m"]], ["m"])
    assert list(colours) == ["m", "x", "y", "z"]
    assert len(set(colours.values())) == 4
    first, again = (save(figure, tmp_path / f"{name}.png", 40).read_bytes() for name in "ab")
    assert first == again


ESTIMATE = (0.8, 0.6, 1.0)


def test_forecasters_stand_by_their_error_with_what_they_gain() -> None:
    """A panel for each kind of dates; the reference has no difference."""
    rows = {"good": Row((0.5, 0.4, 0.6), (-0.3, -0.5, -0.1)), "residual life": Row(ESTIMATE, None)}
    drawn = forecasters_figure({"coded": rows, "none": rows}, "A title", "About it", "residual life")
    assert len(drawn.axes) == 2
    said = [text.get_text() for axes in drawn.axes for text in (*axes.get_yticklabels(), *axes.texts)]
    assert said.index("good") < said.index("residual life")


def test_the_truth_lies_in_fifths() -> None:
    """A panel for each forecaster and kind of dates, a bar for each fifth."""
    fifths = [(share, share - 0.1, share + 0.1) for share in (0.1, 0.2, 0.2, 0.2, 0.3)]
    drawn = calibration_figure({"calendar": {"a": Lay(fifths, ESTIMATE), "b": Lay(fifths, ESTIMATE)}}, "T", "About it")
    assert len(drawn.axes) == 2
    heights = [bar.get_height() for bar in drawn.axes[0].patches]
    assert all(any(abs(height - share) < 1e-9 for height in heights) for share, _, _ in fifths)


def test_forecasts_of_a_case_stand_beside_what_came() -> None:
    """A panel for each case, those with most forecasts first."""
    told = [
        Told(DAY + datetime.timedelta(days=30 * at), {"a": [5, 20, 60, 200, None]}, 90 - 30 * at) for at in range(3)
    ]
    drawn = cases_figure({"short": told[:1], "long": told}, "A title", "About it")
    assert len(drawn.axes) == 2
    said = [text.get_text() for text in drawn.texts]
    assert said.index("long") < said.index("short")
