"""Measure everything, print the table, keep it in results/benchmarks.md: `make bench` (some minutes)."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case

from benchmarks import agreement, native, profile, rows
from benchmarks.row import Row
from benchmarks.rows import REPEATS
from benchmarks.setting import setting
from benchmarks.timing import pair, say

HERE = Path(__file__).parent
PAGE = HERE.parent / "results" / "benchmarks.md"
AT_MEETINGS = ["bargaining.mode=meetings"]
"""What the reference plays, and with it the twins in C and Mesa."""


def main() -> None:
    """Check, measure, print, write."""
    case, race = open_case(str(HERE / "reference.toml")), open_case("rutte-iohannis", AT_MEETINGS)
    bargained = open_case("rutte-iohannis")
    plain = setting(case)
    checked = agreement.check(case.world, plain, say)
    found: list[Row] = []
    failed: list[str] = []
    for row in rows.rows(case, plain):
        if isinstance(row, str):
            say(row)
            failed.append(row)
        else:
            say(f"{row.met:8} {row.what}: {row.found:.3g} {row.unit} ({row.detail})")
            found.append(row)
    lines = [
        "# Benchmarks",
        "",
        *_machine(),
        "",
        *_checks(checked),
        "",
        *_table(found),
        "",
        *(f"{line}\n" for line in failed),
        *_pace(case, race, bargained),
        "",
    ]
    lines += _profile({"reference": case, "race at meetings": race, "race bargained": bargained})
    print("\n".join(lines))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _machine() -> list[str]:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "llvmlite", "mesa"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"Written by `make bench` on {datetime.date.today()}: {_processor()}, {os.cpu_count()} processors, "
        f"{memory:.0f} GiB, {platform.system()} {platform.machine()}; Python {platform.python_version()}, {packages}; "
        f"{_c_version()}.",
        "",
        "Each pair is timed in turn in one process (A B A B ...); a ratio is the median over "
        f"{REPEATS} to {3 * REPEATS} pairs. One-thread figures are processor time, "
        "which other work on the machine disturbs least; "
        f"load of the machine when this was written: {os.getloadavg()[0]:.1f}.",
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _c_version() -> str:
    if native.compiler() is None:
        return "NO C COMPILER: the row of C is missing"
    told = subprocess.run([str(native.compiler()), "--version"], capture_output=True, text=True, check=True).stdout
    return told.splitlines()[0]


def _checks(checked: list[str]) -> list[str]:
    return [
        "Checked first, on the reference workload (32 members, ten neighbours each, three candidates, demands, exits), "
        "at meetings, for the twins in C and Mesa know no offers:",
        "",
        *(f"- {line}" for line in checked),
    ]


def _table(found: list[Row]) -> list[str]:
    lines = ["| what | found | must | stretch | met | |", "|---|---|---|---|---|---|"]
    for row in found:
        sign = "≤" if row.at_most else "≥"
        unit = "x" if row.unit == "x" else f" {row.unit}"
        goals = f"{sign} {row.must:g}{unit} | {sign} {row.stretch:g}{unit}"
        lines.append(f"| {row.what} | {row.found:.3g}{unit} | {goals} | {row.met} | {row.detail} |")
    return lines


def _pace(case, race, bargained) -> list[str]:
    lines = ["| workload | rounds a run | runs a second, one thread | ns per member-round |", "|---|---|---|---|"]
    for name, world, runs in (
        ("reference", case.world, 2000),
        ("the shipped race, at meetings", race.world, 300),
        ("the shipped race, bargained", bargained.world, 300),
    ):

        def play():
            return ensemble(world, runs, 1, tallies=False, members=False)  # noqa: B023

        rounds, spent = play().round, pair(play, play, REPEATS)
        cost = spent.a / (rounds.sum() * len(world.member_address)) * 1e9
        lines.append(f"| {name} | {rounds.mean():.1f} | {runs / spent.a:,.0f} | {cost:.1f} |")
    return lines


def _profile(cases: Mapping[str, Compiled]) -> list[str]:
    shares = [profile.shares(case.world, 1000) for case in cases.values()]
    lines = ["Where the kernel's time goes (the processor's clock read between the phases):", ""]
    lines += [f"| phase | {' | '.join(cases)} |", f"|---|{'---|' * len(cases)}"]
    return lines + [f"| {phase} | {' | '.join(f'{one[phase]:.0%}' for one in shares)} |" for phase in shares[0]]


if __name__ == "__main__":
    sys.exit(main())
