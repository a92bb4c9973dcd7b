"""docs/findings.md says what results/record holds: every row of its tables, and the posterior that ships.

`python -m tests.docs.test_findings` prints the tables, for the page after `make record`.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "results" / "record"
AS_OF = ("2024-02-22", "2024-04-02", "2024-05-02", "2024-06-10")
GROUPS = ("rule", "demands", "rivals", "dates", "ties", "patron")


def read(path: str) -> Any:
    return json.loads((RECORD / path).read_text(encoding="utf-8"))


def scoreboard(what: str) -> Iterator[str]:
    rows = read("scoreboard/scores.json")["means"][what]
    for row in rows:
        last = "" if row["brier_last"] is None else f" {row['brier_last']:.3f} |"
        yield (
            f"| {row['forecaster']} | {row['crps']:.1f} | {row['log_score']:.2f} | {row['brier']:.3f} |{last} "
            f"{100 * row['covered']:.0f} % | {row['best_in']} |"
        )


def by_case() -> Iterator[str]:
    """CRPS of the decision in each case, mean over days."""
    scores = [one for one in read("scoreboard/scores.json")["scores"] if one["what"] == "decision"]
    for name in dict.fromkeys(one["forecaster"] for one in scores):
        cases: dict[str, list[float]] = {}
        for one in scores:
            if one["forecaster"] == name:
                cases.setdefault(one["case"], []).append(one["crps"])
        yield f"| {name} | " + " | ".join(f"{sum(days) / len(days):.0f}" for days in cases.values()) + " |"


def nowcasts() -> Iterator[str]:
    for day in AS_OF:
        found = read(f"nowcast-{day}/nowcast.json")["forecasts"][-1]
        ends = " | ".join(_day(found["date"][name]) for name in ("p05", "p50", "p95"))
        by = [100 * found["settled_by"][name]["value"] for name in ("Washington summit", "expiry")]
        last = ", ".join(f"{code} {100 * found['last'][code]:.0f} %" for code in list(found["last"])[:3])
        worth = min(step["effective"] for step in found["steps"])
        yield f"| {_day(day)} | {ends} | {by[0]:.0f} % | {by[1]:.0f} % | {last} | {worth:.0f} |"


def _day(text: str | None) -> str:
    if text is None:
        return "never"
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B}"


def shares() -> Iterator[str]:
    found = read("attribution/attribution.json")
    for name in GROUPS:
        yield _share(name, found["groups"][name])
    yield _share("all of them", found["all_groups"])


def _share(name: str, row: Any) -> str:
    days, stuck = row["days"], row["deadlock"]
    return (
        f"| {name} | {days['value']:+.0f} [{days['low']:+.0f}, {days['high']:+.0f}] | {100 * stuck['value']:+.0f} "
        f"[{100 * stuck['low']:+.0f}, {100 * stuck['high']:+.0f}] |"
    )


def parts() -> Iterator[str]:
    """The parts that cost or save a week and more, one at a time."""
    found = sorted(read("attribution/attribution.json")["parts"], key=lambda row: -row["days"]["value"])
    for row in found:
        if abs(row["days"]["value"]) >= 7.0:
            yield f"{_share(row.get('label', row['part']), row)[:-2]} | {100 * row['same_sign']:.0f} % |"


def indices() -> Iterator[str]:
    found = read("sensitivity/sensitivity.json")["sobol"]
    for name, row in found["days"].items():
        told = [f"{found[of][name]['total']['value']:.2f}" for of in found]
        called = name.removeprefix("parameters.").rpartition(":")[2]
        yield f"| {called} | {row['first']['value']:.2f} | {' | '.join(told)} |"


def ablations() -> Iterator[str]:
    found = read("calibration/calibration.json")["without"]
    yield "| without | " + " | ".join(found) + " |"
    yield "| log evidence | " + " | ".join(f"{gain:+.1f}".replace("-", "−") for gain in found.values()) + " |"


TABLES = {
    "decision": lambda: scoreboard("decision"),
    "members": lambda: scoreboard("members"),
    "by case": by_case,
    "nowcasts": nowcasts,
    "shares": shares,
    "parts": parts,
    "indices": indices,
    "ablations": ablations,
}


@pytest.mark.parametrize("name", TABLES)
def test_the_page_has_every_row_of_the_results(name: str) -> None:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    rows = list(TABLES[name]())
    assert rows
    for row in rows:
        assert row in page, f"{name}: {row}"


def test_the_posterior_that_ships_is_the_one_of_the_results() -> None:
    shipped = ROOT / "scenarios" / "posteriors" / "rutte-iohannis.parquet"
    assert shipped.read_bytes() == (RECORD / "calibration" / "posterior.parquet").read_bytes()


if __name__ == "__main__":
    for title, table in TABLES.items():
        print(f"\n{title}\n")
        print("\n".join(table()))
