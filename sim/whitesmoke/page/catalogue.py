"""The scenarios that a page offers: those found when the server starts, and what is saved from it later."""

from __future__ import annotations

from whitesmoke.scenario import library
from whitesmoke.scenario.files import find
from whitesmoke.scenario.library import Shipped
from whitesmoke.scenario.load import load

Catalogue = dict[str, Shipped]
"""By name. A page never takes a path from the browser."""


def catalogue(first: str) -> tuple[str, Catalogue]:
    """Return the name of the scenario to begin with, given by name or path, and all that are offered.

    Raises ScenarioError if there is none, or if it is not sound.
    """
    known = {one.name: one for one in [*library.shipped(), *library.corpus()]}
    path = find(first)
    loaded = load(path)
    if loaded.name not in known or known[loaded.name].path.resolve() != path.resolve():
        others = {name: one for name, one in known.items() if name != loaded.name}
        known = {loaded.name: Shipped(loaded.name, loaded.scenario.title, path, None), **others}
    return loaded.name, known
