"""What an ensemble says, against second methods."""

import io

import numpy as np
import pytest
from rich.console import Console
from scipy.optimize import brentq
from scipy.stats import binomtest, norm, randint
from whitesmoke.evidence.analysis import endings, ensemble_summary
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes, ensemble
from whitesmoke.model.recorder import record
from whitesmoke.scenario import open_case
from whitesmoke.telling.many_runs import show_comparison
from whitesmoke.writing.estimates import interval_text

from tests.agreement.test_everywhere import ended

RUNS = 300
AT_MEETINGS = ["bargaining.mode=meetings"]


@pytest.fixture(scope="module")
def race() -> tuple[Compiled, Outcomes]:
    case = open_case("rutte-iohannis", AT_MEETINGS)
    return case, ensemble(case.world, RUNS, 1)


def test_threads_batches_and_tallies_cannot_change_a_result(race: tuple[Compiled, Outcomes]) -> None:
    case, outcomes = race
    other = ensemble(case.world, RUNS, 1, threads=3, tallies=False)
    later = ensemble(case.world, 70, 1, first=100)
    for name in set(Outcomes._fields) - {"tally"}:
        assert getattr(outcomes, name).tobytes() == getattr(other, name).tobytes()
        assert getattr(outcomes, name)[100:170].tobytes() == getattr(later, name).tobytes()


@pytest.mark.parametrize("scenario", ["tutorial", "rutte-iohannis", "conclave", "council", "race-no-opt-out"])
def test_an_ensemble_is_its_runs(scenario: str) -> None:
    case = open_case(scenario)
    outcomes = ensemble(case.world, 5, seed=3)
    for run in range(5):
        trace = record(case, 3, run)
        assert trace.winner == outcomes.winner[run]
        assert trace.rounds == outcomes.round[run]
        assert np.array_equal(np.array(trace.committed), outcomes.tally[run, : trace.rounds + 1])
        assert np.array_equal(trace.met[-1], outcomes.met[run])
        assert (outcomes.withdrawn[run], outcomes.committed_on[run].tolist()) == ended(trace)


def test_probabilities_add_up_and_dates_are_dates_of_runs(race: tuple[Compiled, Outcomes]) -> None:
    case, outcomes = race
    found = ensemble_summary.summarise(case, outcomes)
    assert sum(share.value for share in found.outcomes.values()) == pytest.approx(1.0)
    days = sorted(ensemble_summary.settled(case, outcomes))
    assert found.days["p50"] == days[RUNS // 2 - 1]
    assert found.date["p50"] == case.names.date(days[RUNS // 2 - 1])
    assert found.days["p95"] is None or found.outcomes["deadlock"].value < 0.05


def test_deadlock_is_never_a_date() -> None:
    day = np.array([10, 20, codes.NEVER, codes.NEVER])
    assert ensemble_summary.quantile(day, 0.5) == 20
    assert ensemble_summary.quantile(day, 0.51) is None


@pytest.mark.parametrize(("hits", "runs"), [(0, 10), (3, 10), (10, 10), (930, 1000)])
def test_wilson_interval(hits: int, runs: int) -> None:
    ours = ensemble_summary.wilson(hits / runs, runs)
    theirs = binomtest(hits, runs).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_survival_counts_runs(race: tuple[Compiled, Outcomes]) -> None:
    case, outcomes = race
    day = ensemble_summary.settled(case, outcomes)
    days, unsettled = ensemble_summary.survival(case, day)
    assert unsettled == pytest.approx([(day > d).mean() for d in days])


def test_paired_differences() -> None:
    base = np.array([10, 20, 30, codes.NEVER, 50])
    variant = np.array([10, 25, 20, codes.NEVER, codes.NEVER])
    found = ensemble_summary.compare(base, variant, horizon=100)
    assert (found.later.value, found.earlier.value, found.same.value) == (0.4, 0.2, 0.4)
    assert found.shift["p50"] == 0
    assert found.deadlock.value == pytest.approx(0.2)
    assert found.mean_shift is not None
    assert found.mean_shift.value == pytest.approx((0 + 5 - 10 + 0 + 50) / 5)


def test_common_draws_pay_off(race: tuple[Compiled, Outcomes]) -> None:
    case, outcomes = race
    variant = open_case("race-apology-granted", AT_MEETINGS)
    found = ensemble_summary.compare(
        ensemble_summary.settled(case, outcomes),
        ensemble_summary.settled(variant, ensemble(variant.world, RUNS, 1, tallies=False)),
        case.world.rounds,
    )
    assert found.variance_gain is not None
    assert found.variance_gain > 2.0


def test_last_holdouts_are_the_last(race: tuple[Compiled, Outcomes]) -> None:
    case, outcomes = race
    one = Outcomes._make(field[:1] for field in outcomes)
    trace = record(case, 1, 0)
    (last,) = endings.last_holdouts(case, one)
    assert last == "HUN"
    on = {code: trace.committed_on(i) for i, code in enumerate(case.names.members)}
    assert on[last] == max(on.values())


# --- runs that share draws of a posterior ---------------------------------------------------------------------------


def test_runs_with_draws_of_their_own_are_independent_runs() -> None:
    value = norm.rvs(size=50, random_state=1)
    own = np.arange(50)
    assert ensemble_summary.mean(value, own) == pytest.approx(ensemble_summary.mean(value), rel=1e-12)
    assert ensemble_summary.share(value > 0.3, own) == pytest.approx(ensemble_summary.share(value > 0.3), rel=1e-9)


def test_copies_of_a_run_are_worth_one() -> None:
    value = norm.rvs(size=40, random_state=2)
    one, copied, draw = ensemble_summary.mean(value), np.tile(value, 7), np.tile(np.arange(40), 7)
    assert ensemble_summary.mean(copied, draw) == pytest.approx(one, rel=1e-12)
    share = ensemble_summary.share(copied > 0.0, draw)
    expected = ensemble_summary.wilson(share.value, 39 * 280 / 279)
    assert share == pytest.approx(expected, rel=1e-9)
    assert ensemble_summary.share(copied > -100.0, draw) == ensemble_summary.wilson(1.0, 40)


def test_intervals_of_unequal_draws_hold_what_they_say() -> None:
    """Means of draws vary, runs around them too; 50 draws with 1 to 9 runs each. Every twentieth interval misses."""
    sizes = randint.rvs(1, 10, size=(1000, 50), random_state=3)
    middles, noise = norm.rvs(size=(1000, 50), random_state=4), norm.rvs(size=(1000, 450), random_state=5)
    draws = [np.repeat(np.arange(50), size) for size in sizes]
    values = [middle[draw] + luck[: len(draw)] for draw, middle, luck in zip(draws, middles, noise)]

    def held(found: list[ensemble_summary.Interval]) -> float:
        return sum(one.low <= 0.0 <= one.high for one in found) / 1000

    assert 0.92 < held([ensemble_summary.mean(value, draw) for value, draw in zip(values, draws)]) < 0.97
    assert held([ensemble_summary.mean(value) for value in values]) < 0.8


def test_a_comparison_knows_of_draws() -> None:
    base = np.array([10, 20, 30, 40])
    variant, draw = base + np.array([5, -1, 5, -1]), np.array([0, 1, 0, 1])
    found = ensemble_summary.compare(base, variant, 100, draw)
    assert found.mean_shift == ensemble_summary.mean(variant - base, draw)
    assert found.later == ensemble_summary.share(variant > base, draw)
    assert found.later.low < ensemble_summary.compare(base, variant, 100).later.low


def tango(b: int, c: int, pairs: int, at: float) -> float:
    """The score of a difference of paired proportions, as Tango (1998) has it; b, c: discordant pairs."""
    first, second, third = 2.0 * pairs, -b - c + (2.0 * pairs - b + c) * at, -c * at * (1.0 - at)
    other = (np.sqrt(second**2 - 4.0 * first * third) - second) / (2.0 * first)
    return (b - c - pairs * at) / np.sqrt(pairs * (2.0 * other + at * (1.0 - at)))


@pytest.mark.parametrize("pairs", [20, 200])
def test_a_difference_that_no_run_shows_has_the_score_interval(pairs: int) -> None:
    z, small = norm.ppf(0.975), 1e-9
    none, all_ = ensemble_summary.difference(np.zeros(pairs)), ensemble_summary.difference(np.ones(pairs))
    assert none.high == pytest.approx(brentq(lambda at: tango(0, 0, pairs, at) + z, small, 1.0 - small))
    assert all_.low == pytest.approx(brentq(lambda at: tango(pairs, 0, pairs, at) - z, small, 1.0 - small))
    assert (none.value, none.low, all_.high) == (0.0, -none.high, 1.0)
    assert ensemble_summary.difference(-np.ones(pairs)) == pytest.approx((-1.0, -1.0, -all_.low))
    half = ensemble_summary.difference(np.full(pairs, 0.5))
    assert -1.0 < half.low < 0.5 < half.high < 1.0


def test_a_difference_that_runs_show_has_the_interval_of_a_mean() -> None:
    some, draw = np.array([0.0, 1.0, 0.0, -1.0, 0.0, 0.0]), np.array([0, 1, 0, 1, 2, 2])
    assert ensemble_summary.difference(some) == ensemble_summary.mean(some)
    assert ensemble_summary.difference(np.zeros(6), draw).high == pytest.approx(
        ensemble_summary.difference(np.zeros(3)).high
    )
    alike = np.tile([0.0, 1.0], 20)  # every draw has the mean 1/2
    assert ensemble_summary.difference(alike, np.repeat([0, 1], 20)) == ensemble_summary.mean(alike)


def test_a_difference_of_chances_stays_between_minus_one_and_one() -> None:
    nearly = -np.ones(100)
    nearly[:2] = 0.0
    found = ensemble_summary.difference(nearly)
    assert (found.value, found.low) == (-0.98, -1.0)
    assert found.high == ensemble_summary.mean(nearly).high < -0.9


def test_no_deadlock_in_so_many_runs_is_not_never() -> None:
    found = ensemble_summary.compare(np.full(200, 10), np.full(200, 20), 100)
    assert found.deadlock.value == 0.0
    assert 0.015 < found.deadlock.high < 0.02
    assert found.deadlock.low == -found.deadlock.high


def test_variants_of_one_field_can_be_told_apart_on_a_narrow_terminal() -> None:
    found = ensemble_summary.compare(np.arange(1, 41), np.arange(40), 100)
    names = [f"demands.a-long-name-of-a-demand.worth={worth}" for worth in (0, 1)]
    console = Console(width=80, file=io.StringIO(), force_terminal=False)
    show_comparison(console, {}, dict.fromkeys(names, found))
    rows = [line.split("│")[1].strip() for line in console.file.getvalue().splitlines() if line.startswith("│")]
    assert "".join(rows) == "".join(names)


def test_what_rounds_to_nothing_has_no_minus() -> None:
    assert interval_text(ensemble_summary.Interval(-0.0004, -0.1, 0.1), 100.0) == "+0.0 [-10.0, +10.0]"
    assert interval_text(ensemble_summary.Interval(-0.26, -0.5, -0.01)) == "-0.3 [-0.5, +0.0]"


@pytest.mark.parametrize("draws", [None, 5])
def test_the_interval_of_a_bounded_mean_holds_nothing_impossible(draws):
    """Where nearly all runs are at one bound a normal interval reaches beyond it."""
    values = np.r_[np.ones(57), [0.4, 0.8, 0.9]]
    draw = None if draws is None else np.arange(60) % draws
    for x, low, high in ((values, 0.0, 1.0), (84.0 * values, 0.0, 84.0), (1.0 - 2.0 * values, -1.0, 1.0)):
        found, normal = ensemble_summary.bounded(x, low, high, draw), ensemble_summary.mean(x, draw)
        assert found.value == pytest.approx(x.mean())
        assert low <= found.low < found.value < found.high <= high
        assert normal.high > high or normal.low < low
    assert ensemble_summary.bounded(np.ones(20), 0.0, 1.0).low == pytest.approx(ensemble_summary.wilson(1.0, 20).low)
    assert ensemble_summary.bounded(np.full(20, 0.4), 0.0, 1.0) == pytest.approx((0.4, 0.4, 0.4))
    assert ensemble_summary.bounded(np.array([0.4]), 0.0, 1.0) == (0.4, 0.0, 1.0)


def test_the_interval_of_a_bounded_mean_is_that_of_a_share_and_of_a_mean():
    """Of yes and no Wilson's; far from the bounds the normal one."""
    yes = np.arange(200) % 5 == 0
    found, score = ensemble_summary.bounded(yes.astype(float), 0.0, 1.0), ensemble_summary.wilson(0.2, 200)
    assert found == pytest.approx(score, abs=3e-4)  # s has N - 1 where a share has N
    even = 0.4 + 0.2 * (np.arange(2000) % 100) / 99
    assert ensemble_summary.bounded(even, 0.0, 1.0) == pytest.approx(ensemble_summary.mean(even), abs=2e-5)
