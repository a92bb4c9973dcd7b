"""`python -m whitesmoke`: the command line."""

from whitesmoke.commands.cli import main

if __name__ == "__main__":
    main()
