"""How fast the program is, against other ways to write the same model: `make bench`."""
