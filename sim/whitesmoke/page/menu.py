"""What else a page can show, for who chooses from the story: cases, lectures and lessons, files of one's own."""

from __future__ import annotations

from whitesmoke.page.desk import Desk
from whitesmoke.page.setup import Setup
from whitesmoke.scenario import document
from whitesmoke.scenario.files import corpus_folders
from whitesmoke.scenario.wording import one_line
from whitesmoke.telling.stage.story_labels import label

Row = tuple[str, str, str]
"""Kind, name and title."""


def menu(desk: Desk) -> list[tuple[str, list[Row]]]:
    """Return what can be chosen, in groups with a heading each; lectures only beside the model that they are about."""
    corpus = {folder.resolve() for folder in corpus_folders()}
    coded = {one.name for one in desk.known.values() if one.path.parent.resolve() in corpus}
    known = [("case", one.name, one.title) for one in desk.known.values() if one.name not in desk.uploaded]
    groups: dict[str, list[Row]] = {
        "own": [("case", name, name) for name in desk.uploaded],
        "lectures": [] if desk.own else [("lecture", name, _title(desk, name)) for name in desk.taught.files],
        "cases": [row for row in known if row[1] not in coded],
        "coded": [row for row in known if row[1] in coded],
    }
    return [(label(name), rows) for name, rows in groups.items() if rows]


def _title(desk: Desk, name: str) -> str:
    return one_line(str(document.glimpse(desk.taught.files[name]).get("title", name)))


def take(desk: Desk, wanted: object) -> None:
    """Show what a visitor chose: another case from its beginning, without changes, or a lecture."""
    if not (isinstance(wanted, list | tuple) and len(wanted) == 2):
        return
    kind, name = map(str, wanted)
    if kind == "lecture" and name in desk.taught.files and not desk.own:
        desk.taught.begin(name)
        desk.cancel("lecture")
        desk.complain([])
    else:
        desk.open(Setup(name, seed=desk.setup.seed), unsaid=True)
