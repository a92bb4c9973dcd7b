"""Whitesmoke: when a body that decides by consensus settles, who holds it up, and what it costs.

    import whitesmoke as ws

    race = ws.open("rutte-iohannis")
    print(race.run(seed=1))
    race.runs(1000).plot()

Everything here is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whitesmoke.errors import ScenarioError, WhitesmokeError
    from whitesmoke.evidence import theory
    from whitesmoke.front.attribution import Attribution
    from whitesmoke.front.case import Case, open
    from whitesmoke.front.comparison import Comparison
    from whitesmoke.front.explanation import Explanation
    from whitesmoke.front.fitting import Calibration, calibrate
    from whitesmoke.front.forecasters_scored import Forecasters, forecasters
    from whitesmoke.front.kept import Kept, read
    from whitesmoke.front.lecture import Lecture, lecture
    from whitesmoke.front.lever_results import Levers
    from whitesmoke.front.nowcast import Nowcast
    from whitesmoke.front.one_screen import Story
    from whitesmoke.front.protocol_scores import ProtocolScores, score
    from whitesmoke.front.result import Result
    from whitesmoke.front.run import Run
    from whitesmoke.front.runs import Runs
    from whitesmoke.front.scoring import Scores, old_score
    from whitesmoke.front.sensitivity import Sensitivity
    from whitesmoke.front.study import Study
    from whitesmoke.front.stylised import Facts, facts
    from whitesmoke.front.succession import Series, series
    from whitesmoke.front.sweeping import sweep
    from whitesmoke.front.theories import Theory
    from whitesmoke.front.votes import Power

__version__ = "0.1.0"

_FROM = {
    "open": "whitesmoke.front.case",
    "Case": "whitesmoke.front.case",
    "Result": "whitesmoke.front.result",
    "Run": "whitesmoke.front.run",
    "Runs": "whitesmoke.front.runs",
    "Attribution": "whitesmoke.front.attribution",
    "Comparison": "whitesmoke.front.comparison",
    "Explanation": "whitesmoke.front.explanation",
    "Levers": "whitesmoke.front.lever_results",
    "lecture": "whitesmoke.front.lecture",
    "Lecture": "whitesmoke.front.lecture",
    "Nowcast": "whitesmoke.front.nowcast",
    "Power": "whitesmoke.front.votes",
    "Sensitivity": "whitesmoke.front.sensitivity",
    "Story": "whitesmoke.front.one_screen",
    "Theory": "whitesmoke.front.theories",
    "series": "whitesmoke.front.succession",
    "Series": "whitesmoke.front.succession",
    "calibrate": "whitesmoke.front.fitting",
    "Calibration": "whitesmoke.front.fitting",
    "score": "whitesmoke.front.protocol_scores",
    "ProtocolScores": "whitesmoke.front.protocol_scores",
    "old_score": "whitesmoke.front.scoring",
    "Scores": "whitesmoke.front.scoring",
    "forecasters": "whitesmoke.front.forecasters_scored",
    "Forecasters": "whitesmoke.front.forecasters_scored",
    "facts": "whitesmoke.front.stylised",
    "Facts": "whitesmoke.front.stylised",
    "sweep": "whitesmoke.front.sweeping",
    "Study": "whitesmoke.front.study",
    "read": "whitesmoke.front.kept",
    "Kept": "whitesmoke.front.kept",
    "WhitesmokeError": "whitesmoke.errors",
    "ScenarioError": "whitesmoke.errors",
}
"""Where each name of the front door comes from."""

_MODULES = {"theory": "whitesmoke.evidence.theory"}
"""Modules of the front door: the closed forms."""

__all__ = [
    "Attribution",
    "Calibration",
    "Case",
    "Comparison",
    "Explanation",
    "Facts",
    "Forecasters",
    "Kept",
    "Lecture",
    "Levers",
    "Nowcast",
    "Power",
    "ProtocolScores",
    "Result",
    "Run",
    "Runs",
    "ScenarioError",
    "Scores",
    "Sensitivity",
    "Series",
    "Story",
    "Study",
    "Theory",
    "WhitesmokeError",
    "__version__",
    "calibrate",
    "facts",
    "forecasters",
    "lecture",
    "old_score",
    "open",
    "read",
    "score",
    "series",
    "sweep",
    "theory",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _FROM:
        has = ", ".join(sorted([*_FROM, *_MODULES]))
        raise AttributeError(f"module 'whitesmoke' has no attribute '{name}'; it has {has}")
    return getattr(import_module(_FROM[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
