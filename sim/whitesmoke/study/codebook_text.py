"""The codebook as a document."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.study.codebook import About, Entry
from whitesmoke.writing.citation import reference
from whitesmoke.writing.shell import command

HEAD = ["column", "in Stata", "type", "unit", "meaning", "values", "codes in Stata"]


def markdown(known: About, book: list[Entry], files: list[str]) -> str:
    """Return the codebook: what the table is, its columns, how to use it, to play it again and to cite it."""
    manifest, calendar = known.manifest, known.manifest.get("calendar", {})
    facts = {
        "scenario": known.scenario,
        "start": str(calendar.get("start", "")),
        "horizon": f"day {calendar.get('horizon_days', '')}, rounds of {calendar.get('round_days', '')} days",
        "design": f"{known.experiment.get('design', {}).get('kind')}, {len(known.design):,} rows",
        "seed": str(manifest["identity"].get("seed")),
        "draws": str(manifest["identity"].get("draws")),
        "posterior": known.posterior,
        "whitesmoke": f"{known.version}, model {manifest['identity'].get('model')}",
        "begun": str(manifest.get("created", "")),
        "files": ", ".join([*files, "failures.csv"]),
    }
    return "\n\n".join(
        [
            f"# {_line(manifest.get('title', ''))}",
            *_said(known),
            _table(["", ""], [[name, text] for name, text in facts.items() if text]),
            "## Columns",
            _table(HEAD, [list(entry) for entry in book]),
            *_use(known, book),
        ]
    )


def _said(known: About) -> list[str]:
    given = {name: known.experiment.get(name) for name in ("question", "mechanism", "assumption")}
    return [f"**{name.capitalize()}** {_line(text)}" for name, text in given.items() if text]


def _use(known: About, book: list[Entry]) -> list[str]:
    horizon = known.manifest.get("calendar", {}).get("horizon_days", "HORIZON")
    day = next(entry.stata for entry in book if entry.name == "day")
    return [
        "A row is a run, in the order of the design and of the replicates. A point in several rows of the design (rows "
        "that change the same) is in all of them. Runs that could not be played are in failures.csv, with the reason.",
        "## Time to agreement",
        "An empty `day` is a deadlock: a time censored at the horizon, not a missing answer. Where a factor moves the "
        "calendar, the horizon of a row is its own. In Stata:",
        f"```stata\ngenerate time = cond(missing({day}), {horizon}, {day})\ngenerate settled = !missing({day})\n"
        "stset time, failure(settled)\n```",
        "## Play it again",
        *again(known),
        "## Cite",
        f"{reference(known.version)} Scenario {known.scenario}, seed {known.manifest['identity'].get('seed')}.\n",
    ]


def again(known: About) -> list[str]:
    """Return how to play the runs again: a sentence, and the commands."""
    where = f"results/{known.manifest.get('name')}/{known.manifest.get('hash')}"
    return [
        f"With whitesmoke {known.version} and the experiment's file, of which inputs/experiment/ has a copy: `sweep` "
        f"plays all. With the results folder ({where}): `verify` compares the bytes and plays a sample again, `replay` "
        "plays one run with its trace, `resume` on a copy without its runs/ plays everything.",
        f"```sh\n{command('sweep', Path(known.manifest['experiment']).name)}\n{command('verify', where)}\n"
        f"{command('replay', where, 'ROW', 'REPLICATE')}\n{command('resume', 'COPY')}\n```",
    ]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def _line(text: object) -> str:
    return " ".join(str(text).split())
