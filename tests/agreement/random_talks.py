"""Bargaining for scenario files made at random: offers and answers, purses, claims, texts that move."""

import random  # noqa: TID251 (this is no run of the model)

BARGAINING = {
    "reservation": (-2.0, 1.5, 0.2),
    "patience": (0.5, 20.0, 0.1),
    "step": (0.1, 1.0, 0.1),
    "secret": (0.2, 3.0, 0.2),
    "temperature": (0.1, 1.0, 0.4),
    "at_dates": (0.3, 4.0, 0.2),
    "push": (0.1, 1.0, 0.3),
    "follow_up": (0.2, 1.0, 0.4),
    "hardening": (0.1, 2.0, 0.4),
    "opportunism": (0.5, 9.0, 0.3),
    "take_back": (0.1, 1.0, 0.3),
    "late_worth": (0.5, 5.0, 0.0),
}
"""lowest and highest value of each number of bargaining, and how often it is 0"""
AMENDED = 0.4
"""how often texts can be amended"""
BARGAINED = 0.35
"""how often actors bargain"""


class Talks:
    """How those deal with each other who have been made."""

    def __init__(self, seed, codes, names, patron, chair):
        self.codes, self.names, self.patron, self.chair = codes, names, patron, chair
        self.random = random.Random(f"bargaining of {seed}")
        self.needs = random.Random(f"needs of {seed}")

    def talk(self, tables, may_amend):
        """Say in the tables of a scenario that actors bargain, and that texts move, each perhaps."""
        if self.random.random() < BARGAINED:
            self.bargain(tables)
        if self.random.random() < AMENDED and may_amend:
            self.amend(tables)

    def bargain(self, tables):
        """Offers and answers, who pays out of which purse, and enough to talk about."""
        chance, found = self.random, {"mode": "bargained"}
        for name, (low, high, off) in BARGAINING.items():
            if chance.random() < 0.8:
                found[name] = 0.0 if chance.random() < off else self.spoken(low, high)
        if self.needs.random() < 0.25:
            found["by_need"] = False
        tables["bargaining"] = found
        tables["parameters"] |= {"bargaining_from": chance.choice([0.0, 0.2]), "concession": self.spoken(0.2, 0.8)}
        for candidate in tables["candidates"].values():
            candidate["valence"] = self.spoken(0.0, 4.0)
        if chance.random() < 0.4:
            tables["rule"] = {"any": [{"rows": self.quotas()} for _ in range(2)]}
        tables["grantors"] |= self.purses()
        tables["demands"] |= {f"e{d}": self.claim(list(tables["grantors"])) for d in range(chance.randint(3, 6))}

    def amend(self, tables):
        """Texts that move, and perhaps what holds without them."""
        chance = self.random
        tables["amendment"] = {"step": self.spoken(0.05, 1.0), "rate": self.spoken(0.1, 2.0)}
        tables["kind"] = "proposal"
        if chance.random() < 0.5:
            places = {"iss": self.spoken(0.0, 1.0), "two": self.spoken(0.0, 1.0)}
            tables["space"]["reversion"] = chance.choice([places, 0.2])

    def quotas(self):
        chance = self.random
        weights = chance.choice(["equal", {code: chance.randint(1, 9) for code in self.codes}])
        return [{"weights": weights, "quota": chance.choice(["> 60%", "3/4", "all"])}]

    def purses(self):
        chance, found = self.random, {}
        others = ["candidate", "chair", "somebody-else", *self.codes, *(["patron"] if self.patron else [])]
        limits = {"budget": (1.0, 9.0), "cost": (0.2, 2.0), "stake": (2.0, 9.0)}
        for name in ["outsider", *chance.sample(others, 3)]:
            given = {field: self.spoken(*bounds) for field, bounds in limits.items() if chance.random() < 0.7}
            named = {"name": f"the {name}"} if name in ("outsider", "somebody-else") else {}
            if self.person(name) not in map(self.person, found):  # who has two roles has one purse
                found[name] = named | given
        return found

    def person(self, grantor):
        """Who it is that grants, by whatever role."""
        return {"patron": self.patron, "chair": self.chair}.get(grantor) or grantor

    def claim(self, grantors):
        """A demand that can be granted, often from a purse."""
        holder = self.random.choice(self.codes)
        payer = self.random.choice([name for name in ["candidate", *grantors] if self.person(name) != holder])
        concerns = {"concerns": self.names[0]} if self.random.random() < 0.5 else {}
        more = {"latent": True} if self.random.random() < 0.3 else {}
        if self.random.random() < 0.4:
            more["hurts"] = {
                code: self.spoken(0.5, 6.0) for code in self.random.sample(self.codes, 3) if code != holder
            }
        return {"holder": holder, "text": "t", "worth": self.spoken(1.0, 6.0), "grantor": payer} | concerns | more

    def insisting(self):
        """What a member itself insists on, and how patient it is."""
        bounds = {"reservation": (-2.0, 2.0), "patience": (0.0, 20.0)}
        return {field: self.spoken(*both) for field, both in bounds.items() if self.random.random() < 0.15}

    def spoken(self, low, high):
        """A number about bargaining, in some of its forms."""
        plain, spread = round(self.random.uniform(low, high), 2), {"dist": "uniform", "low": low, "high": high}
        return self.random.choice([plain, plain, plain, {"value": plain, "source": "nobody"}, spread])
