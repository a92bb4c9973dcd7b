"""The experiments at hand: found by name like scenarios, in the folder `experiments`, or as they ship."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario import document
from whitesmoke.scenario.files import why_unusable
from whitesmoke.scenario.wording import nearest, one_line, quoted


class Shipped(NamedTuple):
    """One experiment that a name finds."""

    name: str
    title: str
    question: str
    path: Path


def folders() -> list[Path]:
    """Return the folders in which an experiment is looked up by name, first one first."""
    package = Path(__file__).resolve().parent.parent
    return [Path("experiments"), package.parent.parent / "experiments", package / "experiments"]


def shipped() -> list[Shipped]:
    """Return the experiments that can be played by name, in the order of their names; the first folder's name wins."""
    found: dict[str, Shipped] = {}
    for path in _files():
        data = document.glimpse(path)
        title, question = (one_line(str(data.get(field, ""))) for field in ("title", "question"))
        found.setdefault(path.stem, Shipped(path.stem, title, question, path))
    return [found[name] for name in sorted(found)]


def find(name_or_path: str | Path) -> Path:
    """Return the file of an experiment given by path, or by name (with or without `.toml`).

    Raises ScenarioError if there is none, with the nearest name that exists.
    """
    given = Path(name_or_path)
    if given.exists() or given.name != str(name_or_path):
        return _usable(given, name_or_path)
    name = given.name.removesuffix(".toml")
    by_name = {path.stem: path for path in reversed(_files())}
    if name in by_name:
        return by_name[name]
    near = nearest(name, by_name)
    meant = f" (did you mean {quoted(near)}?)" if near else ""
    message = (
        f"there is no such file, and no experiment of this name{meant}; `whitesmoke list --experiments` shows them"
    )
    raise ScenarioError([Problem(str(name_or_path), None, "", message)])


def _usable(path: Path, said: str | Path) -> Path:
    if message := why_unusable(path):
        raise ScenarioError([Problem(str(said), None, "", message)])
    return path


def _files() -> list[Path]:
    return [path for folder in folders() for path in sorted(folder.glob("*.toml"))]
