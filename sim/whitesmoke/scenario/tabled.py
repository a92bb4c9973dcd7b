"""Persons stand and give up; texts are put on the table and withdrawn: the words for either."""

from __future__ import annotations

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled


def is_text(case: Compiled, k: int) -> bool:
    """Say whether a candidate is a proposal."""
    return bool(case.world.kind[k] == codes.PROPOSAL)


def texts_only(case: Compiled) -> bool:
    """Say whether nobody stands, and all that there is are proposals."""
    return all(is_text(case, k) for k in range(len(case.world.kind)))


def said_of(case: Compiled, words: str) -> str:
    """Return words about persons as they are where all that there is are proposals."""
    return words.replace("the candidate", "the text").replace("a rival", "another text") if texts_only(case) else words


ARTICLES = ("The ", "A ", "An ")


def name_inside(case: Compiled, k: int) -> str:
    """Return a candidate's name as it stands inside a sentence: of a text the tax directive, not The tax directive."""
    name = case.names.candidate_names[k]
    return name[0].lower() + name[1:] if is_text(case, k) and name.startswith(ARTICLES) else name


def enters(case: Compiled, k: int) -> str:
    """Return what a candidate does when it comes: enters the race."""
    return "is put on the table" if is_text(case, k) else "enters the race"


def leaves(case: Compiled, k: int) -> str:
    """Return what a candidate does when it goes: leaves the race."""
    return "is withdrawn" if is_text(case, k) else "leaves the race"


def left(case: Compiled, k: int) -> str:
    """Return the same of one that has gone."""
    return "was withdrawn" if is_text(case, k) else "left the race"


def has_left(case: Compiled, k: int) -> str:
    """Return the same as what stands now."""
    return "has been withdrawn" if is_text(case, k) else "has left"


def stands(case: Compiled, k: int) -> str:
    """Return where a candidate is that can be had."""
    return "on the table" if is_text(case, k) else "in the race"


def is_chosen(case: Compiled, k: int) -> str:
    """Return what becomes of the one that carries."""
    return "is adopted" if is_text(case, k) else "is chosen"


def nothing_chosen(case: Compiled) -> str:
    """Return that none was."""
    return "nothing adopted" if texts_only(case) else "nobody chosen"


def none_left(case: Compiled, verb: str) -> str:
    """Return that no candidate is, or was, left."""
    return f"nothing {verb} left on the table" if texts_only(case) else f"no candidate {verb} left"


def none_stands(case: Compiled) -> str:
    """Return that there is none to decide on, as a sentence."""
    return "Nothing is on the table." if texts_only(case) else "No candidate is in the race."
