"""The sentences about meetings where actors bargain: offers, refusals, and the price of a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whitesmoke.model import codes, dealings
from whitesmoke.model.trace import HURT
from whitesmoke.scenario.tabled import is_text
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from whitesmoke.telling.words import Telling

WHY_NOTHING = {
    dealings.NOTHING_LEFT: "nothing that it asks for can be granted now",
    dealings.NOT_NEEDED: "its yes is not needed, as things stand",
    dealings.TOO_SMALL: "the purse cannot pay all whose yes is needed",
    dealings.OUT_OF_REACH: "as far as others know, all that can be granted would not win it",
}
"""Why a holder is offered nothing, as a clause."""
WHY_NOTHING_WAS = {
    dealings.NOTHING_LEFT: "nothing that it asked for could be granted",
    dealings.NOT_NEEDED: "the rule could be completed without its yes",
    dealings.TOO_SMALL: "the purse could not pay all whose yes was needed",
    dealings.OUT_OF_REACH: "as far as others knew, all that could be granted would not have won it",
}
"""The same in hindsight."""


def offered(t: Telling) -> str:
    """Return how much was offered, of what could be had that day."""
    return f"{percent(t.entry.share)} of what can be granted to it now{t.worth}"


def refusal(t: Telling) -> str:
    """Return that an offer was refused."""
    return f"{t.members} is offered {offered(t)} for {t.candidate}, and refuses"


def nothing_offered(t: Telling) -> str:
    """Return that a holder met and was offered nothing, and why."""
    return f"{t.members} meets about {t.candidate}, is offered nothing, and holds out: {WHY_NOTHING[t.entry.detail]}"


def settles(t: Telling) -> str:
    """Return that an offer was taken."""
    return f"{t.members} settles for {offered(t)}, and commits to {t.candidate}"


def gives_in(t: Telling) -> str:
    """Return that a holder committed at a meeting at which nothing was offered."""
    return f"{t.members} gives in without being granted anything, and commits to {t.candidate}"


def late_demand(t: Telling) -> str:
    """Return what a member asks for once another has been granted something."""
    can = f"of which {percent(t.entry.share)} can be granted at all" if t.entry.share > 0.0 else "which nobody grants"
    own = t.case.world.latent[t.entry.demand] == codes.OPEN
    what = f"{'something' if own else t.demand}{t.worth}, {can}"
    return f"{t.holder}, having seen what was granted, asks {'' if _by_a_text(t) else f'{t.grantor} '}for {what}"


def taken_back(t: Telling) -> str:
    """Return that members took their yes back, having seen what another was granted."""
    yes, why = t.do("takes its yes", "take their yes"), "what was just granted costs"
    if t.entry.detail == HURT:
        return f"{yes} to {t.candidate} back: {why} {'it' if t.one else 'them'} too much"
    return f"{yes} to {t.candidate} back, to ask for something, too"


def payment(t: Telling) -> str:
    """Return what was granted for a yes, and what it cost the purse, if that is counted."""
    cost = f", at a cost of {t.entry.cost:.1f}" if t.entry.cost > 0.0 else ""
    if not t.numbers:  # in plain words
        what = f"{t.demand} for its yes: {t.met}{cost}"
        return f"{t.holder} is granted {what}" if _by_a_text(t) else f"{t.grantor} grants {t.holder} {what}"
    if _by_a_text(t):
        return f"the yes of {t.holder} is paid for with {t.demand}: {t.met}{cost}"
    return f"{t.grantor} pays for the yes of {t.holder} with {t.demand}: {t.met}{cost}"


def _by_a_text(t: Telling) -> bool:
    """Say whether what is granted is a change of a proposal: nobody does the paying."""
    payer, k = t.entry.payer, t.entry.candidate
    return k >= 0 and t.case.world.grantor[payer] == codes.CANDIDATE and is_text(t.case, k)
