"""Measures of one's own: what a formula says, what every quantity is in runs, and what is refused."""

import json
import math
import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.analysis import endings
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.toml import override
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.formula import parsed, quantities, value, written
from whitesmoke.study.measured import bounds_of
from whitesmoke.study.plan import lay_out
from whitesmoke.study.quantities import CAPITALS, COLUMNS, QUANTITIES, Played, asked, unmeasured, values

LAST, OTHERS = (partial(values, asked(f"got of {who}")) for who in ("last holdout", "other holdouts"))
NAN, BARGAINED = math.nan, " (where actors bargain)"
DAYS = {"a": np.array([1.0, 4.0, NAN]), "b": np.array([2.0, 0.0, 3.0])}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a + b * 2", [5, 4, NAN]),
        ("(a + b) * 2", [6, 8, NAN]),
        ("a - b - 1", [-2, 3, NAN]),
        ("-a + 1.5", [0.5, -2.5, NAN]),
        ("8 / b / 2", [2, NAN, 4 / 3]),
        ("a / b", [0.5, NAN, NAN]),
        ("a or 9 - b", [-1, 4, 6]),
        ("min(a, b, 3)", [1, 0, NAN]),
        ("max(a or 0, b) * 2", [4, 8, 6]),
        ("a < b", [1, 0, NAN]),
        ("a - 1 >= b", [0, 1, NAN]),
        ("b = 3", [0, 0, 1]),
    ],
)
def test_what_a_formula_is_in_each_run(text, wanted):
    tree = parsed(text)
    np.testing.assert_array_equal(value(tree, DAYS), wanted)
    np.testing.assert_array_equal(value(parsed(written(tree)), DAYS), wanted)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("met of last holdout", 0, 1),
        ("got of last holdout - got of other holdouts", -1, 1),
        ("1 - deadlock", 0, 1),
        ("-deadlock", -1, 0),
        ("day > 3", 0, 1),
        ("min(day or 84, 84)", 0, 84),
        ("max(deadlock, 0.5)", 0.5, 1),
        ("day", 0, np.inf),
        ("5 - day", -np.inf, 5),
        ("deadlock + deadlock", 0, 2),
        ("day / 2", -np.inf, np.inf),
        ("granted to all", -np.inf, np.inf),
    ],
)
def test_bounds_of_a_formula(text, low, high):
    assert bounds_of(parsed(text)) == (low, high)


def test_a_formula_is_told_apart_by_what_it_says_not_by_blanks():
    assert written(parsed("( a+b )*2")) == written(parsed("(a + b)  * 2"))
    assert written(parsed("a - b - 1")) != written(parsed("a - (b - 1)"))


def test_names_have_hyphens_and_a_minus_has_blanks():
    assert quantities(parsed("met of opt-out - met of harbour")) == ["met of opt-out", "met of harbour"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "at the start: the formula ends"),
        ("day +", 'after "day +": the formula ends'),
        ("(day", 'a ")" is missing after "( day"'),
        ("day day)", 'nothing can be made of ")"'),
        ("min(day, )", "a number or a quantity is missing"),
        ("day < 1 < 2", 'nothing can be made of "<"'),
        ("(" * 60 + "day" + ")" * 60, "more than 40 brackets"),
        ("day +" * 400, "1,000 signs at most"),
    ],
)
def test_what_is_no_formula(text, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        parsed(text)


# --- quantities -----------------------------------------------------------------------------------------------------

NAMES = {
    "DEMAND": "harbour", "MEMBER": "GAM", "CANDIDATE": "dora", "PURSE": "candidate", "ENDING": "agreed",
    "NUMBER": "1", "DATE": "2030-02-04", "TEXT": "dora.place",
}  # fmt: skip


@pytest.fixture(scope="module")
def played():
    loaded = load("tutorial", [override("bargaining.mode", "bargained")])
    case = build(loaded)
    return Played(case, ensemble(case.world, 60, 1))


def named(pattern):
    return CAPITALS.sub(lambda found: NAMES[found[0]], pattern)


@pytest.mark.parametrize("pattern", QUANTITIES)
def test_every_quantity_has_words_and_is_a_number_of_every_run(pattern, played):
    one = asked(named(pattern))
    assert one.of.pattern == pattern
    assert one.meaning
    assert not CAPITALS.search(one.meaning.replace(NAMES["MEMBER"], ""))
    found = values(one, played)
    assert found.shape == (60,)
    assert found.dtype == float
    if not unmeasured(one, played.case):
        halves = [values(one, Played(played.case, type(played.outcomes)._make(f[rows] for f in played.outcomes)))
                  for rows in (slice(0, 7), slice(7, 60))]  # fmt: skip
        np.testing.assert_array_equal(np.concatenate(halves), found)


def test_the_page_names_every_quantity_with_its_unit_and_meaning():
    page = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+)` \| (.*) \| (.+) \|$", page, re.M)
    told = [
        (one.pattern, one.unit, one.meaning + " (where actors bargain)" * one.bargained) for one in QUANTITIES.values()
    ]
    assert [(pattern, unit.strip(), meaning) for pattern, unit, meaning in rows] == told
    for text in re.findall(r"^- `(.+)`:", page, re.M):
        assert quantities(parsed(text)), text


def test_every_column_of_runs_can_be_asked_for_by_its_own_name():
    for kind, pattern in COLUMNS.items():
        name = "dora@2030-02-04" if kind == "tally" else NAMES[CAPITALS.findall(pattern)[0]]
        assert asked(f"{kind}.{name}") == asked(named(pattern))


def test_who_was_last_got_what_the_runs_say(played):
    outcomes = played.outcomes
    last = values(asked("last is GAM"), played) == 1
    met = outcomes.met[:, 0]
    raised = outcomes.raised[:, 0] < 2**31 - 1
    np.testing.assert_array_equal(values(asked("met of all holdouts"), played)[raised], met[raised])
    here = last & raised
    assert here.any()
    np.testing.assert_array_equal(values(asked("met of last holdout"), played)[here], met[here])
    assert np.isnan(values(asked("met of other holdouts"), played)[here]).all()


def test_the_last_is_set_against_the_others_where_both_asked_for_something_but_a_red_line():
    case = build(load("rutte-iohannis"))
    played = Played(case, ensemble(case.world, 60, 1))
    outcomes, world = played.outcomes, case.world
    both = 0
    for run, last in enumerate(endings.last_texts(case, outcomes)):
        asked_in = {
            case.names.members[i]
            for d, i in enumerate(world.holder)
            if not world.red_line[d] and outcomes.raised[run, d] != codes.NEVER
        }
        groups = [asked_in & {*last.split()}, asked_in - {*last.split()}]
        got = [[outcomes.got[run, case.names.members.index(code)] for code in sorted(group)] for group in groups]
        wanted = np.mean(got[0]) - np.mean(got[1]) if all(got) else NAN
        found = value(parsed("a - b"), {"a": LAST(played)[run : run + 1], "b": OTHERS(played)[run : run + 1]})
        np.testing.assert_allclose(found, [wanted])
        both += all(map(bool, got))
    assert 0 < both < 60


def test_days_held_up_are_those_after_all_others(played):
    case, outcomes = played
    by = {code: values(asked(f"days held up by {code}"), played) for code in case.names.members}
    settled = outcomes.winner >= 0
    for run in np.flatnonzero(settled):
        on = sorted(outcomes.committed_on[run] * case.world.round_days)
        late = {code: by[code][run] for code in by}
        assert max(late.values()) == on[-1] - on[-2] == values(asked("days held up by last holdout"), played)[run]
        assert sum(days > 0 for days in late.values()) <= 1


# --- in an experiment -----------------------------------------------------------------------------------------------

HEAD = 'title = "T"\nquestion = "Q?"\nscenario = "tutorial"\n'
REST = (
    '[factors.influence]\npath = "parameters.influence"\nvalues = [0.0, 1.0]\n[design]\nkind = "grid"\n'
    "[replicates]\nruns = 10\n"
)


def laid_out(tmp_path, text):
    file = tmp_path / "q.toml"
    file.write_text(text)
    return lay_out(load_experiment(file))


@pytest.mark.parametrize(
    ("table", "line", "field", "words"),
    [
        ('[measures]\nlate = "dya"\n', 5, "late", 'nothing measured is called "dya" (did you mean "day"?)'),
        ('[measures]\nlate = ""\n', 5, "late", "a number or a quantity is missing at the start"),
        ('[measures]\nlate = "day >"\n', 5, "late", "the formula ends"),
        ('[measures.late]\nformula = "met of harbor"\n', 5, "late.formula", 'did you mean "harbour"?'),
        ('[measures.late]\nformula = "day"\nwhere = "won by emil"\n', 6, "late.where", 'there is no "emil"'),
        ('[measures]\nmoney = "spent by all"\n', 5, "money", "nothing of this kind"),
        ('[measures]\nmoney = "got of GAM"\n', 5, "money", 'set "bargaining.mode" to "bargained"'),
        ('[measures]\nlate = "members in on 2031-01-01"\n', 5, "late", "lies outside the race"),
        ('[measures]\nlate = "1 + 2"\n', 5, "late", "the same in all of them"),
        ('[measures]\nday = "exit of dora"\n', 5, "day", "take another name"),
        ('[measures.late]\nformula = "day"\nwords = "{value} of {all}"\n', 4, "late", '"{value}" in it once'),
        ('[measures.late]\nformla = "day"\n', 5, "formla", "formula"),
    ],
)
def test_what_cannot_be_measured_is_refused_where_it_stands(tmp_path, table, line, field, words):
    with pytest.raises(ScenarioError) as refused:
        laid_out(tmp_path, HEAD + table + REST)
    message = str(refused.value)
    assert f"q.toml:{line}: " in message
    assert field in message
    assert words in message


def test_a_mode_that_only_some_points_have_is_enough(tmp_path):
    mode = '[factors.mode]\npath = "bargaining.mode"\nvalues = ["meetings", "bargained"]\n'
    plan = laid_out(tmp_path, HEAD + '[measures]\nmoney = "got of GAM"\n' + mode + REST)
    assert plan.columns[-1] == "measure.money"


def test_an_experiment_without_measures_is_what_it_was(tmp_path):
    plain = laid_out(tmp_path, HEAD + REST)
    assert "measures" not in plain.identity
    told = laid_out(tmp_path, HEAD + '[measures]\nlate = "day"\n' + REST)
    again = laid_out(tmp_path, HEAD + '[measures.late]\nformula = " ( day )"\nlabel = "how late"\n' + REST)
    assert told.identity == again.identity
    assert told.identity["measures"] == {"late": "day"}
    other = laid_out(tmp_path, HEAD + '[measures]\nlate = "day + 1"\n' + REST)
    assert other.identity != told.identity
    assert json.loads(json.dumps(told.identity)) == told.identity
