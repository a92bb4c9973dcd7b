"""Closed forms of bargaining theory: what they say of a case, or of numbers. `whitesmoke theory`."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Optional

import typer

from whitesmoke.commands.examples import shown
from whitesmoke.commands.options import AsJson, Changes, RuleName, Seed
from whitesmoke.commands.power import THEORY, commands
from whitesmoke.errors import WhitesmokeError

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
    json_: AsJson = False,
) -> None:
    """Say what closed forms of bargaining theory expect of a case, with the simulation beside it."""
    if what is None:
        _list(json_)
    elif what in forms():
        _compute(what, numbers or [], json_)
    else:
        _case(what, set_ or [], rule, (patience, runs, seed), json_)


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


def _case(scenario: str, changes: list[str], rule: str | None, asked: tuple[float, int, int], as_json: bool) -> None:
    from whitesmoke.commands.common import case_of
    from whitesmoke.front.yardsticks import yardsticks
    from whitesmoke.writing.output import print_json, terminal

    case = case_of(scenario, changes, rule)
    found = yardsticks(case, *asked)
    if as_json:
        print_json({"scenario": case.name, "rule": case.rule, "changes": changes, "yardsticks": found})
        return
    console = terminal()
    console.print(f"{case.title}, rule {case.rule}: what closed forms say")
    for one in found:
        console.print(f"\n{one.question} ({one.source})", style="bold")
        for label, text in (("theory", one.says), ("simulation", one.simulated), ("", one.apart)):
            if text:
                console.print(f"  {label + ': ' if label else ''}{text}")
