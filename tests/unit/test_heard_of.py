"""Who had been heard of on a day, what `known_since` may say, and what goes with a member that is not known to join."""

import datetime
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner
from whitesmoke.commands.cli import app
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.record.asof import NobodyHeardOfError, first_heard, heard_of, known_by
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

from tests.unit.records import with_record

DAY = datetime.date
NOBODY = 'candidates.dora = { name = "Dora", entry = 2030-02-04 }'


def late(folder: Path, more: str = "") -> Path:
    """Write the tutorial with a candidate who enters four weeks after the start."""
    return with_record(folder, extra=f"{NOBODY}\n{more}")


def asked(*words: object) -> str:
    done = CliRunner().invoke(app, ["nowcast", *map(str, words), "--runs", "20", "--no-figure"])
    if done.exception is not None:
        raise done.exception
    return " ".join(done.stdout.split())


def test_a_day_on_which_nobody_had_been_heard_of_is_refused(tmp_path: Path) -> None:
    file = late(tmp_path)
    with pytest.raises(NobodyHeardOfError, match=r"heard of by 2030-01-20: give a day from 2030-02-04 on") as refused:
        asked(file, "--as-of", "2030-01-20", "--json")
    assert refused.value.exit_code == 2
    assert not heard_of(load(file), DAY(2030, 2, 3))
    assert first_heard(load(file)) == DAY(2030, 2, 4)


def test_told_who_will_stand_it_forecasts_and_says_so(tmp_path: Path) -> None:
    file = late(tmp_path)
    said = asked(file, "--as-of", "2030-01-20", "--field-known", "--out", tmp_path / "out")
    assert "Who will stand, and from which day, is told in advance." in said
    assert json.loads((tmp_path / "out" / "nowcast.json").read_text())["field_known"]
    assert known_by(load(file), DAY(2030, 1, 20), field=True).scenario.candidates["dora"].entry == DAY(2030, 2, 4)
    assert "told in advance" not in asked(file, "--as-of", "2030-02-10", "--out", tmp_path / "out")


def test_weeks_in_which_nobody_had_been_heard_of_are_left_out(tmp_path: Path) -> None:
    file = late(tmp_path)
    said = asked(file, "--as-of", "2030-02-18", "--weekly", "--out", tmp_path / "out")
    assert "had been heard of are left out, 4 of 7." in said
    days = [one["as_of"] for one in json.loads((tmp_path / "out" / "nowcast.json").read_text())["forecasts"]]
    assert days == ["2030-02-04", "2030-02-11", "2030-02-18"]


def test_somebody_in_reserve_is_nobody_to_settle_on(tmp_path: Path) -> None:
    file = late(tmp_path, 'candidates.rosa = { name = "Rosa", reserve = true }')
    assert not heard_of(load(file), DAY(2030, 1, 20))
    with pytest.raises(NobodyHeardOfError):
        asked(file, "--as-of", "2030-01-20", "--json")


def test_one_whom_an_event_brings_in_has_been_heard_of_from_that_day(tmp_path: Path) -> None:
    event = '{ kind = "enter", candidate = "rosa", date = 2030-01-28 }'
    file = late(tmp_path, f'candidates.rosa = {{ name = "Rosa" }}\nevents.late = {event}')
    days = [DAY(2030, 1, 27), DAY(2030, 1, 28)]
    assert [list(known_by(load(file), day).scenario.candidates) for day in days] == [[], ["rosa"]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "focal.F = { date = 2030-03-01, weight = 1.0, assumed = true, known_since = 2030-03-02 }",
            "nobody feels a date",
        ),
        ("members.ZET = { baseline = -1.0, assumed = true, known_since = 2030-02-01 }", "a member from the start"),
        (
            "members.ZET = { baseline = -1.0, assumed = true, accession = 2030-02-01, known_since = 2030-02-02 }",
            "nobody joins",
        ),
        (
            'events.e = { kind = "endorse", candidate = "dora", by = ["ALF"], date = 2030-02-05, '
            "known_since = 2030-02-06 }",
            "nobody speaks in public",
        ),
        ('candidates.eva = { name = "Eva", entry = 2030-02-04, known_since = 2040-01-01 }', "is after the expiry"),
    ],
)
def test_known_only_when_it_is_of_no_use_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(message)) as refused:
        load(with_record(tmp_path, extra=line))
    assert [problem.field.endswith("known_since") for problem in refused.value.problems] == [True]


def test_what_a_member_wants_says_and_hears_goes_with_it(tmp_path: Path) -> None:
    """As of a day on which nobody knew that it would join: no demand, event, tie, veto or entry of it is left."""
    more = """
[members.ZET]
baseline = -1.0
assumed = true
accession = 2030-03-01
known_since = 2030-02-20

[demands.hers]
holder = "ZET"
worth = 1.0
assumed = true

[demands.granted-by-her]
holder = "GAM"
grantor = "ZET"
worth = 1.0
assumed = true

[events.alone]
kind = "shock"
candidate = "dora"
members = ["ZET"]
amount = 1.0
date = 2030-01-10
assumed = true

[events.both]
kind = "shock"
candidate = "dora"
members = ["ZET", "BET"]
amount = 1.0
date = 2030-01-10
assumed = true

[blocs.new]
members = ["ZET", "BET"]

[network]
layers = [{ kind = "ties", share = 1.0 }]
ties = [{ member = "BET", listens_to = "ZET" }, { member = "BET", listens_to = "GAM" }]
assumed = true

[rule]
name = "majority"
veto = ["ZET", "BET"]
"""
    loaded = load(
        with_record(tmp_path, ["2030-01-28,dora,2,2,3,high,paper"], ["ZET,dora,2030-01-20,,p,high,p"], extra=more)
    )
    before, after = (known_by(loaded, day) for day in (DAY(2030, 2, 1), DAY(2030, 2, 20)))
    assert "ZET" not in repr((before.scenario, before.tables))
    assert list(before.scenario.events) == ["both"]
    assert {"hers", "granted-by-her"}.isdisjoint(before.scenario.demands)
    assert "ZET" not in build(before).names.members
    assert {"hers", "granted-by-her"} <= set(after.scenario.demands)
    assert "ZET" in build(after).names.members
