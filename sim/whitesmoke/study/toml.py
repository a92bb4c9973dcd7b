"""Values as TOML writes them: what `--set`, a variant and a replay line take."""

from __future__ import annotations

import datetime
import json
from typing import Any


def text(value: Any) -> str:
    """Return a value as TOML; numbers to the last bit."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(text, value))}]"
    return repr(value)


def override(path: str, value: Any) -> str:
    """Return `path=value` as `--set` takes it."""
    return f"{path}={text(value)}"
