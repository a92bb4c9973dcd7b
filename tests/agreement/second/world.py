"""What is fixed in a run: the entities of a scenario, in their order, and the numbers a run begins with."""

import re

from tests.agreement.second.arithmetic import PAGE
from tests.agreement.second.institutions import NEVER, alternatives_of_rule, attention, script, sittings
from tests.agreement.second.numbers import Given, given, last

DEFAULTS = re.findall(r"^\| `(parameters|bargaining|amendment)\.(\w+)` \|.*\| ([\d.]+) \|[^|]*\|$", PAGE, re.M)
"""of the coefficients, as the page's table of parameters prints them"""


def generated_code(number):
    """M00001 is the first; after M99999 comes 100000."""
    return f"M{number:05d}" if number < 100_000 else str(number)


NO_LIMIT = 1e9


class World:
    """A scenario, ready to be played."""

    def __init__(self, text):
        self.text, calendar = text, text["calendar"]
        self.start, self.round_days = calendar["start"], calendar.get("round_days", 1)
        self.last = (calendar.get("horizon", calendar["expiry"]) - self.start).days
        self.rounds = self.last // self.round_days
        self.expiry = (calendar["expiry"] - self.start).days
        self.weeks = self.round_days / 7
        self._people()
        self._candidates()
        self._demands()
        self._numbers()
        self.alternatives = alternatives_of_rule(text["rule"], self.members)
        self.events = script(self)
        self.listens = attention(self)
        self.between, self.sittings = sittings(self)

    def day(self, date, missing):
        return missing if date is None else max(0, (date - self.start).days)

    def days(self, tables, field, missing):
        return {name: self.day(table.get(field), missing) for name, table in tables.items()}

    def _people(self):
        written, made, self.blocs = self.text["members"], [], {}
        for name, bloc in self.text.get("blocs", {}).items():
            new = [generated_code(len(made) + x + 1) for x in range(bloc.get("generate", 0))]
            naming_it = [code for code, member in written.items() if member.get("bloc") == name]
            self.blocs[name] = list(dict.fromkeys([*bloc.get("members", []), *new, *naming_it]))
            made += new
        self.members = written | {code: {} for code in made}
        gone = [i for i, day in self.days(self.members, "leaves", NEVER).items() if day == 0]
        weight = {i: member.get("weight", 1.0) for i, member in self.members.items()}
        heaviest = max([w for i, w in weight.items() if i not in gone], default=0.0) or 1.0
        self.size = {i: min(1.0, w / heaviest) for i, w in weight.items()}

    def _candidates(self):
        self.candidates = self.text["candidates"]
        self.home = {k: candidate.get("home") for k, candidate in self.candidates.items()}
        common = self.text.get("kind", "person")
        self.is_text = {k: it.get("kind", common) != "person" for k, it in self.candidates.items()}
        self.is_ratified = {k: it.get("kind", common) == "ratification" for k, it in self.candidates.items()}
        votes = self.text.get("ballots", {})
        self.ballots, self.secret = votes.get("kind"), "kind" in votes and votes.get("secret", False)
        self.ratified = self.days(self.members, "ratified", None)
        self.own = {i: [k for k, home in self.home.items() if home == i] for i in self.members}
        first = {k: {"day": it.get("announced", it.get("entry"))} for k, it in self.candidates.items()}
        self.announced = self.days(first, "day", NEVER)
        self.available = self.days(self.candidates, "available", 0)

    def _demands(self):
        place = list(self.members).index
        bargaining, demands = self.text.get("bargaining", {}), self.text.get("demands", {})
        self.bargained = bargaining.get("mode") == "bargained"
        chance = bargaining.get("opportunism", 0)
        none_late = chance == 0 or (isinstance(chance, dict) and chance.get("value") == 0)
        late = {} if none_late or not self.bargained else {f"late:{i}": {"holder": i} for i in self.members}
        demands = demands | late
        self.late = list(late)
        self.demands = dict(sorted(demands.items(), key=lambda item: place(item[1]["holder"])))
        self.of = {i: [d for d, demand in self.demands.items() if demand["holder"] == i] for i in self.members}
        self.concerns = {d: demand.get("concerns") for d, demand in self.demands.items()}
        self.red_line = {d: demand.get("red_line", False) for d, demand in self.demands.items()}
        grantor = {d: demand.get("grantor", "candidate") for d, demand in self.demands.items()}
        self.roles = {role: self.text[role] for role in ("patron", "chair") if role in self.text}
        self.grantor = {d: self.roles.get(who, who) for d, who in grantor.items()}
        self.raised, self.dropped = (self.days(self.demands, "raised", 0), self.days(self.demands, "dropped", NEVER))
        self.latent = {d: d in late or demand.get("latent", False) for d, demand in self.demands.items()}
        self.grantable_from = self.days(self.demands, "grantable_from", 0)
        self.grantable_until = self.days(self.demands, "grantable_until", NEVER)

    # Numbers

    def _numbers(self):
        parameters = self.text.get("parameters", {})
        self.proportional = parameters.get("response") == "proportional"
        self.pivotal = parameters.get("pivotal", False)
        self.by_need = self.text.get("bargaining", {}).get("by_need", True)
        self.coefficients = {name: given(self.text.get(at, {}), name, default, at) for at, name, default in DEFAULTS}
        moving = self.text.get("amendment", {})
        self.amendment = [given(moving, "step", 0.0, "amendment"), given(moving, "rate", 0.0, "amendment")]
        silence = self.text["rule"].get("silence", {})
        meetings = self.text.get("sittings", {})
        self.sitting_weight = given(meetings, "weight", 0.5, "sittings")
        self.called = given(meetings, "called", 0.0, "sittings")
        self.silence = [given(silence, "low", 3.0, "rule.silence"), given(silence, "high", 8.0, "rule.silence")]
        self.focal = [
            (self.day(focal["date"], 0), given(focal, "weight", None, f"focal.{name}"))
            for name, focal in sorted(self.text.get("focal", {}).items(), key=lambda item: item[1]["date"])
        ]
        self.worth = {d: given(it, "worth", 0.0, f"demands.{d}") for d, it in self.demands.items()}
        self.ceiling = {d: given(it, "ceiling", 1.0, f"demands.{d}") for d, it in self.demands.items()}
        self.valence = {k: given(it, "valence", 0.0, f"candidates.{k}") for k, it in self.candidates.items()}
        texts = {k: it for k, it in self.candidates.items() if self.is_text[k]}
        self.withdraw = {k: given(it, "withdraw", 0.0, f"candidates.{k}") for k, it in texts.items()}
        self.status_quo = {i: given(it, "status_quo", 0.0, f"members.{i}") for i, it in self.members.items()}
        self.patron_tie = {i: last(1.0, self._said(i, "patron_tie")) for i in self.members}
        self.affinity = {(i, k): last(0.0, self._said(i, "baseline"), k) for i in self.members for k in self.candidates}
        self._procedures()
        self._bargaining()
        self._positions()

    def _procedures(self):
        """By member its own number, or what each draws for itself."""
        common = self.text.get("ratification", {}).get("weeks", 0.0)
        self.each_draws = common if isinstance(common, dict) and "dist" in common else None
        for_all = Given("ratification.weeks", 0.0 if self.each_draws else common)
        own = {i: Given(f"members.{i}.ratification", it.get("ratification")) for i, it in self.members.items()}
        self.takes = {i: for_all if said.said is None else said for i, said in own.items()}
        self.draws_own = {i for i, said in own.items() if said.said is None and self.each_draws}

    def _bargaining(self):
        common, purses = self.text.get("bargaining", {}), self.text.get("grantors", {})
        self.by_default = {name: default for _, name, default in DEFAULTS}
        for field in ("reservation", "patience"):
            at = (common.get(field, self.by_default[field]), f"bargaining.{field}")
            own = {i: (it.get(field), f"members.{i}.{field}") for i, it in self.members.items()}
            setattr(self, field, {i: last(0.0, [at, said]) for i, said in own.items()})
        limits = {"budget": NO_LIMIT, "cost": 0.0, "stake": NO_LIMIT}
        self.purses = {
            p: {field: given(it, field, limit, f"grantors.{p}") for field, limit in limits.items()}
            for p, it in purses.items()
            if limits.keys() & it.keys()
        }
        self.hurts = {
            d: {j: Given(f"demands.{d}.hurts.{j}", logits) for j, logits in it.get("hurts", {}).items()}
            for d, it in self.demands.items()
        }
        names = {d: [who, *(role for role, i in self.roles.items() if i == who)] for d, who in self.grantor.items()}
        self.purse = {d: next((name for name in found if name in purses), None) for d, found in names.items()}

    def _said(self, i, field):
        """What the blocs of a member, then the member itself, say of a number."""
        blocs = [name for name, members in self.blocs.items() if i in members]
        said = [(self.text["blocs"][name].get(field), f"blocs.{name}.{field}") for name in blocs]
        return [*said, (self.members[i].get(field), f"members.{i}.{field}")]

    def _positions(self):
        space = self.text.get("space", {})
        self.issues = list(space.get("issues", {}))
        common = (space.get("salience"), "space.salience")
        reversion = (space.get("reversion"), "space.reversion")
        self.reverts = reversion[0] is not None
        self.reversion = {issue: last(0.0, [reversion], issue) for issue in self.issues}
        self.salience = {
            (i, issue): last(0.0, [common, (it.get("salience"), f"members.{i}.salience")], issue)
            for i, it in self.members.items()
            for issue in self.issues
        }
        self.position = {
            (kind, name, issue): last(0.0, [(it.get("position"), f"{kind}.{name}.position")], issue)
            for kind, tables in (("members", self.members), ("candidates", self.candidates))
            for name, it in tables.items()
            for issue in self.issues
        }
