"""The reference in docs/python.md is what the front door's docstrings say.

`python -m tests.docs.test_reference` prints it, for the page.
"""

import inspect
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import FunctionType
from typing import Any

import whitesmoke

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
TITLE = "## Reference"


def reference() -> Iterator[str]:
    """Yield the lines of the reference: what can be called, then each class with what it adds to what it is."""
    names = [name for name in whitesmoke.__all__ if name != "__version__"]
    things = {name: getattr(whitesmoke, name) for name in names}
    yield "| called | |"
    yield "|---|---|"
    for name, thing in things.items():
        if inspect.isfunction(thing):
            yield f"| `ws.{name}{_taken(thing)}` | {said(thing)} |"
    for name, thing in things.items():
        if inspect.isclass(thing):
            yield from of_class(name, thing)


def of_class(name: str, kind: type) -> Iterator[str]:
    yield f"\n**`ws.{name}`**: {said(kind)}\n"
    rows = [
        (called, member)
        for called, member in vars(kind).items()
        if not called.startswith("_") and isinstance(member, FunctionType | property | cached_property)
    ]
    if rows:
        yield "| | |\n|---|---|"
    for called, member in rows:
        yield f"| `{called}{_taken(member)}` | {said(member)} |"


def _taken(thing: Any) -> str:
    """Return the arguments of what can be called, by name; nothing of a value."""
    if not inspect.isfunction(thing):
        return ""
    taken = [name for name in inspect.signature(thing).parameters if name not in ("self", "console")]
    return f"({', '.join(taken)})"


def said(thing: Any) -> str:
    """Return the first paragraph of a docstring in a line."""
    text = inspect.getdoc(thing) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("|", "\\|")


def test_the_reference_is_what_the_docstrings_say() -> None:
    _, _, written = PAGE.read_text(encoding="utf-8").partition(f"{TITLE}\n")
    assert written.strip().split("\n\n", 1)[1].strip() == "\n".join(reference()).strip()


def test_every_name_of_the_front_door_is_in_it() -> None:
    text = "\n".join(reference())
    lacking = [
        name for name in whitesmoke.__all__ if f"`ws.{name}" not in text and name not in ("__version__", "theory")
    ]
    assert lacking == []


if __name__ == "__main__":
    print("\n".join(reference()))
