"""Selections in a row: the winner becomes the next incumbent, with a term; who held the post is remembered."""
