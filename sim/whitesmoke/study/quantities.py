"""What can be asked of a run, in words: the quantities that a formula names, each in one place.

A new one is a function from runs to a number for each, with `@quantity(pattern, unit, meaning, names)` above it; the
grammar, the refusals, the documents and the tests find it here. Words in capitals stand for names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from whitesmoke.evidence.analysis import endings, ensemble_summary
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.study import columns

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats

CAPITALS = re.compile(r"[A-Z]{2,}")
YES_OR_NO = "share of runs"
"""The unit of what is 1 or 0 in a run: its mean is a share of the runs."""


class Played(NamedTuple):
    """Runs, and the case that they are of."""

    case: Compiled
    outcomes: Outcomes


class Quantity(NamedTuple):
    """Something that every run has, or that is missing in it."""

    pattern: str
    unit: str
    meaning: str
    names: Callable[[Compiled], Sequence[str]] | None
    """what the (first) word in capitals may be"""
    values: Callable[..., Any]
    """from `Played` and the words that stand for those in capitals, to (N,) numbers, nan where missing"""
    bargained: bool = False
    """whether it needs actors that bargain"""

    @property
    def expression(self) -> re.Pattern[str]:
        """What a text has to match, with the names as groups."""
        return re.compile(CAPITALS.sub("(.+)", re.escape(self.pattern).replace(r"\ ", " ")))


class Asked(NamedTuple):
    """A quantity with its names."""

    of: Quantity
    names: tuple[str, ...]

    @property
    def meaning(self) -> str:
        """What it is, with its names."""
        words = iter(self.names)
        return CAPITALS.sub(lambda found: next(words, found[0]), self.of.meaning)


QUANTITIES: dict[str, Quantity] = {}
COLUMNS: dict[str, str] = {}
"""By kind of column of the runs: how it is called in a formula, which takes both."""


def quantity(
    pattern: str,
    unit: str,
    meaning: str,
    names: Callable[[Compiled], Sequence[str]] | None = None,
    bargained: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a quantity into the register."""

    def entered(values: Callable[..., Any]) -> Callable[..., Any]:
        QUANTITIES[pattern] = Quantity(pattern, unit, meaning, names, values, bargained)
        return values

    return entered


def asked(text: str) -> Asked:
    """Return the quantity that some words name. Raises ValueError with a sentence for any others."""
    plain = _of_column(text)
    for one in (QUANTITIES[plain],) if plain in QUANTITIES else QUANTITIES.values():
        if found := one.expression.fullmatch(plain):
            return Asked(one, tuple(name.strip() for name in found.groups()))
    blank = "; a minus has a blank before it" if "-" in text else ""
    raise ValueError(f"nothing measured is called {quoted(text)}{instead(text, QUANTITIES)}{blank}")


def _of_column(text: str) -> str:
    """Return in words what a column of runs is called, such as met.harbour."""
    kind, dot, name = text.partition(".")
    pattern = COLUMNS.get(kind, "") if dot and " " not in text else ""
    for part in name.split("@"):
        pattern = CAPITALS.sub(lambda _: part, pattern, count=1)  # noqa: B023
    return pattern or text


def unmeasured(one: Asked, case: Compiled) -> str:
    """Say why a case does not have a quantity; an empty text if it has."""
    if one.of.names is not None:
        known = one.of.names(case)
        if not known:
            return f"{case.names.scenario} has nothing of this kind"
        if one.names and one.names[0] not in known:
            return f"there is no {quoted(one.names[0])}{instead(one.names[0], known)}"
    if one.of.bargained and case.world.mode != codes.BARGAINED:
        return 'nobody bargains; set "bargaining.mode" to "bargained"'
    return _undated(one, case)


def _undated(one: Asked, case: Compiled) -> str:
    if not one.of.pattern.endswith(" DATE"):
        return ""
    try:
        columns.round_on(one.names[-1], case)
    except ValueError as error:
        return str(error)
    return ""


def values(one: Asked, played: Played) -> Floats:
    """Return a quantity of every run, nan where a run, or its case, does not have it. Shape (N,)."""
    runs = len(played.outcomes.winner)
    if unmeasured(one, played.case):
        return np.full(runs, np.nan)
    return np.asarray(one.of.values(played, *one.names), float)


# --- from the columns of runs ---------------------------------------------------------------------------------------


def _column(kind: str, pattern: str, unit: str, meaning: str, bargained: bool = False) -> None:
    """Enter a column of runs as a quantity."""

    def of_run(played: Played, *names: str) -> Floats:
        return _floats(columns.filled(f"{kind}.{'@'.join(names)}", *played))

    quantity(pattern, unit, meaning, lambda case: columns.known_names(kind, case) or (), bargained)(of_run)
    COLUMNS[kind] = pattern


def _floats(column: pa.Array) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), float)


@quantity("met of last holdout", "share", "mean share met of the demands of whoever committed last, or never did",
          lambda case: case.names.demands)  # fmt: skip
def _met_of_last(played: Played) -> Floats:
    return _met(played, _last(played))


@quantity("met of other holdouts", "share", "mean share met of the demands of all who did not commit last",
          lambda case: case.names.demands)  # fmt: skip
def _met_of_others(played: Played) -> Floats:
    return _met(played, ~_last(played))


@quantity("met of all holdouts", "share", "mean share met of all demands that were raised",
          lambda case: case.names.demands)  # fmt: skip
def _met_of_all(played: Played) -> Floats:
    return _met(played, np.ones_like(_last(played)))


@quantity("got of last holdout", "share", "mean share of what it asked that whoever committed last, or never did, was "
          "granted, in logits", bargained=True)  # fmt: skip
def _got_of_last(played: Played) -> Floats:
    return _got(played, _last(played))


@quantity("got of other holdouts", "share", "mean share of what they asked that those were granted who did not commit "
          "last, in logits", bargained=True)  # fmt: skip
def _got_of_others(played: Played) -> Floats:
    return _got(played, ~_last(played))


@quantity("got of all holdouts", "share", "mean share of what they asked that all who asked were granted, in logits",
          bargained=True)  # fmt: skip
def _got_of_all(played: Played) -> Floats:
    return _got(played, np.ones_like(_last(played)))


def _last(played: Played) -> Any:
    return endings.held_up(played.case, played.outcomes)


def _met(played: Played, whose: Any) -> Floats:
    """Return the mean share met of the demands that some members raised, each demand counting alike. Shape (N,)."""
    holder, outcomes = played.case.world.holder, played.outcomes
    counts = whose[:, holder] & (outcomes.raised != codes.NEVER)
    return _mean(outcomes.met, counts)


def _got(played: Played, whose: Any) -> Floats:
    """Return the mean share that some members got of what they had asked, each member counting alike. Shape (N,)."""
    world, outcomes = played.case.world, played.outcomes
    asks = np.zeros_like(whose)
    for d, holder in enumerate(world.holder):
        if not world.red_line[d]:
            asks[:, holder] |= outcomes.raised[:, d] != codes.NEVER
    return _mean(outcomes.got, whose & asks)


def _mean(shares: Floats, counts: Any) -> Floats:
    """Return the mean over the columns that count, added up in their order: the same to the bit in any chunk."""
    total, number = np.zeros(len(shares)), np.zeros(len(shares))
    for column in range(shares.shape[1]):
        total += np.where(counts[:, column], shares[:, column], 0.0)
        number += counts[:, column]
    return np.divide(total, number, out=np.full(len(shares), np.nan), where=number > 0)


_column("met", "met of DEMAND", "share", "share of the demand DEMAND met at the end")
_column("got", "got of MEMBER", "share", "share of what MEMBER asked, in logits, that it was granted", bargained=True)
_column("exit", "exit of CANDIDATE", "days", "day on which CANDIDATE left; missing if it did not")
_column("member", "yes of MEMBER", "days", "day of the commitment of MEMBER that stood at the end; missing if none")
_column("ratified", "yes counted of MEMBER", "days", "day on which the yes of MEMBER that stood came to count")
_column("paid", "deal of MEMBER", "days", "day on which MEMBER last settled for an offer", bargained=True)
_column("spent", "spent by PURSE", "", "what PURSE had spent at the end, in the units of its budget", bargained=True)
_column("text", "place of TEXT", "place on the issue", "where TEXT (candidate.issue) stands at the end")
_column("tally", "members for CANDIDATE on DATE", "members", "members committed to CANDIDATE on DATE; the last count "
        "if it was over")  # fmt: skip

# --- of the run as a whole ------------------------------------------------------------------------------------------


@quantity("day", "days", "day on which it was settled; missing after a deadlock")
def _day(played: Played) -> Floats:
    return _unless_never(ensemble_summary.settled(*played))


@quantity("deadlock", YES_OR_NO, "1 after a deadlock, else 0")
def _deadlock(played: Played) -> Any:
    return played.outcomes.winner == codes.NONE


@quantity("won by CANDIDATE", YES_OR_NO, "1 where CANDIDATE was chosen, else 0", lambda case: case.names.candidates)
def _won(played: Played, name: str) -> Any:
    return played.outcomes.winner == played.case.names.candidates.index(name)


@quantity("ended ENDING", YES_OR_NO, "1 where the run ended so: ENDING; else 0", lambda case: codes.ENDINGS)
def _ended(played: Played, name: str) -> Any:
    return played.outcomes.ending == codes.ENDINGS.index(name)


@quantity(
    "last is MEMBER", YES_OR_NO, "1 where MEMBER committed last, or never did, else 0", lambda case: case.names.members
)
def _last_is(played: Played, name: str) -> Any:
    return _last(played)[:, played.case.names.members.index(name)]


@quantity("exit number NUMBER", "days", "day on which the candidate left that was number NUMBER to leave; missing if "
          "fewer left", lambda case: [str(k + 1) for k in range(len(case.names.candidates))])  # fmt: skip
def _nth_exit(played: Played, number: str) -> Floats:
    rounds = np.sort(played.outcomes.exit.astype(np.int64), axis=1)[:, int(number) - 1]
    return _unless_never(np.where(rounds == codes.NEVER, codes.NEVER, rounds * played.case.world.round_days))


@quantity("members in on DATE", "members", "members committed to whoever had most of them on DATE; the last count if "
          "it was over")  # fmt: skip
def _members_in(played: Played, date: str) -> Any:
    return played.outcomes.tally[:, columns.round_on(date, played.case), :].max(axis=1)


@quantity("spent by all", "", "what all purses together had spent at the end", lambda case: case.names.purses,
          bargained=True)  # fmt: skip
def _spent(played: Played) -> Floats:
    return _total(played.outcomes.spent.T)


@quantity("granted to all", "logits", "what had been granted at the end, of all demands together", bargained=True)
def _granted(played: Played) -> Floats:
    return played.outcomes.granted


@quantity("days held up by MEMBER", "days", "days from the last yes of all others to that of MEMBER, or to the end if "
          "it gave none; 0 if another came later", lambda case: case.names.members)  # fmt: skip
def _held_up_by(played: Played, name: str) -> Floats:
    on, i = _last_yes(played), played.case.names.members.index(name)
    others = np.delete(on, i, axis=1).max(axis=1, initial=0)
    return np.maximum(on[:, i] - others, 0) * float(played.case.world.round_days)


@quantity("days held up by last holdout", "days", "days from the last yes of all others to that of whoever came last, "
          "or to the end if it gave none; 0 if several came last")  # fmt: skip
def _held_up_by_last(played: Played) -> Floats:
    on = np.sort(_last_yes(played), axis=1)
    before = on[:, -2] if on.shape[1] > 1 else np.zeros(len(on), np.int64)
    return (on[:, -1] - np.maximum(before, 0)) * float(played.case.world.round_days)


def _last_yes(played: Played) -> Any:
    """Return the round of every member's yes, the last of the run without one, -1 if it held nothing up. (N, n)."""
    on = endings.waited_for(*played).astype(np.int64)
    return np.minimum(on, endings.lasted(played.outcomes)[:, None])


def _unless_never(days: Any) -> Floats:
    return np.where(days == codes.NEVER, np.nan, days)


def _total(parts: Iterable[Floats]) -> Floats:
    """Return a sum, part by part in their order."""
    first, *rest = parts
    total = first.copy()
    for part in rest:
        total += part
    return total
