"""What a sweep says: every point as an ensemble, and every point against the first on the same draws."""

from __future__ import annotations

import datetime
import json
import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.model import codes
from whitesmoke.model.trace import WITHDRAWN
from whitesmoke.scenario.files import read_bytes
from whitesmoke.study import corners, folders, measured
from whitesmoke.study.coded_texts import Texts, texts_of
from whitesmoke.study.columns import OVERRULED, tells_of_overruled
from whitesmoke.study.experiment_schema import Experiment, Factor
from whitesmoke.study.identity import earlier
from whitesmoke.study.layouts import DESIGNS
from whitesmoke.study.places import Places, done, targets_of
from whitesmoke.study.plan import Plan
from whitesmoke.study.settings import Setting
from whitesmoke.study.state import FolderState
from whitesmoke.study.store import Folder
from whitesmoke.study.summary_schema import Summary
from whitesmoke.study.sweep_indices import indices
from whitesmoke.writing.output import dumps, write_text

SUMMARY, LARGEST = "summary.json", 500_000_000
MOST_LAST = 8
"""Members named among the last holdouts of a point, and among those who refused."""


TEXTS = ("point", "outcome", "last", "ending", "refused_by")
"""Of every run; of newer folders also who was overruled."""


class Runs(NamedTuple):
    """The runs of one point, in the order of their replicates."""

    replicate: Any
    outcome: Texts
    day: Any
    """codes.NEVER for deadlock"""
    last: Texts
    ending: Texts
    refused_by: Texts
    overruled: Texts | None
    """none in a folder of an earlier version"""
    met: dict[str, Any]
    left: dict[str, Any]
    """by candidate whose exit is kept: whether it left"""
    measured: dict[str, Any]
    """by measure; nan where it is missing"""


def by_point(plan: Plan, folder: Folder) -> dict[str, Runs]:
    """Return the runs of every point of the plan, as far as they are there; they have to say how they ended."""
    met, exits = ([name for name in plan.columns if name.startswith(kind)] for kind in ("met.", "exit."))
    more = [OVERRULED] if tells_of_overruled(folder.manifest()) else []
    measures = measured.columns_of(plan.measures)
    rows = folder.rows("runs", ["replicate", "day", *TEXTS, *more, *met, *exits, *measures])
    if not len(rows):
        return {}
    texts = {name: texts_of(rows[name]) for name in (*TEXTS, *more)}
    point = texts["point"].code
    edges = [0, *(np.flatnonzero(point[1:] != point[:-1]) + 1).tolist(), len(point)]
    numbers = {name: rows[name].to_numpy() for name in ("replicate", *met, *measures)}
    left = {name: rows[name].is_valid().to_numpy() for name in exits}
    day = rows["day"].fill_null(codes.NEVER).to_numpy().astype(np.int64)
    found = {}
    for begin, end in pairwise(edges):
        name = texts["point"].names[point[begin]]
        wanted = plan.targets.get(name, 0)
        here = slice(begin, begin + int(np.searchsorted(numbers["replicate"][begin:end], wanted)))
        found[name] = Runs(
            numbers["replicate"][here],
            texts["outcome"].at(here),
            day[here],
            texts["last"].at(here),
            texts["ending"].at(here),
            texts["refused_by"].at(here),
            texts[OVERRULED].at(here) if more else None,
            {column: numbers[column][here] for column in met},
            {column: left[column][here] for column in exits},
            {column.removeprefix(measured.PREFIX): numbers[column][here] for column in measures},
        )
    return found


def summarise(plan: Plan, folder: Folder) -> dict[str, Any]:
    """Return a sweep as the object that `sweep --json` prints; see docs/output.md."""
    spec = plan.experiment.spec
    runs, failed = by_point(plan, folder), failures(plan, folder)
    rows = calendars(plan)
    points = _points(plan, runs, failed, rows)
    matters = indices(spec, points)
    titles = dict(zip(plan.base.names.candidates, plan.base.names.candidate_names))
    return {
        "name": plan.experiment.name,
        "folder": folder.path.name,
        "title": spec.title,
        "question": spec.question,
        "mechanism": spec.mechanism,
        "assumption": spec.assumption,
        "scenario": spec.scenario,
        "rule": _rule(plan),
        "set": spec.set,
        "candidates": titles,
        "members": _named(plan, runs),
        "seed": spec.seed,
        "draws": spec.replicates.draws,
        "design": spec.design.kind,
        "strewn": DESIGNS[spec.design.kind].strewn,
        **plan.fitted,
        "horizon_days": plan.base.world.rounds * plan.base.world.round_days,
        "shared_horizon_days": shared_horizon(rows),
        "start": plan.base.names.start,
        **_varied(spec),
        **({"measures": measured.told(spec.measures)} if spec.measures else {}),
        "runs": sum(len(found.replicate) for found in runs.values()),
        "failed": sum(failed.values()),
        **({"indices": matters} if matters else {}),
        **({"discovery": corners.discovered(spec, points, titles)} if spec.discover else {}),
        "points": points,
    }


def _points(
    plan: Plan, runs: dict[str, Runs], failed: dict[str, int], rows: Sequence[tuple[datetime.date, int]]
) -> list[dict[str, Any]]:
    """Return every row of the design: what is played there, and what came of it."""
    first, shared = next((runs[name] for name in plan.names if name in runs), None), shared_horizon(rows)
    return [
        {
            "row": row,
            "point": name,
            "arm": point.arm,
            "levels": point.levels,
            "failed": failed.get(name, 0),
            "start": start,
            "horizon_days": days,
            **(_ensemble(plan, runs[name], first, shared) if name in runs else {"runs": 0}),
        }
        for row, (point, name, (start, days)) in enumerate(zip(plan.points, plan.names, rows))
    ]


def _varied(spec: Experiment) -> dict[str, Any]:
    """Return the factors and the arms as they are called."""
    factors = {
        name: {"label": factor.label or name, "unit": factor.unit, "scale": factor.scale, **_labelled(factor)}
        for name, factor in spec.factors.items()
    }
    return {"factors": factors, "arms": {name: arm.label or name for name, arm in spec.arms.items()}}


def _named(plan: Plan, runs: dict[str, Runs]) -> dict[str, str]:
    """Return the names of the members that were among the last of any run."""
    last = {code for found in runs.values() for text in found.last.counts() for code in text.split()}
    names = plan.base.names
    return {code: name for code, name in zip(names.members, names.member_names) if code in last}


def calendars(plan: Plan) -> list[tuple[datetime.date, int]]:
    """Return the start and the horizon, days, of every row: a scenario or a calendar of its own may change them."""
    known: dict[Any, tuple[datetime.date, int] | None] = {}
    base = (plan.base.names.start, plan.base.world.rounds * plan.base.world.round_days)
    rows = []
    for setting in plan.settings:
        changes = tuple(change for change in setting.changes if change[0].startswith("calendar"))
        key = (setting.scenario, changes)
        if known.get(key) is None:  # a calendar that other changes go with may not stand alone
            alone = setting._replace(changes=changes, rule=None)
            known[key] = _calendar(plan, alone) or _calendar(plan, setting)
        rows.append(known[key] or base)
    return rows


def shared_horizon(rows: Sequence[tuple[datetime.date, int]]) -> int:
    """Return the shortest horizon of any row, days: means up to it can be compared, as all runs were played so long.

    Source: the restriction time of a restricted mean survival time; Royston & Parmar (2013), *Restricted mean survival
    time: an alternative to the hazard ratio for the design and analysis of randomized trials*.
    """
    return min(days for _, days in rows)


def _calendar(plan: Plan, setting: Setting) -> tuple[datetime.date, int] | None:
    """Return the start and the horizon of a setting; None if it cannot be played."""
    try:
        case = plan.compiler.case(setting)
    except WhitesmokeError:
        return None
    return case.names.start, case.world.rounds * case.world.round_days


def _rule(plan: Plan) -> str:
    """Return the decision rule, or that it varies."""
    alike = len({(setting.rule, setting.scenario) for setting in plan.settings}) == 1
    return plan.base.names.rule if alike else "varies"


def failures(plan: Plan, folder: Folder) -> dict[str, int]:
    """Return how many runs of each point could not be played: of those it is to have, and has not got by now."""
    places = Places(plan.targets)
    failed = done(folder, places, plan.experiment.spec.outputs.rounds).failed
    point, _ = places.run(np.flatnonzero(failed))
    return {places.points[x]: count for x, count in Counter(point.tolist()).items()}


def _ensemble(plan: Plan, runs: Runs, first: Runs | None, horizon: int) -> dict[str, Any]:
    count, draw = len(runs.day), plan.draw_of(runs.replicate)
    kinds = runs.outcome.counts()
    names = [*plan.base.names.candidates, *sorted(set(kinds) - {*plan.base.names.candidates, "deadlock"}), "deadlock"]
    last, refused = _members(runs.last), _members(runs.refused_by)
    overruled = None if runs.overruled is None else _members(runs.overruled)
    return {
        "runs": count,
        "outcomes": {name: ensemble_summary.share(runs.outcome.are(name), draw) for name in names},
        "days": {name: ensemble_summary.quantile(runs.day, q) for name, q in ensemble_summary.QUANTILES.items()},
        "mean_days_within_horizon": ensemble_summary.mean(np.minimum(runs.day, horizon), draw),
        "endings": {name: ensemble_summary.share(runs.ending.are(name), draw) for name in codes.ENDINGS},
        "refused_by": _most(refused, count),
        **({} if overruled is None else {OVERRULED: _most(overruled, count)}),
        "last_holdouts": _most(last, count),
        "demands_met": {name.removeprefix("met."): float(values.mean()) for name, values in runs.met.items()},
        "exits": {name.removeprefix("exit."): float(values.mean()) for name, values in runs.left.items()},
        "against_first": _against(plan, first, runs, horizon) if first is not None and plan.paired else None,
        **({"measures": _measures(plan, runs, first)} if runs.measured else {}),
    }


def _measures(plan: Plan, runs: Runs, first: Runs | None) -> dict[str, Any]:
    """Return the mean of every measure over the runs that have it, and its mean paired difference from the first."""
    return {name: _measure(plan, runs, values, first, name) for name, values in runs.measured.items()}


def _measure(plan: Plan, runs: Runs, values: Any, first: Runs | None, name: str) -> dict[str, Any]:
    paired = first is not None and plan.paired
    return {
        "mean": measured_mean(plan, name, values, runs.replicate),
        "runs": int((~np.isnan(values)).sum()),
        "against_first": _measure_against(plan, runs, values, first, name) if paired and first is not None else None,
    }


def _measure_against(plan: Plan, runs: Runs, values: Any, first: Runs, name: str) -> Any:
    """Return the mean difference over the runs in which both have the measure; None if these are fewer than two."""
    both, base, here = np.intersect1d(first.replicate, runs.replicate, assume_unique=True, return_indices=True)
    change = values[here] - first.measured[name][base]
    has = ~np.isnan(change)
    if has.sum() < 2:
        return None
    draw = plan.draw_of(both)
    return measured.mean(plan.measures[name], change[has], None if draw is None else draw[has], paired=True)


def measured_mean(plan: Plan, name: str, values: Any, replicate: Any) -> ensemble_summary.Interval | None:
    """Return the mean of a measure over the runs that have it, or their share where it is 1 or 0; None if none has."""
    has = ~np.isnan(values)
    if not has.any():
        return None
    draw = plan.draw_of(replicate)
    return measured.mean(plan.measures[name], values[has], None if draw is None else draw[has])


def _labelled(factor: Factor) -> dict[str, Any]:
    """Return what the values of a factor are called: pairs, as a value may be a number or a list."""
    return {} if factor.labels is None else {"labels": list(zip(factor.values or [], factor.labels))}


def _most(members: Counter[str], runs: int) -> dict[str, float]:
    """Return in which share of the runs each of those is named that are named most often."""
    return {code: times / runs for code, times in members.most_common(MOST_LAST)}


def _members(texts: Texts) -> Counter[str]:
    """Return how often each member is named in some texts."""
    named: Counter[str] = Counter()
    for text, times in texts.counts().items():
        for code in text.split():
            named[code] += times
    return named


def _against(plan: Plan, first: Runs, runs: Runs, horizon: int) -> Any:
    both = np.intersect1d(first.replicate, runs.replicate, assume_unique=True)
    if len(both) < 2:
        return None
    base, here = (np.searchsorted(one.replicate, both) for one in (first, runs))
    gone = (first.ending.are(WITHDRAWN)[base], runs.ending.are(WITHDRAWN)[here])
    return ensemble_summary.compare(first.day[base], runs.day[here], horizon, plan.draw_of(both), gone)


def of_folder(folder: Folder, state: FolderState) -> dict[str, Any] | None:
    """Return the summary of a folder as JSON has it; None if it was not kept, and cannot be made with this version."""
    try:
        data = read_bytes(folder.path / SUMMARY, LARGEST)
        same = Summary.model_validate_json(data)
        if (same.runs, same.failed, len(same.points)) == (state.there, state.failed, state.rows):
            kept: dict[str, Any] = json.loads(data)
            return kept
    except (ValueError, WhitesmokeError):
        pass  # it is made anew
    if not state.playable or not state.endings:
        return None
    try:
        plan = folders.reopen(folder)
    except WhitesmokeError:
        if earlier(state.identity):  # whose files this version may not read
            return None
        raise
    plan.targets.update(targets_of(folder))  # what `stop` has raised
    again: dict[str, Any] = json.loads(dumps(summarise(plan, folder)))
    return again


def as_made(found: dict[str, Any], folder: Folder) -> dict[str, Any]:
    """Return a summary that JSON kept as `summarise` made it: with estimates, differences and dates."""
    again: dict[str, Any] = _estimates(found) | {"start": _date(found.get("start"))}
    design = folder.design().to_pydict()
    for point in again["points"]:
        dated = {name: design[name][point["row"]] for name in point["levels"]}
        point["levels"] |= {name: value for name, value in dated.items() if isinstance(value, datetime.date)}
        point["start"] = _date(point.get("start"))
        if point.get("against_first"):
            point["against_first"] = ensemble_summary.Difference(**point["against_first"])
    return again


def _estimates(value: Any) -> Any:
    if isinstance(value, list):
        return [_estimates(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if set(value) == set(ensemble_summary.Interval._fields):
        return ensemble_summary.Interval(*(math.nan if part is None else part for part in value.values()))
    return {key: _estimates(inner) for key, inner in value.items()}


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if isinstance(text, str) else None


def write(found: dict[str, Any], folder: Folder) -> None:
    """Keep a summary in its folder."""
    write_text(folder.path / SUMMARY, dumps(found))
