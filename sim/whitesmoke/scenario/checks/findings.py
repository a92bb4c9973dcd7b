"""Where checks put what they find, and the one question most of them ask: is there anything of this name?"""

from __future__ import annotations

from collections.abc import Collection

from whitesmoke.errors import Problem
from whitesmoke.scenario.loaded import Loaded, Place
from whitesmoke.scenario.people import all_members, bloc_members
from whitesmoke.scenario.wording import instead, quoted


class Findings:
    """Problems found so far, and the names of the scenario."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.scenario = loaded.scenario
        self.members = dict.fromkeys(all_members(loaded.scenario))
        self.bloc_members = bloc_members(loaded.scenario)
        self.problems: list[Problem] = []
        calendar = loaded.scenario.calendar
        self.end = calendar.end
        self.end_in_words = f"the {'horizon' if calendar.horizon else 'expiry'}, {calendar.end}"

    def add(self, path: Place, message: str) -> None:
        """Note a problem with a field."""
        self.problems.append(self.loaded.problem(path, message))

    def member(self, path: Place, code: str | None) -> None:
        """Note a problem if a field names a member and there is none of this code."""
        if code is not None and code not in self.members:
            self.add(path, f"no member has the code {quoted(code)}{instead(code, self.scenario.members)}")

    def candidate(self, path: Place, name: str | None) -> None:
        """Note a problem if a field names a candidate and there is none of this name."""
        self.one_of(path, name, self.scenario.candidates, "candidate")

    def one_of(self, path: Place, name: str | None, known: Collection[str], what: str) -> None:
        """Note a problem if a field gives a name that is not among those known."""
        if name is not None and name not in known:
            self.add(path, f"no {what} is called {quoted(name)}{instead(name, known)}")

    def names(self, path: Place, by_name: object, what: str) -> None:
        """Note every name in a table of numbers by candidate or by issue that is none."""
        known: Collection[str] = self.scenario.candidates if what == "candidate" else self.scenario.space.issues
        for name in by_name if isinstance(by_name, dict) else ():
            self.one_of((*path, name), name, known, what)

    def in_time(self, code: str) -> bool:
        """Say whether a member has a seat at some time of the race."""
        return not self.never_in(code)

    def never_in(self, code: str) -> str:
        """Return, in words, why a member never has a seat while the race lasts; nothing if it has."""
        member, calendar = self.scenario.members.get(code), self.scenario.calendar
        if member is None:
            return ""
        if member.accession is not None and member.accession > self.end:
            return f"{code} accedes on {member.accession}, after {self.end_in_words}"
        if member.leaves is not None and member.leaves <= calendar.start:
            return f"{code} leaves on {member.leaves}, and the start is {calendar.start}"
        return ""
