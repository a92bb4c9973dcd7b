"""Examples in the help of each command; tests/docs/test_examples.py plays every one."""

from __future__ import annotations

EXAMPLES = {
    "run": ["run rutte-iohannis --seed 7", "run rutte-iohannis --rule two-thirds --runs 200"],
    "compare": [
        "compare rutte-iohannis race-no-opt-out --runs 200",
        "compare tutorial demands.harbour.ceiling=0",
        "compare tutorial --rule majority",
    ],
    "levers": ["levers rutte-iohannis --runs 200", "levers rutte-iohannis --lever opt-out --runs 200"],
    "explain": ["explain rutte-iohannis --member Hungary", "explain rutte-iohannis --member HUN --date 2024-06-01"],
    "story": ["story tutorial --out story.html", "story rutte-iohannis --seed 7 --runs 40"],
    "view": ["view", "view council --port 9000"],
    "open": ["open", "open results/runs/tutorial/seed-1-run-0 --print"],
    "nowcast": ["nowcast rutte-iohannis --as-of 2024-04-02 --runs 200"],
    "calibrate": ["calibrate nato-2009 --particles 50 --runs 2"],
    "attribute": ["attribute tutorial --runs 50"],
    "score": ["score", "score --old-rule nato-2009 --runs 50"],
    "forecasters": ["forecasters --dates none"],
    "facts": ["facts nato-2009 nato-2014 --runs 20"],
    "sensitivity": ["sensitivity tutorial --trajectories 2 --points 2 --most 2 --runs 2"],
    "series": ["series nato-secretaries --runs 20"],
    "power": ["power council", "power rutte-iohannis --rule double-majority --date 2024-06-01"],
    "theory": ["theory tutorial --runs 50", "theory veto_players n=15 vetoes=5 quota=9 patience=0.9"],
    "sweep": ["sweep deadlines --dry-run", "sweep experiments/my-question.toml --jobs 4"],
    "resume": ["resume results/my-question"],
    "status": ["status results/my-question"],
    "replay": ["replay results/my-question 0 3"],
    "verify": ["verify results/my-question --sample 20"],
    "export": ["export results/my-question --csv"],
    "compact": ["compact results/my-question"],
    "report": ["report results/my-question", "report results/runs/tutorial/seed-1-run-0"],
    "diff": ["diff rutte-iohannis race-two-thirds"],
    "cite": ["cite tutorial", "cite results/my-question"],
    "check": ["check scenarios/my-race.toml"],
    "list": ["list", "list --experiments", "list --bodies", "list --calendars"],
    "scenes": ["scenes", "scenes what-is-a-veto-worth --answers"],
    "schema": ["schema", "schema --experiment"],
    "code": ["code press --case opec_mexico_2020 --out coded"],
    "new": ["new my-race", "new my-case --like european-council"],
    "tables": ["tables tutorial --folder in-tables", "tables council --folder with-network --graphml"],
}
"""Words after `whitesmoke`, by command."""


def shown(command: str) -> str:
    """Return the examples of a command as they end its help."""
    lines = EXAMPLES.get(command, [])
    title = "Example:" if len(lines) == 1 else "Examples:"
    return "\n\n".join([title, *(f"  whitesmoke {line}" for line in lines)]) if lines else ""
