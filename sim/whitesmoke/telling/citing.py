"""What a paper says of a case and of what was played: the paragraph on methods, from the files alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from whitesmoke import __version__
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import long_date
from whitesmoke.scenario import people
from whitesmoke.scenario.in_force import is_bargained
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.sourced import said_of_numbers
from whitesmoke.telling.caveats import what_is_put_in
from whitesmoke.telling.posterior_words import drawn_from
from whitesmoke.telling.words import listed, rule_name
from whitesmoke.writing.estimates import counted

DIGITS = 12
"""Of a sha256 that are enough to tell it by."""


def methods(loaded: Loaded, case: Compiled, posterior: Posterior | None, played: str = "") -> str:
    """Return the paragraph: the case, its rule and mode, its numbers, what was played, and what gives it again."""
    return " ".join([*_case(loaded, case), *_numbers(loaded, posterior), *filter(None, [played]), _again(loaded)])


def _case(loaded: Loaded, case: Compiled) -> Iterator[str]:
    names, scenario = case.names, loaded.scenario
    texts = all(people.is_text(scenario, candidate) for candidate in scenario.candidates.values())
    what = [
        counted(len(names.members), "member"),
        counted(len(names.candidates), "text" if texts else "candidate"),
        *([counted(len(scenario.demands), "demand")] if scenario.demands else []),
    ]
    end = names.date(case.world.rounds * case.world.round_days)
    yield (
        f'Negotiations were simulated with whitesmoke {__version__}. The scenario "{scenario.title}" ({loaded.name}) '
        f"has {listed(what)}; it begins on {long_date(names.start)}, in rounds of "
        f"{counted(case.world.round_days, 'day')}; no agreement by {long_date(end)} counts as deadlock."
    )
    yield f"The rule of decision is {'; '.join(filter(None, [rule_name(case), _mode(loaded)]))}."
    if loaded.what_changed:
        yield f"Changed from its file: {listed(loaded.what_changed)}."


def _mode(loaded: Loaded) -> str:
    mode = loaded.scenario.bargaining.mode
    if is_bargained(loaded.scenario):
        return f"what is asked for is bargained over, by offers and answers (bargaining.mode = {mode})"
    return f"what is asked for is granted at meetings (bargaining.mode = {mode})" if loaded.scenario.demands else ""


def _numbers(loaded: Loaded, posterior: Posterior | None) -> Iterator[str]:
    said = said_of_numbers(loaded)
    given = f", and {said.given:,} given besides the file" if said.given else ""
    yield (
        f"Of the {counted(sum(said), 'number')} that are written in it {said.sourced:,} have a source and "
        f"{said.assumed:,} are assumed{given}."
    )
    yield from what_is_put_in(loaded, drawn_from(posterior, loaded) if posterior else "")


def _again(loaded: Loaded) -> str:
    return (
        f"The same version, scenario (sha256 of what it means {meaning(loaded)[:DIGITS]}) and seed give the same runs."
    )


def played(kind: str, data: Mapping[str, Any]) -> str:
    """Return what was played, from the JSON of a result; nothing where nothing was."""
    return WORDS[kind](data) if kind in WORDS else ""


def _trace(data: Mapping[str, Any]) -> str:
    return f"One run was played: run {data['replicate']} of seed {data['seed']}."


def _runs(data: Mapping[str, Any]) -> str:
    return f"{_count(data)} played."


def _count(data: Mapping[str, Any]) -> str:
    """Return how many runs were, by the numbers that give them again."""
    last = data["runs"] - 1
    return (
        f"{data['runs']:,} runs (0 to {last:,} of seed {data['seed']}) were"
        if last
        else f"Run 0 of seed {data['seed']} was"
    )


def _compare(data: Mapping[str, Any]) -> str:
    return (
        f"{_count(data)} played of it and of {listed([*data['variants']])} each, on the same random draws; differences "
        "are after less before, run by run."
    )


def _levers(data: Mapping[str, Any]) -> str:
    moved = listed([one["says"] for one in data["levers"]])
    return (
        f"{_count(data)} played of it and with each change by itself ({moved}), on the same random draws; differences "
        "are after less before, run by run."
    )


def _nowcast(data: Mapping[str, Any]) -> str:
    last = data["forecasts"][-1]
    day = last["as_of"]
    date = day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day)
    weeks = f", the last of {len(data['forecasts'])} by week," if len(data["forecasts"]) > 1 else ""
    return (
        f"A forecast as of {long_date(date)}{weeks} was made from {last['runs']:,} runs of seed {data['seed']} that "
        "agree with what was known by then."
    )


def _attribution(data: Mapping[str, Any]) -> str:
    return f"It was played with and without each part in {data['runs']:,} pairs of runs of seed {data['seed']}."


def _sensitivity(data: Mapping[str, Any]) -> str:
    return (
        f"Its uncertain numbers were varied over their ranges by a Morris screening and a Sobol' design, seed "
        f"{data['seed']}."
    )


WORDS = {
    "trace": _trace,
    "explanation": _trace,
    "ensemble": _runs,
    "compare": _compare,
    "levers": _levers,
    "nowcast": _nowcast,
    "attribution": _attribution,
    "sensitivity": _sensitivity,
    "theory": _runs,
}
