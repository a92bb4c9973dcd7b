"""What happened in a run, in plain English: one sentence for every kind of entry of a trace."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import furthest, has_left, long_date
from whitesmoke.model.trace import ASKS, ELIMINATED, HURT, SETTLED, UNPAID, WITHDRAWN, Entry, Trace
from whitesmoke.scenario.everybody import by_everybody
from whitesmoke.scenario.tabled import enters, is_chosen, is_text, leaves, name_inside, none_left, stands, texts_only
from whitesmoke.telling import ballot_words, dealing_words
from whitesmoke.telling.by_name import grantor_name, inside, member_name, patron_name, sponsor_name
from whitesmoke.writing.estimates import counted, percent

ALWAYS_SCRIPTED = (
    *("accession", "departure", "announcement", "consultation", "endorsement", "disavowal", "shock", "note"),
)
"""Kinds that only the scenario brings about; other kinds are scripted where their detail says so."""
TOLD_TOGETHER = (
    *("accession", "departure", "endorsement", "commitment", "ratification", "defection", "release", "shock", "note"),
)
"""Kinds of which several members can be told in one sentence."""
HANDFUL = 5
"""More members than this who do the same are counted, and two of them named."""


def say(trace: Trace, entry: Entry, numbers: bool = True) -> str:
    """Return one sentence, without a date or a full stop, about something that happened in a run."""
    return _sentence(Telling(trace.case, entry, [entry.member] if entry.member >= 0 else [], numbers))


def tell(trace: Trace, entries: Iterable[Entry], numbers: bool = True) -> list[str]:
    """Return the sentences about the entries of one round; neighbours that say the same share one, and so do crowds.

    `numbers`: also what is offered and asked, in the model's logits.
    """
    sentences = []
    for _, alike in groupby(_crowds_first(list(entries)), key=_what):
        together = list(alike)
        if together[0].kind in TOLD_TOGETHER:
            who = dict.fromkeys(entry.member for entry in together if entry.member >= 0)
            sentences.append(_sentence(Telling(trace.case, together[0], list(who), numbers)))
        else:
            sentences += [say(trace, entry, numbers) for entry in together]
    return sentences


def _what(entry: Entry) -> tuple[str, int, int, str, int]:
    """Return what members must have in common to be told of together; each that settles has a price of its own."""
    alone = entry.member if entry.detail in (SETTLED, UNPAID) else -1
    return entry.kind, entry.candidate, entry.demand, entry.detail, alone


def _crowds_first(entries: list[Entry]) -> list[Entry]:
    """Return entries with each crowd that does the same drawn together where the first of it stands."""
    crowds: dict[tuple[str, int, int, str, int], list[Entry]] = {}
    for entry in entries:
        crowds.setdefault(_what(entry), []).append(entry)
    kept = {what for what, crowd in crowds.items() if what[0] in TOLD_TOGETHER and len(crowd) > HANDFUL}
    return [one for entry in entries for one in (crowds.pop(_what(entry), []) if _what(entry) in kept else [entry])]


def rule_name(case: Compiled) -> str:
    """Return what the rule of a case is called in a sentence."""
    return "the scenario's own table" if case.names.rule == "table" else case.names.rule


def two_bodies(one: str, other: str) -> str:
    """Return the warning that two scenarios compared have nothing in common."""
    return f"{one} and {other} have no file in common: what differs is not one change, but two bodies."


def listed(parts: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def listed_or_counted(names: Sequence[str], most: int) -> str:
    """Return members by name, more than `most` of them as how many they are."""
    return listed(names) if len(names) <= most else counted(len(names), "member")


def named(case: Compiled, members: Sequence[int]) -> str:
    """Return members by name; of a crowd how many they are, and the first two."""
    names = [member_name(case, i) for i in members]
    return listed(names) if len(names) <= HANDFUL else f"{len(names)} members, among them {listed(names[:2])},"


def exit_reason(case: Compiled, entry: Entry) -> str:
    """Return why a candidate left, as the end of a sentence."""
    if entry.detail == ELIMINATED:
        return ", with the fewest votes"
    if is_text(case, entry.candidate):
        return withdrawn_by(case, entry.candidate)
    if entry.detail == "refused":
        return f", refused by {member_name(case, entry.member)}"
    return ", without hope" if entry.detail == "without hope" else ""


def goes(case: Compiled, entry: Entry) -> str:
    """Return what a candidate does that goes, as `tabled.leaves`; one with the fewest votes drops out."""
    return "drops out" if entry.detail == ELIMINATED else leaves(case, entry.candidate)


def withdrawn_by(case: Compiled, k: int) -> str:
    """Return whose proposal it was, as the end of a sentence on its withdrawal; nothing where nobody is named."""
    sponsor = sponsor_name(case, k)
    return f" by {sponsor}" if sponsor else ""


def before_it_left(trace: Trace) -> str:
    """Return, where nobody is left, that what is told of the holdouts stood so just before."""
    if not has_left(trace):
        return ""
    k = furthest(trace)
    went = "was withdrawn" if is_text(trace.case, k) else "left"
    return f", as it stood when {name_inside(trace.case, k)} {went}"


class Telling:
    """The parts of the sentence about an entry, each in words."""

    def __init__(self, case: Compiled, entry: Entry, who: list[int], numbers: bool = True) -> None:
        self.case, self.entry, self.who, self.numbers = case, entry, who, numbers
        self.one = len(who) == 1

    def do(self, one: str, many: str) -> str:
        """The members and what they do, the verb in the right number."""
        return f"{self.members} {one if self.one else many}"

    @property
    def members(self) -> str:
        """The members that the sentence is about; a crowd is counted."""
        if len(self.who) > HANDFUL:
            return f"{len(self.who)} members"
        return listed([member_name(self.case, i) for i in self.who]) or "members"

    @property
    def examples(self) -> str:
        """The first of a crowd, by name, for the end of a sentence that counts it."""
        first = ", ".join(member_name(self.case, i) for i in self.who[:2])
        return f" ({first}, ...)" if len(self.who) > HANDFUL else ""

    @property
    def candidate(self) -> str:
        """The candidate, by name."""
        k = self.entry.candidate
        return name_inside(self.case, k) if k >= 0 else "every candidate"

    @property
    def holder(self) -> str:
        """The member that holds the demand."""
        return member_name(self.case, int(self.case.world.holder[self.entry.demand]))

    @property
    def grantor(self) -> str:
        """Who can grant the demand, as it stands inside a sentence."""
        return inside(grantor_name(self.case, self.entry.demand if self.entry.payer < 0 else self.entry.payer))

    @property
    def demand(self) -> str:
        """The demand, quoted."""
        return f'"{self.case.names.demand_texts[self.entry.demand]}"'

    @property
    def met(self) -> str:
        """How much of the demand is met."""
        return f"now {percent(self.entry.share)} met"

    @property
    def worth(self) -> str:
        """What that which is offered or asked is worth to the holder, in brackets; nothing without numbers."""
        return f" ({self.entry.logits:.1f} logits)" if self.numbers else ""

    @property
    def all_agree(self) -> bool:
        """Whether nobody could be outvoted, which makes a choice a consensus."""
        return by_everybody(self.case.world, self.entry.round)

    @property
    def text(self) -> str:
        """What the scenario says about it."""
        return f": {self.entry.detail}" if self.entry.detail else ""


def _sentence(t: Telling) -> str:
    scripted = t.entry.kind in ALWAYS_SCRIPTED or t.entry.detail == "scripted"
    said = SENTENCES[t.entry.kind](t)
    examples = t.examples if said.startswith(t.members) else ""
    return f"{'scripted: ' if scripted else ''}{said}{examples}"


def _announcement(t: Telling) -> str:
    home = int(t.case.world.home[t.entry.candidate])
    text = is_text(t.case, t.entry.candidate)
    held = f"; {member_name(t.case, home)} supports {'nothing' if text else 'nobody'} else from now on"
    return f"{t.candidate} is announced{'' if text else ' as a candidate'}{held if home >= 0 else ''}"


def _endorsement(t: Telling) -> str:
    if t.entry.detail == "without effect":
        what = "" if is_text(t.case, t.entry.candidate) else "the candidate "
        why = f"it is not free, or {what or t.candidate + ' '}is not {stands(t.case, t.entry.candidate)}"
        return f"{t.do('endorses', 'endorse')} {t.candidate}, without effect: {why}"
    return f"{t.do('endorses', 'endorse')} {t.candidate}" if t.who else f"{t.candidate} is endorsed{t.text}"


def _shock(t: Telling) -> str:
    if t.entry.demand >= 0:
        return f"the terms of a demand by {t.holder} change, {t.demand}{t.text}"
    return f"{t.do('sees', 'see')} {t.candidate} in a new light{t.text}"


def _note(t: Telling) -> str:
    return t.entry.detail or f"an event without a text{f' concerns {t.members}' if t.who else ''}"


def _commitment(t: Telling) -> str:
    if t.entry.detail in (SETTLED, UNPAID):
        return dealing_words.settles(t) if t.entry.detail == SETTLED else dealing_words.gives_in(t)
    own = "its own candidate, " if t.entry.detail == "home" else ""
    return f"{t.do('commits', 'commit')} to {own}{t.candidate}"


def _release(t: Telling) -> str:
    if t.entry.detail == "departed":
        own = "its commitment" if t.one else "their commitments"
        return f"{own} to {t.candidate} {'goes' if t.one else 'go'} with {t.members}"
    if t.entry.detail in (ASKS, HURT):
        return dealing_words.taken_back(t)
    if t.who and all(_home_of_another(t, i) for i in t.who):
        why = f"a candidate of {'its' if t.one else 'their'} own is coming"
        return f"{t.do('takes back its', 'take back their')} support for {t.candidate}: {why}"
    return f"{t.do('is', 'are')} free of {'its commitment' if t.one else 'their commitments'} to {t.candidate}"


def _home_of_another(t: Telling, i: int) -> bool:
    return any(home == i and k != t.entry.candidate for k, home in enumerate(t.case.world.home))


def _concession(t: Telling) -> str:
    if t.entry.detail == "scripted":
        return f"a demand by {t.holder} is granted, {t.demand}: {t.met}"
    if t.entry.detail == SETTLED:
        return dealing_words.payment(t)
    return f"{t.holder} meets {t.grantor} about {t.demand}: {t.met}"


def _silence(t: Telling) -> str:
    if t.entry.detail == "0 days":
        return f"{t.candidate} carries"
    days = "1 day" if t.entry.detail == "1 days" else t.entry.detail
    return f"{t.candidate} carries; silence must now last {days}"


def _waits(t: Telling) -> str:
    special = t.case.world.number.coefficient.called > 0.0
    when = f"next on {long_date(datetime.date.fromisoformat(t.entry.detail))}" if t.entry.detail else "no day is left"
    called = ", unless it is called" * special
    return f"{t.candidate} carries; the body can decide only when it sits: {when}{called}"


def _consensus(t: Telling) -> str:
    """Say on which day of a long round it was, if not on the last."""
    day = t.case.decided_on(t.entry.round)
    sat = "" if day == t.case.names.date_of_round(t.entry.round) else f" at the sitting of {long_date(day)}"
    return f"consensus on {t.candidate}{sat}" if t.all_agree else f"{_chosen(t)}{sat}"


def _deadlock(t: Telling) -> str:
    texts = texts_only(t.case)
    without = "without consensus" if t.all_agree else f"and {'nothing is adopted' if texts else 'nobody is chosen'}"
    why = none_left(t.case, "is") if t.entry.detail == WITHDRAWN else f"time is up {without}"
    return f"{why}: deadlock, the status quo goes on"


def _entry(t: Telling) -> str:
    alone = ", nothing else is left" if is_text(t.case, t.entry.candidate) else ", nobody else is left"
    return f"{t.candidate} {enters(t.case, t.entry.candidate)}{alone * (t.entry.detail == 'reserve')}"


def _chosen(t: Telling) -> str:
    return f"{t.candidate} {is_chosen(t.case, t.entry.candidate)}"


def _amendment(t: Telling) -> str:
    issue, e = t.case.names.issues[t.entry.issue], t.entry
    return f"{t.candidate} moves on {issue} from {e.came_from:.2f} to {e.went_to:.2f}, towards {t.members}"


SENTENCES: dict[str, Callable[[Telling], str]] = {
    "accession": lambda t: t.do("joins as a new member", "join as new members"),
    "amendment": _amendment,
    "announcement": _announcement,
    "ballot": ballot_words.counted,
    "carries no more": lambda t: f"{t.candidate} no longer carries",
    "commitment": _commitment,
    "concession": _concession,
    "consensus": _consensus,
    "consultation": lambda t: f"members learn that {patron_name(t.case)} backs {t.candidate}",
    "date missed": lambda t: f"a date passes without agreement{t.text}",
    "deadlock": _deadlock,
    "defection": lambda t: f"{t.do('takes back its commitment', 'take back their commitments')} to {t.candidate}",
    "departure": lambda t: t.do("leaves the body", "leave the body"),
    "disavowal": lambda t: f"{patron_name(t.case)} no longer backs {t.candidate}{t.text}",
    "endorsement": _endorsement,
    "entry": _entry,
    "exit": lambda t: f"{t.candidate} {goes(t.case, t.entry)}{exit_reason(t.case, t.entry)}",
    "expiry missed": lambda t: "the expiry passes without agreement",
    "lapse": lambda t: f"what {t.grantor} granted {t.holder} lapses, {t.demand}: {t.met}",
    "late demand": dealing_words.late_demand,
    "note": _note,
    "nothing offered": dealing_words.nothing_offered,
    "objection": lambda t: f"{t.do('breaks', 'break')} the silence on {t.candidate}, which begins again",
    "ratification": lambda t: f"{t.do('has', 'have')} ratified {t.candidate}",
    "refusal": dealing_words.refusal,
    "release": _release,
    "shock": _shock,
    "silence": _silence,
    "silence lifted": lambda t: f"{t.candidate} no longer carries, and the silence ends",
    "special sitting": lambda t: f"a special sitting is called on {t.candidate}",
    "waits for a sitting": _waits,
}
"""How each kind of entry is told."""
