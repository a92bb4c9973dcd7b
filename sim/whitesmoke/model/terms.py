"""The named terms of a member's acceptance, each declared once with the words in which it is told.

Their order is that in which `rules.stance.acceptance` adds them and `phases.decide.terms` returns them. To add one, add
it to these three.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Term:
    """One term.

    Raises ValueError where it is declared, if it lacks any of its words.
    """

    name: str
    symbol: str
    """as docs/MODEL.md writes it (7.6), with its sign"""
    label: str
    """on the page"""
    waits: str
    """as a reason to wait"""
    gives_in: str
    """as a reason to give in: what grew"""

    def __post_init__(self) -> None:
        missing = [field.name for field in fields(self) if not getattr(self, field.name).strip()]
        if missing:
            raise ValueError(f"term {self.name}: give it its {' and '.join(missing)}")


_DECLARED = (
    Term("baseline", "b_ik", "own view", "its own view of the candidate", "a better view of the candidate"),
    Term("patron", "+ (π_i · beta_P) · E_k", "the patron's word", "the patron's stand", "the patron's endorsement"),
    Term("demands", "− sum_d D·(1 − g)", "unmet demands", "unmet demands", "concessions"),
    Term("influence", "+ phi · f_ik", "those it listens to", "those it listens to", "those it listens to"),
    Term(
        "isolation",
        "+ shame_k, or shame_k·(1 − xi) if covered",
        "standing alone",
        "company in holding out",
        "standing alone",
    ),
    Term("pressure", "+ K", "the next date", "the time still left", "the approaching date"),
    Term(
        "anticipation",
        "− sum_d ((lambda·D)·max(0, ceiling − g))·(1 − exp(((−2·eta)·τ)/max(1, m_D)))",
        "what waiting may bring",
        "what waiting may still bring",
        "the shrinking gain from waiting",
    ),
    Term("pull", "− rho · max(0, advantage_ik)", "a rival it prefers", "a rival it prefers", "the exit of a rival"),
)
TERMS = {term.name: term for term in _DECLARED}
"""By name, in their order."""
RESERVATION = Term(
    "reservation", "− R_i", "what it insists on", "what it insists on", "the claims that it no longer has"
)
"""Where actors bargain, what is taken off for one that has claims: no part of A, and told beside its terms."""
TOLD = TERMS | {RESERVATION.name: RESERVATION}
"""Every term that may be told, by name."""
