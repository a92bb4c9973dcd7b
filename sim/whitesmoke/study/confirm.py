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


def _remedy(manifest: dict[str, Any]) -> str:
    kept = "Its runs can be read and exported; to play more, "
    if earlier(manifest["identity"]):
        return f"{kept}run `whitesmoke sweep` on the experiment, which takes a new folder"
    return f"{kept}choose another --out, or, if the rules were meant to change, raise PLAYS in whitesmoke/model"
