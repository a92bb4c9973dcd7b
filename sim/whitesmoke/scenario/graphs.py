"""Networks as others keep them: GraphML, lists of edges, and the tables of edges that network programs write."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal
from xml.parsers import expat

from pydantic import Field

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.model import network
from whitesmoke.scenario.files import decoded, read_bytes, shown
from whitesmoke.scenario.numbers import Table
from whitesmoke.scenario.schema import Tie
from whitesmoke.scenario.tables import CsvRow, read_rows
from whitesmoke.scenario.wording import counted, instead, listed, quoted, visible
from whitesmoke.scenario.workbook import must_declare_nothing

GRAPHML = ".graphml"
LISTS = (".edgelist", ".edges", ".txt")
ENDS = ("member", "listens_to")


class Edge(Table):
    """A row of a table of edges, as Gephi and others write it."""

    source: str
    target: str
    type: Literal["Directed", "Undirected", "directed", "undirected"] = "Directed"
    weight: float = Field(1.0)
    id: str = ""
    label: str = ""
    timeset: str = ""


def rows_of_edges(path: Path, members: Collection[str]) -> tuple[list[CsvRow], bool | None]:
    """Return the ties of a file as rows of `Tie`, and whether they have a direction; None where its columns say it.

    An arc from A to B says that A listens to B; without a direction each end listens to the other.
    """
    if path.suffix.lower() == GRAPHML:
        graph = _graph(path)
        named = _named(path, graph, members)
        edges = [(0, named[u], named[v], weight, not graph.directed) for u, v, weight in graph.edges]
        _must_weigh(path, edges)
        return _ties(path, edges), graph.directed
    if path.suffix.lower() in LISTS:
        return _ties(path, list(_listed(path))), True
    try:
        return read_rows(path, Tie, ENDS, ENDS), None
    except ScenarioError as error:
        try:
            rows = read_rows(path, Edge, (), ("source", "target"))
        except ScenarioError:
            raise error from None
        return _of_table(path, rows)


def _of_table(path: Path, rows: list[CsvRow]) -> tuple[list[CsvRow], bool]:
    both = [str(row.values.get("type", "")).lower() == "undirected" for row in rows]
    ends = [tuple(str(row.values.get(end, "")) for end in ("source", "target")) for row in rows]
    edges = [
        (row.line, one, other, row.values.get("weight"), twice) for row, (one, other), twice in zip(rows, ends, both)
    ]
    return _ties(path, edges), not any(both)


def _graph(path: Path) -> network.Graph:
    """Return what a GraphML file says. Raises ScenarioError in one sentence, whatever is wrong with it."""
    text = read_bytes(path)
    try:
        must_declare_nothing(path, text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return network.from_graphml(text)
    except ScenarioError:
        raise
    except (Exception, expat.ExpatError) as error:
        said = visible(" ".join(str(error).split())[:100]) or type(error).__name__
        message = f"this is no GraphML that can be read ({said}); save the network anew, or as a CSV"
        raise _refused(path, message) from error


def _named(path: Path, graph: network.Graph, members: Collection[str]) -> dict[str, str]:
    """Return the member that each node is: by its id, its code or its label. Raises ScenarioError for a stranger."""
    named = {node: next((name for name in names if name in members), "") for node, names in graph.nodes.items()}
    strangers = [names[-1] for node, names in graph.nodes.items() if not named[node]]
    twice = [name for name, times in Counter(named.values()).items() if name and times > 1]
    how = "a node is a member by its id, its attribute code or its label"
    if strangers:
        near = instead(strangers[0], members) if len(strangers) == 1 else ""
        raise _refused(path, f"no member has the code {listed(map(quoted, strangers), 'or')}{near}; {how}")
    if twice:
        raise _refused(path, f"several nodes are {listed(twice)}; {how}, and one node is one member")
    return named


def _must_weigh(path: Path, edges: list[tuple[int, str, str, Any, bool]]) -> None:
    """Refuse weights that are none by the ends of their edge, for a graph has no lines."""
    problems = [
        Problem(
            shown(path),
            None,
            "",
            f"the edge from {one} to {other}: a weight is a number above 0, found {quoted(weight)}",
        )
        for _, one, other, weight, _ in edges
        if weight is not None and not (isinstance(weight, float | int) and not isinstance(weight, bool) and weight > 0)
    ]
    if problems:
        raise ScenarioError(problems)


def _listed(path: Path) -> Any:
    """Yield the edges of a list: two codes a line, and perhaps a weight; # begins a comment."""
    for line, text in enumerate(decoded(path, read_bytes(path)).splitlines(), start=1):
        words = text.partition("#")[0].replace(",", " ").replace(";", " ").split()
        if not words:
            continue
        if len(words) not in (2, 3):
            message = f"expected two codes and perhaps a weight, found {counted(words, 'word')}"
            raise ScenarioError([Problem(shown(path), line, "", message)])
        yield line, words[0], words[1], _weight(words[2]) if len(words) > 2 else None, False


def _weight(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _ties(path: Path, edges: list[tuple[int, str, str, Any, bool]]) -> list[CsvRow]:
    """Return edges as rows: line, ends, weight, and whether it goes both ways. Raises ScenarioError."""
    problems: list[Problem] = []
    rows: list[CsvRow] = []
    seen: set[tuple[str, str]] = set()
    for line, one, other, weight, both in edges:
        for member, heard in ((one, other), (other, one))[: 2 if both and one != other else 1]:
            values = {"member": member, "listens_to": heard} | ({} if weight is None else {"weight": weight})
            if (member, heard) in seen:
                message = f"{member} and {heard} are tied twice; keep one edge"
                problems.append(Problem(shown(path), line or None, "", message))
            seen.add((member, heard))
            rows.append(CsvRow(line, values))
    if problems:
        raise ScenarioError(problems)
    return rows


def _refused(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(shown(path), None, "", message)])
