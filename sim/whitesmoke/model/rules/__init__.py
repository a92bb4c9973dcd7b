"""The model, one page a mechanism: scalar functions with their formula. Read `voting` first, then `stance`."""
