"""What must agree across the tables of a scenario, one file per subject."""
