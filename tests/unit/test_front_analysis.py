"""What a case hangs on, from Python: the words, the numbers and the figure of the command, tables without sentinels."""

from pathlib import Path

import pandas as pd
import pytest
import whitesmoke as ws
from whitesmoke.commands import asking
from whitesmoke.writing.output import dumps


@pytest.fixture(scope="module")
def costs() -> ws.Attribution:
    return ws.open("tutorial").attribute(runs=20, ties=1)


def test_an_attribution_is_that_of_the_command(
    costs: ws.Attribution, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asking.attribute("tutorial", 20, 1, [], None, None, tmp_path, True, True, 1)
    assert capsys.readouterr().out == dumps(costs.json()) == (tmp_path / "attribution.json").read_text()
    kept = costs.save(tmp_path / "mine")
    assert (kept / "figure.png").read_bytes() == (tmp_path / "figure.png").read_bytes()
    asking.attribute("tutorial", 20, 1, [], None, None, tmp_path, False, False, 1)
    assert capsys.readouterr().out.startswith(repr(costs)[:60])
    assert "\n" not in repr(costs)


def test_an_attribution_has_a_row_a_part(costs: ws.Attribution) -> None:
    said, table = costs.json(), costs.frame()
    assert table["part"].tolist() == [row["part"] for row in [*said["parts"], *said["ties"]]]
    assert table["net.low"][0] == said["parts"][0]["net"]["low"]
    assert table["same_sign"].isna().all()  # there is no posterior
    total = said["all_groups"]["days"]["value"]
    assert costs.groups["days"].sum() == pytest.approx(total)
    assert pd.api.types.is_float_dtype(table["same_sign"])


def test_too_few_runs_are_refused_in_words() -> None:
    with pytest.raises(ws.WhitesmokeError, match="runs: 1 are too few for an interval; give 2 or more"):
        ws.open("tutorial").attribute(runs=1)
    with pytest.raises(ws.WhitesmokeError, match="ties: -1 is no number of ties"):
        ws.open("tutorial").attribute(ties=-1)


def test_a_sensitivity_is_that_of_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    contrast = "demands.harbour.worth=0"
    found = ws.open("tutorial").sensitivity([contrast], 2, 4, 4, 2)
    asking.sensitivity("tutorial", [contrast], 2, 4, 4, 2, 1, None, tmp_path, True, True)
    assert capsys.readouterr().out == dumps(found.json()) == (tmp_path / "sensitivity.json").read_text()
    kept = found.save(tmp_path / "mine")
    assert (kept / "figure.png").read_bytes() == (tmp_path / "figure.png").read_bytes()
    assert "\n" not in repr(found)
    table = found.frame()
    assert len(table) == 3 * len(found.found.factors)
    assert ws.read(kept).frame().equals(table)


def test_a_design_that_is_none_is_refused() -> None:
    with pytest.raises(ws.WhitesmokeError, match=r"^points: .* not 20: take 16 or 32"):
        ws.open("tutorial").sensitivity(points=20)
    with pytest.raises(ws.WhitesmokeError, match="runs: 1 is too small; give 2 or more"):
        ws.open("tutorial").sensitivity(runs=1)
