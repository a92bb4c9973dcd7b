"""What a result does not predict: what is scripted, what is assumed, and what really happened."""

from __future__ import annotations

from whitesmoke.model.reading import long_date
from whitesmoke.scenario import people
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.schema import Scenario
from whitesmoke.telling.sources import cited, where


def caveats(loaded: Loaded, drawn_from: str = "", brief: bool = False) -> list[str]:
    """Return what is scripted, what is assumed and what really happened, to be printed with every result.

    Parameters
    ----------
    drawn_from : of a posterior from which parameters are drawn, what is to be known of it
    brief : only what kinds of things are scripted, and where the first source can be read
    """
    return [*what_is_put_in(loaded, drawn_from, brief), *on_record(loaded, brief)]


def what_is_put_in(loaded: Loaded, drawn_from: str = "", brief: bool = False) -> list[str]:
    """Return what is scripted, and what is assumed or where the parameters are drawn from."""
    scenario = loaded.scenario
    scripted = scripted_kinds(scenario)
    told = ", ".join(scripted) if brief else "; ".join(_named(*part) for part in scripted.items())
    lines = [f"Scripted, not predicted: {told}." if told else "Nothing that happens is scripted."]
    if drawn_from:
        return [*lines, f"{drawn_from} All other numbers are the scenario's."]
    if scenario.parameters.assumed or scenario.assumed:
        how = "" if brief else "; the scenario's file says how they were set"
        return [*lines, f"The parameters are assumed, not measured{how}."]
    return lines


def on_record(loaded: Loaded, brief: bool = False) -> list[str]:
    """Return what really happened, if it is known."""
    decision = loaded.scenario.record.decision
    if decision is None:
        return []
    winner = loaded.scenario.candidates[decision.winner].name if decision.winner else "no decision"
    source = (where if brief else cited)(decision.source or "", loaded.tables.sources)
    return [f"What really happened: {winner}, {long_date(decision.date)}{source and f' ({source})'}."]


def scripted_kinds(scenario: Scenario) -> dict[str, list[str]]:
    """Return what kinds of things a scenario scripts, each with the names of these things; demands without."""
    entering = [candidate.name for candidate in scenario.candidates.values() if candidate.entry]
    joining = [
        member.name or code
        for code, member in scenario.members.items()
        if member.accession and member.accession > scenario.calendar.start
    ]
    leaving = [
        member.name or code
        for code, member in scenario.members.items()
        if member.leaves and scenario.calendar.start < member.leaves
    ]
    ratifying = [member.name or code for code, member in scenario.members.items() if member.ratified]
    texts = all(people.is_text(scenario, candidate) for candidate in scenario.candidates.values())
    kinds = {
        "what comes when" if texts else "who enters when": entering,
        "who joins": joining,
        "who leaves the body": leaving,
        "when who ratifies": ratifying if people.is_ratified(scenario) else [],
        "events": [f'"{e.text}"' if e.text else name for name, e in scenario.events.items()],
        "dates": [focal.label or name for name, focal in scenario.focal.items()],
    }
    told = {kind: names for kind, names in kinds.items() if names}
    whole = {"when the body sits": scenario.sittings.given, "who demands what": bool(scenario.demands)}
    return {**told, **{kind: [] for kind, there in whole.items() if there}}


def _named(kind: str, names: list[str]) -> str:
    return f"{kind} ({', '.join(names)})" if names else kind
