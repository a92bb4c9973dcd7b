"""The worked example of docs/contributing.md: a mechanism, *fatigue*, in a copy of the project.

`fatigue.patch` adds zeta x weeks since the start to every acceptance. In the copy everything that ought to hold of an
added mechanism is tried: at most six files; while it is off no golden text, no draw, no identity and no results folder
changes; while it is on the drivers agree, and races end earlier.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATCH = Path(__file__).with_name("fatigue.patch")
MOST_FILES = 6
COPIED = ("sim", "scenarios", "docs", "experiments", "tests", "pyproject.toml", "README.md")
DOES_NOT_FIT = "the example no longer fits the code: make the same change by hand, and keep `git diff -U2` of it here"

EXPERIMENT = """
title = "Before and after"
question = "Does a mechanism that is off change anything?"
scenario = "tutorial"
factors.pull = { path = "parameters.pull", values = [0.5, 1.5] }
arms = { usual = {}, other = { scenario = "council" } }
design = { kind = "grid" }
replicates = { runs = 10, draws = "independent" }
"""

AGREE = """
import numpy as np
from tests.agreement.test_everywhere import assert_agree
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case
mean = {}
for name in ("tutorial", "council", "rutte-iohannis"):
    for zeta in (0.0, 0.2):
        case = open_case(name, [f"parameters.fatigue={zeta}"])
        for run in range(5):
            assert_agree(case, run)
        mean[zeta] = ensemble(case.world, 200, 1).round.mean()
    assert mean[0.2] < mean[0.0], (name, mean)
"""

pytestmark = pytest.mark.slow


def changed() -> list[str]:
    return re.findall(r"^\+\+\+ b/(.*)$", PATCH.read_text(encoding="utf-8"), re.M)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project with the mechanism in it."""
    place = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        shutil.copytree(source, place / name) if source.is_dir() else shutil.copy(source, place)
    done = subprocess.run(["git", "apply", "-C1", PATCH], cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{DOES_NOT_FIT}\n{done.stderr}"
    return place


def python(place, *words, cwd=None):
    """Run Python on the package of a copy, or of the project itself; return what it printed."""
    path = {"PYTHONPATH": f"{place / 'sim'}{os.pathsep}{place}"}
    cache = {} if place == ROOT else {"NUMBA_CACHE_DIR": str(place / "cache")}
    words, own = [sys.executable, *map(str, words)], {**os.environ, **path, **cache}
    done = subprocess.run(words, cwd=cwd or place, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def test_it_takes_few_files():
    assert 0 < len(changed()) <= MOST_FILES


def test_while_it_is_off_no_golden_text_and_no_draw_changes(copy):
    """Nor does PLAYS want to be raised; and the tables of docs/MODEL.md are those of the code."""
    files = [f"tests/{name}" for name in ("golden", "unit/test_declarations.py", "docs/test_model_page.py")]
    python(copy, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *files)
    for file in (ROOT / "tests" / "golden").iterdir():
        assert not file.is_file() or file.read_bytes() == (copy / "tests" / "golden" / file.name).read_bytes()


def test_while_it_is_off_a_results_folder_is_gone_on_with(copy, tmp_path):
    (tmp_path / "small.toml").write_text(EXPERIMENT, encoding="utf-8")
    sweep = ["-m", "whitesmoke", "sweep", "small.toml", "--no-figure"]
    assert "40 runs played" in python(ROOT, *sweep, cwd=tmp_path)
    (tmp_path / "small.toml").write_text(EXPERIMENT.replace("[0.5, 1.5]", "[0.5, 1.0, 1.5]"), encoding="utf-8")
    said = python(copy, *sweep, cwd=tmp_path)
    assert "12 runs of it played again, each comes out as it did" in said
    assert "20 runs played" in said
    (folder,) = (tmp_path / "results" / "small").iterdir()
    assert "60 of 60 runs played again\nsound" in python(ROOT, "-m", "whitesmoke", "verify", folder, "--sample", "100")


def test_while_it_is_on_the_drivers_agree_and_races_end_earlier(copy):
    python(copy, "-c", AGREE)


def test_it_is_told_in_words_wherever_terms_are(copy):
    on = ["tutorial", "--set", "parameters.fatigue=0.2"]
    asked = ["explain", *on, "--member", "GAM", "--date", "2030-01-21"]
    assert re.search(r"fatigue +\S \+0\.40", python(copy, "-m", "whitesmoke", *asked))
    assert "zeta" in python(copy, "-m", "whitesmoke", "schema")
