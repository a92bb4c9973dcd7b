"""What makes a results folder this one and no other; and how the identities of earlier versions are read."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from whitesmoke.errors import WhitesmokeError

BY_BYTES = re.compile(r"[0-9a-f]{16}")
"""How earlier versions named their model: a hash of the bytes of its source files."""
BYTES = ("scenario", "model")
"""Parts of an identity that those versions hashed byte by byte: they cannot be compared with what is meant."""


class AnotherSpecError(WhitesmokeError):
    """The folder holds runs of something else."""

    exit_code = 4


def digest(identity: dict[str, object]) -> str:
    """Return the 12 hex digits that name a folder."""
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:12]


def earlier(identity: dict[str, Any]) -> bool:
    """Say whether an identity was written by an earlier version, which named scenario and model by their bytes.

    Whether such a folder is of today's scenario and model is seen by playing some of its runs again.
    """
    return BY_BYTES.fullmatch(identity["model"]) is not None


def agree(kept: dict[str, object], identity: dict[str, object]) -> bool:
    """Say whether a folder's identity is the one of today, as far as the two can be compared."""
    passed = BYTES if earlier(kept) else ()
    return all(kept.get(name) == identity.get(name) for name in kept | identity if name not in passed)
