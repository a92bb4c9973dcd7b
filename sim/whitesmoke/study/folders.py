"""Which folder a sweep writes to: its own, by identity; and what a folder says about where it came from."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whitesmoke import __version__
from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import PLAYS
from whitesmoke.model.codes import ENDINGS
from whitesmoke.study.columns import OVERRULED, tells_of_overruled
from whitesmoke.study.confirm import confirm, must_tell_endings
from whitesmoke.study.experiment import LoadedExperiment, load_experiment
from whitesmoke.study.identity import AnotherSpecError, agree, digest, earlier
from whitesmoke.study.plan import Plan, lay_out, scenario_files
from whitesmoke.study.store import MANIFEST, Folder
from whitesmoke.writing.output import plain

LIBRARIES = ("numpy", "numba", "llvmlite", "networkx", "scipy", "pyarrow", "pydantic")
CALLED = {
    "scenario": "the scenario",
    "seed": "the seed",
    "draws": "replicates.draws",
    "columns": "outputs.columns",
    "rounds": "outputs.rounds",
    "model": "the version of the model",
    "posterior": "the posterior",
}
POSTERIOR = "posterior.parquet"
"""The copy of the posterior among the inputs."""


def folder_of(plan: Plan, results: Path) -> Folder:
    """Return the folder of a plan below the folder of all results: of its identity, or one that was written before.

    The points of the plan are then called as they were then.
    """
    own = Folder(results / plan.experiment.name / digest(plan.identity))
    others = [] if own.path.exists() else _others(own)
    return next((other for other in sorted(others, key=_when, reverse=True) if _written_before(other, plan)), own)


def _written_before(folder: Folder, plan: Plan) -> bool:
    """Say whether an earlier version wrote a folder for what a plan means; its points are then called as there."""
    try:
        kept = folder.manifest()["identity"]
        if not earlier(kept) or not agree(kept, plan.identity):
            return False
        there = reopen(folder)
        if there.identity != plan.identity:
            return False
        must_tell_endings(folder)
        confirm(there, folder)
    except WhitesmokeError:
        return False
    plan.call_as(folder.design())
    return True


def _others(folder: Folder) -> list[Folder]:
    """Return the other folders of the same experiment."""
    beside = (Folder(path.parent) for path in folder.path.parent.glob(f"*/{MANIFEST}"))
    return [other for other in beside if other.path.name != folder.path.name]


def _when(folder: Folder) -> float:
    return _age(folder.path)


def find_folder(path: Path) -> Folder:
    """Return the results folder at a path, or the only one in it. Raises WhitesmokeError if there are several."""
    inside = sorted(manifest.parent for manifest in path.glob(f"*/{MANIFEST}"))
    if (path / MANIFEST).exists() or not inside:
        return Folder(path)
    if len(inside) > 1:
        names = ", ".join(str(folder) for folder in sorted(inside, key=_age, reverse=True))
        raise WhitesmokeError(f"{path}/: there are {len(inside)} results folders; give one of them: {names}")
    return Folder(inside[0])


def _age(folder: Path) -> float:
    return (folder / MANIFEST).lstat().st_mtime


def prepare(plan: Plan, folder: Folder) -> None:
    """Make a folder ready for a plan: copies of the inputs, the design, the manifest last.

    A wider design of the same identity replaces the narrower one; its runs stay. Raises AnotherSpecError for a folder
    that holds something else.
    """
    kept = folder.manifest() if (folder.path / MANIFEST).exists() else {}
    if kept and not agree(kept["identity"], plan.identity):
        raise AnotherSpecError(
            f"{folder}: belongs to another experiment: {different(kept, plan)} changed; choose another folder"
        )
    inputs = _inputs(plan.experiment)
    for name, file in inputs.items():
        folder.copy_input(name, file.read_bytes())
    folder.write_design(plan.table())
    lasting = ("created", *(("identity", "hash") if kept and earlier(kept["identity"]) else ()))
    found = _manifest(plan, inputs) | {name: kept[name] for name in lasting if kept.get(name)}
    if kept and "endings" not in kept:
        del found["endings"]  # its runs say how they ended in the words of before
    if kept and not tells_of_overruled(kept):
        del found[OVERRULED]  # some of its runs do not say
    folder.write_manifest(found | {"played_with": _played_with(plan, kept)})


def note(plan: Plan, folder: Folder) -> None:
    """Note that a folder's runs come out of the present rules as well: see `confirm`."""
    kept = folder.manifest()
    if plan.made_of not in kept.get("played_with", []):
        folder.write_manifest(kept | {"played_with": _played_with(plan, kept)})


def _played_with(plan: Plan, kept: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys([*kept.get("played_with", []), plan.made_of]))


def reopen(folder: Folder) -> Plan:
    """Return the plan of a folder from its own copies. Raises AnotherSpecError if this version plays another model.

    An earlier version named scenario, model and points otherwise: there the points keep their names, and whether the
    model is the same is to be seen: see `confirm`.
    """
    manifest = folder.manifest()
    copies = {name: folder.path / "inputs" / copy for name, copy in manifest["scenarios"].items()}
    experiment = load_experiment(
        folder.path / "inputs" / manifest["experiment"], copies, own_posterior(folder, manifest)
    )
    plan = lay_out(experiment)
    if earlier(manifest["identity"]):
        plan.call_as(folder.design())
    if not agree(manifest["identity"], plan.identity):
        raise AnotherSpecError(
            f"{folder}: was written with something else: {different(manifest, plan)} changed since. Its runs can be "
            "read and exported; to play more, run `whitesmoke sweep` on the experiment, which takes a new folder"
        )
    return plan


def own_posterior(folder: Folder, manifest: dict[str, Any]) -> Path | None:
    """Return the folder's copy of its posterior, if it has one. Raises AnotherSpecError if it is not what it was."""
    identity = manifest["identity"]
    if "posterior" not in identity:
        return None
    if identity["model"] != PLAYS and not earlier(identity):  # whose posteriors this version would not read
        model = _field("model", identity, {"model": PLAYS})
        raise AnotherSpecError(
            f"{folder}: was written with something else: {model} changed since. Its runs can be read and exported"
        )
    file = folder.path / "inputs" / POSTERIOR
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != identity["posterior"]:
        raise AnotherSpecError(
            f"{file}: is not the posterior that these runs were drawn from; put that one back, or give the same "
            "`whitesmoke sweep` again, which does so"
        )
    return file


def siblings(plan: Plan, folder: Folder) -> str | None:
    """Return a sentence about the youngest other folder of this experiment, and what is different there."""
    others = _others(folder)
    if not others:
        return None
    youngest = max(others, key=_when)
    try:
        changed = different(youngest.manifest(), plan)
    except WhitesmokeError:
        return None
    return f"Runs of {youngest} are not used: {changed} changed."


def different(manifest: dict[str, Any], plan: Plan) -> str:
    """Say which fields make a plan another one than a folder's."""
    old, new = manifest["identity"], plan.identity
    found = []
    for name in new | old:
        if old.get(name) != new.get(name) and (name != "scenario" or not earlier(old)):
            found.append(_scenario_difference(manifest, plan) if name == "scenario" else _field(name, old, new))
    return " and ".join(found)


def _field(name: str, old: dict[str, object], new: dict[str, object]) -> str:
    return f"{CALLED.get(name, name)} (from {_short(old.get(name))} to {_short(new.get(name))})"


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _scenario_difference(manifest: dict[str, Any], plan: Plan) -> str:
    old, new = (
        _leaves(manifest.get("said", {})),
        _leaves(json.loads(json.dumps(plain(plan.experiment.base.data), default=str))),
    )
    changed = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    if not changed:
        return "the scenario (or a file that it reads)"
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"the scenario ({', '.join(changed[:3])}{more})"


def _leaves(data: object, path: str = "") -> dict[str, object]:
    if isinstance(data, dict) and data:
        return {
            k: v for key, inner in data.items() for k, v in _leaves(inner, f"{path}.{key}" if path else key).items()
        }
    return {path: data}


def _inputs(experiment: LoadedExperiment) -> dict[str, Path]:
    """Return the inputs of a study by the name of their copies."""
    of_scenarios = [file for files in scenario_files(experiment).values() for file in files]
    fitted = {POSTERIOR: experiment.fitted.file} if experiment.fitted else {}
    return _under("experiment", experiment.files) | _under("scenarios", list(dict.fromkeys(of_scenarios))) | fitted


def _fitted(plan: Plan) -> dict[str, object]:
    """Return what a manifest says of the posterior."""
    if plan.experiment.fitted is None:
        return {}
    return {"posterior": {**plan.fitted, "draws": len(plan.experiment.fitted.posterior.draws)}}


def _under(folder: str, files: list[Path]) -> dict[str, Path]:
    """Return files by their place below what they have in common, so that they still find each other."""
    whole = {file: os.path.abspath(file) for file in files}
    root = os.path.commonpath([os.path.dirname(path) for path in whole.values()])
    return {f"{folder}/{os.path.relpath(path, root)}": file for file, path in whole.items()}


def _manifest(plan: Plan, inputs: dict[str, Path]) -> dict[str, object]:
    experiment = plan.experiment
    copy_of = {os.path.abspath(file): name for name, file in inputs.items()}
    return {
        "format": 1,
        "name": experiment.name,
        "title": experiment.spec.title,
        "question": experiment.spec.question,
        "hash": digest(plan.identity),
        "identity": plan.identity,
        "experiment": copy_of[os.path.abspath(experiment.path)],
        "scenarios": {name: copy_of[os.path.abspath(files[0])] for name, files in scenario_files(experiment).items()},
        **_fitted(plan),
        "inputs": {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in inputs.items()},
        "said": json.loads(json.dumps(plain(experiment.base.data), default=str)),
        "outcomes": plan.outcomes,
        "endings": list(ENDINGS),
        OVERRULED: True,
        "versions": {"whitesmoke": __version__, "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
        "calendar": {
            "start": plan.base.names.start.isoformat(),
            "round_days": plan.base.world.round_days,
            "horizon_days": plan.base.world.rounds * plan.base.world.round_days,
        },
        "host": {"system": platform.platform(), "processors": os.cpu_count()},
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "counts": {"rows of the design": len(plan.points), "points": len(plan.unique)},
    }
