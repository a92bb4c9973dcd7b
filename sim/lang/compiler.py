"""How rules are compiled: the one file that imports numba.

A World is a tuple of some forty arrays. Passed by value, every call of a rule would copy and count references of
all of them (measured: 87 s to compile, 1000 times slower to run). So a kernel first packs each tuple into a
struct with the same field names, and the rules pass a pointer: `w.home[k]` means the same in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core import types
from numba.experimental import structref
from numba.extending import overload, register_jitable

from sim.lang import pack

OPTIONS: dict[str, Any] = {"error_model": "python", "fastmath": False, "nogil": True}
"""One setting for all compiled code. Never fastmath: it reorders sums and breaks `exp`, and with them the agreement
of the drivers."""


NO_WRAPPERS = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Rules are called by kernels only; leaving out the ways in from Python saves a tenth of the compile time."""


@structref.register
class Struct(types.StructRef):
    """A tuple's fields behind one pointer."""

    def preprocess_fields(self, fields: Any) -> Any:
        """Forget that a value was a literal: a struct's fields may change."""
        return tuple((name, types.unliteral(field)) for name, field in fields)


@overload(pack, strict=False, jit_options=OPTIONS)
def _pack(values):
    if not isinstance(values, types.BaseNamedTuple):
        return lambda values: values
    fields = [(name, struct_type(field)) for name, field in zip(values.fields, values.types, strict=True)]
    lines = ["def packed(values):", "    struct = new(kind)"]
    lines += [f"    struct.{name} = pack(values.{name})" for name in values.fields]
    scope: dict[str, Any] = {"new": structref.new, "kind": Struct(fields), "pack": pack}
    exec("\n".join([*lines, "    return struct"]), scope)
    return scope["packed"]


def struct_type(field: Any) -> Any:
    """Return the type that `pack` gives a value of this type."""
    if not isinstance(field, types.BaseNamedTuple):
        return field
    return Struct([(name, struct_type(inner)) for name, inner in zip(field.fields, field.types, strict=True)])


def register(function: Callable[..., Any]) -> None:
    """Make a rule known to compiled code."""
    register_jitable(**OPTIONS, **NO_WRAPPERS)(function)


def compile_kernel[F: Callable[..., Any]](function: F, cache_folder: Path) -> F:
    """Compile a loop over rules, or take it from the cache."""
    numba.config.CACHE_DIR = str(cache_folder)
    compiled: F = numba.njit(cache=True, **OPTIONS)(function)
    return compiled
