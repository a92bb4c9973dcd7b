"""From a name to a checked series: its file, its sources, and the scenario that gives every race its shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.evidence.series.series_schema import Series
from whitesmoke.evidence.series.soundness import findings
from whitesmoke.scenario import document
from whitesmoke.scenario.files import find, folders, is_unicode, shown, why_unusable
from whitesmoke.scenario.kinds import of_another_kind
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.loaded import Origin, Place, SourceRow, places, problem_at
from whitesmoke.scenario.merge import key_path, toml_value
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.people import bloc_members
from whitesmoke.scenario.tables import read_rows
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.scenario.workbook import workbook_and_sheet

EVENT_WORDS = {
    "endorse": "the endorsement",
    "disavow": "the disavowal",
    "shock": "a shock",
    "worth": "what a demand is worth",
    "ceiling": "how much of a demand can be granted",
    "grant": "the granting of a demand",
    "enter": "the entry",
    "withdraw": "the withdrawal",
    "note": "something said",
}


@dataclass(frozen=True)
class LoadedSeries:
    """A series file, checked, and the scenario it names."""

    spec: Series
    base: Loaded
    path: Path
    origins: dict[Place, Origin]
    sources: dict[str, SourceRow]

    @property
    def name(self) -> str:
        """Stem of the file."""
        return self.path.stem

    @property
    def region_of(self) -> dict[str, str]:
        """The region of each ally that has one."""
        blocs = bloc_members(self.base.scenario)
        return {
            code: region
            for region, table in self.spec.regions.items()
            for bloc in table.blocs
            for code in blocs.get(bloc, ())
        }

    @property
    def scripted(self) -> str:
        """What every race has whatever is drawn: its calendar, and what the events of the scenario do."""
        front = next(iter(self.base.scenario.candidates))
        told = ["the calendar of a race"]
        for event in self.base.scenario.events.values():
            whose = "the front-runner" if event.candidate == front else "a rival"
            told.append(f"{EVENT_WORDS[event.kind]} of {whose}" if event.candidate else EVENT_WORDS[event.kind])
        return ", ".join(dict.fromkeys(told))


def shipped() -> dict[str, Path]:
    """Return the series that a name finds; the first folder's name wins."""
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted((folder / "series").glob("*.toml")):
            if is_series(path):
                found.setdefault(path.stem, path)
    return found


def is_series(path: str | Path) -> bool:
    """Say whether a file is a series rather than a scenario: it says how long a term is."""
    return "term" in document.glimpse(Path(path))


def load_series(name_or_path: str | Path, changes: Sequence[str] = ()) -> LoadedSeries:
    """Return a checked series by name or path, with `path=value` overrides.

    Raises ScenarioError with every problem found, each with its file, line and field.
    """
    path = _find(name_or_path)
    data, origins = document.read(path)
    if message := of_another_kind(data, "series", shown(path)):
        raise ScenarioError([Problem(str(name_or_path), None, "", message)])
    for change in changes:
        _override(data, origins, change)
    try:
        spec = Series.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(problems_of(error, data, origins, Series)) from error
    sources = _sources(spec, path, origins)
    series = LoadedSeries(spec, _base(spec, path), path, origins, sources)
    found = findings(spec, series.base, series.region_of, sources)
    if problems := [problem_at(origins, place, message) for place, message in found]:
        raise ScenarioError(problems)
    return series


def _override(data: dict[str, Any], origins: dict[Place, Origin], change: str) -> None:
    """Lay `path=value` over the file; whether the series has such a field is for its schema to say."""
    name, sign, value = change.partition("=")
    option = f"--set {name.strip()}"
    if not is_unicode(change):
        raise ScenarioError([Problem(option, None, "", "a sign of it is not UTF-8; type it again")])
    try:
        *tables, last = key_path(name.strip())
    except ValueError:
        sign = ""
    if not sign:
        message = f"{quoted(change)} is no override; write path=value, like memory.region=2"
        raise ScenarioError([Problem(option, None, "", message)])
    table: Any = data
    for depth, part in enumerate(tables, start=1):
        table = table.setdefault(part, {}) if isinstance(table, dict) else None
        origins.setdefault(tuple(tables[:depth]), Origin(option, None))
    if not isinstance(table, dict):
        raise ScenarioError([Problem(option, None, "", "this is in no table of the file; change it in the file")])
    table[last] = toml_value(value.strip())
    for place in [place for place in origins if place[: len(tables) + 1] == (*tables, last)]:
        del origins[place]
    origins.update(dict.fromkeys(places(table[last], (*tables, last)), Origin(option, None)))


def _find(name_or_path: str | Path) -> Path:
    given = Path(name_or_path)
    if given.is_file():
        return given
    if given.name != str(name_or_path) or given.exists():
        raise ScenarioError([Problem(str(name_or_path), None, "", str(why_unusable(given)))])
    known = shipped()
    stem = given.name.removesuffix(".toml")
    if stem not in known:
        message = f"there is no such file, and no series of this name{instead(stem, known)}"
        raise ScenarioError([Problem(str(name_or_path), None, "", message)])
    return known[stem]


def _base(spec: Series, path: Path) -> Loaded:
    beside = path.parent / spec.scenario
    return load(beside if beside.is_file() else find(spec.scenario))


def _sources(spec: Series, path: Path, origins: dict[Place, Origin]) -> dict[str, SourceRow]:
    if spec.sources is None:
        return {}
    file = path.parent / spec.sources
    if message := why_unusable(workbook_and_sheet(file)[0]):
        raise ScenarioError([problem_at(origins, ("sources",), message)])
    return {row.id: row for row in _rows(file)}


def _rows(file: Path) -> Iterator[SourceRow]:
    for line, values in read_rows(file, SourceRow, key=("id",), needed=("id",)):
        try:
            yield SourceRow.model_validate(values)
        except ValidationError as error:
            raise ScenarioError(problems_of(error, values, {(): Origin(file, line)}, SourceRow)) from error
