"""Names of modules in prose: what docstrings, comments and documents point at is there."""

import importlib
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = ("sim", "tests", "docs", "experiments", "benchmarks")


def mentioned() -> dict[str, str]:
    """Every dotted name of the package, and a file that has it."""
    files = [ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml"]
    files += [
        file for folder in READ for end in ("py", "md", "toml") for file in sorted((ROOT / folder).rglob(f"*.{end}"))
    ]
    return {
        name: str(file.relative_to(ROOT))
        for file in files
        for name in re.findall(r"(?<![\w./])whitesmoke(?:\.[A-Za-z_]\w*)+", file.read_text(encoding="utf-8"))
    }


def there(name: str) -> bool:
    """Say whether a dotted name is a module, or something in one."""
    thing = importlib.import_module("whitesmoke")
    for depth, part in enumerate(name.split(".")[1:], start=2):
        if not hasattr(thing, part):
            try:
                importlib.import_module(".".join(name.split(".")[:depth]))
            except ImportError:
                return False
        thing = getattr(thing, part)
    return True


def test_names_in_prose_are_those_of_the_code() -> None:
    assert [f"{file}: {name}" for name, file in mentioned().items() if not there(name)] == []
