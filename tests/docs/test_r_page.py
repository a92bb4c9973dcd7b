"""docs/r.md names columns that an export has; R itself is not executed."""

import csv
import re
from pathlib import Path

import pytest
from whitesmoke.commands.cli import _run as whitesmoke

PAGE = (Path(__file__).parents[2] / "docs" / "r.md").read_text(encoding="utf-8")
OWN = {"settled", "time"}
"""Columns that the page makes itself."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("r")
    text = re.search(r'```toml title="[^"]*"\n(.*?)```', PAGE, re.S)
    assert text is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        (folder / "harbour.toml").write_text(text[1].replace("runs = 100", "runs = 2"))
        assert whitesmoke(["sweep", "harbour.toml", "--jobs", "1", "-q"]) == 0
        assert whitesmoke(["export", "results/harbour", "--csv", "--out", "out"]) == 0
    return folder / "out"


def named() -> set[str]:
    lines = "\n".join(re.findall(r"```r\n(.*?)```", PAGE, re.S))
    words = re.findall(r"runs\$(\w+)", lines) + re.findall(r"\b(\w+) ==", lines) + re.findall(r'by = "(\w+)"', lines)
    words += [word for pair in re.findall(r"~ (\w+)(?: \+ (\w+))?", lines) for word in pair if word]
    return {*words, *re.findall(r'runs\[\["([^"]+)"\]\]', PAGE), "last", "ending", "row"}


def test_every_column_that_the_page_names_is_in_the_export(exported: Path) -> None:
    with (exported / "runs.csv").open(encoding="utf-8") as file:
        head = next(csv.reader(file))
    assert named() >= {"day", "outcome", "ceiling", "rule", "replicate", "met.harbour"}
    assert named() - OWN - {*head} == set()


def test_the_horizon_that_the_page_gives_is_that_of_the_codebook(exported: Path) -> None:
    with (exported / "codebook.csv").open(encoding="utf-8") as file:
        meaning = next(row["meaning"] for row in csv.DictReader(file) if row["name"] == "day")
    horizon = re.search(r"^horizon <- (\d+)$", PAGE, re.M)
    assert horizon is not None
    assert f"day {horizon[1]} of the scenario" in meaning
