"""Watches a run phase by phase, and keeps what happened.

A `Recorder` compares the state before and after each phase of a round; no rule knows that it is watched, so
the Mesa model, this module's own loop and the compiled ensemble play the same run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from whitesmoke.model import codes, room
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.dealings import faced
from whitesmoke.model.lang import plain
from whitesmoke.model.phases import ballots, sittings, talks
from whitesmoke.model.phases.candidates import refusal
from whitesmoke.model.phases.decide import eligible
from whitesmoke.model.phases.demands import concerned
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.phases.verdict import carries
from whitesmoke.model.pictures import Looks, developed, picture
from whitesmoke.model.rng import key
from whitesmoke.model.round import ROUND, finished, play_phase
from whitesmoke.model.run_state import State, copy_state, new_state
from whitesmoke.model.settlement import Turns, talks_of
from whitesmoke.model.texts import texts_move
from whitesmoke.model.trace import ELIMINATED, WITHDRAWN, Entry, Trace
from whitesmoke.model.world import World

type Answers = Callable[[World, State, int, int], bool]
KEPT_LOOKS = 2_000_000
"""Members times rounds up to which every round's picture is kept, for questions asked later."""


def must_have_room(state: State, rounds: int, looks: bool) -> None:
    """Raise WhitesmokeError if what is kept of every round of a run would not fit into memory."""
    each = state.stance.nbytes + state.met.nbytes + 12 * len(state.status) + 500
    each += state.number.candidate_position.nbytes + (room.of_state(state) if looks else 0)
    what = f"the trace of {rounds:,} rounds with {len(state.stance):,} members and {len(state.status):,} candidates"
    room.must_fit(float(rounds) * each, what, "take a shorter horizon, a longer round or fewer of either")


class Recorder:
    """Watches a run phase by phase."""

    def __init__(self, case: Compiled, state: State, seed: int, run: int) -> None:
        self._looks = Looks(state)
        self.trace = Trace(case, seed, run, looks=self._looks)
        self._state = state
        self._before = _blank(state)
        self._event = 0
        self._before_exits = picture(state)
        self._waiting = [False] * len(state.status)
        self._turns = Turns(case)
        self._moving = texts_move(case.world)
        self._places = state.number.candidate_position.copy()
        self._keep_looks = len(state.stance) * case.world.rounds <= KEPT_LOOKS
        must_have_room(state, case.world.rounds, self._keep_looks)
        self._compare(codes.CALENDAR)
        self._close_round()

    def before(self, phase: int) -> None:
        """Keep what candidates and members see when they decide."""
        if phase == codes.CANDIDATES:
            self._before_exits = picture(self._state)
        if phase == codes.STANCES and self._keep_looks:
            self._looks.keep(self._state)

    def play(self, phase: int, w: World, s: State, says: Answers = talks.settles) -> None:
        """Play a phase for everybody; where actors bargain turn by turn, so that every answer is seen.

        `says(w, s, member, turn)` tells whether a member settles.
        """
        if phase != codes.BARGAINING or w.mode != codes.BARGAINED:
            play_phase(phase, w, s)
            return
        for x in range(talks.convene(w, s)):
            self._turn(w, s, talks.turn_number(s, x), says)

    def _turn(self, w: World, s: State, turn: int, says: Answers) -> None:
        """Play a turn of the talks, and note what was offered and answered."""
        talks.make_offers(w, s, turn)
        facing = [faced(w, s, i) for i in s.asker[: s.clock.asking] if s.about[i] != codes.NONE]
        for one in facing:
            talks.answer(w, s, one.member, says(w, s, one.member, turn))
        talks.conclude(w, s, turn)
        met = talks_of(facing, s)
        self.trace.talks += met
        self.trace.entries += self._turns.entries(self._state, self._before, met)
        self._remember()

    def after(self, phase: int) -> None:
        """Note what a phase changed."""
        if phase == codes.CALENDAR and self.trace.case.world.procedure.any():
            self._ratifications()
        if phase == codes.AMENDMENTS and self._moving:
            self._amendments()
        if phase == codes.RULE and ballots.held(self.trace.case.world, self._state):
            self._ballot()
        if phase == codes.RULE and self.trace.case.world.between != codes.ANY_DAY:
            self._sittings()
        self._compare(phase)
        if phase == ROUND[-1]:
            if finished(self.trace.case.world, self._state) and self._state.clock.winner == codes.NONE:
                left = self.trace.withdrawn != codes.NONE
                self._note("deadlock", detail=WITHDRAWN if left else "")
            self._close_round()

    def _close_round(self) -> None:
        s, t = self._state, self.trace
        t.stances.append(s.stance.copy())
        t.committed.append(s.committed.copy())
        t.counted += [s.committed - s.pending] if t.case.world.procedure.any() else []
        t.members.append(int(s.clock.members))
        t.pressure.append(float(s.gauge.pressure_now))
        t.status.append(s.status.copy())
        t.met.append(s.met.copy())
        t.places += [s.number.candidate_position.copy()] if self._moving else []
        t.final = s

    def _note(self, kind: str, **about: Any) -> None:
        self.trace.entries.append(Entry(int(self._state.clock.round), kind, **about))

    def _compare(self, phase: int) -> None:
        if phase == codes.CALENDAR:
            self._missed_dates()
        if self._nothing_changed():
            return
        fired = self._fired()
        self._exits(phase, fired)
        for event in fired:
            self._scripted(event)
        self._entries(fired)
        self._concessions(fired)
        self._stances(phase, fired)
        self._silences()
        if phase == codes.RULE and self._state.clock.winner != codes.NONE:
            self._note("consensus", candidate=int(self._state.clock.winner))
        self._remember()

    def _nothing_changed(self) -> bool:
        """Say whether all that is compared is as it was, as after most phases."""
        s, b = self._state, self._before
        return (
            self._event == s.clock.next_event
            and s.stance.tobytes() == b.stance.tobytes()
            and s.met.tobytes() == b.met.tobytes()
            and s.status.tobytes() == b.status.tobytes()
            and s.silent_since.tobytes() == b.silent_since.tobytes()
        )

    def _remember(self) -> None:
        for name in ("stance", "status", "met", "raised", "silent_since"):
            getattr(self._before, name)[...] = getattr(self._state, name)

    def _fired(self) -> list[int]:
        """Return the scripted events that have happened since the last phase: dated ones, then those on an exit."""
        world, s = self.trace.case.world, self._state
        dated = range(self._event, int(s.clock.next_event))
        self._event = int(s.clock.next_event)
        left = np.flatnonzero((s.status == codes.OUT) & (self._before.status != codes.OUT))
        on_exit = np.flatnonzero(np.isin(world.event_trigger, left)).tolist() if left.size else []
        return [*dated, *on_exit]

    def _is_scripted(self, fired: list[int], kind: int, **about: int) -> bool:
        """Say whether an event of this kind about these members, candidates or demands is among the fired."""
        world = self.trace.case.world
        return any(
            world.event_kind[event] == kind
            and all(getattr(world, f"event_{name}")[event] == value for name, value in about.items())
            for event in fired
        )

    def _missed_dates(self) -> None:
        world, day = self.trace.case.world, self._state.clock.day
        for m, focal in enumerate(world.focal_day):
            if day - world.round_days <= focal < day:
                self._note("date missed", detail=self.trace.case.names.focal[m])
        if day - world.round_days <= world.expiry < day:
            self._note("expiry missed")

    def _scripted(self, event: int) -> None:
        world, names = self.trace.case.world, self.trace.case.names
        kind = SCRIPTED.get(int(world.event_kind[event]))
        if kind is None or (kind in ("accession", "departure") and world.event_day[event] == 0):
            return
        member, candidate = int(world.event_member[event]), int(world.event_candidate[event])
        in_vain = kind == "endorsement" and self._state.stance[member] != candidate
        self._note(
            kind,
            member=member,
            candidate=candidate,
            demand=int(world.event_demand[event]),
            detail="without effect" if in_vain else names.event_texts[event],
        )

    def _exits(self, phase: int, fired: list[int]) -> None:
        s = self._state
        for k in np.flatnonzero((s.status == codes.OUT) & (self._before.status != codes.OUT)).tolist():
            if self._is_scripted(fired, codes.WITHDRAW, candidate=k):
                self._note("exit", candidate=k, detail="scripted")
            elif phase == codes.RULE:
                self._note("exit", candidate=k, detail=ELIMINATED)
            else:
                self._note("exit", candidate=k, member=self._refused_by(k), detail=REASONS[int(s.gives_up[k])])

    def _refused_by(self, k: int) -> int:
        """Return the weightiest member that refused k when it left of itself; -1 if it left for another reason."""
        if self._state.gives_up[k] != codes.REFUSAL:
            return -1
        world, then = self.trace.case.world, developed(self._before_exits, self._state)
        refusing = [int(i) for i in world.holders if refusal(world, then, i, k) > 0.0]
        return max(refusing, key=lambda i: world.influence_weight[i])

    def _entries(self, fired: list[int]) -> None:
        s = self._state
        for k in np.flatnonzero((s.status == codes.ACTIVE) & (self._before.status != codes.ACTIVE)).tolist():
            scripted = self._is_scripted(fired, codes.ENTER, candidate=k)
            self._note("entry", candidate=k, detail="scripted" if scripted else "reserve")

    def _concessions(self, fired: list[int]) -> None:
        world, s = self.trace.case.world, self._state
        for d in np.flatnonzero(s.met != self._before.met).tolist():
            self._note(
                "concession" if s.met[d] > self._before.met[d] else "lapse",
                member=int(world.holder[d]),
                candidate=int(concerned(world, s, d)),
                demand=d,
                payer=int(s.like[d]),
                share=float(s.met[d]),
                detail="scripted" if self._is_scripted(fired, codes.GRANT, demand=d) else "",
            )

    def _stances(self, phase: int, fired: list[int]) -> None:
        s, b = self._state, self._before
        for i in np.flatnonzero(s.stance != b.stance).tolist():
            k = int(s.stance[i])
            if k != codes.NONE:
                scripted = self._is_scripted(fired, codes.ENDORSE, member=i, candidate=k)
                detail = "home" if s.bound[i] == k else "scripted" if scripted else ""
                self._note("commitment", member=i, candidate=k, detail=detail)
            else:
                kind = "defection" if phase == codes.COUNT else "release"
                self._note(kind, member=i, candidate=int(b.stance[i]), detail="" if s.present[i] else "departed")

    def _ballot(self) -> None:
        """Keep the count of a ballot, and note one that differs from the last."""
        s, t = self._state, self.trace
        if not t.ballots or (t.ballots[-1][1] != s.published).any():
            self._note("ballot", votes=tuple(s.published.tolist()))
        t.ballots.append((int(s.clock.round), s.published.copy()))

    def _ratifications(self) -> None:
        """Note whose procedure came to its end in this round."""
        world, s = self.trace.case.world, self._state
        over = (s.counted == s.clock.round) & (s.since < s.clock.round)
        for i in np.flatnonzero(over).tolist():
            scripted = world.ratified[i] != codes.NEVER
            detail = "scripted" if scripted else ""
            self._note("ratification", member=i, candidate=int(s.stance[i]), since=int(s.since[i]), detail=detail)

    def _amendments(self) -> None:
        """Note which text moved, on which issue, and towards whom: of several that want the same the first."""
        world, s = self.trace.case.world, self._state
        places, step = s.number.candidate_position, s.number.coefficient.amendment
        for k, issue in np.argwhere(places != self._places).tolist():
            before, now = float(self._places[k, issue]), float(places[k, issue])
            wants = before + step * (s.number.position[:, issue] - before)
            towards = [i for i in world.by_address.tolist() if s.needed[i, k] and wants[i] == now]
            self._note("amendment", candidate=k, member=towards[0], issue=issue, came_from=before, went_to=now)
        self._places[...] = places

    def _sittings(self) -> None:
        """Note who has come to wait for a sitting, who no longer carries, and that a special one was called."""
        world, s = self.trace.case.world, self._state
        if s.clock.winner != codes.NONE:
            if sittings.called(world, s) and not sittings.planned(world, s):
                self._note("special sitting", candidate=int(s.clock.winner))
            return
        for k, waited in enumerate(self._waiting):
            waits = world.between == codes.ONLY_SITTINGS and eligible(world, s, k) and carries(world, s, k)
            self._waiting[k] = waits
            if waits and not waited:
                self._note("waits for a sitting", candidate=k, detail=self._next_sitting())
            elif waited and not waits and s.status[k] == codes.ACTIVE:
                self._note("carries no more", candidate=k)

    def _next_sitting(self) -> str:
        """Return the date of the next sitting that is planned within the rounds of the run; else an empty text."""
        world = self.trace.case.world
        day = sittings.next_sitting(world, int(self._state.clock.day) + 1)
        return self.trace.case.names.date(day).isoformat() if day <= world.rounds * world.round_days else ""

    def _silences(self) -> None:
        s, b = self._state, self._before
        for k in np.flatnonzero(s.silent_since != b.silent_since):
            if s.silent_since[k] < 0:
                self._note("silence lifted", candidate=int(k))
            elif b.silent_since[k] < 0:
                self._note("silence", candidate=int(k), detail=f"{int(s.silence[k])} days")
            else:
                self._note("objection", member=int(s.broken_by[k]), candidate=int(k))


SCRIPTED = {
    codes.ACCEDE: "accession",
    codes.DEPART: "departure",
    codes.ANNOUNCE: "announcement",
    codes.CONSULT: "consultation",
    codes.ENDORSE: "endorsement",
    codes.DISAVOW: "disavowal",
    codes.SHOCK: "shock",
    codes.WORTH: "shock",
    codes.CEILING: "shock",
    codes.NOTE: "note",
}
"""Scripted events that are told as such; entries, exits and grants show in what they change."""
REASONS = {codes.WITHOUT_HOPE: "without hope", codes.REFUSAL: "refused", codes.BY_SPONSOR: "by its sponsor"}
"""Why a candidate leaves of itself, in words."""


def _blank(state: State) -> State:
    """Return a picture of a race in which nothing has happened yet, to compare the opening with."""
    blank = copy_state(state)
    for name, value in (("stance", codes.NONE), ("status", codes.PENDING), ("met", 0.0), ("silent_since", -1)):
        getattr(blank, name)[...] = value
    return blank


def watched_round(recorder: Recorder, play: Callable[[int], None]) -> None:
    """Play one round phase by phase under the recorder's eyes; `play(phase)` lets everybody act."""
    for phase in ROUND:
        recorder.before(phase)
        play(phase)
        recorder.after(phase)


def opened(case: Compiled, seed: int, run: int) -> tuple[State, Recorder]:
    """Return the state of a run at its opening, and the recorder that watches it."""
    state = new_state(case.world)
    low, high = key(seed)
    begin(plain(case.world), plain(state), low, high, run)
    return state, Recorder(case, state, seed, run)


def record(case: Compiled, seed: int, run: int = 0, watch: Callable[[Trace], None] | None = None) -> Trace:
    """Play one run in plain Python and return its trace; `watch` is called after the opening and every round."""
    state, recorder = opened(case, seed, run)
    if watch:
        watch(recorder.trace)
    view = plain(case.world), plain(state)
    while not finished(*view):
        watched_round(recorder, lambda phase: recorder.play(phase, *view))
        if watch:
            watch(recorder.trace)
    return recorder.trace
