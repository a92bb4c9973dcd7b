"""Scenario files made at random, for two implementations to agree on. They mean nothing; all pass `check`."""

import datetime
import json
import math
import random  # noqa: TID251 (this is no run of the model)

from tests.agreement.random_procedures import START, Procedures
from tests.agreement.random_talks import Talks

COEFFICIENTS = {
    "speed": (1.0, 5.0, 0.0),
    "patron": (0.0, 3.0, 0.2),
    "influence": (0.0, 4.0, 0.2),
    "isolation": (0.0, 5.0, 0.2),
    "cover": (0.0, 1.0, 0.2),
    "pressure": (0.0, 5.0, 0.2),
    "memory": (0.8, 5.0, 0.0),
    "bargaining_from": (0.0, 0.6, 0.1),
    "concession": (0.05, 0.8, 0.1),
    "anticipation": (0.0, 2.0, 0.2),
    "pull": (0.0, 1.5, 0.2),
    "exit": (0.3, 6.0, 0.2),
    "hopelessness": (2.0, 20.0, 0.0),
    "veto": (0.0, 2.0, 0.2),
    "small": (0.0, 0.4, 0.5),
    "residual": (0.0, 0.8, 0.3),
    "tolerance": (0.5, 3.0, 0.0),
    "objection": (0.2, 5.0, 0.0),
    "defection": (0.0, 2.0, 0.5),
}
"""lowest and highest value, and how often a coefficient is 0"""
NAMED = ["unanimity", "consensus", "consensus-minus-1", "two-thirds", "majority", "present-and-voting"]
COUNTING_PEOPLE = ["double-majority", "council-qmv", "council-reinforced"]
QUOTAS = ["all - 1", "2/3", "> 1/2", "62%", "62.5 %", "all"]
COLUMNS = ("weight", "population", "accession", "leaves", "bloc", "patron_tie", "status_quo")
"""fields of a member that a members table may hold: one number or word each"""


def toml(value):
    """A value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(entry)}" for key, entry in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, datetime.date) else json.dumps(value)


def write(folder, name, tables):
    text = "".join(f"{key} = {toml(value)}\n" for key, value in tables.items())
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


class Maker:
    """Everything that a file can say, at random."""

    def __init__(self, seed):
        self.seed = seed
        self.random = random.Random(seed)
        self.days = self.random.randint(60, 140)
        self.made = self.random.choice([0, 0, 0, 1, 3])
        self.codes = [f"{letter}{self.random.randint(0, 9)}X" for letter in "QBZAKCYD"[: self.random.randint(4, 8)]]
        self.names = [f"cand{k}" for k in range(self.random.randint(1, 3))]
        self.patron = self.one(self.codes) if self.maybe(0.7) else None
        self.chair = self.codes[0] if random.Random(f"chair of {seed}").random() < 0.4 else None  # it never leaves
        self.talks = Talks(seed, self.codes, self.names, self.patron, self.chair)
        self.procedures = Procedures(seed, self.days)

    def maybe(self, chance):
        return self.random.random() < chance

    def one(self, choices):
        return self.random.choice(choices)

    def some(self, choices, most):
        return self.random.sample(choices, min(len(choices), self.random.randint(1, most)))

    def plain(self, low, high):
        return round(self.random.uniform(low, high), 2)

    def day(self, first, last):
        return START + datetime.timedelta(days=self.random.randint(first, last))

    def given(self, chances, make):
        """Of some fields those that chance leaves."""
        return {field: make[field]() for field, chance in chances.items() if self.maybe(chance)}

    def number(self, low, high):
        """A number in all its forms, within bounds."""
        middle, width = (low + high) / 2, high - low
        forms = [
            *[self.plain(low, high)] * 10,
            {"value": self.plain(low, high), "source": "nobody"},
            *[{"dist": "uniform", "low": low, "high": high}] * 2,
            *[{"dist": "triangular", "low": low, "mode": middle + 0.1 * width, "high": high}] * 2,
            *[{"dist": "normal", "mean": middle, "sd": width / 3, "low": low, "high": high}] * 2,
            {"dist": "normal", "mean": middle, "sd": 0.0, "low": low, "high": high},
        ]
        if low > 0:
            mean = round(math.log(low * high) / 2, 2)
            forms.append({"dist": "lognormal", "mean": mean, "sd": 0.4, "low": low, "high": high})
        return self.one(forms)

    def by_name(self, names, low, high, each=0.8):
        if self.maybe(0.4):
            return self.number(low, high)
        return {name: self.number(low, high) for name in names if self.maybe(each)}

    def position(self):
        return self.by_name(["iss", "two"], 0.0, 1.0, each=1)

    # The tables

    def scenario(self):
        tables = {"title": "random", "assumed": True}
        if self.patron:
            tables["patron"] = self.patron
        if self.chair:
            tables["chair"] = self.chair
        tables["calendar"] = {
            "start": START,
            "expiry": START + datetime.timedelta(days=self.days),
            "round_days": self.one([1, 1, 2, 3, 7, 10]),
        }
        if self.maybe(0.3):
            tables["calendar"]["expiry"] = self.day(30, self.days - 15)
            tables["calendar"]["horizon"] = START + datetime.timedelta(days=self.days)
        if self.maybe(0.2):
            tables["kind"] = self.one(["person", "proposal"])
        self.common = tables.get("kind", "person")
        tables["grantors"] = {"outsider": {"name": "the outsider"}}
        tables["focal"] = {f"f{m}": self.focal() for m in range(self.random.randint(0, 3))}
        if self.procedures.sitting.random() < 0.5:
            tables["sittings"] = self.procedures.sittings(tables["focal"])
        tables["rule"] = self.rule()
        tables["parameters"] = self.parameters()
        tables["space"] = {"issues": {"iss": {}, "two": {}}}
        if not self.made:  # generated members have no positions
            tables["space"]["salience"] = self.by_name(["iss", "two"], 0.0, 3.0)
        tables["blocs"] = self.blocs()
        tables["members"] = {code: self.member(code) | self.talks.insisting() for code in self.codes}
        tables["candidates"] = {name: self.candidate(k) for k, name in enumerate(self.names)}
        tables["demands"] = {f"d{d}": self.demand() for d in range(self.random.randint(0, 5))}
        events = [self.event(tables["demands"]) for _ in range(self.random.randint(0, 7))]
        tables["events"] = {f"e{e}": event for e, event in enumerate(events) if event}
        tables["network"] = self.network()
        self.talks.talk(tables, may_amend=not self.made)
        self.procedures.add(tables)
        return tables

    def focal(self):
        return {"date": self.day(5, self.days), "weight": self.number(0.1, 1.0)}

    def rule(self):
        names = NAMED if self.made else [*NAMED, *COUNTING_PEOPLE]  # generated members have no population
        rule = {"name": self.one(names)} if self.maybe(0.6) else self.table()
        if self.maybe(0.3):
            rule["veto"] = [self.one(self.codes)]
        low = self.random.randint(0, 3)
        drawn = [{"dist": "uniform", "low": low, "high": high} for low, high in ((0.0, 2.0), (3.0, 6.0))]
        both = self.one([(low, low + self.random.randint(0, 5)), tuple(drawn), None])
        return rule | ({"silence": {"low": both[0], "high": both[1]}} if both else {})

    def table(self):
        alternatives = [{"rows": self.rows()} for _ in range(self.random.randint(1, 3))]
        return {"any": alternatives} if self.maybe(0.6) else alternatives[0]

    def rows(self):
        weighted = {code: self.random.randint(1, 9) for code in self.codes}
        equal = {"quota": self.one(QUOTAS)} | ({"weights": "equal", "credit": [0, 0, 1]} if self.maybe(0.5) else {})
        return [equal, {"weights": weighted, "credit": [0, 1, 2], "quota": "> 60%"}][: self.random.randint(1, 2)]

    def parameters(self):
        found = {}
        for name, (low, high, off) in COEFFICIENTS.items():
            if self.maybe(0.75):
                found[name] = 0.0 if self.maybe(off) else self.number(low, high)
        if self.maybe(0.4):
            found["distance_power"] = self.one([1.0, 2.0, 1.5])
        if self.maybe(0.12):
            found["response"] = "proportional"
        return found | ({"pivotal": True} if self.maybe(0.3) else {})

    def blocs(self):
        """Two blocs that give numbers, and a third, to which anybody may belong besides, that gives none."""
        side = {code: self.one(["b1", "b2", None, None]) for code in self.codes}
        blocs = {}
        for name in ("b1", "b2"):
            blocs[name] = {
                "members": [code for code in self.codes if side[code] == name],
                "baseline": self.by_name(self.names, -4.0, 1.0),
            }
            if self.maybe(0.5):
                blocs[name]["patron_tie"] = self.number(0.0, 1.0)
        blocs["b1"]["generate"] = self.made
        if self.made and self.maybe(0.5):
            blocs["b2"]["members"].append("M00001")  # it cannot say itself which bloc counts
        return blocs | {"b3": {"members": self.some(self.codes, 3), "generate": min(1, self.made)}}

    def member(self, code):
        chances = {"baseline": 0.3, "weight": 0.6, "patron_tie": 0.3, "status_quo": 0.3, "accession": 0.25}
        chances |= {"leaves": 0.2 if code not in (self.patron, self.codes[0]) else 0}
        chances |= {"population": 1, "bloc": 0.2, "position": 1, "salience": 0.3}
        found = self.given(
            chances,
            {
                "baseline": lambda: self.by_name(self.names, -4.0, 1.0),
                "weight": lambda: self.plain(0.5, 10),
                "patron_tie": lambda: self.number(0.0, 1.0),
                "status_quo": lambda: self.number(-1.0, 1.0),
                "accession": lambda: self.day(-9, self.days // 2),
                "leaves": lambda: self.day(self.one([1, self.days // 2]), self.days),
                "population": lambda: self.one([self.plain(0.5, 90), 0.0005, 0.0025]),
                "bloc": lambda: "b3",
                "position": self.position,
                "salience": lambda: self.by_name(["iss", "two"], 0.0, 3.0),
            },
        )
        if {"accession", "leaves"} <= found.keys():
            found["leaves"] = max(found["leaves"], found["accession"] + datetime.timedelta(days=5))
        return found

    def candidate(self, k):
        found = {"name": f"Candidate {k}"}
        found |= self.given(
            {"home": 0.6, "valence": 0.4, "position": 1},
            {
                "home": lambda: self.one(self.codes),
                "valence": lambda: self.number(-1.0, 1.0),
                "position": self.position,
            },
        )
        if self.maybe(0.4):
            found["kind"] = self.one(["person", "proposal"])
        if found.get("kind", self.common) == "proposal":
            found |= {"sponsor": "the Commission"} if self.maybe(0.3) else {}
            found |= {"withdraw": self.number(0.0, 0.3)} if self.maybe(0.6) else {}
        if k and self.maybe(0.3):
            return found | {"reserve": True}
        entry = self.random.randint(-5, 20)
        days = {"announced": (0.3, entry - 10, entry), "available": (0.2, entry, entry + 15)}
        days["until"] = (0.3 if k else 0.2, 36, self.days)
        found["entry"] = START + datetime.timedelta(days=entry)
        return found | {field: self.day(*span) for field, (chance, *span) in days.items() if self.maybe(chance)}

    def demand(self):
        found = {"holder": self.one(self.codes), "text": "t"}
        found |= self.given(
            {"concerns": 0.7, "raised": 0.35, "dropped": 0.25},
            {
                "concerns": lambda: self.one(self.names),
                "raised": lambda: self.day(1, 30),
                "dropped": lambda: self.day(31, self.days),
            },
        )
        if self.maybe(0.15):
            return found | {"red_line": True}
        grantors = [
            "candidate",
            *(["chair"] if found["holder"] != self.chair else []),
            "outsider",
            "somebody-else",
            *(["patron"] if self.patron not in (None, found["holder"]) else []),
        ]
        grantors += [code for code in self.codes if code != found["holder"]]
        return found | self.given(
            {"worth": 1, "ceiling": 0.5, "grantor": 0.8, "grantable_from": 0.3, "grantable_until": 0.15},
            {
                "worth": lambda: self.number(0.5, 6.0),
                "ceiling": lambda: self.number(0.2, 1.0),
                "grantor": lambda: self.one(grantors),
                "grantable_from": lambda: self.day(1, 30),
                "grantable_until": lambda: self.day(31, self.days),
            },
        )

    def event(self, demands):
        """An event, or None where its kind has nothing to act on."""
        kind = self.one(
            ["endorse", "endorse", "disavow", "shock", "worth", "ceiling", "grant", "withdraw", "enter", "note"]
        )
        found = {"kind": kind, "text": "t"}
        when = {"on_exit": self.one(self.names)} if self.maybe(0.25) else {"date": self.day(21, self.days - 5)}
        open_ = [name for name, demand in demands.items() if "red_line" not in demand]
        if (kind == "disavow" and not self.patron) or (kind in ("worth", "ceiling", "grant") and not open_):
            return None
        if kind in ("endorse", "disavow", "shock", "withdraw", "enter"):
            found["candidate"] = self.one(self.names)
        if kind == "endorse":
            found |= self.endorsement()
        if kind == "shock":
            whom = {"blocs": self.some(["b1", "b2", "b3"], 2), "members": self.some(self.codes, 2)}
            found |= {"amount": self.number(-2.0, 2.0)} | dict(self.some(list(whom.items()), 2))
        if kind in ("worth", "ceiling", "grant"):
            amount = self.number(-2.0, 2.0) if kind == "worth" else self.number(0.0, 1.0)
            found |= {"demand": self.one(open_), "amount": amount}
        return found | when

    def endorsement(self):
        by = self.some(self.codes, 3)
        if self.patron and self.maybe(0.6):
            by = list(dict.fromkeys([*by, self.patron]))
        consulted = {"consulted": self.random.randint(1, 30)} if self.patron in by and self.maybe(0.5) else {}
        return {"by": by} | consulted

    def network(self):
        kinds = self.some(["alliance", "blocs", "ties", "file", "random", "small-world", "scale-free"], 4)
        if self.maybe(0.15):
            return {}
        share = round(1 / len(kinds), 3)
        shares = [share] * (len(kinds) - 1) + [round(1 - share * (len(kinds) - 1), 3)]
        details = {
            "random": {"density": 0.4, "seed": 3} if self.maybe(0.6) else {},
            "small-world": {"neighbours": 2, "seed": 2} | ({"rewire": 0.4} if self.maybe(0.5) else {}),
            "scale-free": {"neighbours": 2} if self.maybe(0.5) or self.body() <= 4 else {"seed": 5},
            "file": {"file": "ties.csv"},
        }
        layers = [{"kind": kind, **details.get(kind, {})} for kind in kinds]
        if len(kinds) > 1 or self.maybe(0.5):
            layers = [layer | {"share": share} for layer, share in zip(layers, shares, strict=True)]
        return {"layers": layers} | ({"ties": self.ties()} if "ties" in kinds else {})

    def body(self):
        return len(self.codes) + self.made + min(1, self.made)

    def ties(self):
        pairs = [(i, j) for i in self.codes for j in self.codes if i != j]
        return [
            {"member": i, "listens_to": j} | ({"weight": self.plain(0.5, 3)} if self.maybe(0.7) else {})
            for i, j in self.random.sample(pairs, 4)
        ]


def make(seed, folder):
    """Write a scenario, perhaps with a members table, perhaps as a variant of another; return its path."""
    maker = Maker(seed)
    tables = maker.scenario()
    ties = [f"{tie['member']},{tie['listens_to']},{tie.get('weight', '')}" for tie in maker.ties()]
    (folder / "ties.csv").write_text("\n".join(["member,listens_to,weight", *ties]) + "\n", encoding="utf-8")
    if maker.maybe(0.4):
        move_to_table(maker, tables, folder)
    if maker.maybe(0.6):
        return write(folder, "random.toml", tables)
    write(folder, "base.toml", tables)
    return write(folder, "random.toml", variant(maker, tables))


def move_to_table(maker, tables, folder):
    """Put most members into a CSV, and some of what it says of them aside."""
    members, lines = tables["members"], [",".join(["code", *COLUMNS])]
    for code in maker.random.sample(maker.codes, len(maker.codes) - 1):
        row = {
            field: members[code].pop(field)
            for field in COLUMNS
            if not isinstance(members[code].get(field), dict | None)
        }
        lines.append(",".join([code, *(str(row.get(field, "")) for field in COLUMNS)]))
        if maker.maybe(0.3):
            members[code]["weight"] = maker.plain(0.5, 10)
        if not members[code]:
            del members[code]
    (folder / "members.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tables["members_table"] = {"file": "members.csv"}


def variant(maker, tables):
    """A file that extends: it drops, gives again, lays over."""
    again = maker.one(list(tables["members"]) or [None])
    needed = tables.get("sittings", {}).get("dates") == "focal" and len(tables["focal"]) == 1
    drop = [f"focal.{name}" for name in list(tables["focal"])[: 0 if needed else 1]]
    drop += [f"parameters.{name}" for name in list(tables["parameters"])[:2]]
    child = {"title": "variant", "parameters": {"isolation": maker.number(0.0, 5.0)}, "rule": {"silence": {"low": 1}}}
    child["candidates"] = {maker.names[0]: {"valence": maker.number(-1.0, 1.0)}}
    if "silence" in tables["rule"] or maker.maybe(0.5):
        child["rule"] = {"silence": {"low": 1, "high": 7}}
    if again and maker.maybe(0.7):
        drop.append(f"members.{again}")
        child["members"] = {again: maker.member(again)}
    return {"extends": "base.toml", "drop": drop} | child
