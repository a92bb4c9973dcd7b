"""docs/MODEL.md says what the program does: defaults, check values, a round by hand; and it is in ODD's order."""

import math
import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.recorder import record
from whitesmoke.model.rng import philox, uniforms
from whitesmoke.model.rules import distributions, hazard
from whitesmoke.model.terms import TERMS
from whitesmoke.scenario import dates_schema, rule_schema, schema
from whitesmoke.scenario.build import build, member_address
from whitesmoke.scenario.load import load
from whitesmoke.telling.explain import terms_of

from tests.agreement.second import arithmetic

PAGE = (Path(__file__).parents[2] / "docs" / "MODEL.md").read_text(encoding="utf-8")
ODD = [
    "1. Purpose and patterns",
    "2. Entities, state variables, and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
]
CONCEPTS = [
    *("Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction"),
    *("Stochasticity", "Collectives", "Observation"),
]
ODD_D = [
    *("theoretical and empirical background", "individual decision making", "learning", "individual sensing"),
    *("individual prediction", "interaction", "collectives", "heterogeneity", "stochasticity", "observation"),
]


def section(title):
    start = PAGE.index(f"{title}\n")
    level = title.split(" ")[0]
    end = re.search(rf"^#{{1,{len(level)}}} ", PAGE[start + len(title) :], re.M)
    return PAGE[start : start + len(title) + end.start()]


def cells(text):
    """The rows of the tables of a text, without their headers."""
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [row for row in rows if not row[0].startswith("-")][1:]


def test_elements_of_odd():
    titles = re.findall(r"^## (\d\. .*)$", PAGE, re.M)
    assert titles == ODD
    assert re.findall(r"^### 4\.\d+ (.*)$", PAGE, re.M)[:11] == CONCEPTS
    assert [row[0] for row in cells(section("### 4.12 How members decide (ODD+D)"))] == ODD_D


# Defaults


def field_at(path):
    """The field of the schema at a path such as `members.*.weight`."""
    model: type[BaseModel] = schema.Scenario
    *tables, last = path.split(".")
    names = {
        **{"calendar": dates_schema.Calendar, "members": schema.Member, "candidates": schema.Candidate},
        **{"demands": schema.Demand, "events": schema.Event, "blocs": schema.Bloc, "focal": dates_schema.Focal},
        **{
            "parameters": schema.Parameters,
            "rule": rule_schema.Rule,
            "rows": rule_schema.Row,
            "silence": rule_schema.Silence,
        },
        **{
            "sittings": dates_schema.Sittings,
            "bargaining": schema.Bargaining,
            "grantors": schema.Grantor,
            "amendment": schema.Amendment,
            "ratification": rule_schema.Ratification,
            "ballots": rule_schema.Ballots,
        },
        **{"network": schema.Network, "layers": schema.Layer, "ties": schema.Tie, "space": schema.Space},
    }
    for table in tables:
        model = model if table == "*" else names[table]
    return model.model_fields[last]


def printed_defaults():
    """Every field that the page gives a default, and that default as it is printed."""
    rows = [(row[0], row[-1]) for row in cells(section("## 6. Input data"))]
    rows += [(row[0], row[4]) for row in cells(section("### 7.10 Parameters"))]
    found = []
    for names, default in rows:
        paths = re.findall(r"`([\w.*]+)`", names)
        paths = [path if path[0] != "." else paths[0].rpartition(".")[0] + path for path in paths]
        each = default.split(", ", 1) if len(paths) > 1 and ", " in default else [default] * len(paths)
        found += zip(paths, each, strict=True)
    return found


MEANING = {
    None: {"-", "never", "day 0", "day 0: from its entry", "it stays", "it has none", "any candidate", "0", "1"}
    | {"`entry`, else never", "the body can decide on every day", "`every` days after the start"}
    | {"that of `[ratification]`", "no day is scripted", "none are held"}
    | {"none: to be given where a candidate is to be ratified, unless each member has its own"}
    | {"`expiry`", "`kind`", "person", "nobody is named", "that of `[bargaining]`", "no limit", "there is none"},
    (0, 0, 1): {"[0, 0, 1]"},
    False: {"false"},
    True: {"true"},
}


@pytest.mark.parametrize(("path", "printed"), printed_defaults())
def test_defaults_are_those_of_the_schema(path, printed):
    field = field_at(path)
    default = None if field.is_required() else field.default
    if isinstance(default, int | float) and not isinstance(default, bool):
        assert float(printed) == default
    elif isinstance(default, str):
        assert printed.strip('"') == default
    elif default in ([], {}):
        assert printed in ("nobody listens to anybody", "all levels", "nobody")
    else:
        assert printed in MEANING[default]


def test_every_coefficient_has_a_default_and_a_standing():
    named = {path for path, _ in printed_defaults()}
    coefficients = [name for name in schema.Parameters.model_fields if name not in ("source", "assumed")]
    offers = [name for name, one in COEFFICIENTS.items() if one.table == "bargaining"]
    expected = {f"parameters.{name}" for name in coefficients} | {f"bargaining.{name}" for name in offers}
    assert expected - named == set()
    terms = cells(section("### 7.12 Where the terms come from"))
    assert {row[2] for row in terms} == {"grounded", "plausible", "ad hoc"}
    assert sorted(name for row in terms for name in re.findall(r"`(\w+)`", row[1])) == sorted(coefficients + offers)
    assert [term for term in TERMS if not any(row[0].startswith(term) for row in terms)] == []


def test_coefficients_are_those_declared():
    """Symbol, words (a note may follow), unit, default and plausible range."""
    rows = {row[0].strip("`"): row[1:] for row in cells(section("### 7.10 Parameters"))}
    for one in COEFFICIENTS.values():
        if one.table in ("parameters", "bargaining", "amendment"):
            symbol, words, *numbers = rows[one.path]
            assert (symbol, words.partition(";")[0]) == (one.symbol, one.words)
            low, high = one.plausible
            unit = one.unit or ("share" if one.kind == "share" else "-")
            assert numbers == [unit, f"{one.default:g}", f"{low:g} - {high:g}"]


def test_switches_are_those_declared():
    listed = section("### 7.11 Switches").partition(";\n")[0]
    switches = {name for name, one in COEFFICIENTS.items() if one.off == 0.0}
    assert set(re.findall(r"`(\w+)`", listed)) == switches


def test_terms_are_those_declared():
    """In the order in which they are added, with what they are."""
    text = section("### 7.6 Acceptance and stances (phases 5 and 6)")
    lines = [line.strip().removeprefix("A_ik = ") for line in re.findall(r"^ {4}(?:A_ik = | {5}[+−]).*$", text, re.M)]
    assert len(lines) == len(TERMS)
    for line, term in zip(lines, TERMS.values()):
        assert line.startswith(term.symbol)
        assert re.search(rf"  {term.name}(;|$)", line)


# Check values


def test_check_values():
    said = re.findall(r"([\w⁻¹Φ]+)\(([−\d.e-]+)\) = (−?0x1\.[\da-f]+p[-+]\d+)", PAGE)
    ours = {"exp": hazard.exp, "log": hazard.log, "logistic": hazard.logistic, "Φ⁻¹": distributions.normal}
    theirs = {"exp": arithmetic.exp, "log": arithmetic.log, "logistic": arithmetic.logistic}
    theirs["Φ⁻¹"] = arithmetic.normal_quantile
    assert len(said) == 6
    for name, argument, value in said:
        x, expected = float(argument.replace("−", "-")), float.fromhex(value.replace("−", "-"))
        assert ours[name](x) == theirs[name](x) == expected, f"{name}({x})"


def test_check_values_of_random_numbers():
    words = re.search(r"philox\(0,0,0,0; 0,0\) = ([\da-f ]+)\.", PAGE)[1].split()
    assert [f"{word:08x}" for word in philox(0, 0, 0, 0, 0, 0)] == words
    code, address = re.search(r"A\.\.Z → 11\.\.36: ([A-Z]+) is (\d+)", PAGE).groups()
    assert member_address(code) == int(address)
    name, target = re.search(r"`candidate:(\w+)` is (\d+)", PAGE).groups()
    world = build(load("rutte-iohannis"))
    assert world.world.candidate_address[world.names.candidates.index(name)] == int(target)
    pair = re.search(r"purpose 1 the uniforms are (\S+) and (\S+)\. ", PAGE).groups()
    assert [x.hex() for x in uniforms(1, 0, 0, 1, int(address), 0, 1)] == list(pair)


def test_check_value_of_a_baseline():
    said = re.search(r"Hungary's baseline for `rutte` in `rutte-iohannis` is −([\d.]+)\.\s", PAGE)[1]
    trace = record(build(load("rutte-iohannis")), 1, 0)
    names = trace.case.names
    assert trace.final.baseline[names.members.index("HUN"), names.candidates.index("rutte")] == -float(said)


# A round by hand

SIGNS = {"·": "*", "−": "-", "Φ⁻¹": "quantile"}


def by_hand():
    """The lines of the round by hand: name, expression or None for a draw, the number as printed."""
    lines = re.findall(r"^    ([^\W_]+) = (?:(.+) = )?(−?[\d.]+)(?:  .*)?$", section("## A round by hand"), re.M)
    return [(name, expression or None, printed) for name, expression, printed in lines]


def number(printed):
    return float(printed.replace("−", "-"))


def test_every_line_of_the_round_by_hand_follows():
    values = {"exp": math.exp, "Λ": lambda x: 1 / (1 + math.exp(-x)), "quantile": arithmetic.normal_quantile}
    values |= {"floor": math.floor, "max": max}
    lines = by_hand()
    assert len(lines) == len(re.findall(r"^    ", section("## A round by hand"), re.M)) == 34
    for name, expression, printed in lines:
        if expression is not None:
            for sign, word in SIGNS.items():
                expression = expression.replace(sign, word)
            decimals = len(printed.partition(".")[2])
            assert round(eval(expression, values), decimals or 6) == number(printed), name
        values[name] = number(printed)


def test_the_round_by_hand_is_the_program_s():
    trace = record(build(load("tutorial")), 1, 0)
    said = {name: number(printed) for name, _, printed in by_hand()}
    terms = {name: trace.final.baseline[i, 0] for i, name in ((1, "bBET"), (2, "bGAM"))}
    terms |= {"K": trace.pressure[1], "K2": trace.pressure[2], "g2": trace.met[2][0]}
    terms["A2GAM"] = sum(terms_of(trace.case, trace.final, 2, 0).values())
    terms |= {"shame2": trace.final.shame[0], "S2": trace.final.share[0], "L": trace.final.silence[0]}
    draws = arithmetic.Draws(1, 0)
    dora, harbour = "candidate:dora", "demand:harbour"
    terms |= {
        "uBET": draws.one(arithmetic.RESIDUAL, 0, "BET", dora),
        "uGAM": draws.one(arithmetic.RESIDUAL, 0, "GAM", dora),
        "uL": draws.one(arithmetic.LENGTH, 0, "", dora),
        "uE": draws.one(arithmetic.EXITS, 1, "", dora),
        "u1BET": draws.one(arithmetic.COMMITS, 1, "BET"),
        "u1GAM": draws.one(arithmetic.COMMITS, 1, "GAM"),
        "uM": draws.one(arithmetic.MEETS, 2, "GAM", harbour),
        "u2GAM": draws.one(arithmetic.COMMITS, 2, "GAM"),
    }
    assert {name: said[name] for name in terms} == pytest.approx(terms, abs=1e-6)
    assert said["u1BET"] < said["pBET"]
    assert said["u1GAM"] >= said["pGAM"]
    assert said["P1"] <= said["uM"] < said["P2"]
    assert said["u2GAM"] < said["p2GAM"]
    assert trace.stances[1].tolist() == [0, 0, -1]
    assert trace.stances[2].tolist() == [0, 0, 0]
    assert (trace.winner, trace.rounds) == (0, 2)


# References


def key(names, year):
    """First surname and year, and how many authors are named."""
    return re.split(r",| & | et al", names)[0].split()[-1], year


def test_every_reference_is_cited_and_every_citation_is_listed():
    text, _, references = PAGE.partition("## References")
    listed = {key(line.partition(" (")[0], re.search(r"\((\d{4})\)", line)[1]) for line in references.splitlines()[2:]}
    cited = {key(names, year) for names, year in re.findall(r"([A-Z][^\d()|;]{2,60}?) \(?(\d{4})(?=[);,])", text)}
    assert listed - cited == set(), "never cited"
    assert cited - listed == set(), "cited, but not listed"
