"""The README shows what the first command prints, and says how far the forecasts were off."""

import re
from pathlib import Path

from whitesmoke.commands.cli import _run as whitesmoke

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_run_says_what_the_readme_shows(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    shown = re.search(r"```text\n(.*?)```", README, re.S)[1]
    assert whitesmoke(["run", "rutte-iohannis", "--seed", "1", "--no-figure", "--out", str(tmp_path)]) == 0
    said, at = capsys.readouterr().out, 0
    for line in shown.splitlines():
        at = said.find(line, at)
        assert at >= 0, f"not printed, or in another order: {line}"


def test_the_size_of_the_error_is_that_of_the_scores():
    scoring = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    model, arithmetic = re.search(r"CRPS (\d\.\d\d), .*?\((\d\.\d\d)\)", README, re.S).groups()
    assert f"| model, bargained | calendar | 37 | {model} |" in scoring
    assert f"| residual life | {arithmetic} | 0 | {arithmetic} |" in scoring
