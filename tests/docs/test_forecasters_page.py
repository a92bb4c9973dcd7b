"""docs/scoring.md and docs/findings.md say of forecasters that play nothing what results/record/forecasters holds.

`python -m tests.docs.test_forecasters_page` prints the tables, for the pages after `make record`.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FILES = ROOT / "results" / "record" / "forecasters"
KINDS = ("coded", "calendar", "none")
OPEN = {0: "on the first day", 180: "after half a year", 365: "after a year"}
ALONE = "residual life"


def read() -> dict[str, Any]:
    return dict(json.loads((FILES / "forecasters.json").read_text(encoding="utf-8")))


def signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def paired(found: dict[str, float]) -> str:
    return f"{signed(found['mean'])} [{signed(found['low'])}, {signed(found['high'])}]"


def of_when() -> Iterator[str]:
    """Error of each forecaster, and its difference to residual life, by kind of dates."""
    found = {kind: read()["dates"][kind]["when"] for kind in KINDS}
    for name in sorted(found["coded"], key=lambda name: found["coded"][name]["crps"]["mean"]):
        lines = (found[kind][name] for kind in KINDS)
        cells = (f"{one['crps']['mean']:.2f} | {'0' if name == ALONE else paired(one['difference'])}" for one in lines)
        yield f"| {name} | {' | '.join(cells)} |"


def of_constants() -> Iterator[str]:
    """What is learnt of dates from all cases."""
    coded, calendar, none = (read()["constants"][kind] for kind in KINDS)
    reached = (f"{one['dates_reached']}, {one['dates_hit']}" for one in (coded, calendar))
    yield f"| dates reached undecided, and how many saw the decision | {' | '.join(reached)} | |"
    chances = (f"{one['date_chance']:.2f}" for one in (coded, calendar))
    yield f"| chance that a date sees it | {' | '.join(chances)} | |"
    called = f"{calendar['called_a_year']:.1f}; {calendar['called_reached']}, {calendar['called_hit']}"
    yield f"| called meetings: a year; reached, and saw it; chance | | {called}; {calendar['called_chance']:.2f} | |"
    ratios = (", ".join(map(ratio, one["days_over_days_to_next_date"])) for one in (coded, calendar))
    yield f"| days left over days to the next date, at 10, 25, 50, 75, 90 % | {' | '.join(ratios)} | |"
    off = (f"{one['off_dates_mean_log_days']:.2f}, {one['off_dates_spread']:.2f}" for one in (coded, calendar, none))
    yield f"| off dates: mean and spread of log days | {' | '.join(off)} |"


def ratio(value: float) -> str:
    return f"{value:.1f}" if value < 10.0 else f"{value:.0f}"


def of_time_left() -> Iterator[str]:
    """Medians over the cases of what residual life says at an age: a quarter, half, three quarters."""
    found = read()
    for age, words in OPEN.items():
        told = [
            days
            for case, came in found["came"].items()
            for on, days in zip(came["forecast_on"], found["forecasts"]["none"][ALONE][case], strict=True)
            if (date.fromisoformat(on) - date.fromisoformat(came["start"])).days == age
        ]
        yield f"| {words} | {' | '.join(f'{median(days[at] for days in told):.0f} days' for at in (1, 2, 3))} |"


def of_dates() -> Iterator[str]:
    """How many dates saw the decision."""
    found = read()["constants"]
    for words, kind, what in (
        ("regular meetings and ends of terms, by the body's calendar", "calendar", "dates"),
        ("meetings called for something, from the day of the call", "calendar", "called"),
        ("dates that were written down afterwards as those that pressed", "coded", "dates"),
    ):
        reached, hit = (found[kind][f"{what}_{which}"] for which in ("reached", "hit"))
        yield f"| {words} | {reached} | {hit} | {reached / hit:.0f} |"


def of_sentences() -> Iterator[str]:
    """Sentences of the findings with numbers of the record."""
    found = read()
    ends = [came["ending"] for came in found["came"].values()]
    assert (ends.count("failure"), ends.count("other")) == (2, 4)
    yield f"{ends.count('unchanged')} were decided as proposed and {ends.count('changed')} with changes or concessions"
    yield f"held {100 * found['calibration']['none'][ALONE]['5 to 95 %']['mean']:.0f} % of the truths"
    last = found["dates"]["none"]["last"]
    holdouts, members = (last[f"equal over {who}"]["brier"]["mean"] for who in ("open holdouts", "members"))
    yield f"({holdouts:.2f} against {members:.2f} of"
    ending = found["dates"]["none"]["ending"]
    yield f"({ending['by kind']['brier']['mean']:.2f} against {ending['base rates']['brier']['mean']:.2f})"
    without = [line for kind in KINDS[1:] for line in found["dates"][kind]["when"].values()]
    half_year = min(line["brier 180"]["mean"] for line in without)
    assert half_year > 0.25
    yield f"(0.25, the best has {half_year:.2f})"
    best = found["dates"]["calendar"]["when"]["a page of mechanism"]
    yield f"({paired(best['difference'])})"


TABLES = {
    of_when: "scoring",
    of_constants: "scoring",
    of_time_left: "findings",
    of_dates: "findings",
    of_sentences: "findings",
}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_the_page_has_every_row(table) -> None:
    page = (ROOT / "docs" / f"{TABLES[table]}.md").read_text(encoding="utf-8").replace("\n", " ")
    rows = list(table())
    assert rows
    for row in rows:
        assert row in page, row


if __name__ == "__main__":
    for one in TABLES:
        print("\n".join(one()), end="\n\n")
