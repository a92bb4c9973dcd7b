"""A body has the members of all times; a case of it those that have a seat while it lasts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.fewer import without_members
from whitesmoke.scenario.loaded import Loaded


def in_time(loaded: Loaded, of_body: Collection[str]) -> Loaded:
    """Return a case without the members of its body that never have a seat in it: nobody listens to them.

    Raises ScenarioError where the case says something of one of them.
    """
    found = Findings(loaded)
    gone = {code: why for code in of_body if (why := found.never_in(code))}
    if not gone:
        return loaded
    _must_not_be_named(found, gone)
    if found.problems:
        raise ScenarioError(found.problems)
    edges = {
        file: [tie for tie in ties if not {tie.member, tie.listens_to} & gone.keys()]
        for file, ties in loaded.edges.items()
    }
    return replace(loaded, scenario=without_members(loaded.scenario, gone), tables=replace(loaded.tables, edges=edges))


def _must_not_be_named(found: Findings, gone: Mapping[str, str]) -> None:
    for name, demand in found.scenario.demands.items():
        if demand.holder in gone:
            found.add(("demands", name, "holder"), f"{gone[demand.holder]}; it can want nothing here")
        for code in demand.hurts.keys() & gone.keys():
            found.add(("demands", name, "hurts", code), f"{gone[code]}; nothing can hurt it here")
    for name, candidate in found.scenario.candidates.items():
        if candidate.home is not None and candidate.home in gone:
            found.add(("candidates", name, "home"), f"{gone[candidate.home]}; it is nobody's home here")
    for index, row in enumerate(found.loaded.tables.commitments):
        if row.member in gone:
            found.add(("record", "commitments", index, "member"), f"{gone[row.member]}; it supports nobody here")
