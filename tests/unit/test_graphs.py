"""Networks from GraphML and lists of edges: weights, directions, who is meant; what is no network is one sentence."""

import shutil
from pathlib import Path

import networkx as nx
import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.model.network import from_graphml, of_world, to_graphml
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.notes import notes

FAULTS = Path(__file__).parents[1] / "faults"
CASE = 'extends = "sound.toml"\n[network]\nlayers = [{ kind = "file", file = "FILE" }]\n'


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(FAULTS / "sound.toml", ".")


def case(file):
    Path("case.toml").write_text(CASE.replace("FILE", file))
    return load("case.toml")


def ties(file):
    return {(one.member, one.listens_to): one.weight for one in case(file).edges[file]}


def refusal(file):
    with pytest.raises(ScenarioError) as refused:
        case(file)
    return str(refused.value)


def drawn(graph, *edges, **nodes):
    for node, said in nodes.items():
        graph.add_node(node, **said)
    for u, v, *weight in edges:
        graph.add_edge(u, v, **({"weight": weight[0]} if weight else {}))
    nx.write_graphml(graph, "net.graphml")
    return "net.graphml"


def test_arcs_are_who_listens_to_whom():
    assert ties(drawn(nx.DiGraph(), ("AAA", "BBB", 2.5), ("CCC", "AAA"))) == {("AAA", "BBB"): 2.5, ("CCC", "AAA"): 1.0}


def test_an_edge_without_a_direction_goes_both_ways_and_check_says_so():
    file = drawn(nx.Graph(), ("AAA", "BBB", 3))
    assert ties(file) == {("AAA", "BBB"): 3.0, ("BBB", "AAA"): 3.0}
    loaded = case(file)
    said = [note.message for note in notes(loaded, build(loaded)) if "net.graphml" in note.message]
    assert said == ['"net.graphml": its edges have no direction: each end listens to the other']


@pytest.mark.parametrize("said", [{"code": "AAA"}, {"label": "AAA"}, {"code": "AAA", "label": "Arland"}])
def test_a_node_is_a_member_by_its_code_or_label(said):
    assert ties(drawn(nx.DiGraph(), ("n0", "BBB"), n0=said)) == {("AAA", "BBB"): 1.0}


@pytest.mark.parametrize(
    ("edges", "nodes", "says"),
    [
        (
            [("AAA", "BBX")],
            {},
            'net.graphml: no member has the code "BBX" (did you mean "BBB"?); a node is a member by',
        ),
        ([("AAA", "BBB")], {"x": {}, "y": {"label": "Y"}}, 'net.graphml: no member has the code "x" or "Y"; a node'),
        ([("AAA", "BBB")], {"x": {"code": "AAA"}}, "net.graphml: several nodes are AAA; a node is"),
        ([("AAA", "AAA")], {}, "net.graphml: listens_to: AAA listens to itself; name another member"),
        (
            [("AAA", "BBB", "much")],
            {},
            'net.graphml: the edge from AAA to BBB: a weight is a number above 0, found "much"',
        ),
        ([("AAA", "BBB", -1.0)], {}, "net.graphml: the edge from AAA to BBB: a weight is a number above 0, found -1"),
    ],
)
def test_who_is_no_member_is_named(edges, nodes, says):
    assert refusal(drawn(nx.DiGraph(), *edges, **nodes)).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("member,listens_to\nAAA,BBB\n", "net.graphml: this is no GraphML that can be read (syntax error: line 1"),
        ("<graphml/>", "net.graphml: this is no GraphML that can be read"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "net.graphml: it declares a document type, which no table needs"),
        (f"<x>{'<y>' * 100_000}", "net.graphml: this is no GraphML that can be read"),
    ],
)
def test_what_is_no_graphml(text, says):
    Path("net.graphml").write_text(text)
    said = refusal("net.graphml")
    assert said.startswith(says)
    assert len(said) < 300


def test_two_edges_between_two():
    graph = nx.MultiDiGraph()
    graph.add_edge("AAA", "BBB")
    graph.add_edge("AAA", "BBB")
    nx.write_graphml(graph, "net.graphml")
    assert refusal("net.graphml") == "net.graphml: AAA and BBB are tied twice; keep one edge"


@pytest.mark.parametrize("file", ["net.edgelist", "net.txt"])
def test_a_list_of_edges(file):
    Path(file).write_text("# who listens to whom\nAAA BBB 2.5\n\nCCC, AAA  # no weight\n")
    assert ties(file) == {("AAA", "BBB"): 2.5, ("CCC", "AAA"): 1.0}
    Path(file).write_text("AAA BBB heavy\nAAA\n")
    assert refusal(file) == f"{file}:2: expected two codes and perhaps a weight, found 1 word"
    Path(file).write_text("\nAAA BBB heavy\n")
    assert refusal(file) == f'{file}:2: weight: expected a number, found "heavy"'


def test_the_table_of_edges_of_a_network_program():
    Path("net.csv").write_text(
        "Source;Target;Type;Id;Label;timeset;Weight\nAAA;BBB;Undirected;0;;;1,5\nCCC;AAA;Directed;1;;;2,0\n"
    )
    assert ties("net.csv") == {("AAA", "BBB"): 1.5, ("BBB", "AAA"): 1.5, ("CCC", "AAA"): 2.0}


def test_what_goes_out_comes_in_as_the_same_influence():
    before = build(load("sound.toml"))
    Path("net.graphml").write_text(to_graphml(before))
    after = build(case("net.graphml"))
    assert nx.utils.graphs_equal(of_world(before), of_world(after))
    read = from_graphml(Path("net.graphml").read_bytes())
    assert read.directed
    assert [names[0] for names in read.nodes.values()] == ["AAA", "BBB", "CCC"]
