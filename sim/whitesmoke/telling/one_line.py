"""Results that lie in a folder, in a line each: what can be said from their JSON alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whitesmoke.telling import closed_forms, power_words
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import counted, percent


def _trace(data: dict[str, object]) -> str:
    return str(data.get("verdict") or f"Run {data['replicate']} of seed {data['seed']} of {data['scenario']}")


def _ensemble(data: dict[str, Any]) -> str:
    likely = max(data["outcomes"], key=lambda name: data["outcomes"][name])
    return f"{data['scenario']}: {likely} in {percent(data['outcomes'][likely])} of {counted(data['runs'], 'run')}"


def _compare(data: dict[str, Any]) -> str:
    return f"{data['scenario']} compared with {listed(list(data['variants']))}, {counted(data['runs'], 'run')} each"


def _levers(data: dict[str, Any]) -> str:
    return f"{data['scenario']}: {counted(len(data['levers']), 'change')}, {counted(data['runs'], 'run')} each"


def _nowcast(data: dict[str, Any]) -> str:
    last = data["forecasts"][-1]
    likely = max(last["outcomes"], key=lambda name: last["outcomes"][name]["value"])
    share = percent(last["outcomes"][likely]["value"])
    return f"{data['scenario']} as of {last['as_of']}: {likely} {share}; {counted(len(data['forecasts']), 'forecast')}"


def _attribution(data: dict[str, Any]) -> str:
    return f"{data['scenario']}: what each of {counted(len(data['parts']), 'part')} delays or speeds up"


def _sensitivity(data: dict[str, Any]) -> str:
    return f"{data['scenario']}: what hangs on each of {counted(len(data['factors']), 'number')}"


def _calibration(data: dict[str, Any]) -> str:
    return f"Calibrated on {listed(data['cases'])}: {counted(len(data['parameters']), 'parameter')}"


def _scores(data: dict[str, Any]) -> str:
    return f"Forecasts scored on {listed(data['cases'])}"


def _score(data: dict[str, Any]) -> str:
    known = ", ".join(data["dates"])
    return f"The model scored on {counted(len(data['cases']), 'case')}, {data['runs']} runs a forecast, dates: {known}"


def _forecasters(data: dict[str, Any]) -> str:
    known = ", ".join(data["dates"])
    return f"Forecasters that play nothing scored on {counted(len(data['cases']), 'case')}, dates: {known}"


def _facts(data: dict[str, Any]) -> str:
    return f"{counted(len(data['statistics']), 'number')} of past negotiations held against {listed(data['cases'])}"


def _series(data: dict[str, Any]) -> str:
    return f"{data['series']}: the record, and {counted(data['runs'], 'future')} each way"


def _theory(data: dict[str, Any]) -> str:
    said = closed_forms.sentence(data)
    return f"{data['scenario']}: {said[:1].lower()}{said[1:-1]}"


def _power(data: dict[str, Any]) -> str:
    return f"{data['scenario']}, rule {data['rule']}: {power_words.sentence(power_words.groups(data['members']))[:-1]}"


def _explanation(data: dict[str, Any]) -> str:
    run = f"{data['scenario']}, run {data['replicate']} of seed {data['seed']}"
    stood = f"committed to {data['stance']}" if data["stance"] else "uncommitted"
    later = f"; the commitment that stood at the end is of {data['committed_on']}" if data["committed_on"] else ""
    return f"{run}: {data['member']} on {data['date']} was {stood} when it decided{later}"


def _summary(data: dict[str, Any]) -> str:
    return f"{data['title'] or data['name']}: {counted(len(data['points']), 'point')}, {counted(data['runs'], 'run')}"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "trace": _trace,
    "ensemble": _ensemble,
    "compare": _compare,
    "levers": _levers,
    "nowcast": _nowcast,
    "attribution": _attribution,
    "sensitivity": _sensitivity,
    "calibration": _calibration,
    "scores": _scores,
    "score": _score,
    "forecasters": _forecasters,
    "facts": _facts,
    "series": _series,
    "theory": _theory,
    "power": _power,
    "explanation": _explanation,
    "summary": _summary,
}
