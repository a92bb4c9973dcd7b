"""A picture in a Vue file, as a component that takes plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

import solara


class Whole:
    """Data that goes to the browser in one piece: what draws the page does not look for components in it.

    Looking into every list took most of a step's time.
    """

    __slots__ = ("data",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, data: Any) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Whole) and bool(self.data == other.data)


def unwrapped(value: Any, _widget: Any) -> Any:
    """Return the data as it is sent."""
    return value.data if isinstance(value, Whole) else value


def drawn(vue_file: str) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Make a component of a Vue file next to the function whose parameters are its properties and events."""

    def decorate(function: Callable[..., None]) -> Callable[..., Any]:
        properties = [name for name in signature(function).parameters if not name.startswith("event_")]
        component: Any = solara.component_vue(vue_file, to_json=dict.fromkeys(properties, unwrapped))(function)

        @wraps(function)
        def draw(**given: Any) -> Any:
            return component(**{k: Whole(v) if isinstance(v, list | dict) else v for k, v in given.items()})

        return draw

    return decorate
