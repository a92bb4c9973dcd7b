"""From what was held possible to what the records leave possible; and whether that can be believed."""
