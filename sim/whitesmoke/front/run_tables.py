"""Runs as tables: dates as dates, and what never came, or was nobody, as missing. No number means anything else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.evidence.analysis import endings, ensemble_summary, final_texts, ratifications
from whitesmoke.evidence.analysis.paid import paid
from whitesmoke.model import codes

if TYPE_CHECKING:
    import pandas as pd

    from whitesmoke.model.compiled import Compiled
    from whitesmoke.model.ensemble import Outcomes

DATE = "datetime64[s]"
"""Kind of the columns with dates."""


def runs_table(case: Compiled, outcomes: Outcomes) -> pd.DataFrame:
    """Return one row a run; see `whitesmoke.front.runs.Runs.frame`."""
    import pandas as pd

    names, world = case.names, case.world
    settled = outcomes.winner != codes.NONE
    columns: dict[str, Any] = {
        "run": np.arange(len(settled)),
        "settled": settled,
        "winner": named(outcomes.winner, names.candidates),
        "ending": pd.Categorical(endings.endings(outcomes), codes.ENDINGS),
        "ending_class": pd.Categorical(endings.ending_classes(outcomes), codes.ENDING_CLASSES),
        "refused_by": texts(endings.refused_texts(case, outcomes)),
        "day": np.where(settled, ensemble_summary.settled(case, outcomes), world.rounds * world.round_days),
        "date": dates(names.start, ensemble_summary.settled(case, outcomes)),
        "last": texts(endings.last_texts(case, outcomes)),
        "withdrawn": named(outcomes.withdrawn, names.candidates),
        "overruled": texts(endings.overruled_texts(case, outcomes)),
    }
    columns |= {f"met.{name}": outcomes.met[:, d] for d, name in enumerate(names.demands)}
    for k, name in enumerate(names.candidates):
        columns[f"exit.{name}"] = dates(names.start, _days(outcomes.exit[:, k], world.round_days))
    stand = {f"text.{name}": place for name, place in final_texts.places(case, outcomes).items()}
    return pd.DataFrame(columns | _payments(case, outcomes) | stand | _ratifications(case, outcomes))


def _ratifications(case: Compiled, outcomes: Outcomes) -> dict[str, Any]:
    """Return when the yes of each member came to count; nothing where none has to be ratified."""
    if not ratifications.is_known(outcomes):
        return {}
    names, days = case.names, case.world.round_days
    on = (_days(outcomes.counted_on[:, i], days) for i in range(len(names.members)))
    return {f"ratified.{code}": dates(names.start, day) for code, day in zip(names.members, on)}


def _payments(case: Compiled, outcomes: Outcomes) -> dict[str, Any]:
    """Return when each that asks settled, what it got, and what each purse spent; nothing where nobody bargains."""
    names, codes_of = case.names, list(paid(case, outcomes))
    at = {code: names.members.index(code) for code in codes_of}
    days = case.world.round_days
    found: dict[str, Any] = {
        f"paid.{code}": dates(names.start, _days(outcomes.paid_on[:, i], days)) for code, i in at.items()
    }
    found |= {f"got.{code}": outcomes.got[:, i] for code, i in at.items()}
    if len(outcomes.spent):
        found |= {f"spent.{purse}": outcomes.spent[:, p] for p, purse in enumerate(names.purses)}
    return found


def _days(rounds: Any, round_days: int) -> Any:
    return np.where(rounds == codes.NEVER, codes.NEVER, rounds.astype(np.int64) * round_days)


def named(indices: Any, names: Sequence[str]) -> pd.Categorical:
    """Return indices by their names; none as missing."""
    import pandas as pd

    return pd.Categorical.from_codes(np.where(indices == codes.NONE, -1, indices), list(names))


def dates(start: datetime.date, days: Any) -> pd.DatetimeIndex:
    """Return days after a start as dates; what never came as NaT."""
    import pandas as pd

    never = days == codes.NEVER
    known = np.datetime64(start, "D") + np.where(never, 0, days).astype("timedelta64[D]")
    return pd.DatetimeIndex(np.where(never, np.datetime64("NaT", "D"), known).astype(DATE))


def texts(given: Iterable[str | None]) -> Any:
    """Return texts; an empty one as missing."""
    import pandas as pd

    return pd.array([text or None for text in given], dtype="string")


def rows_table(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a table with the columns and kinds named; what is not there, or an empty text, is missing."""
    import pandas as pd

    columns = {name: [row[name] for row in rows] for name in kinds}
    return pd.DataFrame({name: _column(values, kinds[name]) for name, values in columns.items()})


def _column(values: Sequence[Any], kind: str) -> Any:
    import pandas as pd

    if kind == "string":
        return texts(values)
    return pd.Series(pd.to_datetime(values) if kind == DATE else list(values), dtype=kind)
