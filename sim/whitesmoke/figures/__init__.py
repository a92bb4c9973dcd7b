"""Figures of runs: `run_figure` draws one run, `save` writes a figure so that the same run gives the same bytes.

Nothing here needs a display. matplotlib is imported when the first figure is drawn.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.model.trace import Trace

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from whitesmoke.scenario.record_schema import Commitment, Tally

METADATA: dict[str, dict[str, str | None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What would otherwise differ between days and versions."""
SAVED: dict[str, dict[str, Any]] = {".png": {"pil_kwargs": {"compress_level": 3}}}
"""How: the same picture in as many bytes as the default makes of it, in half of the time."""
SETTINGS: dict[Any, Any] = {"svg.hashsalt": "whitesmoke", "svg.fonttype": "none", "text.hinting": "none"}
"""The same names in every SVG, with letters as letters; letters of a PNG where they belong, not drawn to whole pixels,
which sets them unevenly and takes longer."""

_one_at_a_time = threading.Lock()


def run_figure(trace: Trace, tallies: Sequence[Tally] = (), commitments: Sequence[Commitment] = ()) -> Figure:
    """Return the figure of one run: tally, stance of every member, influence network; with what is on record."""
    from whitesmoke.figures.page import draw

    return draw(trace, tallies, commitments)


def save(figure: Figure, path: str | Path, dots_per_inch: int = 160) -> Path:
    """Write a figure as PNG, SVG or PDF, by the ending of the path; return the path."""
    import matplotlib

    path = Path(path)
    if path.suffix not in METADATA:
        raise ValueError(f"{path.name}: a figure is written as {', '.join(METADATA)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time, matplotlib.rc_context(SETTINGS):
        figure.savefig(path, dpi=dots_per_inch, metadata=METADATA[path.suffix], **SAVED.get(path.suffix, {}))
    return path


def as_png(figure: Figure, dots_per_inch: int = 160) -> bytes:
    """Return the bytes that `save` writes as PNG."""
    import matplotlib

    data = io.BytesIO()
    with _one_at_a_time, matplotlib.rc_context(SETTINGS):
        figure.savefig(data, format="png", dpi=dots_per_inch, metadata=METADATA[".png"], **SAVED[".png"])
    return data.getvalue()
