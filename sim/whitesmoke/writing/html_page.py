"""A page that needs nothing else: one file, asking for nothing, in light and dark, to be read and printed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from whitesmoke.writing.printed import Line, Sheet, Told

STYLE = Path(__file__).with_name("html_page.css")
PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}
"""What can stand in a page, by the ending of the file."""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
NUMBERS = re.compile(r"[-+–\d.,:%\s\[\]()/]*(points|days)?[-+–\d.,:%\s\[\]()/]*")
"""A cell of nothing but numbers, with their intervals."""


def document(title: str, parts: Iterable[str]) -> str:
    """Return the page; parts that are empty are left out."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{said(title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def said(text: object) -> str:
    """Return a text as a page has it: nothing in it is taken for a mark, and where it can be read is no link."""
    return escape(str(text).replace("https://", "").replace("http://", ""))


def heading(text: str) -> str:
    """Return the title of a part."""
    return f"<h2>{said(text)}</h2>"


def paragraph(text: object, kind: str = "") -> str:
    """Return a paragraph; nothing for nothing."""
    shown = f' class="{kind}"' if kind else ""
    return f"<p{shown}>{said(text)}</p>" if text else ""


def items(texts: Iterable[str]) -> str:
    """Return a list."""
    return f"<ul>\n{'\n'.join(f'<li>{said(text)}</li>' for text in texts)}\n</ul>"


def commands(text: str) -> str:
    """Return what is typed."""
    return f"<pre>{said(text)}</pre>" if text else ""


def picture(data: bytes, ending: str, shows: str, caption: str = "") -> str:
    """Return a figure with what it shows, for who does not see it, and a caption."""
    image = f'<img src="data:{PICTURES[ending]};base64,{base64.b64encode(data).decode()}" alt="{said(shows)}">'
    return f"<figure>\n{image}\n<figcaption>{said(caption)}</figcaption>\n</figure>" if caption else image


def table(head: Sequence[str], rows: Sequence[Sequence[object]], text: bool = False, title: str = "") -> str:
    """Return a table; in one of words only numbers stand to the right."""
    caption = f"<caption>{said(title)}</caption>\n" if title else ""
    right = [text and all(NUMBERS.fullmatch(str(cell)) for cell in column) for column in zip(*rows)]
    first = f"<thead>{_row('th', head, right)}</thead>\n" if any(head) else ""
    lines = "\n".join(_row("td", row, right) for row in rows)
    kind = ' class="words"' if text else ""
    return f'<div class="wide"><table{kind}>\n{caption}{first}<tbody>\n{lines}\n</tbody></table></div>'


def _row(tag: str, cells: Sequence[object], right: Sequence[bool]) -> str:
    kinds = (' class="n"' if at < len(right) and right[at] else "" for at in range(len(cells)))
    return f"<tr>{''.join(f'<{tag}{kind}>{said(cell)}</{tag}>' for kind, cell in zip(kinds, cells))}</tr>"


def told(found: Sequence[Told]) -> list[str]:
    """Return what was printed."""
    parts: list[str] = []
    for listed, group in groupby(found, key=lambda one: isinstance(one, Line) and one.how == "item"):
        those = [*group]
        parts += [items(one.text for one in those if isinstance(one, Line))] if listed else map(_one, those)
    return parts


def _one(one: Told) -> str:
    if isinstance(one, Sheet):
        return table(one.head, one.rows, text=True, title=one.title)
    return paragraph(one.text, "" if one.how == "plain" else one.how)
