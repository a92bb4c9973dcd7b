"""Every rule of the model compiled on its own gives the bits of the Python one."""

import inspect
import struct
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import rng, rules
from sim.ensemble import compiled
from sim.lang import kernel


def rule_functions():
    modules = [import_module(f"sim.rules.{file.stem}") for file in sorted(Path(rules.__path__[0]).glob("[a-z]*.py"))]
    return [
        function
        for module in (*modules, rng)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not function.__name__.startswith("_")
        if function is not rng.key
    ]


WORD = st.integers(0, 2**32 - 1)
COUNT = st.integers(0, 40)
BY_NAME = {
    **dict.fromkeys(("c0", "c1", "c2", "c3", "k0", "k1", "key_low", "key_high", "run", "round_", "member"), WORD),
    **dict.fromkeys(("holders", "withholding", "others", "committed_others", "credits", "total", "plus"), COUNT),
    **dict.fromkeys(("numerator", "denominator", "credit_no", "credit_abstain", "hope"), COUNT),
    **dict.fromkeys(("red_line", "covered", "committed_elsewhere", "objects"), st.booleans()),
    "target": st.integers(0, 2**24 - 1),
    "purpose": st.integers(0, 255),
    "units": st.integers(0, 2**40),
    "family": st.integers(0, 3),
    "u": st.floats(2.0**-53, 1 - 2.0**-53),
    "power": st.sampled_from([1.0, 1.5, 2.0]),
    "memory": st.floats(0.1, 100),
}
OF = {
    ("log", "x"): st.floats(1e-300, 1e300),
    ("exp", "x"): st.floats(-800, 800),
    ("vote", "committed"): st.booleans(),
    ("supporters_share", "committed"): COUNT,
    ("supporters_share", "home_committed"): st.integers(0, 1),
    ("quantile", "a"): st.floats(-3, 0),
    ("quantile", "b"): st.floats(0.1, 2),
    ("quantile", "c"): st.floats(3, 9),
    ("quantile", "low"): st.floats(0.001, 0.3),
    ("quantile", "high"): st.floats(0.4, 0.999),
}
ANY = st.floats(-60, 60)


def arguments(function):
    names = inspect.signature(function).parameters
    return st.tuples(*(OF.get((function.__name__, name), BY_NAME.get(name, ANY)) for name in names))


@cache
def compiled_alone(function):
    compiled()
    return kernel(function)


def bits(value):
    """A number, a truth value or a tuple of numbers as something to compare exactly."""
    if isinstance(value, tuple):
        return tuple(bits(entry) for entry in value)
    return struct.pack("<d", value) if isinstance(value, float) else int(value)


@pytest.mark.parametrize("function", rule_functions(), ids=lambda f: f"{f.__module__.rsplit('.')[-1]}.{f.__name__}")
@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data())
def test_same_bits(function, data):
    given_arguments = data.draw(arguments(function))
    assert bits(compiled_alone(function)(*given_arguments)) == bits(function(*given_arguments))
