"""The fields of a link, as whoever it may be has written it."""

from __future__ import annotations

from urllib.parse import parse_qs

LONGEST_LINK, MOST_FIELDS = 20_000, 200
"""Characters and fields of a link that is read."""


def fields_of(query: str) -> dict[str, list[str]]:
    """Return the fields of a link, empty ones too; none of one that is too long, or has too many."""
    try:
        text = query.lstrip("?") if len(query) < LONGEST_LINK else ""
        return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def filled_fields(query: str) -> dict[str, list[str]]:
    """Return those fields of a link that say something."""
    filled = ((name, [value for value in values if value]) for name, values in fields_of(query).items())
    return {name: values for name, values in filled if values}
