"""Experiment files: what they say, what is refused, which points they lay out, which entries of a World they move."""

import json
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.study.experiment import is_experiment, load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.worlds import Compiler, Plot

FAULTS = Path(__file__).parents[1] / "faults"
HEAD = 'title = "T"\nquestion = "Q?"\nscenario = "tutorial"\n'
TAIL = "[replicates]\nruns = 10\n"
GRID = '[design]\nkind = "grid"\n'
END = GRID + TAIL
INFLUENCE = '[factors.influence]\npath = "parameters.influence"\nvalues = [0.0, 1.0]\n'


def varied(path, rest):
    """An experiment with one factor, x."""
    return f"{HEAD}[factors.x]\npath = {path}\n{rest}"


def laid_out(tmp_path, text, name="q.toml"):
    file = tmp_path / name
    file.write_text(text)
    return lay_out(load_experiment(file))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (varied('"parameters.influenc"', 'values = [1]\n') + END, 5, 'did you mean "influence"?'),
        (varied('"parameters.influence"', 'low = 2\nhigh = 1\n') + END, 4, "upside down"),
        (HEAD + INFLUENCE + '[design]\nkind = "gird"\n' + TAIL, 8, 'did you mean "grid"?'),
        (HEAD + INFLUENCE + '[design]\nkind = "sobol"\npoints = 12\n' + TAIL, 7, "take 8 or 16"),
        (HEAD + INFLUENCE + '[design]\nkind = "morris"\ntrajectories = 3\nlevels = 5\n' + TAIL, 7, "even number"),
        (HEAD + INFLUENCE + '[design]\nkind = "latin-hypercube"\n' + TAIL, 7, "needs `points`"),
        (varied('"parameters.influence"', 'low = 0\nhigh = 1\n') + END, 4, "`steps` for a range"),
        (varied('"demands.harbour.ceiling"', 'values = [0.5, 2.0]\n') + END, 5, "between 0 and 1"),
        (HEAD + 'rule = "unanimty"\n' + INFLUENCE + END, 4, 'rule: no rule is called "unanimty"'),
        (varied('"rule"', 'values = ["unanimty"]\n') + END, 6, 'x.values: unanimty: no rule is called "unanimty"'),
        (HEAD + INFLUENCE + END + '[outputs]\ncolumns = ["member.XXX"]\n', 12, 'no "XXX"'),
        (HEAD + INFLUENCE + GRID + '[replicates]\nruns = 9\nstop = {on = "zo", width = 1, at_most = 9}\n', 11, "dora"),
        (HEAD + INFLUENCE + '[design]\nkind = "list"\nrows = [{influence = 1.0, other = 2}]\n' + TAIL, 9, "no factor"),
        (HEAD + INFLUENCE + '[design]\nkind = "list"\nrows = [{}]\n' + TAIL, 9, "no value of the factor"),
        (varied('"blocs.*.size"', 'values = [1]\n') + END, 5, ""),
        (HEAD + '[arms.a]\nset = {"parameters.nothing" = 1}\n[design]\nkind = "arms"\n' + TAIL, 4, "nothing"),
        (HEAD + "[design]\nkind = 'arms'\n" + TAIL, None, "[arms.NAME]"),
        ("title = \n", 1, "not TOML"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path, text, line, words):
    with pytest.raises(WhitesmokeError) as refused:
        laid_out(tmp_path, text)
    message = str(refused.value)
    assert (f"q.toml:{line}: " if line else "q.toml: ") in message, message
    assert words in message, message
    assert "\n" not in message


def test_a_rule_that_counts_people_without_people_is_one_sentence(tmp_path):
    (tmp_path / "few.toml").write_text(f'extends = "{FAULTS / "sound.toml"}"\n[members.DDD]\n')
    text = varied('"rule"', 'values = ["unanimity", "double-majority"]\n').replace('"tutorial"', '"few.toml"') + END
    with pytest.raises(WhitesmokeError) as refused:
        laid_out(tmp_path, text)
    said = str(refused.value).partition("q.toml:")[2]
    counts = "double-majority: the rule counts people, and DDD gives no population; give it in millions"
    assert said == f"6: factors.x.values: {counts}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[calendar]\n[candidates.a]\n', "this is a scenario, not an experiment; play it with `whitesmoke run "),
        ("term = 48\n", "this is a series, not an experiment; play it with `whitesmoke series "),
        ("", "question: missing; every experiment needs it (what the experiment is to find out)"),
        (HEAD + INFLUENCE + GRID + "[replicates]\n", "replicates.runs: missing; every table [replicates] needs it"),
        (HEAD + INFLUENCE + GRID + TAIL + "seed = 3\n", "replicates.seed: belongs at the top level, not inside repl"),
    ],
)  # fmt: skip
def test_files_of_another_kind_and_missing_fields(tmp_path, text, says):
    with pytest.raises(WhitesmokeError) as refused:
        laid_out(tmp_path, text)
    assert says in str(refused.value)


def test_most_of_an_experiment_is_checked_as_one(tmp_path):
    (tmp_path / "q.toml").write_text(INFLUENCE + TAIL)
    assert is_experiment(tmp_path / "q.toml")
    assert not is_experiment("scenarios/tutorial.toml")


def levels(plan, name="influence"):
    return [point.levels[name] for point in plan.points]


def test_grid_crosses_factors_and_arms(tmp_path):
    text = HEAD + INFLUENCE + '[factors.rule]\npath = "rule"\nvalues = ["unanimity", "majority"]\n'
    text += '[arms.plain]\n[arms.fast]\nset = {"parameters.speed" = 3.0}\n' + END
    plan = laid_out(tmp_path, text)
    assert len(plan.points) == len(plan.unique) == 8
    assert {setting.rule for setting in plan.settings} == {"unanimity", "majority"}
    assert [point.arm for point in plan.points] == ["plain"] * 4 + ["fast"] * 4
    assert all(("parameters.speed", 3.0) in setting.changes for setting in plan.settings[4:])


def test_ranges(tmp_path):
    text = HEAD + '[factors.a]\npath = "parameters.influence"\nlow = 0\nhigh = 2\nsteps = 5\n'
    text += '[factors.b]\npath = "parameters.speed"\nlow = 0.1\nhigh = 10\nsteps = 3\nscale = "log"\n' + END
    plan = laid_out(tmp_path, text)
    assert sorted(set(levels(plan, "a"))) == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert sorted(set(levels(plan, "b"))) == [0.1, 1.0, 10.0]


@pytest.mark.parametrize("design", ['kind = "latin-hypercube"\npoints = 20', 'kind = "sobol"\npoints = 16'])
def test_samples_stay_in_their_range_and_fill_it(tmp_path, design):
    text = HEAD + '[factors.a]\npath = "parameters.influence"\nlow = 1\nhigh = 3\n'
    text += '[factors.b]\npath = "rule"\nvalues = ["unanimity", "majority"]\n' + f"[design]\n{design}\n" + TAIL
    plan = laid_out(tmp_path, text)
    again = laid_out(tmp_path, text)
    assert plan.points == again.points
    found = np.array(levels(plan, "a"))
    assert 1 < found.min() < 1.2
    assert 2.8 < found.max() < 3
    assert levels(plan, "b").count("majority") == len(plan.points) / 2


def test_csv_and_list_are_the_same_points(tmp_path):
    (tmp_path / "points.csv").write_text("influence\n0.25\n1.5\n")
    listed = laid_out(
        tmp_path, HEAD + INFLUENCE + '[design]\nkind = "list"\nrows = [{influence = 0.25}, {influence = 1.5}]\n' + TAIL
    )
    table = laid_out(tmp_path, HEAD + INFLUENCE + '[design]\nkind = "csv"\nfile = "points.csv"\n' + TAIL)
    assert listed.names == table.names
    (tmp_path / "points.csv").write_text("influence\n0.25,3\n")
    with pytest.raises(WhitesmokeError, match=r"points.csv:2: "):
        laid_out(tmp_path, HEAD + INFLUENCE + '[design]\nkind = "csv"\nfile = "points.csv"\n' + TAIL)


@pytest.mark.parametrize(
    "raw",
    [
        b"influence;\r\n0,25;\r\n1,5;\r\n",
        b"sep=;\r\ninfluence;\r\n0,25;\r\n;;\r\n1,5;\r\n",
        "\ufeffinfluence\t\n0.25\t\n1.5\t\n".encode("utf-16-le"),
    ],
)
def test_points_as_spreadsheets_save_them(tmp_path, raw):
    (tmp_path / "points.csv").write_bytes(raw)
    text = HEAD + INFLUENCE + '[design]\nkind = "csv"\nfile = "points.csv"\n' + TAIL
    assert levels(laid_out(tmp_path, text), "influence") == [0.25, 1.5]
    (tmp_path / "points.csv").write_bytes(b'influence\n"1,500"\n')
    with pytest.raises(WhitesmokeError, match=r'points.csv:2: influence: "1,500" may be 1.500 or 1500'):
        laid_out(tmp_path, text)


def test_points_in_a_sheet(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("points")
    for row in (["influence"], [0.25], [1.5]):
        sheet.append(row)
    book.save(tmp_path / "points.xlsx")
    text = HEAD + INFLUENCE + '[design]\nkind = "csv"\nfile = "points.xlsx#points"\n' + TAIL
    assert levels(laid_out(tmp_path, text), "influence") == [0.25, 1.5]


def test_zipped_factors_and_wildcards(tmp_path):
    paths = '["parameters.influence", "parameters.isolation"]'
    text = f"{HEAD}[factors.pair]\npaths = {paths}\nvalues = [[1.0, 2.0], [3.0, 4.0]]\n"
    text += '[factors.ties]\npath = "members.*.patron_tie"\nvalues = [0.5]\n' + END
    plan = laid_out(tmp_path, text)
    assert ("parameters.influence", 3.0) in plan.settings[1].changes
    assert ("parameters.isolation", 4.0) in plan.settings[1].changes
    ties = [path for path, _ in plan.settings[0].changes if path.endswith("patron_tie")]
    assert ties == [f"members.{code}.patron_tie" for code in plan.base.names.members]


def test_relative_changes(tmp_path):
    base = laid_out(tmp_path, HEAD + INFLUENCE + END).experiment.base.scenario.parameters.speed
    text = HEAD + '[factors.s]\npath = "parameters.speed"\nchange = "multiply"\nvalues = [0.5, 2]\n' + END
    plan = laid_out(tmp_path, text)
    assert [dict(setting.changes)["parameters.speed"] for setting in plan.settings] == [0.5 * base, 2 * base]


def test_points_have_one_name_however_they_are_written(tmp_path):
    one = laid_out(tmp_path, HEAD + INFLUENCE + END)
    other = laid_out(
        tmp_path,
        HEAD + INFLUENCE.replace("[0.0, 1.0]", "[1.0, 0.5]").replace("influence]", "pull-of-peers]") + END,
    )
    assert one.names[1] == other.names[0]
    assert one.identity == other.identity


def test_identity_follows_what_a_run_depends_on(tmp_path):
    scenario = Path("scenarios/tutorial.toml").read_text()
    (tmp_path / "mine.toml").write_text(scenario)
    text = HEAD.replace("tutorial", "mine.toml") + INFLUENCE + END
    plain = laid_out(tmp_path, text).identity
    assert laid_out(tmp_path, text.replace("Q?", "Why?")).identity == plain
    assert laid_out(tmp_path, "seed = 2\n" + text).identity["seed"] != plain["seed"]
    (tmp_path / "mine.toml").write_text(scenario + "\n# a remark\n")
    assert laid_out(tmp_path, text).identity == plain
    (tmp_path / "mine.toml").write_text(scenario.replace("worth = ", "worth = 1"))
    assert laid_out(tmp_path, text).identity["scenario"] != plain["scenario"]


RACE = 'title = "T"\nquestion = "Q?"\nscenario = "rutte-iohannis"\n'
PATHS = [
    ("parameters.influence", [0.0, 1.0, 2.0]),
    ("blocs.west.baseline.rutte", [-2.0, -1.0]),
    ("members.HUN.baseline.rutte", [-4.0, -3.0]),
    ("demands.hungary-opt-out.ceiling", [0.2, 0.9]),
    ("focal.summit.weight", [0.1, 0.7]),
    ("demands.*.worth", [1.0, 2.0]),
]


@pytest.mark.parametrize(("path", "values"), PATHS)
def test_numbers_share_a_world_and_fill_the_right_entries(tmp_path, path, values):
    """Whatever a path fills: the shared World with the point's numbers in it is the World of that point alone."""
    text = RACE + f"[factors.x]\npath = {json.dumps(path)}\nvalues = {values}\n" + END
    plan = laid_out(tmp_path, text)
    settings = list(plan.unique.values())
    (plot,) = Compiler(plan.experiment).plots(settings)
    assert isinstance(plot, Plot)
    assert len(plot.slot)
    for row, at in enumerate(plot.members):
        alone = Compiler(plan.experiment).case(settings[at]).world
        numbers = plot.case.world.number.flat.copy()
        numbers[plot.slot] = plot.value[row]
        assert numbers.tobytes() == alone.number.flat.tobytes()
        for name in alone._fields:
            if name != "number":
                assert np.array_equal(getattr(alone, name), getattr(plot.case.world, name)), name


def test_what_shapes_the_world_gets_worlds_of_its_own(tmp_path):
    text = RACE + '[factors.x]\npath = "focal.summit.date"\nvalues = [2024-07-09, 2024-08-09]\n'
    text += '[factors.y]\npath = "parameters.influence"\nvalues = [0.5, 1.5]\n' + END
    plan = laid_out(tmp_path, text)
    plots = list(Compiler(plan.experiment).plots(list(plan.unique.values())))
    assert sorted(len(plot.members) for plot in plots) == [2, 2]
    assert all(isinstance(plot, Plot) for plot in plots)


def test_a_set_that_the_scenario_does_not_allow_is_one_failed_point(tmp_path):
    """Each value alone is fine; together they are not."""
    text = HEAD + '[factors.low]\npath = "rule.silence.low"\nvalues = [1.0, 7.0]\n'
    text += '[factors.high]\npath = "rule.silence.high"\nvalues = [8.0, 6.0]\n' + END
    plan = laid_out(tmp_path, text)
    found = list(Compiler(plan.experiment).plots(list(plan.unique.values())))
    refused = [plot for plot in found if not isinstance(plot, Plot)]
    assert [plan.points[at].levels for plot in refused for at in plot.members] == [{"low": 7.0, "high": 6.0}]
    assert "silence" in refused[0].reason
