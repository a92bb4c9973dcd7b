"""One question, one design: many points, each an ensemble on common draws, kept in a folder that survives anything.

`load` reads the file, `design` lays out the points, `worlds` compiles them, `work` plays them, `store` keeps the rows,
`sweep` drives it all; `status`, `replay`, `verify`, `export` and `compact` work on the folder afterwards.
"""
