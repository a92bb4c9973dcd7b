"""Who is meant, by name: members, the patron, and who can grant a demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whitesmoke.model import codes
from whitesmoke.scenario.tabled import is_text, name_inside, said_of, texts_only

if TYPE_CHECKING:
    from whitesmoke.model.compiled import Compiled
    from whitesmoke.model.trace import Trace

WITH_ARTICLE = ("United", "Netherlands", "Republic", "Kingdom", "Federation", "Union", "See")
"""Words in the name of a state that ask for an article."""
CHAIR = "the chair"
"""What a grantor is called where the case gives no name; of a member the name is told with it: the chair, Belgium."""
PATRON = "the patron"


def member_name(case: Compiled, i: int) -> str:
    """Return a member's name as it stands in a sentence: the Netherlands, Norway."""
    name = case.names.member_names[i]
    return f"the {name}" if any(word in WITH_ARTICLE for word in name.split()) else name


def grantor_name(case: Compiled, demand: int) -> str:
    """Return who can grant a demand, by name."""
    world, name = case.world, case.names.grantors[demand]
    if world.grantor[demand] == codes.CANDIDATE:
        return _granting_candidate(case, int(world.concerns[demand]))
    if name == CHAIR and world.granting_member[demand] < 0:
        return case.names.chair or CHAIR
    if world.granting_member[demand] >= 0:
        role = f"{CHAIR}, " if name == CHAIR else ""
        return role + member_name(case, int(world.granting_member[demand]))
    return member_name(case, case.names.members.index(name)) if name in case.names.members else name


def patron_name(case: Compiled) -> str:
    """Return the member whose endorsement counts for all, by name."""
    names = case.names
    return member_name(case, names.members.index(names.patron)) if names.patron in names.members else PATRON


def in_case(case: Compiled, words: str) -> str:
    """Return words for a term of acceptance as they are in a case: the United States' endorsement."""
    name = patron_name(case)
    return said_of(case, words).replace(f"{PATRON}'s", f"{name}'" if name.endswith("s") else f"{name}'s")


def payer_name(trace: Trace, demand: int) -> str:
    """Return who can grant a demand, by name; of a late one of a member's own who pays the one like it."""
    return grantor_name(trace.case, demand if trace.final is None else int(trace.final.like[demand]))


def inside(grantor: str) -> str:
    """Return who grants as it stands inside a sentence: of a chair with a name, with the comma after it."""
    return f"{grantor}," if grantor.startswith(f"{CHAIR}, ") else grantor


def _granting_candidate(case: Compiled, k: int) -> str:
    """Return who grants what a candidate can: of a text its sponsor does; k may be -1, for any."""
    if k < 0:
        return "the text's sponsor" if texts_only(case) else "the candidate"
    name = name_inside(case, k)
    return (sponsor_name(case, k) or f"the sponsor of {name}") if is_text(case, k) else name


def sponsor_name(case: Compiled, k: int) -> str:
    """Return who put a text on the table, by name; empty where nobody is named."""
    sponsor = case.names.sponsors[k] if case.names.sponsors else ""
    return member_name(case, case.names.members.index(sponsor)) if sponsor in case.names.members else sponsor
