"""How anything leaves the program: numbers with their uncertainty, cells of tables, commands to paste, files."""
