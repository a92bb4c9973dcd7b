"""What a results folder holds, by its manifest, design and parts: also where its model can no longer be played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from whitesmoke.evidence.modes import told_of
from whitesmoke.model import PLAYS
from whitesmoke.study.identity import earlier
from whitesmoke.study.places import KEY, Places, done, targets_of
from whitesmoke.study.store import KINDS, Folder
from whitesmoke.writing.shell import command

EARLIER = (
    "written by an earlier version: `resume` and `replay` first play a few of its runs again, to see that they come "
    "out as they did"
)
OTHER_MODEL = "this version of whitesmoke has another model"


class Reason(NamedTuple):
    """Why runs could not be played."""

    reason: str
    runs: int
    replay: str
    """the command that plays the first of them again"""


class FolderState(NamedTuple):
    """A results folder in numbers."""

    folder: str
    title: str
    rows: int
    """of the design"""
    points: int
    """different ones"""
    replicates: list[int]
    """the fewest and the most runs that a point is to have"""
    runs: int
    """points x replicates: what the design asks for"""
    there: int
    failed: int
    missing: int
    complete: bool
    """every run of the design has been played, or has failed; no part is damaged"""
    beyond: int
    """runs that are kept, but not asked for by the present design"""
    failures: list[Reason]
    damaged: list[str]
    """parts whose bytes are not those they were written with: their runs count as missing"""
    set_aside: list[str]
    """parts that `resume` found damaged before"""
    parts: dict[str, int]
    bytes: int
    """of all files in the folder"""
    created: str
    versions: dict[str, str]
    identity: dict[str, Any]
    fitted_to: list[str]
    """with a posterior: the cases it was fitted to"""
    other_mode: str
    """that its draws are played in another mode of bargaining than they were fitted in, in a sentence"""
    playable: bool
    """whether this version of whitesmoke has the model that the folder was played with, as far as names tell"""
    endings: bool
    """whether its runs say how they ended; those of the first versions do not, and nothing is added to them"""

    def text(self) -> str:
        """Return the state in words."""
        return "\n".join(_lines(self))


def state_of(folder: Folder) -> FolderState:
    """Return what a folder holds.

    Raises WhitesmokeError if it is no results folder, or its design cannot be read.
    """
    manifest, targets = folder.manifest(), targets_of(folder)
    places, damaged = Places(targets), set(folder.broken())
    parts = {kind: [part for part in folder.parts(kind) if part not in damaged] for kind in KINDS}
    there, failed = done(folder, places, bool(manifest["identity"].get("rounds")), damaged)
    missing = places.total - int(there.sum()) - int(failed.sum())
    return FolderState(
        folder=str(folder.path),
        title=str(manifest.get("title", "")),
        rows=len(folder.design()),
        points=len(targets),
        replicates=[min(targets.values(), default=0), max(targets.values(), default=0)],
        runs=places.total,
        there=int(there.sum()),
        failed=int(failed.sum()),
        missing=missing,
        complete=not missing and not damaged,
        beyond=sum(int((places.of(part) < 0).sum()) for part in folder.read(parts["runs"], KEY)),
        failures=reasons(folder, places, folder.read(parts["failures"]), failed),
        damaged=sorted(str(part.relative_to(folder.path)) for part in damaged),
        set_aside=sorted(str(part.relative_to(folder.path)) for part in folder.path.glob("*/part-*.broken")),
        parts={kind: len(folder.parts(kind)) for kind in KINDS},
        bytes=sum(file.stat().st_size for file in folder.path.rglob("*") if file.is_file()),
        created=str(manifest.get("created", "")),
        versions=manifest.get("versions", {}),
        identity=manifest["identity"],
        fitted_to=manifest.get("posterior", {}).get("fitted_to", []),
        other_mode=told_of(manifest.get("posterior", {})),
        playable=manifest["identity"]["model"] == PLAYS or earlier(manifest["identity"]),
        endings=folder.tells_endings(parts["runs"]),
    )


def reasons(folder: Folder, places: Places, failures: Iterator[pa.Table], failed: Any) -> list[Reason]:
    """Return the reasons for which runs of the design failed, (total,) truth values, the most frequent first."""
    found: dict[str, list[Any]] = {}
    left = failed.copy()  # a run that failed on two machines is one
    for part in failures:
        at = places.of(part)
        for place, row in zip(at.tolist(), part.to_pylist()):
            if place >= 0 and left[place]:
                left[place] = False
                first, count = found.get(row["reason"], (place, 0))
                found[row["reason"]] = [min(first, place), count + 1]
    lines = []
    for reason, (first, count) in found.items():
        point, replicate = places.run(first)
        line = command("replay", folder.path, places.points[point], replicate)
        lines.append(Reason(reason, count, line))
    return sorted(lines, key=lambda line: (-line.runs, line.reason))


def _lines(state: FolderState) -> Iterator[str]:
    fewest, most = state.replicates
    each = f"{fewest:,}" if fewest == most else f"{fewest:,} to {most:,}"
    if state.title:
        yield state.title
    yield f"{state.points:,} points x {each} replicates = {state.runs:,} runs"
    yield f"{state.there:,} there, {state.failed:,} failed, {state.missing:,} missing"
    if state.beyond:
        yield f"{state.beyond:,} more runs are kept that the present design does not ask for"
    for reason in state.failures:
        yield f"  {reason.runs:,} failed: {reason.reason}"
        yield f"    {reason.replay}"
    for part in state.damaged:
        yield f"  damaged: {part}"
    if state.set_aside:
        yield f"  damaged before, set aside, may be removed: {', '.join(state.set_aside)}"
    counts = ", ".join(f"{count:,} of {kind}" for kind, count in state.parts.items() if count)
    yield f"parts: {counts or 'none'}; {state.bytes / 1e6:,.1f} MB on disk"
    yield f"written since {state.created} by whitesmoke {state.versions.get('whitesmoke', '(unknown)')}"
    yield ", ".join(f"{name} {_short(value)}" for name, value in state.identity.items())
    if state.fitted_to:
        yield f"parameters: draws from a posterior fitted to {', '.join(state.fitted_to)}"
    if state.other_mode:
        yield f"  {state.other_mode}"
    if earlier(state.identity):
        yield EARLIER
    yield _next(state)


def _short(value: object) -> str:
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else f"{text[:12]}..." if " " not in text else f"{text[:57]}..."


def _next(state: FolderState) -> str:
    """Say what can be done now."""
    if state.complete and not state.playable:
        return f"complete; {OTHER_MODEL}: `replay` and `verify` take the version that wrote it"
    if state.complete:
        again = f"; the failed ones again: {command('resume', Path(state.folder), '--retry-failed')}"
        return "complete" + (again if state.failed else "")
    if state.playable and state.endings:
        return f"not complete; go on with: {command('resume', Path(state.folder))}"
    why = "its runs do not say how they ended" if state.playable else OTHER_MODEL
    return (
        f"not complete, and {why}: the runs that are there can be exported; `whitesmoke sweep` on the "
        "experiment takes a new folder"
    )
