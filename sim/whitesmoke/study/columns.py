"""What is kept of each run: a closed list of columns, each a name that says where it comes from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis import endings, ensemble_summary, final_texts, ratifications
from whitesmoke.model import codes, reading
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.texts import texts_move
from whitesmoke.scenario.wording import instead, quoted

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats, Ints, Rounds

DEFAULT_MOST = 64
"""With more demands and candidates than this, nothing of them is kept unless asked for."""
TALLY = re.compile(r"(?P<candidate>[^@]+)@(?P<date>\d{4}-\d{2}-\d{2})")
SHARES = ("met.", "got.", "spent.", "text.", "measure.")
"""Kinds of columns that are no whole numbers."""
TEXT = pa.dictionary(pa.int32(), pa.string())


def defaults(case: Compiled) -> list[str]:
    """Return the columns kept where the experiment does not say."""
    names = case.names
    own = [name for name, latent in zip(names.demands, case.world.latent) if latent != codes.OPEN]
    found = [f"met.{name}" for name in own] + [f"exit.{name}" for name in names.candidates]
    found += [f"text.{name}" for name in final_texts.names(case)] if texts_move(case.world) else []
    return found if len(found) <= DEFAULT_MOST else []


def check(columns: list[str], case: Compiled) -> None:
    """Refuse a column that this case cannot fill. Raises WhitesmokeError."""
    for column in columns:
        kind, _, name = column.partition(".")
        known = known_names(kind, case)
        if known is None:
            kinds = ["met.DEMAND", "exit.CANDIDATE", "member.CODE", "tally.CANDIDATE@DATE"]
            kinds += ["paid.CODE", "got.CODE", "spent.PURSE", "text.CANDIDATE.ISSUE", "ratified.CODE"]
            raise WhitesmokeError(f"there is no column {quoted(column)} (known: {', '.join(kinds)})")
        if kind == "tally":
            name = _tally(column, name, case)[0]
        if name not in known:
            raise WhitesmokeError(f"column {quoted(column)}: there is no {quoted(name)}{instead(name, known)}")


def known_names(kind: str, case: Compiled) -> tuple[str, ...] | None:
    """Return the names that columns of a kind may have; None if there is no such kind."""
    names = case.names
    return {
        "met": names.demands,
        "exit": names.candidates,
        "member": names.members,
        "tally": names.candidates,
        "paid": names.members,
        "got": names.members,
        "ratified": names.members,
        "spent": names.purses,
        "text": final_texts.names(case),
    }.get(kind)


def _tally(column: str, name: str, case: Compiled) -> tuple[str, int]:
    """Return the candidate and the round of a tally column."""
    found = TALLY.fullmatch(name)
    if not found:
        raise WhitesmokeError(f"column {quoted(column)}: write tally.CANDIDATE@DATE, such as tally.rutte@2024-04-02")
    try:
        return found["candidate"], round_on(found["date"], case)
    except ValueError as error:
        raise WhitesmokeError(f"column {quoted(column)}: {error}") from error


def round_on(text: str, case: Compiled) -> int:
    """Return the round of a date. Raises ValueError with a sentence for one that the race does not have."""
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text} is no day of the calendar; write it as 2024-04-02") from error
    at = case.names.round_of(date)
    if not 0 <= at <= case.world.rounds:
        last = case.names.date_of_round(case.world.rounds)
        raise ValueError(f"{date} lies outside the race, which runs from {case.names.start} to {last}")
    return at


KINDS = ("met", "exit", "member", "tally", "paid", "got", "spent", "text", "ratified", "measure")
"""What a column may come from."""


def wants_tallies(columns: list[str], rounds: bool) -> bool:
    """Say whether the tally of every round has to be recorded."""
    return rounds or any(column.startswith("tally.") for column in columns)


def schema(columns: list[str]) -> pa.Schema:
    """Return the columns of the table of runs."""
    fixed = [
        pa.field("point", TEXT, nullable=False),
        pa.field("replicate", pa.int32(), nullable=False),
        pa.field("outcome", TEXT, nullable=False),
        pa.field("day", pa.int32()),
        pa.field("last", TEXT),
        pa.field("ending", TEXT, nullable=False),
        pa.field("refused_by", TEXT),
        pa.field("overruled", TEXT),
    ]
    kept = [pa.field(name, pa.float64() if name.startswith(SHARES) else pa.int32()) for name in columns]
    return pa.schema(fixed + kept)


def table(
    case: Compiled,
    columns: list[str],
    point: pa.Array,
    replicate: pa.Array,
    outcomes: Outcomes,
    measured: Mapping[str, Floats] | None = None,
) -> pa.Table:
    """Return one row for each run.

    Parameters
    ----------
    point, replicate : (N,) texts and numbers
    measured : by column of a measure, (N,) numbers; nan where it is missing
    """
    day = ensemble_summary.settled(case, outcomes)
    names = np.array([*case.names.candidates, "deadlock"], object)
    fields = {
        "point": pa.array(point, pa.string()),
        "replicate": pa.array(replicate, pa.int32()),
        "outcome": pa.array(names[outcomes.winner], pa.string()),
        "day": _days(day),
        "ending": pa.array(endings.endings(outcomes), pa.string()),
        "refused_by": pa.array(endings.refused_texts(case, outcomes), pa.string()),
        "overruled": pa.array(endings.overruled_texts(case, outcomes), pa.string()),
        "last": pa.array(endings.last_texts(case, outcomes), pa.string()),
    }
    known = {name: pa.array(values, mask=np.isnan(values)) for name, values in (measured or {}).items()}
    for column in columns:
        fields[column] = known[column] if column in known else filled(column, case, outcomes)
    wanted = schema(columns)
    arrays = [
        fields[field.name].dictionary_encode() if field.type == TEXT else fields[field.name].cast(field.type)
        for field in wanted
    ]
    return pa.table(arrays, schema=wanted)


OVERRULED = "overruled"
"""In a manifest: all its runs say who was overruled. The runs of earlier folders do not."""


def tells_of_overruled(manifest: Mapping[str, Any]) -> bool:
    """Say whether all runs of the folder of a manifest tell who was overruled."""
    return manifest.get(OVERRULED) is True


def in_words_of(manifest: Mapping[str, Any], runs: pa.Table) -> pa.Table:
    """Return runs as the folder of a manifest tells them.

    An earlier one says `agreed` of all that was agreed, and nothing of who was overruled.
    """
    told = runs if tells_of_overruled(manifest) else runs.drop_columns([OVERRULED])
    if "endings" in manifest:
        return told
    plainly = ["agreed" if one in reading.AGREEMENTS else one for one in told["ending"].to_pylist()]
    at = told.schema.get_field_index("ending")
    return told.set_column(at, told.schema.field(at), pa.array(plainly, pa.string()).dictionary_encode())


def filled(column: str, case: Compiled, outcomes: Outcomes) -> pa.Array:
    """Return the values of a column; empty where the arm's scenario has nobody and nothing of that name."""
    kind, _, name = column.partition(".")
    at = 0
    if kind == "tally":
        name, at = _tally(column, name, case)
    known = known_names(kind, case) or ()
    if name not in known:
        return pa.nulls(len(outcomes.winner))
    index, days = known.index(name), case.world.round_days
    if kind == "ratified":
        known_here = ratifications.is_known(outcomes)
        return _days(_times(outcomes.counted_on[:, index], days)) if known_here else pa.nulls(len(outcomes.winner))
    if kind in ("paid", "got", "spent"):
        return _payment(kind, index, case, outcomes)
    if kind == "text":
        place = final_texts.places(case, outcomes).get(name)
        return pa.nulls(len(outcomes.winner)) if place is None else pa.array(place)
    if kind == "met":
        return pa.array(outcomes.met[:, index])
    if kind == "exit":
        return _days(_times(outcomes.exit[:, index], days))
    if kind == "member":
        stood = np.where(outcomes.stance[:, index] == codes.NONE, codes.NEVER, outcomes.committed_on[:, index])
        return _days(_times(stood, days))
    return pa.array(outcomes.tally[:, at, index])


def _payment(kind: str, index: int, case: Compiled, outcomes: Outcomes) -> pa.Array:
    """Return when a member settled, what it got, or what a purse spent; empty where actors do not bargain."""
    if len(outcomes.paid_on) == 0:
        return pa.nulls(len(outcomes.winner))
    if kind == "paid":
        return _days(_times(outcomes.paid_on[:, index], case.world.round_days))
    return pa.array(outcomes.got[:, index] if kind == "got" else outcomes.spent[:, index])


def _times(rounds: Rounds, days: int) -> Ints:
    return np.where(rounds == codes.NEVER, codes.NEVER, rounds.astype(np.int64) * days)


def _days(day: Ints) -> pa.Array:
    """Return days as they are kept: what never came is empty."""
    return pa.array(day, pa.int64(), mask=day == codes.NEVER)


def round_table(case: Compiled, point: pa.Array, replicate: pa.Array, outcomes: Outcomes) -> pa.Table:
    """Return one row for each run and round up to its last: the members committed to each candidate."""
    length = outcomes.round + 1
    run = np.repeat(np.arange(len(length)), length)
    at = np.concatenate([np.arange(size) for size in length]) if len(length) else np.empty(0, np.int64)
    fields = {
        "point": pa.array(np.asarray(point, object)[run], pa.string()).dictionary_encode(),
        "replicate": pa.array(np.asarray(replicate)[run], pa.int32()),
        "round": pa.array(at, pa.int32()),
    }
    for k, name in enumerate(case.names.candidates):
        fields[f"committed.{name}"] = pa.array(outcomes.tally[run, at, k], pa.int32())
    return pa.table(fields)
