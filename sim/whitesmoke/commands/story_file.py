"""The story of a run, or a lecture, as one file."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import case_of, folder_of, note, show_or, told
from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.lecture import Lecture
from whitesmoke.front.one_screen import FILE
from whitesmoke.scenario.lectures import load_lecture, names_lecture
from whitesmoke.writing.output import print_json, terminal


def story(
    scenario: str,
    out: Path | None,
    seed: int,
    replicate: int | None,
    runs: int,
    changes: list[str],
    rule: str | None,
    posterior: Path | None,
    as_json: bool,
    public: bool = True,
) -> None:
    """Write a run and the futures around it, or all scenes of a lecture, as one page, or print them as JSON."""
    if names_lecture(scenario):
        _lecture(scenario, out, runs, as_json, seed != 1 or replicate is not None or bool(changes or rule or posterior))
        return
    case = case_of(scenario, changes, rule, posterior)
    note(case)
    found = case.story(seed, replicate, runs, public=public)
    file = out or folder_of(case, f"seed-{seed}-run-{found.run.replicate}-story") / FILE
    where = found.save(file) if out is not None or not as_json else None
    if as_json:
        print_json(found.data())
    else:
        show_or(found.headline, lambda _: terminal().print(found.sentence))
    _written(where)


def _lecture(name: str, out: Path | None, runs: int, as_json: bool, changed: bool) -> None:
    """Write a lecture as one page, once it is seen that what it quotes is what is found."""
    if changed:
        raise WhitesmokeError(
            f"{name} is a lecture: each scene says what it plays; leave out --seed, --replicate, --set, --rule and "
            "--posterior, or change its file"
        )
    lecture = Lecture(load_lecture(name))
    lecture.must_hold()
    page = lecture.page(runs)
    file = out or Path("results", "lectures") / f"{lecture.loaded.name}.html"
    where = page.save(file) if out is not None or not as_json else None
    if as_json:
        print_json(page.json())
    else:
        show_or(page.sentence, lambda console: console.print(page.sentence))
    _written(where)


def _written(where: Path | None) -> None:
    if where is not None:
        told(f"Written to {where} ({size(where)}): open it in a browser; it needs nothing else.", soft_wrap=True)


def size(file: Path) -> str:
    """Return how large a file is, in kB, or in MB with a digit."""
    kilobytes = file.stat().st_size / 1000
    return f"{kilobytes:.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"
