"""A scenario with fewer candidates or demands: what concerned those that are left out goes with them."""

from __future__ import annotations

from collections.abc import Container

from sim.scenario.schema import Event, Scenario


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
