"""How whitesmoke is cited, from CITATION.cff: as a line, and as BibTeX."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def reference(version: str) -> str:
    """Return the reference as a line of text."""
    found = _fields()
    return f"{found['author']} ({found['year']}). {found['title']}. Version {version}."


def bibtex(version: str) -> str:
    """Return the same as BibTeX."""
    found = _fields()
    rows = {**found, "author": f"{{{found['author']}}}", "version": version}
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in rows.items())
    return f"@software{{whitesmoke,\n{lines}}}"


def _fields() -> dict[str, str]:
    text = _file().read_text(encoding="utf-8")
    authors = " and ".join(re.findall(r'^\s+- name: "(.+)"$', text, re.M))
    found = dict(re.findall(r'^(title|date-released|license): "?([^"\n]+)', text, re.M))
    return {"author": authors, "title": found["title"], "year": found["date-released"][:4], "license": found["license"]}


def _file() -> Path:
    """Return CITATION.cff: of a clone at its root, of what is installed in the package."""
    files = (folder / "CITATION.cff" for folder in (PACKAGE.parent.parent, PACKAGE))
    return next(file for file in files if file.is_file())
