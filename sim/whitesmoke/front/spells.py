"""Futures of an office as tables: in numbers, and each with who held the post and what was decided."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import Interval, wilson
from whitesmoke.evidence.series.pool import NOBODY
from whitesmoke.evidence.series.prospects import KINDS, next_held
from whitesmoke.front.interval_columns import estimate_cells
from whitesmoke.model import codes

if TYPE_CHECKING:
    import pandas as pd

    from whitesmoke.evidence.series.chains import Chains
    from whitesmoke.evidence.series.prospects import SeriesDifference, SeriesSummary
    from whitesmoke.model.world import Ints

EPOCH = datetime.date(1970, 1, 1).toordinal()
PER_FUTURE = ("holders", "years", "repeats")
"""Numbers of a future that have no paired difference."""


def futures_table(
    chains: Mapping[str, Chains], regions: list[str], found: Mapping[str, SeriesSummary], change: SeriesDifference
) -> pd.DataFrame:
    """Return one row for each number of the futures; see `Series.futures`."""
    import pandas as pd

    shares = [
        _row("share", region, {way: one.share[region] for way, one in found.items()}, moved)
        for region, moved in change.share.items()
    ]
    ends = [
        _row("held by the end", region, {way: _by_end(one, r) for way, one in chains.items()}, change.by_end[region])
        for r, region in enumerate(regions)
    ]
    rest = [_row(name, None, {way: getattr(one, name) for way, one in found.items()}, None) for name in PER_FUTURE]
    more = _row("extensions", None, {way: one.extensions for way, one in found.items()}, change.extensions)
    return pd.DataFrame([*shares, *ends, more, *rest]).astype({"number": "string", "region": "string"})


def _by_end(chains: Chains, region: int) -> Interval:
    return wilson(float((next_held(chains, region) != codes.NEVER).mean()), chains.runs)


def _row(number: str, region: str | None, both: Mapping[str, Any], change: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"number": number, "region": region}
    for name, estimate in [*both.items(), ("difference", change)]:
        row |= estimate_cells(name, estimate)
    return row


def spells_table(chains: Chains, regions: list[str]) -> pd.DataFrame:
    """Return one row for each time in office of each future; see `Series.spells`."""
    import pandas as pd

    spells = chains.spells
    names = np.array([*regions, None], object)
    region = np.where(spells.home == NOBODY, len(regions), chains.region[spells.home])
    columns = {
        "future": spells.chain,
        "since": _dates(spells.since),
        "until": _dates(spells.until),
        "country": _countries(chains, spells.home),
        "region": pd.array(names[region], "string"),
    }
    return pd.DataFrame(columns)


def selections_table(chains: Chains, longest: int) -> pd.DataFrame:
    """Return one row for each choice of each future, of which none is tried longer; see `Series.selections`."""
    import pandas as pd

    made = chains.selections
    settled = made.days != codes.NEVER
    kinds = {number: name for name, number in KINDS.items()}
    columns = {
        "future": made.chain,
        "kind": pd.array([kinds[int(kind)] for kind in made.kind], "string"),
        "started": _dates(made.started),
        "day": np.where(settled, made.days, longest),
        "settled": settled,
        "country": _countries(chains, made.home),
        "before": _countries(chains, made.before),
        "place": pd.array(np.where(settled, made.place, 0), "Int64"),
        "withdrawn": made.withdrawn == 1,
    }
    table = pd.DataFrame(columns)
    table.loc[~settled, "place"] = pd.NA
    return table.sort_values(["future", "started"], kind="stable", ignore_index=True)


def _dates(days: Ints) -> Any:
    """Return days, counted as `datetime.date.toordinal` does, as dates."""
    return (np.asarray(days) - EPOCH).astype("datetime64[D]").astype("datetime64[s]")


def _countries(chains: Chains, home: Ints) -> Any:
    """Return the codes of countries; missing for nobody, whose index is that of the last."""
    import pandas as pd

    return pd.array(np.array([*chains.members, None], object)[home], "string")
