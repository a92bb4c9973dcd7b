"""The record: what was observed, what of it was known by a day, and how likely a run makes it."""
