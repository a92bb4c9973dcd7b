"""Calibration: finds what made the data as often as it says, goes on after a stop, refuses what it cannot use."""

import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest
from scipy.special import ndtri
from scipy.stats import chisquare
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.evidence import posterior
from whitesmoke.evidence.blocks import uniform_at
from whitesmoke.evidence.calibration import identify, sbc, smc
from whitesmoke.evidence.calibration.calibrate import calibrate, load_history
from whitesmoke.evidence.calibration.inference import Effort, Inference
from whitesmoke.evidence.calibration.mechanisms import inference_of
from whitesmoke.evidence.parameters import Parameter, Priors, parameters, read_priors, slots, values
from whitesmoke.evidence.record import likelihood
from whitesmoke.model.rules import distributions
from whitesmoke.scenario import families
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.numbers import Distribution

from tests.unit.records import SCENARIOS, with_record

sys.path.insert(0, str(Path(__file__).parents[2] / "experiments"))
from simulation_based_calibration import inference as small_race

UNIFORM = Distribution(dist="uniform", low=0.5, high=4.0)


@pytest.fixture
def inference(tmp_path: Path) -> Inference:
    loaded = load(
        with_record(
            tmp_path,
            tallies=["2030-01-28,dora,2,2,3,high,paper"],
            commitments=["BET,dora,2030-01-14,2030-01-28,paper,high,paper"],
            decision='{ winner = "dora", date = 2030-02-11, source = "paper" }',
        )
    )
    found = [Parameter("parameters.speed", UNIFORM), Parameter("small:demands.harbour.worth", UNIFORM)]
    return Inference([loaded], found, Effort(particles=100, runs=4))


REPLICATES = 48


def ranks() -> np.ndarray:
    found, template = small_race(particles=80, runs=4)
    return np.array([sbc.replicate(found, number, template).rank for number in range(REPLICATES)])


def uniformity(rank: np.ndarray) -> float:
    """The smallest p-value of a chi-squared test of four bins over the parameters."""
    return min(chisquare(np.histogram(rank[:, j], 4, (0, 1))[0]).pvalue for j in range(rank.shape[1]))


@pytest.mark.slow
def test_the_truth_has_a_uniform_rank() -> None:
    """Talts et al. (2018); 48 replicates here, 200 in experiments/simulation_based_calibration.py."""
    assert uniformity(ranks()) > 1e-3


@pytest.mark.slow
def test_a_planted_bug_in_the_likelihood_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading every count as four members too low."""
    whole = likelihood._counted
    monkeypatch.setattr(likelihood, "_counted", lambda w, seen, count, tally: whole(w, seen, count, tally + 4))
    assert uniformity(ranks()) < 1e-3


def test_a_stopped_calibration_goes_on_to_the_same_posterior(inference: Inference, tmp_path: Path) -> None:
    whole, _ = calibrate(inference, tmp_path / "whole")

    def stop(one: smc.Generation) -> None:
        if one.number == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calibrate(inference, tmp_path / "stopped", stop)
    assert len(load_history(inference, tmp_path / "stopped")) == 2
    again, history = calibrate(inference, tmp_path / "stopped")
    assert history[-1].beta == 1.0
    assert again.draws.tobytes() == whole.draws.tobytes()


def test_a_folder_of_another_calibration_is_refused(inference: Inference, tmp_path: Path) -> None:
    calibrate(inference, tmp_path / "a")
    other = Inference(
        [target.loaded for target in inference.targets], inference.parameters, inference.effort._replace(seed=2)
    )
    with pytest.raises(WhitesmokeError, match="another calibration"):
        calibrate(other, tmp_path / "a")


def test_threads_do_not_matter(inference: Inference) -> None:
    z = np.array([[0.1, -0.3], [1.0, 0.4], [-0.5, 2.0]])
    one = inference.log_likelihood(z, np.arange(12).reshape(3, 4))
    inference.effort = inference.effort._replace(threads=3)
    assert one.tobytes() == inference.log_likelihood(z, np.arange(12).reshape(3, 4)).tobytes()


def test_sequential_monte_carlo_finds_a_known_posterior() -> None:
    """A normal mean with a normal prior: posterior and evidence in closed form; the likelihood is exact."""
    data, noise = 1.5, 0.5

    def likelihood(z: np.ndarray, number: np.ndarray) -> np.ndarray:
        return -0.5 * np.square((z[:, 0] - data) / noise) - np.log(noise * np.sqrt(2 * np.pi))

    last = smc.begin(2000, 2, 1, likelihood, seed=4)
    while last.beta < 1.0:
        last = smc.step(last, likelihood, seed=4)
    shrink = 1.0 / (1.0 + noise**2)
    assert last.z[:, 0].mean() == pytest.approx(data * shrink, abs=0.06)
    assert last.z[:, 0].std() == pytest.approx(noise * np.sqrt(shrink), abs=0.05)
    assert last.z[:, 1].std() == pytest.approx(1.0, abs=0.08)
    marginal = 1.0 + noise**2
    evidence = -0.5 * data**2 / marginal - 0.5 * np.log(2 * np.pi * marginal)
    assert last.log_evidence == pytest.approx(evidence, abs=0.1)


def test_noise_of_the_estimates_does_not_bend_the_posterior() -> None:
    """Andrieu & Roberts (2009): with unbiased estimates of the likelihood the posterior is that of the exact one."""
    data, noise, rough = 1.0, 0.5, 1.5

    def likelihood(z: np.ndarray, luck: np.ndarray) -> np.ndarray:
        u = (uniform_at(7, 0, 5, luck.ravel(), 1).reshape(luck.shape) + z) % 1.0  # uniform at every z
        error = rough * ndtri(u) - 0.5 * rough**2
        return -0.5 * np.square((z[:, 0] - data) / noise) + np.log(np.exp(error).mean(axis=1))

    last = smc.begin(1500, 1, 4, likelihood, seed=4)
    while last.beta < 1.0:
        last = smc.step(last, likelihood, seed=4)
    shrink = 1.0 / (1.0 + noise**2)
    assert last.z[:, 0].mean() == pytest.approx(data * shrink, abs=0.06)
    assert last.z[:, 0].std() == pytest.approx(noise * np.sqrt(shrink), abs=0.05)


@pytest.mark.parametrize(
    "prior",
    [
        Distribution(dist="uniform", low=-1.0, high=3.0),
        Distribution(dist="normal", mean=1.0, sd=2.0, low=0.0),
        Distribution(dist="lognormal", mean=-1.0, sd=0.7, high=2.0),
        Distribution(dist="triangular", low=0.0, mode=1.0, high=4.0),
    ],
)
def test_priors_have_the_quantiles_of_the_model(prior: Distribution) -> None:
    u = np.array([0.01, 0.3, 0.5, 0.97])
    family = families.FAMILIES[prior.dist]
    theirs = [distributions.quantile(family, *families.arguments(prior), float(x)) for x in u]
    assert values(prior, u) == pytest.approx(theirs, rel=1e-9)


def test_a_posterior_survives_the_disk_and_is_checked(tmp_path: Path) -> None:
    kept = posterior.Posterior(["parameters.speed"], np.array([[1.0], [2.0]]), {"cases": ["tutorial"]})
    posterior.write(kept, tmp_path)
    found = posterior.read(tmp_path / "posterior.parquet")
    assert found.names == kept.names
    assert found.cases == ["tutorial"]
    assert np.array_equal(found.draws, kept.draws)
    assert (tmp_path / "posterior.csv").read_text().splitlines() == ['"parameters.speed"', "1", "2"]
    rows = posterior.rows_for(found, load("tutorial"), 3)
    assert rows.value[:, 0].tolist() == [1.0, 2.0, 1.0]
    with pytest.raises(WhitesmokeError, match="is no posterior"):
        posterior.read(tmp_path / "posterior.csv")
    with pytest.raises(WhitesmokeError, match="there is no file"):
        posterior.read(tmp_path / "nothing.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "posterior.parquet")
    old = table.replace_schema_metadata({posterior.KEY: b'{"version": "0.0.1"}'})
    pyarrow.parquet.write_table(old, tmp_path / "old.parquet")
    with pytest.raises(WhitesmokeError, match=r"version 0\.0\.1 .* calibrate again"):
        posterior.read(tmp_path / "old.parquet")


def test_what_a_variant_sets_itself_stays() -> None:
    names = ["parameters.patron", "parameters.speed"]
    kept = posterior.Posterior(names, np.array([[1.0, 3.0]]), {"cases": ["rutte-iohannis"]})
    variant, base = load("race-no-patron"), load("rutte-iohannis")
    assert posterior.rows_for(kept, base, 1).value.tolist() == [[1.0, 3.0]]
    assert posterior.rows_for(kept, variant, 1).value.tolist() == [[3.0]]
    changed = load("rutte-iohannis", ["parameters.speed=1.9"])
    assert posterior.rows_for(kept, changed, 1).value.tolist() == [[1.0]]


def test_a_case_without_a_record_is_refused() -> None:
    with pytest.raises(WhitesmokeError, match="no observation"):
        Inference([load("tutorial")], [Parameter("parameters.speed", UNIFORM)], Effort())


def test_bad_priors_are_refused(tmp_path: Path) -> None:
    stuck = Priors(shared={"parameters.speed": Distribution(dist="normal", mean=1.0, sd=0.0)})
    with pytest.raises(WhitesmokeError, match="no spread"):
        parameters([load("tutorial")], stuck)
    stranger = Priors(case={"tutorial": {"blocs.west.baseline": UNIFORM}})
    with pytest.raises(WhitesmokeError, match="does not have"):
        parameters([load("tutorial")], stranger)
    file = tmp_path / "priors.toml"
    file.write_text('[shared]\n"parameters.speed" = 3\n')
    with pytest.raises(ScenarioError, match=r"shared\.parameters\.speed"):
        read_priors(file)


def test_a_shared_prior_of_a_number_that_no_case_has_is_refused() -> None:
    """It would be calibrated, and nothing would read it."""
    cases = [load("tutorial"), load("conclave")]
    typo = Priors(shared={"parameters.hopelesness": UNIFORM})
    said = r'parameters.hopelesness, which no case has \(did you mean "parameters.hopelessness"\?\); correct the path'
    with pytest.raises(WhitesmokeError, match=said):
        parameters(cases, typo)
    own = Priors(case={"tutorial": {"demands.habour.worth": UNIFORM}})
    with pytest.raises(WhitesmokeError, match=r'which tutorial does not have \(did you mean "demands.harbour.worth"\?'):
        parameters(cases, own)
    one_has_it = Priors(shared={"demands.harbour.worth": UNIFORM})
    assert [one.name for one in parameters(cases, one_has_it)] == ["demands.harbour.worth"]


def test_cases_must_agree_on_what_they_share() -> None:
    def drawn(name: str, high: float, words: str = "assumed=true") -> Loaded:
        return load(name, [f'parameters.speed={{dist="uniform",low=1,high={high},{words}}}'])

    said = "parameters.speed is the same number in every case, but tutorial and conclave give it different"
    with pytest.raises(WhitesmokeError, match=said):
        parameters([drawn("tutorial", 2), drawn("conclave", 3)], Priors())
    in_the_priors = Priors(case={"conclave": {"parameters.speed": UNIFORM}})
    with pytest.raises(WhitesmokeError, match=said):
        parameters([drawn("tutorial", 2), load("conclave")], in_the_priors)
    assert parameters([drawn("tutorial", 2), drawn("conclave", 3)], Priors(), ["parameters.speed"]) == []
    alike = parameters([drawn("tutorial", 2), drawn("conclave", 2, 'source="a paper"')], Priors())
    assert [one.name for one in alike if one.name == "parameters.speed"] == ["parameters.speed"]


def test_a_scenario_s_own_distribution_goes_first() -> None:
    own = load("tutorial", ['parameters.speed={dist="uniform",low=1,high=2,assumed=true}'])
    found = {one.name: one.prior for one in parameters([own], read_priors())}
    assert (found["parameters.speed"].low, found["parameters.speed"].high) == (1.0, 2.0)


def test_words_say_what_the_record_cannot_tell() -> None:
    def learnt(name: str, ratio: float) -> identify.Learnt:
        return identify.Learnt(name, 0.0, 1.0, 0.5, ratio, 0.0, 1.0, ratio, 0.05)

    lines = identify.in_words(
        [learnt("parameters.speed", 0.3), learnt("parameters.pull", 0.71)],  # 0.8 less two standard errors is 0.7
        [("parameters.speed", "parameters.pull", -0.7)],
        {"patron": -12.0, "influence": 0.4, "cover": 5.0},
    )
    assert "speaks about speed" in lines[0]
    assert "nothing about pull" in lines[1]
    assert "together" in lines[2]
    assert lines[3].endswith("patron.")
    assert lines[4].endswith("influence.")
    assert "without: cover" in lines[5]


def test_two_that_rise_together_do_not_make_up_for_each_other() -> None:
    pairs = [("a", "b", 0.8), ("c", "d", -0.7), ("e", "f", 0.6)]
    up, down = "more of one going with more of the other", "more of one making up for less of the other"
    lines = identify.in_words([], pairs)
    assert lines == [
        f"It speaks about these only together, {down}: c and d (-0.70).",
        f"It speaks about these only together, {up}: a and b (+0.80); e and f (+0.60).",
    ]
    assert identify.in_words([], pairs[:1]) == [f"It speaks about these only together, {up}: a and b (+0.80)."]


def test_an_unknown_mechanism_is_refused() -> None:
    with pytest.raises(WhitesmokeError, match="no mechanism"):
        inference_of([load("rutte-iohannis")], read_priors(), Effort(), ["luck"])


def test_rank_correlations() -> None:
    x = np.arange(50.0)
    z = np.column_stack([x, -(x**3), np.ones(50)])
    found = identify.correlations(z)
    assert found[0, 1] == pytest.approx(-1.0)
    assert found[0, 2] == 0.0
    assert identify.tied(["a", "b", "c"], z) == [("b", "a", pytest.approx(-1.0))]
    assert identify.tied(["a", "b", "c"], z[:4]) == []  # four particles show nothing


def test_the_posterior_that_ships_is_found_by_name_and_says_what_it_was_fitted_to() -> None:
    found = posterior.read(Path("rutte-iohannis"))
    assert found.cases == ["rutte-iohannis"]
    numbers = posterior.rows_for(found, load("race-two-thirds"), 5)
    speed = numbers.value[:, numbers.slot.tolist().index(slots(load("race-two-thirds"))["parameters.speed"][0])]
    assert speed.tolist() == found.draws[:5, found.names.index("parameters.speed")].tolist()


def test_a_posterior_that_does_not_exist_is_refused() -> None:
    with pytest.raises(WhitesmokeError, match="none ships by that name"):
        posterior.read(Path("tutorial"))


PAIR = ("nato-2003", "nato-2014")


def pooled(names: tuple[str, ...], without: tuple[str, ...] = ()) -> Inference:
    priors = read_priors().model_copy(update={"case": {}})
    return inference_of([load(name) for name in names], priors, Effort(50, 4), list(without))


def test_no_two_cases_share_luck_nor_a_coders_error(tmp_path: Path) -> None:
    """One race under two names: were the luck shared, the estimates would be equal."""
    names = ("one", "other")
    for name in names:
        (tmp_path / f"{name}.toml").write_text(f'extends = "{SCENARIOS / "nato-2014.toml"}"\n')
    inference = Inference([load(tmp_path / f"{name}.toml") for name in names], pooled(PAIR).parameters, Effort(50, 4))
    z, luck = np.zeros((6, len(inference.names))), np.arange(24).reshape(6, 4)
    first, second = (inference.play(target, inference.rows(z), luck[:, 0]).round for target in inference.targets)
    assert (first != second).any()


def test_a_long_record_counts_for_no_more_than_its_share_where_cases_are_pooled() -> None:
    pair, alone = pooled(("nato-2014", "nato-2024-sweden")), pooled(("nato-2024-sweden",))
    assert [pair.weight(target) * target.seen.entries for target in pair.targets] == pytest.approx([10.0, 10.0])
    assert [alone.weight(target) for target in alone.targets] == [1.0]


def test_a_posterior_without_a_mechanism_plays_without_it(tmp_path: Path) -> None:
    found, _ = calibrate(pooled(("nato-2014",), ("patron",)), tmp_path)
    numbers = posterior.rows_for(found, load("nato-2014"), 5)
    at = numbers.slot.tolist().index(slots(load("nato-2014"))["parameters.patron"][0])
    assert (numbers.value[:, at] == 0.0).all()
    assert found.about["noise"] > 0.0


def test_the_noise_of_an_estimate_is_its_standard_deviation_under_new_luck() -> None:
    def likelihood(z: np.ndarray, luck: np.ndarray) -> np.ndarray:
        return z[:, 0] + 3.0 * ndtri(uniform_at(7, 0, 5, luck[:, 0], 1))[:, 0]

    assert smc.noise(smc.begin(4000, 1, 2, likelihood, seed=4), likelihood) == pytest.approx(3.0, abs=0.15)


def test_there_must_be_a_case() -> None:
    with pytest.raises(WhitesmokeError, match="no case"):
        Inference([], [Parameter("parameters.speed", UNIFORM)], Effort())
