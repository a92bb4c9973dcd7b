"""The table of agreement: how much of what the program plays was held against the second implementation."""

import os
from collections import defaultdict
from pathlib import Path

TABLE: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
"""by what was played: files, runs, runs that end in consensus, fields compared, fields that differ"""


def note(what, runs, agreed, fields, differing):
    TABLE[what] = [a + b for a, b in zip(TABLE[what], (1, runs, agreed, fields, differing), strict=True)]


def write():
    path = os.environ.get("WHITESMOKE_AGREEMENT_TABLE")
    if path and TABLE:
        lines = ["| what | files | runs | of these consensus | fields | differing |", "|---|---|---|---|---|---|"]
        lines += [f"| {what} | {' | '.join(f'{number:,}' for number in row)} |" for what, row in TABLE.items()]
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
