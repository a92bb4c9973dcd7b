"""What a page shows, in a form that fits into a link: which run, and what is looked at in it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from whitesmoke.page.links import filled_fields
from whitesmoke.scenario.wording import quoted

LONGEST = 200
"""Characters of one change in a link."""
MOST_CHANGES = 40
WORKBENCH = "workbench"
"""What a link says that shows the panels, and not the story."""
LARGEST_SEED = 2**64 - 1
"""As on the command line. A browser gets a seed as a text: its own numbers are whole up to 2**53 only."""
LARGEST_RUN = 2**32 - 1


class Setup(NamedTuple):
    """One run, named: the same setup is the same run."""

    scenario: str
    rule: str | None = None
    seed: int = 1
    run: int = 0
    changes: tuple[str, ...] = ()
    """`path=value`, as on the command line"""


class Sight(NamedTuple):
    """What is looked at in a run, and how far it was played."""

    face: str = "story"
    """the story, or the workbench"""
    day: str = ""
    """the day looked at, as 2024-03-07; nothing for the opening"""
    played: str = ""
    """the day up to which it was played, if that is another"""
    member: str = ""
    candidate: str = ""
    compare: str = ""
    """what it is compared with"""

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a link to the workbench says of it."""
        return [("view", WORKBENCH), *((name, said) for name, said in zip(self._fields[1:], self[1:]) if said)]


def to_query(setup: Setup, draws: str = "", sight: Sight | None = None, with_run: bool = True) -> str:
    """Return a setup as the query of a link, with what is looked at in the workbench.

    `draws` names the posterior of the page, if it has one.
    """
    pairs = [("scenario", setup.scenario), ("seed", str(setup.seed))]
    pairs += [("run", str(setup.run))] if with_run else []
    pairs += [("rule", setup.rule)] if setup.rule else []
    pairs += [("posterior", draws)] if draws else []
    if sight is not None:
        pairs += sight.fields
    return urlencode([*pairs, *(("set", change) for change in setup.changes)])


def sight_of(query: str) -> Sight:
    """Return what a link looks at. Of the workbench alone: the story keeps what it looks at itself."""
    given = {name: values[-1][:LONGEST] for name, values in filled_fields(query).items()}
    if given.get("view") != WORKBENCH:
        return Sight()
    return Sight(WORKBENCH, *(given.get(name, "") for name in Sight._fields[1:]))


def names_run(query: str) -> bool:
    """Say whether a link says which run it shows."""
    return "run" in filled_fields(query)


def day_of(text: str) -> datetime.date | None:
    """Return a day of a link; None for what is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def to_lecture(name: str) -> str:
    """Return the query of a link to a lecture."""
    return urlencode([("scenes", name)])


def lecture_of(query: str, known: Collection[str], otherwise: str) -> tuple[str, str]:
    """Return which lecture a link shows, empty for none, and what to say of one that is not here.

    A link that names nothing shows what the page was started with.
    """
    given = filled_fields(query)
    name = given.get("scenes", [""])[-1]
    if name in known:
        return name, ""
    if name:
        return "", f"This link names a lecture, {quoted(name[:80])}, that is not here: start the page with its file."
    return ("" if "scenario" in given else otherwise), ""


def from_query(query: str, known: Sequence[str], otherwise: Setup) -> Setup:
    """Return the setup of a link; whatever in it is no known scenario or no number falls back to `otherwise`.

    Changes are taken as they stand: the loader refuses what no scenario may say.
    """
    given = filled_fields(query)
    scenario = given.get("scenario", [otherwise.scenario])[-1]
    if scenario not in known:
        return otherwise
    rule = given.get("rule", [""])[-1]
    return Setup(
        scenario=scenario,
        rule=rule if 0 < len(rule) <= 40 else None,
        seed=whole(given.get("seed", [""])[-1], otherwise.seed, LARGEST_SEED),
        run=whole(given.get("run", [""])[-1], otherwise.run, LARGEST_RUN),
        changes=tuple(change for change in given.get("set", []) if len(change) <= LONGEST)[:MOST_CHANGES],
    )


def other_draws(query: str, draws: str) -> str:
    """Return what to say of a link from a page whose runs took their numbers elsewhere; nothing for one from here.

    A bare link, without a setup, comes from nowhere.
    """
    given = filled_fields(query)
    theirs = given.get("posterior", [""])[-1]
    if theirs == draws or "scenario" not in given:
        return ""
    made = "with another posterior" if theirs and draws else "with a posterior" if theirs else "without a posterior"
    has = "has its own" if theirs and draws else "has none" if theirs else "has one"
    return f"This link was made {made}, and this page {has}: the run shown is not the one that was seen there."


def nowhere(query: str, known: Sequence[str], otherwise: Setup) -> str:
    """Return what to say of a link to a scenario that is not here, where `otherwise` is shown; nothing for others."""
    scenario = filled_fields(query).get("scenario", [otherwise.scenario])[-1]
    if scenario in known:
        return ""
    return (
        f"This link names a scenario, {quoted(scenario)}, that is not here: the page shows {otherwise.scenario} "
        f"with seed {otherwise.seed} instead. Open its file, or start the page in the folder that has it."
    )


def whole(text: object, otherwise: int, largest: int) -> int:
    """Return a text as a whole number from 0 to the largest, or the other number."""
    digits = str(text).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        return otherwise
    return int(digits) if int(digits) <= largest else otherwise
