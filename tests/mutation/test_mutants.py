"""What can be planted, and that tests see it."""

import ast
import subprocess
import sys

import pytest

from tests.mutation.__main__ import EQUAL
from tests.mutation.mutants import ROOT, chosen, faults


@pytest.mark.parametrize(
    ("source", "planted"),
    [
        ("a < b", {"a <= b", "a > b"}),
        ("a + b", {"a - b"}),
        ("a and b", {"a or b", "a", "b"}),
        ("0.0", {"1.0", "0.01"}),
        ("-x", {"x"}),
        ("table[i, k]", set()),
        ("max(0.0, x)", {"0.0", "x"}),
        ("rate(x, y)", {"rate(y, x)"}),
        ("range(n)", {"range(n - 1)"}),
    ],
)
def test_faults(source, planted):
    assert {ast.unparse(fault) for fault in faults(ast.parse(source, mode="eval").body)} == planted


@pytest.mark.slow
def test_what_is_listed_as_equal_can_still_be_planted():
    names = {mutant.name for mutant in chosen(0, 1)}
    assert [
        line for line in EQUAL.read_text(encoding="utf-8").splitlines() if line[:4] == "sim/" and line not in names
    ] == []


@pytest.mark.slow
def test_mutants_are_killed():
    command = [sys.executable, "-m", "tests.mutation", "--mutants", "70"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr
