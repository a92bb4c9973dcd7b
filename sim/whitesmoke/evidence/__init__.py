"""The simulator held against the record: what was observed, how likely a run makes it, what follows from that."""
