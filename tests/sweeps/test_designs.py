"""Every design of the register: it has words, is laid out and refused as it says, and comes from file to figure.

A new design is tried here without a line of its own. What it forgets fails: its words, its place in the guide, what it
needs, how it is drawn.
"""

import re
from pathlib import Path

import pytest
import whitesmoke
from whitesmoke.errors import ScenarioError
from whitesmoke.figures.sweeps import shape
from whitesmoke.figures.sweeps.points import read
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.layouts import DESIGNS
from whitesmoke.study.plan import lay_out

from tests.sweeps.conftest import command

ROOT = Path(__file__).parents[2]
FACTORS = (
    '[factors.speed]\npath = "parameters.speed"\nlow = 1.0\nhigh = 4.0\nsteps = 4\n'
    '[factors.influence]\npath = "parameters.influence"\nlow = 0.0\nhigh = 2.0\nsteps = 4\n'
)
ARMS = '[arms.usual]\n[arms.calm.set]\n"parameters.influence" = 0.0\n'
NEEDS = {
    None: "",
    "points": "points = 16\n",
    "trajectories": "trajectories = 6\n",
    "rows": "rows = [{ speed = 1.0, influence = 0.0 }, { speed = 2.0, influence = 1.0 }]\n",
    "file": 'file = "points.csv"\n',
}
"""By what a design needs: an example of it."""


def written(folder, kind, needs=None, name="q.toml"):
    """An experiment of two factors with a design of this kind."""
    (folder / "points.csv").write_text("speed,influence\n1.0,0.0\n2.0,1.0\n3.0,2.0\n")
    varied = ARMS if kind == "arms" else FACTORS if kind == "grid" else FACTORS.replace("steps = 4\n", "")
    needs = NEEDS[DESIGNS[kind].needs] if needs is None else needs
    file = folder / name
    file.write_text(
        f'title = "T"\nquestion = "Q?"\nscenario = "tutorial"\n{varied}[design]\nkind = "{kind}"\n{needs}'
        "[replicates]\nruns = 3\n"
    )
    return file


def levels(folder, kind, needs=None):
    return [point.levels for point in lay_out(load_experiment(written(folder, kind, needs))).points]


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_design_has_words_and_a_place_in_the_guide(kind):
    assert re.fullmatch(r"\S.{10,100}", DESIGNS[kind].words)
    guide = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    assert re.search(rf'`{kind}`|kind = "{kind}"', guide), f"the guide does not name {kind}"


@pytest.mark.parametrize("kind", [kind for kind in DESIGNS if kind != "arms"])
def test_a_design_is_laid_out_the_same_and_inside_its_ranges(kind, tmp_path):
    found = levels(tmp_path, kind)
    assert found == levels(tmp_path, kind)
    assert all(1.0 <= row["speed"] <= 4.0 and 0.0 <= row["influence"] <= 2.0 for row in found)
    if DESIGNS[kind].sampler is not None:
        asked = {"points": 16, "trajectories": 6}[DESIGNS[kind].needs]
        assert len(found) == asked * DESIGNS[kind].blocks(2)
        other = NEEDS[DESIGNS[kind].needs] + "seed = 3\n"
        assert found != levels(tmp_path, kind, other)


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_design_is_refused_without_what_it_needs_and_with_what_others_need(kind, tmp_path):
    for field, text in NEEDS.items():
        if field is None:
            continue
        given = "" if field == DESIGNS[kind].needs else NEEDS[DESIGNS[kind].needs] + text
        with pytest.raises(ScenarioError, match=f"a {kind} design (needs|has no) `{field}`"):
            levels(tmp_path, kind, given)


@pytest.mark.parametrize("kind", [kind for kind, layout in DESIGNS.items() if layout.power_of_two])
def test_what_must_be_a_power_of_two_is_refused_otherwise(kind, tmp_path):
    with pytest.raises(ScenarioError, match="take 8 or 16"):
        levels(tmp_path, kind, "points = 12\n")


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_design_comes_from_file_to_figure_and_report(kind, tmp_path):
    file = written(tmp_path, kind, name=f"{kind}.toml")
    done = command("sweep", file, "--out", tmp_path / "results", "--jobs", 1)
    assert done.returncode == 0, done.stderr
    (folder,) = (tmp_path / "results" / kind).iterdir()
    assert (folder / "figures" / "sweep.png").read_bytes()[:4] == b"\x89PNG"
    found = whitesmoke.read(folder).data()
    assert found["design"] == kind
    drawn = shape(read(found), kind, found["strewn"])
    assert (drawn == "scatter") == DESIGNS[kind].strewn
    assert command("report", folder).returncode == 0
    assert f"{kind}, {len(found['points'])} rows" in (folder / "report.html").read_text()


def test_more_points_of_a_halton_sequence_go_on_from_the_first(tmp_path):
    few, many = (levels(tmp_path, "halton", f"points = {count}\n") for count in (10, 25))
    assert many[:10] == few
