"""Whether the runs of a folder come out of the present rules as well, where these are not those it was played with."""

from __future__ import annotations

from typing import Any

from whitesmoke.study.identity import AnotherSpecError, earlier
from whitesmoke.study.places import Places
from whitesmoke.study.plan import Plan
from whitesmoke.study.store import Folder
from whitesmoke.study.verify import Runs, different

SAMPLE = 12
"""Runs that are played again."""
NEW_FOLDER = "run `whitesmoke sweep` on the experiment, which takes a new folder"


def confirm(plan: Plan, folder: Folder) -> int:
    """Play a sample of a folder's runs again, unless it was played with the very rules and Worlds of today.

    Returns how many runs were played. Raises AnotherSpecError if one comes out otherwise.
    """
    manifest = folder.manifest()
    if plan.made_of in manifest.get("played_with", []):
        return 0
    runs = Runs(folder, Places(plan.targets), set(folder.broken()))
    chosen = runs.chosen(SAMPLE, manifest["identity"])
    unlike = different(plan, runs, chosen) if len(chosen) else []
    if unlike:
        raise AnotherSpecError(f"{folder}: this version plays another model: {unlike[0].said}. {_remedy(manifest)}")
    return len(chosen)


def must_tell_endings(folder: Folder) -> None:
    """Raise AnotherSpecError for a folder of the first versions: its runs lack a column that those of today have."""
    broken = set(folder.broken())
    if not folder.tells_endings([part for part in folder.parts("runs") if part not in broken]):
        raise AnotherSpecError(
            f"{folder}: its runs do not say how they ended, for an earlier version wrote them, without the column "
            f"`ending`. They can be exported; for what they do not say, or to play more, {NEW_FOLDER}"
        )


def _remedy(manifest: dict[str, Any]) -> str:
    kept = "Its runs can be read and exported; to play more, "
    if earlier(manifest["identity"]):
        return kept + NEW_FOLDER
    return f"{kept}choose another --out, or, if the rules were meant to change, raise PLAYS in whitesmoke/model"
