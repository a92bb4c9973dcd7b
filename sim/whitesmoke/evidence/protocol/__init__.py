"""How forecasts of when a body settles are judged, by rules fixed beforehand: docs/scoring.md is the page.

`history` says what of a case was known on a day, `coded_history` reads it from the tables, `proper_scores` scores it,
`averaging` has the means and their intervals, `register` the forecasters that have to be beaten.
"""
