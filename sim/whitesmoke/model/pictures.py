"""Pictures of a state: all its memory as it was, which costs little to keep, and to be read is made a state again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np

from whitesmoke.model.lang.named import Named
from whitesmoke.model.run_state import State
from whitesmoke.model.world import Numbers, number_views

type Picture = list[bytes]
"""the memory of a state, field by field"""


def picture(state: State) -> Picture:
    """Return a picture of a state."""
    return [_memory(field) for field in state]


def _memory(field: Any) -> bytes:
    if isinstance(field, np.ndarray):
        return field.tobytes()
    return field.flat.tobytes() if isinstance(field, Numbers) else bytes(field)


def developed(taken: Picture, like: State) -> State:
    """Return the state of which a picture was taken, an independent one; `like` is any state of the same world."""
    return State._make(_field(memory, field) for memory, field in zip(taken, like, strict=True))


def _field(memory: bytes, like: Any) -> Any:
    if isinstance(like, Named):
        return type(like).from_buffer_copy(memory)
    if isinstance(like, Numbers):
        return number_views(np.frombuffer(bytearray(memory)), like)
    return np.frombuffer(bytearray(memory), like.dtype).reshape(like.shape)


class Looks(Sequence[State]):
    """The states that members saw, round by round: each is kept as a picture until somebody asks for it."""

    def __init__(self, like: State) -> None:
        self._like = like
        self._kept: list[Picture | State] = []

    def keep(self, state: State) -> None:
        """Take one more."""
        self._kept.append(picture(state))

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, at: int) -> State: ...
    @overload
    def __getitem__(self, at: slice) -> list[State]: ...
    def __getitem__(self, at: int | slice) -> State | list[State]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        kept = self._kept[at]
        if not isinstance(kept, State):
            kept = self._kept[at] = developed(kept, self._like)
        return kept
