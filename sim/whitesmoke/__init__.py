"""Whitesmoke: when a body that decides by consensus settles, who holds it up, and what it costs."""

__version__ = "0.1.0"
