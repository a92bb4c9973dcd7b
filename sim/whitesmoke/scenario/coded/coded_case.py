"""The scenario of a coded case, by the rule of coding: of blind tables only, so no ending can have got into it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from whitesmoke.scenario.calendars import calendars, meetings_of
from whitesmoke.scenario.coded import coding_rule as rule
from whitesmoke.scenario.coded.case_rows import CodedCase, Holdout, Procedure
from whitesmoke.scenario.coded.casebook import Casebook
from whitesmoke.scenario.dates_schema import Sitting

Toml = dict[str, Any]
"""Tables in each other, as a file is to have them."""
DAY = datetime.timedelta(days=1)
ROLES = ("candidate", "chair", "patron")
VETO = re.compile(r"(\d+) of \d+ and no veto of (?:five|5)")
AGREED = ("unanim", "consensus", "common accord")
"""What a rule by which all have to agree begins with."""
CALLED = "extraordinary"
"""Kind of a meeting that was called for something."""
SESSION = 60
"""Days from the start within which a conference that ends has to begin."""


class Seats(NamedTuple):
    """Who has a seat: the codes that are known, the days on which some join, and how many more there are."""

    codes: list[str]
    joined: dict[str, datetime.date]
    others: int


def slug(text: str) -> str:
    """Return a text as the name of a table: small letters, digits and hyphens, whole words up to 40 signs."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return plain if len(plain) <= 40 else plain[:41].rpartition("-")[0]


def coded_names(case: CodedCase) -> dict[str, str]:
    """Return what is to be decided on: the name of each in the scenario, and what it is called.

    Of a text only the first version is: which one is decided is known at the end only.
    """
    found = case.candidates if case.question == "names" else [case.text or case.candidates[0]]
    return {slug(name): name for name in found}


def counts_for(case: CodedCase, candidate: str) -> str | None:
    """Return the name in the scenario for which a row on a candidate counts; None where it is not coded."""
    names = coded_names(case)
    if slug(candidate) in names:
        return slug(candidate)
    return next(iter(names)) if case.question != "names" and candidate in case.versions else None


def seats(book: Casebook, name: str) -> Seats:
    """Return who has a seat at some time of a case."""
    case = book.cases[name]
    sets = {row.set: row.members.split(";") for row in book.rows("bodies")}
    first, last = (sets.get(case.members[at], []) if case.members else [] for at in (0, -1))
    joins = [event for event in book.rows("events", name) if event.kind == "join"]
    joined = {
        code: event.date for event in joins for code in event.actor.split(";") if code in last and code not in first
    }
    if last:
        return Seats(list(dict.fromkeys([*first, *last])), joined, 0)
    named = sorted({*_named(book, name), *case.homes.values()})
    return Seats(named, {}, max(0, case.number - len(named)))


def _named(book: Casebook, name: str) -> Iterator[str]:
    """Yield the members that the tables name, of a body without a list."""
    yield from (row.member for row in [*book.rows("holdouts", name), *book.rows("positions", name)])
    sponsors = (event for event in book.rows("events", name) if event.kind == "entry")
    yield from (code for event in sponsors for code in event.actor.split(";") if re.fullmatch(r"[A-Z]{2,3}", code))


def procedure(book: Casebook, case: CodedCase) -> Procedure:
    """Return how the body of a case goes about such a file; nothing special where no row says so."""
    rows: list[Procedure] = [row for row in book.rows("procedures") if row.body == case.body]
    exact = [row for row in rows if row.subject == case.subject]
    return (exact or [row for row in rows if not row.subject] or [Procedure(body=case.body)])[0]


def meetings(how: Procedure) -> Iterator[Sitting]:
    """Yield the meetings of the calendars of a procedure, without those that were called for something."""
    return (one for one in all_meetings(how) if one.kind != CALLED)


def all_meetings(how: Procedure) -> Iterator[Sitting]:
    """Yield the meetings of the calendars of a procedure, those of kind CALLED too, which no calendar foresees."""
    known = calendars()
    for given in filter(None, how.calendars.split(";")):
        calendar, _, levels = given.partition(":")
        for _, sitting in meetings_of(known[calendar].path):
            if sitting.level in (levels.split("|") if levels else [sitting.level]):
                yield sitting


def horizon(case: CodedCase, how: Procedure, sittings: Iterable[Sitting]) -> datetime.date:
    """Return the last day: by the days of the procedure, or where it gives none that of its next meeting, stretched."""
    if how.horizon_days is None and how.calendars:
        near = case.start + SESSION * DAY
        ends = [last for one in sittings if (last := one.end or one.date) > case.start and one.date <= near]
        if ends:
            return min(ends) + rule.OVERRUN * DAY
    return case.start + (how.horizon_days or rule.HORIZON) * DAY


def ends(book: Casebook, name: str) -> datetime.date:
    """Return the last day of a case."""
    case = book.cases[name]
    how = procedure(book, case)
    return horizon(case, how, meetings(how))


def scenario(book: Casebook, name: str) -> Toml:
    """Return the tables of the scenario of a case, without its record; nothing written with hindsight is read.

    Raises KeyError for a calendar that does not ship, which `casebook_checks` reports.
    """
    blind = book.blind()
    case = blind.cases[name]
    how = procedure(blind, case)
    last = ends(blind, name)
    held = seats(blind, name)
    names = coded_names(case)
    countries = {row.code: row.name for row in blind.rows("names")}
    tables: Toml = {
        "title": case.name,
        "sources": f"{name}.sources.csv",
        "kind": _kind(case),
        "assumed": True,
        "calendar": _calendar(case, last),
        "focal": dict(_deadlines(blind, name, last)),
        "sittings": sittings(case, how, last),
        "rule": _rule(case, held),
        "bargaining": rule.BARGAINING,
        "parameters": _parameters(how, len(held.codes) + held.others),
        "ratification": {"weeks": rule.RATIFICATION} if _ratified(case) else {},
        "network": {"layers": [{"kind": "alliance", "share": 1.0}]},
        "blocs": dict(_blocs(names, held)),
        "members": {code: _member(code, held, countries) for code in held.codes},
        "candidates": {key: _candidate(case, key, called) for key, called in names.items()},
        "demands": dict(_demands(blind, name, held, last)),
        "grantors": dict(_outside(blind, name, held, countries)),
        "events": dict(_sponsored(blind, name, held)),
    }
    return {key: value for key, value in tables.items() if value or key == "kind"}


def _kind(case: CodedCase) -> str:
    return "person" if case.question == "names" else "ratification" if _ratified(case) else "proposal"


def _ratified(case: CodedCase) -> bool:
    return case.question == "ratification"


def _calendar(case: CodedCase, last: datetime.date) -> Toml:
    coarse = (last - case.start).days > rule.COARSE
    return {"start": case.start, "expiry": last, **({"round_days": 7} if coarse else {})}


def _deadlines(book: Casebook, name: str, last: datetime.date) -> Iterator[tuple[str, Toml]]:
    """Yield the deadlines that were fixed before the start."""
    start = book.cases[name].start
    rows = [row for row in book.rows("focal", name) if row.kind in ("deadline", "expiry") and row.known_since]
    known = [row for row in rows if row.known_in_advance == "yes" and row.known_since <= start < row.date <= last]
    for number, row in enumerate(known, start=1):
        fields = {"date": row.date, "weight": rule.DEADLINE, "label": row.label, "known_since": row.known_since}
        yield f"deadline-{number}", {**fields, "source": sourced(row.sources)}


def sittings(case: CodedCase, how: Procedure, last: datetime.date) -> Toml:
    """Return the regular meetings of the body of a case up to a day, as a scenario has them; none where it has none."""
    rows = [_sitting(one) for one in _one_by_one(meetings(how), case.start) if one.date <= last]
    if not rows and how.every is None:
        return {}
    rhythm = {} if how.every is None else {"every": how.every}
    return {"between": how.between, **rhythm, "dates": rows}


def _one_by_one(given: Iterable[Sitting], start: datetime.date) -> Iterator[Sitting]:
    """Yield the meetings after the start in order, each day once: of two that overlap the later one is cut."""
    taken = start - DAY
    for one in sorted(given, key=lambda one: (one.date, one.end or one.date)):
        end = one.end or one.date
        if end > max(start, taken):
            first = max(one.date, taken + DAY)
            taken = end
            yield one.model_copy(update={"date": first, "end": None if first == end else end})


def _sitting(one: Sitting) -> Toml:
    fields = {"date": one.date, "end": one.end, "level": one.level, "known_since": one.known_since}
    return {key: value for key, value in {**fields, "cancelled": one.cancelled}.items() if value}


def _rule(case: CodedCase, held: Seats) -> Toml:
    silence = {"low": 0.0, "high": 0.0}
    if found := VETO.search(case.rule):
        row = {"weights": "equal", "credit": [0, 0, 1], "quota": int(found[1])}
        return {"rows": [row], "veto": held.codes[:5], "silence": silence}
    large = len(held.codes) + held.others > rule.LARGE and case.question != "ratification"
    return {"name": "consensus" if large else "unanimity", "silence": silence}


def _parameters(how: Procedure, members: int) -> Toml:
    together = how.together == "yes"
    return {
        "concession": rule.CONCESSION[together],
        "isolation": rule.ISOLATION,
        "residual": rule.RESIDUAL,
        "hopelessness": rule.HOPELESSNESS * (members - 1),
        "pivotal": True,
    }


def _blocs(names: dict[str, str], held: Seats) -> Iterator[tuple[str, Toml]]:
    baseline = dict.fromkeys(names, rule.BASELINE)
    if held.codes:
        yield "known", {"members": held.codes, "label": "known by name", "baseline": baseline}
    if held.others:
        yield "others", {"generate": held.others, "label": "not known by name", "baseline": baseline}


def _member(code: str, held: Seats, countries: dict[str, str]) -> Toml:
    joins = {"accession": held.joined[code]} if code in held.joined else {}
    return {"name": countries.get(code, code), **joins}


def _entries(case: CodedCase) -> dict[str, datetime.date]:
    """Return the day on which each text or name came up, from the start on."""
    heard = {slug(name): day for name, day in case.heard_of.items()}
    return {key: max(heard.get(key, case.start), case.start) for key in coded_names(case)}


def _candidate(case: CodedCase, key: str, called: str) -> Toml:
    home = {"home": case.homes[called]} if called in case.homes else {}
    return {"name": called[:1].upper() + called[1:], **home, "entry": _entries(case)[key]}


def _demands(book: Casebook, name: str, held: Seats, last: datetime.date) -> Iterator[tuple[str, Toml]]:
    case, made = book.cases[name], dict[str, int]()
    first = next(iter(coded_names(case)))
    for row in book.rows("holdouts", name):
        if row.member not in held.codes or (row.raised_by and row.raised_by > last):
            continue
        made[row.member] = made.get(row.member, 0) + 1
        concerns = (counts_for(case, row.concerns) if row.concerns else None) or first
        later = _heard_of(row, case.start, _entries(case)[concerns])
        fields = {"holder": row.member, "concerns": concerns, "text": row.demand, **_asked(row, held), **later}
        yield f"{row.member.lower()}-{made[row.member]}", {**fields, "source": sourced(row.sources)}


def _heard_of(row: Holdout, start: datetime.date, entry: datetime.date) -> Toml:
    """Return since when a demand is known: on the table from then on if it was not there when its candidate entered."""
    if row.raised_by is None or row.raised_by <= start:
        return {}
    new = row.raised_not_before is not None and row.raised_not_before > entry
    return {"raised": row.raised_by} if new else {"known_since": row.raised_by}


def _asked(row: Holdout, held: Seats) -> Toml:
    if row.klass == rule.RED_LINE:
        return {"red_line": True}
    return {"worth": rule.WORTH[row.klass], "ceiling": rule.CEILING, "grantor": grantor(row, held)}


def grantor(row: Holdout, held: Seats) -> str:
    """Return who grants a demand: the first that the row names, inside or outside; the chair if it names none."""
    first, mark = first_grantor(row)
    if not first or first == row.member:
        return "chair"
    return first if first in held.codes and not mark else slug(first)


def first_grantor(row: Holdout) -> tuple[str, str]:
    """Return the first grantor of a row, and what is said of it in brackets."""
    name, _, mark = row.grantor.split(";")[0].strip().partition(" (")
    return name, mark.rstrip(")")


def _outside(book: Casebook, name: str, held: Seats, countries: dict[str, str]) -> Iterator[tuple[str, Toml]]:
    """Yield the grantors that are no members, with what they are called."""
    for row in book.rows("holdouts", name):
        who = grantor(row, held)
        if row.klass != rule.RED_LINE and who not in held.codes and who not in ROLES:
            called = first_grantor(row)[0]
            yield who, {"name": countries.get(called, called)}


def _sponsored(book: Casebook, name: str, held: Seats) -> Iterator[tuple[str, Toml]]:
    """Yield that the members which bring a text in are for it from then on."""
    case = book.cases[name]
    key, day = next(iter(_entries(case).items()))
    for event in book.rows("events", name):
        by = [code for code in event.actor.split(";") if code in held.codes]
        if case.question == "text" and event.kind == "entry" and by:
            words = {"text": event.text, "source": sourced(event.sources)}
            yield "sponsors", {"kind": "endorse", "date": day, "candidate": key, "by": by, **words}
            return


def sourced(ids: str) -> str:
    """Return ids of sources as a scenario has them."""
    return "; ".join(part.strip() for part in ids.split(";"))


def has_vetoes(case: CodedCase) -> bool:
    """Say whether five members have a veto: the first ones of the set, in its order."""
    return bool(VETO.search(case.rule))


def follows_a_rule(case: CodedCase) -> bool:
    """Say whether the words of a decision rule are understood."""
    return has_vetoes(case) or case.rule.lower().startswith(AGREED)
