"""A small case with a record, for tests of inference."""

from pathlib import Path

TALLIES = "date,candidate,low,high,members,confidence,source"
COMMITMENTS = "member,candidate,not_before,by,basis,confidence,source"
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def with_record(
    folder: Path, tallies: list[str] = (), commitments: list[str] = (), decision: str = "", extra: str = ""
) -> Path:
    """Write the tutorial with a record; return its file."""
    lines = [f'extends = "{SCENARIOS / "tutorial.toml"}"', extra, "[record]"]
    for name, head, rows in (("tallies", TALLIES, tallies), ("commitments", COMMITMENTS, commitments)):
        if rows:
            (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n")
            lines.append(f'{name} = "{name}.csv"')
    if decision:
        lines.append(f"decision = {decision}")
    file = folder / "small.toml"
    file.write_text("\n".join(lines) + "\n")
    return file


AT_MEETINGS = {"patron", "influence", "isolation", "cover", "pressure", "anticipation", "pull", "exit"}
"""Mechanisms that a calibration can do without where nobody bargains."""

PRIORS = """
[shared]
"parameters.speed" = { dist = "uniform", low = 0.5, high = 4.0 }
"""


def decided_race(folder: Path, extra: str = "") -> Path:
    """Write the tutorial with a count and a decision, and priors of one parameter beside it; return its file."""
    (folder / "priors.toml").write_text(PRIORS)
    return with_record(
        folder,
        tallies=["2030-01-28,dora,2,2,3,high,paper"],
        decision='{ winner = "dora", date = 2030-02-11, source = "paper" }',
        extra=extra,
    )
