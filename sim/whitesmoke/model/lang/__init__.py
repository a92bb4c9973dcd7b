"""The two ways to execute a rule: as plain Python, or compiled. Only this folder knows numba.

A *rule* is an ordinary function of scalars and arrays. `rule` only notes it, so that a single run
never pays for the compiler; the first `kernel` call makes every noted rule known to numba.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

_noted: list[Callable[..., Any]] = []
_hot: set[Callable[..., Any]] = set()


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
    several times slower, with the same result.
    """
    return type(values)._make(
        memoryview(value)
        if hasattr(value, "__array_interface__")
        else plain(value)
        if isinstance(value, tuple)
        else value
        for value in values
    )


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop over rules.

    The cache lives in a folder named by a hash of all rule sources, because numba's own cache
    does not notice that an imported rule was edited.
    """
    from whitesmoke.model.lang import compiler, shelf

    while _noted:
        function_ = _noted.pop(0)
        compiler.register(function_, inline=function_ in _hot)
    return compiler.compile_kernel(function, shelf.folder(sources_hash()))


@cache
def sources_hash() -> str:
    """Return the first 16 hex digits of the sha256 of every source file a kernel can reach.

    Read once: it stands for the rules that this process plays, whatever becomes of the files meanwhile.
    """
    here = Path(__file__).parent.parent
    files = [
        *(file for folder in ("lang", "rules", "phases") for file in sorted((here / folder).glob("*.py"))),
        *(here / name for name in ("codes.py", "rng.py", "round.py", "world.py", "ensemble.py")),
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
