"""An ensemble, and a comparison of scenarios, as JSON, as a table of runs and on a terminal."""

from __future__ import annotations

import csv
import io
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from sim import codes, comparing
from sim.analysis import summary
from sim.case import Case
from sim.ensemble import Outcomes
from sim.estimates import Interval, interval_text, percent, percents
from sim.reading import long_date
from sim.scenario.load import Loaded


def ensemble_json(loaded: Loaded, case: Case, outcomes: Outcomes, seed: int, draw: Any = None) -> dict[str, Any]:
    """Return an ensemble as the object that `run --runs N --json` prints; see docs/output.md.

    `draw`: (N,) which posterior draw each run has, if any.
    """
    found = summary.summarise(case, outcomes, draw)
    return {
        "scenario": case.names.scenario,
        "seed": seed,
        "rule": case.names.rule,
        "runs": found.runs,
        "outcomes": {name: interval.value for name, interval in found.outcomes.items()},
        "outcomes_95": {name: [interval.low, interval.high] for name, interval in found.outcomes.items()},
        "days": found.days,
        "date": found.date,
        "mean_days_within_horizon": found.mean_within_horizon.value,
        "last_holdouts": found.last_holdouts,
        "demands_met": found.met,
        "exits": found.exits,
        "no_candidate_left": _nobody_left(outcomes),
        "tally": _tally_json(case, outcomes),
        "record": record_json(loaded, case, outcomes),
    }


def _nobody_left(outcomes: Outcomes) -> float:
    """Return the share of runs at whose end every candidate had left: nobody is committed then, whoever refused."""
    gone = (outcomes.exit != codes.NEVER).all(axis=1)
    return float((gone & (outcomes.winner == codes.NONE)).mean())


def _tally_json(case: Case, outcomes: Outcomes) -> list[dict[str, Any]]:
    bands = {name: summary.bands(outcomes, k) for k, name in enumerate(case.names.candidates)}
    return [
        {
            "date": case.names.date_of_round(t),
            "round": t,
            "committed": {
                name: dict(zip(summary.QUANTILES, (int(x) for x in band[:, t]))) for name, band in bands.items()
            },
        }
        for t in range(case.world.rounds + 1)
    ]


def record_json(loaded: Loaded, case: Case, outcomes: Outcomes) -> list[dict[str, Any]]:
    """Return the record's counts beside the ensemble's quantiles of the tally on the same day."""
    rows = []
    for count in loaded.tables.tallies:
        t = case.names.round_of(count.date)
        if 0 <= t <= case.world.rounds and count.candidate in case.names.candidates:
            band = summary.bands(outcomes, case.names.candidates.index(count.candidate))[:, t]
            rows.append(
                {
                    "date": count.date,
                    "candidate": count.candidate,
                    "record": [count.low, count.high],
                    "simulated": dict(zip(summary.QUANTILES, (int(x) for x in band))),
                    "source": count.source,
                }
            )
    return rows


def per_run_csv(case: Case, outcomes: Outcomes, first: int = 0) -> str:
    """Return one CSV row for each run: replicate, outcome, winner, round, date, last."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["replicate", "outcome", "winner", "round", "date", "last"])
    for r, (k, t, last) in enumerate(zip(outcomes.winner, outcomes.round, summary.last_texts(case, outcomes))):
        outcome, winner = ("deadlock", "") if k == codes.NONE else ("consensus", case.names.candidates[k])
        rows.writerow([first + r, outcome, winner, int(t), case.names.date_of_round(int(t)), last])
    return text.getvalue()


def show_ensemble(console: Console, case: Case, data: dict[str, Any]) -> None:
    """Print an ensemble: outcomes, dates, holdouts, and the record beside it."""
    console.print(Text(sentence(case, data), style="bold"))
    table = Table("outcome", "probability [95 % interval]", title="Outcomes", title_justify="left")
    for name in data["outcomes"]:
        table.add_row(_title(case, name), percents(_share(data, name)))
    console.print(table)
    console.print(Text(f"Last to commit, or never (share of runs): {_listed(case, data['last_holdouts'])}"))
    if data["no_candidate_left"] > 0.0:
        console.print(
            Text(
                f"In {percent(data['no_candidate_left'])} of runs no candidate was left at the end: all members count "
                "as never. Who refused is told of a single run, by `run` with --replicate instead of --runs."
            )
        )
    if data["record"]:
        table = Table("date", "record", "simulated 50 % [5, 95]", title="Tally beside the record", title_justify="left")
        for row in data["record"]:
            low, high = row["record"]
            band = row["simulated"]
            seen = str(low) if low == high else f"{low} to {high}"
            table.add_row(long_date(row["date"]), seen, f"{band['p50']} [{band['p05']}, {band['p95']}]")
        console.print(table)


def _listed(case: Case, holdouts: dict[str, float], most: int = 6) -> str:
    """Return the most frequent holdouts by name, and how many more were as frequent as the last of these."""
    names = dict(zip(case.names.members, case.names.member_names))
    shown = [f"{names[code]}: {percent(share)}" for code, share in list(holdouts.items())[:most]]
    shares = list(holdouts.values())
    alike = sum(share == shares[most - 1] for share in shares[most:]) if len(shares) > most else 0
    return (", ".join(shown) or "nobody") + (f", and {alike} more as often" if alike else "")


def sentence(case: Case, data: dict[str, Any]) -> str:
    """Return an ensemble in one sentence: the likeliest outcome with its 95 % interval, and when half had settled."""
    likely, half, runs = (
        max(data["outcomes"], key=lambda name: data["outcomes"][name]),
        data["date"]["p50"],
        data["runs"],
    )
    title = _title(case, likely)
    if runs == 1:
        return f"{title} in the only run."
    end = long_date(case.names.date_of_round(case.world.rounds))
    when = f"half of all runs settle by {long_date(half)}" if half else f"fewer than half of all runs settle by {end}"
    when = f"none settles by {end}" if data["outcomes"]["deadlock"] == 1.0 else when
    return f"{title[:1].upper()}{title[1:]} in {percents(_share(data, likely))} of {runs} runs; {when}."


def _share(data: dict[str, Any], name: str) -> Interval:
    return Interval(data["outcomes"][name], *data["outcomes_95"][name])


def _title(case: Case, name: str) -> str:
    if name == "deadlock":
        return "Deadlock"
    return case.names.candidate_names[case.names.candidates.index(name)]


def show_comparison(console: Console, told: dict[str, list[str]], found: dict[str, summary.Difference]) -> None:
    """Print what changes from the base to each variant: sentences, and of several variants a table.

    `told`: by variant, the sentences of `sim.comparing`.
    """
    if len(found) > 1:
        console.print(_comparison_table(found))
    for name, lines in told.items():
        console.print(Text(lines[0], style="bold"))
        for line in [*lines[1:], comparing.gain_text(found[name])]:
            if line:
                console.print(Text(f"  {line}"))


def _comparison_table(found: dict[str, summary.Difference]) -> Table:
    name_whole = Column("after", overflow="fold")  # values of one field differ at the end of their names
    head = (name_whole, "later", "earlier", "neither", "median shift, days", "deadlock, points")
    table = Table(*head, title="After less before, run by run on the same draws", title_justify="left")
    for name, d in found.items():
        middle = d.shift["p50"]
        shares = (percent(one.value) for one in (d.later, d.earlier, d.same))
        table.add_row(name, *shares, "-" if middle is None else f"{middle:+d}", interval_text(d.deadlock, 100.0))
    return table
