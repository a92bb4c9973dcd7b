"""Whether PLAYS ought to be raised: the draws of every shipped scenario, by what it means.

Results folders are told apart by PLAYS and by what their scenario means. So where a scenario means what it meant and
its runs come out otherwise, PLAYS has to be raised. `make golden` writes the new draws, never without that.

Every scenario is played in its own mode, and once more at meetings if actors bargain in it: as "NAME, meetings".
"""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.model import PLAYS
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario.build import build
from whitesmoke.scenario.in_force import is_bargained
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning

FILE = Path(__file__).parent / "plays.json"
SCENARIOS = sorted(file.stem for file in Path(__file__).parents[2].glob("scenarios/*.toml"))
RUNS, SEED = 20, 1
SEEN = ("winner", "round", "withdrawn", "stance", "committed_on", "exit", "met")
RAISE = "its runs come out otherwise: raise PLAYS in sim/whitesmoke/model/__init__.py, then `make golden`"


def draws(loaded):
    """Return the sha256 of all that came out of a few runs."""
    found = ensemble(build(loaded).world, RUNS, SEED)
    digest = hashlib.sha256()
    for name in SEEN:
        array = np.ascontiguousarray(getattr(found, name))
        digest.update(f"{name} {array.shape}".encode() + array.astype(array.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()[:32]


def must_be_raised(kept, plays, name, means, drawn):
    """Say whether a scenario that means what it meant comes out otherwise under the same PLAYS."""
    before = kept["scenarios"].get(name, {})
    return kept["plays"] == plays and before.get("means") == means and before.get("draws") != drawn


def test_plays_is_raised_when_and_only_when_results_change():
    kept = json.loads(FILE.read_text()) if FILE.exists() else {"plays": "", "scenarios": {}}
    loaded = {name: load(name) for name in SCENARIOS}
    bargained = [name for name, one in loaded.items() if is_bargained(one.scenario)]
    loaded |= {f"{name}, meetings": load(name, ["bargaining.mode=meetings"]) for name in bargained}
    found = {name: {"means": meaning(one)[:32], "draws": draws(one)} for name, one in loaded.items()}
    otherwise = [name for name, of in found.items() if must_be_raised(kept, PLAYS, name, of["means"], of["draws"])]
    assert not otherwise, f"{otherwise}: {RAISE}"
    now = {"plays": PLAYS, "scenarios": found}
    if os.environ.get("WHITESMOKE_UPDATE_GOLDEN"):
        FILE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    assert now == json.loads(FILE.read_text()), "a scenario was added or means something else: run `make golden`"


@pytest.mark.parametrize(
    ("plays", "means", "drawn", "raised"),
    [("1", "a", "x", False), ("1", "a", "y", True), ("2", "a", "y", False), ("1", "b", "y", False)],
)
def test_when_it_must_be_raised(plays, means, drawn, raised):
    kept = {"plays": "1", "scenarios": {"race": {"means": "a", "draws": "x"}}}
    assert must_be_raised(kept, plays, "race", means, drawn) == raised
