"""A forecast for a body that decides only when it sits names the sittings to come that were known on the day."""

import datetime
from pathlib import Path

import pytest
import whitesmoke as ws
from rich.console import Console
from whitesmoke.evidence.forecast.nowcasting import nowcast
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.scenario.load import load
from whitesmoke.scenario.sitting_days import sitting_dates
from whitesmoke.telling.forecasts import as_json

SUMMIT = """
extends = "european-council"
title = "A seat of the Council"
assumed = true
calendar = { start = 2020-12-14, expiry = 2021-12-31 }
focal = { summit = { date = 2021-06-25, weight = 0.8 } }
candidates.one = { name = "One", home = "BEL", entry = 2020-12-14, valence = -3.0 }
"""
AS_OF = datetime.date(2020, 12, 20)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "seat.toml"
    file.write_text(SUMMIT)
    return file


def test_it_lists_those_known_on_the_day(case: Path) -> None:
    loaded = load(case)
    found = nowcast(loaded, AS_OF, 60, seed=1)[0]
    known = known_by(loaded, AS_OF)
    days = [day.isoformat() for day in sitting_dates(known.scenario, known.tables.sittings) if day > AS_OF]
    assert list(found.by_sitting) == days == list(as_json(found)["by_sitting"])
    assert {"2021-03-25", "2021-06-25"} <= set(days)
    assert "2021-12-16" not in days  # known since the last day of the year
    shares = [share.value for share in found.by_sitting.values()]
    assert shares == sorted(shares)
    assert found.by_sitting["2021-06-25"] == found.settled_by["summit"]
    assert len(set(shares)) > 1
    assert shares[-1] == found.settled_by["expiry"].value  # nothing is decided after the last of them


def test_it_is_empty_where_the_body_can_decide_on_any_day(case: Path) -> None:
    loaded = load(case, ["sittings.between=silence"])
    assert nowcast(loaded, AS_OF, 20, seed=1)[0].by_sitting == {}


def test_the_next_sittings_are_told_by_their_last_day(case: Path) -> None:
    found = ws.open(case).nowcast(AS_OF, runs=40)
    console = Console(record=True, width=120)
    found.show(console)
    told = [line for line in console.export_text().splitlines() if "by the sitting of" in line]
    ends = [line.split("sitting of ")[1].split(" 2021")[0] for line in told]
    assert ends == [
        "26 February",
        "25 March",
        "8 May",
        "6 October",
    ]  # that of June is the summit
    assert {"2021-05-07", "2021-05-08", "2021-06-25"} <= found.json()["forecasts"][0]["by_sitting"].keys()
