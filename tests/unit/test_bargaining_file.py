"""`[bargaining]` in files, in templates, by hand and in sweeps."""

from pathlib import Path

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.scenario import library
from whitesmoke.scenario.build import build
from whitesmoke.scenario.library import shipped
from whitesmoke.scenario.like import case_like
from whitesmoke.scenario.load import load
from whitesmoke.scenario.notes import notes
from whitesmoke.scenario.slots import entries
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.worlds import Compiler, Plot

BARGAINED = ["bargaining.mode=bargained"]


@pytest.mark.parametrize("scenario", shipped(), ids=lambda one: one.name)
def test_every_scenario_that_ships_can_be_bargained_over(scenario):
    if scenario.name == "large-alliance":  # takes its time to compile
        assert load(scenario.path, BARGAINED).scenario.bargaining.mode == "bargained"
        return
    assert build(load(scenario.path, BARGAINED)).world.mode == codes.BARGAINED


def uncommented(text):
    """A template whose block on bargaining is in force."""
    before, title, block = text.partition("# --- how what is asked for is given")
    lines, rest = block.partition("\n\n")[::2]
    given = [line.removeprefix("#     ") for line in lines.splitlines() if line.startswith("#     ")]
    assert before
    assert title
    assert len(given) > 10
    return before + "\n".join(given) + "\n\n" + rest


def test_the_block_of_a_template_is_sound_once_it_is_no_comment(tmp_path):
    texts = {"new": library.template("new"), "like": case_like("like", "eu-council-tax", tmp_path)}
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(uncommented(text), encoding="utf-8")
        loaded = load(tmp_path / f"{name}.toml")
        case = build(loaded)
        assert case.world.mode == codes.BARGAINED
        assert [p for p, late in zip(case.world.purse, case.world.latent) if late != codes.OPEN] == [0]
        talked = [note.field for note in notes(loaded, case) if "bargain" in note.message]
        assert talked == (["parameters.anticipation"] if name == "new" else [])


def test_one_number_holds_for_all_who_have_none_of_their_own():
    case = build(load("tutorial", ["members.BET.reservation=1", "members.GAM.patience=2"]))
    number = case.world.number
    of = dict(zip(case.names.members, range(3)))
    assert number.reservation.tolist() == [1.0 if i == of["BET"] else 0.0 for i in range(3)]
    assert number.patience.tolist() == [2.0 if i == of["GAM"] else 8.0 for i in range(3)]
    filled = {
        path: number.flat[entries(case, path)].tolist()
        for path in ("bargaining.reservation", "members.BET.reservation")
    }
    assert filled == {"bargaining.reservation": [0.0, 0.0], "members.BET.reservation": [1.0]}
    drawn = build(load("tutorial", ["bargaining.patience={dist='uniform', low=2, high=6}"])).world
    assert len(drawn.draw_slot) == 3 + len(build(load("tutorial")).world.draw_slot)


SWEEP = """
title = "Modes"
question = "What does bargaining change?"
scenario = "tutorial"
replicates.runs = 2
design.kind = "grid"
factors.mode = { path = "bargaining.mode", values = ["meetings", "bargained"] }
factors.reservation = { path = "bargaining.reservation", low = -2.0, high = 1.0, steps = 3 }
factors.patience = { path = "members.*.patience", values = [2.0, 8.0] }
factors.budget = { path = "grantors.ALF.budget", values = [0.5, 1.0] }
set."grantors.ALF.cost" = 1.0
"""


def test_a_sweep_of_modes_takes_one_world_for_each(tmp_path):
    """Numbers go straight into it, that of a purse that the file does not have among them."""
    (tmp_path / "modes.toml").write_text(SWEEP, encoding="utf-8")
    plan = lay_out(load_experiment(tmp_path / "modes.toml"))
    settings, compiler = list(plan.unique.values()), Compiler(plan.experiment)
    plots = list(compiler.plots(settings))
    assert [plot.case.world.mode for plot in plots if isinstance(plot, Plot)] == [codes.MEETINGS, codes.BARGAINED]
    assert [len(plot.members) for plot in plots] == [12, 12]
    for plot in plots:
        alone = compiler.case(settings[plot.members[-1]]).world
        numbers = plot.case.world.number.flat.copy()
        numbers[plot.slot] = plot.value[-1]
        assert numbers.tobytes() == alone.number.flat.tobytes()
        assert np.array_equal(plot.case.world.purse, alone.purse)


def test_the_mode_of_a_variant_is_that_of_what_it_extends_unless_it_says_otherwise(tmp_path):
    base = Path("scenarios/tutorial.toml").resolve()
    (tmp_path / "base.toml").write_text(
        f'extends = "{base}"\n[bargaining]\nmode = "bargained"\npatience = 3\nassumed = true\n'
    )
    (tmp_path / "variant.toml").write_text(
        'extends = "base.toml"\ntitle = "More patient"\nbargaining.patience = 9\nassumed = true\n'
    )
    found = load(tmp_path / "variant.toml").scenario.bargaining
    assert (found.mode, found.patience) == ("bargained", 9.0)
    assert load(tmp_path / "variant.toml", ["bargaining.mode=meetings"]).scenario.bargaining.mode == "meetings"
