"""Everything that a loader may import, so that a child of the fuzzer begins with it."""
