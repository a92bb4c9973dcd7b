"""x"""

FORMATS = ("csv", "dta", "parquet")


def exported(*a): ...
