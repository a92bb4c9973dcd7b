"""A page that looks where a link says."""

from __future__ import annotations

from whitesmoke.page.desk import Desk
from whitesmoke.page.setup import Sight, day_of


def look(desk: Desk, wanted: Sight) -> None:
    """Look where a link says, which plays the run as far; what is no day, member or candidate changes nothing."""
    desk.face = wanted.face
    for text in (wanted.played, wanted.day):
        if day := day_of(text):
            desk.seek(desk.case.names.round_of(day))
    desk.select(wanted.member)
    desk.look_at(wanted.candidate)
