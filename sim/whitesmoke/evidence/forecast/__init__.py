"""What may happen from a day on, given what was known by then."""
