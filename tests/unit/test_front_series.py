"""Choices in a row, from Python: the words, the numbers and the figure of the command; futures as tables."""

import datetime
from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.commands import series as command
from whitesmoke.model import codes
from whitesmoke.writing.output import dumps

SHORT = {"until": datetime.date(2038, 1, 1)}


@pytest.fixture(scope="module")
def office() -> ws.Series:
    return ws.series(runs=6, seed=2, changes=SHORT)


def test_a_series_is_that_of_the_command(office: ws.Series, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command.run("nato-secretaries", 6, 2, ["until=2038-01-01"], None, tmp_path, True, True)
    assert capsys.readouterr().out == dumps(office.json()) == (tmp_path / "series.json").read_text()
    kept = office.save(tmp_path / "mine")
    assert (kept / "figure.png").read_bytes() == (tmp_path / "figure.png").read_bytes()
    assert repr(office).startswith("6 futures to 1 January 2038: a race for an open term ends in deadlock in ")


def test_the_frame_is_the_record_as_it_is_read_again(office: ws.Series, tmp_path: Path) -> None:
    table = office.frame()
    assert table["name"].tolist() == [holder.name for holder in office.record]
    assert table["left"].isna().tolist() == [False] * 13 + [True]
    assert table["days"].isna().sum() == 6
    assert {str(table[name].dtype) for name in ("sought", "chosen", "took_office", "mandate")} == {"datetime64[s]"}
    kept = ws.read(office.save(tmp_path, figure=False))
    assert kept.frame().equals(table)
    assert repr(kept).startswith("nato-secretaries: the record, and 6 futures each way (")


def test_futures_are_those_of_the_summary(office: ws.Series) -> None:
    table = office.futures.set_index(["number", "region"])
    shares = table.loc["share"]
    assert shares[["memory", "none"]].sum().tolist() == pytest.approx([1.0, 1.0])
    west = shares.loc["west"]
    assert west["memory"] - west["none"] == pytest.approx(west["difference"])
    ends = table.loc["held by the end"]
    assert (ends["memory"] - ends["none"]).tolist() == pytest.approx(ends["difference"].tolist())
    assert ends["memory"]["west"] == 1.0


def test_spells_and_selections_are_whole(office: ws.Series) -> None:
    spells, made = office.spells("none"), office.selections("none")
    assert spells.groupby("future")["since"].min().unique().tolist() == [np.datetime64("2024-10-01", "s")]
    assert spells.groupby("future")["until"].max().dt.date.unique().tolist() == [SHORT["until"]]
    assert (spells["country"].isna() == spells["region"].isna()).all()
    west = spells[spells["region"] == "west"]
    days = (west["until"] - west["since"]).dt.days.sum() / (SHORT["until"] - datetime.date(2024, 10, 1)).days
    assert days / 6 == pytest.approx(office.summary["none"].share["west"].value)
    stuck = office.chains["none"].selections.days == codes.NEVER
    assert (~made["settled"]).sum() == stuck.sum()
    assert (made["country"].isna() == ~made["settled"]).all()
    assert made["day"].max() <= 335


def test_a_race_that_fails_is_watched_to_its_end() -> None:
    stubborn = {"memory.region": 100.0, "reappointment.chance": 0.0, "field.pool": {"west": 1.0}, **SHORT}
    made = ws.series(runs=2, changes=stubborn).selections()
    assert not made["settled"].any()
    assert made["day"].unique().tolist() == [335]
    assert made[["country", "place"]].isna().all(axis=None)


def test_what_is_wrong_is_said_for_python() -> None:
    with pytest.raises(ws.ScenarioError, match=r'^change memory.regoin: unknown field \(did you mean "region"\?\)'):
        ws.series(changes={"memory.regoin": 2})
    with pytest.raises(ws.ScenarioError, match=r'no series of this name \(did you mean "nato-secretaries"\?\)'):
        ws.series("nato-secretarys")
    with pytest.raises(ws.WhitesmokeError, match="runs: give a whole number from 2 to 1048576, not 1"):
        ws.series(runs=1)
    with pytest.raises(ws.WhitesmokeError, match="posterior: "):
        ws.series(posterior="nowhere")


def test_only_two_ways_are_known(office: ws.Series) -> None:
    with pytest.raises(ws.WhitesmokeError, match="way: give 'memory' or 'none', not 'both'"):
        office.spells("both")
