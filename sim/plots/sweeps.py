"""Figure of a sweep."""
