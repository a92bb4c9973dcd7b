"""The phases of a round: which part of the picture each rule of `whitesmoke.model.rules` reads and what it changes.

In every function `w` is the World, `s` the State, `i` and `j` members, `k` a candidate, `d` a demand,
`c` the coefficients.
"""
