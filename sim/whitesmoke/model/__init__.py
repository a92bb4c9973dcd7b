"""The simulator: codes, rules, phases, rounds, drivers. It knows no file, no forecast, no screen."""
