"""Every kind of entry has its sentence, and a run can be watched on a terminal or in a pipe."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console
from whitesmoke.model import codes, recorder, settlement
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import Entry, Trace
from whitesmoke.telling import words
from whitesmoke.telling.display import Live, bars
from whitesmoke.telling.words import say, tell
from whitesmoke.writing.estimates import percent

from tests.unit.cases import EVENTFUL, case, eventful


@pytest.fixture(scope="module")
def told():
    return record(eventful(), 3)


def entries():
    """One entry of every kind that a Recorder can produce, and its sentence."""
    return [
        (Entry(1, "accession", member=2), "scripted: Norway joins as a new member"),
        (
            Entry(1, "announcement", candidate=1),
            "scripted: Bo B is announced as a candidate; Norway supports nobody else from now on",
        ),
        (Entry(1, "commitment", member=0, candidate=0), "the Netherlands commits to Ada A"),
        (
            Entry(1, "commitment", member=2, candidate=1, detail="home"),
            "Norway commits to its own candidate, Bo B",
        ),
        (
            Entry(1, "commitment", member=1, candidate=0, detail="scripted"),
            "scripted: the Slovak Republic commits to Ada A",
        ),
        (
            Entry(1, "concession", member=1, candidate=0, demand=0, share=0.75),
            'the Slovak Republic meets Ada A about "air defence": now 75 % met',
        ),
        (
            Entry(1, "concession", member=1, candidate=0, demand=1, share=0.5),
            'the Slovak Republic meets the Netherlands about "a post": now 50 % met',
        ),
        (
            Entry(1, "concession", member=1, candidate=0, demand=0, share=1.0, detail="scripted"),
            'scripted: a demand by the Slovak Republic is granted, "air defence": now 100 % met',
        ),
        (
            Entry(1, "concession", member=1, candidate=0, demand=0, share=0.75, detail="settled", logits=3.0, cost=1.5),
            'Ada A pays for the yes of the Slovak Republic with "air defence": now 75 % met, at a cost of 1.5',
        ),
        (
            Entry(1, "commitment", member=1, candidate=0, share=0.6, detail="settled", logits=3.0),
            "the Slovak Republic settles for 60 % of what can be granted to it now (3.0 logits), and commits to Ada A",
        ),
        (
            Entry(1, "commitment", member=1, candidate=0, detail="unpaid"),
            "the Slovak Republic gives in without being granted anything, and commits to Ada A",
        ),
        (
            Entry(1, "refusal", member=1, candidate=0, share=0.4, logits=2.0),
            "the Slovak Republic is offered 40 % of what can be granted to it now (2.0 logits) for Ada A, and refuses",
        ),
        (
            Entry(1, "nothing offered", member=1, candidate=0, detail="not needed"),
            "the Slovak Republic meets about Ada A, is offered nothing, and holds out: "
            "its yes is not needed, as things stand",
        ),
        (
            Entry(1, "late demand", member=1, candidate=0, demand=1, share=0.5, logits=2.0, payer=0),
            'the Slovak Republic, having seen what was granted, asks Ada A for "a post" (2.0 logits), '
            "of which 50 % can be granted at all",
        ),
        (
            Entry(1, "release", member=2, candidate=0, detail="asks"),
            "Norway takes its yes to Ada A back, to ask for something, too",
        ),
        (
            Entry(1, "release", member=2, candidate=0, detail="hurt"),
            "Norway takes its yes to Ada A back: what was just granted costs it too much",
        ),
        (
            Entry(1, "amendment", member=1, candidate=0, issue=0, came_from=4.5, went_to=3.0),
            "Ada A moves on ambition from 4.50 to 3.00, towards the Slovak Republic",
        ),
        (Entry(1, "consensus", candidate=0), "consensus on Ada A"),
        (Entry(1, "consultation", candidate=0), "scripted: members learn that the patron backs Ada A"),
        (Entry(1, "date missed", detail="the summit"), "a date passes without agreement: the summit"),
        (Entry(1, "departure", member=2), "scripted: Norway leaves the body"),
        (Entry(1, "ballot", votes=(1, 2)), "an open ballot: 2 for Bo B, 1 for Ada A"),
        (Entry(1, "ballot", votes=(0, 0)), "an open ballot: no votes"),
        (Entry(1, "carries no more", candidate=0), "Ada A no longer carries"),
        (Entry(1, "special sitting", candidate=0), "a special sitting is called on Ada A"),
        (
            Entry(1, "waits for a sitting", candidate=0),
            "Ada A carries; the body can decide only when it sits: no day is left",
        ),
        (Entry(1, "expiry missed"), "the expiry passes without agreement"),
        (Entry(1, "release", member=2, candidate=0, detail="departed"), "its commitment to Ada A goes with Norway"),
        (Entry(1, "deadlock"), "time is up without consensus: deadlock, the status quo goes on"),
        (Entry(1, "defection", member=2, candidate=0), "Norway takes back its commitment to Ada A"),
        (Entry(1, "disavowal", candidate=0, detail="why"), "scripted: the patron no longer backs Ada A: why"),
        (Entry(1, "endorsement", member=0, candidate=0), "scripted: the Netherlands endorses Ada A"),
        (Entry(1, "entry", candidate=1, detail="scripted"), "scripted: Bo B enters the race"),
        (Entry(1, "entry", candidate=1, detail="reserve"), "Bo B enters the race, nobody else is left"),
        (Entry(1, "exit", candidate=1), "Bo B leaves the race"),
        (
            Entry(1, "lapse", member=1, candidate=0, demand=0),
            'what Ada A granted the Slovak Republic lapses, "air defence": now 0 % met',
        ),
        (Entry(1, "note", detail="a battery is given"), "scripted: a battery is given"),
        (Entry(1, "note", member=2), "scripted: an event without a text concerns Norway"),
        (
            Entry(1, "objection", member=1, candidate=0),
            "the Slovak Republic breaks the silence on Ada A, which begins again",
        ),
        (Entry(1, "ratification", member=0, candidate=0, since=0), "the Netherlands has ratified Ada A"),
        (
            Entry(1, "ratification", member=2, candidate=0, since=0, detail="scripted"),
            "scripted: Norway has ratified Ada A",
        ),
        (Entry(1, "release", member=1, candidate=0), "the Slovak Republic is free of its commitment to Ada A"),
        (
            Entry(1, "release", member=2, candidate=0),
            "Norway takes back its support for Ada A: a candidate of its own is coming",
        ),
        (Entry(1, "shock", member=2, candidate=0), "scripted: Norway sees Ada A in a new light"),
        (
            Entry(1, "shock", demand=0, detail="an attack"),
            'scripted: the terms of a demand by the Slovak Republic change, "air defence": an attack',
        ),
        (Entry(1, "silence", candidate=0, detail="5 days"), "Ada A carries; silence must now last 5 days"),
        (Entry(1, "silence", candidate=0, detail="1 days"), "Ada A carries; silence must now last 1 day"),
        (Entry(1, "silence", candidate=0, detail="0 days"), "Ada A carries"),
        (Entry(1, "silence lifted", candidate=0), "Ada A no longer carries, and the silence ends"),
    ]


@pytest.mark.parametrize(("entry", "sentence"), entries(), ids=lambda x: getattr(x, "kind", None))
def test_sentence(entry, sentence):
    of_issues = eventful().names._replace(issues=("ambition",))
    assert say(Trace(eventful()._replace(names=of_issues), 0, 0), entry) == sentence


def test_every_kind_of_the_recorder_has_a_sentence_and_a_test():
    source = Path(recorder.__file__).read_text(encoding="utf-8")
    kinds = set(recorder.SCRIPTED.values()) | set(re.findall(r'_note\(\s*"([a-z ]+)"', source))
    kinds |= set(re.findall(r'Entry\(\s*[^,"]+,\s*"([a-z ]+)"', Path(settlement.__file__).read_text(encoding="utf-8")))
    kinds |= {"concession", "lapse", "defection", "release"}  # chosen by an expression
    assert kinds == set(words.SENTENCES) == {entry.kind for entry, _ in entries()}


def test_members_that_do_the_same_share_a_sentence(told):
    together = [Entry(1, "commitment", member=i, candidate=0) for i in (0, 1, 2)]
    other = Entry(1, "commitment", member=2, candidate=1)
    assert tell(told, [*together, other]) == [
        "the Netherlands, the Slovak Republic and Norway commit to Ada A",
        "Norway commits to Bo B",
    ]


def test_what_is_not_all_does_not_read_as_all():
    assert [percent(share) for share in (0.0, 0.5, 0.99, 0.996, 1.0)] == ["0 %", "50 %", "99 %", "over 99 %", "100 %"]


def watched(terminal, pace=0.0, **console):
    out, naps = io.StringIO(), []
    shown = Console(file=out, force_terminal=terminal, width=100, highlight=False, **console)
    record(eventful(), 3, watch=Live(shown, pace=pace, sleep=naps.append))
    return out.getvalue(), naps


def test_in_a_pipe_it_is_plain_text_without_pauses():
    text, naps = watched(terminal=False, pace=1.0)
    assert "\x1b" not in text
    assert naps == []
    assert "  scripted: Ada A enters the race" in text
    assert "1 of 2, needs 2" in text


def test_on_a_terminal_it_pauses_after_eventful_rounds_only():
    text, naps = watched(terminal=True, pace=0.5, color_system="standard")
    dates = {entry.round for entry in record(eventful(), 3).entries}
    assert naps == [0.5] * len(dates)
    assert "\x1b[" in text


def test_no_colour_where_none_is_wanted(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search("\x1b\\[[0-9;]*3[0-7]m", watched(terminal=True)[0])


def test_names_are_not_read_as_markup():
    text = io.StringIO()
    record(case([[9.0], [9.0]], candidate_names=("[red]A[/red] $x$",)), 1, watch=Live(Console(file=text)))
    assert "[red]A[/red] $x$" in text.getvalue()


def test_bars_show_the_quota_and_leave_out_who_is_not_running(told):
    lines = [line.plain for line in bars(told, told.rounds, ascii_only=True)]
    running = [k for k, status in enumerate(told.status[-1]) if status in (codes.ACTIVE, codes.CHOSEN)]
    assert len(lines) == len(running)
    assert all("|" in line for line in lines)


def test_the_eventful_case_is_eventful(told):
    assert set(EVENTFUL) <= {entry.kind for entry in told.entries}
