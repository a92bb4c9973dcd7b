"""Figures and reports, shown with the system's viewer."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

from whitesmoke.commands.common import told
from whitesmoke.errors import WhitesmokeError
from whitesmoke.writing.output import terminal

RESULTS = Path("results")
PICTURES = (".png", ".svg", ".pdf", ".html")


def show(what: str | None, only_print: bool) -> None:
    """Print the path of a figure or report and show it, where there is a display to show it on."""
    file = found(what)
    terminal(soft_wrap=True).print(str(file))
    if not only_print and not (_has_display() and webbrowser.open(file.resolve().as_uri())):
        told("There is no display to show it on; open this file where there is one.")


def found(what: str | None) -> Path:
    """Return the file that is meant: itself, the newest in a folder, that of a scenario or experiment, or the last one.

    Raises WhitesmokeError if there is none.
    """
    if what is None:
        return _newest(RESULTS, "there is no result here yet; `whitesmoke run tutorial` makes one")
    given = Path(what)
    if given.is_file():
        return given
    for folder in (given, RESULTS / "runs" / what, RESULTS / what):
        if folder.is_dir():
            return _newest(
                folder, f"{folder} holds no figure or report; `whitesmoke report` writes one of an experiment"
            )
    raise WhitesmokeError(f"open: there is no file or folder {what}, and no result of that name under {RESULTS}")


def _newest(folder: Path, otherwise: str) -> Path:
    files = [file for file in folder.rglob("*") if file.suffix in PICTURES and file.is_file()]
    if not files:
        raise WhitesmokeError(f"open: {otherwise}")
    return max(files, key=lambda file: (file.stat().st_mtime_ns, file.name))


def _has_display() -> bool:
    """Say whether a window can be opened: where none can, a browser of the terminal would take it over."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
