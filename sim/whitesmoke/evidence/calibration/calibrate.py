"""From prior to posterior, generation by generation; each is written before the next begins."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration import smc
from whitesmoke.evidence.calibration.inference import Inference
from whitesmoke.evidence.modes import modes_of
from whitesmoke.evidence.posterior import Posterior, evenly
from whitesmoke.model import PLAYS
from whitesmoke.model.world import Floats
from whitesmoke.scenario.files import read_bytes

MOST_GENERATIONS = 200
HISTORY = "generation.npz"
LARGEST = 1_000_000_000
"""Bytes of it."""
TYPES = {"z": "f", "luck": "i", "log_likelihood": "f", "scalars": "f", "identity": "U"}
"""Arrays of that file, and the kinds of their numbers."""
SCALARS = [name for name in smc.Generation._fields if name not in ("z", "luck", "log_likelihood")]
LEAST_ACCEPTED = 0.01
"""When fewer moves than this are accepted, the estimates of the likelihood are too noisy for the record to be followed
further: the calibration ends with the record at less than its full weight, and says so."""


def calibrate(
    inference: Inference, folder: Path, watch: Callable[[smc.Generation], None] | None = None
) -> tuple[Posterior, list[smc.Generation]]:
    """Return the posterior and the generations that led to it, going on from what the folder has.

    The last generation has beta below 1 if the particles could not follow the record further.
    """
    history = load_history(inference, folder)
    effort = inference.effort
    for one in generations(inference, history[-1] if history else None):
        history.append(one)
        save_history(inference, folder, history)
        if watch:
            watch(one)
    last = history[-1]
    about = {
        "cases": [target.loaded.name for target in inference.targets],
        "modes": modes_of(target.loaded for target in inference.targets),
        "particles": effort.particles,
        "runs": effort.runs,
        "seed": effort.seed,
        "off": list(effort.off),
        "weight": last.beta,
        "log_evidence": last.log_evidence,
        "noise": smc.noise(last, inference.log_likelihood),
        "rules": PLAYS,
    }
    off = {path: value for target in inference.targets for path, value in target.off.items()}
    draws = np.hstack([inference.rows(last.z), np.tile(np.array([*off.values()]), (len(last.z), 1))])
    return Posterior([*inference.names, *off], draws[evenly(len(draws))], about), history


def generations(inference: Inference, last: smc.Generation | None = None) -> Iterator[smc.Generation]:
    """Yield the generations that follow the last one (none: from the prior on) until the record has its full weight."""
    effort = inference.effort
    if last is None:
        last = smc.begin(
            effort.particles, len(inference.parameters), effort.runs, inference.log_likelihood, effort.seed
        )
        yield last
    while last.beta < 1.0 and last.acceptance >= LEAST_ACCEPTED:
        if last.number >= MOST_GENERATIONS:
            raise WhitesmokeError(
                f"after {MOST_GENERATIONS} generations the record is still not fully used; take more --particles or "
                "more --runs for each"
            )
        last = smc.step(last, inference.log_likelihood, effort.seed, moves=effort.moves)
        yield last


def save_history(inference: Inference, folder: Path, history: list[smc.Generation]) -> None:
    """Write the last generation, and the numbers of those before it, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    last = history[-1]
    scalars = np.array([[one.number, *one[4:]] for one in history], float)
    half = folder / f".generation.{os.getpid()}.npz"
    np.savez(
        half,
        z=last.z,
        luck=last.luck,
        log_likelihood=last.log_likelihood,
        scalars=scalars,
        identity=inference.identity(),
    )
    half.replace(folder / HISTORY)


def load_history(inference: Inference, folder: Path) -> list[smc.Generation]:
    """Return the generations of this very calibration that the folder has; of all but the last only the numbers.

    Raises WhitesmokeError if the folder holds another calibration.
    """
    file = folder / HISTORY
    if not os.path.lexists(file):
        return []
    again = "remove it, and the same command begins anew"
    try:
        kept = _kept(read_bytes(file, LARGEST))
    except WhitesmokeError as error:
        raise WhitesmokeError(f"{error}; {again}") from error
    except (OSError, ValueError) as error:
        raise WhitesmokeError(f"{file}: is damaged, or nothing that `calibrate` wrote; {again}") from error
    if str(kept["identity"]) != inference.identity():
        raise WhitesmokeError(
            f"{folder} holds another calibration, or one that an earlier version began, which this one does not go on "
            "with; give another --out, or remove it"
        )
    effort = inference.effort
    particles, shape = effort.particles, (effort.particles, len(inference.parameters))
    wanted = {"z": shape, "luck": (particles, effort.runs), "log_likelihood": (particles,)}
    rows = kept["scalars"]
    numbered = rows.ndim == 2 and rows.shape[1:] == (len(SCALARS),) and 1 <= len(rows) <= MOST_GENERATIONS + 1
    if not numbered or any(kept[name].shape != size for name, size in wanted.items()) or not _finite(kept):
        raise WhitesmokeError(f"{file}: does not have the particles of this calibration; {again}")
    history = [_generation(row) for row in rows]
    history[-1] = history[-1]._replace(z=kept["z"], luck=kept["luck"], log_likelihood=kept["log_likelihood"])
    return history


def _kept(data: bytes) -> dict[str, Any]:
    """Return the arrays of a file, each of its type. Raises ValueError for any other file; never runs what is in it."""
    try:
        file = np.load(io.BytesIO(data), allow_pickle=False)
        found = {name: file[name] for name in TYPES} if isinstance(file, np.lib.npyio.NpzFile) else {}
    except Exception as error:  # of damaged bytes numpy, the archive and its decompressors raise anything
        raise ValueError(f"no archive of arrays ({type(error).__name__})") from error
    if not found or any(found[name].dtype.kind != kind for name, kind in TYPES.items()):
        raise ValueError("arrays of other types")
    return found


def _finite(kept: dict[str, Any]) -> bool:
    """Say whether all that is calculated with is finite: a likelihood of nothing is minus infinity, but never nan."""
    rows, at = kept["scalars"], kept["scalars"][:, SCALARS.index("number")]
    used = rows[:, [SCALARS.index(name) for name in ("beta", "distinct", "used")]]
    in_order = (at == at[0] + np.arange(len(at))).all()
    whole = not np.isnan(rows).any() and not np.isnan(kept["log_likelihood"]).any() and (np.abs(at) < 2**31).all()
    return bool(in_order and whole and np.isfinite(used).all() and np.isfinite(kept["z"]).all())


def _generation(row: Floats) -> smc.Generation:
    """Return the numbers of a generation, without its particles."""
    number, *rest = row.tolist()
    z, luck, log_likelihood = np.empty((0, 0)), np.empty((0, 0), np.int64), np.empty(0)
    beta, log_evidence, effective, acceptance, distinct, scale, used = rest
    return smc.Generation(
        int(number), z, luck, log_likelihood, beta, log_evidence, effective, acceptance, int(distinct), scale, int(used)
    )
