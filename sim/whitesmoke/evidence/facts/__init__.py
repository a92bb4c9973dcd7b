"""Regularities of past negotiations, and whether runs have them: facts, how each is measured, what was found."""
