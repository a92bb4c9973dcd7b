"""Nothing lies about: the top level of the repository has what belongs there, and no scratch file."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KNOWN = {
    ".ci",
    ".gitignore",
    ".python-version",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "Makefile",
    "README.md",
    "benchmarks",
    "docs",
    "experiments",
    "pyproject.toml",
    "requirements",
    "results",
    "scenarios",
    "sim",
    "tests",
}


def test_the_top_level_has_what_belongs_there():
    """A new file or folder up there is added here on purpose."""
    if not (ROOT / ".git").exists():
        pytest.skip("no repository")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert {name.partition("/")[0] for name in names.split("\0") if name} == KNOWN
