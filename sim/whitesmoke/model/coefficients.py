"""The coefficients of the model, each declared once.

From here come their order in a run (`world.Coefficients`), the table `[parameters]` of a scenario with its defaults,
ranges and descriptions, the page's labels, what a calibration switches off by turn, and the names in the C version;
docs/MODEL.md (7.10, 7.11) and evidence/priors.toml are checked against it. To add one, add a line, and a rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BARGAINING = "bargaining"
UNITS = {
    "rate": "per week",
    "logits": "logits",
    "size": "logits",
    "weeks": "weeks",
    "days": "days",
    "share": "",
    "multiple": "",
    "power": "",
}
"""Kinds of coefficients, by the names of the number types in `whitesmoke.scenario.numbers`, and the unit of each."""


@dataclass(frozen=True)
class Coefficient:
    """One coefficient.

    Raises ValueError where it is declared, if its kind is unknown or it has no words.
    """

    name: str
    symbol: str
    words: str
    """what it means, for the schema, the page and the reference"""
    kind: str
    """which gives its range; see `UNITS`"""
    default: float
    plausible: tuple[float, float]
    """range considered when the race was tuned: a judgement, no bound"""
    off: float | None = None
    """the value that removes its mechanism exactly; none: it is no switch"""
    per: str = ""
    """its unit, if not that of its kind"""
    fit: Literal["no", "yes", "or off"] = "no"
    """whether a calibration moves it (its prior stands in evidence/priors.toml), or may switch its mechanism off"""
    table: str = "parameters"
    """the table of a scenario that gives it"""
    key: str = ""
    """its name in that table, if not its own"""

    def __post_init__(self) -> None:
        if self.kind not in UNITS or not self.words or not self.name.isidentifier():
            raise ValueError(f"coefficient {self.name}: give it a kind ({', '.join(UNITS)}) and words")
        if self.fit == "or off" and self.off is None:
            raise ValueError(f"coefficient {self.name}: what can be off needs the value at which it is")

    @property
    def path(self) -> str:
        """Where it stands in a scenario."""
        return f"{self.table}.{self.key or self.name}"

    @property
    def unit(self) -> str:
        """Its unit; empty for a pure number."""
        return self.per or UNITS[self.kind]

    @property
    def description(self) -> str:
        """Its line in the schema: symbol, words, unit."""
        symbol = f"{self.symbol}: " if self.symbol else ""
        unit = f", {self.unit}" if self.unit else ""
        return f"{symbol}{self.words}{unit}{' (0 = off)' if self.default == self.off == 0.0 else ''}"


_DECLARED = (
    Coefficient("speed", "h0", "speed of a convinced capital", "rate", 2.4, (1, 3.6), fit="yes"),
    Coefficient("patron", "beta_P", "the patron's endorsement", "logits", 2.8, (0, 3), off=0, fit="or off"),
    Coefficient(
        "influence", "phi", "influence of those a member listens to", "logits", 0.6, (0, 4), off=0, fit="or off"
    ),
    Coefficient(
        "isolation", "kappa_I", "stock of shame shared by those who withhold", "size", 4.6, (0, 6), off=0, fit="or off"
    ),
    Coefficient(
        "cover", "xi", "share of the shame that a preferred rival covers", "share", 0.33, (0, 1), off=0, fit="or off"
    ),
    Coefficient("pressure", "kappa_D", "pressure of a date", "size", 4.8, (0, 6), off=0, fit="or off"),
    Coefficient("memory", "ell", "how far ahead a date is felt", "weeks", 2.3, (0.7, 8), fit="yes"),
    Coefficient("bargaining_from", "s_min", "share of support before anybody pays", "share", 0.6, (0, 0.8)),
    Coefficient("concession", "eta", "speed of concession", "rate", 0.25, (0.05, 0.8), off=0, fit="yes"),
    Coefficient(
        "anticipation",
        "lambda",
        "weight of what holding out may still bring",
        "multiple",
        1.8,
        (0, 2),
        off=0,
        fit="or off",
    ),
    Coefficient(
        "pull",
        "rho",
        "pull of a preferred rival",
        "multiple",
        1.0,
        (0, 2),
        per="per logit of advantage",
        off=0,
        fit="or off",
    ),
    Coefficient("exit", "nu", "exit of a hopeless candidate", "rate", 5.3, (0.3, 6), off=0, fit="or off"),
    Coefficient(
        "hopelessness",
        "chi",
        "how hope keeps a candidate in",
        "multiple",
        62.0,
        (6, 93),
        per="per whole body",
        fit="yes",
    ),
    Coefficient("veto", "kappa_V", "exit under a great power's refusal", "multiple", 0.3, (0, 3)),
    Coefficient(
        "small",
        "gamma",
        "a refusal by a member up to this share of the largest weight ends nothing",
        "share",
        0.0,
        (0, 0.4),
    ),
    Coefficient(
        "residual", "sigma", "spread of what the groups do not explain", "size", 0.3, (0, 0.8), off=0, fit="yes"
    ),
    Coefficient("tolerance", "theta", "unmet demands above this are an objection", "size", 2.0, (1, 4)),
    Coefficient("objection", "h_b", "rate at which an objector breaks the silence", "rate", 1.0, (0.2, 7)),
    Coefficient("defection", "h_d", "rate of taking a commitment back", "rate", 0.0, (0, 3), off=0),
    Coefficient("distance_power", "p", "1 city block, 2 quadratic loss", "power", 1.0, (1, 2)),
    Coefficient("silence_low", "", "shortest silence", "days", 3.0, (0, 14), table="rule.silence", key="low"),
    Coefficient("silence_high", "", "longest silence", "days", 8.0, (0, 14), table="rule.silence", key="high"),
    Coefficient(
        "sitting_weight",
        "w_s",
        "how hard a sitting presses, 0 soft to 1 hard",
        "share",
        0.5,
        (0, 1),
        off=0,
        table="sittings",
        key="weight",
    ),
    Coefficient(
        "called", "h_s", "special sittings, once somebody carries", "rate", 0.0, (0, 1), off=0, table="sittings"
    ),
    Coefficient(
        "amendment",
        "h",
        "share of the way to a member's position that an amendment goes",
        "share",
        0.0,
        (0.02, 1),
        off=0,
        table="amendment",
        key="step",
    ),
    Coefficient(
        "amendment_rate",
        "",
        "amendments besides those at sittings",
        "rate",
        0.0,
        (0, 1),
        off=0,
        table="amendment",
        key="rate",
    ),
    Coefficient(
        "step",
        "kappa",
        "share of the gap that a grantor closes by an offer",
        "share",
        0.5,
        (0.1, 0.9),
        fit="yes",
        table=BARGAINING,
    ),
    Coefficient(
        "secret",
        "s",
        "half-width of what others do not know of a reservation",
        "size",
        2.0,
        (0, 3),
        off=0,
        fit="or off",
        table=BARGAINING,
    ),
    Coefficient("temperature", "T", "noise of an answer", "size", 0.5, (0, 1), off=0, fit="or off", table=BARGAINING),
    Coefficient(
        "at_dates",
        "n_D",
        "rounds of offers to all at a date of weight 1",
        "multiple",
        2.5,
        (0, 4),
        off=0,
        fit="or off",
        table=BARGAINING,
    ),
    Coefficient(
        "follow_up",
        "",
        "chance that all who hold out are called in the round after one has settled",
        "share",
        0.0,
        (0, 1),
        off=0,
        table=BARGAINING,
    ),
    Coefficient(
        "hardening",
        "",
        "what a holder insists on more once it has refused where all meet",
        "size",
        0.0,
        (0, 1),
        off=0,
        table=BARGAINING,
    ),
    Coefficient(
        "opportunism",
        "o",
        "who asks once others are paid: newcomers per logit paid, whole body",
        "multiple",
        0.0,
        (0, 3),
        off=0,
        fit="or off",
        table=BARGAINING,
    ),
    Coefficient(
        "take_back", "", "how much rarer those ask who have said yes", "share", 0.1, (0, 0.5), off=0, table=BARGAINING
    ),
    Coefficient("late_worth", "D'", "median of what is asked late", "size", 3.0, (1, 6), table=BARGAINING),
    Coefficient(
        "push",
        "psi_D",
        "share of the pressure of dates that acts besides offers",
        "share",
        0.0,
        (0, 1),
        fit="yes",
        table=BARGAINING,
    ),
)
COEFFICIENTS = {one.name: one for one in _DECLARED}
"""By name, in the order of the numbers of a run and of the table `[parameters]`."""


def place(name: str) -> int:
    """Return where a coefficient stands in `Numbers.flat`: they come first."""
    return list(COEFFICIENTS).index(name)
