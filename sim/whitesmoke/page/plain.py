"""What a field means, in plain words: the term first, its symbol in the documentation behind it."""

from __future__ import annotations

import re

from whitesmoke.model.coefficients import COEFFICIENTS

DECLARED = "|".join(one.symbol for one in COEFFICIENTS.values() if one.symbol)
SYMBOL = re.compile(
    rf"(?P<symbol>(1/)?([A-Za-z]\d?|[A-Za-z]+_[A-Za-z]+)|{DECLARED})"
    r"(: |(?P<alone>( by (candidate|issue))?(, |$)))"
)
"""How the schema begins where it names a symbol: before its word, or alone."""
TERMS = {"b_ik": "own view of the candidate", "pi_i": "tie to the patron", "x_id": "position", "y_kd": "position"}
"""Symbols that the schema may give without their word."""
INSTEAD = {
    "endorse: ": "",
    "replaces the bloc's": "replaces the group's",
    "replaces [space]": "replaces what holds for all",
    "else [bargaining]": "replaces what holds for all",
    "hazard of commitment: h0 * Lambda(A), or h0 * f (pure contagion)": "how acceptance becomes a chance to commit: "
    "logistic, or proportional to those listened to who have committed (pure contagion)",
}
"""What the schema says shortly, and what a page says."""


def plainly(description: str) -> str:
    """Return a description of the schema in plain words, with its symbol, if it begins with one, at the end."""
    for short, plain in INSTEAD.items():
        description = description.replace(short, plain)
    found = SYMBOL.match(description)
    if found is None:
        return description
    symbol, rest = found["symbol"], description[found.end() :]
    term = TERMS.get(symbol, "")
    if found["alone"] is not None:
        rest = ", ".join(filter(None, (term, rest)))
    return f"{rest} ({symbol})"
