"""docs/stylised-facts.md says what results/record/facts holds: every row of its table.

`python -m tests.docs.test_facts_page` prints the table, for the page after `make record`.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whitesmoke.evidence.facts.known_facts import facts
from whitesmoke.evidence.facts.measures import UNMEASURED
from whitesmoke.front.stylised import MODES
from whitesmoke.telling.facts_told import number

ROOT = Path(__file__).parents[2]
FILES = ROOT / "results" / "record" / "facts"
IMAGE = ROOT / "docs" / "images" / "stylised-facts.png"


def page() -> str:
    return (ROOT / "docs" / "stylised-facts.md").read_text(encoding="utf-8")


def found() -> Any:
    return json.loads((FILES / "facts.json").read_text(encoding="utf-8"))


def table() -> Iterator[str]:
    for row in found()["statistics"]:
        count = f" ({row['counted']})" if row["counted"] else ""
        corpus = f"{_number(row['corpus']['value'], row)}{count}"
        modes = [_mode(row[mode], row) for mode in MODES]
        cells = [row["fact"], row["statistic"], corpus, row["tolerance"] or "", *modes, _number(row["recorded"], row)]
        yield f"| {' | '.join(cells)} |"


def _mode(estimate: Any, row: Any) -> str:
    if estimate["value"] is None:
        return "-"
    value, low, high = (_number(estimate[name], row) for name in ("value", "low", "high"))
    return f"{f'**{value}**' if estimate['inside'] else value} [{low}, {high}]"


def _number(value: float | None, row: Any) -> str:
    return number(math.nan if value is None else value, row["unit"])


def counts() -> Iterator[str]:
    """Sentences of the page with numbers that are in no row of the table."""
    kept = found()
    held = [[row[mode] for row in kept["statistics"] if row["tolerance"]] for mode in MODES]
    measured = [[one for one in mode if one["value"] is not None] for mode in held]
    inside = [f"{sum(one['inside'] for one in mode)} of {len(mode)}" for mode in measured]
    runs = f"{kept['runs']} of each of {len(kept['cases'])} cases in each mode, seed {kept['seed']}"
    yield f"{runs}. Bold: inside; so are {inside[0]} numbers at meetings, {inside[1]} where actors bargain."
    days = next(row for row in kept["statistics"] if row["statistic"] == "days to agreement, median")
    both = [math.floor(days[mode]["value"] + 0.5) for mode in MODES]
    yield f"Half of the cases are over after {both[0]} days at meetings, after {both[1]} where actors bargain"


def in_words() -> Iterator[tuple[str, str, float, float]]:
    """What the page says of a row in words, a mode or the corpus, and between what the number then has to lie."""
    yield from [("by their own records after half a year (SF06)", "days to agreement, median recorded", 165.0, 200.0)]
    for mode in MODES:
        yield "a fifth to a quarter fail, in the records one in twenty", f"ended without a decision {mode}", 0.19, 0.26
    yield "in the records one in twenty", "ended without a decision recorded", 0.035, 0.065
    grants = "demands whose holder agrees within 3 days of a grant"
    yield "A concession ends three holdouts in ten at meetings", f"{grants} meetings", 0.25, 0.35
    yield "eight in ten where actors bargain, six in the corpus (SF17)", f"{grants} bargained", 0.75, 0.85
    yield "six in the corpus (SF17)", f"{grants} corpus", 0.55, 0.65
    yield "a third fails* (SF28, SF29)", "no agreement, where nobody asks for anything meetings", 0.28, 0.38
    yield "a third fails* (SF28, SF29)", "no agreement, where nobody asks for anything bargained", 0.28, 0.38
    for mode in MODES:
        yield "the last two are a week or more apart", f"days between the last two holders, median {mode}", 6.5, 20.0
    yield "two pairs of three fall within three days", "last two holders within three days corpus", 0.6, 0.72


@pytest.mark.parametrize(("words", "row", "low", "high"), in_words())
def test_words_for_a_number_are_near_it(words: str, row: str, low: float, high: float) -> None:
    name, _, which = row.rpartition(" ")
    value = next(one for one in found()["statistics"] if one["statistic"] == name)[which]
    assert words in " ".join(page().split())
    assert low < (value["value"] if isinstance(value, dict) else value) < high


def test_the_page_counts_as_the_results_do() -> None:
    for sentence in counts():
        assert sentence in page(), sentence


def test_the_page_has_every_row_of_the_results() -> None:
    for row in table():
        assert row in page(), row


def test_the_page_has_the_picture_of_the_results_and_what_is_not_measured() -> None:
    assert IMAGE.read_bytes() == (FILES / "figure.png").read_bytes()
    for fact in UNMEASURED:
        assert f"| {fact} | {facts()[fact].fact} | {UNMEASURED[fact]} |" in page()


if __name__ == "__main__":
    print("\n".join(counts()))
    print("\n".join(table()))
    print("\n".join(f"| {fact} | {facts()[fact].fact} | {why} |" for fact, why in UNMEASURED.items()))
