"""A race without its parts, and with other numbers: what each is worth, and what the end hangs on."""
