"""x"""


def state_of(*a): ...
