"""The two ways to execute a rule: as plain Python, or compiled. Only this folder knows numba.

A *rule* is an ordinary function of scalars and arrays. `rule` only notes it, so that a single run
never pays for the compiler; the first `kernel` call makes every noted rule known to numba.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

_noted: list[Callable[..., Any]] = []
_hot: set[Callable[..., Any]] = set()


class Compiling(NamedTuple):
    """What is told of a compilation: after the first rules, and when it is over."""

    seconds: float
    """it takes in all, about; or it took"""
    over: bool
    kept: bool
    """in a cache, so that the next command finds it"""


_told: list[Callable[[Compiling], None]] = []


@contextmanager
def told_of_compiling(tell: Callable[[Compiling], None]) -> Iterator[None]:
    """Call `tell` whenever rules are compiled rather than taken from the cache, until the end of the block."""
    _told.append(tell)
    try:
        yield
    finally:
        _told.remove(tell)


def rule[F: Callable[..., Any]](function: F) -> F:
    """Note a function as a rule of the model and return it unchanged."""
    _noted.append(function)
    return function


def hot[F: Callable[..., Any]](function: F) -> F:
    """Note a rule of the innermost loop: compiled into every caller, where the optimiser alone would call it."""
    _hot.add(function)
    return rule(function)


def pack(values: Any) -> Any:
    """Return a NamedTuple of arrays as compiled rules take it; it holds the arrays. What is packed stays as it is."""
    from whitesmoke.model.lang.records import Packed

    return values if isinstance(values, Packed) else Packed(values)


def plain(values: Any) -> Any:
    """Return a NamedTuple of arrays as Python rules run fastest on it: as views whose entries are Python's own numbers.

    The views share the arrays' memory. An entry of an array would be a number of numpy's, and every operation on it
    several times slower, with the same result. The type is asked what it is: an array would describe itself first.
    """
    return type(values)._make(
        memoryview(value)
        if hasattr(type(value), "__array_interface__")
        else plain(value)
        if isinstance(value, tuple)
        else value
        for value in values
    )


def fetch(row: Any, index: Any) -> None:
    """Have an entry of an array fetched from memory meanwhile: nothing changes but the time that it takes to read it.

    Compiled rules wait less where a body is far larger than what the processor keeps near it; Python does nothing.
    """


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop over rules.

    The cache lives in a folder named by a hash of what all rules do, because numba's own cache
    does not notice that an imported rule was edited.
    """
    from whitesmoke.model.lang import compiler, shelf

    while _noted:
        function_ = _noted.pop(0)
        compiler.register(function_, inline=function_ in _hot)
    return compiler.compile_kernel(function, shelf.folder(sources_hash()), _told)


@cache
def sources_hash() -> str:
    """Return the first 16 hex digits of the sha256 of what is said in every source file that a kernel can reach.

    Docstrings, comments and the form of the text do not count. Nor do the words of coefficients: their order, which
    does, is in the type of what a kernel is given. Another Python may have another hash of the same text.
    Read once: it stands for the rules that this process plays, whatever becomes of the files meanwhile.
    """
    import hashlib

    here = Path(__file__).parent.parent
    files = [
        *(file for folder in ("lang", "rules", "phases") for file in sorted((here / folder).glob("*.py"))),
        *(here / name for name in ("codes.py", "rng.py", "round.py", "run_state.py", "world.py", "ensemble.py")),
    ]
    digest = hashlib.sha256()
    for file in files:
        said = _said(compile(file.read_bytes(), file.name, "exec", optimize=2))  # 2: without docstrings
        digest.update(f"{file.relative_to(here).as_posix()} {said}\n".encode())
    return digest.hexdigest()[:16]


def _said(value: Any) -> str:
    """Return all that a piece of code does, in text: its instructions, names and constants; not where they stand."""
    if isinstance(value, frozenset):  # in the order of a hash that differs from process to process
        return repr(sorted(map(repr, value)))
    if not isinstance(value, CodeType):
        return repr(value)
    names = (value.co_name, value.co_argcount, value.co_varnames, value.co_names, value.co_freevars, value.co_cellvars)
    return f"{value.co_code.hex()} {names} [{', '.join(map(_said, value.co_consts))}]"
