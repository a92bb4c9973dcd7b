"""Results on a terminal: the verdict, the ledger, the last holdouts, an explanation. Plain text when piped."""

from __future__ import annotations

import datetime
import math
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import ever_committed, has_left, leader, long_date
from whitesmoke.model.round import finished
from whitesmoke.model.trace import SETTLED, UNPAID, Trace
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling import amended, prices, ratified, talking
from whitesmoke.telling.by_name import payer_name
from whitesmoke.telling.caveats import caveats
from whitesmoke.telling.display import heading, show_course
from whitesmoke.telling.explain import Explanation, View
from whitesmoke.telling.granted import Grant, ledger
from whitesmoke.telling.story import LAPSED, Holdout, holding, holdouts, verdict, waits_for_yes
from whitesmoke.telling.words import before_it_left, say, tell
from whitesmoke.writing.estimates import percent


def show_run(console: Console, trace: Trace, loaded: Loaded, drawn_from: str = "") -> None:
    """Print the long story of a run: its course, how it ended, who held out, what each got, what it does not predict.

    `whitesmoke.telling.first` has it on one screen.
    """
    show_course(console, trace)
    console.print()
    console.print(Text(trace.case.names.title, style="dim"))
    console.print(Text("\n".join(verdict(trace)), style="bold"))
    show_tables(console, trace)
    amended.show(console, trace)
    for line in caveats(loaded, drawn_from):
        console.print(Text(line, style="dim"))


def show_tables(console: Console, trace: Trace) -> None:
    """Print what each got, and who held out."""
    _show_grants(console, trace, ledger(trace))
    _show_holdouts(console, trace, holdouts(trace))


def show_days(console: Console, trace: Trace) -> None:
    """Print what happened on each day on which anything did, as a table."""
    table = Table("day", "what happened")
    for round_, entries in groupby(trace.entries, key=lambda entry: entry.round):
        table.add_row(heading(trace, round_), "\n".join(tell(trace, list(entries))))
    console.print(table)


def _show_grants(console: Console, trace: Trace, grants: list[Grant]) -> None:
    table = Table("holdout", "what it got", "share", "from", "last on", title="Concessions", title_justify="left")
    for grant in grants:
        scripted = " (scripted)" if grant.scripted else ""
        who, what = _member(trace, grant.member), grant.text + scripted
        table.add_row(who, what, percent(grant.share), payer_name(trace, grant.row), long_date(grant.date))
    if grants:
        console.print(table)
    elif any(entry.kind == "lapse" for entry in trace.entries):
        console.print(Text(LAPSED))
    elif len(trace.met[-1]):
        console.print(Text("No demand was met, not even in part."))
    for line in [*prices.unpaid(trace), *prices.costs(trace)]:
        console.print(Text(line))


def _show_holdouts(console: Console, trace: Trace, found: list[Holdout]) -> None:
    all_held = waits_for_yes(trace) and found == holding(trace)
    title = ("Who held it up" if all_held else "Last to commit, or never") + before_it_left(trace)
    table = Table("last holdouts", "committed", "held back by", "moved by", title=title, title_justify="left")
    for holdout in found:
        when = long_date(holdout.date) if holdout.date else _never(trace, holdout.member)
        table.add_row(_member(trace, holdout.member), when, _named(holdout.held_by), _named(holdout.moved_by))
    console.print(table)


def _never(trace: Trace, code: str) -> str:
    """Return that a holdout was not committed to the leader."""
    ever = ever_committed(trace, trace.case.names.members.index(code), leader(trace))
    return "not by then" if has_left(trace) else "not at the end" if ever else "never"


def _member(trace: Trace, code: str) -> str:
    return trace.case.names.member_names[trace.case.names.members.index(code)]


def _named(terms: dict[str, float]) -> str:
    return ", ".join(f"{name} {_logits(value)}" for name, value in terms.items()) or "-"


def _logits(value: float) -> str:
    if math.isinf(value):
        return "red line" if value < 0 else "red line lifted"
    return f"{value + 0.0:+.2f}"


def show_explanation(console: Console, trace: Trace, found: Explanation) -> None:
    """Print the terms of a member's acceptance of each active candidate, and what would tip it."""
    console.print(Text(place(trace, found), style="bold"))
    for line in that_day(trace, found):
        console.print(line, highlight=False)
    for claim in found.demands:
        met = f"{percent(claim.met)} met, at most {percent(claim.ceiling)}" if claim.ceiling > 0 else "refused"
        console.print(
            f"  demand: {claim.text or claim.demand} ({claim.grantor}, {claim.worth:.1f} logits): {met}",
            highlight=False,
        )
    for view in found.views:
        _show_view(console, trace, found, view)


def place(trace: Trace, found: Explanation) -> str:
    """Return where a member stood on the day that is explained, in a sentence."""
    return f"{_member(trace, found.member)} on {long_date(found.date)}: {stood(trace, found)}."


def that_day(trace: Trace, found: Explanation) -> list[str]:
    """Return what came of the member's meetings in the round explained, if actors bargain and there were any."""
    i = trace.case.names.members.index(found.member)
    told = [e for e in trace.entries if e.round == found.round and e.member == i]
    kept = [
        e
        for e in told
        if e.kind in ("refusal", "nothing offered") or (e.kind == "commitment" and e.detail in (SETTLED, UNPAID))
    ]
    return [f"That day: {say(trace, e)}." for e in kept]


def over(asked: datetime.date, found: Explanation) -> str:
    """Say that the race had ended before the day asked for, or nothing."""
    return "" if asked <= found.date else f"It was over on {long_date(found.date)}; this is the last day of it."


def stood(trace: Trace, found: Explanation, hindsight: bool = True) -> str:
    """Return where a member stood when it decided, and what came of it as far as the run was played.

    Without `hindsight` only what came of it on that very day is told.
    """
    if not found.free:
        return _not_free(trace, found, hindsight)
    if found.stance:
        return f"committed to {_candidate(trace, found.stance)}{_ratified(trace, found, hindsight)}"
    if found.committed_on == found.date:
        return "uncommitted when it decided; it committed on that day"
    if found.committed_on and hindsight:
        return f"uncommitted; it committed on {long_date(found.committed_on)}"
    over = trace.final is not None and finished(trace.case.world, trace.final)
    known = hindsight or found.round == trace.rounds
    return _to_the_end(trace, found.member) if over and known and not found.committed_on else "uncommitted"


def _to_the_end(trace: Trace, code: str) -> str:
    """Return what came of one that is uncommitted, and so at the end of the run."""
    ever = ever_committed(trace, trace.case.names.members.index(code))
    return "uncommitted, as it was at the end" if ever else "uncommitted; it never committed"


def _ratified(trace: Trace, found: Explanation, hindsight: bool) -> str:
    names = trace.case.names
    i, k = names.members.index(found.member), names.candidates.index(str(found.stance))
    return ratified.stood(trace, i, k, found.round, hindsight)


def _not_free(trace: Trace, found: Explanation, hindsight: bool) -> str:
    """Return why a member has nothing to decide."""
    case = trace.case
    i = case.names.members.index(found.member)
    if case.world.accession[i] > found.round * case.world.round_days:
        return "not yet a member"
    if case.world.departure[i] <= found.round * case.world.round_days:
        return "no longer a member"
    if found.stance:
        own = f"{_candidate(trace, found.stance)}, its own candidate, whatever it thinks of any"
        return f"committed to {own}{_ratified(trace, found, hindsight)}"
    names = [name for name, home in zip(case.names.candidate_names, case.world.home) if home == i]
    return f"committed to nobody: it waits for its own candidate, {' or '.join(names)}, to enter"


def _candidate(trace: Trace, name: str) -> str:
    return trace.case.names.candidate_names[trace.case.names.candidates.index(name)]


def _show_view(console: Console, trace: Trace, found: Explanation, view: View) -> None:
    table = Table("term", "logits", "", title=f"On {_candidate(trace, view.candidate)}", title_justify="left")
    for name, value in view.terms.items():
        table.add_row(name, _logits(value), _bar(value))
    table.add_section()
    ready = "ready" if view.lead >= 0 else "not yet" if not found.stance else "would not commit anew"
    table.add_row("acceptance", _logits(view.acceptance), ready)
    console.print(table)
    if found.free and found.stance == view.candidate and view.acceptance < 0:
        keeps = trace.case.world.number.coefficient.defection == 0.0
        console.print("It keeps its word" + ("." if keeps else ", or takes it back by `parameters.defection`."))
    if found.free and not found.stance:
        for line in [*chances(trace.case, view), *_by_evening(found, view)]:
            console.print(line, highlight=False)
        console.print(tipping_point(trace.case, view), highlight=False)


def chances(case: Compiled, view: View) -> list[str]:
    """Return the chance that a member commits soon, and of one that bargains what its talks are like before it."""
    objects = "; it objects" if view.opposed else ""
    if view.talks is None:
        return [f"Chance to commit within a week: {percent(view.per_week)}{objects}."]
    *lines, last = talking.sentences(case, view.candidate, view.talks)
    return [*lines, f"{last.removesuffix('.')}{objects}."]


def _by_evening(found: Explanation, view: View) -> list[str]:
    """Return that chance at the end of the day, where what others did on it has changed it."""
    later = found.by_evening.get(view.candidate, view.per_week)
    same = percent(later) == percent(view.per_week)
    return [] if same else [f"At the end of that day, with what others did on it: {percent(later)}."]


def _bar(value: float) -> Text:
    size = 12 if math.isinf(value) else min(12, round(2 * abs(value)))
    return Text(("+" if value > 0 else "-") * size, style="blue" if value > 0 else "red")


def tipping_point(case: Compiled, view: View) -> str:
    """Return the smallest change that would have made the member ready, in words."""
    if view.talks and not view.talks.meets:
        return "It could not say yes at a meeting then."
    if math.isinf(view.acceptance):
        return "Nothing makes it ready while its red line stands."
    if case.world.response == codes.PROPORTIONAL:
        return "Reasons do not act here: members commit as those they listen to do."
    if view.lead >= 0:
        why = "no change is needed, and when it decides is chance" if view.per_week else "nobody can commit on that day"
        if view.talks:
            why = "what it would be offered is better for it than holding out"
        return f"It is ready as things stand: {why}."
    enough = [lever for lever in view.levers if lever.needed is not None]
    if enough:
        others = "".join(f"\n  or: {lever.words()}." for lever in enough[1:3])
        return f"Smallest change that makes it ready: {enough[0].words()}.{others}"
    strongest = sorted(view.levers, key=lambda lever: -lever.gain)[:2]
    lacks = f"No single change makes it ready; it lacks {-view.lead:.2f} logits."
    if not strongest:
        return f"{lacks} None would bring it nearer."
    told = "; or: ".join(f"{lever.words()} ({lever.gain:+.2f})" for lever in strongest)
    return f"{lacks} What would bring it nearest: {told}."
