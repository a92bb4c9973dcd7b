"""The examples of experiments/README.md are laid out: each design has as many points as it says."""

import re
import tomllib
from pathlib import Path

import pytest
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.layouts import DESIGNS
from whitesmoke.study.plan import lay_out

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "experiments" / "README.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml([^\n]*)\n(.*?)^```", TEXT, re.M | re.S)
HEAD = 'title = "t"\nquestion = "q?"\nscenario = "tutorial"\n[replicates]\nruns = 1\n'


def points(text, folder):
    file = folder / "example.toml"
    file.write_text(text, encoding="utf-8")
    return len(lay_out(load_experiment(file)).points)


def test_the_whole_example_is_complete(tmp_path):
    whole = [text for mark, text in BLOCKS if not mark]
    assert [points(text, tmp_path) for text in whole] == [6]


@pytest.mark.parametrize(("mark", "text"), [block for block in BLOCKS if block[0]])
def test_a_design_has_its_points(mark, text, tmp_path):
    assert points(HEAD + text, tmp_path) == int(mark.removeprefix(" design="))


def test_every_kind_of_design_is_shown_or_named():
    shown = {tomllib.loads(text)["design"]["kind"] for _, text in BLOCKS}
    named = set(re.findall(r"`(?:kind = \")?([a-z-]+)\"?`", TEXT))
    assert shown | named >= {*DESIGNS}


@pytest.mark.parametrize("page", ["experiments/README.md", "results/README.md"])
def test_links_lead_somewhere(page):
    file = ROOT / page
    targets = re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8"))
    assert targets or page != "experiments/README.md"
    assert [target for target in targets if not (file.parent / target).exists()] == []
