"""Procedures for scenario files made at random: when the body sits, ratification, ballots."""

import datetime
import random  # noqa: TID251 (this is no run of the model)

START = datetime.date(2030, 1, 7)
RATIFIED = 0.35
"""how often a yes counts once it is ratified"""
VOTING = 0.35
"""how often ballots are held"""


class Procedures:
    """By what steps a decision comes that takes so many days at most."""

    def __init__(self, seed, days):
        self.days = days
        self.sitting = random.Random(f"sittings of {seed}")
        self.ratifying = random.Random(f"ratification of {seed}")
        self.voting = random.Random(f"ballots of {seed}")

    def add(self, tables):
        """Say in the tables of a scenario that texts are ratified, and that ballots are held, each perhaps."""
        if self.ratifying.random() < RATIFIED:
            self.ratify(tables)
        if self.voting.random() < VOTING:
            tables["ballots"] = {"kind": self.voting.choice(["poll", "elimination", "elimination"])}
            tables["ballots"] |= {"secret": True} if self.voting.random() < 0.6 else {}

    def sittings(self, focal):
        """When the body sits, one day a week ahead of the end at least."""
        chance, day = self.sitting, lambda first, last: START + datetime.timedelta(days=chance.randint(first, last))
        found = {"between": chance.choice(["none", "silence"]), "weight": round(chance.uniform(0, 1), 2)}
        found["called"] = chance.choice([0.0, 0.05, 0.5, {"dist": "uniform", "low": 0.0, "high": 0.2}])
        ways = ["dates", "every", "both", "calendar", *(["focal"] if focal else [])]
        way = chance.choice(ways)
        if way == "focal":
            return found | {"dates": "focal", "every": 20}
        if way == "calendar":  # it ends before the race begins, and the rhythm goes on from there
            return found | {"calendar": "nato", "levels": [chance.choice(["heads", "ministers-foreign"])], "every": 11}
        if way in ("dates", "both"):
            found["dates"] = [day(2, 30), self.meeting(31), self.meeting(40), day(45, self.days - 11)]
        if way in ("every", "both"):
            found["every"] = chance.choice([3, 11, 20])
        if way == "every" and chance.random() < 0.5:
            found["from"] = day(-30, 30)
        return found

    def meeting(self, first):
        """One of up to four days, some of them never held."""
        date, chance = START + datetime.timedelta(days=first), self.sitting
        found = {"date": date, "kind": chance.choice(["informal", "statutory", "annual meeting", "extraordinary"])}
        if chance.random() < 0.5:
            found["end"] = date + datetime.timedelta(days=chance.randint(0, 4))
        if chance.random() < 0.3:
            found["cancelled"] = START
        return found

    def ratify(self, tables):
        """Texts to which a yes counts later, by member: as each draws, as it says itself, or on a scripted day."""
        chance = self.ratifying
        if chance.random() < 0.5:
            tables["kind"] = "ratification"
        for candidate in tables["candidates"].values():
            if chance.random() < 0.6:
                candidate["kind"] = "ratification"
        lognormal = {"dist": "lognormal", "mean": 1.0, "sd": 0.6}
        tables["ratification"] = {"weeks": chance.choice([lognormal, lognormal, self.takes(), self.takes()])}
        for member in tables["members"].values():
            if chance.random() < 0.2:
                member["ratification"] = self.takes()
            elif chance.random() < 0.2:
                member["ratified"] = START + datetime.timedelta(days=chance.randint(-9, self.days))

    def takes(self):
        """Weeks, in some of their forms."""
        plain = round(self.ratifying.uniform(0.0, 6.0), 2)
        spread = {"dist": "uniform", "low": 0.0, "high": 6.0}
        return self.ratifying.choice([0.0, plain, plain, {"value": plain, "source": "nobody"}, spread])
