"""Two parts of an experiment that change one field: refused with both lines, or in an order that is written down."""

from pathlib import Path

import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out

FAULTS = Path(__file__).parents[1] / "faults" / "experiments"
HEAD = 'title = "T"\nquestion = "Q?"\nscenario = "tutorial"\n'
END = '[design]\nkind = "grid"\n[replicates]\nruns = 10\n'


def factor(name, path, values="[1.0, 2.0]", change="set"):
    field = "paths" if path.startswith("[") else "path"
    quote = path if path.startswith("[") else f"'{path}'"
    return f'[factors.{name}]\n{field} = {quote}\nvalues = {values}\nchange = "{change}"\n'


def laid_out(tmp_path, text):
    file = tmp_path / "q.toml"
    file.write_text(HEAD + text + END)
    return lay_out(load_experiment(file))


def refusal(tmp_path, text):
    with pytest.raises(ScenarioError) as refused:
        laid_out(tmp_path, text)
    return str(refused.value).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("parameters.influence", "parameters.influence"),
        ("members.BET.weight", 'members . "BET".weight'),
        ("network.layers.0.share", "network.layers.00.share"),
        ("members.*.weight", "members.*.weight"),
    ],
)
def test_two_factors_that_set_one_field_are_refused_with_both_lines(tmp_path, one, other):
    said = refusal(tmp_path, factor("a", one) + factor("b", other))
    assert said.startswith("q.toml:9: factors.b.path: ")
    assert "is set by factors.a (q.toml:5) too, and only one could count; keep one, or let one of them" in said


def test_the_rule_and_its_name_are_one_field_and_its_silence_another(tmp_path):
    names = '["unanimity", "majority"]'
    said = refusal(tmp_path, factor("a", "rule", names) + factor("b", "rule.name", names))
    assert said.startswith("q.toml:9: factors.b.path: rule.name is set by factors.a (q.toml:5) too")
    assert said.endswith("; keep one")
    said = refusal(tmp_path, 'rule = "unanimity"\n' + factor("a", "rule.name", names))
    assert said.startswith("q.toml:6: factors.a.path: rule.name is set by rule (q.toml:4) too")
    assert len(laid_out(tmp_path, 'rule = "unanimity"\n' + factor("a", "rule", names)).notes) == 1
    plan = laid_out(tmp_path, factor("a", "rule", names) + factor("b", "rule.silence.high"))
    assert [(setting.rule, setting.overrides) for setting in plan.settings][1] == (
        "unanimity",
        ["rule.silence.high=2.0"],
    )


def test_a_table_and_a_field_in_it_are_refused(tmp_path):
    said = refusal(tmp_path, factor("a", "members.BET.baseline") + factor("b", "members.BET.baseline.dora"))
    assert (
        "members.BET.baseline.dora lies in members.BET.baseline, which factors.a (q.toml:5) changes as a whole" in said
    )


def test_what_an_arm_sets_cannot_be_set_by_a_factor_too(tmp_path):
    fixed = '[arms.x]\nset = { "parameters.influence" = 1.0 }\n'
    said = refusal(tmp_path, fixed + factor("a", "parameters.influence"))
    assert "parameters.influence is set by arms.x.set.parameters.influence (q.toml:5) too" in said
    plan = laid_out(tmp_path, fixed + factor("a", "parameters.influence", change="multiply"))
    assert [dict(setting.changes)["parameters.influence"] for setting in plan.settings] == [1.0, 2.0]


def test_a_factor_stands_on_what_holds_for_all_and_that_is_said(tmp_path):
    fixed = 'set = { "parameters.influence" = 1.5 }\n'
    plan = laid_out(tmp_path, fixed + factor("a", "parameters.influence"))
    assert [dict(setting.changes)["parameters.influence"] for setting in plan.settings] == [1.0, 2.0]
    (note,) = plan.notes
    assert note.replace(f"{tmp_path}/", "") == (
        "set.parameters.influence (q.toml:4) counts at no point: factors.a (q.toml:6) sets it too"
    )
    plan = laid_out(tmp_path, fixed + factor("a", "parameters.influence", change="multiply"))
    assert [dict(setting.changes)["parameters.influence"] for setting in plan.settings] == [1.5, 3.0]
    assert plan.notes == []


def test_an_arm_counts_before_what_holds_for_all(tmp_path):
    text = (
        'set = { "parameters.influence" = 1.0 }\n[arms.usual]\n[arms.other]\nset = { "parameters.influence" = 3.0 }\n'
    )
    plan = laid_out(tmp_path, text + factor("a", "members.BET.weight"))
    assert [dict(setting.changes)["parameters.influence"] for setting in plan.settings] == [1.0, 1.0, 3.0, 3.0]


def test_a_rule_of_the_experiment_and_the_name_of_a_rule_in_an_arm_are_refused(tmp_path):
    text = 'rule = "unanimity"\n[arms.x]\nset = { "rule.name" = "majority" }\n'
    assert "rule.name is set by rule (q.toml:4) too" in refusal(tmp_path, text + factor("a", "members.BET.weight"))


def test_set_then_multiply_then_add_whatever_the_order_in_the_file(tmp_path):
    parts = [
        factor("a", "parameters.influence", "[10.0]", "add"),
        factor("b", "parameters.influence", "[2.0]", "multiply"),
        factor("c", "parameters.influence", "[3.0]"),
    ]
    for text in ("".join(parts), "".join(reversed(parts))):
        (setting,) = laid_out(tmp_path, text).settings
        assert setting.changes == (("parameters.influence", 16.0),)


def test_what_is_named_counts_before_what_a_star_reaches(tmp_path):
    parts = [factor("a", "members.*.weight", "[2.0]"), factor("b", "members.BET.weight", "[5.0]")]
    for text in ("".join(parts), "".join(reversed(parts))):
        (setting,) = laid_out(tmp_path, text).settings
        assert dict(setting.changes) == {
            "members.ALF.weight": 2.0,
            "members.BET.weight": 5.0,
            "members.GAM.weight": 2.0,
        }
    fixed = 'set = { "members.BET.weight" = 7.0 }\n'
    (setting,) = laid_out(tmp_path, fixed + parts[0]).settings
    assert dict(setting.changes)["members.BET.weight"] == 7.0


def test_a_star_with_nothing_left_to_it_is_refused(tmp_path):
    said = refusal(tmp_path, factor("a", "demands.*.worth") + factor("b", "demands.harbour.worth"))
    assert said.startswith("q.toml:5: factors.a.path: nothing is left for it: all it reaches is set by name (factors.b")


def test_one_factor_reaches_a_field_once(tmp_path):
    said = refusal(tmp_path, factor("a", '["members.*.weight", "members.BET.weight"]'))
    assert said == "q.toml:5: factors.a.paths.1: it reaches members.BET.weight twice; take one of the two away"


def test_no_path_is_one_sentence(tmp_path):
    said = refusal(tmp_path, factor("a", "What a path", change="multiply"))
    assert said == 'q.toml:5: factors.a.path: "What a path" is no path; write one like parameters.influence'


def test_nothing_is_added_to_a_rule(tmp_path):
    assert "leave `change` out" in refusal(tmp_path, factor("a", "rule", '["majority"]', "add"))


# --- one value, one level -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("[1, 1.0]", "1 and 1.0 are the same number in `values`; keep one"),
        ('["x", "y", "x"]', "x stands twice in `values`; keep one"),
        ("[true, true]", "True stands twice"),
        ("[[1, 2.0], [1.0, 2]]", "are the same"),
    ],
)
def test_a_value_stands_once(tmp_path, values, said):
    assert said in refusal(tmp_path, factor("a", "parameters.influence", values))


def test_1_and_1_0_in_two_rows_are_one_point(tmp_path):
    file = tmp_path / "q.toml"
    rows = '[design]\nkind = "list"\nrows = [{ a = 1 }, { a = 1.0 }, { a = 2 }]\n[replicates]\nruns = 10\n'
    file.write_text(HEAD + factor("a", "parameters.influence", "[0.0]") + rows)
    plan = lay_out(load_experiment(file))
    assert len(plan.names) == 3
    assert len(plan.unique) == 2


def test_a_factor_that_changes_nothing_is_said(tmp_path):
    title = factor("a", "title", '["one", "another"]')
    plan = laid_out(tmp_path, title + factor("b", "parameters.influence"))
    (note,) = plan.notes
    assert note.endswith("q.toml:4: the factor a changes nothing: what is played is the same at each of its values")


# --- whole numbers --------------------------------------------------------------------------------------------------


def test_a_range_of_whole_numbers(tmp_path):
    plan = lay_out(load_experiment(FAULTS / "whole-range.toml"))
    assert [setting.overrides for setting in plan.settings] == [
        [f"calendar.round_days={days}"] for days in (1, 3, 5, 7)
    ]


def test_whole_numbers_are_drawn_in_equal_bins_with_both_ends(tmp_path):
    file = tmp_path / "q.toml"
    text = '[factors.days]\npath = "calendar.round_days"\nlow = 1\nhigh = 4\n[design]\nkind = "sobol"\npoints = 64\n'
    file.write_text(f"{HEAD}{text}[replicates]\nruns = 10\n")
    drawn = [point.levels["days"] for point in lay_out(load_experiment(file)).points]
    assert {days: drawn.count(days) for days in sorted(set(drawn))} == {1: 16, 2: 16, 3: 16, 4: 16}
    assert all(isinstance(days, int) for days in drawn)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (
            "low = 1.5\nhigh = 3\nsteps = 2\n",
            "factors.days.low: calendar.round_days takes whole numbers only; found 1.5",
        ),
        (
            "low = 1\nhigh = 3\nsteps = 5\n",
            "there are no 5 different whole numbers in equal steps from 1 to 3; take fewer",
        ),
        ("low = 1\nhigh = 3\nsteps = 3653060\n", "factors.days.steps: must be at or below 10000, found 3653060"),
    ],
)
def test_what_is_no_range_of_whole_numbers(tmp_path, span, said):
    assert said in refusal(tmp_path, f'[factors.days]\npath = "calendar.round_days"\n{span}')


def test_whole_numbers_can_be_added_to(tmp_path):
    plan = laid_out(tmp_path, factor("a", "calendar.round_days", "[-6, 1.0]", "add"))
    assert [setting.overrides for setting in plan.settings] == [["calendar.round_days=1"], ["calendar.round_days=8"]]


# --- a table of points ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("influence,rule,influence", 'two columns are called "influence"; keep one'),
        ("influence,rule, influence ", 'two columns are called "influence"; keep one'),
        ("influence,rule,", "column 3 has no name; name it or take it away"),
        (f"influence,rule{',' * 16_382}x", "columns 3 to 16383 have no name; name or take them away"),
    ],
)
def test_a_column_of_the_points_stands_once(tmp_path, head, said):
    text = (FAULTS / "column-twice.toml").read_text()
    (tmp_path / "q.toml").write_text(text)
    (tmp_path / "column-twice.csv").write_text(f"{head}\n0.5,unanimity,9.0\n")
    with pytest.raises(ScenarioError) as refused:
        load_experiment(tmp_path / "q.toml")
    assert str(refused.value).endswith(f"column-twice.csv:1: {said}")


@pytest.mark.parametrize("value", ['"2"', "true", "2024-01-01", "[[2.0]]"])
@pytest.mark.parametrize("change", ["add", "multiply"])
def test_only_a_number_is_added_or_multiplied_with(tmp_path, change, value):
    """As the fuzzer found: a text times a number was a traceback, and true counted as 1."""
    listed = value if value.startswith("[") else f"[{value}]"
    said = refusal(tmp_path, factor("a", "parameters.influence", listed, change))
    assert said.startswith("q.toml:")
    assert "is no number that could be added or multiplied with" in said
