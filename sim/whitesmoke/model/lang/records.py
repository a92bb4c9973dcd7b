"""Tuples of arrays as compiled rules see them: a pointer to a record of addresses and shapes.

A World is a tuple of some forty arrays. As a tuple of numba's arrays, every call of a rule would copy and count
references of all of them, and every access would compile to a page of code. So Python writes, for each tuple, one
record of machine words, and rules pass its address: `w.home[k]` means the same in both languages, an access is a load
or two, and nothing is counted or allocated. The arrays belong to the Python caller, who holds them for as long as
the kernel runs.

What the compiler is told and numba's own arrays cannot tell it: a record never changes while a kernel runs; the
arrays of two fields never overlap; an index is never negative.
"""

from __future__ import annotations

import ctypes
import hashlib
import operator
from functools import cache
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_builtin, lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import NativeValue, lower_getattr, models, register_model, type_callable, typeof_impl, unbox

from whitesmoke.model.lang import fetch
from whitesmoke.model.lang.named import Named

WORD = 8
"""bytes"""


def _digest(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


class Row(types.Type):
    """An array in a record: its address, then its shape. `tag` names the memory: no two tags overlap."""

    def __init__(self, dtype: Any, ndim: int, tag: str) -> None:
        self.dtype, self.ndim, self.tag = dtype, ndim, tag
        super().__init__(name=f"Row({dtype}, {ndim}, {tag})")

    words = property(lambda self: 1 + self.ndim)


class Cells(types.Type):
    """The address of numbers with names. `tag` as of a row."""

    words = 1

    def __init__(self, kind: type[Named], tag: str) -> None:
        self.names, self.dtype, self.tag = kind.names(), numba.from_dtype(kind.dtype()), tag
        super().__init__(name=f"Cells({self.dtype}, {_digest(self.names)}, {tag})")


class Record(types.Type):
    """The address of the record of a NamedTuple."""

    words = 1

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...]) -> None:
        self.fields = fields
        digest = _digest([(field, str(kind)) for field, kind in fields])
        super().__init__(name=f"{name}.{digest}")  # short: it becomes part of the name of every function

    def offset(self, attribute: str) -> int:
        """Return where a field stands, in bytes."""
        names = [name for name, _ in self.fields]
        return WORD * sum(getattr(kind, "words", 1) for _, kind in self.fields[: names.index(attribute)])


class Packed:
    """A NamedTuple of arrays, integers and such tuples, ready to be passed to kernels."""

    def __init__(self, values: Any) -> None:
        words: list[int] = []
        fields = []
        views = hasattr(values, "flat")  # the other fields of such a tuple are views on `flat`
        self._kept = [values]
        for name, value in zip(values._fields, values):
            tag = type(values).__name__ + ("" if views else f".{name}")
            if isinstance(value, np.ndarray):
                if not value.flags.c_contiguous:
                    raise ValueError(f"{type(values).__name__}.{name} is not contiguous")
                words += [value.__array_interface__["data"][0], *value.shape]
                fields.append((name, _row(value.dtype, value.ndim, tag)))
            elif isinstance(value, Named):
                words.append(ctypes.addressof(value))
                fields.append((name, _cells(type(value), tag)))
            elif isinstance(value, tuple):
                inner = Packed(value)
                self._kept.append(inner)
                words.append(inner.address)
                fields.append((name, inner.kind))
            else:
                words.append(value)
                fields.append((name, types.int64))
        self._record = np.array(words, np.int64)
        self.address = self._record.__array_interface__["data"][0]
        self.kind = _record(type(values).__name__, tuple(fields))
        self._numba_type_ = self.kind  # by this name numba finds it without asking around


@cache
def _row(dtype: Any, ndim: int, tag: str) -> Row:
    """Return the type of an array; made once, for making a type costs more than a short run."""
    return Row(numba.from_dtype(dtype), ndim, tag)


@cache
def _cells(kind: type[Named], tag: str) -> Cells:
    return Cells(kind, tag)


@cache
def _record(name: str, fields: tuple[tuple[str, Any], ...]) -> Record:
    return Record(name, fields)


register_model(Row)(models.OpaqueModel)
register_model(Cells)(models.OpaqueModel)
register_model(Record)(models.OpaqueModel)


@typeof_impl.register(Packed)
def _typeof(value, context):
    return value.kind


@unbox(Record)
def _unbox(kind, value, c):
    number = c.pyapi.object_getattr_string(value, "address")
    address = c.builder.inttoptr(c.pyapi.long_as_ulonglong(number), cgutils.voidptr_t)
    c.pyapi.decref(number)
    return NativeValue(address, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _Fields(AttributeTemplate):
    key = Record

    def generic_resolve(self, record: Any, attribute: str) -> Any:
        return dict(record.fields).get(attribute)


@lower_getattr_generic(Record)
def _field(context, builder, record, address, attribute):
    kind = dict(record.fields)[attribute]
    place = builder.gep(address, [ir.Constant(ir.IntType(64), record.offset(attribute))])
    if isinstance(kind, Row):
        return place
    return _constant(builder, place, context.get_value_type(kind))


def _constant(builder: Any, place: Any, kind: Any) -> Any:
    """Load a word of a record."""
    value = builder.load(builder.bitcast(place, kind.as_pointer()))
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


def _shape(builder: Any, row: Any, axis: int) -> Any:
    place = builder.gep(row, [ir.Constant(ir.IntType(64), WORD * (1 + axis))])
    return _constant(builder, place, ir.IntType(64))


@infer_getattr
class _Names(AttributeTemplate):
    key = Cells

    def generic_resolve(self, cells: Any, attribute: str) -> Any:
        return cells.dtype if attribute in cells.names else None


@lower_getattr_generic(Cells)
def _get_cell(context, builder, cells, address, attribute):
    value = builder.load(_cell(context, builder, cells, address, attribute))
    value.set_metadata("tbaa", _tag(builder, cells.tag))
    return value


@lower_setattr_generic(Cells)
def _set_cell(context, builder, signature, arguments, attribute):
    cells, _ = signature.args
    value = builder.store(arguments[1], _cell(context, builder, cells, arguments[0], attribute))
    value.set_metadata("tbaa", _tag(builder, cells.tag))


def _cell(context: Any, builder: Any, cells: Any, address: Any, attribute: str) -> Any:
    """Return the address of a number by its name."""
    numbers = builder.bitcast(address, context.get_value_type(cells.dtype).as_pointer())
    return builder.gep(numbers, [ir.Constant(ir.IntType(64), cells.names.index(attribute))], inbounds=True)


@type_callable(len)
def _type_len(context):
    return lambda row: types.intp if isinstance(row, Row) else None


@lower_builtin(len, Row)
def _len(context, builder, signature, arguments):
    return _shape(builder, arguments[0], 0)


@infer_getattr
class _RowShape(AttributeTemplate):
    key = Row

    def resolve_shape(self, row: Any) -> Any:
        return types.UniTuple(types.intp, row.ndim)


@lower_getattr(Row, "shape")
def _shape_of(context, builder, row, value):
    sizes = [_shape(builder, value, axis) for axis in range(row.ndim)]
    return context.make_tuple(builder, types.UniTuple(types.intp, row.ndim), sizes)


def _is_index(row: Any, index: Any) -> bool:
    parts = index.types if isinstance(index, types.BaseTuple) else (index,)
    return isinstance(row, Row) and len(parts) == row.ndim and all(isinstance(part, types.Integer) for part in parts)


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):
    def generic(self, arguments: Any, keywords: Any) -> Any:
        row, index = arguments
        return signature(row.dtype, row, index) if _is_index(row, index) else None


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, arguments: Any, keywords: Any) -> Any:
        row, index, _ = arguments
        return signature(types.none, row, index, row.dtype) if _is_index(row, index) else None


@lower_builtin(operator.getitem, Row, types.Any)
def _get(context, builder, signature, arguments):
    row, index = signature.args
    value = builder.load(_element(context, builder, row, index, *arguments))
    value.set_metadata("tbaa", _tag(builder, row.tag))
    return value


@lower_builtin(operator.setitem, Row, types.Any, types.Any)
def _set(context, builder, signature, arguments):
    row, index, _ = signature.args
    value = builder.store(arguments[2], _element(context, builder, row, index, *arguments[:2]))
    value.set_metadata("tbaa", _tag(builder, row.tag))
    return context.get_dummy_value()


@type_callable(fetch)
def _type_fetch(context):
    return lambda row, index: types.none if _is_index(row, index) else None


@lower_builtin(fetch, Row, types.Any)
def _fetch(context, builder, signature, arguments):
    row, index = signature.args
    byte, flag = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
    prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
    place = builder.bitcast(_element(context, builder, row, index, *arguments), byte)
    to_write, near, data = 1, 3, 1
    builder.call(prefetch, [place, *(ir.Constant(flag, number) for number in (to_write, near, data))])
    return context.get_dummy_value()


def _element(context: Any, builder: Any, row: Any, kind: Any, value: Any, index: Any) -> Any:
    """Return the address of an element: rows stand one after the other."""
    if isinstance(kind, types.BaseTuple):
        parts = list(zip(kind.types, cgutils.unpack_tuple(builder, index)))
    else:
        parts = [(kind, index)]
    place = None
    for axis, (part, number) in enumerate(parts):
        number = context.cast(builder, number, part, types.intp)
        if context.enable_boundscheck:
            cgutils.do_boundscheck(context, builder, number, _shape(builder, value, axis), axis)
        if place is not None:
            number = builder.add(builder.mul(place, _shape(builder, value, axis), flags=["nsw"]), number, flags=["nsw"])
        place = number
    data = _constant(builder, value, context.get_value_type(row.dtype).as_pointer())
    return builder.gep(data, [place], inbounds=True)


def _tag(builder: Any, name: str) -> Any:
    """Return the metadata by which the compiler knows memory that cannot overlap (type-based alias analysis)."""
    module = builder.module
    root = module.add_metadata([ir.MetaDataString(module, "whitesmoke")])
    zero = ir.Constant(ir.IntType(64), 0)
    kind = module.add_metadata([ir.MetaDataString(module, name), root, zero])
    return module.add_metadata([kind, kind, zero])
