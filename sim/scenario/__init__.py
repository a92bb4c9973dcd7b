"""From a scenario file to a `World`.

`load` reads, `schema` says what may stand there, `check` what must agree, `build` compiles.
"""
