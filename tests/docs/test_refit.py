"""docs/how-they-bargain.md says what the race fitted where actors bargain gave: every row of its tables.

`python -m tests.docs.test_refit` prints them, for the page after `make refit`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.evidence.parameters import read_priors, values
from whitesmoke.evidence.posterior import Posterior, read

ROOT = Path(__file__).parents[2]
REFIT = ROOT / "results" / "record" / "refit"
FOUND = json.loads((REFIT / "calibration.json").read_text(encoding="utf-8"))


def page() -> str:
    return (ROOT / "docs" / "how-they-bargain.md").read_text(encoding="utf-8")


def three(value: np.ndarray) -> str:
    p05, p50, p95 = np.quantile(value, [0.05, 0.5, 0.95])
    return f"{p50:.2f} [{p05:.2f}, {p95:.2f}]".replace("-", "−")


def drawn(posterior: Posterior, name: str) -> str:
    return three(posterior.draws[:, posterior.names.index(name)]) if name in posterior.names else ""


def learnt() -> Iterator[str]:
    """Each number of the mechanism before and after, and where the race was fitted at meetings."""
    bargained, meetings = read(REFIT), read(Path("rutte-iohannis"))
    even = (np.arange(1000) + 0.5) / 1000
    for path, prior in read_priors().shared.items():
        if path in bargained.names:
            cells = three(values(prior, even)), drawn(bargained, path), drawn(meetings, path)
            yield f"| {path.removeprefix('parameters.')} | {' | '.join(cells)} |"


def modes() -> Iterator[str]:
    """Log evidence in either mode, at the same setting."""
    meetings = json.loads((REFIT / "without-bargaining" / "calibration.json").read_text(encoding="utf-8"))
    assert (meetings["modes"], meetings["settings"]["off"]) == (["meetings"], ["bargaining"])
    found = [f"{one['log_evidence']:.1f}".replace("-", "−") for one in (FOUND, meetings)]
    yield "| | bargained | meetings |"
    yield f"| log evidence | {' | '.join(found)} |"


def ablations() -> Iterator[str]:
    found = FOUND["without"]
    yield "| without | " + " | ".join(found) + " |"
    yield "| log evidence | " + " | ".join(f"{gain:+.1f}".replace("-", "−") for gain in found.values()) + " |"


def settled() -> Iterator[str]:
    """When half of the fitted runs have settled, and how many never do, in either mode."""
    for folder in (REFIT, REFIT / "without-bargaining"):
        kept = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))["predictive"]
        decision = next(one for one in kept if one["what"] == "decision")
        yield f"{decision['p50']:.0f}, and {decision['never']:.0%}".replace("%", " %") + " never"


def test_the_page_says_when_fitted_runs_settle() -> None:
    for words in settled():
        assert f"half of the runs settle by day {words}" in " ".join(page().split())


def test_the_page_has_the_picture_and_both_fits_can_be_played() -> None:
    assert "(images/refit.png)" in page()
    assert (ROOT / "docs" / "images" / "refit.png").is_file()
    assert read(REFIT / "without-bargaining").modes == ["meetings"]


def test_what_the_page_says_lies_outside_nine_runs_of_ten_is_all_that_does() -> None:
    """The United States at meetings."""
    for folder, outside in ((REFIT, []), (REFIT / "without-bargaining", ["USA comes round"])):
        kept = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))["predictive"]
        assert [one["what"] for one in kept if one["surprising"]] == outside


def test_no_mechanism_is_missed_beyond_luck() -> None:
    """All seven of bargaining, as `make refit` leaves them out; a nat is what luck makes."""
    named = re.search(r"MECHANISMS := (.*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert named is not None
    assert list(FOUND["without"]) == named[1].split()
    assert max(map(abs, FOUND["without"].values())) < 1.0
    assert "None is beyond a nat" in page()


TABLES = {"learnt": learnt, "modes": modes, "ablations": ablations}


@pytest.mark.parametrize("name", TABLES)
def test_the_page_has_every_row_of_the_refit(name: str) -> None:
    rows = list(TABLES[name]())
    assert len(rows) > 1
    for row in rows:
        assert row in page(), f"{name}: {row}"


def test_it_is_the_race_where_actors_bargain_fitted_in_full() -> None:
    assert (FOUND["cases"], FOUND["modes"], FOUND["weight"]) == (["rutte-iohannis"], ["bargained"], 1.0)
    assert (read(REFIT).modes, len(read(REFIT).draws)) == (["bargained"], FOUND["settings"]["particles"])


if __name__ == "__main__":
    for title, table in TABLES.items():
        print(f"\n{title}\n")
        print("\n".join(table()))
