"""How much is played where nobody says: on the command line, from Python and on the page."""

PARTICLES = 2000
"""Of a forecast as of a day."""
PAIRS = 500
"""Paired runs of a case with and without each part of it."""
