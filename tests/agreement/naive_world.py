"""What docs/MODEL.md says of a scenario before the first round, written a second time: numbers, network, script, rule.

Numbers in brackets are sections of the page. See tests/agreement/naive.py.
"""

import math
from fractions import Fraction
from statistics import NormalDist
from types import SimpleNamespace
from typing import NamedTuple

import networkx

from tests.agreement.naive_arithmetic import LENGTH, NUMBER, RESIDUAL, Draws, exp, log, normal_quantile, total

NEVER = 2**31


# (4.1) Numbers


def share_below(number, bound, missing):
    if bound is None or number.sd == 0:
        return missing
    if number.dist == "lognormal":
        if bound <= 0:
            return 0.0
        bound = math.log(bound)
    return round(NormalDist(number.mean, number.sd).cdf(bound), 12)


def quantile(number, u):
    low, mode, high = number.low, number.mode, number.high
    if number.dist == "uniform":
        return low + (high - low) * u
    if number.dist == "triangular":
        if u < (mode - low) / (high - low):
            return low + math.sqrt(u * (high - low) * (mode - low))
        return high - math.sqrt((1 - u) * (high - low) * (high - mode))
    p_low, p_high = share_below(number, low, 0.0), share_below(number, high, 1.0)
    x = number.mean + number.sd * normal_quantile(p_low + (p_high - p_low) * u)
    return exp(x) if number.dist == "lognormal" else x


class Numbers:
    def __init__(self, draws):
        self.draws = draws

    def one(self, number, path):
        if hasattr(number, "dist"):
            return quantile(number, self.draws.one(NUMBER, target=f"number:{path}"))
        return float(getattr(number, "value", number))

    def last(self, start, given, name=None):
        """The last of some (number or table by name, path) that says anything; else `start`."""
        for number, path in given:
            if isinstance(number, dict):
                number, path = number.get(name), f"{path}.{name}"
            if number is not None:
                start = self.one(number, path)
        return start


# (5.7) The rule

EQUAL_YES = ("equal", (0, 0, 1))
NAMED = {
    "unanimity": [(*EQUAL_YES, "all")],
    "consensus": [("equal", (0, 1, 1), "all")],
    "two-thirds": [(*EQUAL_YES, "2/3")],
    "majority": [(*EQUAL_YES, "> 1/2")],
    "present-and-voting": [("equal", (-1, 0, 1), "> 0")],
    "double-majority": [(*EQUAL_YES, "55%"), ("population", (0, 0, 1), "65%")],
}


def quota(text):
    text = str(text).strip()
    plus, text = int(text.startswith(">")), text.lstrip("> ")
    if text.startswith("all"):
        return 1, 1, plus - int(text[3:].strip(" -") or 0)
    if "/" in text or "%" in text:
        share = Fraction(text) if "/" in text else Fraction(text.strip(" %")) / 100
        return share.numerator, share.denominator, plus
    return 0, 1, plus + int(text)


def rows_of_rule(rule):
    if rule.rows:
        rows = [(row.weights, row.credit, row.quota) for row in rule.rows]
    elif rule.name.startswith("consensus-minus-"):
        rows = [(*EQUAL_YES, f"all - {rule.name.rpartition('-')[2]}")]
    else:
        rows = NAMED[rule.name]
    return rows + [({code: 1}, (0, 1, 1), "all") for code in rule.veto]


# (5.2) What is scripted

KINDS = [
    *("accede", "announce", "enter", "withdraw", "consult", "endorse"),
    *("disavow", "shock", "worth", "ceiling", "grant", "note"),
]


class Event(NamedTuple):
    day: int
    kind: str
    waits_for: str | None = None
    member: str | None = None
    candidate: str | None = None
    demand: str | None = None
    amount: float = 0.0


NOBODY = SimpleNamespace(
    accession=None, weight=1.0, population=0, baseline=None, patron_tie=None, position=None, salience=None, status_quo=0
)
"""A generated member says nothing of itself."""


class World:
    """What is fixed in a run, and the numbers it starts with."""

    def __init__(self, loaded, seed, run):
        self.file, self.edges = loaded.scenario, loaded.edges
        self.draws = Draws(seed, run)
        self.number = Numbers(self.draws)
        self.start, self.round_days = self.file.calendar.start, self.file.calendar.round_days
        self.rounds = (self.file.calendar.expiry - self.start).days // self.round_days
        self.weeks = self.round_days / 7
        self._members()
        self.candidates = self.file.candidates
        self.events = self._script()
        by_holder = sorted(self.file.demands.items(), key=lambda item: self.members.index(item[1].holder))
        self.demands = dict(by_holder)
        self.of = {i: [d for d, demand in self.demands.items() if demand.holder == i] for i in self.members}
        self.focal = sorted(
            (self.day_of(f.date, 0), self.number.one(f.weight, f"focal.{name}.weight"))
            for name, f in self.file.focal.items()
        )
        self._coefficients()
        self._listening()
        self.rows = [(self._weights(w), credit, quota(q)) for w, credit, q in rows_of_rule(self.file.rule)]

    def day_of(self, date, missing):
        return missing if date is None else max(0, (date - self.start).days)

    def _members(self):
        self.blocs, made = {}, []
        for name, bloc in self.file.blocs.items():
            new = [f"M{len(made) + x + 1:05d}" for x in range(bloc.generate)]
            named = [code for code, member in self.file.members.items() if member.bloc == name]
            self.blocs[name] = list(dict.fromkeys([*bloc.members, *new, *named]))
            made += new
        self.members = [*self.file.members, *made]
        self.about = {i: self.file.members.get(i, NOBODY) for i in self.members}
        self.heaviest = max(member.weight for member in self.about.values())

    def _coefficients(self):
        given = self.file.parameters
        names = [name for name in type(given).model_fields if name not in ("response", "source", "assumed")]
        numbers = {name: self.number.one(getattr(given, name), f"parameters.{name}") for name in names}
        self.c = SimpleNamespace(**numbers, proportional=given.response == "proportional")

    def _weights(self, weights):
        if weights == "equal":
            return dict.fromkeys(self.members, 1)
        if weights == "population":
            return {i: round(1000 * (member.population or 0)) for i, member in self.about.items()}
        return {i: weights.get(i, 0) for i in self.members}

    # (4.1) Baselines and silence

    def given(self, i, field):
        """What the blocs of a member, then the member itself, say of a number, and where."""
        blocs = [(name, bloc) for name, bloc in self.file.blocs.items() if i in self.blocs[name]]
        said = [(getattr(bloc, field), f"blocs.{name}.{field}") for name, bloc in blocs]
        return [*said, (getattr(self.about[i], field), f"members.{i}.{field}")]

    def patron_tie(self, i):
        return self.number.last(1.0, self.given(i, "patron_tie"))

    def loss(self, i, k, issue):
        salience = [(self.file.space.salience, "space.salience"), (self.about[i].salience, f"members.{i}.salience")]
        x = self.number.last(0.0, [(self.about[i].position, f"members.{i}.position")], issue)
        y = self.number.last(0.0, [(self.candidates[k].position, f"candidates.{k}.position")], issue)
        gap, weight, power = abs(x - y), self.number.last(0.0, salience, issue), self.c.distance_power
        if gap == 0 or power == 1:
            return weight * gap
        return (weight * gap) * gap if power == 2 else weight * exp(power * log(gap))

    def baseline(self, i, k):
        affinity = self.number.last(0.0, self.given(i, "baseline"), k)
        valence = self.number.one(self.candidates[k].valence, f"candidates.{k}.valence")
        residual = 0.0
        if self.c.residual > 0:
            u = self.draws.one(RESIDUAL, member=i, target=f"candidate:{k}")
            residual = self.c.residual * normal_quantile(u)
        status_quo = self.number.one(self.about[i].status_quo, f"members.{i}.status_quo")
        loss = total(self.loss(i, k, issue) for issue in self.file.space.issues)
        return (((affinity + valence) - loss) + residual) - status_quo

    def silence(self, k):
        given = self.file.rule.silence
        low, high = (self.number.one(getattr(given, end), f"rule.silence.{end}") for end in ("low", "high"))
        return math.floor(low + self.draws.one(LENGTH, target=f"candidate:{k}") * (high - low + 1))

    # (4.2) The network

    def _layer(self, layer):
        n = len(self.members)
        graphs = {
            "small-world": lambda: networkx.watts_strogatz_graph(
                n, min(layer.neighbours, n - 1), layer.rewire, layer.seed
            ),
            "scale-free": lambda: networkx.barabasi_albert_graph(n, min(layer.neighbours, n - 1), layer.seed),
            "random": lambda: networkx.fast_gnp_random_graph(n, layer.density, layer.seed),
        }
        if layer.kind == "alliance":
            return [(i, j, 1) for i in self.members for j in self.members if i != j]
        if layer.kind == "blocs":
            return {(i, j, 1) for bloc in self.blocs.values() for i in bloc for j in bloc if i != j}
        if layer.kind in ("ties", "file"):
            ties = self.file.network.ties if layer.kind == "ties" else self.edges[layer.file]
            return [(tie.member, tie.listens_to, tie.weight) for tie in ties]
        edges = [(self.members[a], self.members[b]) for a, b in graphs[layer.kind]().edges]
        return [(i, j, 1) for i, j in edges] + [(j, i, 1) for i, j in edges]

    def _listening(self):
        mixed = {i: {} for i in self.members}
        layers = []
        for layer in self.file.network.layers:
            ties = {i: {} for i in self.members}
            for i, j, weight in self._layer(layer):
                ties[i][j] = ties[i].get(j, 0) + weight
            layers.append((layer.share, ties))
        for i, row in mixed.items():
            heard = [(share, ties[i]) for share, ties in layers if share > 0 and ties[i]]
            shares = total(share for share, _ in heard)
            for share, ties in heard:
                everybody = total(ties.values())
                for j, tie in ties.items():
                    row[j] = row.get(j, 0.0) + ((share / shares) * tie) / everybody
        self.listens = {i: {j: round(w * 2**40) for j, w in row.items()} for i, row in mixed.items()}

    # (5.2) The script

    def _script(self):
        events = [Event(self.day_of(self.about[i].accession, 0), "accede", member=i) for i in self.members]
        for k, candidate in self.candidates.items():
            dates = {"announce": candidate.announced, "enter": candidate.entry, "withdraw": candidate.until}
            events += [Event(self.day_of(date, 0), kind, candidate=k) for kind, date in dates.items() if date]
        for name, event in self.file.events.items():
            events += self._event(name, event)
        return sorted(events, key=lambda event: (event.day, KINDS.index(event.kind)))

    def _event(self, name, given):
        day, amount = self.day_of(given.date, NEVER), self.number.one(given.amount, f"events.{name}.amount")
        event = Event(day, given.kind, given.on_exit, None, given.candidate, given.demand, amount)
        if given.kind == "endorse":
            told = day if given.on_exit else max(0, day - given.consulted)
            consult = [event._replace(day=told, kind="consult")] if self.file.patron in given.by else []
            return consult + [event._replace(member=i) for i in given.by]
        if given.kind == "shock":
            named = [*given.members, *(i for bloc in given.blocs for i in self.blocs[bloc])]
            return [event._replace(member=i) for i in dict.fromkeys(named)]
        return [event]
