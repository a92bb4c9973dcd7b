"""A sweep of a scenario that the experiment names by a path: what is printed works from where one stands."""

import json
import shlex
from pathlib import Path

import pytest
from whitesmoke.commands.cli import main
from whitesmoke.figures.sweeps.foot import foot
from whitesmoke.scenario.files import name_of
from whitesmoke.study import folders
from whitesmoke.study.codebook import about, entries
from whitesmoke.study.codebook_text import markdown
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out

ROOT = Path(__file__).parents[2]
EXPERIMENT = """title = "T"
question = "Q?"
scenario = "../{folder}/mine.toml"
design.kind = "grid"
replicates.runs = 2
[factors.influence]
path = "parameters.influence"
values = [0.0, 1.0]
"""


@pytest.fixture
def swept(tmp_path, monkeypatch):
    """The folder of a sweep, without runs, and how its run 1 of row 1 is played by itself."""
    monkeypatch.chdir(tmp_path)

    def of(folder):
        for name in (folder, "experiments"):
            Path(name).mkdir()
        text = (ROOT / "scenarios" / "tutorial.toml").read_text().replace("Tutorial: three", "By path: three")
        Path(folder, "mine.toml").write_text(text)
        Path("experiments", "q.toml").write_text(EXPERIMENT.format(folder=folder))
        plan = lay_out(load_experiment("experiments/q.toml"))
        results = folders.folder_of(plan, Path("results"))
        folders.prepare(plan, results)
        return results

    return of


def alone(results):
    """The command that plays a run by itself, in words."""
    plan = folders.reopen(results)
    return shlex.split(plan.run_line(plan.names[1], 1))


def plays(words, capsys):
    """Whether a command works here."""
    with pytest.raises(SystemExit) as ended:
        main([*words[1:], "--json", "--no-figure"])
    played = json.loads(capsys.readouterr().out)
    return ended.value.code == 0 and (played["scenario"], played["replicate"]) == ("mine", 1)


@pytest.mark.parametrize(("folder", "printed"), [("scenarios", "mine"), ("cases", "cases/mine.toml")])
def test_the_file_that_is_still_there_is_named_from_here(swept, capsys, folder, printed):
    words = alone(swept(folder))
    assert words[:3] == ["whitesmoke", "run", printed]
    assert plays(words, capsys)


@pytest.mark.parametrize("change", ["gone", "edited"])
def test_what_is_gone_or_edited_is_played_from_the_copy(swept, capsys, change):
    results, file = swept("scenarios"), Path("scenarios/mine.toml")
    file.unlink() if change == "gone" else file.write_text(file.read_text() + "\n# later\n")
    words = alone(results)
    assert words[2] == str(results.path / "inputs" / "scenarios" / "mine.toml")
    assert plays(words, capsys)


def test_a_scenario_is_called_by_its_stem():
    assert [name_of(text) for text in ("tutorial", "../a/b.toml", "b.c.toml")] == ["tutorial", "b", "b.c"]


def test_codebook_and_citation_name_the_scenario_and_its_title(swept):
    known = about(swept("scenarios"))
    text = markdown(known, entries(known), [])
    digest = known.manifest["identity"]["scenario"][:12]
    assert f'Scenario mine ("By path: three allies and one candidate", sha256 {digest}), seed 1' in text
    assert "../" not in text


def test_the_foot_of_a_figure_names_the_scenario():
    found = {"scenario": "../scenarios/mine.toml", "rule": "unanimity", "seed": 1, "draws": "common"}
    found |= {"mechanism": "", "assumption": ""}
    nothing = type("Points", (), {"lost": [], "marks": [], "fixed": [], "horizons": (1, 1), "start": None})()
    text = " ".join(foot(found, nothing).others)
    assert text.startswith("Scenario mine, rule unanimity")
