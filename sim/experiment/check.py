"""x"""


def verify(*a): ...
