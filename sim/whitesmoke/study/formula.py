"""A formula of a measure: quantities in words, numbers, and a dozen signs between them. Nothing in it is executed.

    formula  = sum [("<" | "<=" | ">" | ">=" | "=") sum]
    sum      = product {("+" | "-") product}
    product  = signed {("*" | "/") signed}
    signed   = ["-"] filled
    filled   = value ["or" value]
    value    = number | "(" formula ")" | ("min" | "max") "(" formula {"," formula} ")" | quantity
    quantity = words up to the next sign, such as: met of last holdout

A minus between names has a blank before it, since names have hyphens. What a run does not have is missing, and so is
all that is reckoned with it and every quotient by 0; `A or B` is B where A is missing. A comparison is 1 or 0.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.scenario.wording import quoted

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats

TOKEN = re.compile(r"\s*(?:(?P<sign><=|>=|[-+*/<>=(),])|(?P<word>[^\s()+*/<>=,]+))")
NUMBER = re.compile(r"\d+(\.\d+)?")
COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
}  # fmt: skip
LONGEST, DEEPEST = 1000, 40
"""Signs of a formula, and brackets within one another."""


class Node(NamedTuple):
    """A part of a formula: what is done, and with what."""

    does: str
    """number, quantity, or, min, max, or one of the signs; a minus before one value is `minus`"""
    parts: tuple[Node, ...] = ()
    text: str = ""
    """of a number or a quantity, as written"""


def parsed(text: str) -> Node:
    """Return a formula as a tree. Raises ValueError with a sentence."""
    if len(text) > LONGEST:
        raise ValueError(f"a formula has {LONGEST:,} signs at most; found {len(text):,}")
    reader = _Reader([found["sign"] or found["word"] for found in TOKEN.finditer(text)])
    whole = reader.formula()
    if reader.next:
        raise ValueError(f"nothing can be made of {quoted(reader.next)} {reader.place}")
    return whole


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    @property
    def place(self) -> str:
        return f"after {quoted(' '.join(self.tokens[: self.at]))}" if self.at else "at the start"

    def taken(self, *allowed: str) -> str:
        """Return the next token if it is one of these, and go past it; else an empty text."""
        found = self.next if self.next in allowed else ""
        self.at += bool(found)
        return found

    def formula(self) -> Node:
        left = self.sum()
        sign = self.taken(*COMPARED)
        return Node(sign, (left, self.sum())) if sign else left

    def sum(self) -> Node:
        return self.chain(self.product, "+", "-")

    def product(self) -> Node:
        return self.chain(self.signed, "*", "/")

    def chain(self, part: Callable[[], Node], *signs: str) -> Node:
        found = part()
        while sign := self.taken(*signs):
            found = Node(sign, (found, part()))
        return found

    def signed(self) -> Node:
        return Node("minus", (self.filled(),)) if self.taken("-") else self.filled()

    def filled(self) -> Node:
        found = self.value()
        return Node("or", (found, self.value())) if self.taken("or") else found

    def value(self) -> Node:
        if self.taken("("):
            return self.inside(self.formula)
        if self.next in ("min", "max") and self.tokens[self.at + 1 : self.at + 2] == ["("]:
            name = self.taken("min", "max")
            self.at += 1
            return Node(name, self.inside(self.several))
        words = list(self.words())
        if not words:
            found = f"found {quoted(self.next)}" if self.next else "the formula ends"
            raise ValueError(f"a number or a quantity is missing {self.place}: {found}")
        text = " ".join(words)
        return Node("number" if NUMBER.fullmatch(text) else "quantity", (), text)

    def words(self) -> Iterator[str]:
        while self.next and self.next != "or" and not TOKEN.fullmatch(self.next)["sign"]:  # type: ignore[index]
            yield self.next
            self.at += 1

    def several(self) -> tuple[Node, ...]:
        found = [self.formula()]
        while self.taken(","):
            found.append(self.formula())
        return tuple(found)

    def inside(self, part: Callable[[], Any]) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} brackets stand within one another")
        found = part()
        if not self.taken(")"):
            raise ValueError(f'a ")" is missing {self.place}')
        self.depth -= 1
        return found


def quantities(node: Node) -> list[str]:
    """Return the quantities of a formula, each once, in order."""
    own = [node.text] if node.does == "quantity" else []
    return list(dict.fromkeys(own + [text for part in node.parts for text in quantities(part)]))


def written(node: Node) -> str:
    """Return a formula as it is told apart from others: blanks and needless brackets do not count."""
    if not node.parts:
        return node.text
    parts = [written(part) for part in node.parts]
    if node.does in ("min", "max"):
        return f"{node.does}({', '.join(parts)})"
    return f"(-{parts[0]})" if node.does == "minus" else f"({f' {node.does} '.join(parts)})"


def value(node: Node, known: dict[str, Floats]) -> Floats:
    """Return what a formula is in each run, nan where it is missing.

    Parameters
    ----------
    known : by quantity, (N,); nan where a run does not have it. Every step is one of each run alone, so that the
        same run has the same value to the bit, whatever runs are reckoned with it
    """
    if node.does == "number":
        return np.full_like(next(iter(known.values())), float(node.text))
    if node.does == "quantity":
        return known[node.text]
    return _joined(node.does, [value(part, known) for part in node.parts])


def _joined(does: str, parts: list[Floats]) -> Floats:
    """Return what one sign makes of some values."""
    if does == "minus":
        return -parts[0]
    if does in ("min", "max"):
        return reduce(np.minimum if does == "min" else np.maximum, parts)
    left, right = parts
    if does == "or":
        return np.where(np.isnan(left), right, left)
    if does in COMPARED:
        return np.where(np.isnan(left) | np.isnan(right), np.nan, COMPARED[does](left, right))
    if does == "/":
        return np.divide(left, right, out=np.full_like(left, np.nan), where=right != 0.0)
    return {"+": np.add, "-": np.subtract, "*": np.multiply}[does](left, right)
