"""What if: change a value of the scenario, see what differs from its file, save it as a scenario of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import solara

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page import fields, variant
from whitesmoke.page.desk import Desk, sentences
from whitesmoke.page.panels.drawn import drawn
from whitesmoke.page.setup import Setup
from whitesmoke.page.typed import to_type

if TYPE_CHECKING:
    from collections.abc import Callable


@drawn("whatif.vue")
def _Form(
    groups: list[dict[str, object]],
    at: list[str],
    fields: list[dict[str, object]],
    differs: list[dict[str, str]],
    text: str,
    name: str,
    may_save: bool,
    said: str,
    answer: list[str],
    applied: int,
    model: str,
    event_choose: Callable[..., object] | None = None,
    event_apply: Callable[..., object] | None = None,
    event_discard: Callable[..., object] | None = None,
    event_undo: Callable[..., object] | None = None,
    event_save: Callable[..., object] | None = None,
) -> None: ...


@solara.component
def WhatIf(desk: Desk, beat: int) -> None:
    """The panel."""
    at, choose = solara.use_state(["", ""])
    said, say = solara.use_state("")
    groups = solara.use_memo(lambda: fields.groups(desk.loaded), [id(desk.loaded)])
    at = at if fields.fields(desk.loaded, *at) else _first(desk, groups)
    rows = solara.use_memo(lambda: [f._asdict() for f in fields.fields(desk.loaded, *at)], [id(desk.loaded), *at])

    def apply(edits: Any) -> None:
        say("")
        if isinstance(edits, dict):
            changed(desk, {str(path): fields.as_typed(str(path), value) for path, value in edits.items()})

    def save(name: object) -> None:
        say(saved(desk, str(name)))

    _Form(
        groups=groups,
        at=at,
        fields=rows,
        differs=variant.differences(desk.base, desk.setup),
        text=variant.text(desk.base, desk.setup),
        name=f"{desk.setup.scenario}-changed",
        may_save=desk.may_save and desk.setup.scenario not in desk.uploaded,
        said=said,
        answer=desk.answer,
        applied=desk.applied,
        model=desk.model_class.__name__ if desk.own else "",
        event_choose=lambda wanted: choose([str(part) for part in wanted][:2]),
        event_apply=apply,
        event_discard=lambda _: answer(desk, []),
        event_undo=lambda path: undone(desk, str(path)),
        event_save=save,
    )


def _first(desk: Desk, groups: list[dict[str, Any]]) -> list[str]:
    """Return what to offer first: a demand of the member asked about, or the first thing there is."""
    for name, demand in desk.loaded.scenario.demands.items():
        if demand.holder == desk.member:
            return ["demands", name]
    return [groups[0]["group"], groups[0]["items"][0][0]]


def changed(desk: Desk, edits: dict[str, Any]) -> None:
    """Play the scenario with values changed, or say beside Apply why not."""
    before = desk.setup.changes
    try:
        changes = variant.merged(before, edits)
        desk.show(desk.setup._replace(changes=changes))
    except WhitesmokeError as error:
        answer(desk, sentences(error))
        return
    desk.applied += 1
    answer(desk, unheard(before, edits))


def unheard(before: Sequence[str], edits: dict[str, object]) -> list[str]:
    """Return what to say of fields that were emptied though they had the file's value: it stays."""
    empty = [path for path, value in edits.items() if value is not None and not str(value).strip()]
    stay = [path for path in empty if variant.without(before, path) == tuple(before)]
    return [f"{path}: an empty field means the value of the file, which stays" for path in stay]


def answer(desk: Desk, said: list[str]) -> None:
    """Say something beside Apply."""
    desk.answer = said
    desk.changed()


def undone(desk: Desk, path: str) -> None:
    """Take one change back; `*` takes all of them back, and the rule."""
    setup = desk.setup
    less = {"*": setup._replace(changes=(), rule=None), "rule": setup._replace(rule=None)}
    try:
        desk.show(less.get(path, setup._replace(changes=variant.without(setup.changes, path))))
    except WhitesmokeError as error:
        answer(desk, sentences(error))


def saved(desk: Desk, name: str) -> str:
    """Write the variant next to its file; return what to say."""
    if not desk.may_save or desk.setup.scenario in [*desk.uploaded, *desk.results.scenarios]:
        return "This page may not write files; download it instead."
    try:
        path = variant.save(desk.base, desk.setup, name, desk.known[desk.setup.scenario].path.parent)
    except WhitesmokeError as error:
        return " ".join(sentences(error))
    desk.found(path)
    alone = Setup(path.stem, seed=desk.setup.seed, run=desk.setup.run)
    line = to_type(desk, alone)
    return f"Saved as {path.name}." + (f" Play it with: {line}" if line else "")
