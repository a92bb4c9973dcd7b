"""The page of a results folder of `sweep`: its own report, with what is put in, its limits, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from whitesmoke.errors import WhitesmokeError
from whitesmoke.study import answers, folders
from whitesmoke.study.codebook import About, about, entries
from whitesmoke.study.plan import Plan
from whitesmoke.study.report import html
from whitesmoke.study.state import FolderState
from whitesmoke.study.store import Folder
from whitesmoke.telling import citing, sweeps
from whitesmoke.telling.caveats import caveats
from whitesmoke.telling.posterior_words import drawn_from
from whitesmoke.telling.reports import limited, limits, put_in
from whitesmoke.telling.words import listed
from whitesmoke.writing import html_page as page
from whitesmoke.writing.citation import bibtex, reference


def page_of(folder: Folder, state: FolderState) -> str:
    """Return the page of a results folder."""
    known = about(folder)
    figures = sorted(file for file in (folder.path / "figures").glob("*") if file.suffix in page.PICTURES)
    found = answers.of_folder(folder, state)
    findings = sweeps.findings(found) if found else []
    return html(known, state, found, figures, entries(known), findings, [*_more(folder, known, state)])


def _more(folder: Folder, known: About, state: FolderState) -> Iterator[str]:
    """Yield what is put in, as far as the folder's copies still say it; limits; and how to cite it."""
    try:
        plan = folders.reopen(folder)
    except WhitesmokeError:  # of a version that played otherwise, or altered: its own report says what is known
        plan = None
    if plan is not None:
        yield from put_in(_put_in(plan))
    yield from limited(limits("summary"))
    yield page.heading("How to cite")
    yield page.paragraph(methods(plan, state) if plan is not None else "")
    yield page.paragraph(reference(known.version))
    yield page.commands(bibtex(known.version))


def _put_in(plan: Plan) -> list[str]:
    fitted = plan.experiment.fitted
    base = plan.experiment.base
    return caveats(base, drawn_from(fitted.posterior, base) if fitted else "")


def methods(plan: Plan, state: FolderState) -> str:
    """Return the paragraph on methods of a sweep."""
    experiment = plan.experiment
    spec = experiment.spec
    drawn = "on common draws" if spec.replicates.draws == "common" else "on draws of their own"
    played = (
        f'The experiment "{spec.title}" varies {listed(varied(plan))} (design: {spec.design.kind}): '
        f"{state.points:,} points, {state.there:,} runs of seed {spec.seed}, {drawn} (results folder "
        f"{Path(state.folder).name})."
    )
    posterior = experiment.fitted.posterior if experiment.fitted else None
    return citing.methods(experiment.base, plan.base, posterior, played)


def varied(plan: Plan) -> list[str]:
    """Return what is varied: factors as they are labelled, and arms."""
    spec = plan.experiment.spec
    factors = [one.label or name for name, one in spec.factors.items()]
    return [*factors, *(one.label or name for name, one in spec.arms.items())]
