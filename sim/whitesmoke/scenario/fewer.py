"""A scenario with fewer candidates, demands or members: what concerned those that are left out goes with them."""

from __future__ import annotations

from collections.abc import Collection, Container

from whitesmoke.scenario.schema import Demand, Event, Scenario


def with_only(scenario: Scenario, candidates: Container[str], demands: Container[str] | None = None) -> Scenario:
    """Return a scenario with some of its candidates and demands only, in their order.

    Demands that concern a candidate left out go first, then events of either, also those that its exit sets off. The
    record stays: it is no input to a run.

    Parameters
    ----------
    candidates : names of those that stay
    demands : names of those that may stay; all by default
    """
    stay = {name: row for name, row in scenario.candidates.items() if name in candidates}
    asked = {
        name: row
        for name, row in scenario.demands.items()
        if (demands is None or name in demands) and (row.concerns is None or row.concerns in stay)
    }

    def meant(event: Event) -> bool:
        named = ((event.candidate, stay), (event.on_exit, stay), (event.demand, asked))
        return all(name is None or name in known for name, known in named)

    events = {name: row for name, row in scenario.events.items() if meant(row)}
    return scenario.model_copy(update={"candidates": stay, "demands": asked, "events": events})


def without_members(scenario: Scenario, gone: Collection[str]) -> Scenario:
    """Return a scenario without some of the members that it writes out, and without what they want, say and hear.

    A demand goes with its holder or grantor, an event with the last member it names, a candidate only loses its home.
    """
    if not gone:
        return scenario

    def rest(codes: list[str]) -> list[str]:
        return [code for code in codes if code not in gone]

    def meant(row: Demand | Event) -> bool:
        if isinstance(row, Demand):
            return row.holder not in gone and row.grantor not in gone
        named = [*row.by, *row.members]
        return not named or bool(rest(named)) or bool(row.blocs)

    demands = {name: row for name, row in scenario.demands.items() if meant(row)}
    unhurt = {
        name: {code: cost for code, cost in row.hurts.items() if code not in gone} for name, row in demands.items()
    }
    demands = {name: row.model_copy(update={"hurts": unhurt[name]}) for name, row in demands.items()}
    changes = {
        "members": {code: row for code, row in scenario.members.items() if code not in gone},
        "demands": demands,
        "blocs": {k: row.model_copy(update={"members": rest(row.members)}) for k, row in scenario.blocs.items()},
        "grantors": {name: row for name, row in scenario.grantors.items() if name not in gone},
        "candidates": {
            name: row.model_copy(update={"home": None}) if row.home in gone else row
            for name, row in scenario.candidates.items()
        },
        "events": {
            name: row.model_copy(update={"by": rest(row.by), "members": rest(row.members)})
            for name, row in scenario.events.items()
            if meant(row)
        },
        "rule": scenario.rule.model_copy(update={"veto": rest(scenario.rule.veto)}),
        "network": scenario.network.model_copy(
            update={"ties": [tie for tie in scenario.network.ties if not {tie.member, tie.listens_to} & set(gone)]}
        ),
    }
    return with_only(scenario.model_copy(update=changes), scenario.candidates, demands)
