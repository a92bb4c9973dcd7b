"""What pydantic cannot see: names that must be known, days that must be in order, years that must be long enough."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import pairwise

from whitesmoke.evidence.series.pool import YEAR
from whitesmoke.evidence.series.series_schema import Holder, Series
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.loaded import Place, SourceRow
from whitesmoke.scenario.wording import instead, quoted

Finding = tuple[Place, str]
"""The place of a field, and what is wrong with it."""
LONGEST = 1000
"""Years of futures: about a selection a year, and there are 4096 addresses for them."""


def findings(
    spec: Series, base: Loaded, region_of: Mapping[str, str], sources: Mapping[str, SourceRow]
) -> Iterator[Finding]:
    """Yield everything that is wrong with a series on its scenario."""
    yield from _regions(spec, base, region_of)
    yield from _field(spec, base, region_of)
    yield from _years(spec, base)
    yield from _record(spec, region_of)
    yield from _sources(spec, sources)


def _regions(spec: Series, base: Loaded, region_of: Mapping[str, str]) -> Iterator[Finding]:
    blocs, taken = base.scenario.blocs, dict[str, str]()
    for region, table in spec.regions.items():
        for x, bloc in enumerate(table.blocs):
            place: Place = ("regions", region, "blocs", x)
            if bloc not in blocs:
                yield place, f"{base.name} has no group {quoted(bloc)}{instead(bloc, blocs)}"
            elif bloc in taken:
                yield place, f"the group {quoted(bloc)} is in {taken[bloc]} already; leave it out of one of them"
            taken.setdefault(bloc, region)
    for code in base.scenario.members:
        if code not in region_of:
            yield ("regions",), f"{code} is in no region; name its group in one"


def _field(spec: Series, base: Loaded, region_of: Mapping[str, str]) -> Iterator[Finding]:
    for name in spec.field.pool:
        if name not in spec.regions:
            yield ("field", "pool", name), f"there is no region {quoted(name)}{instead(name, spec.regions)}"
    for x, code in enumerate(spec.field.never):
        if code not in base.scenario.members:
            yield ("field", "never", x), f"{quoted(code)} is no member of {base.name}; leave it out"
    able = {region_of[code] for code in region_of if code not in spec.field.never}
    homes = sum(1 for code in region_of if code not in spec.field.never and spec.field.pool.get(region_of[code], 0.0))
    if not any(weight for name, weight in spec.field.pool.items() if name in able):
        yield ("field", "pool"), "nobody can run: give a region that has allies a weight above 0"
    elif homes < len(spec.field.sizes):
        yield ("field", "sizes"), f"{len(spec.field.sizes)} candidates need as many countries, the pool has {homes}"
    candidates = base.scenario.candidates
    for name, bloc in base.scenario.blocs.items():
        by_name = bloc.baseline if isinstance(bloc.baseline, dict) else {}
        if any(not isinstance(by_name.get(candidate), float) for candidate in candidates):
            wanted = f"the group {name} of {base.name} needs a plain number as its baseline towards every candidate"
            yield ("scenario",), f"{wanted}, for `own_region` is added to it"
    if len(spec.field.sizes) > len(candidates):
        known = f"{base.name} has {len(candidates)} candidates"
        yield ("field", "sizes"), f"{known}, so at most as many chances; take away some, or add candidates there"
    for name, candidate in candidates.items():
        if candidate.home is not None:
            yield (
                ("scenario",),
                f"the candidate {quoted(name)} has a home, but a series draws it; take it out of {base.name}",
            )


def _years(spec: Series, base: Loaded) -> Iterator[Finding]:
    calendar = base.scenario.calendar
    race = (calendar.end - calendar.start).days
    tables = {"term": spec.term.years, "reappointment": spec.reappointment.years, "extension": spec.extension.years}
    for name, years in tables.items():
        if years * YEAR < race:
            message = f"{years:g} years are shorter than a race of {base.name}, {race} days; make it longer"
            yield (name, "years"), message
    if spec.term.longest < spec.term.years:
        yield ("term", "longest"), f"must be at least the first term, {spec.term.years:g} years"


def _record(spec: Series, region_of: Mapping[str, str]) -> Iterator[Finding]:
    for x, holder in enumerate(spec.record):
        if holder.home not in region_of:
            yield ("record", x, "home"), f"{quoted(holder.home)} is in no region; correct the code"
        yield from _days(x, holder)
        if holder.left is None and x < len(spec.record) - 1:
            yield ("record", x), f"{holder.name} has no day of leaving (`left`), but is not the last in the list"
    last = spec.record[-1]
    if last.left is not None:
        yield (
            ("record", len(spec.record) - 1, "left"),
            "the last one holds the post, and futures go on from there: take the day out",
        )
    if (spec.until - last.took_office).days > LONGEST * YEAR:
        yield ("until",), f"futures of more than {LONGEST} years have no luck of their own; end them earlier"
    decided = last.took_office + datetime.timedelta(days=round(spec.term.years * YEAR))
    if spec.until <= decided:
        yield ("until",), f"nothing is decided before the term of {last.name} ends, {decided}; end the futures later"
    for x, (one, other) in enumerate(pairwise(spec.record), start=1):
        if one.left is not None and other.took_office < one.left:
            message = f"{other.name} cannot take office before {one.name} left, {one.left}; correct one of the days"
            yield ("record", x, "took_office"), message


def _days(x: int, holder: Holder) -> Iterator[Finding]:
    fields = ("sought", "chosen", "took_office", "left")
    given = [(name, day) for name in fields if (day := getattr(holder, name)) is not None]
    for (before, first), (name, day) in pairwise(given):
        if day < first:
            yield ("record", x, name), f"{day} lies before `{before}`, {first}; correct one of them"
    ends = [holder.took_office, *(stay.until for stay in holder.stays)]
    for y, (first, day) in enumerate(pairwise(ends)):
        if day <= first:
            yield ("record", x, "stays", y, "until"), f"{day} prolongs nothing: the term ran to {first} already"


def _sources(spec: Series, sources: Mapping[str, SourceRow]) -> Iterator[Finding]:
    if not (spec.assumed or spec.source):
        for x, holder in enumerate(spec.record):
            places: list[tuple[Place, str | None]] = [(("record", x), holder.source)]
            places += [(("record", x, "stays", y), stay.source) for y, stay in enumerate(holder.stays)]
            for place, text in places:
                if not text:
                    yield (
                        place,
                        'no source is given; add source = "...", or assumed = true at the top of an invented office',
                    )
    if spec.sources is None:
        return
    cited: list[tuple[Place, str | None]] = [((name, "source"), getattr(spec, name).source) for name in SOURCED]
    for x, holder in enumerate(spec.record):
        cited.append((("record", x, "source"), holder.source))
        cited += [(("record", x, "stays", y, "source"), stay.source) for y, stay in enumerate(holder.stays)]
    for place, text in cited:
        for part in (text or "").split(";"):
            if part.strip() and part.strip() not in sources:
                yield place, f"no source {quoted(part.strip())} in {spec.sources}; add its row or correct the id"


SOURCED = ("term", "reappointment", "extension", "leaving", "memory", "field")
