"""What is scripted: each kind of event has its own fields."""

from __future__ import annotations

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.schema import Event
from whitesmoke.scenario.wording import listed

NEEDS = {
    "endorse": ("candidate", "by"),
    "disavow": ("candidate",),
    "shock": ("candidate", "amount"),
    "worth": ("demand", "amount"),
    "ceiling": ("demand", "amount"),
    "grant": ("demand", "amount"),
    "enter": ("candidate",),
    "withdraw": ("candidate",),
    "note": ("text",),
}
TAKES = {"endorse": ("consulted",), "shock": ("members", "blocs"), "note": ("candidate", "members", "demand")}
"""Fields that a kind may have besides; every event may have a text, a source and a mark that it is assumed."""

ALWAYS = {"kind", "date", "on_exit", "known_since", "text", "source", "assumed"}


def check(findings: Findings) -> None:
    """Every event says when, and has the fields of its kind and no others."""
    for name, event in findings.scenario.events.items():
        place: Place = ("events", name)
        _when(findings, place, event)
        _fields(findings, place, event)
        _names(findings, place, event)
        _sense(findings, place, event)


def _when(findings: Findings, place: Place, event: Event) -> None:
    if event.date is None and event.on_exit is None:
        findings.add(place, "when? give a `date`, or `on_exit` with the candidate whose exit sets it off")
    if event.date is not None and event.on_exit is not None:
        findings.add((*place, "on_exit"), "the event has a `date` too; keep one of the two")


def _fields(findings: Findings, place: Place, event: Event) -> None:
    given, needed = event.model_fields_set, NEEDS[event.kind]
    missing = [f"`{field}`" for field in needed if field not in given]
    if missing:
        findings.add(place, f"an event of kind {event.kind} needs {listed(missing)}")
    if event.kind == "shock" and not (event.members or event.blocs):
        findings.add(place, "an event of kind shock needs `members` or `blocs`: whom does it move?")
    for field in sorted(given - ALWAYS - {*needed, *TAKES.get(event.kind, ())}):
        findings.add((*place, field), f"an event of kind {event.kind} has no use for `{field}`; take it away")


def _names(findings: Findings, place: Place, event: Event) -> None:
    findings.candidate((*place, "candidate"), event.candidate)
    findings.candidate((*place, "on_exit"), event.on_exit)
    findings.one_of((*place, "demand"), event.demand, findings.scenario.demands, "demand")
    for field in ("by", "members"):
        for index, code in enumerate(getattr(event, field)):
            findings.member((*place, field, index), code)
    for index, bloc in enumerate(event.blocs):
        findings.one_of((*place, "blocs", index), bloc, findings.scenario.blocs, "bloc")


def _sense(findings: Findings, place: Place, event: Event) -> None:
    patron = findings.scenario.patron
    if event.kind == "endorse" and event.consulted and (patron is None or patron not in event.by):
        message = "allies are consulted about the patron's endorsement only; add the patron to `by`, or take this away"
        findings.add((*place, "consulted"), message)
    if event.kind == "disavow" and patron is None:
        findings.add((*place, "kind"), "the scenario has no patron who could disavow anybody; give `patron` at the top")
    low, high = support(event.amount)
    if event.kind in ("ceiling", "grant") and not 0.0 <= low <= high <= 1.0:
        findings.add((*place, "amount"), f"a {event.kind} is a share and must lie between 0 and 1")
    demand = findings.scenario.demands.get(event.demand or "")
    if event.kind in ("worth", "ceiling", "grant") and demand is not None and demand.red_line:
        findings.add((*place, "demand"), f"{event.demand} is a red line: nothing can be granted or moved")
    candidate = findings.scenario.candidates.get(event.candidate or "")
    if event.kind == "endorse" and event.date is not None and candidate is not None and candidate.entry is not None:
        if event.date < candidate.entry:
            message = f"{event.date} is before the candidate's entry, {candidate.entry}; nobody can commit to it yet"
            findings.add((*place, "date"), message)
