"""Calibrations, from Python and from the command line: what the records of some cases leave possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.evidence import posterior
from whitesmoke.evidence.blocks import normal_block
from whitesmoke.evidence.calibration import identify, predictive, smc
from whitesmoke.evidence.calibration.calibrate import calibrate as calibrated
from whitesmoke.evidence.calibration.inference import Effort, Inference
from whitesmoke.evidence.calibration.mechanisms import inference_of, must_be_mechanisms, without_each
from whitesmoke.evidence.calibration.switches import MECHANISMS, MODE, acts
from whitesmoke.evidence.modes import modes_of
from whitesmoke.evidence.parameters import SHIPPED, Priors, parameters, read_priors, replaced
from whitesmoke.evidence.record.entries import own_records
from whitesmoke.front.cases import Named, cases_of, changes_of, what_changed
from whitesmoke.front.in_python import asked, to_asker
from whitesmoke.front.kept import KINDS
from whitesmoke.front.progress import bar
from whitesmoke.front.result import Result
from whitesmoke.front.taken import a_number, a_seed
from whitesmoke.model.ensemble import all_cores
from whitesmoke.telling import learnt as telling
from whitesmoke.telling.posterior_words import idle_priors
from whitesmoke.telling.words import listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.evidence.posterior import Posterior
    from whitesmoke.front.case import Case
    from whitesmoke.model.world import Floats

PRIOR_DRAWS, PREDICTIVE_RUNS, BEFORE = 2000, 400, 7
"""Draws of the prior shown; runs of the predictive checks; kind of the draws of the prior."""
FEWEST = 50
"""Particles: fewer do not fill the space of the parameters."""

Say = Callable[[str], None]
"""Told how far it is, in lines; without one a bar shows it."""


class Fit(NamedTuple):
    """A calibration laid out: what is fitted to what, and where what is reached is kept."""

    cases: list[Case]
    priors: Priors
    inference: Inference
    cautions: list[str]
    """what one may not expect of it: a record of another case, a changed case, numbers that priors replace"""
    folder: Path


class Made(NamedTuple):
    """What came out of a calibration."""

    history: list[smc.Generation]
    """up to the last, the only one with particles"""
    posterior: Posterior
    without: dict[str, float | None]
    """log evidence refitted without each mechanism, less that of the whole model; None: not of the whole record"""
    learnt: list[identify.Learnt]
    prior: Floats
    """(PRIOR_DRAWS, parameters) before"""
    before: list[predictive.Check]
    after: list[predictive.Check]
    """the record beside runs before and after"""


@asked()
def calibrate(
    cases: Named | Iterable[Named],
    particles: int = 400,
    runs: int = 16,
    seed: int = 1,
    *,
    jobs: int | None = None,
    priors: str | Path | None = None,
    without: Sequence[str] = (),
    ablations: bool | Sequence[str] = False,
    folder: str | Path | None = None,
) -> Calibration:
    """Say what the records of some cases leave possible: a posterior, what it learnt, what it cannot tell apart.

    Parameters
    ----------
    cases : cases, names, files or dicts; shared parameters are the same in all
    particles : parameter vectors
    runs : of each case for each vector
    jobs : threads; all processors if None
    priors : file of priors instead of the shipped one
    without : mechanisms to leave out, such as patron
    ablations : also refit without each mechanism in turn, or without each of those named
    folder : where what is reached is kept; if None, one for this very calibration below results/calibrations

    Raises KeyboardInterrupt on Ctrl-C: the same call goes on from what is kept.
    """
    threads = all_cores() if jobs is None else a_number(jobs, "jobs")
    effort = Effort(a_number(particles, "particles", FEWEST), a_number(runs, "runs"), a_seed(seed), threads)
    off = [without] if isinstance(without, str) else [*without]
    named = (ablations,) if isinstance(ablations, str) else ablations
    fit = planned(cases, effort, None if priors is None else Path(priors), off, folder)
    with going_on(fit.folder):
        return Calibration.fitted(fit, named)


@contextmanager
def going_on(folder: Path) -> Iterator[None]:
    """Say to who interrupts the block where what was reached is kept."""
    try:
        yield
    except KeyboardInterrupt:
        kept = f"interrupted; what was reached is kept in {folder}/. The same call goes on from there."
        raise KeyboardInterrupt(kept) from None


def planned(
    given: Named | Iterable[Named],
    effort: Effort,
    priors: Path | None,
    without: Sequence[str],
    folder: str | Path | None,
) -> Fit:
    """Return a calibration laid out."""
    cases = cases_of(given, "a calibration")
    loaded = [case.loaded for case in cases]
    if len(loaded) > 1:
        own_records(loaded)
    held = read_priors(priors or SHIPPED)
    inference = inference_of(loaded, held, effort, without)
    cautions = [*_cautions(cases), *_idle(inference, held), *(_replaced(inference, held) if priors is None else [])]
    named = "+".join(one.name for one in loaded)[:80]
    otherwise = posterior.CALIBRATIONS / named / inference.identity()
    return Fit(cases, held, inference, cautions, otherwise if folder is None else Path(folder))


def _cautions(cases: Sequence[Case]) -> Iterator[str]:
    """Yield of which cases the record is another's, or was made under other numbers."""
    for case in cases:
        record_of = case.loaded.record_of
        if record_of != case.name:
            yield (
                f"{case.name} has no record of its own: it is fitted to that of {record_of}, as if it had happened "
                "here."
            )
    for case in cases:
        if changed := what_changed(case):
            yield f"{case.name} is changed ({', '.join(changed)}): it is fitted to the record of what happened without."


def _idle(inference: Inference, held: Priors) -> list[str]:
    """Return of which priors, and of which mechanisms left out, nothing is used in the cases."""
    played = [target.loaded for target in inference.targets]
    known = parameters(played, held, [path for target in inference.targets for path in target.off])
    modes, used = modes_of(played), inference.names
    off = [name for name in inference.effort.off if name != MODE and not any(acts(loaded, name) for loaded in played)]
    without = [f"--without {name}: at bargaining.mode = {listed(modes)} it plays no part in any case." for name in off]
    return [*idle_priors([one.name for one in known if one.name not in used], modes), *without]


def _replaced(inference: Inference, held: Priors) -> list[str]:
    """Return which numbers of the cases the shipped priors replace."""
    numbers = replaced([target.loaded for target in inference.targets], held)
    return [f"{one}." for one in numbers if one.path in inference.names]


class Calibration(Result):
    """What the records of some cases leave possible of each parameter: for these cases, all of it is in-sample."""

    kind = "calibration"

    def __init__(self, fit: Fit, made: Made, refused: bool) -> None:
        self.fit, self.made = fit, made
        self.refused = refused
        """whether it was to be refitted without each mechanism, and was not: it did not use the record in full"""

    @classmethod
    def fitted(cls, fit: Fit, ablations: bool | Sequence[str], say: Say | None = None) -> Calibration:
        """Calibrate, or go on where it stopped; with `ablations` also without each mechanism in turn, or some."""
        without = tuple(MECHANISMS * ablations if isinstance(ablations, bool) else ablations)
        must_be_mechanisms(without, "--ablation")
        inference, label = fit.inference, f"Calibrating on {listed([case.name for case in fit.cases])}"
        with watched("" if say else label, say) as watch:
            found, history = calibrated(inference, fit.folder, watch)
        found = posterior.write(found, fit.folder)  # before anything else is fitted, or refused
        last = history[-1]
        refused = bool(without) and last.beta < 1.0
        evidence = {} if refused else dict(_ablations(fit, without, last.log_evidence, say))
        before = normal_block(inference.effort.seed, 0, BEFORE, PRIOR_DRAWS, len(inference.parameters))
        learnt = identify.learnt(inference, last.z, before)
        chosen = (before[:PREDICTIVE_RUNS], last.z[np.arange(PREDICTIVE_RUNS) % len(last.z)])
        checks = [predictive.checks(inference, inference.rows(z)) for z in chosen]
        return cls(fit, Made(history, found, evidence, learnt, inference.rows(before), *checks), refused)

    @property
    def posterior(self) -> Posterior:
        """The posterior, for `ws.open(..., posterior=...)`; `posterior.parquet` in `folder`."""
        return self.made.posterior

    @property
    def folder(self) -> Path:
        """Where its posterior lies, and what the same call goes on from."""
        return self.fit.folder

    @property
    def cautions(self) -> list[str]:
        """What one may not expect of it: a record of another case, a changed case, numbers that priors replace."""
        refusal = "Not refitted without each mechanism: it did not use the record in full; take more runs."
        return [*map(to_asker, self.fit.cautions), *([refusal] if self.refused else [])]

    @property
    def sentence(self) -> str:
        """What the record speaks about, and on how many parameters it says next to nothing."""
        return telling.sentence(self.fit.inference, self.made.learnt, self.made.history[-1].beta)

    def data(self) -> dict[str, Any]:
        """Return what `calibrate --json` prints."""
        made = self.made
        checks = list(zip(made.before, made.after))
        noise = made.posterior.about["noise"]
        found = telling.as_json(self.fit.inference, made.history, made.learnt, checks, made.without, noise)
        return found | changes_of(self.fit.cases)

    def frame(self) -> DataFrame:
        """Return one row for each parameter: mean and spread before (`prior_`) and after, and what is left of it.

        `ratio` is the spread after over before, where the prior is standard normal: 1 nothing learnt, 0 everything.
        """
        return KINDS[self.kind](self.json())

    def plot(self) -> Figure:
        """Return the figure: each parameter before and after, and the record beside what runs make of it."""
        from whitesmoke.figures.fitted import posterior_figure

        inference, made = self.fit.inference, self.made
        words = telling.title(made.learnt), telling.about(inference)
        return posterior_figure(inference.names, made.prior, made.posterior.draws, made.before, made.after, *words)

    def _show(self, console: Console) -> None:
        """Print what was learnt on each parameter, what the record cannot tell, and what calibrated runs miss."""
        telling.show_calibration(console, self.fit.inference, self.data(), self.made.learnt, self.made.after)

    def save(self, folder: str | Path, figure: bool = True) -> Path:
        """Write its JSON, its figure and its posterior into a folder, as the command does, and return the folder."""
        posterior.write(self.posterior, Path(folder))
        return super().save(folder, figure)


def _ablations(fit: Fit, names: Sequence[str], whole: float, say: Say | None) -> Iterator[tuple[str, float | None]]:
    """Yield the log evidence of the model refitted without each mechanism, less that of the model that was fitted.

    None where the refitted model did not use the record in full: its evidence is of another record.
    """
    loaded = [case.loaded for case in fit.cases]
    for name, inference in without_each(loaded, fit.priors, fit.inference.effort, names):
        with watched(f"without {name}:", say) as watch:
            _, history = calibrated(inference, fit.folder / f"without-{name}", watch)
        yield name, history[-1].log_evidence - whole if history[-1].beta == 1.0 else None


@contextmanager
def watched(label: str, say: Say | None) -> Iterator[Callable[[smc.Generation], None]]:
    """Tell how far a calibration is: in lines, or by a bar of how much of the record's weight is in."""
    if say:
        if label:
            say(label)
        yield lambda one: say(telling.how_far(one))
        return
    with bar(label.rstrip(":"), unit="% of the record") as advance:
        yield lambda one: advance(round(100 * one.beta), 100 - round(100 * one.beta))
