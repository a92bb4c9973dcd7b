"""The index of the documents leads to every page, and the glossary has each word once."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_index_has_every_page() -> None:
    linked = set(re.findall(r"\]\(([\w.-]+\.md)", (DOCS / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in DOCS.glob("*.md")} - linked == {"README.md"}


def test_the_glossary_has_each_word_once_in_order() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]*\|$", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.M)
    words = [row for row in rows if row not in ("word here", "---")]
    assert len(words) > 30
    assert words == sorted({*words}, key=words.index)
    assert [word[0] for word in words] == sorted(word[0] for word in words)
