"""Simulation-based calibration and recovery, on a small race: 200 truths from the prior, each found again or not.

    python experiments/simulation_based_calibration.py [REPLICATES]

writes ranks.csv and figure.png into results/curated/simulation-based-calibration/. Two hundred replicates take
some minutes.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import binom, kstest
from whitesmoke.evidence.calibration import sbc
from whitesmoke.evidence.calibration.inference import Effort, Inference
from whitesmoke.evidence.parameters import Parameter
from whitesmoke.evidence.record.evidence import WITH_DISCREPANCY, Counted, Dated, Evidence, ObservationError
from whitesmoke.figures import save
from whitesmoke.model.ensemble import all_cores
from whitesmoke.scenario.load import load
from whitesmoke.scenario.numbers import Distribution

OUT = Path(__file__).parents[1] / "results" / "curated" / "simulation-based-calibration"
SCENARIO = """
title = "Twelve members, one candidate"
assumed = true
[calendar]
start = 2030-01-01
expiry = 2030-02-20
[focal.summit]
date = 2030-02-10
weight = 1.0
[rule]
name = "unanimity"
silence = { low = 1.0, high = 3.0 }
[members]
HUB = { name = "Home" }
[blocs.crowd]
generate = 11
baseline = -2.5
[candidates.dora]
name = "Dora Dorn"
home = "HUB"
entry = 2030-01-01
[network]
layers = [{ kind = "alliance" }]
[parameters]
patron = 0.0
isolation = 0.0
[record]
decision = { winner = "dora", date = 2030-02-10, source = "made up" }
"""
PRIORS = {
    "parameters.speed": Distribution(dist="uniform", low=0.5, high=4.0),
    "blocs.crowd.baseline": Distribution(dist="normal", mean=-2.5, sd=1.0),
    "parameters.influence": Distribution(dist="uniform", low=0.0, high=4.0),
    "parameters.pressure": Distribution(dist="uniform", low=0.0, high=6.0),
}


def inference(particles: int = 200, runs: int = 8) -> tuple[Inference, Evidence]:
    """Return the calibration of a small race, and the entries that every made-up record has."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "small.toml"
        file.write_text(SCENARIO, encoding="utf-8")
        loaded = load(file)
    effort = Effort(particles, runs, seed=1, threads=all_cores())
    found = Inference([loaded], [Parameter(name, prior) for name, prior in PRIORS.items()], effort)
    doubt = WITH_DISCREPANCY.high
    template = found.targets[0].seen._replace(
        error=ObservationError(lag=4.0, slip=2.0, miscount=1.0, settle=3.0),
        commitments=(Dated(1, 0, 0.0, 3.0, doubt), Dated(2, 0, 0.0, 3.0, doubt)),
        counts=tuple(Counted(t, 0, 0, 0, doubt) for t in (5, 10, 15, 25, 35)),
    )
    return found, template


def main(replicates: int = 200) -> None:
    """Make the replicates, write their ranks and the figure, and say whether the ranks are uniform."""
    found, template = inference(particles=150, runs=16)
    results = []
    for number in range(replicates):
        results.append(sbc.replicate(found, number, template))
        print(f"{number + 1} of {replicates}", end="\r", file=sys.stderr)
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "ranks.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["replicate", "parameter", "truth", "rank", "mean", "sd"])
        for number, one in enumerate(results):
            for j, name in enumerate(found.names):
                values = (one.truth[j], one.rank[j], one.mean[j], one.sd[j])
                rows.writerow([number, name, *(f"{value:.6g}" for value in values)])
    save(figure(found.names, results), OUT / "figure.png")
    for j, name in enumerate(found.names):
        p = kstest([one.rank[j] for one in results], "uniform").pvalue
        print(f"{name}: ranks uniform by Kolmogorov and Smirnov, p = {p:.3f}")


def figure(names: list[str], results: list[sbc.Found]) -> Figure:
    """Return rank histograms with the 99 % envelope of all bins together above, truth against posterior mean below."""
    drawing = Figure(figsize=(2.6 * len(names), 5.4), layout="constrained", facecolor="white")
    axes = drawing.subplots(2, len(names))
    bins, count = 10, len(results)
    share = 0.005 / (bins * len(names))  # Bonferroni: no bin of any parameter is outside in 99 of 100 such figures
    low, high = binom.ppf([share, 1.0 - share], count, 1 / bins)
    for j, name in enumerate(names):
        above, below = axes[0, j], axes[1, j]
        above.axhspan(low, high, color="#e4e4e4", lw=0)
        above.hist([one.rank[j] for one in results], bins, (0, 1), color="#0072B2", rwidth=0.88)
        above.set_title(name.removeprefix("parameters."), fontsize=9)
        above.set_xlabel("rank of the truth", fontsize=8)
        truth = np.array([one.truth[j] for one in results])
        mean, sd = np.array([one.mean[j] for one in results]), np.array([one.sd[j] for one in results])
        below.errorbar(truth, mean, sd, fmt="o", ms=2.5, lw=0.5, color="#0072B2", ecolor="#b5cfe0")
        ends = [truth.min(), truth.max()]
        below.plot(ends, ends, color="#222222", lw=0.8)
        below.set_xlabel(f"truth (correlation {np.corrcoef(truth, mean)[0, 1]:.2f})", fontsize=8)
        for one in (above, below):
            one.tick_params(labelsize=7)
            one.spines[["top", "right"]].set_visible(False)
    axes[0, 0].set_ylabel(f"of {count} (grey: 99 %, all bins together)", fontsize=8)
    axes[1, 0].set_ylabel("posterior mean ± sd", fontsize=8)
    return drawing


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
