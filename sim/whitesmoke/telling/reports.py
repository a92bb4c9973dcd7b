"""A result as one page: question, finding, figure, what it says, what is put in, limits, how to make and cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from whitesmoke.telling.report_words import ANY, KINDS, PLAYED, About
from whitesmoke.writing import html_page as page
from whitesmoke.writing.printed import Told

NO_FIGURE = "No figure was drawn (--no-figure)."
AGAIN = "The same version, scenario and seed give the same numbers."


class Part(BaseModel):
    """A part of a page: its title, and what was printed."""

    model_config = ConfigDict(strict=True, frozen=True)

    title: str
    told: list[Told]


class Report(BaseModel):
    """What a page on a result is made of, besides its figure."""

    model_config = ConfigDict(strict=True, frozen=True)

    kind: str
    title: str
    question: str
    finding: str
    parts: list[Part]
    put_in: list[str] = []
    """what is scripted, what is assumed, what really happened"""
    limits: list[str] = []
    played: list[tuple[str, str]] = []
    """what was played, and with what"""
    again: str = ""
    """what is typed to get it again"""
    methods: str = ""
    reference: str = ""
    bibtex: str = ""
    opened: list[str] = []
    """the scenario by name or file, and what was changed in it; nothing where it is of no one file"""
    rule: str | None = None
    played_as: list[tuple[str, str]] = []
    """seed, runs and the like"""
    sha256: str = ""
    """of the JSON of the result, as it was written"""


def limits(kind: str) -> list[str]:
    """Return the limits of a kind of result."""
    return [*KINDS[kind].limits, *(ANY if kind in PLAYED else ())]


def html(report: Report, picture: bytes | None, ending: str = ".png") -> str:
    """Return the page, with the bytes of its figure."""
    about = KINDS[report.kind]
    return page.document(f"{report.title}: {about.called}", _parts(report, about, picture, ending))


def _parts(report: Report, about: About, picture: bytes | None, ending: str) -> Iterator[str]:
    yield f"<h1>{page.said(report.title)}</h1>"
    yield page.paragraph(report.question, "question")
    yield page.paragraph(report.finding, "finding")
    if picture is None:
        yield page.paragraph(NO_FIGURE, "quiet")
    else:
        yield page.picture(picture, ending, f"{report.finding} {about.shows}", about.shows)
    for part in report.parts:
        yield from [page.heading(part.title), *page.told(part.told)]
    yield from closing(report)


def closing(report: Report) -> Iterator[str]:
    """Yield the parts that every report ends with."""
    yield from put_in(report.put_in)
    yield from limited(report.limits)
    yield from making(report)
    yield from citing(report)


def put_in(lines: Sequence[str]) -> list[str]:
    """Return the part on what is scripted and what is assumed; nothing for nothing."""
    return [page.heading("What is scripted, and what is assumed"), page.items(lines)] if lines else []


def limited(lines: Sequence[str]) -> list[str]:
    """Return the part on limits; nothing for nothing."""
    return [page.heading("Limits"), page.items(lines)] if lines else []


def making(report: Report) -> Iterator[str]:
    """Yield what was played, with what, and how to get it again."""
    yield page.heading("Make it again")
    yield page.commands(report.again)
    yield page.paragraph(AGAIN)
    yield page.table([], report.played, text=True) if report.played else ""


def citing(report: Report) -> Iterator[str]:
    """Yield the paragraph on methods, and the reference."""
    yield page.heading("How to cite")
    yield page.paragraph(report.methods)
    yield page.paragraph(report.reference)
    yield page.commands(report.bibtex)
