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
