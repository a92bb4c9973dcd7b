"""A later fact planted in every dated field of the schema changes no forecast as of a day.

The fields are those of `scenario.dating`: a new one is declared there, or the first test fails, and is covered here at
once. A new table needs a row in SAMPLES.
"""

import datetime
import json
import typing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from whitesmoke.evidence.forecast.filter import days_of_news
from whitesmoke.evidence.forecast.nowcasting import nowcast
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.scenario import dates_schema, record_schema, schema
from whitesmoke.scenario.build import build
from whitesmoke.scenario.dating import DATING, Dated, declared
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.loaded import SourceRow
from whitesmoke.scenario.numbers import Sourced, Table
from whitesmoke.telling.forecasts import as_json

TODAY = datetime.date(2030, 3, 1)
PAST, LATER, LATEST = (TODAY + datetime.timedelta(days=days) for days in (-9, 10, 45))
RACE = """
title = "Four allies"
patron = "AAA"
assumed = true
calendar = { start = 2030-01-07, expiry = 2030-07-01 }
rule = { name = "unanimity" }
sittings = { dates = [2030-05-31] }

[members]
AAA = { name = "Arland", weight = 5.0 }
BBB = { name = "Bergen", baseline = -4.0 }
CCC = { name = "Corvia", baseline = -4.5 }
DDD = { name = "Dunmark", baseline = -3.0 }

[candidates.miller]
name = "Maria Miller"
entry = 2030-01-07

[candidates.novak]
name = "Nora Novak"
entry = 2030-02-01

[demands.harbour]
holder = "DDD"
worth = 3.0

[network]
layers = [{ kind = "alliance" }]
"""
SAMPLES: dict[type[Table], tuple[str, dict[str, Any]]] = {
    dates_schema.Focal: ("focal", {"date": LATEST, "weight": 0.7}),
    dates_schema.Sitting: ("sittings", {"date": LATEST}),
    schema.Member: ("members", {"accession": LATEST, "leaves": LATEST, "ratified": LATEST, "baseline": -1.0}),
    schema.Candidate: ("candidates", {"name": "Late", "entry": PAST}),
    schema.Demand: ("demands", {"holder": "CCC", "worth": 2.5}),
    schema.Event: ("events", {"kind": "shock", "candidate": "miller", "members": ["BBB"], "amount": -1.0}),
    record_schema.Tally: ("tallies", {"candidate": "miller", "low": 2, "high": 3, "members": 4, "source": "x"}),
    record_schema.Commitment: ("commitments", {"member": "BBB", "candidate": "miller", "source": "x"}),
    record_schema.Exit: ("exits", {"candidate": "novak", "source": "x"}),
    record_schema.Decision: ("decision", {"winner": "miller", "source": "x"}),
}
"""Of each table with a dated field: where it stands, and a row that a field is planted in."""
FIELDS = [(table, field) for table in DATING for field, how in DATING[table].items() if isinstance(how, Dated)]


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    file: Path = tmp_path_factory.mktemp("planted") / "race.toml"
    file.write_text(RACE)
    return load(file)


def tables(kind: Any) -> set[type[Table]]:
    """Return all tables that a type mentions, and all that their fields do."""
    if isinstance(kind, type) and issubclass(kind, Table):
        return {kind}.union(*(tables(field.annotation) for field in kind.model_fields.values()))
    return set().union(*(tables(part) for part in typing.get_args(kind)))


def test_every_field_is_declared_dated_or_timeless_with_a_reason() -> None:
    of_files = {*tables(schema.Scenario), record_schema.Tally, record_schema.Commitment, schema.Tie, SourceRow}
    assert of_files == set(DATING) - {Sourced}
    for table in of_files:
        assert set(declared(table)) == set(table.model_fields), table.__name__
        assert all(isinstance(how, Dated) or how for how in declared(table).values())


def test_a_day_is_dated_unless_it_frames_the_race_or_is_known_from_a_day_of_its_own() -> None:
    timeless = {
        (table.__name__, field)
        for table in DATING
        for field, how in DATING[table].items()
        if datetime.date in _parts(table.model_fields[field].annotation) and not isinstance(how, Dated)
    }
    frame = {("Calendar", field) for field in ("start", "expiry", "horizon", "takes_office")}
    rhythm = {("Sittings", "from")}
    days = {("Focal", "date"), ("Member", "accession"), ("Sitting", "date"), ("Sitting", "end")}
    assert timeless - frame - rhythm == days
    assert all("known_since" in DATING[table] for table in (dates_schema.Focal, schema.Member, dates_schema.Sitting))


def _parts(kind: Any) -> set[Any]:
    return {kind}.union(*(_parts(part) for part in typing.get_args(kind)))


def with_row(race: Loaded, table: type[Table], row: dict[str, Any], public: bool = False) -> Loaded:
    """Return the race with a row, and commitments public acts or not."""
    where, value = SAMPLES[table][0], table.model_validate(row)
    record = race.scenario.record.model_copy(update={"public": public})
    if where in ("tallies", "commitments"):
        race = replace(race, tables=replace(race.tables, **{where: [value]}))
    elif where == "sittings":
        sittings = race.scenario.sittings
        sittings = sittings.model_copy(update={"dates": [*sittings.dates, value]})
        race = replace(race, scenario=race.scenario.model_copy(update={"sittings": sittings}))
    elif where in ("exits", "decision"):
        record = record.model_copy(update={where: [value] if where == "exits" else value})
    else:
        rows = {**getattr(race.scenario, where), "ZZZ": value}
        race = replace(race, scenario=race.scenario.model_copy(update={where: rows}))
    return replace(race, scenario=race.scenario.model_copy(update={"record": record}))


def without_row(race: Loaded, public: bool = False) -> Loaded:
    record = race.scenario.record.model_copy(update={"public": public})
    return replace(race, scenario=race.scenario.model_copy(update={"record": record}))


def seen(loaded: Loaded) -> str:
    """Return all that a forecast as of TODAY starts from, to the byte."""
    known = known_by(loaded, TODAY)
    case = build(known)
    arrays = [getattr(part, "tobytes", lambda part=part: part)() for part in case.world]
    return repr((arrays, case.names, known.tables, known.scenario.record, days_of_news(known, TODAY)))


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{table.__name__}.{field}" for table, field in FIELDS])
def test_a_later_fact_is_not_seen(race: Loaded, table: type[Table], field: str, public: bool) -> None:
    row, how = SAMPLES[table][1], DATING[table][field]
    assert isinstance(how, Dated)
    if datetime.date not in _parts(table.model_fields[field].annotation):
        assert field == "on_exit"  # no day: what an exit sets off comes to light with the exit
        assert seen(with_row(race, table, {**row, field: "novak"}, public)) == seen(without_row(race, public))
        return
    later, latest, past = (with_row(race, table, {**row, field: day}, public) for day in (LATER, LATEST, PAST))
    rest = {name: value for name, value in row.items() if name != field}
    none = without_row(race, public) if how.hides else with_row(race, table, rest, public)
    assert seen(later) == seen(latest) == seen(none)
    if not (public and field in ("not_before", "until")):  # of public acts it is known anyway who is still out
        assert seen(past) != seen(none)


def test_what_an_exit_sets_off_is_seen_once_the_exit_is_public(race: Loaded) -> None:
    row = {**SAMPLES[schema.Event][1], "on_exit": "novak"}
    left = with_row(race, record_schema.Exit, {"candidate": "novak", "public": PAST, "source": "x"})
    assert seen(with_row(left, schema.Event, row)) != seen(left)
    foreseen = with_row(race, schema.Event, {**row, "known_since": PAST})
    assert "ZZZ" in known_by(foreseen, TODAY).scenario.events


def test_one_that_is_announced_enters_any_day(race: Loaded) -> None:
    """It has not entered by today, and it will; on which day nobody knows."""
    row = {"name": "Late", "announced": PAST}
    later, latest = (with_row(race, schema.Candidate, {**row, "entry": day}) for day in (LATER, LATEST))
    assert seen(later) == seen(latest)
    known = known_by(later, TODAY).scenario.candidates["ZZZ"]
    assert (known.announced, known.entry) == (PAST, TODAY + datetime.timedelta(days=1))


def test_a_second_date_of_a_row_is_not_seen_either(race: Loaded) -> None:
    """An exit that the others were told of, a member that was still out: what is public of them, and no more."""
    told = {"candidate": "novak", "private": PAST, "source": "x"}
    assert seen(with_row(race, record_schema.Exit, {**told, "public": LATER})) == seen(without_row(race))
    out = {**SAMPLES[record_schema.Commitment][1], "not_before": PAST}
    rows = [with_row(race, record_schema.Commitment, {**out, **more}) for more in ({"by": LATER}, {"by": LATEST}, {})]
    assert len({seen(row) for row in rows}) == 1


@pytest.mark.parametrize("table", [schema.Demand, schema.Candidate, schema.Event])
def test_known_since_tells_all_days_of_its_table(race: Loaded, table: type[Table]) -> None:
    """Foreseen: a day that is still to come is seen from `known_since` on."""
    days = {schema.Demand: "grantable_from", schema.Candidate: "available", schema.Event: "date"}
    row = {**SAMPLES[table][1], days[table]: LATER}
    known = getattr(known_by(with_row(race, table, {**row, "known_since": PAST}), TODAY).scenario, SAMPLES[table][0])
    assert getattr(known["ZZZ"], days[table]) == LATER


def test_that_a_known_sitting_is_called_off_is_not_seen_before_it_is(race: Loaded) -> None:
    """Since when it was known that the body would sit is one day, since when that it would not is another."""
    known = {"date": LATEST, "known_since": PAST}
    seen_as = {
        day: seen(with_row(race, dates_schema.Sitting, known | ({"cancelled": day} if day else {})))
        for day in (None, LATER, PAST)
    }
    assert seen_as[LATER] == seen_as[None] != seen_as[PAST]


@pytest.mark.parametrize(
    ("table", "field"),
    [
        (dates_schema.Sitting, "known_since"),
        (dates_schema.Sitting, "cancelled"),
        (schema.Demand, "grantable_from"),
        (schema.Demand, "dropped"),
        (schema.Candidate, "available"),
        (schema.Candidate, "entry"),
        (schema.Member, "known_since"),
        (record_schema.Commitment, "by"),
    ],
)
def test_the_forecast_is_the_same_to_the_byte(race: Loaded, table: type[Table], field: str) -> None:
    def bytes_of(loaded: Loaded) -> str:
        return json.dumps(as_json(nowcast(loaded, TODAY, 20, seed=3)[0]))

    row, how = SAMPLES[table][1], DATING[table][field]
    assert isinstance(how, Dated)
    rest = {name: value for name, value in row.items() if name != field}
    none = race if how.hides else with_row(race, table, rest)
    assert bytes_of(with_row(race, table, {**row, field: LATER})) == bytes_of(none)
