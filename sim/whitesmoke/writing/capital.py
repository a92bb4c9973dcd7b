"""A text as it stands first in a sentence."""

from __future__ import annotations


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]
