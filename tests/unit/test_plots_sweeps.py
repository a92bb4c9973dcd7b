"""Figures of sweeps: every point is drawn once, what did not settle is marked as such, the same bytes every time."""

import datetime
import hashlib
import itertools
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.figures import save
from whitesmoke.figures.sweeps import shape, sweep_figure
from whitesmoke.figures.sweeps.axes import days_of
from whitesmoke.figures.sweeps.points import read
from whitesmoke.figures.sweeps.scatter import bins, explained
from whitesmoke.model.codes import NEVER
from whitesmoke.study.answers import calendars
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out

HORIZON = 100
START = datetime.date(2030, 1, 7)


def ensemble(settled, stuck=0, first=None):
    """What a summary says of a point: runs that settle on these days, and some that never do."""
    day = np.array([*settled, *[NEVER] * stuck], np.int64)
    count, half = len(day), len(settled) // 2
    shares = {"dora": half / count, "emil": (len(settled) - half) / count, "deadlock": stuck / count}
    return {
        "runs": count,
        "outcomes": {name: ensemble_summary.wilson(share, count) for name, share in shares.items()},
        "days": {name: ensemble_summary.quantile(day, q) for name, q in ensemble_summary.QUANTILES.items()},
        "mean_days_within_horizon": ensemble_summary.mean(np.minimum(day, HORIZON)),
        "against_first": None if first is None else ensemble_summary.compare(np.array(first), day, HORIZON),
    }


def sweep(rows, design="grid", arms=None, **scales):
    """A sweep of (levels, ensemble); an ensemble that is None has no runs."""
    names = [name for name in (rows[0][0] if rows else {}) if name != "arm"]
    return {
        "title": "Harbour",
        "question": "What is it worth?",
        "mechanism": "",
        "assumption": "all made up",
        "scenario": "tutorial",
        "rule": "unanimity",
        "set": {},
        "candidates": {"dora": "Dora Dorn", "emil": "Emil Ernst"},
        "seed": 7,
        "draws": "common",
        "design": design,
        "horizon_days": HORIZON,
        "shared_horizon_days": HORIZON,
        "start": START,
        "factors": {n: {"label": f"the {n}", "unit": "logits", "scale": scales.get(n, "linear")} for n in names},
        "arms": arms or {},
        "points": [
            {
                "row": row,
                "point": f"{row:016x}",
                "arm": levels.get("arm", ""),
                "levels": {name: levels[name] for name in names},
                "failed": 0 if found else 3,
                **(found or {"runs": 0}),
            }
            for row, (levels, found) in enumerate(rows)
        ],
    }


def texts(figure) -> str:
    return "\n".join(t.get_text() for t in figure.findobj(lambda artist: hasattr(artist, "get_text")))


def marked(figure, gid: str):
    """All (x, y) drawn under a name."""
    lines = [line for axes in figure.axes for line in axes.lines if line.get_gid() == gid]
    return [(x, y) for line in lines for x, y in zip(line.get_xdata(), line.get_ydata())]


def one_factor(count: int = 5, **scales):
    return sweep([({"worth": 0.5 * 2.0**x}, ensemble([10 + x, 20 + x, 60], x)) for x in range(count)], **scales)


def test_every_point_of_a_line_is_drawn_once_and_what_never_settles_is_open() -> None:
    found = one_factor(7)
    figure = sweep_figure(found)
    settled = [p["levels"]["worth"] for p in found["points"] if p["days"]["p50"] is not None]
    assert [x for x, _ in marked(figure, "median")] == settled
    assert [y for _, y in marked(figure, "median")] == [p["days"]["p50"] for p in found["points"] if p["days"]["p50"]]
    beyond = marked(figure, "median beyond")
    assert len(beyond) == 7 - len(settled) > 0
    assert all(y > HORIZON for _, y in beyond)
    assert "> horizon" in texts(figure)


def test_shares_of_a_line_are_those_of_the_summary() -> None:
    found = one_factor()
    for name in ("deadlock", "dora", "emil"):
        drawn = [y for _, y in marked(sweep_figure(found), name)]
        assert drawn == [p["outcomes"][name].value for p in found["points"]]


def test_a_log_scale_is_drawn_as_one() -> None:
    assert sweep_figure(one_factor(worth="log")).axes[0].get_xscale() == "log"
    assert sweep_figure(one_factor()).axes[0].get_xscale() == "linear"
    with_zero = sweep([({"worth": x}, ensemble([10, 20])) for x in (0.0, 0.1, 10.0)], worth="log")
    assert sweep_figure(with_zero).axes[0].get_xscale() == "symlog"


ARMS = {
    "a": "the first arm",
    "b": "an arm with a name so long that it has to be cut somewhere",
    "c": "c",
}


def test_each_arm_has_a_line_with_its_name() -> None:
    rows = [({"arm": arm, "worth": x}, ensemble([10 + x, 20, 30], 1)) for arm, x in itertools.product("abc", range(4))]
    figure = sweep_figure(sweep(rows, arms=ARMS))
    assert len(marked(figure, "median")) == 12
    assert "the first arm" in texts(figure)
    assert "an arm with a name so long" in texts(figure)
    assert len(marked(figure, "emil")) == 12, "the candidate that wins most has a panel"


def test_several_lines_are_told_with_the_first_and_the_farthest_from_it() -> None:
    shift = {"unanimity": 20, "two-thirds": 15, "majority": 0}
    rows = [
        ({"rule": rule, "worth": x}, ensemble([10 + x + more, 20 + more, 30 + more], 4 * (more and x == 3)))
        for (rule, more), x in itertools.product(shift.items(), range(4))
    ]
    words = texts(sweep_figure(sweep(rows)))
    assert "Half settle, at the worth 0 and 3: unanimity by day 40 and no day, deadlock 0 % and 57 %" in words
    assert "; majority by day 20 and day 20, no deadlock" in words


def test_maps_tell_the_first_category_if_neither_extreme_is_in_it() -> None:
    shift = {"unanimity": 20, "two-thirds": 0, "majority": 40}
    rows = [
        ({"rule": rule, "worth": x, "speed": y}, ensemble([10 + x + more, 20 + x + y + more, 30 + more]))
        for (rule, more), x, y in itertools.product(shift.items(), range(2), range(2))
    ]
    words = texts(sweep_figure(sweep(rows)))
    assert "Earliest: two-thirds, the worth 0, the speed 0: half by day 20, no deadlock" in words
    assert "; latest: majority, 1, 1: half by day 62, no deadlock" in words
    assert "; first: unanimity, 0, 0: half by day 40, no deadlock" in words


def test_long_names_leave_room_for_the_first_row() -> None:
    names = [f"an arm with a name so long that it has to be cut somewhere, the {x}" for x in "abc"]
    rows = [({"name": name}, ensemble([10 + 5 * at, 20 + 5 * at, 30])) for at, name in enumerate(names)]
    words = texts(sweep_figure(sweep(rows)))
    assert words.count("half settle by ") == 2


def test_arms_alone_are_rows_with_their_paired_shift() -> None:
    base = [10, 20, 30, 40]
    rows = [({"arm": arm}, ensemble([day + 5 * i for day in base], first=base)) for i, arm in enumerate("abc")]
    figure = sweep_figure(sweep(rows, "arms", ARMS))
    assert [x for x, _ in marked(figure, "median")] == [20, 25, 30]
    assert [x for x, _ in marked(figure, "shift")] == [5.0, 10.0]
    assert "+10.0 [+10.0, +10.0]" in texts(figure)
    assert "the first arm" in texts(figure)


def test_a_row_that_never_settles_has_an_open_mark_beyond_the_horizon() -> None:
    figure = sweep_figure(
        sweep([({"arm": arm}, ensemble([10], stuck)) for arm, stuck in (("a", 0), ("b", 4))], arms=ARMS)
    )
    assert [x for x, _ in marked(figure, "median")] == [10]
    ((x, row),) = marked(figure, "median beyond")
    assert x > HORIZON
    assert row == 1
    open_marks = [line for line in figure.axes[0].lines if line.get_gid() == "median beyond"]
    assert open_marks[0].get_markerfacecolor() == "white"
    assert "10 [10, 10]" in texts(figure)


def test_rows_without_pairs_have_no_shift() -> None:
    figure = sweep_figure(sweep([({"arm": arm}, ensemble([10, 20])) for arm in "ab"], "arms", ARMS))
    assert len(figure.axes) == 2


def test_of_very_many_rows_those_that_move_most_are_drawn_and_the_others_counted() -> None:
    rows = [({"name": f"n{x}"}, ensemble([10, 10 + x % 90])) for x in range(400)]
    figure = sweep_figure(sweep(rows))
    assert len(marked(figure, "median")) == 60
    assert "340 points are not drawn" in texts(figure)
    assert "n89" in texts(figure)


def cells(figure, nth: int):
    meshes = [c for axes in figure.axes for c in axes.collections if c.get_gid() == "cells"]
    return np.ma.masked_invalid(meshes[nth].get_array())


def grid(width: int, height: int, missing=()):
    places = itertools.product(range(width), range(height))
    points = {(x, y): None if (x, y) in missing else ensemble([10 + x + y, 50], 3 * (x == 0)) for x, y in places}
    return sweep([({"worth": x, "speed": y}, found) for (x, y), found in points.items()])


def test_two_numbers_are_maps_hatched_where_fewer_than_half_settle() -> None:
    figure = sweep_figure(grid(5, 4, missing={(2, 2)}))
    days, shares = cells(figure, 0), cells(figure, 1)
    assert days.count() == 5 * 4 - 4 - 1
    assert shares.count() == 5 * 4 - 1
    hatched = [c for axes in figure.axes for c in axes.collections if c.get_gid() == "unsettled"]
    assert len(hatched[0].get_paths()) == 4
    assert days[3, 4] == 17
    assert shares[0, 0] == pytest.approx(0.6)
    assert ">100" in texts(figure)


def test_a_pair_of_maps_for_each_arm() -> None:
    rows = []
    for arm, x, y in itertools.product("ab", range(3), range(2)):
        rows.append(({"arm": arm, "worth": x, "speed": y}, ensemble([10 + x + y + 9 * (arm == "a"), 50])))
    figure = sweep_figure(sweep(rows, arms={"a": "the first arm", "b": "the second"}))
    assert [cells(figure, nth).count() for nth in range(4)] == [6] * 4
    assert cells(figure, 2)[1, 2] == 13
    assert "Earliest: the second, the worth 0, the speed 0: half by day 10" in texts(figure)
    assert "; latest: the first arm, 2, 1: half by day 22" in texts(figure)


def test_large_maps_have_no_numbers() -> None:
    assert "\n17\n" in texts(sweep_figure(grid(5, 4)))
    assert "\n47\n" not in texts(sweep_figure(grid(40, 30)))


def test_points_without_runs_are_named_not_drawn() -> None:
    rows = [({"worth": x}, ensemble([10, 20]) if x != 2 else None) for x in range(5)]
    figure = sweep_figure(sweep(rows))
    assert [x for x, _ in marked(figure, "median")] == [0, 1, 3, 4]
    assert "3 failed runs not drawn: the worth 2 (3 runs)." in texts(figure)


def test_all_deadlock_and_all_consensus() -> None:
    stuck = sweep_figure(sweep([({"worth": x}, ensemble([], 9)) for x in range(3)]))
    assert len(marked(stuck, "median beyond")) == 3
    assert not marked(stuck, "median")
    assert "deadlock in 9 of 9 runs" in texts(stuck) or "deadlock in all 9 runs" in texts(stuck)
    agreed = sweep_figure(sweep([({"worth": x}, ensemble([10, 20])) for x in range(3)]))
    assert "> horizon" not in texts(agreed)
    assert "no deadlock" in texts(agreed)


def random_design(count: int, design: str = "latin-hypercube"):
    """Speed moves the day by 60, worth by 6, colour by nothing."""
    at = (np.arange(count)[:, None] * np.array([0.6180339887, 0.7548776662, 0.5698402910])) % 1.0
    rows = []
    for x, y, z in at.tolist():
        day = 10 + int(60 * x + 6 * y)
        rows.append(({"worth": y, "colour": "red" if z < 0.5 else "blue", "speed": x}, ensemble([day, day + 1], 0)))
    return sweep(rows, design)


def test_many_factors_are_sorted_by_how_much_they_move() -> None:
    found = random_design(300)
    points = read(found)
    shares = {dimension.name: explained(points, dimension) for dimension in points.varying}
    assert shares["speed"] > 0.9
    assert shares["worth"] < 0.1
    assert shares["colour"] < 0.02
    figure = sweep_figure(found)
    words = texts(figure)
    assert words.index("the speed\n") < words.index("the worth\n") < words.index("the colour\n")
    assert len(marked(figure, "mean day")) == 3 * 300


def test_bins_of_noise_explain_nothing_on_average() -> None:
    shares = []
    for nth in range(30):
        noise = [10 + int(hashlib.sha256(f"{nth} {i}".encode()).hexdigest(), 16) % 80 for i in range(60)]
        rows = [({"worth": i / 60, "speed": 1.0 + (i % 2)}, ensemble([day])) for i, day in enumerate(noise)]
        points = read(sweep(rows, "sobol"))
        shares.append(explained(points, points.varying[0]))
    assert np.mean(shares) < 0.07, "the correlation ratio of 7 bins of 60 would be 0.1 on average"


def test_bins_are_means_of_their_points_each_counted_once() -> None:
    rows = [({"worth": x, "speed": 0.0}, ensemble([day])) for x, day in ((0, 10), (0, 20), (1, 50), (1, 50))]
    found = sweep(rows)
    found["points"][3]["point"] = found["points"][2]["point"]
    points = read(found)
    low, high = bins(points.marks, points.varying[0], [mark.mean[0] for mark in points.marks])
    assert (low.x, low.mean, high.x, high.mean) == (0.0, 15.0, 1.0, 50.0)
    assert low.half == pytest.approx(12.7062 * 7.07107 / np.sqrt(2), rel=1e-4), "t quantile of one degree of freedom"
    assert np.isnan(high.half)


@pytest.mark.parametrize(
    ("rows", "design", "expected"),
    [
        ([{"x": 1}], "grid", "rows"),
        ([{"x": 1}, {"x": 2}], "grid", "lines"),
        ([{"x": True}, {"x": False}], "grid", "rows"),
        ([{"x": datetime.date(2030, 1, 1)}, {"x": datetime.date(2031, 1, 1)}], "list", "lines"),
        ([{"x": [1, 2]}, {"x": [2, 1]}], "list", "rows"),
        ([{"x": 1}, {"x": 2}], "sobol", "scatter"),
        ([{"x": x, "y": y} for x in (1, 2) for y in (1, 2)], "grid", "maps"),
        ([{"x": x, "y": y} for x in (1, 2) for y in "ab"], "grid", "lines"),
        ([{"x": 1, "y": "a"}, {"x": 2, "y": "b"}], "list", "rows"),
        ([{"x": f"rule {x}", "y": y} for x in range(10) for y in ("a", "b")], "grid", "rows"),
        ([{"x": x, "y": y} for x in "abcd" for y in "abcd"], "grid", "maps"),
        ([{"x": x, "y": x * x % 97} for x in range(97)], "csv", "scatter"),
        ([{"x": x, "y": y, "z": z} for x in (1, 2) for y in (1, 2) for z in "ab"], "grid", "maps"),
        ([{"x": x, "y": y, "z": z} for x in (1, 2) for y in (1, 2) for z in (1, 2, 3, 4)], "grid", "scatter"),
        ([{"x": x, "y": 2 * x, "z": 3 * x} for x in (1, 2)], "list", "rows"),
    ],
)
def test_which_figure(rows, design: str, expected: str) -> None:
    found = sweep([(levels, ensemble([10, 20], 1)) for levels in rows], design)
    assert shape(read(found), design) == expected
    assert "Harbour" in texts(sweep_figure(found))


@pytest.mark.parametrize("rows", [[], [({"worth": 1}, None)], [({"worth": x}, None) for x in range(3)]])
def test_without_any_runs_the_page_says_so(rows) -> None:
    assert "No runs to draw" in texts(sweep_figure(sweep(rows)))


def test_the_foot_says_what_was_run_and_assumed() -> None:
    found = one_factor() | {"set": {"parameters.speed": 0}}
    words = texts(sweep_figure(found))
    assert "Scenario tutorial with parameters.speed = 0, rule unanimity. Seed 7" in words
    assert "Assumed: all made up" in words
    assert "Day 0: 7 January 2030; horizon: day 100, 17 April 2030" in words


def test_points_of_different_calendars_get_no_common_dates() -> None:
    found = one_factor(2)
    found["points"][1] |= {"start": datetime.date(2031, 1, 7), "horizon_days": 200}
    days = days_of(read(found))
    assert days.start is None
    words = texts(sweep_figure(found))
    assert "Points start on different dates; horizon: day 100 to 200, by point" in words
    assert "7 Jan" not in words


def test_a_summary_says_the_calendar_of_every_point(tmp_path: Path) -> None:
    file = tmp_path / "expiry.toml"
    file.write_text(
        'title = "t"\nquestion = "q"\nscenario = "tutorial"\nreplicates.runs = 1\ndesign.kind = "grid"\n'
        'factors.expiry = { path = "calendar.expiry", values = [2030-04-01, 2030-04-15] }\n'
        'factors.speed = { path = "parameters.speed", values = [1.0, 2.0] }\n'
    )
    assert calendars(lay_out(load_experiment(file))) == [(START, 84), (START, 84), (START, 98), (START, 98)]


@pytest.mark.parametrize("found", [one_factor(), grid(4, 3), random_design(40)], ids=["lines", "maps", "scatter"])
def test_the_same_bytes_twice(tmp_path: Path, found) -> None:
    first, second = (save(sweep_figure(found), tmp_path / f"{at}.png").read_bytes() for at in (1, 2))
    assert first == second


@pytest.mark.parametrize("count", [1, 2, 10_000])
def test_from_one_point_to_ten_thousand(tmp_path: Path, count: int) -> None:
    figure = sweep_figure(random_design(count))
    assert len(marked(figure, "mean day" if count > 1 else "median")) in (count, 3 * count)
    save(figure, tmp_path / "many.png", 60)


def test_nothing_leaves_the_page() -> None:
    long = "a label that goes on and on, in the way of those who like labels, until nobody reads it to its end"
    names = sweep([({"name": f"{long} {y}"}, ensemble([9])) for y in "ab"])
    lines = sweep([({"worth": x, "name": f"{long} {y}"}, ensemble([10 + x], 1)) for x in range(3) for y in range(9)])
    for found in (names, lines, one_factor(), grid(30, 20), grid(3, 2), random_design(30)):
        for factor in found["factors"].values():
            factor["label"] = long
        figure = sweep_figure(found | {"title": long * 2, "question": long * 3, "assumption": long * 9})
        figure.draw_without_rendering()
        box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
        assert 0 <= box.x0 <= box.x1 <= width + 1e-9
        assert 0 <= box.y0 <= box.y1 <= height + 1e-9
