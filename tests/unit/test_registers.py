"""What can be added in one place: rules, forecasters, figures, panels. What forgets a place of its own fails by name.

Each register has its kit, a function that says what an entry lacks; a planted entry, lacking everything, shows that it
is caught. Designs and quantities have theirs in tests/sweeps/test_designs.py and test_measures.py.
"""

import ast
import re
from pathlib import Path

import pytest
from whitesmoke.commands import options
from whitesmoke.evidence.protocol import board  # noqa: F401  its forecasters enter the register
from whitesmoke.evidence.protocol.register import FORECASTERS, forecaster
from whitesmoke.figures import as_png
from whitesmoke.figures.figures_by_name import FIGURES, Drawn
from whitesmoke.front.sweeping import sweep
from whitesmoke.scenario.rule_schema import Row
from whitesmoke.scenario.rules import ALL_BUT, RULES, Named

ROOT = Path(__file__).parents[2]
CODE, PANELS = ROOT / "sim" / "whitesmoke", ROOT / "sim" / "whitesmoke" / "page" / "panels"
WORDS = r"\S[^\n]{5,150}"


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


# --- decision rules -------------------------------------------------------------------------------------------------


def rule_lacks(name, rule):
    """Return what a decision rule lacks; the places where people look for its name."""
    lacks = [] if re.fullmatch(WORDS, rule.asks) else ["words for what it asks for"]
    lacks += [] if rule.alternatives and all(rule.alternatives) else ["rows"]
    lacks += [] if f"| `{name}`" in page("MODEL.md") else ["its row in docs/MODEL.md, 7.7"]
    lacks += [] if f"`{name}`" in page("writing-a-scenario.md") else ["its name in docs/writing-a-scenario.md"]
    return lacks + ([] if name in options.RULES.split(", ") else ["its name in commands/options.py"])


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_words_and_its_places(name):
    assert rule_lacks(name, RULES[name]) == []


def test_a_rule_that_forgets_its_words_and_places_is_caught():
    assert len(rule_lacks("planted", Named("", [[]]))) == 5
    good = Named("a yes from all", [[Row(credit=(0, 0, 1), quota="all")]])
    assert rule_lacks("planted", good) == [
        "its row in docs/MODEL.md, 7.7",
        "its name in docs/writing-a-scenario.md",
        "its name in commands/options.py",
    ]


def test_the_help_names_no_rule_that_is_not_there():
    assert options.RULES.split(", ") == [*RULES, f"{ALL_BUT}N"]


# --- forecasters ----------------------------------------------------------------------------------------------------


def forecaster_lacks(name, learn):
    """Return what a forecaster lacks."""
    lacks = [] if re.match(WORDS, learn.__doc__ or "") else ["a sentence on what it does"]
    text = page("scoring.md").lower()
    return lacks + (
        [] if f"| {name.lower()} |" in text or f"*{name.lower()}*" in text else ["its line in docs/scoring.md"]
    )


@pytest.mark.parametrize("name", FORECASTERS)
def test_a_forecaster_has_words_and_its_line(name):
    assert forecaster_lacks(name, FORECASTERS[name]) == []


def test_a_forecaster_that_forgets_its_words_or_takes_a_name_is_caught():
    assert len(forecaster_lacks("planted", lambda cases: None)) == 2
    with pytest.raises(ValueError, match="two forecasters are called uniform"):
        forecaster("uniform")(lambda cases: None)


# --- figures of a sweep ---------------------------------------------------------------------------------------------

GRID = {
    "factors": {
        "influence": {"path": "parameters.influence", "low": 0.0, "high": 2.0},
        "rule": {"path": "rule", "values": ["unanimity", "majority"]},
        "ceiling": {"path": "demands.harbour.ceiling", "low": 0.0, "high": 1.0},
    },
    "measures": {"late": "min(day or 84, 84)"},
    "discover": {"late": {"at_least": 40.0}},
    "design": {"kind": "saltelli", "points": 16},
}
ARMS = {"arms": {"usual": {}, "refused": {"set": {"demands.harbour.ceiling": 0.0}}}, "design": {"kind": "arms"}}


@pytest.fixture(scope="module")
def summaries(tmp_path_factory):
    """A sweep of which there is everything, and one of which there is next to nothing."""
    folder, said = tmp_path_factory.mktemp("sweeps"), {"title": "T", "question": "Q?", "scenario": "tutorial"}
    studies = [
        sweep({**said, **more, "replicates": {"runs": 8}}, folder, 1, name=name)
        for name, more in (("whole", GRID), ("bare", ARMS))
    ]
    return {study.folder.parent.name: study for study in studies}


def figure_lacks(name, one, found):
    """Return what a figure of a sweep lacks, drawn of one of which there is everything."""
    lacks = [] if re.fullmatch(WORDS, one.words) else ["words for what it shows"]
    lacks += [] if f"`{name}.png`" in page("results-folder.md") else ["its file in docs/results-folder.md"]
    figure = one.draw(found)
    if figure is None:
        return [*lacks, "a figure"]
    lacks += [] if figure.axes and figure.texts else ["panels, or a title"]
    lacks += [] if as_png(figure, 40) == as_png(one.draw(found), 40) else ["the same bytes for the same data"]
    return lacks + [f"room for {text!r}" for text in outside(figure)]


def outside(figure):
    """Return the texts that reach beyond the page."""
    figure.draw_without_rendering()
    wide, high = figure.bbox.width, figure.bbox.height
    every = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in every if text.get_text().strip()]
    return [said for said, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > wide + 1 or box.y1 > high + 1]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_a_sweep_has_words_a_place_and_room(name, summaries):
    assert figure_lacks(name, FIGURES[name], summaries["whole"].data()) == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_a_sweep_is_drawn_where_there_is_something_of_it(name, summaries):
    assert (FIGURES[name].draw(summaries["bare"].data()) is not None) == (name == "sweep")


def test_a_figure_that_forgets_its_words_and_its_place_is_caught(summaries, monkeypatch):
    """Beside that, it would be drawn and shown: nothing else has to know of it."""
    found = summaries["whole"].data()
    planted = Drawn("", FIGURES["sweep"].draw)
    assert figure_lacks("planted", planted, found) == ["words for what it shows", "its file in docs/results-folder.md"]
    assert figure_lacks("planted", Drawn("nothing at all", lambda found: None), found)[-1] == "a figure"
    monkeypatch.setitem(FIGURES, "planted", planted._replace(words="planted by a test"))
    study = summaries["whole"]
    assert study.draw().name == "sweep.png"
    assert {file.stem for file in (study.folder / "figures").iterdir()} == {*FIGURES}
    assert "planted by a test" in study.report().read_text(encoding="utf-8")


# --- all figures, and panels: by what stands in the files -----------------------------------------------------------


def texts_of(*folders):
    return {file: file.read_text(encoding="utf-8") for folder in folders for file in sorted(folder.rglob("*.py"))}


SOURCES, TESTS = texts_of(CODE, ROOT / "experiments"), texts_of(ROOT / "tests")


def functions(file):
    return [one for one in ast.parse(SOURCES[file]).body if isinstance(one, ast.FunctionDef)]


DRAWING = {one.name: file for file in SOURCES if CODE / "figures" in file.parents for one in functions(file)
           if one.name.endswith("_figure") and file.parent.name != "sweeps"}  # fmt: skip


def drawing_lacks(name, file):
    """Return what a function that draws lacks: somebody who asks for it, and a test that draws it, or asks so."""
    users = [other for other, text in SOURCES.items() if other != file and re.search(rf"\b{name}\b", text)]
    asked = {one.name for user in users for one in methods(user) if name in ast.unparse(one)}
    words = [rf"\b{name}\b", *(rf"\.{one}\(" for one in asked)]
    lacks = [] if users else ["somebody who asks for it"]
    drawn = any(re.search(word, text) for text in TESTS.values() for word in words)
    return lacks + ([] if drawn else ["a test that draws it"])


def methods(file):
    """Return the functions of the classes in a file."""
    inside = (one for kind in ast.parse(SOURCES[file]).body if isinstance(kind, ast.ClassDef) for one in kind.body)
    return [one for one in inside if isinstance(one, ast.FunctionDef)]


@pytest.mark.parametrize("name", DRAWING)
def test_a_figure_is_asked_for_and_drawn_in_a_test(name):
    assert drawing_lacks(name, DRAWING[name]) == []


def test_a_figure_that_nobody_draws_is_caught():
    assert drawing_lacks("plan" + "ted_figure", CODE / "figures" / "planted.py") == [
        "somebody who asks for it",
        "a test that draws it",
    ]


COMPONENTS = {one.name: one for file in SOURCES if PANELS in file.parents for one in functions(file)
              if any(getattr(mark, "attr", "") == "component" for mark in one.decorator_list)
              and [part.arg for part in one.args.args] == ["desk", "beat"]}  # fmt: skip
PAGE = "\n".join(text for file, text in SOURCES.items() if CODE / "page" in file.parents)


def panel_lacks(name, component):
    """Return what a panel of the page lacks: a sentence on what it shows, and a place on the page."""
    lacks = [] if re.match(WORDS, ast.get_docstring(component) or "") else ["a sentence on what it shows"]
    placed = re.search(rf'": {name}[,}}]|Safe\(desk, {name},|\b{name}\(desk, beat\)', PAGE.replace(f"def {name}(", ""))
    return lacks + ([] if placed else ["a line of PARTS in page/dashboard.py"])


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_panel_says_what_it_shows_and_is_on_the_page(name):
    assert panel_lacks(name, COMPONENTS[name]) == []


def test_a_panel_that_is_left_out_is_caught():
    planted = ast.parse("@solara.component\ndef Planted(desk: Desk, beat: int) -> None:\n    pass").body[0]
    assert panel_lacks("Planted", planted) == ["a sentence on what it shows", "a line of PARTS in page/dashboard.py"]
    assert len(COMPONENTS) > 10
