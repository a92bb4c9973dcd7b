"""What is said of a sweep in a sentence stays one that can be read."""

from whitesmoke.figures.sweeps.foot import _whole
from whitesmoke.telling.sweeps import _deadlocks

FACTORS = {
    name: {"label": name, "unit": "logits"}
    for name in ("word of the patron", "shame of holding out", "what it is worth")
}


def point(row, stuck, level):
    half = {"value": stuck, "low": stuck - 0.03, "high": stuck + 0.03}
    return {"row": row, "levels": dict.fromkeys(FACTORS, level), "outcomes": {"deadlock": half}}


def test_a_point_of_many_factors_is_named_by_its_row():
    points = [point(3, 0.1, 1.234), point(8, 0.6, 5.678)]
    found = {"arms": {}, "factors": FACTORS, "points": points}
    said = _deadlocks(found, points)
    assert said == "Deadlock from 10 % [7, 13] of runs (row 3 of the design) to 60 % [57, 63] (row 8 of the design)."
    few = {**found, "factors": {"word of the patron": FACTORS["word of the patron"]}}
    assert "(word of the patron 1.23 logits)" in _deadlocks(few, points)


def test_what_rounds_to_the_same_is_no_difference():
    points = [point(0, 0.1201, 1.0), point(1, 0.1202, 2.0)]
    found = {"arms": {}, "factors": FACTORS, "points": points}
    assert _deadlocks(found, points).endswith("of runs at every point.")


def test_a_headline_that_is_too_long_ends_with_a_clause():
    said = "No veto: it takes 61.8 [59.5, 64.1] days. All five: 124.0 [121.4, 126.5] days, run by run +62 [+60, +65]."
    assert _whole(said, 190) == said
    assert _whole(said, 100).endswith("All five: 124.0 [121.4, 126.5] days.")
    assert _whole(said, 60) == "No veto: it takes 61.8 [59.5, 64.1] days."
