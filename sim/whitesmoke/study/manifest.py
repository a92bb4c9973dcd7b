"""What `manifest.json` may say: a folder may have been edited, cut short or sent by somebody."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from whitesmoke.study.columns import KINDS

COLUMN = re.compile(rf"({'|'.join(KINDS)})\..+")
"""A column of the runs, besides those that all have: where it comes from, and of what."""


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise ValueError("is no file among the inputs")
    return name


def _column(name: str) -> str:
    if not COLUMN.fullmatch(name):
        raise ValueError("is no column of runs")
    return name


Inside = Annotated[str, AfterValidator(_inside)]
"""A file below `inputs/`."""


class _Part(BaseModel):
    """Part of a manifest; what a later version adds is passed over."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Identity(_Part):
    """What all runs of a folder have in common."""

    scenario: str
    seed: int = Field(ge=0, lt=2**64)
    draws: Literal["common", "independent"]
    columns: list[Annotated[str, AfterValidator(_column)]]
    rounds: bool
    model: str
    measures: dict[str, str] = {}
    posterior: str | None = None


class Fitted(_Part):
    """The posterior that the runs were drawn from."""

    fitted_to: list[str]
    fitted_modes: list[str] = Field(["meetings"], min_length=1)
    """one that does not say is of a time when there was no other"""
    modes: list[str] = []
    """in which its draws are played"""
    draws: int = Field(ge=1)


class Calendar(_Part):
    """The calendar of the scenario."""

    start: str = "the start"
    round_days: int = 1
    horizon_days: int | str = "?"


class Manifest(_Part):
    """A manifest: what a folder needs to be one, and what else may be there."""

    identity: Identity
    experiment: Inside
    scenarios: dict[str, Inside]
    inputs: dict[Inside, str]
    format: Literal[1] = 1
    name: str = ""
    title: str = ""
    question: str = ""
    hash: str = ""
    posterior: Fitted | None = None
    said: dict[str, Any] = {}
    versions: dict[str, str] = {}
    calendar: Calendar = Calendar()
    host: dict[str, Any] = {}
    created: str = ""
    counts: dict[str, int] = {}
    outcomes: list[str] = []
    played_with: list[str] = []


def read(data: bytes) -> dict[str, Any]:
    """Return a manifest as it was written, once it has been checked. Raises ValueError with one sentence."""
    try:
        Manifest.model_validate_json(data)
        found: dict[str, Any] = json.loads(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place}: {_said(first)}" if place else "is not JSON") from error
    return {name: value for name, value in found.items() if value is not None}


def _said(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return {"missing": "is missing"}.get(error["type"], error["msg"][0].lower() + error["msg"][1:])
