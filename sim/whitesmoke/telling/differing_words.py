"""How two cases differ, in words: what a run depends on first, field by field, then what only tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from whitesmoke.model.reading import long_date
from whitesmoke.scenario.differing import Differs
from whitesmoke.scenario.in_force import plays_no_part
from whitesmoke.scenario.loaded import Loaded, dotted
from whitesmoke.scenario.numbers import Distribution, Stated
from whitesmoke.scenario.sourced import source_of
from whitesmoke.scenario.wording import quoted
from whitesmoke.telling.sources import cited
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import counted

ONE_EXPERIMENT = "One of them is an experiment: its scenario is compared, not its design."


class Told(NamedTuple):
    """A difference, in words."""

    field: str
    before: str | None
    """in words; None where it has none"""
    after: str | None
    before_source: str
    after_source: str
    means: str
    counts: bool
    """whether a run may depend on it"""

    def line(self, one: str, other: str) -> str:
        """Return it in a line."""
        if self.before is None or self.after is None:
            where, what, source = (
                (one, self.before, self.before_source) if self.after is None else (other, self.after, self.after_source)
            )
            return f"{self.field}: only in {where}{_of(source)}{f': {what}' if what else ''}."
        both = self.before_source == self.after_source
        sources = ("", "") if both else (self.before_source, self.after_source)
        parts = [
            f"{self.field}: {self.before} in {one}{_of(sources[0])}, {self.after} in {other}{_of(sources[1])}.",
            f"It is: {self.means}." if self.means else "",
            f"Both: {self.before_source}." if both and self.before_source else "",
        ]
        return " ".join(filter(None, parts))


def _of(source: str) -> str:
    return f" ({source})" if source else ""


def told(found: Sequence[Differs], before: Loaded | None, after: Loaded | None) -> list[Told]:
    """Return differences in words, with the sources of the two scenarios; None for what is no scenario."""
    return [_told(one, before, after) for one in found]


def _told(found: Differs, before: Loaded | None, after: Loaded | None) -> Told:
    field, means = dotted(found.place), (found.before or found.after or found)[1]
    idle = all(_is_idle(loaded, found) for loaded in (before, after))
    return Told(
        field,
        None if found.before is None else said(found.before.value),
        None if found.after is None else said(found.after.value),
        _source(before, found) if found.before else "",
        _source(after, found) if found.after else "",
        str(means).removesuffix("."),
        not (found.tells or idle),
    )


def _is_idle(loaded: Loaded | None, found: Differs) -> bool:
    return loaded is not None and plays_no_part(loaded.scenario, [str(part) for part in found.place])


def _source(loaded: Loaded | None, found: Differs) -> str:
    if loaded is None or found.tells:
        return ""
    written = source_of(loaded, found.place)
    mark, _, source = written.partition(" ") if written.startswith("assumed") else ("", "", written)
    return ", ".join(filter(None, [mark, cited(source, loaded.tables.sources)]))


def said(value: Any) -> str:
    """Return a value in words: a table as its own fields that are given, a distribution as it is written."""
    if isinstance(value, Stated):
        return said(value.value)
    if isinstance(value, Distribution):
        ends = (f"{name} {bound:g}" for name in ("mean", "sd", "low", "mode", "high") if (bound := _get(value, name)))
        return f"drawn: {value.dist}, {', '.join(ends)}"
    if isinstance(value, BaseModel):
        given = ((name, getattr(value, name)) for name in type(value).model_fields if name in value.model_fields_set)
        return ", ".join(f"{name} {said(one)}" for name, one in given)
    if isinstance(value, list | tuple):
        return f"{counted(len(value), 'entry', 'entries')}" if len(value) > 3 else listed([said(one) for one in value])
    if value is None:
        return "nothing"
    return long_date(value) if hasattr(value, "isoformat") else quoted(value)


def _get(value: Distribution, name: str) -> float | None:
    found: float | None = getattr(value, name)
    return found


def lines(found: Sequence[Told], tables: Sequence[str], one: str, other: str, same: bool) -> Iterator[str]:
    """Yield how two cases differ.

    Parameters
    ----------
    tables : which tables next to the files differ
    same : whether they mean the same, so that runs come out alike
    """
    counting, telling = ([row for row in found if row.counts is wanted] for wanted in (True, False))
    yield _head(len(counting) + len(tables), one, other, same)
    for row in counting:
        yield f"  {row.line(one, other)}"
    for name in tables:
        yield f"  {name}: not the same."
    if telling:
        yield f"No run depends on these: {listed([row.field for row in telling])}."


def _head(count: int, one: str, other: str, same: bool) -> str:
    if same:
        return f"{one} and {other} mean the same: run by run they come out alike."
    return f"{one} and {other} differ in {counted(count, 'thing')} that a run may depend on."
