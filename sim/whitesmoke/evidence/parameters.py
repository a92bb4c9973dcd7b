"""The numbers that inference may move: where each stands in a World, and what was held possible before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import Field, ValidationError

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence.ranges import prior_must_lie_within
from whitesmoke.model.coefficients import BARGAINING, COEFFICIENTS, place
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.rules import distributions
from whitesmoke.model.world import Floats, Ints
from whitesmoke.scenario import agenda, document, families, library, numbers_table
from whitesmoke.scenario.build import Index
from whitesmoke.scenario.in_force import OF_A_HOLDER, plays_no_part
from whitesmoke.scenario.late import OPPORTUNISM, may_be_raised
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.numbers import Distribution, Stated, Table
from whitesmoke.scenario.wording import instead

SHIPPED = Path(__file__).parent / "priors.toml"
SHARED = ("parameters.", f"{BARGAINING}.")
"""Numbers of these tables belong to the mechanism: one value of each for all cases."""
OF_THE_MODEL = {one.path for one in COEFFICIENTS.values()} | {f"{BARGAINING}.{name}" for name in OF_A_HOLDER}
"""Numbers that may be given priors whatever the cases are: some may have no use for them."""


class Priors(Table):
    """A file of priors: what all cases share, and what belongs to one of them, by the path of the number."""

    assumed: bool = Field(False, description="true: the ranges are judgement")
    source: str | None = Field(None, description="where the ranges come from")
    shared: dict[str, Distribution] = Field({}, description="numbers of the mechanism")
    case: dict[str, dict[str, Distribution]] = Field({}, description="numbers of one scenario, by its name")
    error: dict[str, Distribution] = Field({}, description="by how much a coded number may be off, by its pattern")


class Parameter(NamedTuple):
    """One number that inference may move."""

    name: str
    """its path; with the name of its case before a colon if it belongs to one case only"""
    prior: Distribution


def read_priors(path: Path = SHIPPED) -> Priors:
    """Return the priors of a file; the shipped ones by default.

    Raises ScenarioError if the file cannot be used.
    """
    data, origins = document.read(path)
    try:
        return Priors.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(problems_of(error, data, origins, Priors)) from error


def slots(loaded: Loaded) -> dict[str, list[int]]:
    """Return which entries of `Numbers.flat` the number of each path fills, as `Case.slots` of what is compiled.

    And how often others ask late, where they may: between two such numbers a World differs by no more than by them.
    """
    return _with_late(loaded, _draws(loaded).slots())


def _with_late(loaded: Loaded, found: dict[str, list[int]]) -> dict[str, list[int]]:
    return found | ({OPPORTUNISM: [place("opportunism")]} if may_be_raised(loaded.scenario) else {})


def central_values(loaded: Loaded) -> dict[str, float]:
    """Return the number of each path: its value, or the median of its distribution."""
    index = Index(loaded.scenario)
    number, draws = numbers_table.fill(loaded.scenario, index, agenda.script(loaded.scenario, index))
    return {path: float(number.flat[where[0]]) for path, where in _with_late(loaded, draws.slots()).items()}


def own_distributions(loaded: Loaded) -> dict[str, Distribution]:
    """Return the numbers that the scenario itself gives as distributions."""
    return {path: number for path, (number, _) in _draws(loaded).by_path().items()}


def _draws(loaded: Loaded) -> numbers_table.Draws:
    index = Index(loaded.scenario)
    return numbers_table.fill(loaded.scenario, index, agenda.script(loaded.scenario, index))[1]


def parameters(cases: Sequence[Loaded], priors: Priors, without: Sequence[str] = ()) -> list[Parameter]:
    """Return the numbers to be calibrated on some cases, each with its prior.

    A scenario's own distribution of a number goes before the file's. Coefficients are shared: cases that give a
    distribution of one must agree on it. Some may play no part: see `in_force`.

    Raises WhitesmokeError for a prior without spread or beyond the range of its number, for one of a number that its
    case (if shared: every case) lacks, and for two cases that do not agree.
    """
    known = {loaded.name: slots(loaded) for loaded in cases}
    _must_be_cases(priors.case, cases)
    for path, prior in priors.shared.items():
        prior_must_lie_within(path, prior)
    if known:
        _must_have(priors.shared, OF_THE_MODEL.union(*known.values()), "no case has")
    found = {path: prior for path, prior in priors.shared.items() if path not in without}
    given: dict[str, tuple[str, Distribution]] = {}
    for loaded in cases:
        own = {**priors.case.get(loaded.name, {}), **own_distributions(loaded)}
        _must_have(own, known[loaded.name], f"{loaded.name} does not have")
        for path, prior in own.items():
            prior_must_lie_within(path, prior, loaded.scenario)
            shared = path.startswith(SHARED)
            if shared and path not in without:
                _must_agree(path, given.setdefault(path, (loaded.name, prior)), (loaded.name, prior))
            if path not in without:
                found[path if shared else f"{loaded.name}:{path}"] = prior
    for name, prior in found.items():
        low, high = values(prior, np.array([1e-6, 1.0 - 1e-6]))
        if not high > low:
            raise WhitesmokeError(f"the prior of {name} has no spread; give it one, or the number itself")
    return [Parameter(name, prior) for name, prior in found.items()]


def in_force(found: Iterable[Parameter], cases: Sequence[Loaded]) -> list[Parameter]:
    """Return the parameters that play a part in some case: under its mode of bargaining a run may not hang on them."""
    known = [(loaded, slots(loaded)) for loaded in cases]
    return [one for one in found if any(_plays(one.name, loaded, paths) for loaded, paths in known)]


def _plays(name: str, loaded: Loaded, known: Collection[str]) -> bool:
    path = own_name(name, loaded.name)
    return path in known and not plays_no_part(loaded.scenario, str(path).split("."))


def _must_be_cases(names: Iterable[str], cases: Sequence[Loaded]) -> None:
    """Raise WhitesmokeError for the first table of a case that is neither calibrated, nor at hand, nor next to one."""
    beside = {file.stem for loaded in cases for file in loaded.files[0].parent.glob("*.toml")}
    at_hand = [*library.shipped(), *library.corpus()]
    known = dict.fromkeys([loaded.name for loaded in cases]) | dict.fromkeys(one.name for one in at_hand)
    for name in names:
        if name not in known and name not in beside:
            near = instead(name, known)
            raise WhitesmokeError(
                f"the priors have a table [case.{name}], and no scenario of this name is at hand{near}"
            )


def _must_have(paths: Iterable[str], known: Collection[str], lacks: str) -> None:
    """Raise WhitesmokeError for the first path that is not known."""
    for path in paths:
        if path not in known:
            near = instead(path, known)
            raise WhitesmokeError(f"the priors name {path}, which {lacks}{near}; correct the path")


def _must_agree(path: str, first: tuple[str, Distribution], other: tuple[str, Distribution]) -> None:
    """Raise WhitesmokeError if two cases, by name, give a number that they share different distributions."""
    (one, prior), (two, again) = first, other
    said = {"source", "assumed"}
    if prior.model_dump(exclude=said) != again.model_dump(exclude=said):
        raise WhitesmokeError(
            f"{path} is the same number in every case, but {one} and {two} give it different distributions; "
            "let them agree, or calibrate each by itself"
        )


class Replaced(NamedTuple):
    """A number that a scenario gives, and a calibration moves all the same."""

    case: str
    path: str
    value: float
    mean: float
    """of the prior in its place, with its standard deviation"""
    sd: float

    def __str__(self) -> str:
        return (
            f"{self.case} has {self.path} = {self.value:g}; the shipped prior puts {self.mean:.2g} ± {self.sd:.2g} in "
            "its place. To keep it near yours, give it as a distribution in the file, or another --priors"
        )


def replaced(cases: Sequence[Loaded], priors: Priors) -> list[Replaced]:
    """Return the coefficients that cases give, other than the default, and that shared priors put something else for.

    Mean and standard deviation of a prior are those of its quantiles at 1000 even probabilities.
    """
    found, even = [], (np.arange(1000) + 0.5) / 1000
    for loaded in cases:
        for path, prior in priors.shared.items():
            if not path.startswith(SHARED) or plays_no_part(loaded.scenario, path.split(".")):
                continue
            table, _, name = path.rpartition(".")
            own = attrgetter(table)(loaded.scenario)
            field = type(own).model_fields.get(name)
            value = getattr(own, name, None)
            given = value.value if isinstance(value, Stated) else value
            if field is not None and isinstance(given, int | float) and given != field.default:
                drawn = values(prior, even)
                found.append(Replaced(loaded.name, path, float(given), float(drawn.mean()), float(drawn.std())))
    return found


def values(prior: Distribution, u: Floats) -> Floats:
    """Return the quantiles of a distribution at some probabilities; as `whitesmoke.model.rules.distributions.quantile`.

    Nothing is drawn from beyond where the model's own uniforms end.
    """
    a, b, c, low, high = families.arguments(prior)
    p = low + (high - low) * np.clip(u, families.FIRST_U, families.LAST_U)
    if prior.dist == "uniform":
        return a + (b - a) * p
    if prior.dist == "triangular":
        at = np.frompyfunc(lambda q: distributions.quantile(distributions.TRIANGULAR, a, b, c, 0.0, 1.0, q), 1, 1)
        return np.asarray(at(p), float)
    from scipy.special import ndtri  # as in `blocks`

    normal = a + b * np.asarray(ndtri(p))
    return np.exp(normal) if prior.dist == "lognormal" else normal


def own_name(name: str, case: str) -> str | None:
    """Return the path that a parameter has in a case; None if it belongs to another case."""
    of, _, path = name.rpartition(":")
    return path if of in ("", case) else None


def per_run(loaded: Loaded, names: Sequence[str], rows: Floats) -> PerRun:
    """Return the numbers of each run of a case from rows of parameters.

    Parameters
    ----------
    names : of the columns; those of other cases, or of numbers this scenario does not have, are left out
    rows : (N, parameters)
    """
    known: Mapping[str, Sequence[int]] = slots(loaded)
    slot: list[int] = []
    column: list[int] = []
    for j, name in enumerate(names):
        for at in known.get(own_name(name, loaded.name) or "", ()):
            slot.append(at)
            column.append(j)
    picked: Ints = np.array(column, np.int64)
    return PerRun(np.array(slot, np.int64), np.ascontiguousarray(rows[:, picked], float))
