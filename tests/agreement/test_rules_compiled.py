"""Every rule of the model compiled on its own gives the bits of the Python one."""

import inspect
import math
import struct
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.model import rng, rules
from whitesmoke.model.ensemble import compiled
from whitesmoke.model.lang import kernel
from whitesmoke.model.rules import hazard


def rule_functions():
    modules = [
        import_module(f"whitesmoke.model.rules.{file.stem}")
        for file in sorted(Path(rules.__path__[0]).glob("[a-z]*.py"))
    ]
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
    ("least", "waiting"): st.floats(0, 60),
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


ODD = [0.0, -0.0, math.nan, -math.nan, math.inf, -math.inf, 5e-324, -5e-324, 2.2e-308, 1e308, -1e308]
EDGES = [-1.0, 1.0, -708.0, -708.0000000001, 709.0, 709.0000000001, -745.2, 709.8, 1e19, -1e19, 1e-300]


@pytest.mark.parametrize("x", [*ODD, *EDGES])
@pytest.mark.parametrize("function", [hazard.exp, hazard.log, hazard.logistic])
def test_no_number_leaves_the_tables(function, x):
    """An index beyond the tables of `exp` would read foreign memory, or end the process."""
    assert bits(compiled_alone(function)(x)) == bits(function(x))


def test_what_is_no_number_stays_none():
    assert [math.isnan(value) for value in (hazard.exp(math.nan), hazard.log(math.nan), hazard.log(-1.0))] == [True] * 3
    assert (hazard.log(0.0), hazard.log(math.inf), hazard.exp(math.inf)) == (-math.inf, math.inf, math.inf)
    assert hazard.log(5e-324) == pytest.approx(-744.44, abs=0.01)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from([hazard.exp, hazard.log]), st.floats())
def test_total(function, x):
    """Both languages answer any float at all, and the same."""
    assert bits(compiled_alone(function)(x)) == bits(function(x))
