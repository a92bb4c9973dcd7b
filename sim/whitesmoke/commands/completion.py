"""What the tab key offers: scenarios, lectures, experiments, rules, members of a scenario, paths that --set takes.

Everything is read when the key is pressed; where something cannot be read, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whitesmoke.scenario.load import Loaded


def _offered(found: Callable[[Any, str], Iterable[str]]) -> Callable[..., list[str]]:
    """Return what typer calls: what begins with what was typed."""

    def offer(ctx: Any, incomplete: str) -> list[str]:
        try:
            return sorted({name for name in found(ctx, incomplete) if name.startswith(incomplete)})
        except Exception:  # a traceback in the middle of a command line helps nobody
            return []

    return offer


def _loaded(ctx: Any) -> Loaded:
    """Return the scenario of the command line; it is among `args` where an option is still without its value."""
    from whitesmoke.scenario.load import load

    return load(ctx.params.get("scenario") or next(iter(ctx.args), "rutte-iohannis"))


def _files(incomplete: str) -> Iterable[str]:
    from pathlib import Path

    for path in Path().glob(f"{incomplete}*"):
        if path.is_dir() or path.suffix == ".toml":
            yield f"{path}/" if path.is_dir() else str(path)


def _scenarios(ctx: Any, incomplete: str) -> Iterable[str]:
    from whitesmoke.scenario.files import known

    yield from known()
    yield from _files(incomplete)


def _stories(ctx: Any, incomplete: str) -> Iterable[str]:
    from whitesmoke.scenario.lectures import shipped

    yield from shipped()
    yield from _scenarios(ctx, incomplete)


def _bodies(ctx: Any, incomplete: str) -> Iterable[str]:
    from whitesmoke.scenario.files import body_folders

    yield from (path.stem for folder in body_folders() for path in folder.glob("*.toml"))
    yield from _files(incomplete)


def _experiments(ctx: Any, incomplete: str) -> Iterable[str]:
    from whitesmoke.study.shipped import shipped

    yield from (one.name for one in shipped())
    yield from _files(incomplete)


def _rules(ctx: Any, incomplete: str) -> Iterable[str]:
    from whitesmoke.scenario.rules import RULES

    return [*RULES, "consensus-minus-1"]


def _members(ctx: Any, incomplete: str) -> Iterable[str]:
    from whitesmoke.scenario.build import build

    return build(_loaded(ctx)).names.members


def _paths(ctx: Any, incomplete: str) -> Iterable[str]:
    """Yield the fields of the table that is being typed: those that are written there, and those that may be."""
    from whitesmoke.scenario.shape import fields_at

    around = incomplete.split(".")[:-1]
    table: Any = _loaded(ctx).data
    for part in around:
        table = table.get(part, {}) if isinstance(table, dict) else {}
    for name in {*fields_at(around), *(table if isinstance(table, dict) else ())}:
        yield ".".join([*around, str(name)])


scenarios, experiments, rules = _offered(_scenarios), _offered(_experiments), _offered(_rules)
bodies, stories = _offered(_bodies), _offered(_stories)
members, paths = _offered(_members), _offered(_paths)
