"""The front door: a case to ask, and results that say what they are. `import whitesmoke` and the commands use it."""
