"""Forecasts as of a day, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.analysis.ensemble_summary import Interval
from whitesmoke.evidence.forecast.nowcasting import Nowcast
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.phases.sittings import next_sitting
from whitesmoke.model.reading import BY, long_date
from whitesmoke.scenario.everybody import by_everybody
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.record_schema import Decision
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.lever_words import futures, of_hundred
from whitesmoke.telling.objectors import last_is_not_all
from whitesmoke.telling.posterior_words import in_brief
from whitesmoke.writing.estimates import percent, percents
from whitesmoke.writing.output import plain

ENOUGH = 100
"""Independent runs, and first runs with descendants, below which a forecast is told to be thin."""

SITTINGS = 5
"""So many of the sittings to come are told; JSON has all."""

FIELD_TOLD = "Who will stand, and from which day, is told in advance."


def as_json(found: Nowcast) -> dict[str, Any]:
    """Return a forecast as `nowcast --json` has it; docs/inference.md says what each field means."""
    return {
        **plain(found._asdict()),
        "effective": found.effective,
        "steps": [plain(step._asdict()) for step in found.steps],
    }


def sentence(case: Compiled, found: Nowcast, decision: Decision | None = None) -> str:
    """Return a forecast in a sentence; as of a day by which the race was over, that it was."""
    if decision and decision.date <= found.as_of:
        how = (
            f"on {case.names.candidate_names[case.names.candidates.index(decision.winner)]}" if decision.winner else ""
        )
        ended = f"already decided, {how}" if how else "already over, without a decision"
        return f"As of {long_date(found.as_of)}: {ended} ({long_date(decision.date)})"
    likely = max(found.outcomes, key=lambda name: found.outcomes[name].value)
    titles = {**dict(zip(case.names.candidates, case.names.candidate_names)), "deadlock": "deadlock"}
    middle = found.date["p50"]
    when = f"an even chance by {long_date(middle)}" if middle else "less than an even chance before the horizon"
    return (
        f"As of {long_date(found.as_of)}: {titles[likely]} {percents(found.outcomes[likely])}; {settled(case)}: {when}"
    )


def in_words(case: Compiled, found: Nowcast, whose_numbers: str) -> str:
    """Return a forecast as frequencies, who will be last, whose numbers it rests on, and whether it is thin."""
    likely = max(found.outcomes, key=lambda name: found.outcomes[name].value)
    ends = dict(zip(case.names.candidates, (f"with {name}" for name in case.names.candidate_names)))
    middle, last = found.date["p50"], next(iter(found.last.items()), None)
    when = f"half of all are settled by {long_date(middle)}" if middle else "fewer than half are settled by the horizon"
    lead = f"As of {long_date(found.as_of)}, {_end(ends, likely, found.outcomes[likely])}"
    parts = [
        f"{lead}; {when}.",
        f"Likeliest to be last: {_member(case, last[0])} ({of_hundred(last[1])})." if last else "",
        thin([found]),
        whose_numbers,
    ]
    return " ".join(filter(None, parts))


def _end(ends: dict[str, str], name: str, share: Interval) -> str:
    span = f"95 % interval {100 * share.low:.0f} to {100 * share.high:.0f}"
    return f"{futures(share.value)} end {ends.get(name, 'in deadlock')} ({span})"


def _member(case: Compiled, code: str) -> str:
    return member_name(case, case.names.members.index(code))


def sittings_known(known: Compiled, date: datetime.date) -> str:
    """Return which sitting was known to come next, where only a sitting decides; `known`: the race as it was known."""
    world, names = known.world, known.names
    if world.between != codes.ONLY_SITTINGS:
        return ""
    day = next_sitting(world, (date - names.start).days + 1)
    which = "no sitting to come was known by then"
    if day != codes.NEVER:
        which = f"the next sitting known by then is on {long_date(names.date(day))}"
    special = " Special ones may be called." if world.number.coefficient.called > 0.0 else ""
    return f"It can be decided only when the body sits; {which}.{special}"


def settled(case: Compiled) -> str:
    """Return what the end is called: a consensus only where nobody can be outvoted."""
    return "consensus" if by_everybody(case.world, case.world.rounds) else "a choice"


def show_nowcast(
    console: Console, case: Compiled, found: list[Nowcast], title: str, about: str, over: bool = False
) -> None:
    """Print a forecast, or the last of several after a table of all.

    `about`: what it was told, and whose its parameters are; `over`: the race was decided by that day.
    """
    last = found[-1]
    members = dict(zip(case.names.members, case.names.member_names))
    console.print(Text(title + ".", style="bold"))
    if len(found) > 1:
        table = Table("as of", "5 %", "50 %", "95 %", "deadlock", "last", "ESS")
        for one in found:
            dates = [_short(one.date[name]) for name in ("p05", "p50", "p95")]
            who = ", ".join(members[code] for code in list(one.last)[:2])
            stuck = percent(one.outcomes["deadlock"].value)
            table.add_row(_short(one.as_of), *dates, stuck, who, f"{one.effective:.0f}")
        console.print(table)
    if over:
        console.print("It was over by then, and nothing is left to forecast: take an earlier day.")
        return
    table = Table("what", "chance [95 % interval]", title="Chances", title_justify="left")
    for what, share in chances(case, last):
        table.add_row(what, percents(share))
    console.print(table)
    for line in who_is_last(case, last):
        console.print(Text(line))
    console.print(Text(basis(last), style="dim"))
    if warning := thin(found):
        console.print(Text(warning, style="bold"))
    console.print(Text(f"{about} Dates of the record come with the errors of docs/inference.md.", style="dim"))


def chances(case: Compiled, found: Nowcast) -> Iterator[tuple[str, Interval]]:
    """Yield what may come, in words, and its chance: an end by each date, and each end."""
    end, names = settled(case), case.names
    outcomes = {**dict(zip(names.candidates, names.candidate_names)), "deadlock": "deadlock"}
    yield from ((f"{end} by the sitting of {day}", share) for day, share in _sittings(case, found))
    yield from ((f"{end} by {BY.get(name, name)}", share) for name, share in found.settled_by.items())
    yield from ((outcomes[name], share) for name, share in found.outcomes.items())


def who_is_last(case: Compiled, found: Nowcast) -> list[str]:
    """Return who is not round yet, and who will be last, in sentences."""
    members = dict(zip(case.names.members, case.names.member_names))
    return [
        f"Not round yet, privately: {_shares(found.outside, members)}",
        f"Last to commit, or never (several can be last in one run): {_shares(found.last, members)}",
        *last_is_not_all(case),
    ]


def basis(found: Nowcast) -> str:
    """Return how many runs a forecast rests on."""
    days = "one day" if len(found.steps) == 1 else f"{len(found.steps)} days"
    return (
        f"{found.runs} runs, conditioned on what was known on {days}; never worth fewer than "
        f"{found.effective:.0f}; {found.ancestors} of the first ones have descendants."
    )


def _sittings(case: Compiled, found: Nowcast) -> Iterator[tuple[str, Interval]]:
    """Yield the last day, in words, and the chance of the next sittings that do not end on a date that presses."""
    days = {datetime.date.fromisoformat(day): share for day, share in found.by_sitting.items()}
    told = {case.names.date(at) for at in case.world.focal_day}
    ends = [day for day in days if day not in told and day + datetime.timedelta(days=1) not in days]
    for day in ends[:SITTINGS]:
        yield long_date(day), days[day]


def thin(found: list[Nowcast]) -> str:
    """Return a warning if a forecast rests on fewer than `ENOUGH` runs or first runs; else nothing."""
    worth, ancestors = min(one.effective for one in found), min(one.ancestors for one in found)
    if min(worth, ancestors) >= ENOUGH:
        return ""
    which = "this forecast" if len(found) == 1 else "some of these forecasts"
    return f"Few independent runs stand behind {which} (ESS {worth:.0f}, first runs {ancestors}): take more runs."


def whose(loaded: Loaded, drawn_from: str) -> str:
    """Return where the parameters of a forecast come from, and whether that makes it one."""
    if drawn_from:
        return drawn_from
    scenario, tables = loaded.scenario, loaded.tables
    record = scenario.record
    if record.decision or record.exits or tables.tallies or tables.commitments:
        return (
            "Parameters are the scenario's. Where they were chosen with the whole record in view, as in all cases that "
            "ship, this is no honest forecast but a conditioning."
        )
    assumed = ", assumed" if scenario.assumed or scenario.parameters.assumed else ""
    return f"Parameters are the scenario's own{assumed}."


def numbers(posterior: Posterior | None, loaded: Loaded) -> str:
    """Return the same for a figure, in few words."""
    if posterior:
        return in_brief(posterior, loaded)
    return "Parameters are the scenario's: where chosen with the record in view, this is no forecast."


def _short(date: datetime.date | None) -> str:
    return f"{date:%d %b %y}" if date else "never"


def _shares(chance: dict[str, float], names: dict[str, str]) -> str:
    shown = [f"{names[code]}: {percent(share)}" for code, share in list(chance.items())[:6] if share > 0.0]
    return ", ".join(shown) or "nobody"


def what_was_told(field: bool) -> str:
    """Return what the runs were told, and what not."""
    known = "Dates that press and accessions count as announced ahead where no `known_since` says otherwise."
    if field:
        return f"{FIELD_TOLD} What else the scenario dates later is left out. {known}"
    return f"What the scenario dates later is left out. {known}"
