"""What docs/how-they-bargain.md says was tried is what the script prints."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_every_line_of_the_trials_stands_on_the_page(capsys):
    runpy.run_path(str(ROOT / "experiments" / "bargaining_trials.py"))["main"]()
    page = (ROOT / "docs" / "how-they-bargain.md").read_text(encoding="utf-8")
    told = page.partition("## What was tried")[2].partition("\n## ")[0]
    lines = capsys.readouterr().out.splitlines()
    rows = [line for line in lines if any(digit.isdigit() for digit in line) and not line.endswith("date")]
    assert len(rows) > 30
    assert [row for row in rows if row not in told] == []
