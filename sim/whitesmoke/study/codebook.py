"""What each column of the runs means: for a reader who has nothing but the exported files."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

import pyarrow as pa

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.modes import told_of
from whitesmoke.model.reading import ENDINGS
from whitesmoke.scenario import document
from whitesmoke.scenario.files import name_of, read_bytes
from whitesmoke.study import columns
from whitesmoke.study.categories import DEADLOCK, labels, levels, outcomes
from whitesmoke.study.experiment_schema import Measure
from whitesmoke.study.measured import PREFIX, told
from whitesmoke.study.part_schema import SINCE
from whitesmoke.study.store import Folder
from whitesmoke.writing.level_words import labelled
from whitesmoke.writing.measure_words import reckoned

LONGEST_NAME = 32
"""Signs of a variable name in Stata."""
_WORDS = """
_all _b _coef _cons _n _N _pi _pred _rc _se _skip aggregate array boolean break byte case catch class colvector complex
const continue default delegate delete do double else eltypedef end enum explicit export external float for friend
function global goto if in inline int local long mata matrix NULL pragma private protected public quad real return
rowvector short signed static strL string struct super switch template this throw transmorphic try typedef typename
union unsigned using vector version virtual void volatile while with
"""
RESERVED = frozenset(_WORDS.split())
"""Words of Stata, which no variable may be called."""
MOST_VALUES = 12
"""Distinct values of a factor that are listed; of more, the smallest and the largest."""


class Entry(NamedTuple):
    """One column."""

    name: str
    stata: str
    """its name in Stata"""
    type: str
    """text, integer, number or date"""
    unit: str
    meaning: str
    values: str
    codes: str = ""
    """in Stata, of a column of names: each code and what it stands for"""


class About(NamedTuple):
    """What a folder says of itself, without its model."""

    manifest: dict[str, Any]
    experiment: dict[str, Any]
    """the experiment file, as written"""
    design: pa.Table
    endings: bool = True
    """whether its runs say how they ended; folders of earlier versions do not"""
    overruled: bool = True
    """whether they say who was overruled; likewise"""

    @property
    def factors(self) -> dict[str, dict[str, Any]]:
        """The factors of the design, in order."""
        given = self.experiment.get("factors", {})
        return {name: factor for name, factor in given.items() if name in self.design.column_names}

    @property
    def arms(self) -> dict[str, dict[str, Any]]:
        """The arms of the design, in order."""
        return dict(self.experiment.get("arms", {})) if "arm" in self.design.column_names else {}

    @property
    def measures(self) -> dict[str, dict[str, str]]:
        """What is said of the measures of the experiment; nothing of those that this version cannot read."""
        try:
            return told(
                {name: Measure.model_validate(one) for name, one in self.experiment.get("measures", {}).items()}
            )
        except ValueError:
            return {}

    @property
    def scenario(self) -> str:
        """The scenario by its name, wherever its file was; its title, and 12 digits of the hash of what was played."""
        title = " ".join(str(self.manifest.get("said", {}).get("title", "")).split())
        digest = str(self.manifest["identity"].get("scenario", ""))[:12]
        known_by = [text for text in (title and f'"{title}"', digest and f"sha256 {digest}") if text]
        return name_of(str(self.experiment.get("scenario"))) + (f" ({', '.join(known_by)})" if known_by else "")

    @property
    def version(self) -> str:
        """The version of whitesmoke that wrote the folder."""
        return str(self.manifest.get("versions", {}).get("whitesmoke", "unknown"))

    @property
    def posterior(self) -> str:
        """Where the parameters of a run come from, if from a posterior; else an empty text."""
        found = self.manifest.get("posterior")
        if not found:
            return ""
        other = told_of(found)
        return (
            f"inputs/posterior.parquet, fitted to {', '.join(found['fitted_to'])}: in-sample for these and their "
            f"variants; replicate r has draw r, counted from 0, modulo {found['draws']:,}; what the design sets itself "
            f"stays as it says{'. ' * bool(other)}{other.removesuffix('.')}"
        )


def about(folder: Folder) -> About:
    """Return what a folder says of itself. Raises WhitesmokeError if a file of it cannot be read."""
    manifest = folder.manifest()
    file = folder.path / "inputs" / manifest["experiment"]
    again = "the same `whitesmoke sweep` on the experiment writes it again"
    try:
        experiment = document.read(file).data
        whole = hashlib.sha256(read_bytes(file)).hexdigest() == manifest["inputs"].get(manifest["experiment"])
    except ScenarioError as error:
        raise WhitesmokeError(f"{error}; {again}") from error
    if not whole or not _is_experiment(experiment):
        raise WhitesmokeError(f"{file}: is not the file that was copied; {again}")
    endings = folder.tells_endings()
    return About(manifest, experiment, folder.design(), endings, endings and columns.tells_of_overruled(manifest))


def categories(known: About) -> dict[str, list[str]]:
    """Return the columns of names, each with its names in the order of their codes in Stata, from 0."""
    design, found = known.design, {"outcome": outcomes(known.manifest)}
    if known.arms:
        found["arm"] = list(known.arms)
    for name, factor in known.factors.items():
        if _type(design[name].type) == "text":
            found[name] = levels(factor, design[name])
    if known.endings:
        found["ending"] = list(ENDINGS)
    return found


def _is_experiment(data: dict[str, object]) -> bool:
    """Say whether an experiment is one: it may be of another version, whose fields this one would refuse."""
    tables = [data.get(name, {}) for name in ("factors", "arms")]
    return all(isinstance(one, dict) and all(isinstance(row, dict) for row in one.values()) for one in tables)


def entries(known: About) -> list[Entry]:
    """Return the columns of the runs in the order of the exported table."""
    found, coded = [*_of_design(known), *_of_runs(known)], categories(known)
    taken: set[str] = set()
    codes = {name: "; ".join(f"{x} = {text}" for x, text in labels(texts).items()) for name, texts in coded.items()}
    return [entry._replace(stata=stata_name(entry.name, taken), codes=codes.get(entry.name, "")) for entry in found]


def _of_design(known: About) -> list[Entry]:
    design = known.design
    found = [
        Entry("row", "", "integer", "", "row of the design", f"0 to {len(design) - 1}"),
        Entry("point", "", "text", "", "what the row changes, as 16 hex digits: rows with the same are one point", ""),
    ]
    if known.arms:
        labels = "; ".join(f"{name} = {arm.get('label') or name}" for name, arm in known.arms.items())
        found.append(Entry("arm", "", "text", "", "named alternative", labels))
    return found + [_of_factor(name, factor, design[name]) for name, factor in known.factors.items()]


def _of_factor(name: str, factor: dict[str, Any], column: pa.ChunkedArray) -> Entry:
    kind = _type(column.type)
    where = factor.get("path") or ", ".join(factor.get("paths", []))
    does = {"add": "is added to", "multiply": "multiplies"}.get(factor.get("change", "set"), "replaces")
    label = f"{factor['label']}: " if factor.get("label") else ""
    values = levels(factor, column) if kind == "text" else sorted(set(column.to_pylist()))
    shown = [_with_label(factor, value) for value in values]
    listed = "; ".join(shown) if len(shown) <= MOST_VALUES else f"{len(shown)} values: {shown[0]} to {shown[-1]}"
    return Entry(name, "", kind, factor.get("unit", ""), f"{label}the value {does} {where} of the scenario", listed)


def _with_label(factor: dict[str, Any], value: object) -> str:
    """Return a value of a factor, and what the experiment calls it."""
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    label = labelled({"labels": list(zip(factor.get("values") or [], factor.get("labels") or []))}, value)
    return text if label is None else f"{text} = {label}"


def _of_runs(known: About) -> list[Entry]:
    said, calendar = known.manifest.get("said", {}), known.manifest.get("calendar", {})
    start, horizon = calendar.get("start", "the start"), calendar.get("horizon_days", "?")
    names = {name: _called(said, "candidates", name) for name in outcomes(known.manifest)}
    called = "; ".join(f"{name} = {text}" for name, text in (names | {DEADLOCK: "no agreement"}).items())
    luck = known.manifest["identity"].get("draws", "common")
    pairing = "run r of every point has the same luck" if luck == "common" else "every point has its own luck"
    day = (
        f"on which it was settled, counted from {start}. Empty after deadlock: censored at the horizon, day "
        f"{horizon} of the scenario; a decision came later, if ever, and an empty day must not be left out of a mean"
    )
    last = (
        "last to commit to the winner; after deadlock: not committed to the leader at the end, or, where it has left, "
        "just before; codes with blanks between"
    )
    fixed = [
        Entry("replicate", "", "integer", "", f"number of the run; {pairing}", "0, 1, 2, ..."),
        Entry("outcome", "", "text", "", "who was chosen, or deadlock", called),
        Entry("day", "", "integer", "days", day, f"0 to {horizon}, or empty"),
        Entry("last", "", "text", "", last, "codes of members"),
        *(_of_endings() if known.endings else []),
        *([_of_overruled()] if known.overruled else []),
    ]
    kept = known.manifest["identity"].get("columns", [])
    return fixed + [
        _of_measure(name, known) if name.startswith(PREFIX) else _of_column(name, said, start) for name in kept
    ]


def _of_measure(column: str, known: About) -> Entry:
    """Return what a measure of the experiment means: its label, its formula and its words."""
    about = known.measures.get(column.removeprefix(PREFIX), {})
    label = f"{about['label']}: " if about.get("label") else ""
    meaning = f"{label}{reckoned(about) if about else 'a measure of the experiment'}"
    return Entry(column, "", "number", about.get("unit", ""), meaning, "a number, or empty where a run has none")


def _of_endings() -> list[Entry]:
    meanings = "; ".join(f"{name} = {told.when} (scored as {told.counts_as})" for name, told in ENDINGS.items())
    refused = (
        "whose firm refusal made the candidate withdraw (of several that left, the one that had come furthest); empty: "
        "another ending, or it left without hope, by its sponsor or as the scenario has it; codes with blanks between"
    )
    return [
        Entry("ending", "", "text", "", "how the run ended", meanings),
        Entry("refused_by", "", "text", "", refused, "codes of members, or empty"),
    ]


def _of_overruled() -> Entry:
    meaning = "opposed to the winner when it was decided, and not in; empty: nobody; codes with blanks between"
    return Entry("overruled", "", "text", "", meaning, "codes of members, or empty")


def _of_column(column: str, said: dict[str, Any], start: str) -> Entry:
    kind, _, name = column.partition(".")
    if kind == "met":
        meaning = f"share of a demand met at the end: {_called(said, 'demands', name, 'text')}"
        return Entry(column, "", "number", "share", meaning, "0 to 1")
    if kind == "exit":
        meaning = f"on which {_called(said, 'candidates', name)} left, counted from {start}; empty: did not leave"
        return Entry(column, "", "integer", "days", meaning, "0 or more, or empty")
    if kind == "member":
        meaning = (
            f"of the commitment of {_called(said, 'members', name)} that stood at the end, counted from {start}; "
            "empty: none"
        )
        return Entry(column, "", "integer", "days", meaning, "0 or more, or empty")
    if kind == "ratified":
        meaning = (
            f"on which the yes of {_called(said, 'members', name)} that stood at the end came to count, counted from "
            f"{start}; empty: none did, or nothing has to be ratified"
        )
        return Entry(column, "", "integer", "days", meaning, "0 or more, or empty")
    if kind == "text":
        text, _, issue = name.partition(".")
        meaning = f"where {_called(said, 'candidates', text)} stands on {issue} at the end; empty: no text can move"
        return Entry(column, "", "number", "place on the issue", meaning, "a number, or empty")
    if kind in ("paid", "got", "spent"):
        return _of_payment(column, kind, name, said, start)
    candidate, _, date = name.partition("@")
    meaning = f"committed to {_called(said, 'candidates', candidate)} on {date} (privately); the last count if over"
    return Entry(column, "", "integer", "members", meaning, "0 or more")


def _of_payment(column: str, kind: str, name: str, said: dict[str, Any], start: str) -> Entry:
    """Return what a column on payments means; all are empty where actors do not bargain."""
    if kind == "spent":
        who = _called(said, "grantors", name)
        return Entry(
            column, "", "number", "", f"what {who} had spent at the end, in the units of its budget", "0 or more"
        )
    who = _called(said, "members", name)
    if kind == "got":
        meaning = f"share of what {who} had asked for, in logits and in all, that it had been granted at the end"
        return Entry(column, "", "number", "share", meaning, "0 to 1")
    meaning = f"on which {who} last settled for an offer, counted from {start}; empty: never"
    return Entry(column, "", "integer", "days", meaning, "0 or more, or empty")


def _called(said: dict[str, object], table: str, name: str, field: str = "name") -> str:
    """Return what the scenario calls somebody or something; the name in the file if it says no more."""
    found = _inside(said, table).get(name, {})
    return str(found.get(field) or name) if isinstance(found, dict) else name


def _inside(said: dict[str, Any], table: str) -> dict[str, Any]:
    inside = said.get(table)
    return inside if isinstance(inside, dict) else {}


def stata_name(name: str, taken: set[str]) -> str:
    """Return a name that Stata allows and that is not taken yet, and take it."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    if plain[0].isdigit() or plain in RESERVED or re.fullmatch(r"str\d+", plain):
        plain = f"_{plain}"
    found, again = plain[:LONGEST_NAME], 1
    while found in taken:
        again += 1
        found = f"{plain[: LONGEST_NAME - len(f'_{again}')]}_{again}"
    taken.add(found)
    return found


def _type(kind: pa.DataType) -> str:
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_integer(kind):
        return "integer"
    return "number" if pa.types.is_floating(kind) else "text"


def run_schema(known: About) -> pa.Schema:
    """Return the columns of the exported table."""
    played = columns.schema(known.manifest["identity"].get("columns", []))
    levels = [name for name in ("arm", *known.factors) if name in known.design.column_names]
    fields = [pa.field("row", pa.int32()), pa.field("point", pa.string())]
    fields += [pa.field(name, known.design.schema.field(name).type) for name in levels]
    lacking = {"point", *([] if known.overruled else ["overruled"]), *([] if known.endings else SINCE["runs"])}
    kept = [field for field in played if field.name not in lacking]
    fields += [pa.field(field.name, _plain(field.type)) for field in kept]
    return pa.schema(fields)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
