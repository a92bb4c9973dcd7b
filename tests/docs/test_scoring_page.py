"""docs/scoring.md says what comes out of the forecasts of the model that results/record/score holds: every row.

`python -m tests.docs.test_scoring_page` prints the rows, for the page after `make record`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from whitesmoke.evidence.protocol.averaging import Estimate
from whitesmoke.evidence.protocol.board import Board, board
from whitesmoke.evidence.protocol.dates import seen, tables
from whitesmoke.evidence.protocol.register import FORECASTERS
from whitesmoke.evidence.score.kept_forecasts import Asked, Forecasts
from whitesmoke.evidence.score.versions import SHIPPED, further

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "results" / "record" / "score" / "forecasts"
BESIDE = {name: FORECASTERS[name] for name in ("residual life", "date hazard")}


def boards() -> Iterator[tuple[str, Board]]:
    """The scores of each version and kind of dates that is kept, beside the two that differences are taken to."""
    books = tables()
    for file in sorted(KEPT.glob("*.json")):
        asked = Asked(**json.loads(file.read_text(encoding="utf-8"))["asked"])
        cases = seen(books, asked.dates)
        groups = {
            "31": [case.name for case in cases if case.name not in SHIPPED],
            "6": [case.name for case in cases if case.name in SHIPPED],
        }
        told = Forecasts(KEPT, asked).told()
        yield asked.dates, board(cases, further({asked.version: told}, len(cases)), groups=groups)


def rows() -> Iterator[str]:
    for dates, one in boards():
        for line in one.when:
            if line.forecaster.startswith("model"):
                yield _row(line.forecaster, dates, "37", line.scores["crps"], line.difference, line.ahead)
        for cases, found in one.apart.items():
            for name, apart in found.items():
                if name.startswith("model"):
                    yield _row(name, dates, cases, *apart)
        for asked, scores in (("last", one.last), ("ending", one.ending)):
            yield from (
                f"| {name} | {asked} | {dates} | {_interval(found)} |"
                for name, found in scores.items()
                if "model" in name
            )


def _row(name: str, dates: str, cases: str, crps: Estimate, *differences: Estimate) -> str:
    return f"| {name} | {dates} | {cases} | {crps.mean:.2f} | {' | '.join(map(_paired, differences))} |"


def _paired(found: Estimate) -> str:
    return "{:+.2f} [{:+.2f}, {:+.2f}]".format(*found).replace("-", "−")


def _interval(found: Estimate) -> str:
    return "{:.2f} [{:.2f}, {:.2f}]".format(*found)


def test_every_row_is_on_the_page(monkeypatch) -> None:
    for name in set(FORECASTERS) - set(BESIDE):
        monkeypatch.delitem(FORECASTERS, name)
    page = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    found = list(rows())
    assert found
    assert [row for row in found if row not in page] == []


if __name__ == "__main__":
    for name in set(FORECASTERS) - set(BESIDE):
        del FORECASTERS[name]
    print("\n".join(rows()))
