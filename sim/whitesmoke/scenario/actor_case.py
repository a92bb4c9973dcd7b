"""From a table of actors to a scenario that can be played, and back.

Positions go from 0 to 1, saliences into logits: `FULL` for the largest. `low` and `high` of an issue keep its scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.compiled import Compiled
from whitesmoke.scenario.actors import Actor, name_of
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.merge import toml_value
from whitesmoke.scenario.schema import Member
from whitesmoke.scenario.toml import file_text
from whitesmoke.writing.cells import written

FULL = 6.0
"""Logits that the whole range of an issue costs an actor of full salience: from nearly sure to nearly sure not."""
PERCENT = 100.0
CODE = re.compile(r"[A-Z0-9]{2,6}")
FIGURES = 12
"""Digits that are kept of a number on another scale; a table has fewer."""
HEAD = """# {title}: {actors} who decide on one text, the compromise between them. Made from {source}.
#
#     whitesmoke check {file}
#     whitesmoke run {file} --runs 1000
#
# Positions go from 0 to 1; `low` and `high` of an issue are their scale in the table. Saliences are logits for the
# whole range of an issue: 6 for the largest, a judgement. The compromise is the mean of the positions, weighted by
# power and salience. Power is `weight`: it counts where a refusal ends a candidacy, and no vote. Rule and dates are
# to be replaced.

"""


class Scale(NamedTuple):
    """What 0 and 1 stand for."""

    low: float
    high: float

    def inside(self, value: float) -> float:
        """Return a value of the table as a share of the scale."""
        return round((value - self.low) / (self.high - self.low), FIGURES)

    def outside(self, share: float) -> float:
        """Return a share of the scale as a value of the table."""
        return float(f"{self.low + share * (self.high - self.low):.{FIGURES - 2}g}")


def scale_of(values: Iterable[float]) -> Scale:
    """Return the scale that values are on: 0 to 1, 0 to 100, or from the least to the greatest."""
    some = list(values)
    low, high = min(some, default=0.0), max(some, default=1.0)
    for top in (1.0, 100.0):
        if low >= 0.0 and high <= top:
            return Scale(0.0, top)
    return Scale(low, high if low < high else low + 1.0)


def case_text(actors: list[Actor], title: str, source: str, file: str) -> str:
    """Return the text of a scenario in which actors decide on one text."""
    count = "1 actor" if len(actors) == 1 else f"{len(actors)} actors"
    return HEAD.format(title=title, actors=count, source=source, file=file) + file_text(
        tables_of(actors, title, source)
    )


def tables_of(actors: list[Actor], title: str, source: str) -> dict[str, Any]:
    """Return the same as tables."""
    issues = list(dict.fromkeys(issue for actor in actors for issue in actor.position))
    scales = {issue: scale_of(one.position[issue] for one in actors if issue in one.position) for issue in issues}
    top = scale_of(value for actor in actors for value in actor.salience.values()).high
    members = {code: _member(one, issues, scales, top) for code, one in zip(codes(actors), actors)}
    middle = {issue: _compromise(list(members.values()), issue) for issue in issues}
    ends = {issue: {"low": repr(scales[issue].low), "high": repr(scales[issue].high)} for issue in issues}
    start = toml_value("2030-01-07")
    return {
        "title": title,
        "about": f"Power, positions and saliences: {source}. Rule, dates and the scale of salience are assumed.",
        "assumed": True,
        "kind": "proposal",
        "calendar": {"start": start, "expiry": toml_value("2030-07-01")},
        "rule": {"name": "unanimity", "silence": {"low": 3.0, "high": 8.0}},
        "space": {"issues": ends},
        "members": members,
        "candidates": {"compromise": {"name": "The compromise", "entry": start, "position": middle}},
        "network": {"layers": [{"kind": "alliance", "share": 1.0}]},
    }


def _member(actor: Actor, issues: list[str], scales: dict[str, Scale], top: float) -> dict[str, Any]:
    """Return an actor as a member; an issue on which it has no position does not matter to it."""
    position = {issue: scales[issue].inside(value) for issue, value in actor.position.items()}
    salience = {issue: round(FULL * actor.salience.get(issue, top) / top, FIGURES) for issue in position}
    return {
        "name": actor.description if actor.description and CODE.fullmatch(actor.name) else actor.name,
        **({} if actor.power is None else {"weight": actor.power}),
        "position": position,
        "salience": {issue: salience.get(issue, 0.0) for issue in issues},
    }


def _compromise(members: list[dict[str, Any]], issue: str) -> float:
    """Return the mean of the positions on an issue, weighted by power and salience (Van den Bos 1991)."""
    there = [member for member in members if issue in member["position"]]
    pull: list[float] = [member.get("weight", 1.0) * member["salience"][issue] for member in there]
    pull = pull if sum(pull) > 0.0 else [1.0] * len(there)
    total = sum(weight * float(member["position"][issue]) for weight, member in zip(pull, there))
    return round(total / sum(pull), FIGURES)


def codes(actors: list[Actor]) -> list[str]:
    """Return a code for each actor: its name if that is one, else what its name begins with, and a number."""
    taken = {actor.name for actor in actors if CODE.fullmatch(actor.name)}
    found: list[str] = []
    for actor in actors:
        code = actor.name if CODE.fullmatch(actor.name) else _new_code(actor.name, taken)
        taken.add(code)
        found.append(code)
    return found


def _new_code(name: str, taken: set[str]) -> str:
    plain = name_of(name).replace("-", "").upper() or "A"
    tries = [plain[:6], plain[:3], *(f"{plain[: 6 - len(str(n))]}{n}" for n in range(2, 1_000_000))]
    return next(code for code in tries if CODE.fullmatch(code) and code not in taken)


def actor_table(loaded: Loaded, case: Compiled) -> str:
    """Return the members of a scenario as a table of actors: power, and position and salience (0 to 100) by issue.

    A number that is a distribution is given as its median. An issue whose ends are numbers is put on their scale.
    Raises WhitesmokeError where there is no issue.
    """
    if not loaded.scenario.space.issues:
        raise WhitesmokeError(f"{loaded.name} has no issues, hence no table of actors; give it [space] and positions")
    number, names, members = case.world.number, case.names, loaded.scenario.members
    issues = loaded.scenario.space.issues
    scales = [_kept_scale(one.low, one.high) for one in issues.values()]
    columns = [f"{what}.{issue}" for issue in issues for what in ("position", "salience")]
    rows: list[list[str]] = []
    for i, code in enumerate(names.members):
        power = _short(members[code].weight) if code in members and "weight" in members[code].model_fields_set else ""
        row = [code, names.member_names[i], power]
        for d, (issue, scale) in enumerate(zip(issues, scales)):
            place, care = float(number.position[i, d]), float(number.salience[i, d])
            said = [_short(scale.outside(place)), _short(PERCENT * care / FULL)]
            row += said if _stands(members.get(code), issue) else ["", ""]
        rows.append(row)
    return written([["actor", "description", "power", *columns], *rows])


def _stands(member: Member | None, issue: str) -> bool:
    """Say whether a member has a position on an issue."""
    position = None if member is None else member.position
    return issue in position if isinstance(position, dict) else position is not None


def _kept_scale(low: str, high: str) -> Scale:
    try:
        scale = Scale(float(low), float(high))
    except ValueError:
        return Scale(0.0, 1.0)
    return scale if scale.low < scale.high else Scale(0.0, 1.0)


def _short(value: float) -> str:
    """Return a number without the noise of its last digits."""
    return f"{value:.{FIGURES - 2}g}"
