"""An ensemble, and a comparison of scenarios, as JSON, as a table of runs and on a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from whitesmoke.evidence.analysis import endings, ensemble_summary, final_texts, ratifications
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, decision_days
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.reading import AGREEMENTS, DEADLOCKS, long_date
from whitesmoke.model.trace import WITHDRAWN
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.tabled import has_left, name_inside, texts_only
from whitesmoke.telling import comparing, paying, solutions
from whitesmoke.telling.objectors import last_is_not_all
from whitesmoke.writing.estimates import Interval, counted, interval_text, percent, percents

PER_RUN = [
    "replicate",
    "outcome",
    "winner",
    "round",
    "date",
    "last",
    "ending",
    "refused_by",
    "ending_class",
    "overruled",
]
"""Columns of the table of runs, whatever the mode."""


def ensemble_json(loaded: Loaded, case: Compiled, outcomes: Outcomes, seed: int, draw: Any = None) -> dict[str, Any]:
    """Return an ensemble as the object that `run --runs N --json` prints; see docs/output.md.

    `draw`: (N,) which posterior draw each run has, if any.
    """
    found, bands = ensemble_summary.summarise(case, outcomes, draw), ensemble_summary.bands(case, outcomes)
    by = ensemble_summary.settled_by(case, ensemble_summary.settled(case, outcomes), draw)
    return {
        "scenario": case.names.scenario,
        "seed": seed,
        "rule": case.names.rule,
        "runs": found.runs,
        "outcomes": {name: interval.value for name, interval in found.outcomes.items()},
        "outcomes_95": {name: [interval.low, interval.high] for name, interval in found.outcomes.items()},
        "days": found.days,
        "date": found.date,
        "settled_by": {name: interval.value for name, interval in by.items()},
        "settled_by_95": {name: [interval.low, interval.high] for name, interval in by.items()},
        "mean_days_within_horizon": found.mean_within_horizon.value,
        "endings": {name: interval.value for name, interval in found.endings.items()},
        "endings_95": {name: [interval.low, interval.high] for name, interval in found.endings.items()},
        "ending_classes": {name: interval.value for name, interval in found.ending_classes.items()},
        "ending_classes_95": {name: [interval.low, interval.high] for name, interval in found.ending_classes.items()},
        "refused_by": found.refused_by,
        "overruled": found.overruled,
        "last_holdouts": found.last_holdouts,
        "demands_met": found.met,
        "exits": found.exits,
        "no_candidate_left": found.endings[WITHDRAWN].value,
        "tally": _tally_json(case, bands),
        "record": _record_json(loaded, case, bands),
        **paying.as_json(case, outcomes),
        **_texts_json(case, outcomes),
        **_ratified_json(case, outcomes),
    }


def _texts_json(case: Compiled, outcomes: Outcomes) -> dict[str, Any]:
    texts = final_texts.spread(case, outcomes)
    return {"texts": texts, "solutions": solutions.of_case(case)} if texts else {}


def _ratified_json(case: Compiled, outcomes: Outcomes) -> dict[str, Any]:
    return {"last_to_ratify": ratifications.last_to_ratify(case, outcomes)} if ratifications.is_known(outcomes) else {}


def _ratified_columns(case: Compiled, outcomes: Outcomes) -> dict[str, list[str]]:
    """Return by column the dates on which the yes of each member came to count, or empty texts."""
    if not ratifications.is_known(outcomes):
        return {}
    dates = [*map(str, map(case.names.date_of_round, range(case.world.rounds + 1)))]
    told = {int(t): "" if t == codes.NEVER else dates[t] for t in np.unique(outcomes.counted_on)}
    codes_of = enumerate(case.names.members)
    return {f"ratified_{code}": [told[t] for t in outcomes.counted_on[:, i].tolist()] for i, code in codes_of}


def _tally_json(case: Compiled, bands: dict[str, ensemble_summary.Band]) -> list[dict[str, object]]:
    return [
        {
            "date": case.names.date_of_round(t),
            "round": t,
            "committed": {name: _quantiles(band, t) for name, band in bands.items()},
            "in_race": {name: float(band.racing[t]) for name, band in bands.items()},
        }
        for t in range(case.world.rounds + 1)
    ]


def _quantiles(band: ensemble_summary.Band, t: int) -> dict[str, int | None]:
    """Return the quantiles of a band in one round; none where too few runs are left to tell of."""
    return {name: None if x < 0 else int(x) for name, x in zip(ensemble_summary.QUANTILES, band.quantile[:, t])}


def _record_json(loaded: Loaded, case: Compiled, bands: dict[str, ensemble_summary.Band]) -> list[dict[str, object]]:
    """Return the record's counts beside the ensemble's quantiles of the tally on the same day."""
    rows = []
    for count in loaded.tables.counts:
        t = case.names.round_of(count.date)
        if 0 <= t <= case.world.rounds and count.candidate in bands:
            band = bands[count.candidate]
            rows.append(
                {
                    "date": count.date,
                    "candidate": count.candidate,
                    "record": [count.low, count.high],
                    "simulated": _quantiles(band, t),
                    "in_race": float(band.racing[t]),
                    "source": count.source,
                }
            )
    return rows


def per_run_csv(case: Compiled, outcomes: Outcomes, first: int = 0) -> str:
    """Return one CSV row for each run, under the names of its columns.

    Where actors bargain the last are paid_CODE and got_CODE of each that asks, and spent_PURSE; see `telling.paying`.
    Where texts can move, then text_CANDIDATE_ISSUE: where each stands at the end; where consent has to be ratified,
    ratified_CODE: when that of each member was.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    places = final_texts.places(case, outcomes)
    stand = [f"text_{name.replace('.', '_')}" for name in places]
    acts = _ratified_columns(case, outcomes)
    rows.writerow([*PER_RUN, *paying.columns(case, outcomes), *stand, *acts])
    told = zip(
        outcomes.winner,
        outcomes.round,
        endings.last_texts(case, outcomes),
        endings.endings(outcomes),
        endings.refused_texts(case, outcomes),
        endings.ending_classes(outcomes),
        endings.overruled_texts(case, outcomes),
    )
    days, paid = decision_days(case.world), paying.rows(case, outcomes)
    for r, (k, t, *texts) in enumerate(told):
        outcome, winner = ("deadlock", "") if k == codes.NONE else ("consensus", case.names.candidates[k])
        day = t * case.world.round_days if k == codes.NONE else days[t]
        about = [first + r, outcome, winner, int(t), case.names.date(day), *texts]
        rows.writerow([*about, *paid[r], *(place[r] for place in places.values()), *(on[r] for on in acts.values())])
    return text.getvalue()


def show_ensemble(console: Console, case: Compiled, data: dict[str, Any]) -> None:
    """Print an ensemble: of what, outcomes, dates, holdouts, and the record beside it."""
    console.print(Text(f"{case.names.title} (seed {data['seed']}, {counted(data['runs'], 'run')})", style="dim"))
    console.print(Text(sentence(case, data), style="bold"))
    table = Table("outcome", "runs", "probability [95 % interval]", title="Outcomes", title_justify="left")
    for name, share in _rows(case, data):
        table.add_row(name, f"{round(share.value * data['runs']):,}", percents(share))
    console.print(table)
    last = _listed(case, data["last_holdouts"])
    console.print(Text(f"Last to commit, or never (share of runs; several can be last in one): {last}"))
    if data.get("last_to_ratify"):
        last = _listed(case, data["last_to_ratify"])
        console.print(Text(f"Last to ratify (share of the runs in which all that was needed did): {last}"))
    for line in last_is_not_all(case):
        console.print(Text(line))
    if data["overruled"]:
        by = _in_runs(case, data["overruled"], data["runs"])
        console.print(Text(f"Opposed, and overruled (runs; several can be in one): {by}"))
    if data["endings"][WITHDRAWN]:
        console.print(Text(_withdrawals(case, data)))
    paying.show(console, case, data)
    if data.get("solutions"):
        _show_texts(console, case, data)
    if data["record"]:
        table = Table("date", "record", "simulated 50 % [5, 95]", title="Tally beside the record", title_justify="left")
        for row in data["record"]:
            low, high = row["record"]
            k = case.names.candidates.index(row["candidate"])
            gone = f"{name_inside(case, k)} {has_left(case, k)}"
            seen = str(low) if low == high else f"{low} to {high}"
            table.add_row(long_date(row["date"]), seen, _simulated(row["simulated"], row["in_race"], gone))
        console.print(table)


def _show_texts(console: Console, case: Compiled, data: dict[str, Any]) -> None:
    names = zip(case.names.candidates, case.names.candidate_names)
    stands = {
        f"{called} (median run)": {issue: data["texts"][f"{name}.{issue}"]["p50"] for issue in case.names.issues}
        for name, called in names
        if f"{name}.{case.names.issues[0]}" in data["texts"]
    }
    title = "Where texts stand at the end, and where simple theories would put them"
    console.print(solutions.table(data["solutions"], stands, title))
    for line in solutions.without_nash(data["solutions"]):
        console.print(Text(line))


def _rows(case: Compiled, data: dict[str, Any]) -> Iterator[tuple[str, Interval]]:
    """Yield outcomes with their shares, deadlock also by what it came from; then how it was agreed."""
    for name in data["outcomes"]:
        yield _title(case, name), _share(data, name)
    if data["outcomes"]["deadlock"]:
        for name, words in DEADLOCKS.items():
            if data["endings"][name]:
                yield f"- {words}", _share(data, name, "endings")
    reached = [name for name in AGREEMENTS if data["endings"][name]]
    if reached != ["agreed"]:
        for name in reached:
            yield AGREEMENTS[name], _share(data, name, "endings")


def _withdrawals(case: Compiled, data: dict[str, Any]) -> str:
    """Return who refused the candidate where nobody was left, if anybody did."""
    runs, gone = data["runs"], round(data["endings"][WITHDRAWN] * data["runs"])
    by = _in_runs(case, data["refused_by"], runs)
    nothing = "nothing" if texts_only(case) else "nobody"
    refused = f"Refused by (runs; several can refuse in one) {by}" if by else "Nobody's refusal was the reason"
    return (
        f"Withdrawn in {gone:,} of {counted(runs, 'run')}: {nothing} was left to agree on. {refused}. Who was last is "
        "told as it stood just before."
    )


def _in_runs(case: Compiled, shares: dict[str, float], runs: int, most: int = 6) -> str:
    """Return the most frequent members by name, in how many runs each, and how many more there are."""
    names = dict(zip(case.names.members, case.names.member_names))
    shown = [f"{names[code]}: {round(share * runs):,}" for code, share in list(shares.items())[:most]]
    return ", ".join(shown) + (f", and {len(shares) - most} more" if len(shares) > most else "")


def _simulated(band: dict[str, int | None], racing: float, gone: str) -> str:
    """Return a band in words, and of how many runs it tells if the candidate has left in some."""
    if band["p50"] is None:
        return f"{gone} in {percent(1.0 - racing)} of runs"
    told = f"{band['p50']} [{band['p05']}, {band['p95']}]"
    return told if racing == 1.0 else f"{told}, in the {percent(racing)} of runs where {gone.replace('has', 'has not')}"


def _listed(case: Compiled, holdouts: dict[str, float], most: int = 6) -> str:
    """Return the most frequent holdouts by name, and how many more were as frequent as the last of these."""
    names = dict(zip(case.names.members, case.names.member_names))
    shown = [f"{names[code]}: {percent(share)}" for code, share in list(holdouts.items())[:most]]
    shares = list(holdouts.values())
    alike = sum(share == shares[most - 1] for share in shares[most:]) if len(shares) > most else 0
    return (", ".join(shown) or "nobody") + (f", and {alike} more as often" if alike else "")


def sentence(case: Compiled, data: dict[str, Any]) -> str:
    """Return an ensemble in one sentence: the likeliest outcome with its 95 % interval, and when half had settled."""
    likely, half, runs = (
        max(data["outcomes"], key=lambda name: data["outcomes"][name]),
        data["date"]["p50"],
        data["runs"],
    )
    title = _title(case, likely)
    title = f"{title[:1].upper()}{title[1:]}"
    if runs == 1:
        return f"{title} in the only run."
    end = long_date(case.names.date_of_round(case.world.rounds))
    when = f"half of all runs settle by {long_date(half)}" if half else f"fewer than half of all runs settle by {end}"
    when = f"none settles by {end}" if data["outcomes"]["deadlock"] == 1.0 else when
    return f"{title} in {percents(_share(data, likely))} of {runs} runs; {when}."


def _share(data: dict[str, Any], name: str, of: str = "outcomes") -> Interval:
    return Interval(data[of][name], *data[f"{of}_95"][name])


def _title(case: Compiled, name: str) -> str:
    if name == "deadlock":
        return "Deadlock"
    return case.names.candidate_names[case.names.candidates.index(name)]


def show_comparison(
    console: Console, told: dict[str, list[str]], found: dict[str, ensemble_summary.Difference]
) -> None:
    """Print what changes from the base to each variant: sentences, and of several variants a table.

    `told`: by variant, the sentences of `whitesmoke.telling.comparing`.
    """
    if len(found) > 1:
        console.print(_comparison_table(found))
    for name, lines in told.items():
        console.print(Text(lines[0], style="bold"))
        for line in [*lines[1:], comparing.gain_text(found[name])]:
            if line:
                console.print(Text(f"  {line}"))


def _comparison_table(found: dict[str, ensemble_summary.Difference]) -> Table:
    name_whole = Column("after", overflow="fold")  # values of one field differ at the end of their names
    head = (name_whole, "later", "earlier", "neither", "median shift, days", "deadlock, points")
    table = Table(*head, title="After less before, run by run on the same draws", title_justify="left")
    for name, d in found.items():
        middle = d.shift["p50"]
        shares = (percent(one.value) for one in (d.later, d.earlier, d.same))
        table.add_row(name, *shares, "-" if middle is None else f"{middle:+d}", interval_text(d.deadlock, 100.0))
    return table
