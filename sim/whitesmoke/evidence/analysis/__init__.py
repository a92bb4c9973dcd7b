"""What is read off runs and rules: no file here changes a run."""
