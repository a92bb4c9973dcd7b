"""What a scenario fixes besides its numbers: rule as rows, script as a list, network as shares of attention."""

import datetime
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import networkx

from tests.agreement.second.arithmetic import total
from tests.agreement.second.numbers import Given, given
from tests.agreement.second.reading import rows_of

NEVER = 2**31 - 1
CALENDARS = Path(__file__).parents[3] / "scenarios" / "calendars"

# The rule

EQUAL_YES = ("equal", (0, 0, 1))
MOST_PEOPLE = ("population", (0, 0, 1), "65%")
PERMANENT = dict.fromkeys(["CHN", "FRA", "GBR", "RUS", "USA"], 1)
NAMED = {
    "unanimity": [[(*EQUAL_YES, "all")]],
    "consensus": [[("equal", (0, 1, 1), "all")]],
    "two-thirds": [[(*EQUAL_YES, "2/3")]],
    "majority": [[(*EQUAL_YES, "> 1/2")]],
    "present-and-voting": [[("equal", (-1, 0, 1), "> 0")]],
    "double-majority": [[(*EQUAL_YES, "55%"), MOST_PEOPLE]],
    "council-qmv": [[(*EQUAL_YES, "55%"), MOST_PEOPLE], [(*EQUAL_YES, "all - 3")]],
    "council-reinforced": [[(*EQUAL_YES, "72%"), MOST_PEOPLE]],
    "security-council": [[(*EQUAL_YES, "9"), (PERMANENT, (0, 1, 1), "all")]],
}


def quota(text):
    """Return (numerator, denominator, plus)."""
    text = str(text).strip()
    plus, text = int(text.startswith(">")), text.lstrip("> ")
    if text.startswith("all"):
        return 1, 1, plus - int(text[3:].strip(" -") or 0)
    if "/" in text or "%" in text:
        share = Fraction(text) if "/" in text else Fraction(text.strip(" %")) / 100
        return share.numerator, share.denominator, plus
    return 0, 1, plus + int(text)


def alternatives_of_rule(rule, members):
    """Return the alternatives of a rule as lists of rows: weight by member, credits of no, abstain and yes, quota."""
    if "any" in rule:
        written = [as_written(alternative["rows"]) for alternative in rule["any"]]
    elif "rows" in rule:
        written = [as_written(rule["rows"])]
    elif rule["name"].startswith("consensus-minus-"):
        written = [[(*EQUAL_YES, f"all - {rule['name'].rpartition('-')[2]}")]]
    else:
        written = NAMED[rule["name"]]
    vetoes = [({code: 1}, (0, 1, 1), "all") for code in rule.get("veto", [])]
    return [[(weights(said, members), credit, quota(text)) for said, credit, text in rows + vetoes] for rows in written]


def as_written(rows):
    return [(row.get("weights", "equal"), row.get("credit", (0, 0, 1)), row["quota"]) for row in rows]


def weights(said, members):
    if said == "equal":
        return dict.fromkeys(members, 1)
    if said == "population":
        return {i: round(1000 * member.get("population", 0)) for i, member in members.items()}
    return {i: said.get(i, 0) for i in members}


# The script

KINDS = [
    *("accede", "depart", "announce", "enter", "withdraw", "consult", "endorse"),
    *("disavow", "shock", "worth", "ceiling", "grant", "note"),
]


class Event(NamedTuple):
    day: int
    kind: str
    waits_for: str | None = None
    member: str | None = None
    candidate: str | None = None
    demand: str | None = None
    amount: Given = Given("", 0.0)


def script(world):
    """Return all that is scripted, by day and kind."""
    events = [Event(world.day(member.get("accession"), 0), "accede", member=i) for i, member in world.members.items()]
    events += [
        Event(world.day(member["leaves"], 0), "depart", member=i)
        for i, member in world.members.items()
        if "leaves" in member
    ]
    for k, candidate in world.candidates.items():
        for kind, field in (("announce", "announced"), ("enter", "entry"), ("withdraw", "until")):
            if field in candidate:
                events.append(Event(world.day(candidate[field], 0), kind, candidate=k))
    for name, said in world.text.get("events", {}).items():
        events += of_event(world, name, said)
    return sorted(events, key=lambda event: (event.day, KINDS.index(event.kind)))


def of_event(world, name, said):
    amount = given(said, "amount", 0.0, f"events.{name}")
    day = world.day(said.get("date"), NEVER)
    event = Event(day, said["kind"], said.get("on_exit"), None, said.get("candidate"), said.get("demand"), amount)
    if event.kind == "endorse":
        return consultation(world, said, event) + [event._replace(member=i) for i in said["by"]]
    if event.kind == "shock":
        in_blocs = [i for bloc in said.get("blocs", []) for i in world.blocs[bloc]]
        return [event._replace(member=i) for i in dict.fromkeys([*said.get("members", []), *in_blocs])]
    return [event]


def consultation(world, said, event):
    if world.text.get("patron") not in said["by"]:
        return []
    day = event.day if event.waits_for else max(0, event.day - said.get("consulted", 0))
    return [event._replace(day=day, kind="consult")]


# Sittings


def sittings(world):
    """Return what becomes of who carries between sittings, and the days of these, in order."""
    said, last = world.text.get("sittings", {}), world.last
    if not {"dates", "calendar", "every"} & said.keys():
        return "any day", []
    days = written_days(world, said)
    if "every" in said:
        first = (said["from"] - world.start).days if "from" in said else max(days, default=0)
        days += [first] * ("from" in said) + list(range(first + said["every"], last + 1, said["every"]))
    return said.get("between", "none"), sorted({day for day in days if 0 < day <= last})


def written_days(world, said):
    """Days may lie before the start."""
    if said.get("dates") == "focal":
        return [(focal["date"] - world.start).days for focal in world.text["focal"].values()]
    days, rows = [], [one if isinstance(one, dict) else {"date": one} for one in said.get("dates", [])]
    for row in [*rows, *calendar(said)]:
        first, end = (row[field] - world.start for field in ("date", "end" if "end" in row else "date"))
        days += [] if "cancelled" in row else range(first.days, end.days + 1)
    return days


def calendar(said):
    """The rows of a calendar that ships, as far as they count."""
    rows = rows_of(CALENDARS / f"{said['calendar']}.csv") if "calendar" in said else []
    levels = said.get("levels") or [row["level"] for row in rows]
    dated = [{key: datetime.date.fromisoformat(row[key]) for key in ("date", "end") if row[key]} for row in rows]
    counts = [row["kind"] != "extraordinary" and row["level"] in levels and not row["cancelled"] for row in rows]
    return [row for row, counted in zip(dated, counts, strict=True) if counted]


# The network


def ties_of_layer(world, layer):
    """Return (listener, heard, weight), each pair once."""
    if layer["kind"] == "alliance":
        return [(i, j, 1.0) for i in world.members for j in world.members if i != j]
    if layer["kind"] == "blocs":
        return {(i, j, 1.0) for bloc in world.blocs.values() for i in bloc for j in bloc if i != j}
    if layer["kind"] in ("ties", "file"):
        ties = world.text["network"]["ties"] if layer["kind"] == "ties" else rows_of(layer["file"])
        return [(tie["member"], tie["listens_to"], float(tie.get("weight") or 1.0)) for tie in ties]
    codes = list(world.members)
    edges = [(codes[a], codes[b]) for a, b in graph(layer, len(codes)).edges]
    return [(i, j, 1.0) for i, j in edges] + [(j, i, 1.0) for i, j in edges]


def graph(layer, n):
    """The page takes the edges of these three generators over."""
    seed, neighbours = layer.get("seed", 0), min(layer.get("neighbours", 4), n - 1)
    if layer["kind"] == "small-world":
        return networkx.watts_strogatz_graph(n, neighbours, layer.get("rewire", 0.1), seed)
    if layer["kind"] == "scale-free":
        return networkx.barabasi_albert_graph(n, neighbours, seed)
    return networkx.fast_gnp_random_graph(n, layer.get("density", 0.1), seed)


def attention(world):
    """Return W: by listener, the units of 2**-40 of its attention that go to each it hears."""
    layers = []
    for layer in world.text.get("network", {}).get("layers", []):
        rows = {i: {} for i in world.members}
        for i, j, weight in ties_of_layer(world, layer):
            rows[i][j] = weight
        layers.append((layer.get("share", 1.0), rows))
    return {i: mixed([(share, rows[i]) for share, rows in layers if share > 0 and rows[i]]) for i in world.members}


def mixed(heard):
    shares, row = total(share for share, _ in heard), {}
    for share, ties in heard:
        everybody = total(ties.values())
        for j, tie in ties.items():
            row[j] = row.get(j, 0.0) + ((share / shares) * tie) / everybody
    return {j: round(w * 2.0**40) for j, w in row.items()}
