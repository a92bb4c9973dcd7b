"""A page that needs nothing else: one file, asking for nothing, in light and dark, to be read and printed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate, groupby, zip_longest
from pathlib import Path

from whitesmoke.writing.printed import Line, Sheet, Told

STYLE = Path(__file__).with_name("html_page.css")
PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}
"""What can stand in a page, by the ending of the file."""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
NUMBERS = re.compile(r"[-+–\d.,:%\s\[\]()/]*(points|days)?[-+–\d.,:%\s\[\]()/]*")
"""A cell of nothing but numbers, with their intervals."""
WHOLE = 12
"""Rows of a table that stays on one printed page."""
SHORT, ROOM = 26, 64
"""Signs of a column that is not broken into lines, and of all of these together: a printed page has room for them."""


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
    return f"<p{shown}>{_with_code(said(text))}</p>" if text else ""


def paragraphs(texts: Sequence[str], kind: str) -> str:
    """Return several paragraphs that belong together; nothing for nothing."""
    inner = "\n".join(map(paragraph, texts))
    return f'<div class="{kind}">\n{inner}\n</div>' if texts else ""


def items(texts: Iterable[str]) -> str:
    """Return a list."""
    return f"<ul>\n{'\n'.join(f'<li>{_with_code(said(text))}</li>' for text in texts)}\n</ul>"


def _with_code(shown: str) -> str:
    """Return a text with what stands between backticks as it is typed."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", shown)


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
    kinds = _kinds(rows) if text else []
    first = f"<thead>{_row('th', head, kinds)}</thead>\n" if any(head) else ""
    lines = "\n".join(_row("td", row, kinds) for row in rows)
    words = ' class="words"' if text else ""
    whole = " whole" if len(rows) <= WHOLE else ""
    return f'<div class="wide{whole}"><table{words}>\n{caption}{first}<tbody>\n{lines}\n</tbody></table></div>'


def _kinds(rows: Sequence[Sequence[object]]) -> list[str]:
    """Return what each column is: n, numbers; s, short, as long as there is room; else to be broken into lines."""
    columns = [[str(cell) for cell in column] for column in zip(*rows)]
    wide = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    order = sorted(range(len(wide)), key=wide.__getitem__)
    room = accumulate(wide[at] for at in order)
    short = {at for at, all_so_far in zip(order, room) if wide[at] <= SHORT and all_so_far <= ROOM}
    return [
        "n" if all(map(NUMBERS.fullmatch, column)) else "s" if at in short else "" for at, column in enumerate(columns)
    ]


def _row(tag: str, cells: Sequence[object], kinds: Sequence[str]) -> str:
    marks = (f' class="{kind}"' if kind else "" for kind, _ in zip_longest(kinds, cells, fillvalue=""))
    return f"<tr>{''.join(f'<{tag}{mark}>{said(cell)}</{tag}>' for mark, cell in zip(marks, cells))}</tr>"


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
