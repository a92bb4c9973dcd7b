"""A forecast from Python: the words, the numbers and the figure of the command, and a table without sentinels."""

import datetime
import json
from pathlib import Path

import pandas as pd
import pytest
import whitesmoke as ws
from whitesmoke.commands import asking

CASE, DAY = "nato-2014", "2014-02-20"


@pytest.fixture(scope="module")
def found() -> ws.Nowcast:
    return ws.open(CASE).nowcast(DAY, runs=40)


def test_it_is_the_forecast_of_the_command(
    found: ws.Nowcast, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asking.nowcast(CASE, DAY, 40, 1, [], None, False, False, tmp_path, True, False)
    assert json.loads(capsys.readouterr().out) == found.json() == json.loads((tmp_path / "nowcast.json").read_text())
    asking.nowcast(CASE, DAY, 40, 1, [], None, False, False, tmp_path, False, False)
    assert capsys.readouterr().out.startswith(repr(found)[:60])


def test_its_table_has_a_row_a_day_and_no_sentinel(found: ws.Nowcast) -> None:
    assert found.as_of == datetime.date(2014, 2, 20)
    (row,) = found.frame().itertuples(index=False)
    said = found.json()["forecasts"][0]
    table = found.frame()
    assert table["chance.deadlock"][0] == said["outcomes"]["deadlock"]["value"]
    assert table["chance.stoltenberg.low"][0] == said["outcomes"]["stoltenberg"]["low"]
    assert said["date"]["p95"] is None
    assert pd.isna(row.p95)
    assert row.p05 == pd.Timestamp(said["date"]["p05"])
    assert {str(table[name].dtype) for name in ("as_of", "p05", "p50", "p95")} == {"datetime64[s]"}


def test_a_week_a_row(found: ws.Nowcast) -> None:
    weekly = ws.open(CASE).nowcast(datetime.date(2014, 2, 20), runs=40, weekly=True)
    table = weekly.frame()
    assert table["as_of"].diff().dropna().eq(pd.Timedelta(days=7)).all()
    assert len(table) > 2
    assert repr(weekly) == repr(found)
    assert weekly.plot().axes


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ws.WhitesmokeError, match=r'as_of: "April" is not a date; write it as 2024-05-01'):
        ws.open(CASE).nowcast("April")
    with pytest.raises(ws.WhitesmokeError, match="before the race begins"):
        ws.open(CASE).nowcast("2001-01-01", weekly=True)
