"""What a panel shows of work in the background: how far it is, what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job


def asked(desk: Desk, panel: str, work: Callable[[Desk], Job]) -> dict[str, Callable[[object], None]]:
    """Return what a panel does when its work is asked for, and when it is given up."""
    return {
        "event_ask": lambda _: desk.begin(panel, lambda: work(desk)),
        "event_cancel": lambda _: desk.cancel(panel),
    }


def working(desk: Desk, panel: str) -> dict[str, Any] | None:
    """Return how far a panel's work is, or why it failed; None once there is a result."""
    job = desk.jobs.get(panel)
    if job is None or not job.over:
        return {"busy": job.busy if job else "", "share": min(1.0, job.done / job.total) if job else 0.0}
    return {"busy": "", "error": job.error} if job.result is None else None
