"""The table of exit codes has every code that a command can leave with."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEAVES = (
    r"exit_code = (\d+)",
    r"^ *return _say\(.*, (\d+)\)$",
    r"os\._exit\((\d{2,})\)",
    r'^[A-Z_]+ = (\d+)\n"""Exit code',
)
"""How the code says with what to leave; a worker process, with 1, is no command."""


def test_the_table_of_exit_codes_is_complete():
    code = "\n".join(file.read_text() for file in sorted((ROOT / "sim").rglob("*.py")))
    used = {int(number) for pattern in LEAVES for number in re.findall(pattern, code, re.M)} | {0}
    assert used >= {0, 1, 2, 3, 4, 5, 70, 130}
    table = (ROOT / "docs" / "output.md").read_text().partition("## Exit codes")[2]
    rows = dict(re.findall(r"^\| (\d+) \| (.*) \|$", table, re.M))
    assert [int(number) for number in rows] == sorted(used)


def test_what_an_interrupted_command_keeps_is_told():
    table = (ROOT / "docs" / "output.md").read_text().partition("| 130 |")[2]
    assert all(f"`{name}" in table.splitlines()[0] for name in ("sweep", "resume", "calibrate", "score"))
