"""`make mutants`: small faults planted in the rules, the phases, the randomness and the scores, and which a test sees.

python -m tests.mutation --mutants 120 --seed 1      a choice of them, a few of every file
python -m tests.mutation --mutants 0 --file sim/whitesmoke/model/phases/tally.py      all of a file

Only tests in plain Python count: nothing is compiled. They are read once; every mutant is a process forked from there,
in which the code of the functions is put in the place of theirs, for all who have imported them, and which ends at
the first test that fails. What survives and is not listed as equal (README.md beside this file) ends with 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.mutation import trial
from tests.mutation.mutants import Mutant, chosen

EQUAL = Path(__file__).with_name("equal.txt")
"""mutants that change nothing, each with the reason on the line before it"""


def main() -> int:
    """Plant, count, tell."""
    options = _options()
    mutants = chosen(options.mutants, options.seed, options.file)
    fates = trial.fates(mutants, options.limit)
    if fates is None:
        print("the tests fail without any mutant: no mutant was tried")
        return 1
    return told(mutants, fates)


def told(mutants: list[Mutant], fates: dict[str, str]) -> int:
    """Print the table and the survivors; return 1 if one of them is new."""
    equal = set(EQUAL.read_text(encoding="utf-8").splitlines())
    survivors = [mutant for mutant in mutants if not fates[mutant.name]]
    made, lived, same = (
        Counter(mutant.file for mutant in group)
        for group in (mutants, survivors, [mutant for mutant in survivors if mutant.name in equal])
    )
    print("\n| file | mutants | killed | survived | of these equal |\n|---|---|---|---|---|")
    for file in [*sorted(made), ""]:
        counts = [counter[file] if file else counter.total() for counter in (made, lived, same)]
        print(f"| {file or 'all'} | {counts[0]} | {counts[0] - counts[1]} | {counts[1]} | {counts[2]} |")
    new = [mutant for mutant in survivors if mutant.name not in equal]
    for mutant in new:
        print(f"survived, line {mutant.line}: {mutant.name}")
    return 1 if new else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--mutants", type=int, default=120, help="how many; 0 for all (default: 120)")
    parser.add_argument("--seed", type=int, default=1, help="of the choice")
    parser.add_argument("--file", action="append", help="only of this file; may be given again")
    parser.add_argument(
        "--limit", type=int, default=60, help="seconds of processor for one mutant; killed if it takes more"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
