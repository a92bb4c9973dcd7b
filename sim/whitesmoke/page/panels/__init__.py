"""The panels: each a function from a run to what is drawn, and a small Vue file that draws it."""
