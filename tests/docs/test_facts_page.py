"""docs/stylised-facts.md says what results/record/facts holds: every row of its table.

`python -m tests.docs.test_facts_page` prints the table, for the page after `make record`.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitesmoke.evidence.facts.known_facts import facts
from whitesmoke.evidence.facts.measures import UNMEASURED
from whitesmoke.front.stylised import MODES
from whitesmoke.telling.facts_told import number

ROOT = Path(__file__).parents[2]
FILES = ROOT / "results" / "record" / "facts"
IMAGE = ROOT / "docs" / "images" / "stylised-facts.png"


def page() -> str:
    return (ROOT / "docs" / "stylised-facts.md").read_text(encoding="utf-8")


def table() -> Iterator[str]:
    for row in json.loads((FILES / "facts.json").read_text(encoding="utf-8"))["statistics"]:
        count = f" ({row['counted']})" if row["counted"] else ""
        corpus = f"{_number(row['corpus']['value'], row)}{count}"
        modes = [_mode(row[mode], row) for mode in MODES]
        cells = [row["fact"], row["statistic"], corpus, row["tolerance"] or "", *modes, _number(row["recorded"], row)]
        yield f"| {' | '.join(cells)} |"


def _mode(found: Any, row: Any) -> str:
    if found["value"] is None:
        return "-"
    value, low, high = (_number(found[name], row) for name in ("value", "low", "high"))
    return f"{f'**{value}**' if found['inside'] else value} [{low}, {high}]"


def _number(value: float | None, row: Any) -> str:
    return number(math.nan if value is None else value, row["unit"])


def test_the_page_has_every_row_of_the_results() -> None:
    for row in table():
        assert row in page(), row


def test_the_page_has_the_picture_of_the_results_and_what_is_not_measured() -> None:
    assert IMAGE.read_bytes() == (FILES / "figure.png").read_bytes()
    for fact in UNMEASURED:
        assert f"| {fact} | {facts()[fact].fact} | {UNMEASURED[fact]} |" in page()


if __name__ == "__main__":
    print("\n".join(table()))
    print("\n".join(f"| {fact} | {facts()[fact].fact} | {why} |" for fact, why in UNMEASURED.items()))
