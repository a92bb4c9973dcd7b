"""Numbers with names: `s.clock.day` is an entry of memory, read and written in both languages."""

from __future__ import annotations

import ctypes
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

INTEGER, FLOAT = ctypes.c_int64, ctypes.c_double


class Named(ctypes.Structure):
    """Numbers of one type in a row, each with a name; Python reads them as its own numbers.

    A subclass gives `_fields_`, all INTEGER or all FLOAT, and empty `__slots__`, so that a misspelt name is an error.
    `Named.from_buffer(array)` is a view on the beginning of an array.
    """

    __slots__ = ()
    _fields_: ClassVar[list[tuple[str, Any]]]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names in order."""
        return tuple(name for name, *_ in cls._fields_)

    @classmethod
    def dtype(cls) -> np.dtype[Any]:
        """Return the type of the numbers."""
        return np.dtype(cls._fields_[0][1])

    @property
    def array(self) -> NDArray[Any]:
        """The numbers as an array on the same memory."""
        return np.frombuffer(self, self.dtype())

    @property
    def shape(self) -> tuple[int]:
        """As of the array."""
        return (len(self._fields_),)

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self._fields_)

    @property
    def nbytes(self) -> int:
        """Bytes they take."""
        return ctypes.sizeof(self)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)}" for name in self.names())
        return f"{type(self).__name__}({inside})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_buffer_copy, (bytes(self),)

    def copy(self) -> Self:
        """Return an independent copy."""
        return type(self).from_buffer_copy(self)
