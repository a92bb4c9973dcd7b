"""Results that lie in a folder, read again as tables: of a sweep, or of any command that writes one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.front.comparison import comparison_table
from whitesmoke.front.face import of_result
from whitesmoke.front.forecasters_scored import forecasters_table
from whitesmoke.front.interval_columns import estimate_cells, flat_cells
from whitesmoke.front.lever_results import levers_table
from whitesmoke.front.nowcast import nowcast_table
from whitesmoke.front.result import FIGURE
from whitesmoke.front.study import Study, point_cells
from whitesmoke.front.study_table import tidy
from whitesmoke.front.stylised import facts_table
from whitesmoke.front.summary import chances_table
from whitesmoke.front.taken import a_name
from whitesmoke.model import codes
from whitesmoke.scenario.files import read_bytes
from whitesmoke.study import folders
from whitesmoke.study.store import MANIFEST
from whitesmoke.telling import one_line as telling
from whitesmoke.writing.output import write_text

if TYPE_CHECKING:
    import pandas as pd


LARGEST = 500_000_000
"""Bytes of a result's JSON."""
DATES = ("date", "as_of", "sought", "chosen", "took_office", "mandate", "left", "start", "p05", "p50", "p95")
"""Columns of dates, by the last part of their names."""
NEVER_COME = ("last", "p05", "p50", "p95")
"""Columns of scores with days that may never come."""


def read(folder: str | Path) -> Study | Kept:
    """Open a results folder of any command; of `sweep` as a Study, which can be plotted, replayed and resumed.

    Raises WhitesmokeError for what is no results folder.
    """
    path = Path(a_name(folder, "folder", "a folder that a command wrote"))
    folder = path.parent if path.is_file() else path
    if kind := kind_in(folder):  # what is in the folder itself, before what lies below it
        return Kept(folder, kind)
    if not (folder / MANIFEST).exists() and (path.is_file() or next(folder.glob(f"*/{MANIFEST}"), None) is None):
        raise WhitesmokeError(f"{path}{'' if path.is_file() else '/'}: {_why_none(path)}")
    return Study(folders.find_folder(folder))


def kind_in(path: Path) -> str | None:
    """Return which kind of result lies in a folder, the newest of several; None of a sweep, or of nothing."""
    kinds = [kind for kind in KINDS if (path / f"{kind}.json").is_file()]
    if not kinds or (path / MANIFEST).exists():
        return None
    return max(kinds, key=lambda kind: (path / f"{kind}.json").stat().st_mtime)


def _why_none(path: Path) -> str:
    if path.is_file():
        return "is a file, and not one of those that a command wrote into a results folder; give the folder"
    if not path.is_dir():
        return "there is no such folder; give one that `sweep`, or another command, wrote"
    below = sorted({file.parent for kind in KINDS for file in path.glob(f"*/{kind}.json")})
    if below:
        return f"holds {len(below)} results; give one of them, such as {below[0]}"
    if (path / "story.html").is_file():
        return "holds a story, story.html, which is a page already; `report` is for the folder of `run --runs`"
    if (path / "identity.json").is_file():
        return "is a curated result: its README.md is the report; give the folder of its runs, which `sweep` writes"
    return f"no results folder: it has neither the {MANIFEST} of a sweep nor the JSON of another command"


class Kept:
    """A result that a command wrote: what it says in a line, its table, its JSON, its figure."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.kind = folder, kind
        self._data = _object(folder / f"{kind}.json")

    @property
    def figure(self) -> Path | None:
        """The file of its figure; None if none was drawn."""
        files = (self.folder / FIGURE, self.folder / "figures" / "sweep.png")
        return next((file for file in files if file.is_file()), None)

    @property
    def sentence(self) -> str:
        """What it is, what it says as far as a line has room, and where it is."""
        return f"{telling.SENTENCES[self.kind](self._data)} ({self.folder / self.kind}.json)"

    def json(self) -> dict[str, Any]:
        """Return what the command printed with `--json`."""
        return self._data

    def frame(self) -> pd.DataFrame:
        """Return it as a table: dates as dates, and what did not happen as missing."""
        return KINDS[self.kind](self._data)

    def report(self, path: str | Path | None = None) -> Path:
        """Write it as one page, with its figure: beside it as report.html, or where one wants it; return the file.

        Raises WhitesmokeError where the folder is of an earlier version, which kept no words.
        """
        from whitesmoke.front.report_pages import of_folder, place

        text = of_folder(self.folder, self.kind, self.figure)
        file = place(path, self.folder)
        write_text(file, text)
        return file

    def cite(self) -> str:
        """Return what a paper says of it; see `Result.cite`."""
        from whitesmoke.front.citations import of_folder

        return str(of_folder(self.folder))

    def __repr__(self) -> str:
        try:
            return self.sentence
        except (KeyError, TypeError, AttributeError, ValueError):  # of another version
            return f"{self.kind} ({self.folder / self.kind}.json)"

    def _repr_html_(self) -> str:
        return of_result(repr(self), self.frame())


def _object(file: Path) -> dict[str, Any]:
    """Return a result's JSON. Raises WhitesmokeError if it is none."""
    try:
        data = json.loads(read_bytes(file, LARGEST))
    except (ValueError, RecursionError, ScenarioError) as error:
        why = "" if isinstance(error, ScenarioError) else f"{file}: is damaged: "
        raise WhitesmokeError(f"{why}{error}; give the command that wrote it again") from error
    if not isinstance(data, dict):
        raise WhitesmokeError(f"{file}: is not what a command wrote; give the command again")
    return data


def _rows(*path: str) -> Callable[[dict[str, Any]], pd.DataFrame]:
    """Return what makes a table of a list, or of objects by name, at a place of a result."""

    def table(data: dict[str, Any]) -> pd.DataFrame:
        import pandas as pd

        found: Any = data
        for name in path:
            found = found.get(name) or []
        named = found.items() if isinstance(found, dict) else [(None, row) for row in found]
        rows = [{**({"name": name} if name is not None else {}), **flat_cells(row)} for name, row in named]
        return tidy(with_dates(pd.DataFrame(rows)))

    return table


def with_dates(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns of dates, which JSON has as texts, are dates."""
    import pandas as pd

    for name in table.columns:
        if str(name).rpartition(".")[2] in DATES:
            texts = table[name].dropna()
            if len(texts) and texts.map(lambda value: isinstance(value, str)).all():
                table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    return table


def _ensemble(data: dict[str, Any]) -> pd.DataFrame:
    return chances_table((name, chance, *data["outcomes_95"][name]) for name, chance in data["outcomes"].items())


def _compare(data: dict[str, Any]) -> pd.DataFrame:
    return comparison_table(data["variants"])


def _levers(data: dict[str, Any]) -> pd.DataFrame:
    return levers_table(data["levers"])


def _nowcast(data: dict[str, Any]) -> pd.DataFrame:
    return nowcast_table(data["forecasts"])


def sensitivity_table(data: dict[str, Any]) -> pd.DataFrame:
    """Return effects and indices, as JSON has them, as one row for each outcome and factor."""
    import pandas as pd

    rows = [
        {"outcome": what, "parameter": name, **flat_cells(one), **flat_cells(data["sobol"].get(what, {}).get(name, {}))}
        for what, found in data["morris"].items()
        for name, one in found.items()
    ]
    return tidy(pd.DataFrame(rows))


def record_table(data: dict[str, Any]) -> pd.DataFrame:
    """Return the record of an office, as JSON has it, as one row for each holder."""
    import pandas as pd

    table = tidy(with_dates(pd.DataFrame([dict(row) for row in data["record"]])))
    return table.astype({"days": "Int64", "same_region": "boolean", "same_home": "boolean"})


def theory_table(data: dict[str, Any]) -> pd.DataFrame:
    """Return what closed forms say, as JSON has it, as one row for each number, and one for a form without any."""
    import pandas as pd

    rows = [
        {
            "question": one["question"],
            **{name: found.get(name) for name in ("name", "unit", "theory")},
            **estimate_cells("simulation", found.get("simulation")),
            **{name: one[name] for name in ("says", "simulated", "apart", "source")},
        }
        for one in data["yardsticks"]
        for found in one["quantities"] or [{}]
    ]
    numbers = ("theory", "simulation", "simulation.low", "simulation.high")
    return tidy(pd.DataFrame(rows).astype(dict.fromkeys(numbers, float)))


def power_table(data: dict[str, Any]) -> pd.DataFrame:
    """Return indices of power, as JSON has them, as one row for each member with a seat."""
    import pandas as pd

    return tidy(pd.DataFrame(data["members"]).astype({"blocking": "Int64"}))


def _terms(data: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {"candidate": view["candidate"], "term": term, "logits": float("-inf") if value is None else value}
        for view in data["views"]
        for term, value in [*view["terms"].items(), ("acceptance", view["acceptance"])]
    ]
    return tidy(pd.DataFrame(rows, columns=["candidate", "term", "logits"]))


def _points(data: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return tidy(with_dates(pd.DataFrame([point_cells(point) for point in data["points"]])))


def _scores(data: dict[str, Any]) -> pd.DataFrame:
    """Return scores as one row for each answer; a day that is never, or that nobody knows, is missing."""
    table = _rows("scores")(data)
    numbers = [name for name in table.columns if table[name].dtype == object or name in NEVER_COME]
    table[numbers] = table[numbers].astype("float64")
    return table.assign(**{name: table[name].where(table[name] < codes.NEVER) for name in NEVER_COME})


KINDS: dict[str, Callable[[dict[str, Any]], pd.DataFrame]] = {
    "trace": _rows("timeline"),
    "ensemble": _ensemble,
    "compare": _compare,
    "levers": _levers,
    "nowcast": _nowcast,
    "attribution": _rows("parts"),
    "sensitivity": sensitivity_table,
    "calibration": _rows("parameters"),
    "scores": _scores,
    "score": forecasters_table,
    "forecasters": forecasters_table,
    "facts": facts_table,
    "series": record_table,
    "theory": theory_table,
    "power": power_table,
    "explanation": _terms,
    "summary": _points,
}
"""The table of each kind of result, by the name of its JSON file."""
