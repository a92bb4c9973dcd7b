"""Closed forms of bargaining theory: what simple games say of patience, vetoes, quotas, waiting and giving in.

They know nothing of a scenario and no run uses them. They are yardsticks: what a rule or a date is worth when all that
a simulation adds is left out.
"""

from whitesmoke.evidence.theory.dividing import (
    Offer,
    Veto,
    baron_ferejohn,
    nash,
    rejector_proposes,
    rubinstein,
    spatial_nash,
    unanimity_values,
    veto_players,
)
from whitesmoke.evidence.theory.quorum import chance_by_round, mean_rounds, mean_time
from whitesmoke.evidence.theory.waiting import Stop, last_stage, volunteer, war_of_attrition, when_to_stop

__all__ = [
    "Offer",
    "Stop",
    "Veto",
    "baron_ferejohn",
    "chance_by_round",
    "last_stage",
    "mean_rounds",
    "mean_time",
    "nash",
    "rejector_proposes",
    "rubinstein",
    "spatial_nash",
    "unanimity_values",
    "veto_players",
    "volunteer",
    "war_of_attrition",
    "when_to_stop",
]
