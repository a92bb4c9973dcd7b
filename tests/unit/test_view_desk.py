"""What a page knows and does, without a browser."""

import gc
import json
import threading
import time
import weakref
from datetime import date

import numpy as np
import pytest
import solara
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.evidence.analysis.ensemble_summary import compare as differ
from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.evidence.parameters import slots
from whitesmoke.evidence.posterior import Posterior, rows_for, write
from whitesmoke.figures.member_places import tiles
from whitesmoke.figures.stance_rows import cells
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.mesa import AlliedState, Negotiation
from whitesmoke.model.reading import ENDINGS
from whitesmoke.model.recorder import record
from whitesmoke.model.run_state import copy_state
from whitesmoke.page import downloads, page, replicates
from whitesmoke.page.background import Draws
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.dashboard import Panels
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job, joined, play
from whitesmoke.page.panels import alliance, compare, ledger, stances, tallies, transport, whatif, why
from whitesmoke.page.panels import told as story
from whitesmoke.page.panels.controls import opened, uploaded
from whitesmoke.page.panels.safe import Safe
from whitesmoke.page.setup import Setup
from whitesmoke.page.standing import Standing
from whitesmoke.page.typed import to_type
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.telling.run_json import as_json

from tests.unit.stuck import Stuck

AT_MEETINGS = ("bargaining.mode=meetings",)


@pytest.fixture
def desk():
    found = Desk(Negotiation, Setup("tutorial"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def race():
    found = Desk(Negotiation, Setup("rutte-iohannis", changes=AT_MEETINGS))
    found.finish()
    yield found
    found.close()


def wait(condition, seconds=60.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "still waiting"
        time.sleep(0.02)


def test_the_page_plays_the_run_of_the_command_line(race):
    assert as_json(race.trace) == as_json(record(build(load("rutte-iohannis", AT_MEETINGS)), 1))


def test_with_a_posterior_runs_are_those_of_the_command_line(tmp_path, capsys):
    names, draws = ["parameters.speed", "parameters.patron"], np.array([[0.7, 1.0], [1.9, 3.0], [1.2, 0.2]])
    write(Posterior(names, draws, {"cases": ["rutte-iohannis"], "modes": ["bargained"]}), tmp_path)
    file = tmp_path / "posterior.parquet"
    found = Desk(Negotiation, Setup("rutte-iohannis", run=4), may_save=True, draws=Draws(file))
    assert "in-sample. Run 4, the one shown, has draw 1;" in found.draws.words(found.loaded, 4)
    found.finish()
    line = to_type(found, found.setup).removeprefix("whitesmoke ").split()
    assert whitesmoke([*line, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    mine = json.loads(downloads.trace_json(found))
    assert {name: mine[name] for name in told} == told
    assert told["fitted_to"] == ["rutte-iohannis"]
    assert whitesmoke(["explain", *line[1:], "--member", "HUN", "--date", "2024-03-01", "--json"]) == 0
    found.seek(found.case.names.round_of(date(2024, 3, 1)))
    views = why.answer(found)["view"]
    (said,) = [v for v in json.loads(capsys.readouterr().out)["views"] if v["candidate"] == found.candidate]
    assert said["acceptance"] == views["acceptance"]
    found.begin(
        "compare", lambda: replicates.compare(found, [("a", found.setup), ("b", Setup("race-no-patron", run=4))], 50)
    )
    wait(lambda: found.jobs["compare"].over)
    one, other = found.jobs["compare"].result.sides
    days, gone = [], []
    assert as_json(one.trace) == as_json(found.trace)
    for side, loaded in ((one, load("rutte-iohannis")), (other, load("race-no-patron"))):
        case = build(loaded)
        alone = ensemble(case.world, 50, 1, per_run=rows_for(found.draws.posterior, loaded, 50))
        assert side.many == replicates.distribution(case, alone)
        days.append(settled(case, alone))
        gone.append(alone.withdrawn >= 0)
    horizon = case.world.rounds * case.world.round_days
    assert found.jobs["compare"].result.difference == differ(*days, horizon, np.arange(50) % 3, gone)
    found.begin("band", lambda: replicates.band(found, 40))
    wait(lambda: found.jobs["band"].over)
    alone = ensemble(build(found.loaded).world, 40, 1, per_run=rows_for(found.draws.posterior, found.loaded, 40))
    assert found.jobs["band"].result.candidates[0] == replicates._band(alone, 0)
    found.close()


def test_a_forecast_with_a_posterior_begins_like_the_ensemble_and_keeps_what_happened(tmp_path):
    names = ["parameters.speed", "demands.harbour.worth", "tutorial:members.BET.baseline"]
    draws = np.array([[0.7, 1.0, -0.5], [1.9, 5.0, 2.0]])
    write(Posterior(names, draws, {"cases": ["tutorial"]}), tmp_path)
    found = Desk(Negotiation, Setup("tutorial", run=1), draws=Draws(tmp_path / "posterior.parquet"))
    opening = copy_state(found.current.state)
    first, second = found.draws.starts(found.loaded, 1, 1, opening)
    assert np.array_equal(second.number.flat, opening.number.flat)
    speed, worth = (slots(found.loaded)[name] for name in ("parameters.speed", "demands.harbour.worth"))
    assert (first.number.flat[speed], first.number.flat[worth]) == ([0.7], [1.0])
    assert np.allclose((second.baseline - first.baseline)[:, 0], [0.0, 2.5, 0.0])
    opening.baseline[...] += 0.25
    opening.number.worth[0] -= 3.0
    shaken, _ = found.draws.starts(found.loaded, 1, 1, opening)
    assert np.allclose(shaken.baseline - first.baseline, 0.25)
    assert shaken.number.flat[worth] == 0.0
    found.begin("forecast", lambda: replicates.forecast(found, 60))
    wait(lambda: found.jobs["forecast"].over)
    assert found.jobs["forecast"].result.here.runs == 60
    case = build(found.loaded)
    halves = [
        ensemble(case.world, np.arange(j, 60, 2), 1, start=one)
        for j, one in enumerate(found.draws.starts(found.loaded, 1, 1, found.current.state))
    ]
    assert found.jobs["forecast"].result.here == replicates.distribution(case, joined(halves))
    found.close()


def test_nobody_is_said_to_have_never_committed_before_the_end():
    found = Desk(Negotiation, Setup("tutorial", changes=("demands.harbour.ceiling=0", "parameters.speed=0.01")))
    found.member = "GAM"
    found.step()
    assert why.answer(found)["standing"] == "Deciding on 14 January 2030: uncommitted."
    found.finish()
    assert why.answer(found)["standing"] == "Deciding on 1 April 2030: uncommitted; it never committed."
    found.close()


def test_looking_back_and_stepping_on(desk):
    desk.step()
    desk.step()
    desk.seek(0)
    assert (desk.shown, desk.trace.rounds) == (0, 2)
    desk.step()
    assert (desk.shown, desk.trace.rounds) == (1, 2)
    for nonsense in (None, "2", float("nan"), [1]):
        desk.seek(nonsense)
    assert desk.shown == 1


def test_a_day_not_yet_played_is_played_to(race):
    found = Desk(Negotiation, race.setup)
    found.seek(40)
    assert (found.shown, found.trace.rounds, found.over) == (40, 40, False)
    found.seek(20.7)
    assert (found.shown, found.trace.rounds) == (20, 40)
    found.seek(-(10**400))
    assert found.shown == 0
    found.seek(10**400)
    assert as_json(found.trace) == as_json(race.trace)
    assert (found.shown, found.finished) == (race.trace.rounds, True)
    found.close()


def test_play_waits_for_the_drawing_and_stops_at_the_end(desk):
    desk.speed = "fast"
    rounds = []
    desk.drawn.wait = lambda seconds: rounds.append(desk.round)
    desk.play()
    wait(lambda: not desk.playing)
    assert desk.over
    assert rounds == list(range(1, desk.trace.rounds + 1))


def test_fast_plays_a_long_calendar_in_few_drawings():
    found = Desk(Negotiation, Setup("rutte-iohannis", changes=AT_MEETINGS))
    found.speed = "fast"
    rounds = []
    found.drawn.wait = lambda seconds: rounds.append(found.round)
    found.play()
    wait(lambda: not found.playing)
    assert (found.over, rounds[:2], rounds[-1]) == (True, [9, 18], found.trace.rounds)
    assert as_json(found.trace) == as_json(record(build(load("rutte-iohannis", AT_MEETINGS)), 1))
    found.close()


def test_a_closed_page_plays_no_further(desk):
    desk.play()
    desk.close()
    played = desk.trace.rounds
    desk.current.step()
    assert desk.trace.rounds in (played, played + 1)
    again = desk.trace.rounds
    desk.current.step()
    assert desk.trace.rounds == again
    assert not desk.current.running


def test_an_error_in_a_step_becomes_a_sentence(desk):
    class Broken(AlliedState):
        def decide(self):
            raise ZeroDivisionError("boom")

    class Breaking(Negotiation):
        def __init__(self, case, rng=0, run=0):
            super().__init__(case, rng=rng, run=run, states=Broken)

    found = Desk(Breaking, Setup("tutorial"))
    found.finish()
    assert found.message == "The model stopped in round 1: ZeroDivisionError: boom"
    found.reset()
    assert found.message == ""


def test_a_refused_change_keeps_the_run(desk):
    desk.step()
    before = desk.current
    whatif.changed(desk, {"demands.harbour.ceiling": "2"})
    assert desk.current is before
    assert desk.answer == ["demands.harbour.ceiling: must lie between 0 and 1, found 2"]
    whatif.changed(desk, {"demands.harbour.ceiling": "0.5"})
    assert desk.answer == []
    assert desk.setup.changes == ("demands.harbour.ceiling=0.5",)
    whatif.undone(desk, "*")
    assert desk.setup == Setup("tutorial")


def test_a_saved_variant_is_offered_with_its_title(tmp_path):
    for file in load("tutorial").files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    name, known = catalogue(str(tmp_path / "tutorial.toml"))
    assert known[name].path.resolve().parent == tmp_path.resolve()  # and not the shipped one of that name
    found = Desk(Negotiation, Setup(name), known, may_save=True)
    whatif.changed(found, {"demands.harbour.ceiling": "0.5"})
    assert whatif.saved(found, "mine").startswith("Saved as mine.toml.")
    assert found.known["mine"].title == f"{found.base.scenario.title} (changed)"
    found.close()


def test_another_scenario_begins_without_changes(desk):
    whatif.changed(desk, {"demands.harbour.ceiling": "0.5"})
    opened(desk, {"scenario": "tutorial", "rule": "majority", "seed": "4", "run": "0"})
    assert desk.setup == Setup("tutorial", "majority", 4, 0, ("demands.harbour.ceiling=0.5",))
    opened(desk, {"scenario": "conclave", "rule": "majority", "seed": "4", "run": "0"})
    assert desk.setup == Setup("conclave", None, 4)
    opened(desk, {"scenario": "../../etc/passwd"})
    assert desk.setup.scenario == "conclave"
    assert desk.problems == ['there is no scenario "../../etc/passwd" here']


@pytest.mark.parametrize("text", ["-1", "1.5", "9" * 20, "", "x", " "])
def test_a_seed_or_run_that_cannot_be_is_refused_in_words(desk, text):
    for field, largest in (("seed", 2**64 - 1), ("run", 2**32 - 1)):
        opened(desk, {"scenario": "tutorial", "rule": "majority", "seed": "1", "run": "0", field: text})
        assert desk.setup == Setup("tutorial")
        assert f"{field.title()}: a whole number from 0 to {largest} is needed, found " in desk.problems[0]


def test_a_file_too_large_takes_the_place_of_the_last_message(desk):
    uploaded(desk, {"name": "mine.toml", "text": "title = 3"})
    assert "mine.toml" in desk.problems[0]
    uploaded(desk, {"name": "huge.toml", "large": True})
    assert desk.problems == ["huge.toml has more than 500 kB: is it the right file?"]
    uploaded(desk, {"name": "torn.toml"})
    assert desk.problems == ["torn.toml cannot be read."]


def test_a_broken_upload_leaves_the_page_alive(desk):
    uploaded(desk, {"name": "mine.toml", "text": 'extends = "tutorial.toml"\ntitle = 3'})
    assert desk.setup.scenario == "tutorial"
    assert desk.problems[0].startswith("mine.toml:2: title: expected a text in quotes, found 3")
    uploaded(desk, {"name": "mine.toml", "text": 'extends = "tutorial.toml"\ntitle = "Mine"'})
    assert desk.case.names.title == "Mine"
    assert desk.problems == []


def test_a_link_with_a_bad_change_shows_the_file(desk):
    found = Desk(Negotiation, Setup("tutorial", changes=("no.such=1",)))
    assert found.setup == Setup("tutorial")
    assert "there is no" in found.problems[0]


def test_two_pages_are_independent(desk):
    other = Desk(Negotiation, Setup("tutorial"))
    other.finish()
    assert (desk.trace.rounds, other.over) == (0, True)
    other.close()


def test_a_page_of_a_subclass_shows_its_own_behaviour():
    assert callable(page(Stuck, "tutorial"))
    stuck, usual = Desk(Stuck, Setup("tutorial")), Desk(Negotiation, Setup("tutorial"))
    stuck.face = "workbench"
    _, rendered = solara.render(Panels(stuck), handle_error=False)
    for found in (stuck, usual):
        found.finish()
    assert type(stuck.current).__name__ == "Stuck"
    assert (stuck.current.outcome, usual.current.outcome) == ("deadlock", "consensus")
    rendered.close()


def test_mesas_own_reset_begins_the_same_run_anew(desk):
    desk.finish()
    first = as_json(desk.trace)
    desk.model.value = type(desk.model.value)(desk=desk)
    assert desk.trace.rounds == 0
    desk.finish()
    assert as_json(desk.trace) == first


def test_resets_leave_no_models_and_no_threads(desk):
    before, gone = threading.active_count(), []
    for _ in range(20):
        desk.play()
        gone.append(weakref.ref(desk.current))
        desk.reset()
    wait(lambda: threading.active_count() <= before)
    gc.collect()
    assert sum(ref() is not None for ref in gone) == 0


def test_no_round_is_played_while_the_page_is_drawn(desk, monkeypatch):
    free = []

    def drawing():
        player = threading.Thread(target=lambda: free.append(desk.lock.acquire(blocking=False)))
        player.start()
        player.join()

    monkeypatch.setattr("whitesmoke.page.desk.force_update", drawing)
    desk.changed()
    assert free == [False]


def test_a_panel_that_fails_says_so_and_is_tried_again(desk):
    fails = [True]

    @solara.component
    def Shaky(desk, beat):
        if fails[0]:
            raise ValueError("no ink")
        solara.Text("drawn")

    box, rendered = solara.render(Safe(desk, Shaky, "The picture", 1), handle_error=False)
    assert "The picture cannot be drawn (ValueError: no ink)." in texts(box)
    fails[0] = False
    rendered.render(Safe(desk, Shaky, "The picture", 2))
    assert "drawn" in texts(box)
    rendered.close()


def texts(widget):
    """Every text on a page."""
    children = getattr(widget, "children", ())
    return [c if isinstance(c, str) else t for c in children for t in ([c] if isinstance(c, str) else texts(c))]


def test_standing_grows_with_the_run_and_agrees_with_the_figure():
    growing = []

    def watch(trace):
        growing[:] = growing or [Standing(trace)]
        growing[0].columns()

    trace = record(build(load("rutte-iohannis")), 1, watch=watch)
    assert (cells(trace) == np.array(growing[0].columns()).T).all()
    assert (cells(trace) == np.array(Standing(trace).columns()).T).all()


def test_panels_of_the_race(race):
    lines = story.told(race.trace)
    assert lines[-1]["text"] == "Consensus on Mark Rutte."
    rows = stances.by_member(race)
    assert [row["code"] for row in rows][-1] == "HUN"
    assert all(row["cells"][-1][1] == race.trace.rounds + 1 for row in rows)
    assert tallies.quota(race) == [[0, 31], [127, 32]]
    race.select("HUN")
    race.seek(100)
    found = why.answer(race)
    assert sum(term["value"] for term in found["view"]["terms"]) == pytest.approx(found["view"]["acceptance"])
    assert alliance.halo(race) == [i for i, c in enumerate(race.case.names.members) if c in ("HUN", "SVK", "TUR")]
    met = {(row["code"], row["words"]) for row in ledger.rows(race)}
    assert ("HUN", "refused") in met
    race.seek(race.trace.rounds)
    assert alliance.halo(race) == []


def test_the_bar_says_what_the_run_waits_for():
    found = Desk(Negotiation, Setup("rutte-iohannis", changes=AT_MEETINGS))
    assert transport.waits(found) == "At the opening. Press Play, or Step."
    found.step()
    assert transport.waits(found) == "30 of 31 members are uncommitted and still weighing."
    while found.trace.rounds < 222:
        found.step()
    assert transport.waits(found) == "Silence on Mark Rutte until 11 June 2024."
    found.current.state.status[:] = codes.OUT
    assert transport.waits(found) == "No candidate is in the race."
    found.close()


def test_tiles_are_places_of_their_own():
    names = load("rutte-iohannis")
    codes_ = build(names).names.members
    found = tiles(codes_, [""] * 32)
    assert len(set(found.values())) == 32
    assert found["ISL"][0] < found["EST"][0]
    other = tiles([f"M{n}" for n in range(50)], ["a", "b"] * 25)
    assert len(set(other.values())) == 50


def test_an_ensemble_in_parts_is_the_one_in_one_go(desk):
    job = Job(lambda _: None, lambda: None, 300)
    parts = play(job, desk.case.world, 300, 1)
    whole = ensemble(desk.case.world, 300, 1)
    assert all((a == b).all() for a, b in zip(parts, whole))
    assert job.done == 300


def test_a_cancelled_job_stops_and_tells_nobody(desk):
    told = []
    job = Job(lambda job: [job.advance(1) or time.sleep(0.01) for _ in range(10_000)], lambda: told.append(1), 10_000)
    job.start()
    wait(lambda: job.done > 2)
    job.cancel()
    job.thread.join(10)
    heard = len(told)
    assert job.over
    assert job.result is None
    assert job.done < 10_000
    time.sleep(0.05)
    assert len(told) == heard


def test_a_job_that_fails_says_so():
    job = Job(lambda _: 1 // 0, lambda: None, 1).start()
    job.thread.join(10)
    assert job.error.startswith("The runs stopped: ZeroDivisionError")


def test_the_forecast_begins_where_one_looks(desk):
    desk.finish()
    for round_ in (0, desk.trace.rounds - 1):
        desk.seek(round_)
        job = replicates.forecast(desk, 200)
        job.thread.join(120)
        found = job.result.here
        assert sum(bar[2] for bar in found.bars) + found.deadlock == pytest.approx(1.0)
        assert all(bar[1] > round_ * 7 for bar in found.bars)
        if round_ == 0:
            usual = ensemble(desk.case.world, 200, 1)
            assert found.deadlock == (usual.winner == codes.NONE).mean()


def test_comparison_is_on_the_same_draws(desk):
    same = replicates.compare(desk, [("one", desk.setup), ("two", Setup("tutorial"))], 200)
    same.thread.join(120)
    assert same.result.difference.same.value == 1.0
    harder = Setup("tutorial", changes=("demands.harbour.ceiling=0",))
    changed = replicates.compare(desk, [("one", desk.setup), ("two", harder)], 200)
    changed.thread.join(120)
    assert changed.result.difference.later.value > 0.5
    assert "After settles later than before in 98 % [95, 99] of pairs" in compare.words(changed.result)[1]


def test_what_is_taken_home(race):
    data = json.loads(downloads.trace_json(race))
    assert data["date"] == "2024-06-11"
    assert data["finished"] is True
    rows = downloads.rounds_csv(race.trace).decode().splitlines()
    assert len(rows) == race.trace.rounds + 2
    assert rows[-1].startswith("223,2024-06-11,32,32,0,rutte")
    assert downloads.figure(race, "png").startswith(b"\x89PNG")
    assert b"<svg" in downloads.figure(race, "svg")


def test_the_bar_tells_how_it_ended(desk):
    found = desk
    found.finish()
    assert transport.now(found)["end"].endswith(f"({ENDINGS[found.trace.ending].words})")
