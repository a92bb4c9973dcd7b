"""How rules are compiled: the one file that imports numba.

A World is a tuple of some forty arrays. Passed by value, every call of a rule would copy and count references of
all of them (measured: 87 s to compile, 1000 times slower to run). So a kernel first writes each tuple to its own
frame, and the rules pass a bare pointer to it: `w.home[k]` means the same in both languages, and nothing is counted.
The arrays belong to the Python caller, who holds them for as long as the kernel runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed, lower_builtin, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import models, register_jitable, register_model, type_callable

from sim.lang import pack

OPTIONS: dict[str, Any] = {"error_model": "python", "fastmath": False, "nogil": True}
"""One setting for all compiled code. Never fastmath: it reorders sums and breaks `exp`, and with them the agreement
of the drivers."""
NO_WRAPPERS = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Rules are called by kernels only; leaving out the ways in from Python saves a tenth of the compile time."""


class Pointer(types.Type):
    """A pointer to the fields of a NamedTuple."""

    def __init__(self, fields: tuple[tuple[str, Any], ...]) -> None:
        self.fields = fields
        digest = hashlib.sha256(repr(fields).encode()).hexdigest()[:12]
        super().__init__(name=f"Pointer({digest})")

    def index(self, attribute: str) -> int:
        """Return the place of a field."""
        return [name for name, _ in self.fields].index(attribute)


register_model(Pointer)(models.OpaqueModel)


def pointer_type(field: Any) -> Any:
    """Return the type that `pack` gives a value of this type."""
    if not isinstance(field, types.BaseNamedTuple):
        return field
    return Pointer(tuple((name, pointer_type(inner)) for name, inner in zip(field.fields, field.types, strict=True)))


@type_callable(pack)
def _type_pack(context):
    return pointer_type


@lower_builtin(pack, types.BaseNamedTuple)
def _lower_pack(context, builder, signature, arguments):
    return _write(context, builder, signature.args[0], arguments[0])


def _write(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """Write a tuple to the kernel's frame and return the address."""
    fields = [pointer_type(inner) for inner in kind.types]
    frame = cgutils.alloca_once(builder, _layout(context, fields))
    for at, (inner, field) in enumerate(zip(kind.types, fields, strict=True)):
        part = builder.extract_value(value, at)
        if isinstance(inner, types.BaseNamedTuple):
            part = _write(context, builder, inner, part)
        elif isinstance(inner, types.Array):
            part = _borrowed(context, builder, inner, part)
        data = context.data_model_manager[field].as_data(builder, part)
        builder.store(data, cgutils.gep_inbounds(builder, frame, 0, at))
    return builder.bitcast(frame, cgutils.voidptr_t)


def _borrowed(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """Return an array that nobody owns, so that its references are not counted."""
    array = context.make_array(kind)(context, builder, value)
    for owner in ("meminfo", "parent"):
        setattr(array, owner, ir.Constant(getattr(array, owner).type, None))
    return array._getvalue()


def _layout(context: Any, fields: list[Any]) -> Any:
    return ir.LiteralStructType([context.get_data_type(field) for field in fields])


@infer_getattr
class _PointerFields(AttributeTemplate):
    key = Pointer

    def generic_resolve(self, pointer: Any, attribute: str) -> Any:
        return dict(pointer.fields).get(attribute)


@lower_getattr_generic(Pointer)
def _read(context, builder, pointer, value, attribute):
    fields = [field for _, field in pointer.fields]
    frame = builder.bitcast(value, _layout(context, fields).as_pointer())
    at = pointer.index(attribute)
    data = builder.load(cgutils.gep_inbounds(builder, frame, 0, at))
    field = context.data_model_manager[fields[at]].from_data(builder, data)
    return impl_ret_borrowed(context, builder, fields[at], field)


def register(function: Callable[..., Any]) -> None:
    """Make a rule known to compiled code."""
    register_jitable(**OPTIONS, **NO_WRAPPERS)(function)


def compile_kernel[F: Callable[..., Any]](function: F, cache_folder: Path) -> F:
    """Compile a loop over rules, or take it from the cache."""
    numba.config.CACHE_DIR = str(cache_folder)
    compiled: F = numba.njit(cache=True, **OPTIONS)(function)
    return compiled
