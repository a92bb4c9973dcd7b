"""What the story shows, as data: who takes part, what happens step by step, who waits and why, what may come."""
