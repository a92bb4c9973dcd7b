"""Closed forms of bargaining theory: what they say of a case, or of numbers. `whitesmoke theory`."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from whitesmoke.commands.examples import shown
from whitesmoke.commands.options import AsJson, Changes, Quiet, RuleName, Seed, WithFigure, into
from whitesmoke.commands.power import THEORY, commands
from whitesmoke.errors import ScenarioError, WhitesmokeError

__all__ = ["commands", "forms"]


@commands.command(rich_help_panel=THEORY, epilog=shown("theory"))
def theory(
    what: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="a scenario; or a closed form by name, with its numbers; nothing: list the forms"),
    ] = None,
    numbers: Annotated[list[str] | None, typer.Argument(help="of a form: n=15 vetoes=5 quota=9 patience=0.9")] = None,
    rule: RuleName = None,
    set_: Changes = None,
    patience: Annotated[float, typer.Option(help="what 1 is worth a round later", min=0, max=0.9999)] = 0.9,
    runs: Annotated[int, typer.Option(help="runs of the simulation beside it", min=2)] = 500,
    seed: Seed = 1,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure of a scenario")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Say what closed forms of bargaining theory expect of a case, with the simulation beside it."""
    if what is None:
        _list(json_)
    elif what in forms():
        _must_be_alone(what, set=set_, rule=rule, out=out)
        _compute(what, numbers or [], json_)
    else:
        _must_be_a_scenario(what, numbers or [])
        _case((what, set_ or [], rule), (patience, runs, seed), out, json_, figure)


def forms() -> dict[str, Callable[..., Any]]:
    """Return the closed forms by name."""
    from whitesmoke.evidence import theory as closed
    from whitesmoke.evidence.analysis import opinion

    found = {name: getattr(closed, name) for name in closed.__all__}
    found |= {name: getattr(opinion, name) for name in opinion.FORMS}
    return {name: form for name, form in found.items() if inspect.isfunction(form)}


def _list(as_json: bool) -> None:
    from whitesmoke.writing.output import print_json

    known = {name: (form.__doc__ or "").partition("\n")[0] for name, form in forms().items()}
    if as_json:
        print_json(known)
        return
    for name, does in known.items():
        print(f"{name}({', '.join(inspect.signature(forms()[name]).parameters)})\n    {does}")


def _compute(name: str, numbers: Sequence[str], as_json: bool) -> None:
    from whitesmoke.writing.output import print_json

    form = forms()[name]
    try:
        given = tomllib.loads("\n".join(numbers))
        inspect.signature(form).bind(**given)
        value = form(**given)
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        asks = ", ".join(inspect.signature(form).parameters)
        raise WhitesmokeError(f"{name}: {error}; it takes {asks}, each as NAME=NUMBER or NAME=[1, 2]") from None
    data = {"form": name, "given": given, "value": _told(value)}
    print_json(data) if as_json else print(_text(data["value"]))


def _told(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {key: _told(inner) for key, inner in value._asdict().items()}
    return value.tolist() if hasattr(value, "tolist") else value


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(inner)}" for key, inner in value.items())
    return " ".join(f"{one:.6g}" for one in value) if isinstance(value, list) else f"{value:.6g}"


def _case(
    case: tuple[str, list[str], str | None],
    asked: tuple[float, int, int],
    out: Path | None,
    as_json: bool,
    figure: bool,
) -> None:
    from whitesmoke.commands.common import case_of, deliver, folder_of

    scenario, changes, rule = case
    opened = case_of(scenario, changes, rule)
    patience, runs, seed = asked
    found = opened.theory(*asked)
    deliver(found, out, folder_of(opened, f"theory-seed-{seed}-runs-{runs}-patience-{patience}"), as_json, figure)


def _must_be_a_scenario(what: str, numbers: list[str]) -> None:
    """Raise WhitesmokeError for a name of nothing, with the nearest one, and for numbers, which go with a form only."""
    from whitesmoke.scenario.files import find, known
    from whitesmoke.scenario.wording import instead

    try:
        find(what)
    except ScenarioError:
        if Path(what).name != what:
            raise
        near = instead(what.removesuffix(".toml"), [*forms(), *known()])
        listed = "`whitesmoke theory` lists the forms, `whitesmoke list` the scenarios"
        raise WhitesmokeError(
            f"{what}: there is no closed form, scenario or file of this name{near}; {listed}"
        ) from None
    if numbers:
        remedy = "leave them out, or change a value of it with --set"
        raise WhitesmokeError(
            f"{what} is a scenario, and numbers ({' '.join(numbers)}) go with a closed form; {remedy}"
        )


def _must_be_alone(name: str, **options: object) -> None:
    """Raise WhitesmokeError for options of a scenario beside a closed form, which takes numbers only."""
    given = [f"--{option}" for option, value in options.items() if value]
    if given:
        raise WhitesmokeError(f"{name} is a closed form, computed from its numbers alone; leave out {', '.join(given)}")
