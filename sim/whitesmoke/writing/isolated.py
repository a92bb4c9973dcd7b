"""Names that run from right to left, in a sentence that runs from left to right: neither turns the other."""

from __future__ import annotations

from unicodedata import bidirectional

FIRST_STRONG, POP = "\u2068", "\u2069"
"""Signs that set a text apart from what stands around it; they show nothing."""
RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


def isolated(text: str) -> str:
    """Return a text that has letters which run from right to left set apart; any other as it is."""
    return f"{FIRST_STRONG}{text}{POP}" if any(bidirectional(sign) in RIGHT_TO_LEFT for sign in text) else text
