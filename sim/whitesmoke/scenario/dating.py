"""What each field of a scenario is to somebody on a day: a fact that came to light on a day, or timeless.

A forecast as of a day must not know what came later. So every field that a file may have stands here once: *dated*, and
`as_of` takes it out until its day, or *timeless*, with the reason. A field without a line here fails a test, and a
dated one is covered by the test that plants a later fact in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from whitesmoke.scenario import dates_schema, lever_schema, record_schema, rule_schema, schema
from whitesmoke.scenario.loaded import SourceRow
from whitesmoke.scenario.numbers import Distribution, Sourced, Stated, Table


class Dated(NamedTuple):
    """A field that holds a day: what is done with it before that day."""

    words: str
    hides: bool = False
    """the whole table is not known before the day; of several such fields the first that is given counts"""
    tomorrow: bool = False
    """once the table is known, a day still to come is taken for the next one; otherwise it is left out"""
    since: str = ""
    """the field that says from which day on the field is known; where it says nothing, from its own day"""


SINCE = Dated("the whole table is known from this day on, with all its days; not before, whatever they say", hides=True)
"""The one day that stands for all others of its table."""
HIDES = Dated("before this day the whole table is left out", hides=True)
LEFT_OUT = Dated("before this day it is left out, as if it had not been written")

WORDS = "words: no number hangs on them, and of what is cut none are printed"
NUMBER = "a number of the modeller's, who may have had the whole record in view"
SOURCE = "where numbers come from; moves nothing"
NAMED = "says whom or what the table is about, and goes with it"
KIND = "says what kind of thing the table is, and goes with it"
BODY = "who decides, and how: agreed before the race"
HORIZON = "frame of the race, set by the modeller; may be hindsight"
AHEAD = "announced long ahead; where not, give `known_since`"
MODE = "how the model reads the race: the modeller's choice, not observed on a day"
TIES = "who listens to whom: the modeller's, not observed on a day"
FILE = "name of a file; its rows are cut one by one"
TABLES = "a table, or several: see their fields"
SURE = "how sure the coder is of the row; an entry cut to what was known keeps it"


SOURCED = tuple(Sourced.model_fields)


def _all(fields: str, reason: str) -> dict[str, str]:
    return dict.fromkeys(fields.split(), reason)


DATING: Mapping[type[Table], Mapping[str, Dated | str]] = {
    Sourced: _all("source assumed", SOURCE),
    Stated: _all("value", NUMBER),
    Distribution: _all("dist mean sd low mode high", NUMBER),
    schema.Scenario: {
        **_all("title about", WORDS),
        **_all("sources", SOURCE),
        **_all("patron chair", BODY),
        **_all("kind", KIND),
        **_all(
            "calendar focal sittings bargaining amendment ratification ballots rule parameters space blocs members "
            "candidates demands grantors network events levers record",
            TABLES,
        ),
        **_all("members_table tables", FILE),
    },
    dates_schema.Calendar: {**_all("start round_days expiry horizon", HORIZON), **_all("takes_office", WORDS)},
    dates_schema.Focal: {"known_since": SINCE, **_all("date", AHEAD), **_all("weight", NUMBER), **_all("label", WORDS)},
    dates_schema.Sittings: {
        **_all("dates", TABLES),
        **_all("calendar levels every from between", BODY),
        **_all("weight called", NUMBER),
    },
    dates_schema.Sitting: {
        "known_since": SINCE,
        "cancelled": Dated("before this day it is left out, also where `known_since` has come", since="cancelled"),
        **_all("date end", AHEAD),
        **_all("level kind", KIND),
        **_all("note", WORDS),
        **_all("basis source", SOURCE),
        **_all("confidence", SURE),
    },
    schema.Bargaining: {
        **_all("mode", MODE),
        **_all(" ".join(name for name in schema.Bargaining.model_fields if name not in (*SOURCED, "mode")), NUMBER),
    },
    rule_schema.Silence: _all("low high", BODY),
    rule_schema.Row: _all("weights credit quota", BODY),
    rule_schema.Alternative: _all("rows", BODY),
    rule_schema.Rule: _all("name rows any veto silence", BODY),
    schema.Parameters: _all(" ".join(name for name in schema.Parameters.model_fields if name not in SOURCED), NUMBER),
    schema.Issue: _all("low high", WORDS),
    schema.Space: {**_all("issues", NAMED), **_all("salience reversion", NUMBER)},
    schema.Amendment: _all("step rate", NUMBER),
    rule_schema.Ratification: _all("weeks", NUMBER),
    rule_schema.Ballots: _all("kind secret", BODY),
    schema.Bloc: {**_all("members generate", BODY), **_all("label", WORDS), **_all("baseline patron_tie", NUMBER)},
    schema.Member: {
        "known_since": SINCE,
        "leaves": Dated(
            "before `leaves_known_since`, or this day if that is not given, it is left out, as if the member stayed",
            since="leaves_known_since",
        ),
        "leaves_known_since": Dated("goes with `leaves`", since="leaves_known_since"),
        "ratified": Dated(
            "before `ratified_known_since`, or this day if that is not given, it is left out: the procedure takes what "
            "it takes",
            since="ratified_known_since",
        ),
        "ratified_known_since": Dated("goes with `ratified`", since="ratified_known_since"),
        **_all("accession", AHEAD),
        **_all("name", WORDS),
        **_all("bloc", BODY),
        **_all("weight population baseline patron_tie position salience status_quo reservation patience", NUMBER),
        **_all("ratification", NUMBER),
    },
    schema.MembersTable: _all("file", FILE),
    schema.Elsewhere: _all(" ".join([*schema.Elsewhere.__annotations__]), FILE),
    schema.Candidate: {
        "known_since": SINCE,
        "announced": HIDES,
        "entry": Dated(
            "before this day, or an earlier `announced`, the whole table is left out; once it is announced, a day "
            "still to come is taken for the next one",
            hides=True,
            tomorrow=True,
        ),
        "available": LEFT_OUT,
        "until": LEFT_OUT,
        **_all("name", WORDS),
        **_all("home sponsor", NAMED),
        **_all("kind reserve", KIND),
        **_all("valence position withdraw", NUMBER),
    },
    schema.Demand: {
        "known_since": SINCE,
        "raised": HIDES,
        **dict.fromkeys(("dropped", "grantable_from", "grantable_until"), LEFT_OUT),
        **_all("holder concerns grantor", NAMED),
        **_all("text", WORDS),
        **_all("worth ceiling hurts", NUMBER),
        **_all("red_line latent", KIND),
    },
    schema.Grantor: {**_all("name", WORDS), **_all("budget cost stake", NUMBER)},
    schema.Event: {
        "known_since": SINCE,
        "date": HIDES,
        "on_exit": Dated("until that exit is public on the record the whole table is left out"),
        **_all("kind", KIND),
        **_all("candidate by members blocs demand", NAMED),
        **_all("consulted", "days before a `date` that hides the whole table: before it nobody knows of them"),
        **_all("amount", NUMBER),
        **_all("text", WORDS),
    },
    schema.Network: _all("layers ties", TIES),
    schema.Layer: {**_all("kind share neighbours rewire density seed", TIES), **_all("file", FILE)},
    schema.Tie: _all("member listens_to weight", TIES),
    lever_schema.Lever: {
        **_all("label question low_says high_says", WORDS),
        **_all("path low high", "what a reader may try: no run depends on it until it is tried"),
    },
    record_schema.Record: {
        **_all("decision exits", TABLES),
        **_all("tallies commitments", FILE),
        **_all("public", "what a commitment is: a public act or not"),
    },
    record_schema.Tally: {
        "date": HIDES,
        **_all("candidate low high members camp", NAMED),
        **_all("kind", KIND),
        **_all("confidence", SURE),
        **_all("note", WORDS),
        **_all("source", SOURCE),
    },
    record_schema.Commitment: {
        "not_before": HIDES,
        "by": Dated("before this day it is left out, and the whole row unless `not_before` is past", hides=True),
        "until": LEFT_OUT,
        **_all("member candidate", NAMED),
        **_all("kind", KIND),
        **_all("basis", WORDS),
        **_all("confidence", SURE),
        **_all("source", SOURCE),
    },
    record_schema.Exit: {
        "public": HIDES,
        "private": Dated("as `public`, where that is not given; without either it is never known", hides=True),
        **_all("candidate", NAMED),
        **_all("source", SOURCE),
    },
    record_schema.Decision: {"date": HIDES, **_all("winner", NAMED), **_all("source", SOURCE)},
    SourceRow: _all("id address what", SOURCE),
}
"""By table and field: a `Dated`, or the reason why it is timeless."""


def declared(table: type[Table]) -> dict[str, Dated | str]:
    """Return what is declared of each field of a table."""
    return {**(DATING[Sourced] if issubclass(table, Sourced) else {}), **DATING[table]}


def as_of[T: Table](table: T, date: datetime.date) -> T | None:
    """Return a table, with all tables in it, as it could have been written on a day; None if nobody knew of it yet.

    What is left out is as if it had not been written. A table whose `known_since` has come is known with all its days.
    """
    if (_first_known(table) or date) > date:
        return None
    changes = {**_inner(table, date), **_days(table, date)}
    return table.model_copy(update=changes) if changes else table


def _first_known(table: Table) -> datetime.date | None:
    """Return the day on which a table came to light: the first that is given of those that hide it; None if none is.

    An exit without a day is never known: that it happened is hindsight.
    """
    days = [getattr(table, field) for field, how in DATING[type(table)].items() if isinstance(how, Dated) and how.hides]
    never = datetime.date.max if isinstance(table, record_schema.Exit) else None
    return next((day for day in days if day is not None), never)


def _days(table: Table, date: datetime.date) -> dict[str, datetime.date | None]:
    """Return what stands in the place of days that nobody knows of yet."""
    tomorrow = date + datetime.timedelta(days=1)
    return {
        field: tomorrow if how.tomorrow else None
        for field, how in DATING[type(table)].items()
        if isinstance(how, Dated) and (_since(table, field, how) or date) > date
    }


def _since(table: Table, field: str, how: Dated) -> datetime.date | None:
    """Return the day from which a day of a table is known, the table itself being so; None if it always is."""
    if how.since:
        day = getattr(table, how.since) or getattr(table, field)
    else:
        day = None if getattr(table, "known_since", None) else getattr(table, field)
    return day if isinstance(day, datetime.date) else None


def _inner(table: Table, date: datetime.date) -> dict[str, Any]:
    """Return the tables in a table as they could have been written on a day."""
    return {field: _known(getattr(table, field), date) for field, how in DATING[type(table)].items() if how == TABLES}


def _known(value: Any, date: datetime.date) -> Any:
    if isinstance(value, dict):
        return {name: row for name, one in value.items() if (row := as_of(one, date)) is not None}
    if isinstance(value, list):
        return [row for one in value if (row := as_of(one, date)) is not None]
    return as_of(value, date) if isinstance(value, Table) else value
