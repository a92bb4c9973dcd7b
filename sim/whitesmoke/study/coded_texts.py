"""A text for every run, each text kept once: a sweep has a million runs, and a dozen texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa


@dataclass(frozen=True, eq=False)
class Texts:
    """(N,) texts."""

    code: Any
    """(N,) integers: places in `names`"""
    names: list[str]

    def at(self, which: Any) -> Texts:
        """Return those of some runs."""
        return Texts(self.code[which], self.names)

    def are(self, name: str) -> Any:
        """Return (N,) whether each is this text."""
        return self.code == (self.names.index(name) if name in self.names else -1)

    def counts(self) -> Counter[str]:
        """Return how often there is each, in the order in which they appear."""
        found, first, times = np.unique(self.code, return_index=True, return_counts=True)
        return Counter({self.names[found[x]]: int(times[x]) for x in np.argsort(first)})


def texts_of(column: pa.ChunkedArray) -> Texts:
    """Return a coded column."""
    coded = column.combine_chunks()
    return Texts(coded.indices.to_numpy(), coded.dictionary.to_pylist())
