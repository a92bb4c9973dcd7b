"""Whatever a run, many runs or a sweep are told in words with."""
