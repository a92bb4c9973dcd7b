"""The Mesa face: the same run as the other drivers, and everything Mesa's users expect of a model."""

import copy
import pickle
from typing import ClassVar

import mesa
import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.mesa import AlliedState, Negotiation
from whitesmoke.model.recorder import record
from whitesmoke.scenario import open_case


@pytest.fixture(scope="module")
def race() -> Compiled:
    return open_case("rutte-iohannis", ["bargaining.mode=meetings"])


def finish(model: Negotiation) -> Negotiation:
    while model.running:
        model.step()
    return model


@pytest.mark.parametrize("scenario", ["tutorial", "rutte-iohannis", "conclave", "council", "race-incumbent-extended"])
def test_same_run_as_the_plain_driver(scenario: str) -> None:
    case = open_case(scenario)
    for run in range(3):
        model, trace = finish(Negotiation(case, rng=5, run=run)), record(case, 5, run)
        assert model.trace.entries == trace.entries
        assert [s.tobytes() for s in model.trace.stances] == [s.tobytes() for s in trace.stances]
        assert model.state.number.flat.tobytes() == trace.final.number.flat.tobytes()


class Wary(AlliedState):
    def acceptance(self, candidate):
        return super().acceptance(candidate) - 0.5


@pytest.mark.parametrize("states", [AlliedState, Wary])
@pytest.mark.parametrize(
    ("scenario", "mode"), [("tutorial", "meetings"), ("conclave", "meetings"), ("tutorial", "bargained")]
)
def test_compiled_steps_are_the_same(scenario, mode, states):
    case = open_case(scenario, [f"bargaining.mode={mode}"])
    for run in range(2):
        plain, compiled = (Negotiation(case, rng=5, run=run, states=states, compiled=how) for how in (False, True))
        finish(plain)
        compiled.step()
        compiled = finish(pickle.loads(pickle.dumps(compiled)))
        assert compiled.trace.entries == plain.trace.entries
        assert [s.tobytes() for s in compiled.trace.stances] == [s.tobytes() for s in plain.trace.stances]
        assert compiled.state.number.flat.tobytes() == plain.state.number.flat.tobytes()


def test_order_of_activation_cannot_matter(race: Compiled) -> None:
    class Shuffled(Negotiation):
        def _play(self, phase: int) -> None:
            self.states.shuffle(inplace=True)
            super()._play(phase)

    assert finish(Shuffled(race, rng=3)).trace.entries == finish(Negotiation(race, rng=3)).trace.entries


def test_a_subclass_changes_one_behaviour(race: Compiled) -> None:
    class Refusing(AlliedState):
        def acceptance(self, candidate: object) -> float:
            return -50.0 if self.code == "PRT" else super().acceptance(candidate)

    plain, changed = finish(Negotiation(race, rng=1)), finish(Negotiation(race, rng=1, states=Refusing))
    assert plain.outcome == "consensus"
    assert changed.outcome == "deadlock"
    portugal = next(s for s in changed.states if s.code == "PRT")
    assert portugal.stance is None


def test_a_holder_that_never_settles_is_offered_and_never_paid() -> None:
    class Stubborn(AlliedState):
        heard: ClassVar[list[float]] = []

        def settles(self, turn: int) -> bool:
            self.heard += [] if self.offer is None or self.code != "HUN" else [self.offer]
            return self.code != "HUN" and super().settles(turn)

    bargained = open_case("rutte-iohannis", ["bargaining.mode=bargained", "bargaining.reservation=-1.7"])
    model = finish(Negotiation(bargained, rng=1, states=Stubborn))
    hungary = next(state for state in model.states if state.code == "HUN")
    assert model.outcome == "deadlock"
    assert Stubborn.heard == sorted(Stubborn.heard) != []
    answers = {talk.answer for talk in model.trace.talks if talk.faced.member == hungary.row}
    assert answers <= {codes.NOTHING_OFFERED, codes.REFUSED_OFFER}


def test_views_show_the_state(race: Compiled) -> None:
    model = finish(Negotiation(race, rng=1))
    hungary = next(s for s in model.states if s.code == "HUN")
    assert hungary.name == "Hungary"
    assert hungary.stance == model.winner == "rutte"
    assert set(hungary.demands) == {"hungary-apology", "hungary-respect", "hungary-opt-out"}
    assert hungary.demands["hungary-apology"] == 0.0
    rutte = model.candidates[0]
    assert (rutte.status, rutte.committed, rutte.home) == ("chosen", 32, "NLD")
    assert hungary.acceptance(rutte) == pytest.approx(sum(hungary.terms(rutte).values()), abs=1e-9)


def test_sweden_joins_in_mid_run(race: Compiled) -> None:
    model = Negotiation(race, rng=1)
    sweden = next(s for s in model.states if s.code == "SWE")
    while model.date.isoformat() < "2024-03-06":
        model.step()
    assert not sweden.present
    model.step()
    assert sweden.present
    assert model.state.clock.members == 32


def test_works_with_mesas_own_tools(race: Compiled) -> None:
    model = finish(Negotiation(race, rng=1))
    assert isinstance(model, mesa.Model)
    assert len(model.agents) == 32
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == ["date", "members", "outcome", "winner", "seed", "rutte", "iohannis"]
    assert frame["rutte"].iloc[-1] == 32
    assert len(model.datacollector.get_agent_vars_dataframe()) == 32 * (model.steps + 1)
    listened_to = {agent.code for agent in model.space["HUN"].neighborhood.agents}
    assert "SVK" in listened_to
    assert model.agents.select(lambda a: a.stance == "rutte").agg("row", len) == 32


def test_a_finished_model_stays_finished(race: Compiled) -> None:
    model = finish(Negotiation(race, rng=1))
    steps = len(model.trace.stances)
    model.step()
    assert len(model.trace.stances) == steps
    assert not model.running


# Copies, seeds, batches


def test_a_pickled_and_a_copied_model_go_on_to_the_same_end() -> None:
    model = Negotiation(open_case("council"), rng=4)
    for _ in range(3):
        model.step()
    pickled, copied = pickle.loads(pickle.dumps(model)), copy.deepcopy(model)
    finish(model)
    for other in (pickled, copied):
        finish(other)
        assert other.trace.entries == model.trace.entries
        assert [s.tobytes() for s in other.trace.stances] == [s.tobytes() for s in model.trace.stances]


def test_a_copy_has_numbers_of_its_own() -> None:
    """The fields of `Numbers` are views on one vector, in a copy, too."""
    model = Negotiation(open_case("tutorial"), rng=1)
    copied = pickle.loads(pickle.dumps(model))
    copied.state.number.flat[:] = 7.0
    assert copied.state.number.worth[0] == 7.0
    assert model.state.number.worth[0] == 4.0


def test_no_seed_draws_one_and_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    model = finish(Negotiation(open_case("tutorial"), rng=None))
    assert f"rng={model.trace.seed} was drawn" in capsys.readouterr().err
    assert finish(Negotiation(open_case("tutorial"), rng=model.trace.seed)).trace.entries == model.trace.entries


@pytest.mark.parametrize("rng", [-1, 1.5, "7", 2**64, True])
def test_what_is_no_seed(rng: object) -> None:
    with pytest.raises(WhitesmokeError, match="rng must be a whole number from 0 to"):
        Negotiation(open_case("tutorial"), rng=rng)


@pytest.mark.filterwarnings("ignore")
def test_a_batch_of_mesas_own(capsys: pytest.CaptureFixture[str]) -> None:
    rows = mesa.batch_run(Negotiation, {"case": [open_case("tutorial")]}, iterations=3, display_progress=False)
    ends = {row["seed"]: (row["outcome"], row["winner"], row["date"]) for row in rows}
    assert len(ends) == 3
    for seed, end in ends.items():
        model = finish(Negotiation(open_case("tutorial"), rng=seed))
        assert (model.outcome, model.winner, model.date.isoformat()) == end
